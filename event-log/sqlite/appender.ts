// Appends one command's events, within a transaction that may hold others: a faulty or refused command leaves those alone.
import { hashOf } from "../hash-chain.ts";
import type { Mark } from "../history.ts";
import { deriveId } from "../ids.ts";
import { type Append, type Appended, type AppendOutcome, carriedDate, holdsPlainText, LogUnavailable } from "../port.ts";
import type { Database } from "../stores/database.ts";
import { toPosition } from "./position.ts";
import type { EventRow } from "./rows.ts";

/** A command as it will be stored, all but what depends on the events before it. */
export type PreparedAppend = Pick<Append, "stream" | "expected" | "bodyDigest" | "at"> & {
  readonly commandId: string;
  readonly metadata: string;
  readonly events: readonly { readonly id: string; readonly type: string; readonly data: string }[];
};

/** Throws for a command that cannot be stored. */
export function prepareAppend({ stream, expected, events, metadata, bodyDigest, at }: Append): PreparedAppend {
  if (events.length === 0) throw new RangeError("An append holds at least one event.");
  const commandId = storable(metadata.commandId);
  return {
    expected,
    commandId,
    stream: storable(stream),
    bodyDigest: storable(bodyDigest),
    at: storable(at),
    metadata: JSON.stringify(metadata),
    events: events.map(({ type, data }, index) => ({
      id: deriveId(commandId, String(index + 1)),
      type: storable(type),
      data: sealed(storable(JSON.stringify(data))),
    })),
  };
}

/** The last check: plain text that passes it stands in every copy of the log for good. */
function sealed(data: string): string {
  if (holdsPlainText(data)) throw new TypeError("An append holds confidential text that was not sealed.");
  return data;
}

/** A value that is not text would fail within a group; half a character would come back as another and break the chain. */
function storable(text: string): string {
  if (typeof text !== "string" || !text.isWellFormed()) throw new TypeError("An append holds something that cannot be stored.");
  return text;
}

/** `appended` is called with the mark of the last event, unless the command is a repeat. */
type AppendOptions = { readonly vouched: boolean; readonly appended: (mark: Mark) => void };

export function openAppender(db: Database) {
  const selectLast = db.prepare("SELECT version, hash, at FROM events WHERE stream = ? ORDER BY version DESC LIMIT 1");
  const insertEvent = db.prepare(
    "INSERT INTO events (stream, version, id, type, at, metadata, data, previous_hash, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
  );
  const selectCommand = db.prepare("SELECT body_digest, version, position FROM commands WHERE id = ?");
  const insertCommand = db.prepare("INSERT INTO commands (id, body_digest, stream, version, position) VALUES (?, ?, ?, ?, ?)");
  const savepoint = db.prepare("SAVEPOINT command");
  const release = db.prepare("RELEASE command");
  const rollBack = db.prepare("ROLLBACK TO command");

  function firstOutcome(commandId: string, bodyDigest: string): Appended | { readonly kind: "key-reused" } | undefined {
    const command = selectCommand.get<{ body_digest: string; version: number; position: number } | undefined>(commandId);
    if (!command) return undefined;
    if (command.body_digest !== bodyDigest) return { kind: "key-reused" };
    return { kind: "appended", position: toPosition(command.position), version: command.version, repeated: true };
  }

  function append(command: PreparedAppend, { vouched, appended }: AppendOptions): AppendOutcome {
    const { stream, expected, events, metadata, commandId, bodyDigest } = command;
    const first = firstOutcome(commandId, bodyDigest);
    if (first) return first;

    const last = selectLast.get<Pick<EventRow, "version" | "hash" | "at"> | undefined>(stream);
    const actual = last?.version ?? 0;
    const required = expected === "any" ? actual : expected === "new" ? 0 : expected.version;
    if (actual !== required) return { kind: "version-conflict", actual };
    const at = carriedDate(command.at, last?.at, vouched);
    if (at === undefined) return { kind: "dates-go-back", last: last?.at ?? "" };

    let version = actual;
    let previousHash = last?.hash ?? "";
    let position = 0;
    for (const { id, type, data } of events) {
      version += 1;
      const hash = hashOf({ stream, version, id, type, at, metadata, data, previousHash });
      const { lastInsertRowid } = insertEvent.run(stream, version, id, type, at, metadata, data, previousHash, hash);
      position = Number(lastInsertRowid);
      previousHash = hash;
    }
    insertCommand.run(commandId, bodyDigest, stream, version, position);
    appended([toPosition(position), previousHash]);
    return { kind: "appended", position: toPosition(position), version, repeated: false };
  }

  return {
    firstOutcome,
    append,
    /** In a savepoint: what the store refuses is undone for this command alone. Throws when the whole group is lost. */
    appendInGroup(command: PreparedAppend, options: AppendOptions): AppendOutcome | Error {
      savepoint.run();
      try {
        const outcome = append(command, options);
        release.run();
        return outcome;
      } catch (cause) {
        if (!db.isTransaction) throw cause;
        rollBack.run();
        release.run();
        return new LogUnavailable("The event log could not hold this command.", { cause });
      }
    },
  };
}
