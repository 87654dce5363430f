// People and assignments.
import type { Viewer } from "../../projections/people/people.ts";
import { readPeople, readPerson } from "../../projections/people/read-people.ts";
import type { PeopleCommandName } from "../../services/people/decide.ts";
import { askingOf, type CommandInput, type Context, givenPosition, pageSize } from "../context.ts";
import { deed } from "./deed.ts";
import { body, region } from "./reference.ts";

type AssignmentParent = Viewer["assignments"][number];

const command =
  (name: PeopleCommandName) =>
  async (_: unknown, { input }: { input: CommandInput }, context: Context) => {
    const { asking, rest } = askingOf(context, input);
    const outcome = await context.hub.services.people.execute(name, rest, asking);
    return outcome.kind === "refused"
      ? outcome
      : { position: givenPosition(context, outcome.position), person: String(input.person) };
  };

export const peopleResolvers = {
  Query: {
    people(_: unknown, { first, after }: { first?: number | null; after?: string | null }, context: Context) {
      const size = pageSize(first, 50);
      const { people, more } = readPeople(context.hub, context.viewer, after ?? "", size);
      return { nodes: people, pageInfo: { hasNextPage: more, endCursor: more ? people.at(-1)?.person : undefined } };
    },
  },
  Mutation: {
    registerPerson: command("registerPerson"),
    startAssignment: command("startAssignment"),
    endAssignment: command("endAssignment"),
  },
  PersonResult: { __resolveType: (result: { kind?: string }) => (result.kind === "refused" ? "Refused" : "PersonChanged") },
  PersonChanged: {
    person: ({ person }: { person: string }, _: unknown, { hub, viewer }: Context) => readPerson(hub, viewer, person),
  },
  Person: { id: ({ person }: Viewer) => person },
  Assignment: {
    ended: ({ ended }: AssignmentParent) => ended && deed(ended),
    id: ({ assignment }: AssignmentParent) => assignment,
    regions: ({ regions }: AssignmentParent) => regions.map((code) => region(code)),
    body: (parent: AssignmentParent) => body(parent.body),
    council: ({ council }: AssignmentParent, _: unknown, { hub }: Context) => (council ? hub.councils.find(council) : null),
  },
};
