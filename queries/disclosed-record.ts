// A record in a response: a concern, an offer of support, a submission or a council's request for support. disclosing.ts records what is disclosed of it.
import type { RecordName } from "../disclosure/councils.ts";
import { OWN_SERIES, senderSeries } from "../disclosure/events.ts";
import { NO_BODIES, type PersonFacts, READ_OUTCOME, READ_SHARE_ENDING, type Resource } from "../policies/engine/facts.ts";
import type { SubmissionRecord } from "../projections/intake/queries.ts";
import type { ConcernRecord } from "../projections/register/records.ts";
import { RECORD_PARTS, type RecordKind, type RecordPart } from "../reference/record-parts.ts";
import type { Surface } from "../reference/surfaces.ts";
import { shareFacts } from "../services/concern/facts.ts";
import { type Viewer, withAssignments } from "../services/people/viewer.ts";
import { signalFacts } from "../services/signal/service.ts";
import type { SignalState } from "../services/signal/state.ts";
import { submissionFacts } from "../services/submission/service.ts";
import { supportFacts } from "../services/support/facts.ts";
import type { SupportState } from "../services/support/state.ts";
import { authoriseById } from "./concerns/read-one.ts";
import { may, type ReadDeps } from "./deps.ts";
import { buildDisclosedConcern, type DisclosedConcern } from "./disclosed-concern.ts";
import { assignmentsThat } from "./people/granting-assignments.ts";

/** The kinds of records other than concerns, whose parts are each decided by an action of their own. */
type OtherKind = Exclude<RecordKind, "concern">;

/** A record other than a concern that an answer holds, or the outcome of a concern, with what its disclosure records. */
export type DisclosedOtherRecord = {
  readonly kind: RecordKind;
  readonly id: string;
  readonly council: string;
  readonly version: number;
  /** The series of its leaf. A record that the council has not been told of has a separate one. */
  readonly series: string;
  readonly surface: Surface;
  /** The version of the policy under which it is disclosed. */
  readonly policyVersion: string;
  /** Each part that the viewer may see, with the policies that permitted it when the record was read. */
  readonly parts: ReadonlyMap<RecordPart, readonly string[]>;
  /** The ids of the viewer's assignments that let them see it. */
  readonly through: () => readonly string[];
};
export type DisclosedRecord = DisclosedConcern | DisclosedOtherRecord;

type Deps = Pick<ReadDeps, "rights">;

/** The actions that read each part, any of which is enough: whoever may read the detail of a support may read its purpose. */
type PartActions<Part extends RecordPart = RecordPart> = Readonly<Record<Part, readonly [string, ...string[]]>>;
const READ_ACTIONS = {
  support: {
    engagement: ["readSupport"],
    purpose: ["readSupportPurpose", "readSupportDetail"],
    supportDetail: ["readSupportDetail"],
  },
  submission: { submission: ["readSubmission"], handling: ["readSubmissionHandling"] },
  signal: { signal: ["readSignal"] },
} as const satisfies { readonly [Kind in OtherKind]: PartActions<RecordPart<Kind>> };

const actionsOf = (kind: OtherKind): Partial<PartActions> => READ_ACTIONS[kind];

/** The action that lets somebody see that there is a record. */
export const outermostAction = (kind: OtherKind): string => actionsOf(kind)[RECORD_PARTS[kind][0]]?.[0] ?? "";

export const buildDisclosedSupport = (deps: Deps, viewer: Viewer, surface: Surface, state: SupportState): DisclosedOtherRecord =>
  // An offer is not recorded without who in the council was told of it.
  disclose(
    deps,
    viewer,
    surface,
    { ...named(state), kind: "support", series: OWN_SERIES },
    resourceOf("Support", supportFacts(state)),
  );

export const buildDisclosedSubmission = (
  deps: Deps,
  viewer: Viewer,
  surface: Surface,
  { state, councilAware }: SubmissionRecord,
): DisclosedOtherRecord => {
  const resource = resourceOf("Submission", submissionFacts(state, councilAware));
  const series = councilAware ? OWN_SERIES : state.id;
  const record = { ...named(state), kind: "submission" } as const;
  if (!state.protectedSource) return disclose(deps, viewer, surface, { ...record, series }, resource);
  // Whoever reads it as an adviser or as the council is on record as such: their bodies could tell who submitted it.
  const other = withoutBodies(viewer);
  return may(deps, other.facts, "readSubmission", resource)
    ? disclose(deps, other, surface, { ...record, series }, resource)
    : disclose(deps, viewer, surface, { ...record, series: senderSeries(state.id) }, resource);
};

