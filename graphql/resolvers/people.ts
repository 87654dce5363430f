// People and assignments.
import type { Viewer } from "../../projections/people/people.ts";
import { countUnreadablePeople, readPeople, readPerson } from "../../projections/people/read-people.ts";
import { reveal } from "../../services/confidential.ts";
import { type PeopleCommandName, peopleCommands } from "../../services/people/decide.ts";
import type { Context } from "../context.ts";
import { mutations, resultOf } from "./command.ts";
import { deed, deedWithReason } from "./deed.ts";
import { type PageArgs, paged } from "./page.ts";
import { body, region } from "./reference.ts";

type AssignmentParent = Viewer["assignments"][number];

export const peopleResolvers = {
  Query: {
    people(_: unknown, args: PageArgs, context: Context) {
      const list = (after: string | undefined, limit: number) => readPeople(context.hub, context.viewer, after, limit);
      const page = paged(context, "people", args, list, ({ person }) => person);
      return { ...page, cannotBeRead: () => countUnreadablePeople(context.hub, context.viewer) };
    },
  },
  Mutation: mutations(
    Object.keys(peopleCommands) as PeopleCommandName[],
    ({ hub }, name, input, asking) => hub.services.people.execute(name, input, asking),
    (_, input) => ({ person: String(input.person) }),
  ),
  PersonResult: resultOf("PersonChanged"),
  PersonChanged: {
    person: ({ person }: { person: string }, _: unknown, { hub, viewer }: Context) => readPerson(hub, viewer, person),
  },
  Person: {
    id: ({ person }: Viewer) => person,
    nameCorrections: ({ renamed }: Viewer, _: unknown, { hub }: Context) =>
      renamed.map(({ actor, at, text }) => ({ ...deed({ actor, at }), reason: reveal(hub.keys, text)?.reason })),
  },
  Assignment: {
    ended: ({ ended }: AssignmentParent, _: unknown, { hub }: Context) => ended && deedWithReason(hub.keys, ended),
    id: ({ assignment }: AssignmentParent) => assignment,
    regions: ({ regions }: AssignmentParent) => regions.map((code) => region(code)),
    body: (parent: AssignmentParent) => body(parent.body),
    council: ({ council }: AssignmentParent, _: unknown, { hub }: Context) => (council ? hub.councils.find(council) : null),
  },
};
