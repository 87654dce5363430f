import { councilsOf } from "../layout/shell.ts";
import { definePage } from "../page.ts";

export const OWN_INTERESTS = "/your-interests";

/** The councils in which the person has an interest: by their offices, and as they declared. For everybody who is registered. */
export const ownInterestsPage = definePage({
  path: OWN_INTERESTS,
  document: "own-interests/own-interests.graphql",
  template: "own-interests/own-interests.njk",
  variables: ({ person }) => ({ me: person }),
  present: ({ person }) =>
    person && {
      title: "Your interests",
      back: { href: "/", text: "Home" },
      interests: person.interests,
      councils: councilsOf(person),
    },
});
