// Collects the disclosures of an answer while it is built, and records them before it is sent.
import { COUNTS_SERIES, type Disclosure, OWN_SERIES, type View } from "../disclosure/events.ts";
import type { Recorder } from "../disclosure/record.ts";
import { DISCLOSED_PARTS, type DisclosedPart } from "../reference/concern-parts.ts";
import type { Surface } from "../reference/surfaces.ts";
import type { Viewer } from "../services/people/viewer.ts";
import type { ReadDeps } from "./deps.ts";
import type { DisclosedConcern } from "./disclosed-concern.ts";
import { assignmentsThrough } from "./people/granting-assignments.ts";

export type Disclosing = ReturnType<typeof disclosing>;

/** A set of parts, one bit each: every field of every concern of an answer adds one (bench: `list_http`). */
type PartBits = number;
const NO_PARTS: PartBits = 0;
const BITS = Object.fromEntries(DISCLOSED_PARTS.map((part, index) => [part, 2 ** index])) as Readonly<
  Record<DisclosedPart, PartBits>
>;

/** Each part with the policies that permitted it. */
type PermittedParts = View["parts"];
/** Concerns of which the same parts are disclosed under the same policies. */
type ViewInProgress = View & { readonly concerns: { concern: string; version: number }[] };

type Deps = Pick<ReadDeps, "rights" | "register"> & { readonly recorder: Recorder };

/** For one request; each message of a subscription is recorded separately. `exportSurface`: the surface of an answer that belongs to an export. */
export function disclosing(
  { rights, register, recorder }: Deps,
  viewerNow: () => Viewer,
  request: string,
  exportSurface?: Surface,
) {
  let noted = new Map<DisclosedConcern, PartBits>();
  let councils = new Map<string, readonly string[]>();

  /**
   * One disclosure for each council, surface, set of assignments and version of the policy; and one for each concern that its council is not aware
   * of, in a separate series: a missing number in the council's series would reveal another concern.
   */
  function disclosures(): Disclosure[] {
    const { person } = viewerNow();
    const groups = new Map<string, Omit<Disclosure, "views"> & { readonly views: Map<PermittedParts, ViewInProgress> }>();
    type Group = Pick<Disclosure, "council" | "series" | "surface" | "assignments" | "policyVersion">;
    const groupOf = ({ council, series, surface, assignments, policyVersion }: Group) => {
      const key = `${council} ${series} ${surface} ${assignments} ${policyVersion}`;
      const group = groups.get(key) ?? {
        ...{ person, request, council, series, surface, assignments, policyVersion },
        views: new Map(),
      };
      groups.set(key, group);
      return group;
    };
    const assignmentsOf = new Map<Viewer, ReturnType<typeof assignmentsThrough>>();
    for (const [concern, parts] of distinct(noted)) {
      const { id, version, facts, surface, viewer, policyVersion } = concern;
      const through = assignmentsOf.get(viewer) ?? assignmentsThrough(rights, viewer);
      assignmentsOf.set(viewer, through);
      const { views } = groupOf({
        council: facts.council,
        series: facts.councilAware ? OWN_SERIES : id,
        surface: exportSurface ?? surface,
        assignments: through(facts),
        policyVersion,
      });
      const permitted = permittedParts(concern, parts);
      const view = views.get(permitted) ?? { concerns: [], parts: permitted };
      views.set(permitted, view);
      view.concerns.push({ concern: id, version });
    }
    // The pages of an export, and therefore their counts, are not visible to anyone.
    for (const [council, assignments] of exportSurface ? [] : councils) {
      const series = register.queries().isAware(council) ? OWN_SERIES : COUNTS_SERIES;
      groupOf({ council, series, surface: "count", assignments, policyVersion: rights.version() });
    }
    return [...groups.values()].map(({ views, ...disclosure }) => ({ ...disclosure, views: [...views.values()] }));
  }

  function permittedParts(concern: DisclosedConcern, parts: PartBits): PermittedParts {
    const make = () =>
      Object.fromEntries(DISCLOSED_PARTS.filter((part) => parts & BITS[part]).map((part) => [part, policiesOf(concern, part)]));
    // The policies of share terms depend on the concern's shares, and not on rights that also apply to other concerns.
    return recorder.partsOf(parts & BITS.shareTerms ? undefined : concern.parts, parts, make);
  }

  return {
    /** Records that the answer discloses this part of the concern. Throws if no policy lets the viewer see it. */
    note(concern: DisclosedConcern, part: DisclosedPart): void {
      const before = noted.get(concern) ?? NO_PARTS;
      const parts = before | BITS[part];
      if (parts === before) return;
      if (policiesOf(concern, part).length === 0)
        throw new Error(`An answer was to carry the part "${part}", which no policy lets its reader see.`);
      noted.set(concern, parts);
    },
    /** Records that the answer discloses the existence or number of this council's concerns to a viewer who sees some of them by these assignments. */
    noteCount(council: string, assignments: readonly string[]): void {
      councils.set(council, assignments);
    },
    /** Appends the disclosures that were collected since the last call. Throws LogUnavailable: then the answer must not be sent. */
    async record(): Promise<void> {
      if (noted.size === 0 && councils.size === 0) return;
      const due = disclosures();
      [noted, councils] = [new Map(), new Map()];
      await recorder.record(due);
    },
  };
}

/** Merges the objects of an answer: each version of a concern once for a surface and policy, with all its parts. */
function distinct(noted: ReadonlyMap<DisclosedConcern, PartBits>): Iterable<readonly [DisclosedConcern, PartBits]> {
  if (new Set([...noted.keys()].map(({ id }) => id)).size === noted.size) return noted;
  const found = new Map<string, readonly [DisclosedConcern, PartBits]>();
  for (const [concern, parts] of noted) {
    const key = `${concern.id} ${concern.version} ${concern.surface} ${concern.policyVersion}`;
    const [first, earlier] = found.get(key) ?? [concern, NO_PARTS];
    found.set(key, [first, earlier | parts]);
  }
  return found.values();
}

/** The policies that let the viewer see a part. */
const policiesOf = (concern: DisclosedConcern, part: DisclosedPart): readonly string[] =>
  part === "shareTerms" ? [...new Set(concern.received().flatMap(({ by }) => by))] : (concern.parts.get(part) ?? []);
