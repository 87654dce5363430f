// Appends at an exact revision, one call for each append. If the outcome of an attempt is unknown, the same events are sent again under the same ids: the
// server then answers with the first outcome. The expected revision of a retry is never raised and never omitted: either would write the events twice.
import { setTimeout as pause } from "node:timers/promises";
import { NO_STREAM } from "@eventstore/db-client";
import { type Append, type AppendOutcome, carriedDate, LogUnavailable } from "../port.ts";
import { requiredVersion, type StorableAppend, toStorable } from "../storable.ts";
import { BETWEEN_TRIES_MS, meaningOf, type ServerConnection, unavailable } from "./connection.ts";
import { toPosition } from "./position.ts";
import type { Reads } from "./reads.ts";
import { type ServerEventData, TooLarge, toServerEvents } from "./stored-form.ts";
import { firstOutcome, openStreamIndexes, recordAppended, type StreamIndex } from "./stream-index.ts";

type AppenderDeps = {
  readonly connection: ServerConnection;
  readonly reads: Reads;
  readonly prefix: string;
  /** Part of each event's id, so that two nodes never write the same id. */
  readonly node: string;
  readonly vouched: () => boolean;
};

/** How long attempts are repeated. */
const REPEATED_MS = 10_000;

type Tried = { readonly kind: "written"; readonly position: string } | { readonly kind: "wrong-revision" };

/** Repeats the attempt until the outcome is known. `version` is the version that the stream must have. Throws LogUnavailable, TooLarge. */
export async function writeEvents(
  connection: ServerConnection,
  serverStream: string,
  events: readonly ServerEventData[],
  version: number,
): Promise<Tried> {
  const expectedRevision = version > 0 ? BigInt(version - 1) : NO_STREAM;
  const options = { expectedRevision, credentials: connection.credentials, deadline: connection.patience.attemptMs } as const;
  const until = performance.now() + REPEATED_MS;
  for (;;) {
    try {
      const { position } = await connection.call((client) => client.appendToStream(serverStream, [...events], options));
      // The answer to a repeated write has no position if the stream was deleted in the meantime.
      if (!position) throw new LogUnavailable("The stream was removed.");
      return { kind: "written", position: toPosition(position) };
    } catch (error) {
      const meaning = meaningOf(error);
      if (meaning === "wrong-revision") return { kind: "wrong-revision" };
      if (meaning === "too-large") throw new TooLarge("The server does not take an append of this size.", { cause: error });
      if (meaning === "stream-deleted")
        throw new LogUnavailable("The stream was removed, and takes no more events.", { cause: error });
      if (meaning === "no-right" || error instanceof LogUnavailable || performance.now() > until) throw unavailable(error);
      await pause(BETWEEN_TRIES_MS);
    }
  }
}

export function openAppender({ connection, reads, prefix, node, vouched }: AppenderDeps) {
  const indexes = openStreamIndexes(reads);

  /** Appends if the stream is at the known version. Returns `wrong-revision` if the server has other events in it. */
  async function attempt(
    command: StorableAppend,
    index: StreamIndex,
  ): Promise<AppendOutcome | { readonly kind: "wrong-revision" }> {
    const { stream, expected, commandId, bodyDigest } = command;
    const { last } = index;
    const first = firstOutcome(index, commandId, bodyDigest);
    if (first) return first;
    const actual = last?.version ?? 0;
    if (actual !== requiredVersion(expected, actual)) return { kind: "version-conflict", actual };
    const at = carriedDate(command.at, last?.at, vouched());
    if (at === undefined) return { kind: "dates-go-back", last: last?.at ?? "" };
    const { events, hash } = toServerEvents(command, { last, at, node, serverStream: prefix + stream });
    const tried = await writeEvents(connection, prefix + stream, events, actual);
    if (tried.kind === "wrong-revision") return tried;
    const version = actual + events.length;
    recordAppended(index, { last: { version, hash, at }, commandId, bodyDigest, position: tried.position });
    return { kind: "appended", position: tried.position, version, repeated: false };
  }

  return {
    /** Returns the first outcome of a command in its stream. Throws LogUnavailable. */
    outcomeOf: async (stream: string, commandId: string, bodyDigest: string) =>
      firstOutcome(await indexes.read(stream), commandId, bodyDigest),

    async append(append: Append): Promise<AppendOutcome> {
      const command = toStorable(append);
      const { stream } = command;
      // A command that expects a new stream does not read it: the server reports whether the stream exists.
      const isNewStream = requiredVersion(command.expected, -1) === 0;
      const find = append.isNewCommand ? indexes.withoutCommands : indexes.withCommands;
      let { index, isCurrent } = await find(stream, isNewStream);
      const until = performance.now() + connection.patience.behindMs;
      for (;;) {
        const version = index.last?.version;
        const outcome = await attempt(command, index);
        if (append.isNewCommand) indexes.keepLast(stream, index);
        // A known state may be out of date: only reading the stream itself shows whether there is a conflict.
        const isOutOfDate = outcome.kind === "wrong-revision" || (outcome.kind === "version-conflict" && !isCurrent);
        if (!isOutOfDate) return outcome;
        await indexes.readOn(stream, index);
        isCurrent = true;
        if (outcome.kind !== "wrong-revision" || index.last?.version !== version) continue;
        if (performance.now() > until)
          throw new LogUnavailable("The event log's server holds less of a stream than this hub knows.");
        await pause(BETWEEN_TRIES_MS);
      }
    },
    forget: indexes.forget,
  };
}
