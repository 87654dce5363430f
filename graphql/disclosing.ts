// Disclosure before data. Every field of the GraphQL type Concern says which part it tells of; what an answer really carries is noted as it
// is put together, and is on record before the answer leaves. An answer that cannot be recorded is refused. A field that names no part
// keeps the hub from starting, and one that was to carry a part that no policy permits is left out as an error.
import { getDirective, MapperKind, mapSchema } from "@graphql-tools/utils";
import { defaultFieldResolver, GraphQLError, type GraphQLFieldConfig, GraphQLObjectType, type GraphQLSchema } from "graphql";
import type { Plugin } from "graphql-yoga";
import type { Hub } from "../hub/hub.ts";
import type { Moment } from "../projections/past/moment.ts";
import type { PastConcern } from "../projections/past/past-concern.ts";
import type { Viewer } from "../projections/people/people.ts";
import { assignmentsThrough } from "../projections/people/through.ts";
import type { Listed } from "../projections/register/queries.ts";
import { type Received, receivedShares } from "../projections/register/read-one.ts";
import { DISCLOSED_PARTS, type DisclosedPart, type Surface } from "../services/disclosure/events.ts";
import type { Disclosure, View } from "../services/disclosure/record.ts";
import type { Context } from "./context.ts";

/**
 * A concern on its way out, and how it leaves: what the GraphQL type Concern is made of. `moment` is the past one it is shown as of;
 * `received`, the shares through which its reader has it.
 */
export type Shown = Listed & {
  readonly surface: Surface;
  readonly moment?: Moment;
  readonly received: () => readonly Received[];
};

export const shown = (hub: Pick<Hub, "policy">, viewer: Viewer, surface: Surface, listed: Listed): Shown => ({
  ...listed,
  surface,
  received: () => receivedShares(hub, viewer.facts, listed),
});

export const shownPast = (surface: Surface, { listed, received }: PastConcern, moment: Moment): Shown => ({
  ...listed,
  surface,
  moment,
  received: () => received,
});

export type Disclosing = {
  /** The answer carries this part of the concern. Throws when no policy lets the viewer see it. */
  note(concern: Shown, part: DisclosedPart): void;
  /** The answer tells that there are concerns of this council, or how many. */
  counted(council: string): void;
  /** Puts on record what was noted since the last time. Throws LogUnavailable: then the answer must not leave. */
  record(): Promise<void>;
};

/** For one request: a subscription's messages are recorded one by one. `leavesBy`, where all of it leaves in one way. */
export function disclosing(hub: Hub, viewerNow: () => Viewer, request: string, leavesBy?: Surface): Disclosing {
  let noted = new Map<Shown, Set<DisclosedPart>>();
  let councils = new Set<string>();

  /** One disclosure for each council, surface and set of assignments; concerns of which the same parts left stand together. */
  function disclosures(viewer: Viewer): Disclosure[] {
    const common = { person: viewer.person, request, policyVersion: hub.rights.version() };
    const groups = new Map<string, Omit<Disclosure, "views"> & { readonly views: GrowingView[] }>();
    const groupOf = (council: string, surface: Surface, assignments: readonly string[]) => {
      const key = `${council} ${surface} ${assignments}`;
      const group = groups.get(key) ?? { ...common, council, surface, assignments, views: [] };
      groups.set(key, group);
      return group;
    };
    const today = hub.today();
    for (const [concern, parts] of noted) {
      const { state, facts, surface } = concern;
      const { views } = groupOf(facts.council, leavesBy ?? surface, assignmentsThrough(hub.rights, viewer, facts, today));
      const permitted = Object.fromEntries([...parts].map((part) => [part, policiesOf(concern, part)]));
      const said = JSON.stringify(permitted);
      const view: GrowingView = views.find((other) => other.said === said) ?? { concerns: [], parts: permitted, said };
      if (view.concerns.length === 0) views.push(view);
      view.concerns.push({ concern: state.id, version: state.version });
    }
    const current = viewer.assignments.filter(({ current }) => current).map(({ assignment }) => assignment);
    for (const council of councils) groupOf(council, "count", current);
    return [...groups.values()].map(({ views, ...disclosure }) => ({
      ...disclosure,
      views: views.map(({ concerns, parts }) => ({ concerns, parts })),
    }));
  }

  return {
    note(concern, part) {
      const parts = noted.get(concern) ?? new Set();
      if (parts.has(part)) return;
      if (policiesOf(concern, part).length === 0)
        throw new Error(`An answer was to carry the part "${part}", which no policy lets its reader see.`);
      noted.set(concern, parts.add(part));
    },
    counted: (council) => councils.add(council),
    async record() {
      if (noted.size === 0 && councils.size === 0) return;
      const due = disclosures(viewerNow());
      [noted, councils] = [new Map(), new Set()];
      await hub.recorder.record(due);
    },
  };
}

