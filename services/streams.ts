// Every kind of stream of the event log. Other streams belong to another release.
import { claimStreams } from "./claim/stream.ts";
import { concernStreams } from "./concern/stream.ts";
import { councilStreams } from "./council/stream.ts";
import { hubStreams, identityStreams } from "./hub-record/stream.ts";
import { invitationStreams } from "./invitation/stream.ts";
import { metricStreams } from "./metrics/stream.ts";
import { newsReadStreams } from "./news-read/stream.ts";
import { noticeStreams } from "./notice/stream.ts";
import { personStreams } from "./people/stream.ts";
import { policyStreams } from "./policy/stream.ts";
import { signalStreams } from "./signal/stream.ts";
import { UPCASTERS } from "./stored-events.ts";
import type { StreamKind } from "./stream-kind.ts";
import { submissionStreams } from "./submission/stream.ts";
import { supportStreams } from "./support/stream.ts";

export const LOG_STREAMS: readonly StreamKind[] = [
  ...[concernStreams, councilStreams, personStreams, invitationStreams, supportStreams, submissionStreams],
  ...[signalStreams, metricStreams, noticeStreams, newsReadStreams, claimStreams, policyStreams, hubStreams, identityStreams],
];

export const kindOf = (kinds: readonly StreamKind[], category: string): StreamKind | undefined =>
  kinds.find((kind) => kind.category === category);

/** Every type of event that this release reads. */
export const knownTypes = (kinds: readonly StreamKind[]): ReadonlySet<string> =>
  new Set([...kinds.flatMap(({ events }) => Object.keys(events)), ...Object.keys(UPCASTERS)]);
