// The resources other than concerns that an event may have changed: inboxes, a council's picture of support, its ledger. Their subscribers read them again.
// A missing invalidation leaves them with old data; an unnecessary one tells them that there was an event.

import type { EventLog, StoredEvent } from "../../event-log/port.ts";
import { streamName } from "../../event-log/stream-name.ts";
import { type ConcernFacts, scopeOf } from "../../policies/engine/facts.ts";
import { REGIONS } from "../../reference/regions.ts";
import { STRANDS, type Strand } from "../../reference/strands.ts";
import { CLAIM_CATEGORY } from "../../services/claim/events.ts";
import { readClaimEvent } from "../../services/claim/stream.ts";
import { sideOf } from "../../services/claim/task-name.ts";
import type { ConcernChange } from "../../services/concern/event-news.ts";
import { CONCERN_CATEGORY } from "../../services/concern/events.ts";
import { tasksOf } from "../../services/concern/tasks.ts";
import { COUNCIL_CATEGORY } from "../../services/council/events.ts";
import type { Approach } from "../../services/council/state.ts";
import { foldCouncil, readCouncilEvent } from "../../services/council/stream.ts";
import { councilTasks } from "../../services/council/tasks.ts";
import { SIGNAL_CATEGORY } from "../../services/signal/events.ts";
import { foldSignal } from "../../services/signal/stream.ts";
import { CannotBeRead } from "../../services/stored-events.ts";
import { SUBMISSION_CATEGORY } from "../../services/submission/events.ts";
import { loadSubmission } from "../../services/submission/service.ts";
import type { SubmissionState } from "../../services/submission/state.ts";
import { foldSubmission } from "../../services/submission/stream.ts";
import { SUPPORT_CATEGORY } from "../../services/support/events.ts";
import { loadSupport } from "../../services/support/service.ts";
import type { SupportState } from "../../services/support/state.ts";
import { foldSupport } from "../../services/support/stream.ts";
import { supportTasks } from "../../services/support/tasks.ts";
import { speakersFor, type Task, type TaskAudience } from "../../services/tasks.ts";
import { readSharingEvent } from "./concern-changes.ts";

export type Invalidations = {
  /** Audiences whose tasks may have changed. */
  readonly audiences: ReadonlySet<TaskAudience> | "everybody";
  /** The council whose picture of support has changed, and the cause. */
  readonly support?: { readonly council: string } & (
    | { readonly by: "support"; readonly before: SupportState | undefined; readonly after: SupportState }
    | { readonly by: "approach"; readonly approach: Approach }
    | { readonly by: "lead" }
    | { readonly by: "settlement"; readonly sides: readonly SettledSide[] }
  );
  readonly ledger?: LedgerChange;
};

/** A side of a clash that was settled. Undefined if it is no more. */
export type SettledSide =
  | { readonly kind: "approach"; readonly approach: Approach | undefined }
  | { readonly kind: "presence" | "review" | "support"; readonly support: SupportState | undefined };

/**
 * The council whose ledger has changed; and the strands of the records that have changed, if only people who read these see the change. `restricted` are the
 * facts of changed concerns that are restricted inside the council: those who read them see the change, and nobody else.
 */
export type LedgerChange = {
  readonly council: string;
  readonly strands: readonly Strand[] | undefined;
  readonly restricted?: readonly ConcernFacts[];
};

const NONE: Invalidations = { audiences: new Set() };

const CONVERSATION_EVENTS: readonly string[] = ["LeadNamed.v1", "LeadEnded.v1", "ApproachPlanned.v2", "ApproachCancelled.v1"];

/** Of the council, people who read the contact's strand see these. */
const CONTACT_EVENTS: readonly string[] = [
  "RoutineContactRecorded.v1",
  "RoutineContactCorrected.v1",
  "RoutineContactWithdrawn.v1",
];

/** `change` is the concern's change, if the event belongs to a concern. `findFacts` applies no rights. */
export async function invalidationsOf(
  log: EventLog,
  event: StoredEvent,
  change: ConcernChange | undefined,
  findFacts: (concern: string) => ConcernFacts | undefined,
): Promise<Invalidations> {
  const { stream, category, streamId: id } = event;
  if (change) return ofConcern(change, await strandsOf(log, change));
  if (category === SUPPORT_CATEGORY) {
    const [before, after] = aroundOf(await log.readStream(stream), event, (events) => foldSupport(id, events));
    if (!after) return NONE;
    const audiences = audiencesChanged(before ? supportTasks(before) : [], supportTasks(after));
    return { audiences, support: { council: after.council, by: "support", before, after } };
  }
  if (category === COUNCIL_CATEGORY && event.type === "ClashSettled.v1") return ofSettlement(log, event);
  if (category === COUNCIL_CATEGORY) return ofCouncil(id, event, await log.readStream(stream), findFacts);
  if (category === SUBMISSION_CATEGORY) {
    const submission = foldSubmission(id, await log.readStream(stream));
    // What was disclosed of it before is in the ledger from then on.
    return {
      ...ofSubmission(submission),
      ...(submission?.told && { ledger: { council: submission.council, strands: [submission.strand] } }),
    };
  }
  if (category === SIGNAL_CATEGORY) return ofScope(foldSignal(id, await log.readStream(stream)));
  if (category === CLAIM_CATEGORY) return { audiences: new Set(await audiencesOfClaim(log, event, findFacts)) };
  return NONE;
}

