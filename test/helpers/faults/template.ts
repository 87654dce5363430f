// A data folder in which everything has happened that can happen, made once, and what people are answered from it. Each fault is tried on a copy.
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type GraphQLObjectType, getNamedType, isCompositeType, isObjectType, isRequiredArgument } from "graphql";
import pino from "pino";
import { openSqliteLog } from "../../../event-log/sqlite/sqlite-log.ts";
import { buildSchema } from "../../../graphql/schema.ts";
import { readConfig } from "../../../hub/config.ts";
import { type Hub, openHub } from "../../../hub/hub.ts";
import { OPERATIONS } from "../../examples/operations.ts";
import { askInProcess } from "../ask-in-process.ts";
import { UNLIMITED } from "../cli.ts";
import { startFullHub } from "../full-hub.ts";
import { shipped } from "../policy-files.ts";
import { runOperations } from "../run-operations.ts";
import { cases } from "../soak.ts";

/** People of every kind who see some of the template's data. */
const PEOPLE = ["adviser", "chief-executive", "cib-lead", "panel-member", "department", "governance-officer"] as const;

/** The response to one query, as text that is equal in two runs. */
export type Answers = ReadonlyMap<string, string>;

export type Template = {
  readonly dir: string;
  /** When everything of it had happened. */
  readonly now: Date;
  /** The ids of its concerns, and every event of its logs by position: `<stream> <version> <id>`. */
  readonly concerns: readonly string[];
  readonly events: ReadonlyMap<string, string>;
  readonly disclosed: ReadonlyMap<string, string>;
  readonly answers: Answers;
  /** The folder as it was some time before. */
  readonly older: string;
  /** A copy in a separate folder, to be damaged: after a clean stop, or after a kill. */
  copy(how?: "stopped" | "killed"): Copy;
  remove(): void;
};
type Copy = { readonly dir: string; remove(): void };

/** The number of additional concerns, so that files have more than a few pages. */
const FURTHER = 10;

export async function makeTemplate(): Promise<Template> {
  const dir = mkdtempSync(join(tmpdir(), "candour-faults-"));
  const { hub: served } = await startFullHub(dir);
  // The contents of an earlier backup.
  const older = mkdtempSync(join(tmpdir(), "candour-faults-"));
  cpSync(dir, older, { recursive: true });
  for (let n = 0; n < FURTHER; n += 1) await runOperations(served, logged(n));
  const now = served.clock.now();
  await served.hub.caughtUp(await served.hub.log.head());
  // Files of a hub that is open and idle are what a kill leaves.
  const killed = mkdtempSync(join(tmpdir(), "candour-faults-"));
  cpSync(dir, killed, { recursive: true });
  await served.close();
  const copy = (how = "stopped"): Copy => {
    const to = mkdtempSync(join(tmpdir(), "candour-fault-"));
    cpSync(how === "killed" ? killed : dir, to, { recursive: true });
    return { dir: to, remove: () => rmSync(to, { recursive: true, force: true }) };
  };
  const remove = () => {
    for (const folder of [dir, killed, older]) rmSync(folder, { recursive: true, force: true });
  };
  const [events, disclosed] = await Promise.all([eventsIn(join(dir, LOG)), eventsIn(join(dir, DISCLOSURES))]);
  const concerns = [...new Set([...events.values()].flatMap((event) => event.match(/^concern-(\S+) 1 /)?.[1] ?? []))];
  // On a copy: asking is recorded.
  const asked = copy();
  const { hub } = await opened(asked.dir, now);
  await hub.live();
  const answers = await answersOf(hub, concerns);
  await hub.close();
  asked.remove();
  return { dir, now, concerns, events, disclosed, answers, older, copy, remove };
}

export const LOG = "log/events.sqlite";
export const DISCLOSURES = "log/disclosures.sqlite";
export const KEYS = "keys/keys.sqlite";

/** The hub on a folder, at an instant, and what it wrote to its own log. Throws what keeps it from opening. */
export async function opened(dir: string, now: Date): Promise<{ readonly hub: Hub; readonly logged: readonly string[] }> {
  const logged: string[] = [];
  const logger = pino({ level: "info", base: null }, { write: (line: string) => logged.push(line) });
  const config = readConfig({ CANDOUR_DATA_DIR: dir, PORT: "0", CANDOUR_CLOCK_LEAP_DAYS: "999", ...UNLIMITED });
  return { hub: await openHub(config, logger, { shipped, now: () => now }), logged };
}

/** Of how many concerns each person is asked about one: `npm run soak` asks everybody about each. */
const TURNS = cases(3, 1);

/** The responses to people about every concern; an error by its code. */
export async function answersOf(hub: Hub, concerns: readonly string[]): Promise<Answers> {
  const ask = askInProcess(hub);
  const answers = new Map<string, string>();
  for (const [at, person] of PEOPLE.entries())
    for (const [n, id] of concerns.entries()) {
      if ((at + n) % TURNS !== 0) continue;
      const { data, errors } = await ask(person, QUESTION, { id });
      const codes = errors?.map(({ extensions }) => extensions.code);
      answers.set(`${person} ${id}`, stable(JSON.stringify({ data, ...(codes && { codes }) })));
    }
  return answers;
}

/** Tokens are random in each response. */
const stable = (answer: string): string => answer.replace(/"[\w-]{80,}"/g, '"(token)"');

/** The name of every event in a log, by position. */
async function eventsIn(file: string): Promise<ReadonlyMap<string, string>> {
  const log = openSqliteLog(file);
  const events = await log.readAll("", Number.MAX_SAFE_INTEGER);
  await log.close();
  return new Map(events.map(({ position, stream, version, id }) => [position, `${stream} ${version} ${id}`]));
}

const logged = (n: number): typeof OPERATIONS => {
  const [log] = OPERATIONS.filter(({ document }) => document.includes("logConcern("));
  if (!log) throw new Error("No operation logs a concern.");
  const variables: typeof log.variables = (held) => {
    const { input } = log.variables(held) as { input: object };
    return { input: { ...input, idempotencyKey: `further-${n}`, summary: `Assessments are late in team ${n}.` } };
  };
  return [{ ...log, variables }];
};

const BESIDE: ReadonlySet<string> = new Set(["disclosures", "council", "region", "submission", "support", "supports"]);

/**
 * Every field of a concern that needs no argument, three deep; not who was answered what, as asking changes that, nor other things that stand
 * beside it and can be damaged by themselves.
 */
const QUESTION = `query($id: ID!) { concern(id: $id) { ${fieldsOf(concernType(), 3)} } }`;

function concernType(): GraphQLObjectType {
  const type = buildSchema().getType("Concern");
  if (!isObjectType(type)) throw new Error("There is no type Concern.");
  return type;
}

function fieldsOf(type: GraphQLObjectType, depth: number): string {
  return Object.values(type.getFields())
    .flatMap((field) => {
      const inner = getNamedType(field.type);
      if (field.args.some(isRequiredArgument) || BESIDE.has(field.name)) return [];
      if (!isCompositeType(inner)) return [field.name];
      if (!isObjectType(inner) || depth === 1 || inner === type) return [];
      const fields = fieldsOf(inner, depth - 1);
      return fields === "" ? [] : [`${field.name} { ${fields} }`];
    })
    .join(" ");
}
