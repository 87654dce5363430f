import { definePage } from "../page.ts";
import { keepsPeople } from "./keepers.ts";

/** A person: how they are reached, and every office that they hold or held. */
export const personPage = definePage({
  path: "/people/:person",
  document: "people/person.graphql",
  template: "people/person.njk",
  variables: ({ address }) => ({ id: address.person ?? "" }),
  present: ({ viewer, person: shown }, { today }) =>
    shown && keepsPeople(viewer.assignments)
      ? {
          title: shown.name ?? "A person whose name was erased",
          back: { href: "/people", text: "People" },
          person: shown,
          offices: shown.assignments
            .toSorted((a, b) => (a.until < b.until ? 1 : -1))
            .map((office) => ({ ...office, isOver: office.ended !== null || office.until < today })),
          isOneself: viewer.person === shown.id,
        }
      : undefined,
});
