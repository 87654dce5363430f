// Events as a log stores them, and appends of events, for tests that do not get them from a command. What a test does not care about has a
// default.

import { toPosition } from "../../event-log/numbered-position.ts";
import type { Append, EventData, Metadata, NewEvent, StoredEvent } from "../../event-log/port.ts";
import { type StreamParts, streamParts } from "../../event-log/stream-name.ts";

const NOON = "2026-03-02T12:00:00.000Z";

export const eventMetadata = (differing: Partial<Metadata> = {}): Metadata => ({
  actor: "hub",
  commandId: "command",
  correlation: "request",
  causation: "command",
  policyVersion: "policy",
  permittedBy: [],
  ...differing,
});

type Differing = Partial<Omit<StoredEvent, "type" | "data" | "metadata" | keyof StreamParts>> & {
  readonly metadata?: Partial<Metadata>;
};

/** The event of that number in a log. It is the first of its stream, unless its version is given. */
export function storedEvent(
  number: number,
  { type, data }: { readonly type: string; readonly data: object },
  { metadata, stream = "stream", ...differing }: Differing = {},
): StoredEvent {
  return {
    position: toPosition(number),
    stream,
    ...streamParts(stream),
    version: 1,
    id: `event-${number}`,
    at: NOON,
    previousHash: "",
    ...differing,
    type,
    data: data as EventData,
    metadata: eventMetadata(metadata),
  };
}

/** An append of a command, which is the stream's name unless it is given. */
export function appendOf(
  stream: string,
  events: readonly NewEvent[],
  {
    metadata,
    commandId = stream,
    ...differing
  }: Partial<Omit<Append, "metadata">> & { readonly metadata?: Partial<Metadata>; readonly commandId?: string } = {},
): Append {
  return {
    stream,
    events,
    expected: "any",
    bodyDigest: commandId,
    at: NOON,
    ...differing,
    metadata: eventMetadata({ commandId, causation: commandId, ...metadata }),
  };
}
