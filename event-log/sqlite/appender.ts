// Appends one command's events, within a transaction that may hold others.
import { hashOf } from "../hash-chain.ts";
import type { Mark } from "../history.ts";
import { deriveId } from "../ids.ts";
import { toPosition } from "../numbered-position.ts";
import { type Append, type Appended, type AppendOutcome, carriedDate, LogUnavailable } from "../port.ts";
import { requiredVersion, type StorableAppend, toStorable } from "../storable.ts";
import type { Database } from "../stores/database.ts";
import { type EventRow, insertsInto } from "./rows.ts";
import { storedId } from "./stored-ids.ts";
import { tablesOf } from "./tables.ts";

/** An append with the ids that its events will have. */
export type PreparedAppend = StorableAppend & { readonly ids: readonly string[] };

/** Throws for a command that cannot be stored. */
export function prepareAppend(append: Append): PreparedAppend {
  const storable = toStorable(append);
  return { ...storable, ids: storable.events.map((_, index) => deriveId(storable.commandId, String(index + 1))) };
}

/** `appended` is called with the mark of the last event, unless the command is a repeat. */
export type AppendOptions = { readonly vouched: boolean; readonly appended: (mark: Mark) => void };

type CommandRow = { readonly body_digest: string; readonly version: number; readonly position: number };
type FirstOutcome = Appended | { readonly kind: "key-reused" } | undefined;

function firstOutcomeOf(row: CommandRow | undefined, bodyDigest: string): FirstOutcome {
  if (!row) return undefined;
  if (row.body_digest !== bodyDigest) return { kind: "key-reused" };
  return { kind: "appended", position: toPosition(row.position), version: row.version, repeated: true };
}

/** Finds the first outcome of a command, in a file of either form. */
export function openOutcomes(db: Database) {
  const { commands, commandId } = tablesOf(db);
  const select = db.prepare(`SELECT body_digest, version, position FROM ${commands} WHERE id = ? AND stream = ?`);
  return (stream: string, id: string, bodyDigest: string): FirstOutcome =>
    firstOutcomeOf(select.get<CommandRow | undefined>(commandId(id), stream), bodyDigest);
}

/** The number of a stream, and its last event where it has one. */
type LastRow = { readonly number: number } & { readonly [name in "version" | "hash" | "at"]: EventRow[name] | null };

export function openAppender(db: Database) {
  const selectLast = db.prepare(
    "SELECT s.number, e.version, e.hash, e.at FROM streams s LEFT JOIN events e ON e.stream = s.number WHERE s.name = ? ORDER BY e.version DESC LIMIT 1",
  );
  const insert = insertsInto(db);
  const selectCommand = db.prepare("SELECT body_digest, version, position FROM commands WHERE id = ? AND stream = ?");
  const savepoint = db.prepare("SAVEPOINT command");
  const release = db.prepare("RELEASE command");
  const rollBack = db.prepare("ROLLBACK TO command");

  /** Throws for what the store refuses: the transaction then has a part of the command, and must be rolled back. */
  function append(command: PreparedAppend, { vouched, appended }: AppendOptions): AppendOutcome {
    const { stream, expected, events, ids, metadata, commandId, bodyDigest } = command;
    const last = selectLast.get<LastRow | undefined>(stream);
    const first = last && firstOutcomeOf(selectCommand.get<CommandRow | undefined>(storedId(commandId), last.number), bodyDigest);
    if (first) return first;

    const actual = last?.version ?? 0;
    if (actual !== requiredVersion(expected, actual)) return { kind: "version-conflict", actual };
    const at = carriedDate(command.at, last?.at ?? undefined, vouched);
    if (at === undefined) return { kind: "dates-go-back", last: last?.at ?? "" };

    const number = last?.number ?? insert.stream(stream);
    let version = actual;
    let previousHash = last?.hash ?? "";
    let position = 0;
    for (const [index, { type, data }] of events.entries()) {
      const id = ids[index] ?? "";
      version += 1;
      const row = { stream, version, id, type, at, metadata, data, previousHash };
      const hash = hashOf(row);
      position = insert.event(number, { ...row, hash });
      previousHash = hash;
    }
    insert.command(number, { id: commandId, bodyDigest, stream, version, position });
    appended([toPosition(position), previousHash]);
    return { kind: "appended", position: toPosition(position), version, repeated: false };
  }

  return {
    append,
    /** What the store refuses is undone for this command alone. Throws when the whole transaction is lost. */
    appendInSavepoint(command: PreparedAppend, options: AppendOptions): AppendOutcome | Error {
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