function ofConcern({ event, before, after }: ConcernChange, strands: LedgerChange["strands"]): Invalidations {
  const earlier = before ? tasksOf(before.state, before.day) : [];
  const later = tasksOf(after.state, after.day);
  // Facts decide who may see the concern, and therefore whose inbox shows its tasks.
  const factsDiffer = JSON.stringify(before?.facts) !== JSON.stringify(after.facts);
  const audiences: ReadonlySet<TaskAudience> = factsDiffer
    ? new Set<TaskAudience>([...earlier, ...later].map(({ audience }) => audience))
    : audiencesChanged(earlier, later);
  const aware = before?.facts.councilAware || after.facts.councilAware;
  const isFigure = event.type === "ConcernDiscarded.v1" && event.data.ground === "did-not-stand";
  const isOfSubmission = ["SubmissionCited.v2", "EvidenceWithdrawn.v1", "ConcernDiscarded.v1"].includes(event.type);
  return {
    audiences: isOfSubmission ? new Set<TaskAudience>([...audiences, ...advisersIn(after.state.region)]) : audiences,
    ...((aware || isFigure) && { ledger: ledgerChange(before, after, strands) }),
  };
}

/** That there is a restricted concern, and no longer one, is seen by everybody of the council who reads the strand; what happens about it is not. */
function ledgerChange(
  before: ConcernChange["before"],
  { state, facts }: ConcernChange["after"],
  strands: LedgerChange["strands"],
): LedgerChange {
  const isHidden = before?.facts.restricted && before.facts.councilAware && facts.restricted;
  if (!isHidden || !strands) return { council: state.council, strands };
  const [, ...ofSubmissions] = strands;
  return { council: state.council, strands: ofSubmissions, restricted: [before.facts, facts] };
}

/** The strand of the concern first, and those of cited submissions that the council comes to know of. Undefined if a submission is unreadable: it may be of any strand. */
async function strandsOf(log: EventLog, { event, after: { state, facts } }: ConcernChange): Promise<LedgerChange["strands"]> {
  const isMadeKnown = facts.councilAware && ["CouncilMadeAware.v2", "SubmissionCited.v2"].includes(event.type);
  const cited = isMadeKnown ? [...new Set(state.cited.map(({ submission }) => submission))] : [];
  try {
    const submissions = await Promise.all(cited.map((id) => loadSubmission(log, id)));
    return [state.strand, ...submissions.flatMap((submission) => submission?.strand ?? [])];
  } catch (error) {
    if (error instanceof CannotBeRead) return undefined;
    throw error;
  }
}

function ofCouncil(
  council: string,
  event: StoredEvent,
  stream: readonly StoredEvent[],
  findFacts: (concern: string) => ConcernFacts | undefined,
): Invalidations {
  const sharing = readSharingEvent(event);
  // A position on one share can affect others. The region is not known here.
  if (sharing?.type === "SharingPositionRecorded.v2") {
    const { concern, strand } = sharing.data;
    const facts = findFacts(concern);
    return {
      audiences: new Set(REGIONS.map(({ code }): TaskAudience => `scope:${scopeOf(code, strand)}`)),
      // Others of the council must not learn that something happens about a restricted concern.
      ledger:
        facts && !facts.restricted ? { council, strands: [strand] } : { council, strands: [], restricted: facts ? [facts] : [] },
    };
  }
  const ledger = { council, strands: undefined };
  if (sharing) return { audiences: "everybody", ledger };
  const conversation = readCouncilEvent(event);
  // The ledger shows the disclosure itself.
  if (conversation.type === "ConcernOpenedByBody.v1") return NONE;
  const onContact = CONTACT_EVENTS.includes(conversation.type);
  if (!onContact && !CONVERSATION_EVENTS.includes(conversation.type)) return { audiences: new Set(), ledger };
  const [before, after] = aroundOf(stream, event, foldCouncil);
  const audiences = audiencesChanged(councilTasks(council, before), councilTasks(council, after));
  if (onContact) {
    const id = "contact" in conversation.data ? conversation.data.contact : undefined;
    const strands = after.routineContacts.filter(({ contact }) => contact === id).map(({ strand }) => strand);
    return { audiences, ledger: { council, strands } };
  }
  const named = "approach" in conversation.data ? conversation.data.approach : undefined;
  const approach = after.approaches.find((one) => one.approach === named);
  const support = approach ? ({ council, by: "approach", approach } as const) : ({ council, by: "lead" } as const);
  return { audiences, support, ledger };
}

