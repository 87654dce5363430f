// The stand-in's storage, and EventStoreDB's rules for writes: expected revisions, repeated event ids, deletion. It contains no gRPC code.
// It lacks what the hub does not use: links to events of other streams, projections, and streams whose events expire ($maxAge). It has no scavenge, which
// removes deleted events from the servers' files: the hub must work before one, while events of deleted streams can still be read by position.
import { randomUUID } from "node:crypto";
import { type Journal, memoryJournal } from "./journal.ts";

export type Proposed = {
  readonly id: string;
  readonly type: string;
  readonly isJson: boolean;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
};
/** `position` is where the event begins in the log and `next` where it ends; `index` is its number in the log, to decide which nodes have it. */
export type Recorded = Proposed & {
  readonly stream: string;
  readonly revision: bigint;
  readonly position: bigint;
  readonly next: bigint;
  readonly index: number;
  readonly createdMs: number;
};
export type Expected = "any" | "no_stream" | "stream_exists" | bigint;
export type WriteOutcome =
  | { readonly kind: "written" | "repeated"; readonly revision: bigint; readonly position: bigint | undefined }
  | { readonly kind: "wrong-version"; readonly current: bigint }
  | { readonly kind: "deleted" }
  /** Events with the same ids are being written: the server drops the repeat, which then gets the timeout for writes. */
  | { readonly kind: "dropped" };

/** The revision of a tombstone, and the $tb of a stream that was deleted but not permanently. */
export const TOMBSTONE = 2n ** 63n - 1n;
/** The size of what the server itself writes at its start, so that events do not follow each other without gaps. */
const EPOCH_BYTES = 337n;
const RECORD_BYTES = 87;

export type StandInRecord = ReturnType<typeof openRecord>;

