// The records whose tasks or news an event can have changed, each before and after it. The read models hold the event already, and may hold later ones,
// so both sides are folded from the log.
import type { EventLog, Position, StoredEvent } from "../../event-log/port.ts";
import { storedTasks, type Waiting } from "../../projections/inbox/waiting-task.ts";
import { concernRecord } from "../../projections/register/records.ts";
import { dependenciesChanged } from "../../projections/register/share-dependencies.ts";
import type { Follower } from "../../projections/runtime/follower.ts";
import { type ConcernChange, type ConcernOnDay, SHARING_EVENTS } from "../../services/concern/event-news.ts";
import { CONCERN_CATEGORY } from "../../services/concern/events.ts";
import { tasksOf } from "../../services/concern/tasks.ts";
import { COUNCIL_CATEGORY } from "../../services/council/events.ts";
import type { CouncilState } from "../../services/council/state.ts";
import { foldCouncil, readCouncilEvent } from "../../services/council/stream.ts";
import { councilTasks } from "../../services/council/tasks.ts";
import { signalTasks, submissionTasks } from "../../services/intake-tasks.ts";
import { SIGNAL_CATEGORY } from "../../services/signal/events.ts";
import { signalFacts } from "../../services/signal/service.ts";
import type { SignalState } from "../../services/signal/state.ts";
import { foldSignal } from "../../services/signal/stream.ts";
import { SUBMISSION_CATEGORY } from "../../services/submission/events.ts";
import { loadSubmission, submissionFacts } from "../../services/submission/service.ts";
import type { SubmissionState } from "../../services/submission/state.ts";
import { foldSubmission } from "../../services/submission/stream.ts";
import { SUPPORT_CATEGORY } from "../../services/support/events.ts";
import { supportFacts } from "../../services/support/facts.ts";
import type { SupportState } from "../../services/support/state.ts";
import { foldSupport } from "../../services/support/stream.ts";
import { supportTasks } from "../../services/support/tasks.ts";
import { awaitUnlessUnreadable, readUnlessUnreadable } from "../../services/unless-unreadable.ts";
import type { RegisterQueries } from "../concerns/register-queries.ts";
import type { ReadDeps } from "../deps.ts";
import type { SubjectRecord } from "../subject-record.ts";
import { aroundOf } from "./around-event.ts";
import type { openConcernChanges } from "./concern-changes.ts";

/** A record at one time: with its tasks, future ones included, and with what decides who sees these and its news. */
export type RecordSide = { readonly tasks: readonly Waiting[]; readonly record: SubjectRecord | undefined };
export type RecordChange = {
  readonly subject: string;
  readonly before: RecordSide;
  readonly after: RecordSide;
  /** The position of the event that changed it, of several the first one's. */
  readonly since: Position;
};

export type RecordChangesDeps = Pick<ReadDeps, "councils" | "intake"> & {
  readonly log: EventLog;
  readonly register: Pick<Follower<RegisterQueries>, "queries" | "status">;
  readonly changes: ReturnType<typeof openConcernChanges>;
};

type Sides = Partial<Pick<ConcernChange, "before" | "after">>;

const NOTHING: RecordSide = { tasks: [], record: undefined };

/**
 * `change` is the concern's change, if the event belongs to a concern and can be read. A record that cannot be read has no side. Yields one record at a time,
 * because one agreement of a council can affect many concerns.
 */
export async function* recordChangesOf(
  deps: RecordChangesDeps,
  event: StoredEvent,
  change: ConcernChange | undefined,
): AsyncGenerator<RecordChange, void> {
  const { log, changes } = deps;
  const { category, stream, streamId: id } = event;
  if (category === CONCERN_CATEGORY) {
    const sides = change ?? (await changes.aroundUnreadable(event));
    yield { subject: id, before: concernSide(sides.before), after: concernSide(sides.after), since: event.position };
    yield* citedSubmissions(deps, event, sides);
  } else if (category === SUPPORT_CATEGORY) {
    yield around(id, event, await log.readStream(stream), (events) => supportSide(foldSupport(id, events)));
  } else if (category === SIGNAL_CATEGORY) {
    yield around(id, event, await log.readStream(stream), (events) => signalSide(foldSignal(id, events)));
  } else if (category === SUBMISSION_CATEGORY) {
    const isCited = deps.intake.queries().isCited(id);
    const isAware =
      event.type !== "CouncilToldOfSubmission.v2" && deps.intake.queries().submissionFactsOf(id)?.councilAware === true;
    const sideOf = (events: readonly StoredEvent[]) => submissionSide(foldSubmission(id, events), isCited, isAware);
    yield around(id, event, await log.readStream(stream), sideOf);
  } else if (category === COUNCIL_CATEGORY) {
    yield* ofCouncil(deps, event, changes);
  }
}

/** A stream with an event that cannot be read is withdrawn from the read models. */
function around(
  subject: string,
  event: StoredEvent,
  stream: readonly StoredEvent[],
  sideOf: (events: readonly StoredEvent[]) => RecordSide,
): RecordChange {
  const [before, after] = aroundOf(
    stream,
    event,
    (events) => (events.length > 0 && readUnlessUnreadable(() => sideOf(events))) || NOTHING,
  );
  return { subject, before, after, since: event.position };
}

