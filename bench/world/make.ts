// Fills a data folder with a world: run as a program, so that what it takes in memory goes with it. Events are made without the commands
// that would have led to them (a million decisions of Cedar's would take an hour), and go through the log's and the keys' own doors. The read
// models are then built by the hub itself, as on any start.
import { rmSync } from "node:fs";
import pino from "pino";
import { openSqliteKeyring } from "../../event-log/keys/sqlite-keys.ts";
import { openSqliteLog } from "../../event-log/sqlite/sqlite-log.ts";
import { recordDeadlines } from "../../hub/clock/scheduled-jobs.ts";
import { readConfig } from "../../hub/config.ts";
import { openDataFolder } from "../../hub/folder/data-folder.ts";
import { openHub } from "../../hub/hub.ts";
import { createCouncils } from "../../reference/councils.ts";
import { type DecidedEvent, plain, sealEvents } from "../../services/confidential.ts";
import { daysAfter } from "../../services/dates.ts";
import { personStream } from "../../services/people/events.ts";
import { POLICY_STREAM } from "../../services/policy/events.ts";
import { CONCERNS_A_SUPPORT, concernLife, DAYS, FIRST_DAY, LAST_DAY, type Life, supportLife } from "./lives.ts";
import { longLife } from "./long-lives.ts";
import { assignmentOf, READER_KINDS, READERS_OF_A_KIND, readerId } from "./readers.ts";

/** What is handed over to the log at once: it commits it together. */
const AT_ONCE = 2_000;

/** Without a number of concerns a world is brought up to the read models of today's code. Its concerns' lives are long ones if so asked. */
const [dir = "", wanted, lives] = process.argv.slice(2);
const concerns = Number(wanted);
const config = readConfig({ CANDOUR_DATA_DIR: dir, CANDOUR_DEMONSTRATION: "false" });
const logger = pino({ level: "error" });

if (wanted !== undefined) {
  // The hub puts its policy on an empty record. What it builds of that is of no use to a full one.
  const empty = await openHub(config, logger);
  await empty.live();
  await empty.close();
  rmSync(empty.folder.readModels, { recursive: true });
  await fill();
}
const full = await openHub(config, logger);
await full.live();
// A hub that serves does so in its first minutes: what councils said of shares stands on their own streams, too, and every deadline until today is on record.
await full.positionsRecorded();
await recordDeadlines(full);
await full.close();

async function fill(): Promise<void> {
  const { logFile, keysFile, masterKey } = openDataFolder(config);
  const log = openSqliteLog(logFile);
  const keys = openSqliteKeyring(keysFile, masterKey);
  const councils = createCouncils().all(LAST_DAY);
  const [published] = await log.readStream(POLICY_STREAM);
  const policyVersion = published?.metadata.policyVersion ?? "";
  const streamKeys = new Map<string, string>();
  let waiting: Promise<unknown>[] = [];

  async function append(
    stream: string,
    version: number,
    day: number,
    actor: string,
    events: readonly DecidedEvent[],
  ): Promise<void> {
    const key = streamKeys.get(stream) ?? (await keys.newKey());
    streamKeys.set(stream, key);
    const commandId = `world-${stream}-${version}`;
    waiting.push(
      log.append({
        stream,
        expected: version === 0 ? "new" : { version },
        events: await sealEvents(keys, () => key, events),
        metadata: { actor, commandId, correlation: commandId, causation: commandId, policyVersion, permittedBy: ["world"] },
        bodyDigest: "",
        at: `${daysAfter(FIRST_DAY, day)}T12:00:00.000Z`,
      }),
    );
    if (waiting.length >= AT_ONCE) await settle();
  }
  async function settle(): Promise<void> {
    await Promise.all(waiting);
    waiting = [];
  }

  for (const kind of READER_KINDS)
    for (let n = 0; n < READERS_OF_A_KIND; n += 1) {
      const name = plain({ name: `${readerId(kind, n)} (invented)` });
      await append(personStream(readerId(kind, n)), 0, 0, "hub", [
        { type: "PersonRegistered.v1", data: { text: name } },
        { type: "AssignmentStarted.v1", data: assignmentOf(kind, n, councils) },
      ]);
    }

  // Events are in the order of days. Each history is generated again for each of its commands, because a million histories do not fit in memory.
  const supports = Math.floor(concerns / CONCERNS_A_SUPPORT);
  const lifeOf = (number: number): Life =>
    number < concerns
      ? (lives === "long-lives" ? longLife : concernLife)(number, concerns, councils)
      : supportLife(number - concerns, supports, councils);
  const due = Array.from({ length: DAYS }, (): [number: number, deed: number][] => []);
  for (let number = 0; number < concerns + supports; number += 1) due[lifeOf(number).begins]?.push([number, 0]);
  for (const [day, deeds] of due.entries()) {
    for (const [number, index] of deeds) {
      const { stream, begins, deeds: all } = lifeOf(number);
      const deed = all[index];
      if (!deed) continue;
      const before = all.slice(0, index).reduce((sum, { events }) => sum + events.length, 0);
      await append(stream, before, day, deed.actor, deed.events);
      const next = all[index + 1];
      // Events after the last day are left out.
      if (next && begins + next.after < DAYS) due[begins + next.after]?.push([number, index + 1]);
      else streamKeys.delete(stream);
    }
    due[day] = [];
  }
  await settle();
  keys.close();
  await log.close();
}
