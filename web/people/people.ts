import { definePage } from "../page.ts";

/** Everybody whom the hub knows, with their offices of today. */
export const peoplePage = definePage({
  path: "/people",
  document: "people/people.graphql",
  template: "people/people.njk",
  variables: ({ address }) => ({ after: address.after ?? null }),
  present: ({ viewer, people }) =>
    viewer.mayReadPeople
      ? { title: "People", people, mayInvite: viewer.mayInvitePeople, mayRegister: viewer.mayRegisterPeople }
      : undefined,
});

/** The page of a person. Their id may have any character. */
export const personPath = (person: string): string => `/people/${encodeURIComponent(person)}`;
