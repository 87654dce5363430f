// Appending: our log against node:sqlite by itself, both waiting for the disk on every commit.
import { openSqliteLog } from "../event-log/sqlite.ts";
import { commands, freshFile, openBare } from "./data.ts";
import { type Contest, rate } from "./harness.ts";

const ROUNDS = 7;
// About what a concern comes to.
const EVENTS_A_STREAM = 10;
// A hub is seldom new: what the log holds before the clock starts.
const BEFORE = 8000;

const before = commands(BEFORE, BEFORE / EVENTS_A_STREAM, 1);

/** `count` events by so many writers, each waiting for one append before the next, no two of them in one stream. */
function ours(count: number, writers: number) {
  const work = commands(count, count / EVENTS_A_STREAM, 2);
  return async () => {
    const log = openSqliteLog(freshFile("append-ours"));
    await Promise.all(before.map((append) => log.append(append)));
    const result = await rate(count, () =>
      Promise.all(
        Array.from({ length: writers }, async (_, writer) => {
          for (let next = writer; next < count; next += writers) {
            const append = work[next];
            const outcome = append && (await log.append(append));
            if (outcome?.kind !== "appended") throw new Error("An append was refused.");
          }
        }),
      ),
    );
    await log.close();
    return result;
  };
}

/** The same, `group` events a transaction, synchronously, one after another: nothing else of the process gets a turn. */
function bare(count: number, group: number) {
  const work = commands(count, count / EVENTS_A_STREAM, 2);
  return async () => {
    const { db, append } = openBare(freshFile("append-bare"));
    append(before);
    const result = await rate(count, () => {
      for (let next = 0; next < count; next += group) append(work.slice(next, next + group));
    });
    db.close();
    return result;
  };
}

export const contests = (): readonly Contest[] => [
  {
    name: "append-1-writer",
    work: "1 writer; bare: one event a transaction",
    unit: "events/s",
    rounds: ROUNDS,
    ours: ours(1500, 1),
    bare: bare(1500, 1),
  },
  {
    name: "append-64-writers",
    work: "64 writers; bare: one event a transaction",
    unit: "events/s",
    rounds: ROUNDS,
    ours: ours(6400, 64),
    bare: bare(6400, 1),
  },
  {
    name: "append-64-writers-grouped",
    work: "64 writers; bare: 64 events a transaction",
    unit: "events/s",
    rounds: ROUNDS,
    ours: ours(12_800, 64),
    bare: bare(12_800, 64),
  },
];