/** Concerns of which the same parts left, under the same policies: `said` is those in one text. */
type GrowingView = View & { readonly concerns: { concern: string; version: number }[]; readonly said: string };

/** The policies that let the concern's reader see a part; none where no policy does. */
const policiesOf = (concern: Shown, part: DisclosedPart): readonly string[] =>
  part === "shareTerms" ? [...new Set(concern.received().flatMap(({ by }) => by))] : (concern.parts.get(part) ?? []);

/** A field of the type Concern does not say which part it tells of. */
export class ConcernUndisclosed extends Error {
  override name = "ConcernUndisclosed";
}

/**
 * Every field of Concern notes its part, `@discloses(part:)`, whenever it gives something. A concern that is put into an answer tells that it
 * is there, whatever is asked of it: the executor asks `isTypeOf` of each.
 */
export function disclosingConcerns(schema: GraphQLSchema): GraphQLSchema {
  return mapSchema(schema, {
    [MapperKind.OBJECT_TYPE]: (type) =>
      type.name === "Concern"
        ? new GraphQLObjectType<Shown, Context>({
            ...type.toConfig(),
            isTypeOf(concern, { disclosing }) {
              disclosing.note(concern, "headline");
              return true;
            },
          })
        : undefined,
    [MapperKind.OBJECT_FIELD]: (field, fieldName, typeName) =>
      typeName === "Concern" ? noting(field, partOf(schema, field, fieldName)) : undefined,
  });
}

type Field = GraphQLFieldConfig<Shown, Context>;

function partOf(schema: GraphQLSchema, field: Field, name: string): DisclosedPart {
  const said: unknown = getDirective(schema, field, "discloses")?.[0]?.part;
  const part = DISCLOSED_PARTS.find((one) => one === said);
  if (!part) throw new ConcernUndisclosed(`The field Concern.${name} does not say which part it tells of: @discloses(part:).`);
  return part;
}

function noting(field: Field, part: DisclosedPart): Field {
  const { resolve = defaultFieldResolver } = field;
  return {
    ...field,
    resolve(concern, args, context, info) {
      const given = (value: unknown) => {
        if (isGiven(value, part)) context.disclosing.note(concern, part);
        return value;
      };
      const value: unknown = resolve(concern, args, context, info);
      // Most are there at once: a promise each would cost a list more than its rows.
      return value instanceof Promise ? value.then(given) : given(value);
    },
  };
}

/** Null is what is withheld. An empty list of a part tells that there is nothing in it; share terms are a list of what one has. */
const isGiven = (value: unknown, part: DisclosedPart): boolean =>
  value !== null && value !== undefined && !(part === "shareTerms" && Array.isArray(value) && value.length === 0);

const UNRECORDED = new GraphQLError(
  "What leaves the hub is put on record first, and nothing can be recorded at the moment. Try again; a command, with the same key.",
  { extensions: { code: "UNAVAILABLE" } },
);

/** Holds every answer, and every message of a subscription, until what it carries is on record. */
export const disclosedFirst = (failed: (error: unknown) => void): Plugin<Context> => ({
  onExecute: () => ({
    async onExecuteDone({ args, setResult }) {
      if (!(await isRecorded(args.contextValue as Context, failed))) setResult({ errors: [UNRECORDED] });
    },
  }),
  onSubscribe: () => ({
    onSubscribeResult({ args, result, setResult }) {
      if (!(Symbol.asyncIterator in result)) return;
      setResult(recordedFirst(result as AsyncIterable<never>, args.contextValue as Context, failed));
    },
  }),
});

async function isRecorded({ disclosing }: Context, failed: (error: unknown) => void): Promise<boolean> {
  try {
    await disclosing.record();
    return true;
  } catch (error) {
    failed(error);
    return false;
  }
}

/** A subscription whose message cannot be recorded ends: going on would leave that message out in silence. */
async function* recordedFirst<T>(
  messages: AsyncIterable<T>,
  context: Context,
  failed: (error: unknown) => void,
): AsyncGenerator<T, void> {
  for await (const message of messages) {
    if (await isRecorded(context, failed)) yield message;
    else {
      yield { errors: [UNRECORDED] } as T;
      return;
    }
  }
}
