// Collects the disclosures of an answer while it is built, and records them before it is sent: of concerns, support, submissions and requests for support.
import { COUNTS_SERIES, type Disclosure, OWN_SERIES, type View } from "../disclosure/events.ts";
import type { Recorder } from "../disclosure/record.ts";
import { ALL_RECORD_PARTS, type RecordKind, type RecordPart } from "../reference/record-parts.ts";
import type { Surface } from "../reference/surfaces.ts";
import type { Viewer } from "../services/people/viewer.ts";
import type { ReadDeps } from "./deps.ts";
import type { DisclosedConcern } from "./disclosed-concern.ts";
import type { DisclosedOtherRecord, DisclosedRecord } from "./disclosed-record.ts";
import { assignmentsThrough } from "./people/granting-assignments.ts";

export type Disclosing = ReturnType<typeof disclosing>;

/** A set of parts, one bit each: every field of every record of an answer adds one (bench: `list_http`). */
type PartBits = number;
const NO_PARTS: PartBits = 0;
const BITS = Object.fromEntries(ALL_RECORD_PARTS.map((part, index) => [part, 2 ** index])) as Readonly<
  Record<RecordPart, PartBits>
>;

/** Each part with the policies that permitted it. */
type PermittedParts = View["parts"];
/** Records of which the same parts are disclosed under the same policies. They are of one kind, because no two kinds have a part in common. */
type ViewInProgress = View & { readonly records: { id: string; version: number }[] };
type OpenGroup = Omit<Disclosure, "views"> & { readonly views: Map<PermittedParts, ViewInProgress> };
/** How records are accessed: on which surface, by which assignments and policy. */
type Access = Pick<Disclosure, "surface" | "assignments" | "policyVersion">;

/** The existence or number of a council's concerns or supports, disclosed to a viewer who sees some of them by these assignments. */
type Count = Pick<Disclosure, "council" | "assignments"> & { readonly of: Extract<RecordKind, "concern" | "support"> };

type Deps = Pick<ReadDeps, "rights" | "register"> & { readonly recorder: Recorder };

/** What an answer is for, if not for a client of the API: a page in a browser, its page for printing, a download of one of its files, or an export. */
export type Presentation = Extract<Surface, "page" | "print" | "download" | "export">;
/** Surface -> the presentations that are recorded instead of it. A list, a task or a news item stays one on a page. */
const PRESENTED_AS: Readonly<Partial<Record<Surface, readonly Presentation[]>>> = {
  ...{ read: ["page", "print", "download"], ledger: ["print"] },
  // An open page that is told of a change.
  live: ["page"],
};

/** For one request; each message of a subscription is recorded separately. */
export function disclosing(
  { rights, register, recorder }: Deps,
  viewerNow: () => Viewer,
  request: string,
  presentation?: Presentation,
) {
  let noted = new Map<DisclosedRecord, PartBits>();
  let counts = new Map<string, Count>();

  /**
   * One disclosure for each council, surface, set of assignments and version of the policy; and one for each record that its council is not aware
   * of, in a separate series: a missing number in the council's series would reveal another record.
   */
  function disclosures(): Disclosure[] {
    const { person } = viewerNow();
    const { groupOf, all } = openGroups(person, request);
    const assignmentsOf = new Map<Viewer, ReturnType<typeof assignmentsThrough>>();
    function assignmentsFor({ viewer, facts, parts, toAccept }: DisclosedConcern): readonly string[] {
      if (parts.size === 0 && toAccept) return toAccept.through();
      const through = assignmentsOf.get(viewer) ?? assignmentsThrough(rights, viewer);
      assignmentsOf.set(viewer, through);
      return through(facts);
    }
    function groupOfConcern(concern: DisclosedConcern, surface: Surface): OpenGroup {
      const { id, facts, policyVersion } = concern;
      const series = facts.councilAware ? OWN_SERIES : id;
      return groupOf(facts.council, series, { surface, assignments: assignmentsFor(concern), policyVersion });
    }
    function groupOfOther({ council, series, policyVersion, through }: DisclosedOtherRecord, surface: Surface): OpenGroup {
      return groupOf(council, series, { surface, assignments: through(), policyVersion });
    }
    for (const [record, parts] of distinct(noted)) {
      const { kind, id, version } = record;
      const surface = surfaceOf(record, presentation);
      const { views } = "through" in record ? groupOfOther(record, surface) : groupOfConcern(record, surface);
      const permitted = permittedParts(record, parts);
      const view = views.get(permitted) ?? { kind, records: [], parts: permitted };
      views.set(permitted, view);
      view.records.push({ id, version });
    }
    // The pages of an export are not visible to anyone, and the export has every support that its figures count.
    for (const { council, assignments, of } of presentation === "export" ? [] : counts.values()) {
      // A council knows of all its support, but not of every concern.
      const isKnown = of === "support" || register.queries().isAware(council);
      const series = isKnown ? OWN_SERIES : COUNTS_SERIES;
      groupOf(council, series, { surface: "count", assignments, policyVersion: rights.version() });
    }
    return all().map(({ views, ...disclosure }) => ({ ...disclosure, views: [...views.values()] }));
  }

  function permittedParts(record: DisclosedRecord, parts: PartBits): PermittedParts {
    const make = () =>
      Object.fromEntries(ALL_RECORD_PARTS.filter((part) => parts & BITS[part]).map((part) => [part, policiesOf(record, part)]));
    // The policies of share terms depend on the concern's shares, and not on rights that also apply to other concerns.
    const rights = !("through" in record) && !(parts & BITS.shareTerms) ? record.parts : undefined;
    return recorder.partsOf(rights, parts, make);
  }

  return {
    /** Records that the answer discloses this part of the record. Throws if no policy lets the viewer see it. */
    note(record: DisclosedRecord, part: RecordPart): void {
      const before = noted.get(record) ?? NO_PARTS;
      const parts = before | BITS[part];
      if (parts === before) return;
      if (policiesOf(record, part).length === 0)
        throw new Error(`An answer was to carry the part "${part}", which no policy lets its reader see.`);
      noted.set(record, parts);
    },
    /** Records that the answer discloses this count. */
    noteCount(count: Count): void {
      counts.set(JSON.stringify(Object.values(count)), count);
    },
    /** Appends the disclosures that were collected since the last call. Throws LogUnavailable: then the answer must not be sent. */
    async record(): Promise<void> {
      if (noted.size === 0 && counts.size === 0) return;
      const due = disclosures();
      [noted, counts] = [new Map(), new Map()];
      await recorder.record(due);
    },
  };
}