function withoutBodies(viewer: Viewer): Viewer {
  const none = (facts: PersonFacts): PersonFacts => ({ ...facts, ...NO_BODIES });
  const assignments = viewer.assignments.map((one) => ({ ...one, factsAlone: () => none(one.factsAlone()) }));
  return withAssignments(viewer, { assignments, facts: none(viewer.facts) });
}

export const buildDisclosedSignal = (deps: Deps, viewer: Viewer, surface: Surface, state: SignalState): DisclosedOtherRecord =>
  disclose(
    deps,
    viewer,
    surface,
    { ...named(state), kind: "signal", series: OWN_SERIES },
    resourceOf("Signal", signalFacts(state)),
  );

/** The outcome of a concern, which is shown only once the council was told how the concern ended. */
export const buildDisclosedOutcome = (
  deps: Deps,
  viewer: Viewer,
  surface: Surface,
  { id, version, facts }: ConcernRecord,
): DisclosedOtherRecord => {
  const resource = resourceOf("Concern", facts);
  return {
    ...{ kind: "concern", id, council: facts.council, version, series: OWN_SERIES, surface },
    policyVersion: deps.rights.version(),
    parts: new Map([["outcome", deps.rights.permittedBy(viewer.facts, READ_OUTCOME, resource)]]),
    through: () => assignmentsThat(viewer, (person) => may(deps, person, READ_OUTCOME, resource)),
  };
};

/** That a share with the viewer has ended: nothing else of its concern. Undefined if there is no such share. */
export function buildDisclosedShareEnding(
  deps: Deps,
  viewer: Viewer,
  surface: Surface,
  { id, version, facts, state, day }: ConcernRecord,
  share: string | undefined,
): DisclosedOtherRecord | undefined {
  const ended = state().shares.find((one) => one.id === share);
  if (!ended) return undefined;
  const resource = resourceOf("Share", shareFacts(ended, facts, day));
  return {
    ...{ kind: "concern", id, council: facts.council, version, series: OWN_SERIES, surface },
    policyVersion: deps.rights.version(),
    parts: new Map([["shareEnding", deps.rights.permittedBy(viewer.facts, READ_SHARE_ENDING, resource)]]),
    through: () => assignmentsThat(viewer, (person) => may(deps, person, READ_SHARE_ENDING, resource)),
  };
}

export type NamedDeps = Pick<ReadDeps, "rights" | "register" | "support" | "intake">;

/** Returns a record by its name; undefined if there is none. No access was checked: noting a part throws if no policy permits it. */
export function findDisclosedRecord(
  deps: NamedDeps,
  viewer: Viewer,
  surface: Surface,
  [kind, id]: RecordName,
): DisclosedRecord | undefined {
  switch (kind) {
    case "concern": {
      const concern = authoriseById(deps, viewer.facts, id);
      return concern && buildDisclosedConcern(deps, viewer, surface, concern);
    }
    case "support": {
      const support = deps.support.queries().findUnchecked(id);
      return support && buildDisclosedSupport(deps, viewer, surface, support);
    }
    case "submission": {
      const submission = deps.intake.queries().findSubmissionUnchecked(id);
      return submission && buildDisclosedSubmission(deps, viewer, surface, submission);
    }
    case "signal": {
      const signal = deps.intake.queries().findSignalUnchecked(id);
      return signal && buildDisclosedSignal(deps, viewer, surface, signal);
    }
    case "attachment":
      return undefined;
  }
}

type Named = Pick<DisclosedOtherRecord, "id" | "council" | "version">;
const named = ({ id, council, version }: Named): Named => ({ id, council, version });

const resourceOf = <Type extends Resource["type"]>(type: Type, facts: Extract<Resource, { type: Type }>["facts"]): Resource =>
  ({ type, id: "one", facts }) as Resource;

function disclose(
  deps: Deps,
  viewer: Viewer,
  surface: Surface,
  record: Named & { readonly kind: OtherKind } & Pick<DisclosedOtherRecord, "series">,
  resource: Resource,
): DisclosedOtherRecord {
  const permit = (action: string) => deps.rights.permittedBy(viewer.facts, action, resource);
  const permitted = Object.entries(actionsOf(record.kind)).map(
    ([part, actions]) => [part as RecordPart, actions.map(permit).find((policies) => policies.length > 0) ?? []] as const,
  );
  return {
    ...record,
    surface,
    policyVersion: deps.rights.version(),
    parts: new Map(permitted),
    through: () => assignmentsThat(viewer, (person) => may(deps, person, outermostAction(record.kind), resource)),
  };
}
