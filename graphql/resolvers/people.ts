// People and assignments.
import type { Viewer } from "../../projections/people/people.ts";
import type { PeopleCommandName } from "../../services/people/decide.ts";
import { askingOf, type CommandInput, type Context, givenPosition, pageSize } from "../context.ts";
import { deed } from "./deed.ts";
import { body, region } from "./reference.ts";

type AssignmentParent = Viewer["assignments"][number];

/** No person's id: a right to it is a right to any record. */
const NOBODY = "";

const mayRead = ({ hub, viewer }: Context, person: string): boolean =>
  hub.policy.decide({ type: "Person", facts: viewer.facts }, "readPerson", {
    type: "PersonRecord",
    id: person,
    facts: { person },
  }).allowed;

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
      // Who may not read anybody's record sees their own alone: pages of others would tell how many there are, and who.
      if (!mayRead(context, NOBODY)) return { nodes: [context.viewer], pageInfo: { hasNextPage: false } };
      const page = context.hub.people.queries().page(after ?? "", size + 1);
      const nodes = page.slice(0, size).filter(({ person }) => mayRead(context, person));
      return { nodes, pageInfo: { hasNextPage: page.length > size, endCursor: nodes.at(-1)?.person } };
    },
  },
  Mutation: {
    registerPerson: command("registerPerson"),
    startAssignment: command("startAssignment"),
    endAssignment: command("endAssignment"),
  },
  PersonResult: { __resolveType: (result: { kind?: string }) => (result.kind === "refused" ? "Refused" : "PersonChanged") },
  PersonChanged: {
    person: ({ person }: { person: string }, _: unknown, context: Context) =>
      mayRead(context, person) ? context.hub.people.queries().viewer(person) : null,
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