/** Groups what is disclosed to a person by one request. */
function openGroups(person: string, request: string) {
  const groups: OpenGroup[] = [];
  /** Nearly all of an answer has one access, so this is searched and not keyed. `bySeries`: council and series -> group. */
  const byAccess: { readonly access: Access; readonly bySeries: Map<string, OpenGroup> }[] = [];
  function addAccess(access: Access): (typeof byAccess)[number] {
    const added = { access, bySeries: new Map() };
    byAccess.push(added);
    return added;
  }
  return {
    groupOf(council: string, series: string, access: Access): OpenGroup {
      const { bySeries } = byAccess.find((one) => isSameAccess(one.access, access)) ?? addAccess(access);
      const key = `${council} ${series}`;
      const known = bySeries.get(key);
      if (known) return known;
      const opened = { ...access, person, request, council, series, views: new Map() };
      bySeries.set(key, opened);
      groups.push(opened);
      return opened;
    },
    all: (): readonly OpenGroup[] => groups,
  };
}

const isSameAccess = (one: Access, other: Access): boolean =>
  one.surface === other.surface && one.policyVersion === other.policyVersion && areSame(one.assignments, other.assignments);

const areSame = (one: readonly string[], other: readonly string[]): boolean =>
  one === other || (one.length === other.length && one.every((id, index) => id === other[index]));

/** All of an export is the export. */
const surfaceOf = ({ surface }: DisclosedRecord, presentation?: Presentation): Surface =>
  presentation && (presentation === "export" || PRESENTED_AS[surface]?.includes(presentation)) ? presentation : surface;

/** Merges the objects of an answer: each version of a record once for a surface and policy, with all its parts. */
function distinct(noted: ReadonlyMap<DisclosedRecord, PartBits>): Iterable<readonly [DisclosedRecord, PartBits]> {
  const ids = new Set<string>();
  for (const { id } of noted.keys()) ids.add(id);
  if (ids.size === noted.size) return noted;
  const found = new Map<string, readonly [DisclosedRecord, PartBits]>();
  for (const [record, parts] of noted) {
    // A concern and its outcome are read by different rights.
    const key = `${"through" in record} ${record.kind} ${record.id} ${record.version} ${record.surface} ${record.policyVersion}`;
    const [first, earlier] = found.get(key) ?? [record, NO_PARTS];
    found.set(key, [first, earlier | parts]);
  }
  return found.values();
}

/** The policies that let the viewer see a part. */
function policiesOf(record: DisclosedRecord, part: RecordPart): readonly string[] {
  if (!("through" in record) && part === "shareTerms")
    return [...new Set([...record.received(), ...(record.toAccept?.shares() ?? [])].flatMap(({ by }) => by))];
  return (record.parts as ReadonlyMap<string, readonly string[]>).get(part) ?? [];
}
