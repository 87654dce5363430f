import { linkCommands } from "../command-links.ts";
import { definePage } from "../page.ts";
import { isOver } from "./is-over.ts";
import { personPath } from "./people.ts";

/** A person: how they are reached, and every office that they hold or held. */
export const personPage = definePage({
  path: "/people/:person",
  document: "people/person.graphql",
  template: "people/person.njk",
  variables: ({ address }) => ({ id: address.person ?? "" }),
  present: ({ viewer, person: shown }, { today }) =>
    shown && viewer.mayReadPeople
      ? {
          title: shown.name ?? "A person whose name was erased",
          back: { href: "/people", text: "People" },
          person: shown,
          offices: shown.assignments
            .toSorted((a, b) => (a.until < b.until ? 1 : -1))
            .map((office) => ({ ...office, isOver: isOver(office, today) })),
          isOneself: viewer.person === shown.id,
          path: personPath(shown.id),
          links: linkCommands(
            personPath(shown.id),
            { RENAME_PERSON: "rename", SET_FIRST_MAIL_ADDRESS: "first-address" },
            shown.commands,
          ),
          mayGiveOffice: shown.commands.includes("START_ASSIGNMENT"),
        }
      : undefined,
});