export function openRecord(journal: Journal = memoryJournal()) {
  const entries: Recorded[] = [];
  const streams = new Map<string, Recorded[]>();
  // The ids that the server remembers for writes at any revision: the first stream of each id, and none from before the server's start.
  const repeats = new Map<string, { readonly stream: string; readonly revision: bigint }>();
  let tail = 0n;
  let committed = 0;
  let holds = 0;
  let waiting: { readonly settle: (landed: boolean) => void }[] = [];
  const listeners = new Set<() => void>();

  for (const batch of journal.read()) for (const entry of batch) add({ ...entry, index: entries.length });
  committed = entries.length;
  repeats.clear();
  tail = (entries.at(-1)?.next ?? 0n) + EPOCH_BYTES;

  function add(entry: Recorded): Recorded {
    entries.push(entry);
    tail = entry.next;
    if (!repeats.has(entry.id)) repeats.set(entry.id, { stream: entry.stream, revision: entry.revision });
    const events = streams.get(entry.stream);
    if (events) events.push(entry);
    else streams.set(entry.stream, [entry]);
    return entry;
  }

  const lastRevision = (stream: string): bigint => streams.get(stream)?.at(-1)?.revision ?? -1n;

  /** The last `$metadata` of a stream among the first `visible` events. */
  function metadataOf(stream: string, visible = entries.length): { readonly [key: string]: unknown } {
    const last = streams.get(`$$${stream}`)?.findLast(({ index }) => index < visible);
    try {
      return last ? JSON.parse(Buffer.from(last.data).toString("utf8")) : {};
    } catch {
      return {};
    }
  }

  /** $tb is read as text: its greatest value is beyond what a number holds. */
  function truncatedBefore(stream: string, visible = entries.length): bigint {
    const last = streams.get(`$$${stream}`)?.findLast(({ index }) => index < visible);
    const [, tb] = /"\$tb":\s*(\d+)/.exec(last ? Buffer.from(last.data).toString("utf8") : "") ?? [];
    return BigInt(tb ?? 0);
  }

  const isDeleted = (stream: string): boolean => truncatedBefore(stream) === TOMBSTONE;

  function append(stream: string, first: bigint, events: readonly Proposed[]): Recorded[] {
    return events.map((event, offset) => {
      const size = BigInt(RECORD_BYTES + stream.length + event.type.length + event.data.length + event.metadata.length);
      const at = { position: tail, next: tail + size, index: entries.length, createdMs: Date.now() };
      return add({ ...event, id: event.id.toLowerCase(), stream, revision: first + BigInt(offset), ...at });
    });
  }

  function putMetadata(stream: string, data: string): Recorded {
    const metastream = `$$${stream}`;
    const event = { id: randomUUID(), type: "$metadata", isJson: true, data: Buffer.from(data), metadata: new Uint8Array() };
    const [entry] = append(metastream, lastRevision(metastream) + 1n, [event]);
    if (!entry) throw new Error("unreachable");
    return entry;
  }

  /** Decides on repeats as the server does: by ids alone, and only below the current revision. At or above the current revision ids are ignored. */
  function repeatOf(stream: string, expected: Expected, ids: readonly string[]): WriteOutcome | undefined {
    const current = lastRevision(stream);
    const wrong = { kind: "wrong-version", current } as const;
    if (expected === "any" || expected === "stream_exists") {
      const found = ids.map((id) => repeats.get(id.toLowerCase())).map((at) => (at?.stream === stream ? at.revision : undefined));
      if (found[0] === undefined) return undefined;
      const last = found.at(-1);
      return last === undefined || found.includes(undefined) ? wrong : repeated(stream, last);
    }
    const from = expected === "no_stream" ? -1n : expected;
    if (from > current) return wrong;
    if (from === current) return undefined;
    const matching = ids.map((id, offset) => streams.get(stream)?.[Number(from) + 1 + offset]?.id === id.toLowerCase());
    if (matching[0] !== true) return from === -1n && isDeleted(stream) ? undefined : wrong;
    return matching.includes(false) ? wrong : repeated(stream, from + BigInt(ids.length));
  }

  function repeated(stream: string, revision: bigint): WriteOutcome {
    const entry = streams.get(stream)?.[Number(revision)];
    if (!entry || entry.index >= committed) return { kind: "dropped" };
    return { kind: "repeated", revision, position: revision < truncatedBefore(stream) ? undefined : entry.position };
  }

  /** Resolves when the events are on record; with `undefined` if the node stopped before. Refusals resolve at once. */
  async function write(stream: string, expected: Expected, events: readonly Proposed[]): Promise<WriteOutcome | undefined> {
    const current = lastRevision(stream);
    if (current === TOMBSTONE) return { kind: "deleted" };
    if (expected === "stream_exists" && !exists(stream)) return absent(stream);
    const ids = events.map(({ id }) => id);
    const repeat = repeatOf(stream, expected, ids);
    if (repeat) return repeat;
    const wasDeleted = isDeleted(stream);
    const last = append(stream, current + 1n, events).at(-1);
    if (!last) return writeNothing(current);
    // A deleted stream continues its old revision numbers: its former events stay hidden.
    if (wasDeleted) putMetadata(stream, JSON.stringify({ ...metadataOf(stream), $tb: Number(current + 1n) }));
    return (await commit()) ? { kind: "written", revision: last.revision, position: last.position } : undefined;
  }

  const exists = (stream: string) => !isDeleted(stream) && (lastRevision(stream) >= 0n || lastRevision(`$$${stream}`) >= 0n);
  const absent = (stream: string): WriteOutcome =>
    isDeleted(stream) ? { kind: "deleted" } : { kind: "wrong-version", current: lastRevision(stream) };

  /** An append of zero events leaves an entry in the log that no reader gets. */
  function writeNothing(revision: bigint): WriteOutcome {
    const position = tail;
    tail += BigInt(RECORD_BYTES);
    return { kind: "written", revision, position };
  }

  async function remove(stream: string, expected: Expected, forEver: boolean): Promise<WriteOutcome | undefined> {
    const current = lastRevision(stream);
    if (current === TOMBSTONE) return { kind: "deleted" };
    if (expected === "stream_exists" && !exists(stream)) return absent(stream);
    const exact = expected === "no_stream" ? -1n : expected;
    if (typeof exact === "bigint" && exact !== current) return { kind: "wrong-version", current };
    if (!forEver && current < 0n && lastRevision(`$$${stream}`) < 0n) return { kind: "wrong-version", current: -1n };
    const empty = { isJson: false, data: new Uint8Array(), metadata: new Uint8Array() };
    const entry = forEver
      ? append(stream, TOMBSTONE, [{ id: randomUUID(), type: "$streamDeleted", ...empty }])[0]
      : putMetadata(stream, `{"$tb":${TOMBSTONE}}`);
    return (await commit()) ? { kind: "written", revision: current, position: entry?.position } : undefined;
  }

  function commit(): Promise<boolean> {
    return new Promise((settle) => {
      waiting.push({ settle });
      if (holds === 0 && waiting.length === 1) setImmediate(commitWaiting);
    });
  }

  function commitWaiting(): void {
    if (holds > 0 || waiting.length === 0) return;
    journal.write(entries.slice(committed));
    committed = entries.length;
    const landed = waiting;
    waiting = [];
    for (const listener of listeners) listener();
    for (const { settle } of landed) settle(true);
  }

  return {
    entries: entries as readonly Recorded[],
    write,
    remove,
    metadataOf,
    truncatedBefore,
    eventsOf: (stream: string): readonly Recorded[] => streams.get(stream) ?? [],
    /** The number of events on record; further events may still be being written. */
    committed: () => committed,
    listeners,
    /** Writes stay unfinished until the returned function is called. */
    holdCommits(): () => void {
      let isHeld = true;
      holds += 1;
      return () => {
        if (isHeld) holds -= 1;
        isHeld = false;
        commitWaiting();
      };
    },
    /** Drops unfinished writes as when a leader dies: no other node has them. */
    discardUncommitted(): void {
      for (const entry of entries.splice(committed)) {
        streams.get(entry.stream)?.pop();
        repeats.delete(entry.id);
      }
      const lost = waiting;
      waiting = [];
      for (const { settle } of lost) settle(false);
      tail = (entries.at(-1)?.next ?? 0n) + EPOCH_BYTES;
    },
    /** Forgets ids as a restarted server does. */
    forgetRepeats: () => repeats.clear(),
    close: () => journal.close(),
  };
}