/** Whoever sees both sides sees the settlement. */
async function ofSettlement(log: EventLog, event: StoredEvent): Promise<Invalidations> {
  const { type, data } = readCouncilEvent(event);
  if (type !== "ClashSettled.v1") return NONE;
  const { approaches } = foldCouncil(await log.readStream(event.stream));
  const sides = data.sides.map(async ({ kind, id, support }): Promise<SettledSide> => {
    if (kind === "approach") return { kind, approach: approaches.find(({ approach }) => approach === id) };
    return { kind, support: support === undefined ? undefined : await loadSupport(log, support) };
  });
  return {
    audiences: new Set(),
    support: { council: event.streamId, by: "settlement", sides: await Promise.all(sides) },
  };
}

/** Those of the task's side who may have the task: some of them may not. */
async function audiencesOfClaim(
  log: EventLog,
  event: StoredEvent,
  findFacts: (concern: string) => ConcernFacts | undefined,
): Promise<readonly TaskAudience[]> {
  const { type, subject, kind, side } = readClaimEvent(event).data.task;
  const stream = await log.readStream(streamName(type, subject));
  if (type === "council") return ofSide(councilTasks(subject, foldCouncil(stream)), side);
  if (type === "support") {
    const support = foldSupport(subject, stream);
    return support ? ofSide(supportTasks(support), side) : [];
  }
  const record =
    type === "concern"
      ? findFacts(subject)
      : type === "submission"
        ? foldSubmission(subject, stream)
        : foldSignal(subject, stream);
  if (!record) return [];
  const { council, region, strand } = record;
  const named = "namedReaders" in record ? record.namedReaders.map((person): TaskAudience => `person:${person}`) : [];
  const all: readonly TaskAudience[] = [`scope:${scopeOf(region, strand)}`, speakersFor({ council, strand }), ...named];
  return side.startsWith("body:") ? [side as TaskAudience] : all.filter((audience) => sideOf({ kind, audience }) === side);
}

const ofSide = (tasks: readonly Task[], side: string): readonly TaskAudience[] =>
  tasks.filter((task) => sideOf(task) === side).map(({ audience }) => audience);

/** Submissions and signals wait for the advisers of their scope. */
const ofScope = (state: { readonly region: string; readonly strand: string } | undefined): Invalidations =>
  state ? { audiences: new Set<TaskAudience>([`scope:${scopeOf(state.region, state.strand)}`]) } : NONE;

/** The advisers of the scopes that it left see it no more. */
function ofSubmission(submission: SubmissionState | undefined): Invalidations {
  const former = submission?.redirected.map(({ from }): TaskAudience => `scope:${scopeOf(from.region, from.strand)}`) ?? [];
  const { audiences, ...rest } = ofScope(submission);
  return { ...rest, audiences: audiences === "everybody" ? audiences : new Set([...audiences, ...former]) };
}

/** A submission whose citation was added or removed may have another strand than the concern. */
const advisersIn = (region: string): readonly TaskAudience[] =>
  STRANDS.map((strand): TaskAudience => `scope:${scopeOf(region, strand)}`);

/** Folds a stream to the states before and after an event. */
const aroundOf = <State>(
  stream: readonly StoredEvent[],
  event: StoredEvent,
  fold: (events: readonly StoredEvent[]) => State,
): readonly [State, State] => [
  fold(stream.filter(({ position }) => position < event.position)),
  fold(stream.filter(({ position }) => position <= event.position)),
];

function audiencesChanged(before: readonly Task[], after: readonly Task[]): ReadonlySet<TaskAudience> {
  const [earlier, later] = [before, after].map((tasks) => new Set(tasks.map((task) => JSON.stringify(task))));
  const changed = [...before, ...after].filter((task) => earlier?.has(JSON.stringify(task)) !== later?.has(JSON.stringify(task)));
  return new Set(changed.map(({ audience }) => audience));
}

export const isOfConcern = ({ category }: StoredEvent): boolean => category === CONCERN_CATEGORY;
