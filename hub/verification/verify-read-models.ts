// Compares each read model's newest complete file with its log.
import { existsSync } from "node:fs";
import type { KeyReader } from "../../event-log/keys/key-reader.ts";
import type { KeyStore } from "../../event-log/keys/port.ts";
import { type LogLocation, openLogForReading } from "../../event-log/location.ts";
import { type Flaw, LogUnavailable, type Position, type StoredEvent } from "../../event-log/port.ts";
import { type LogReader, openLogReader } from "../../event-log/sqlite/log-reader.ts";
import type { Database } from "../../event-log/stores/database.ts";
import type { Identity } from "../../event-log/stores/identity.ts";
import { openReadOnly } from "../../event-log/stores/read-only.ts";
import { compareWithLog, type Pace } from "../../projections/runtime/compare.ts";
import { filesOf } from "../../projections/runtime/files.ts";
import { PLACEMENTS } from "../../projections/runtime/placement.ts";
import type { ReadModel, Tools } from "../../projections/runtime/read-model.ts";
import { londonDate } from "../../services/dates.ts";
import type { FoundFolder } from "../folder/data-folder.ts";
import { type Findings, flawOfFile, MAX_READINGS } from "./findings.ts";

type ReadModelCheck = {
  readonly folder: FoundFolder;
  readonly findings: Findings;
  /** The identity of the stores; a file with another identity is outdated. */
  readonly identity: Identity | undefined;
  readonly keys: KeyReader | undefined;
  readonly now: Date;
  readonly pace: Pace;
  readonly checkPages: (db: Database, report: (flaw: Flaw) => void) => Promise<void>;
};

/** `compared`: compared with the log. `outdated` files are rebuilt when the hub starts. */
type Result = { readonly kind: "building" | "compared" | "not-compared" } | { readonly kind: "outdated"; readonly file: string };

/** Checks the newest complete file. */
export async function verifyReadModel(model: ReadModel<unknown>, check: ReadModelCheck): Promise<Result | undefined> {
  const { folder, findings, identity, keys, checkPages } = check;
  const source = folder.logs[PLACEMENTS[model.name].log];
  for (const path of filesOf(model, folder.readModels)) {
    const result = await findings.onFile(path, async ({ db }, report): Promise<Result> => {
      const { complete, hub, epoch } =
        db
          .prepare("SELECT complete, hub, epoch FROM checkpoint")
          .get<Partial<Record<"complete" | "hub" | "epoch", unknown>> | undefined>() ?? {};
      // A file that is being built, or whose build was interrupted, is not in use.
      if (complete === 0) return { kind: "building" };
      if (identity && (hub !== identity.hub || epoch !== identity.epoch))
        return { kind: "outdated", file: findings.nameOf(path) };
      await checkPages(db, report);
      if (!keys || (source.kind === "sqlite" && !existsSync(source.file))) return { kind: "not-compared" };
      for (const flaw of await differences(model, db, source, keys, check)) report(flaw);
      return { kind: "compared" };
    });
    if (result?.kind !== "building") return result;
  }
  return undefined;
}

/** Returns the differences that a second read confirms: the log may have removed a month of disclosures between the two. */
async function differences(
  model: ReadModel<unknown>,
  db: Database,
  source: LogLocation,
  keys: KeyReader,
  { now, pace }: ReadModelCheck,
): Promise<readonly Flaw[]> {
  try {
    await using opened = new AsyncDisposableStack();
    const logAt = await openSource(source, opened);
    let last: readonly Flaw[] = [];
    for (let reading = 1; reading < MAX_READINGS; reading += 1) {
      const compared = await compareWithLog(model, db, logAt, readingTools(keys, now), pace);
      last = compared.flaws.map((what) => ({ position: compared.position, stream: "", what }));
      if (last.length === 0) break;
    }
    return last;
  } catch (error) {
    if (error instanceof LogUnavailable) return [flawOfFile("it cannot be compared with the log, which cannot be read now")];
    if (!("errcode" in Object(error)) && !(error instanceof SyntaxError)) throw error;
    if (db.isTransaction) db.exec("ROLLBACK");
    return [flawOfFile("it cannot be compared with the log: a page of one of the two is damaged")];
  }
}

/** Opens the log up to a position. `opened` closes everything that is opened for it. */
async function openSource(source: LogLocation, opened: AsyncDisposableStack): Promise<(until: Position) => LogReader> {
  if (source.kind === "sqlite") {
    const { db } = opened.use(openReadOnly(source.file));
    return (until) => openLogReader(db, until);
  }
  const log = await openLogForReading(source);
  opened.defer(log.close);
  const isWithin = (until: Position) => (event: StoredEvent) => event.position <= until;
  return (until) => ({
    ...log,
    readAll: async (after, limit) => (await log.readAll(after, limit)).filter(isWithin(until)),
    readStream: async (stream, after) => (await log.readStream(stream, after)).filter(isWithin(until)),
    readStreams: async (streams) => (await log.readStreams(streams)).map((events) => events.filter(isWithin(until))),
    head: async () => until,
  });
}

/** Read models only unseal and never seal. */
export function readingTools(keys: KeyReader, now: Date): Tools {
  const store: Pick<KeyStore, "fetch" | "unseal" | "destroyedKeys" | "onDestroy"> = { ...keys, onDestroy: () => {} };
  return { keys: store as KeyStore, today: () => londonDate(now) };
}
