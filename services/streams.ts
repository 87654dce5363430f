// Every kind of stream there is: what its name begins with, how its events are read, and what they are folded into. For whoever goes through a
// whole log. A stream of no kind here is of another release.
import type { StoredEvent } from "../event-log/port.ts";
import { CONCERN_STREAM, concernEvents } from "./concern/events.ts";
import { foldConcern, readConcernEvent } from "./concern/service.ts";
import { COUNCIL_STREAM, councilEvents } from "./council/events.ts";
import { foldCouncil, readCouncilEvent } from "./council/service.ts";
import { HUB_STREAM, hubEvents } from "./hub-record/events.ts";
import { readHubEvent } from "./hub-record/record.ts";
import { METRIC_STREAM, metricEvents } from "./metrics/events.ts";
import { readMetricEvent } from "./metrics/service.ts";
import { NOTICE_STREAM, noticeEvents } from "./notice/events.ts";
import { readNoticeEvent } from "./notice/service.ts";
import { PERSON_STREAM, personEvents } from "./people/events.ts";
import { foldPerson, readPersonEvent } from "./people/service.ts";
import { POLICY_STREAM, policyEvents } from "./policy/events.ts";
import { foldPolicy, readPolicyEvent } from "./policy/service.ts";
import { SIGNAL_STREAM, signalEvents } from "./signal/events.ts";
import { foldSignal, readSignalEvent } from "./signal/service.ts";
import { UPCASTERS } from "./stored-events.ts";
import { SUBMISSION_STREAM, submissionEvents } from "./submission/events.ts";
import { foldSubmission, readSubmissionEvent } from "./submission/service.ts";
import { SUPPORT_STREAM, supportEvents } from "./support/events.ts";
import { foldSupport, readSupportEvent } from "./support/service.ts";

export type StreamKind = {
  readonly prefix: string;
  /** Its events by type. */
  readonly types: readonly string[];
  /** Throws UnreadableEvent. */
  readonly read: (stored: StoredEvent) => unknown;
  /** A whole stream's state, where commands decide by one. Throws UnreadableEvent, and what a rule throws of a history that cannot be. */
  readonly fold?: (id: string, stored: readonly StoredEvent[]) => unknown;
};

/** Of the event log. */
export const LOG_STREAMS: readonly StreamKind[] = [
  { prefix: CONCERN_STREAM, types: Object.keys(concernEvents), read: readConcernEvent, fold: foldConcern },
  { prefix: COUNCIL_STREAM, types: Object.keys(councilEvents), read: readCouncilEvent, fold: (_, stored) => foldCouncil(stored) },
  { prefix: PERSON_STREAM, types: Object.keys(personEvents), read: readPersonEvent, fold: foldPerson },
  { prefix: SUPPORT_STREAM, types: Object.keys(supportEvents), read: readSupportEvent, fold: foldSupport },
  { prefix: SUBMISSION_STREAM, types: Object.keys(submissionEvents), read: readSubmissionEvent, fold: foldSubmission },
  { prefix: SIGNAL_STREAM, types: Object.keys(signalEvents), read: readSignalEvent, fold: foldSignal },
  { prefix: METRIC_STREAM, types: Object.keys(metricEvents), read: readMetricEvent },
  { prefix: NOTICE_STREAM, types: Object.keys(noticeEvents), read: readNoticeEvent },
  { prefix: POLICY_STREAM, types: Object.keys(policyEvents), read: readPolicyEvent, fold: (_, stored) => foldPolicy(stored) },
  { prefix: HUB_STREAM, types: Object.keys(hubEvents), read: readHubEvent },
];

export const kindOf = (kinds: readonly StreamKind[], stream: string): StreamKind | undefined =>
  kinds.find(({ prefix }) => (prefix.endsWith("-") ? stream.startsWith(prefix) : stream === prefix));

/** Whether this release knows an event's type, of whatever stream. */
export function knownTypes(kinds: readonly StreamKind[]): ReadonlySet<string> {
  return new Set([...kinds.flatMap(({ types }) => types), ...Object.keys(UPCASTERS)]);
}
