// The officers of a council, for the council: who holds which office, who held one, and what the council can do about that.
import { definePage } from "../page.ts";
import { isOver } from "../people/is-over.ts";
import { officersPath } from "./officers-path.ts";

export const officersPage = definePage({
  path: "/councils/:council/officers",
  document: "officers/officers.graphql",
  template: "officers/officers.njk",
  variables: ({ address }) => ({ council: address.council ?? "" }),
  present({ council }, { today }) {
    if (!council?.officers) return undefined;
    const officers = council.officers.toSorted((a, b) => (a.until < b.until ? 1 : -1));
    return {
      title: `Officers of ${council.name}`,
      back: { href: "/", text: "Home" },
      path: officersPath(council.code),
      mayName: council.commands.includes("NAME_OFFICER"),
      officers: officers.filter((officer) => !isOver(officer, today)),
      former: officers.filter((officer) => isOver(officer, today)),
    };
  },
});
