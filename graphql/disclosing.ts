// Disclosure before data. Every field of the GraphQL type Concern says which part it tells of; what an answer really carries is noted as it
// is put together, and is on record before the answer leaves. An answer that cannot be recorded is refused. A field that names no part
// keeps the hub from starting, and one that was to carry a part that no policy permits is left out as an error.
import { getDirective, MapperKind, mapSchema } from "@graphql-tools/utils";
import { defaultFieldResolver, type GraphQLError, type GraphQLFieldConfig, GraphQLObjectType, type GraphQLSchema } from "graphql";
import { faultOf } from "../event-log/faults.ts";
import type { Hub } from "../hub/hub.ts";
import { type Logger, type LogLine, nameOf } from "../hub/logger.ts";
import type { Moment } from "../projections/past/moment.ts";
import type { PastConcern } from "../projections/past/past-concern.ts";
import type { Viewer } from "../projections/people/people.ts";
import { assignmentsThrough } from "../projections/people/through.ts";
import type { Listed } from "../projections/register/queries.ts";
import { type Received, receivedShares } from "../projections/register/read-one.ts";
import { remembering } from "../projections/statements.ts";
import { DISCLOSED_PARTS, type DisclosedPart, type Surface } from "../services/disclosure/events.ts";
import type { Disclosure, View } from "../services/disclosure/record.ts";
import type { Context } from "./context.ts";
import { errorFor, INTERNAL } from "./errors.ts";

/**
 * A concern on its way out, and how it leaves: what the GraphQL type Concern is made of. `viewer` is whom it is shown to, in the office in
 * which they read it; `moment`, the past one it is shown as of; `received`, the shares through which its reader has it.
 */
export type Shown = Listed & {
  readonly surface: Surface;
  readonly viewer: Viewer;
  /** The version of the policy under which it is shown. */
  readonly policyVersion: string;
  readonly moment?: Moment;
  readonly received: () => readonly Received[];
};

export const shown = (hub: Pick<Hub, "policy">, viewer: Viewer, surface: Surface, listed: Listed): Shown =>
  showing(hub, viewer, surface)(listed);

/** The same for many at one moment. */
export function showing(hub: Pick<Hub, "policy">, viewer: Viewer, surface: Surface): (listed: Listed) => Shown {
  const policyVersion = hub.policy.version;
  return (listed) => ({ ...listed, surface, viewer, policyVersion, received: () => receivedShares(hub, viewer.facts, listed) });
}

/** `policyVersion` is today's: by it something of the past leaves now. */
export const shownPast = (
  { policy }: Pick<Hub, "policy">,
  viewer: Viewer,
  surface: Surface,
  { listed, received }: PastConcern,
  moment: Moment,
): Shown => ({
  ...listed,
  surface,
  viewer,
  policyVersion: policy.version,
  moment,
  received: () => received,
});

export type Disclosing = {
  /** The answer carries this part of the concern. Throws when no policy lets the viewer see it. */
  note(concern: Shown, part: DisclosedPart): void;
  /** The answer tells that there are concerns of this council, or how many, to somebody who sees some of them through these assignments. */
  counted(council: string, assignments: readonly string[]): void;
  /** Puts on record what was noted since the last time. Throws LogUnavailable: then the answer must not leave. */
  record(): Promise<void>;
};

/** For one request: a subscription's messages are recorded one by one. `leavesBy`, where all of it leaves in one way. */
export function disclosing(hub: Hub, viewerNow: () => Viewer, request: string, leavesBy?: Surface): Disclosing {
  /** What left of each concern that was put into the answer. */
  let noted = new Map<Shown, Parts>();
  let councils = new Map<string, readonly string[]>();

  /** One disclosure for each council, surface and set of assignments; concerns of which the same parts left stand together. */
  function disclosures(): Disclosure[] {
    const common = { person: viewerNow().person, request };
    const groups = new Map<string, Omit<Disclosure, "views"> & { readonly views: Map<Permitted, GrowingView> }>();
    const groupOf = (council: string, surface: Surface, assignments: readonly string[], policyVersion: string) => {
      const key = `${council} ${surface} ${assignments} ${policyVersion}`;
      const group = groups.get(key) ?? { ...common, council, surface, assignments, policyVersion, views: new Map() };
      groups.set(key, group);
      return group;
    };
    const today = hub.today();
    for (const [concern, parts] of eachOnce(noted)) {
      const { id, version, facts, surface, viewer, policyVersion } = concern;
      const through = assignmentsThrough(hub.rights, viewer, facts, today);
      const { views } = groupOf(facts.council, leavesBy ?? surface, through, policyVersion);
      const permitted = permittedOf(concern, parts);
      const view = views.get(permitted) ?? { concerns: [], parts: permitted };
      if (view.concerns.length === 0) views.set(permitted, view);
      view.concerns.push({ concern: id, version });
    }
    // An export is whole: where its pages end is nobody's to see.
    for (const [council, assignments] of leavesBy ? [] : councils) groupOf(council, "count", assignments, hub.rights.version());
    return [...groups.values()].map(({ views, ...disclosure }) => ({ ...disclosure, views: [...views.values()] }));
  }

  return {
    note(concern, part) {
      const before = noted.get(concern) ?? NO_PARTS;
      const parts = before | BITS[part];
      if (parts === before) return;
      if (policiesOf(concern, part).length === 0)
        throw new Error(`An answer was to carry the part "${part}", which no policy lets its reader see.`);
      noted.set(concern, parts);
    },
    counted: (council, assignments) => councils.set(council, assignments),
    async record() {
      if (noted.size === 0 && councils.size === 0) return;
      const due = disclosures();
      [noted, councils] = [new Map(), new Map()];
      await hub.recorder.record(due);
    },
  };
}

