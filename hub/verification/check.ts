// Checks whether this release can use a folder, by doing everything that the release would do with the data in temporary files. Nothing is
// written in the folder.
import { relative } from "node:path";
import { DISCLOSURE_STREAMS } from "../../disclosure/streams.ts";
import { openKeyReader } from "../../event-log/keys/key-reader.ts";
import { PostgresUnusable } from "../../event-log/postgres/unusable.ts";
import { type LogReader, openLogReader } from "../../event-log/sqlite/log-reader.ts";
import { isDamage, isOfFile, openReadOnly, readingProblem } from "../../event-log/stores/read-only.ts";
import { streamName } from "../../event-log/stream-name.ts";
import { READ_MODELS } from "../../projections/all.ts";
import { buildFresh } from "../../projections/runtime/compare.ts";
import { PLACEMENTS } from "../../projections/runtime/placement.ts";
import { POLICY_STREAM } from "../../services/policy/events.ts";
import type { StreamKind } from "../../services/stream-kind.ts";
import { kindOf, LOG_STREAMS } from "../../services/streams.ts";
import type { FoundFolder } from "../folder/data-folder.ts";
import { policyProblem } from "../policy-at-start.ts";
import type { StoreFlaw, Unchecked } from "./findings.ts";
import { openKeyringSource } from "./keyring-source.ts";
import { newerRelease, RELEASE } from "./release.ts";
import { readingTools } from "./verify-read-models.ts";

type Options = { readonly now: Date; readonly policyApproved: string | undefined; readonly release?: string };

const PAGE = 500;

/** No content of a file makes this throw. */
export async function checkRelease(folder: FoundFolder, { now, policyApproved, release = RELEASE }: Options) {
  const problems: StoreFlaw[] = [];
  const unchecked: Unchecked[] = [];
  const counts = { events: 0, streams: 0, readModels: 0 };
  const nameOf = (path: string) => relative(folder.dataDir, path);
  const add = (path: string, what: string, stream = "", position = "") => {
    problems.push({ file: nameOf(path), stream, position, what });
  };
  using opened = new DisposableStack();
  /** A problem with one file affects only the checks that need it. */
  async function on<T>(path: string, work: () => T | Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof PostgresUnusable) {
        unchecked.push({ file: nameOf(path), why: error.message });
        return undefined;
      }
      if (!isOfFile(error) && !(error instanceof SyntaxError)) throw error;
      if (error instanceof SyntaxError || isDamage(error))
        add(path, error instanceof SyntaxError ? "an event is damaged" : readingProblem(error));
      else unchecked.push({ file: nameOf(path), why: readingProblem(error) });
      return undefined;
    }
  }
  const open = (path: string) => on(path, () => opened.use(openReadOnly(path)).db);

  async function readAll(path: string, log: LogReader, kinds: readonly StreamKind[]): Promise<void> {
    for (let after = ""; ; ) {
      const events = await log.readAll(after, PAGE);
      for (const event of events) {
        counts.events += 1;
        try {
          const kind = kindOf(kinds, event.category);
          if (kind) kind.read(event);
          else add(path, "its stream is of a kind that this release does not know", event.stream, event.position);
        } catch {
          add(path, "this release cannot read it: its stream would be put in quarantine", event.stream, event.position);
        }
      }
      const last = events.at(-1);
      if (!last) return;
      after = last.position;
      await new Promise(setImmediate);
    }
  }

  async function foldAll(path: string, log: LogReader): Promise<void> {
    for (const { category, fold } of LOG_STREAMS)
      for (const id of fold ? await log.streams(category) : []) {
        counts.streams += 1;
        try {
          fold?.(id, await log.readStream(streamName(category, id)));
        } catch (error) {
          if ("errcode" in Object(error)) throw error;
          add(path, "no state can be made of the stream: commands on it would be refused", streamName(category, id));
        }
      }
  }

  const sources = {
    log: await open(folder.logFile),
    disclosures: await open(folder.disclosuresFile),
    keys: await on(folder.keysFile, async () => opened.use(await openKeyringSource(folder)).db),
  };
  for (const [path, db] of [
    [folder.logFile, sources.log],
    [folder.disclosuresFile, sources.disclosures],
  ] as const) {
    const newer = db && (await on(path, () => newerRelease(db, release)));
    if (newer)
      add(path, `release ${newer} wrote it last: this one, ${release}, starts only with CANDOUR_OLDER_RELEASE=${release}`);
  }
  const logs = {
    log: sources.log && openLogReader(sources.log),
    disclosures: sources.disclosures && openLogReader(sources.disclosures),
  };
  const { log, disclosures } = logs;
  if (log) {
    await on(folder.logFile, () => readAll(folder.logFile, log, LOG_STREAMS));
    await on(folder.logFile, () => foldAll(folder.logFile, log));
    await on(folder.logFile, async () => {
      const stored = await log.readStream(POLICY_STREAM);
      const problem = policyProblemOf(stored, policyApproved);
      if (problem) add(folder.logFile, `the hub would not start on the policy on record: ${problem}`, POLICY_STREAM);
    });
  }
  if (disclosures) await on(folder.disclosuresFile, () => readAll(folder.disclosuresFile, disclosures, DISCLOSURE_STREAMS));
  const { masterKey } = folder;
  if (masterKey?.length !== 32) unchecked.push({ file: nameOf(folder.keysFile), why: "there is no master key to open it with" });
  else if (sources.keys) {
    const keys = opened.adopt(openKeyReader(sources.keys, masterKey), (reader) => reader.close());
    for (const model of READ_MODELS) {
      const source = PLACEMENTS[model.name].log === "disclosures" ? disclosures : log;
      const path = `${folder.readModels}/${model.name}`;
      const built = source && (await on(path, () => buildFresh(model, source, readingTools(keys, now))));
      if (typeof built === "string") add(path, built);
      else if (built) counts.readModels += 1;
    }
  }
  return { problems, unchecked, ...counts };
}

/** An unreadable policy on record is reported as an unreadable event. */
function policyProblemOf(...recorded: Parameters<typeof policyProblem>): string | undefined {
  try {
    return policyProblem(...recorded);
  } catch {
    return "it cannot be read.";
  }
}
