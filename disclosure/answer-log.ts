// Appends to the answer streams of this node: one append at a time, each expecting the last event that the node knows.
import { ClockBehind, type EventLog, LogUnavailable, type Metadata, type StoredEvent } from "../event-log/port.ts";
import { londonDate } from "../services/dates.ts";
import { UnreadableEvent } from "../services/stored-events.ts";
import { readLeaves } from "./answers.ts";
import { type ComposedEvent, composeAnswers } from "./compose-answers.ts";
import { answerStream, type Disclosure } from "./events.ts";
import { type AnswerStreamHeads, openSeries, type StreamSeries } from "./series.ts";

/** This node cannot continue its answer stream. The message is for operators. */
export class AnswersNotRecorded extends LogUnavailable {
  override name = "AnswersNotRecorded";
}

export type AnswerLogDeps = {
  readonly log: Pick<EventLog, "append" | "readStream">;
  readonly node: string;
  /** The state of a stream in the read model, which may be behind; undefined if it has none. */
  readonly known: (stream: string) => AnswerStreamHeads | undefined;
  readonly now: () => Date;
  readonly newId: () => string;
  readonly random: (bytes: number) => Buffer;
};

type Current = { readonly stream: string; readonly series: StreamSeries };

export function openAnswerLog({ log, node, known, now, newId, random }: AnswerLogDeps) {
  const salt = openSalts(random);
  let current: Current | undefined;
  /** Whether `current` includes every event on record. */
  let isUpToDate = false;
  /** Commands whose outcome is unknown: they may or may not have been appended. */
  let uncertain = new Set<string>();

  /** Reads the events after the last known one, and returns them. */
  async function readOn({ stream, series }: Current): Promise<readonly StoredEvent[]> {
    const events = await log.readStream(stream, series.version());
    try {
      for (const event of events) series.add(event.version, readLeaves(event));
    } catch (cause) {
      throw cause instanceof UnreadableEvent ? new AnswersNotRecorded(unreadable(stream), { cause }) : cause;
    }
    return events;
  }

  async function upToDate(stream: string): Promise<Current> {
    const before = current?.stream === stream ? current : undefined;
    if (before && isUpToDate) return before;
    const one = before ?? { stream, series: openSeries(known(stream)) };
    const events = await readOn(one);
    [current, isUpToDate] = [one, true];
    if (before && !events.every(isOwn)) throw new AnswersNotRecorded(anotherHub(stream, node));
    return one;
  }

  /** Whether the event was appended by a command of this node whose outcome was unknown. */
  const isOwn = ({ metadata }: StoredEvent): boolean => uncertain.has(metadata.commandId);

  /** Resolves when the disclosures are durable. Throws LogUnavailable if they were not, or possibly not, recorded: then no answer may be sent. One call at a time. */
  async function append(disclosures: readonly Disclosure[]): Promise<void> {
    const instant = now();
    const [at, stream] = [instant.toISOString(), answerStream(node, londonDate(instant))];
    const one = await upToDate(stream);
    const { series } = one;
    const composed = composeAnswers(disclosures, { stream, at: at < series.at() ? series.at() : at, series, salt });
    const permission = { at, ...permissionOf(disclosures) };
    // One event at a time, because all of them together may exceed the store's limit for an append.
    for (const [index, event] of composed.entries()) {
      if (await appendEvent(one, event, permission)) continue;
      // Events that are already on record are not written again: the answers are not sent, and the client can repeat its request.
      if (index > 0) throw new LogUnavailable("Disclosures were recorded in part.");
      return append(disclosures);
    }
  }

  type Permission = Pick<Metadata, "policyVersion" | "permittedBy">;
  /** Returns false if the stream had further events of this node: then the events must be composed again. */
  async function appendEvent(one: Current, { event, leaves }: ComposedEvent, { at, ...permission }: Permission & { at: string }) {
    const { stream, series } = one;
    const commandId = newId();
    uncertain.add(commandId);
    isUpToDate = false;
    const outcome = await log.append({
      ...{ stream, expected: { version: series.version() }, events: [event], bodyDigest: "", at, isNewCommand: true },
      metadata: { ...{ actor: "hub", commandId, correlation: commandId, causation: commandId }, ...permission },
    });
    if (outcome.kind === "appended") {
      series.add(series.version() + 1, leaves);
      isUpToDate = true;
      uncertain = new Set();
      return true;
    }
    uncertain.delete(commandId);
    if (outcome.kind === "dates-go-back") throw new ClockBehind("The hub's clock is behind the last disclosure on record.");
    if (outcome.kind !== "version-conflict") throw new LogUnavailable(`Disclosures were not recorded: ${outcome.kind}.`);
    // An append with an unknown outcome may have been written only now, so the stream is read again.
    if (outcome.actual <= series.version()) current = undefined;
    await upToDate(stream);
    if (current !== one) throw new AnswersNotRecorded(anotherHub(stream, node));
    return false;
  }
  return { append };
}

const [SALT, SALTS] = [16, 64];
/** Draws random bytes for many salts at once, because a draw takes longer than hashing a leaf. */
function openSalts(random: (bytes: number) => Buffer): () => Buffer {
  let drawn: Buffer = Buffer.alloc(0);
  return () => {
    if (drawn.length === 0) drawn = random(SALT * SALTS);
    const salt = drawn.subarray(0, SALT);
    drawn = drawn.subarray(SALT);
    return salt;
  };
}

/** The metadata names the policies of all answers together; each leaf names those of its own answer. */
function permissionOf(disclosures: readonly Disclosure[]): Pick<Metadata, "policyVersion" | "permittedBy"> {
  const [version = "", ...others] = new Set(disclosures.map(({ policyVersion }) => policyVersion));
  const policies = new Set(disclosures.flatMap(({ views }) => views.flatMap(({ parts }) => Object.values(parts).flat())));
  return { policyVersion: others.length > 0 ? "" : version, permittedBy: [...policies].sort() };
}

const anotherHub = (stream: string, node: string) =>
  `Something else wrote to ${stream} in the record of disclosures. If another hub has CANDOUR_NODE=${node} too, give each hub a name of its own.`;
const unreadable = (stream: string) =>
  `An event of ${stream} in the record of disclosures cannot be read, so this hub cannot go on with it. Set CANDOUR_NODE to a name that no hub has had.`;