function concernSide(side: ConcernOnDay | undefined): RecordSide {
  if (!side) return NOTHING;
  const { state, facts, day } = side;
  return {
    tasks: storedTasks(state.id, tasksOf(state, day)),
    record: { type: "concern", concern: concernRecord(state, facts, day) },
  };
}

function supportSide(state: SupportState | undefined): RecordSide {
  if (!state) return NOTHING;
  return { tasks: storedTasks(state.id, supportTasks(state)), record: { type: "support", facts: supportFacts(state) } };
}

function signalSide(state: SignalState | undefined): RecordSide {
  if (!state) return NOTHING;
  return { tasks: storedTasks(state.id, signalTasks(state)), record: { type: "signal", facts: signalFacts(state) } };
}

function submissionSide(state: SubmissionState | undefined, isCited: boolean, isAware: boolean): RecordSide {
  if (!state) return NOTHING;
  const facts = submissionFacts(state, isAware || state.told !== undefined);
  return { tasks: storedTasks(state.id, submissionTasks(state, isCited)), record: { type: "submission", facts } };
}

/** A submission waits until a concern cites it, and its council knows of it once it knows of such a concern. */
async function* citedSubmissions(
  { log, intake }: RecordChangesDeps,
  event: StoredEvent,
  { before, after }: Sides,
): AsyncGenerator<RecordChange, void> {
  const [earlier, later] = [standingCitations(before), standingCitations(after)];
  const isMadeAware = !before?.facts.councilAware && after?.facts.councilAware === true;
  // What was cited once is known to the council too.
  const everCited = after?.state.cited.map(({ submission }) => submission) ?? [];
  const others = isMadeAware ? new Set(everCited) : earlier.symmetricDifference(later);
  for (const subject of others) {
    const [state, record] = [
      await awaitUnlessUnreadable(() => loadSubmission(log, subject)),
      intake.queries().findSubmissionUnchecked(subject),
    ];
    const isCitedElsewhere = record?.concerns.some((concern) => concern !== event.streamId) === true;
    const isAware = record?.councilAware === true;
    const wasAware = isAware && !(after?.facts.councilAware && (isMadeAware || !earlier.has(subject)));
    yield {
      subject,
      before: submissionSide(state, isCitedElsewhere || earlier.has(subject), wasAware),
      after: submissionSide(state, isCitedElsewhere || later.has(subject), isAware),
      since: event.position,
    };
  }
}

/** The submissions that a concern cites: not those whose evidence was withdrawn, and none once it is discarded. */
function standingCitations(side: ConcernOnDay | undefined): ReadonlySet<string> {
  if (!side || side.state.untold.discarded) return new Set();
  const withdrawn = new Set(side.state.evidence.flatMap((one) => (one.withdrawn ? [one.evidence] : [])));
  return new Set(side.state.cited.flatMap(({ evidence, submission }) => (withdrawn.has(evidence) ? [] : [submission])));
}

async function* ofCouncil(
  deps: RecordChangesDeps,
  event: StoredEvent,
  changes: RecordChangesDeps["changes"],
): AsyncGenerator<RecordChange, void> {
  const code = event.streamId;
  const stream = await deps.log.readStream(event.stream);
  const council = deps.councils.find(code);
  const sideOf = (state: CouncilState): RecordSide => ({
    tasks: storedTasks(code, councilTasks(code, state)),
    record: council && { type: "council", council, state },
  });
  yield around(code, event, stream, (events) => sideOf(foldCouncil(events)));
  const read = readUnlessUnreadable(() => readCouncilEvent(event));
  if (read?.type === "ConcernOpenedByBody.v1") {
    const side = concernSide(await awaitUnlessUnreadable(() => changes.at(read.data.concern, event.position)));
    yield { subject: read.data.concern, before: side, after: side, since: event.position };
  }
  if (!read || !SHARING_EVENTS.some((type) => type === read.type)) return;
  const [before] = aroundOf(stream, event, foldCouncil);
  for (const concern of await dependents(deps, event, dependenciesChanged(code, read, before))) {
    const change = await awaitUnlessUnreadable(() => changes.aroundCouncil(event, concern));
    if (!change) continue;
    yield { subject: concern, before: concernSide(change.before), after: concernSide(change.after), since: event.position };
  }
}

/**
 * The concerns that can have shares that depend on these statements of a council. The register may have applied later events, so all concerns with events
 * after this one are among them.
 */
async function dependents(
  { log, register }: RecordChangesDeps,
  { position }: StoredEvent,
  statements: readonly string[],
): Promise<ReadonlySet<string>> {
  const found = new Set(statements.flatMap((statement) => register.queries().dependentOn(statement)));
  const { position: reached } = register.status();
  for (let from = position; from < reached; ) {
    const events = await log.readAll(from, PAGE);
    for (const { category, streamId } of events) if (category === CONCERN_CATEGORY) found.add(streamId);
    from = events.at(-1)?.position ?? reached;
  }
  return found;
}

const PAGE = 500;