/** A set of parts, a bit each: every field of every concern of an answer adds to one. */
type Parts = number;
const NO_PARTS: Parts = 0;
const BITS = Object.fromEntries(DISCLOSED_PARTS.map((part, index) => [part, 2 ** index])) as Readonly<
  Record<DisclosedPart, Parts>
>;

/** Each part that left, with the policies that permitted it. One object for all that is the same. */
type Permitted = View["parts"];
/** Concerns of which the same parts left, under the same policies. */
type GrowingView = View & { readonly concerns: { concern: string; version: number }[] };

/** However often the same version of a concern stands in an answer, in whatever objects: once, with all that left of it. */
function eachOnce(noted: ReadonlyMap<Shown, Parts>): Iterable<readonly [Shown, Parts]> {
  const ids = new Set<string>();
  for (const { id } of noted.keys()) ids.add(id);
  if (ids.size === noted.size) return noted;
  const each = new Map<string, readonly [Shown, Parts]>();
  for (const [concern, parts] of noted) {
    const key = `${concern.id} ${concern.version} ${concern.surface} ${concern.policyVersion}`;
    const [first, earlier] = each.get(key) ?? [concern, NO_PARTS];
    each.set(key, [first, earlier | parts]);
  }
  return each.values();
}

/** The policies that let the concern's reader see a part; none where no policy does. */
const policiesOf = (concern: Shown, part: DisclosedPart): readonly string[] =>
  part === "shareTerms" ? [...new Set(concern.received().flatMap(({ by }) => by))] : (concern.parts.get(part) ?? []);

function permittedOf(concern: Shown, parts: Parts): Permitted {
  const known = ofRights.get(concern.parts)?.get(parts);
  if (known) return known;
  const held = DISCLOSED_PARTS.filter((part) => parts & BITS[part]);
  const made = theSame(JSON.stringify(Object.fromEntries(held.map((part) => [part, policiesOf(concern, part)]))));
  // Who reads by which share is the concern's own matter, and not a right that others have too.
  if (parts & BITS.shareTerms) return made;
  ofRights.set(concern.parts, (ofRights.get(concern.parts) ?? new Map<Parts, Permitted>()).set(parts, made));
  return made;
}

/** Rights to concerns with equal facts are one object. */
const ofRights = new WeakMap<Shown["parts"], Map<Parts, Permitted>>();

/** There are as many as there are roles and parts that they read: each is one object, by which others know it again. */
const theSame = remembering((text: string) => JSON.parse(text) as Permitted, 2_000);

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
      const value: unknown = resolve(concern, args, context, info);
      // Most are there at once: a promise each would cost a list more than its rows.
      return value instanceof Promise
        ? value.then((given) => noteGiven(context, concern, part, given))
        : noteGiven(context, concern, part, value);
    },
  };
}

function noteGiven({ disclosing }: Context, concern: Shown, part: DisclosedPart, value: unknown): unknown {
  if (isGiven(value, part)) disclosing.note(concern, part);
  return value;
}

/** Null is what is withheld. An empty list of a part tells that there is nothing in it; share terms are a list of what one has. */
const isGiven = (value: unknown, part: DisclosedPart): boolean =>
  value !== null && value !== undefined && !(part === "shareTerms" && Array.isArray(value) && value.length === 0);

const UNRECORDED = errorFor(
  "UNAVAILABLE",
  "What leaves the hub is put on record first, and nothing can be recorded at the moment. Try again; a command, with the same key.",
);

/** Undefined once what was put into an answer so far is on record. Otherwise the answer does not leave, and this is told instead. */
export async function unrecorded({ disclosing, hub }: Context, logger: Logger): Promise<GraphQLError | undefined> {
  try {
    await disclosing.record();
    return undefined;
  } catch (error) {
    const fault = faultOf(error);
    const line: LogLine = { code: "ANSWER_HELD_BACK", error: nameOf(error), ...(fault && { fault: fault.code }) };
    hub.telemetry.heldBack();
    logger.error(line, "an answer was held back: it could not be put on record");
    return fault ? UNRECORDED : errorFor(...INTERNAL);
  }
}
