// What an answer carries of concerns, collected while it is made and put on record before it leaves.
import { boundedCache } from "../caching/cache.ts";
import type { View } from "../disclosure/events.ts";
import type { Disclosure, Recorder } from "../disclosure/record.ts";
import type { PolicySet } from "../policies/engine/policy-set.ts";
import type { Rights } from "../policies/engine/rights.ts";
import { DISCLOSED_PARTS, type DisclosedPart } from "../reference/concern-parts.ts";
import type { Surface } from "../reference/surfaces.ts";
import type { Viewer } from "../services/people/viewer.ts";
import type { AuthorisedConcern } from "./concerns/authorised-concern.ts";
import { type Received, receivedShares } from "./concerns/read-one.ts";
import type { Moment } from "./past/as-of.ts";
import type { PastConcern } from "./past/past-concern.ts";
import { assignmentsThrough } from "./people/granting-assignments.ts";

type WithPolicy = { readonly policy: PolicySet };

/**
 * A concern on its way out, and how it leaves: what the GraphQL type Concern is made of. `viewer` is whom it is shown to, in the office in
 * which they read it; `moment`, the past one it is shown as of; `received`, the shares through which its reader has it.
 */
export type Shown = AuthorisedConcern & {
  readonly surface: Surface;
  readonly viewer: Viewer;
  /** The version of the policy under which it is shown. */
  readonly policyVersion: string;
  readonly moment?: Moment;
  readonly received: () => readonly Received[];
};

export const shown = (hub: WithPolicy, viewer: Viewer, surface: Surface, listed: AuthorisedConcern): Shown =>
  showing(hub, viewer, surface)(listed);

/** The same for many at one moment. */
export function showing(hub: WithPolicy, viewer: Viewer, surface: Surface): (listed: AuthorisedConcern) => Shown {
  const policyVersion = hub.policy.version;
  return (listed) => ({ ...listed, surface, viewer, policyVersion, received: () => receivedShares(hub, viewer.facts, listed) });
}

/** `policyVersion` is today's: by it something of the past leaves now. */
export const shownPast = (
  { policy }: WithPolicy,
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
export function disclosing(
  hub: { readonly rights: Rights; readonly recorder: Recorder; readonly today: () => string },
  viewerNow: () => Viewer,
  request: string,
  leavesBy?: Surface,
): Disclosing {
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
    const throughOf = new Map<Viewer, ReturnType<typeof assignmentsThrough>>();
    for (const [concern, parts] of eachOnce(noted)) {
      const { id, version, facts, surface, viewer, policyVersion } = concern;
      const through = throughOf.get(viewer) ?? assignmentsThrough(hub.rights, viewer, today);
      throughOf.set(viewer, through);
      const { views } = groupOf(facts.council, leavesBy ?? surface, through(facts), policyVersion);
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
const known = boundedCache<string, Permitted>(2_000);
const theSame = (text: string): Permitted => known.getOrMake(text, () => JSON.parse(text));
