// Appends one command's events, within a transaction that may hold others: a faulty or refused command leaves those alone.
import { hashOf } from "../hash-chain.ts";
import type { Mark } from "../history.ts";
import { deriveId } from "../ids.ts";
import { toPosition } from "../numbered-position.ts";
import { type Append, type Appended, type AppendOutcome, carriedDate, LogUnavailable } from "../port.ts";
import { requiredVersion, type StorableAppend, toStorable } from "../storable.ts";
import type { Database } from "../stores/database.ts";
import { type EventRow, insertsInto } from "./rows.ts";

/** An append with the ids that its events will have. */
export type PreparedAppend = StorableAppend & { readonly ids: readonly string[] };

/** Throws for a command that cannot be stored. */
export function prepareAppend(append: Append): PreparedAppend {
  const storable = toStorable(append);
  return { ...storable, ids: storable.events.map((_, index) => deriveId(storable.commandId, String(index + 1))) };
}

/** `appended` is called with the mark of the last event, unless the command is a repeat. */
type AppendOptions = { readonly vouched: boolean; readonly appended: (mark: Mark) => void };

export function openAppender(db: Database) {
  const selectLast = db.prepare("SELECT version, hash, at FROM events WHERE stream = ? ORDER BY version DESC LIMIT 1");
  const insert = insertsInto(db);
  const selectCommand = db.prepare("SELECT body_digest, version, position FROM commands WHERE id = ? AND stream = ?");
  const savepoint = db.prepare("SAVEPOINT command");
  const release = db.prepare("RELEASE command");
  const rollBack = db.prepare("ROLLBACK TO command");

  function firstOutcome(
    stream: string,
    commandId: string,
    bodyDigest: string,
  ): Appended | { readonly kind: "key-reused" } | undefined {
    const command = selectCommand.get<{ body_digest: string; version: number; position: number } | undefined>(commandId, stream);
    if (!command) return undefined;
    if (command.body_digest !== bodyDigest) return { kind: "key-reused" };
    return { kind: "appended", position: toPosition(command.position), version: command.version, repeated: true };
  }

  function append(command: PreparedAppend, { vouched, appended }: AppendOptions): AppendOutcome {
    const { stream, expected, events, ids, metadata, commandId, bodyDigest } = command;
    const first = firstOutcome(stream, commandId, bodyDigest);
    if (first) return first;

    const last = selectLast.get<Pick<EventRow, "version" | "hash" | "at"> | undefined>(stream);
    const actual = last?.version ?? 0;
    if (actual !== requiredVersion(expected, actual)) return { kind: "version-conflict", actual };
    const at = carriedDate(command.at, last?.at, vouched);
    if (at === undefined) return { kind: "dates-go-back", last: last?.at ?? "" };

    let version = actual;
    let previousHash = last?.hash ?? "";
    let position = 0;
    for (const [index, { type, data }] of events.entries()) {
      const id = ids[index] ?? "";
      version += 1;
      const row = { stream, version, id, type, at, metadata, data, previousHash };
      const hash = hashOf(row);
      position = insert.event({ ...row, hash });
      previousHash = hash;
    }
    insert.command({ id: commandId, bodyDigest, stream, version, position });
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
