// Compares a hub with its log in EventStoreDB with one with its log in SQLite: commands, and reads that are each recorded before the response. Uses the
// server that KURRENTDB_URL names, which must hold no log, or the stand-in of the tests, whose figures say nothing about a server.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { spawnStandIn } from "../test/helpers/kurrentdb-stand-in/spawn.ts";
import { compare, type Result } from "./harness.ts";
import { askedRate, type Load } from "./load.ts";
import { logConcern, read } from "./questions.ts";
import { type HubServer, hubOn } from "./servers.ts";
import { numbersFrom } from "./world/numbers.ts";

const COUNCIL = { code: "X00000004", type: "county" } as const;
const [WRITERS, COMMANDS_EACH] = [16, 25];
const [READERS, READS_EACH] = [16, 16];
const SINGLE_READS = 60;
const ROUNDS = { rounds: 7, warmUps: 2 };
/** The minimum ratio to SQLite's rate. */
const HALF = { atLeast: 0.5 };

/** A hub with its demonstration people, and its logged concerns that were not read yet. */
type Contestant = { readonly hub: HubServer; readonly token: string; readonly unread: string[] };

async function contestant(dir: string, env: Readonly<Record<string, string>>): Promise<Contestant> {
  const hub = await hubOn(dir, [], { CANDOUR_DEMONSTRATION: "true", ...env });
  return { hub, token: await hub.token("adviser"), unread: [] };
}

const turn = ({ hub }: Contestant, readers: number, least: number, next: Load["next"]) =>
  askedRate(hub, { readers, seconds: 0, least, next });

/** Each writer logs concerns one after the other. */
function logSome(one: Contestant, numbers: ReturnType<typeof numbersFrom>) {
  const note = (answer: string | undefined) => {
    const { id } = answer === undefined ? {} : (JSON.parse(answer) as LogAnswer).data.logConcern.concern;
    if (id) one.unread.push(id);
  };
  return turn(one, WRITERS, COMMANDS_EACH, (_, answer) => {
    note(answer);
    return { token: one.token, body: logConcern(numbers, COUNCIL) };
  });
}
type LogAnswer = { readonly data: { readonly logConcern: { readonly concern: { readonly id?: string } } } };

/** Each reader reads concerns one after the other that nobody has read. */
const readSome = (one: Contestant, readers: number, each: number) =>
  turn(one, readers, each, () => ({ token: one.token, body: read(one.unread.pop() ?? "") }));

export async function hubKurrent(): Promise<readonly Result[]> {
  const standIn = process.env.KURRENTDB_URL === undefined ? await spawnStandIn({}) : undefined;
  const folder = mkdtempSync(join(tmpdir(), "candour-bench-"));
  const server = {
    CANDOUR_EVENT_LOG: "kurrentdb",
    CANDOUR_KURRENTDB_URL: process.env.KURRENTDB_URL ?? standIn?.connectionString ?? "",
  };
  const over = standIn ? "the stand-in of the tests" : "a server";
  const [ours, theirs] = await Promise.all([contestant(join(folder, "cluster"), server), contestant(join(folder, "files"), {})]);
  const numbers = numbersFrom(5);
  try {
    const commands = await compare({
      ...{ name: "command_kurrentdb", unit: "commands/s", ...ROUNDS, reach: HALF },
      work: `logConcern, ${WRITERS} clients, over ${over}; theirs: the hub on SQLite`,
      ours: () => logSome(ours, numbers),
      theirs: () => logSome(theirs, numbers),
    });
    const reads = async (name: string, readers: number, each: number) =>
      compare({
        ...{ name, unit: "reads/s", ...ROUNDS, reach: HALF },
        work: `one concern with all parts, every view new and on record, ${readers} at a time, over ${over}; theirs: the hub on SQLite`,
        ours: () => readSome(ours, readers, each),
        theirs: () => readSome(theirs, readers, each),
      });
    return [commands, await reads("read_kurrentdb", READERS, READS_EACH), await reads("read_kurrentdb_single", 1, SINGLE_READS)];
  } finally {
    await ours.hub[Symbol.asyncDispose]();
    await theirs.hub[Symbol.asyncDispose]();
    await standIn?.signal("SIGTERM");
    rmSync(folder, { recursive: true, force: true });
  }
}
