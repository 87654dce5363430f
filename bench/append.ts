// Compares appends of the hub's log with bare node:sqlite. Both wait for the disk on every commit.
import type { Append, EventLog } from "../event-log/port.ts";
import { openSqliteLog } from "../event-log/sqlite/sqlite-log.ts";
import { openOwned } from "../test/helpers/owned-log.ts";
import { type Bare, commands, freshFile, openBare } from "./bare.ts";
import { type Contest, compare, type Reach, type Result, rate } from "./harness.ts";

// Many short turns distribute the machine's other load over both sides.
const ROUNDS = 24;
// About the number of events of a concern.
const EVENTS_A_STREAM = 10;
// The number of events in the log before the measurement, because hubs are seldom new.
const BEFORE = 8000;

type Turns = Contest & { done(): Promise<void> };

type Work = {
  readonly name: string;
  readonly work: string;
  /** The number of events in a turn, of writers, and of events in a transaction of the bare log. */
  readonly count: number;
  readonly writers: number;
  readonly group: number;
  readonly reach?: Reach;
  readonly openLog?: (path: string) => Promise<EventLog>;
};

/** Both sides have the same events in the same order, with the events of each stream in order. */
function contest({ name, work, count, writers, group, reach, openLog = openInThisThread }: Work): Turns {
  const total = BEFORE + count * (ROUNDS + 1);
  const all = commands(total, Math.ceil(total / EVENTS_A_STREAM));
  const turns = () => all.slice(BEFORE).values();
  let ours: { log: EventLog; rest: Iterator<Append> } | undefined;
  let bare: { file: Bare; rest: Iterator<Append> } | undefined;

  return {
    ...{ name, work, unit: "events/s", rounds: ROUNDS, ...(reach && { reach }) },
    async ours() {
      ours ??= { log: await filled(await openLog(freshFile("append-ours")), all.slice(0, BEFORE)), rest: turns() };
      const { log } = ours;
      const turn = take(ours.rest, count);
      return rate(count, () => write(log, turn, writers));
    },
    async theirs() {
      bare ??= { file: filledBare(all.slice(0, BEFORE)), rest: turns() };
      const { append } = bare.file;
      const turn = take(bare.rest, count);
      return rate(count, () => {
        for (let next = 0; next < count; next += group) append(turn.slice(next, next + group));
      });
    },
    async done() {
      await ours?.log.close();
      bare?.file.close();
    },
  };
}

/** Each writer waits for one append before its next; no two writers use the same stream. */
async function write(log: EventLog, turn: readonly Append[], writers: number): Promise<void> {
  const rest = turn.values();
  await Promise.all(
    Array.from({ length: writers }, async () => {
      for (const append of rest) {
        const outcome = await log.append(append);
        if (outcome.kind !== "appended" || outcome.repeated) throw new Error("An append was refused.");
      }
    }),
  );
}

const openInThisThread = async (path: string): Promise<EventLog> => openSqliteLog(path);
/** As a hub opens it: a thread of its own writes the file. */
const openAsHub = async (path: string): Promise<EventLog> => (await openOwned(path)).log;

async function filled(log: EventLog, before: readonly Append[]): Promise<EventLog> {
  await Promise.all(before.map((append) => log.append(append)));
  return log;
}

function filledBare(before: readonly Append[]): Bare {
  const file = openBare(freshFile("append-bare"));
  file.append(before);
  return file;
}

function take(rest: Iterator<Append>, count: number): readonly Append[] {
  return Array.from({ length: count }, () => rest.next().value as Append);
}

const GROUPED = { work: "64 writers; theirs: 64 events a transaction", count: 1920, writers: 64, group: 64 } as const;
const WORKS: readonly Work[] = [
  {
    name: "append_1_writer",
    work: "1 writer; theirs: one event a transaction",
    ...{ count: 200, writers: 1, group: 1, reach: { atLeast: 0.8 } },
  },
  {
    name: "append_64_writers",
    work: "64 writers; theirs: one event a transaction",
    ...{ count: 640, writers: 64, group: 1, reach: { atLeast: 2.5 } },
  },
  { name: "append_64_writers_grouped", ...GROUPED, reach: { atLeast: 0.65 } },
  { name: "append_64_writers_threaded", ...GROUPED, openLog: openAsHub },
];

export async function append(): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (const work of WORKS) {
    const turns = contest(work);
    results.push(await compare(turns));
    await turns.done();
  }
  return results;
}
