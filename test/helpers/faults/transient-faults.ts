// A hub under load with a temporary fault of its machine: no acknowledged command and no disclosure is lost, the hub reports
// the fault while it lasts, and recovers by itself.
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { readConfig } from "../../../hub/config.ts";
import { type Env, type Running, type Serving, serving, start, UNLIMITED } from "../cli.ts";
import { fillFolder } from "../delivered-and-recorded.ts";
import { type Load, type Loading, openLoad } from "./load.ts";
import type { Outcome } from "./table.ts";

type End = () => unknown;
type Common = {
  readonly name: string;
  /** Settings of the hub while it lasts. */
  readonly env?: Env;
  /** Returns the parent of the folder, by default the temporary folder. Called before the hub starts. */
  readonly prepare?: (dir: string) => Promise<End> | End;
  readonly ofNode?: readonly string[];
  /** What is recorded meanwhile may have dates to come: the check of the stores tells of each, and of nothing else. */
  readonly isAhead?: boolean;
};
type Begin = (hub: Serving, dir: string) => Promise<End> | End;
type Turn = {
  /** Brings it about, and gives what ends it. */
  readonly begin: Begin;
  /** The fault comes and goes, and the hub is ready in between. */
  readonly comesAndGoes?: boolean;
  /** How many requests are sent during the fault, if none fails before. */
  readonly requests?: number;
};
export type FaultUnderLoad = Common &
  Turn & {
    /** The next fault in the same run, after this one has ended. */
    readonly next?: readonly Turn[];
    /** It may end the hub: then it is started again, as a service manager does. */
    readonly mayEnd?: boolean;
  };
type FaultAtStart = Common & {
  /** Brings it about before the hub starts, and gives what ends it. */
  readonly before: (dir: string) => Promise<End> | End;
};
export type PassingFault = FaultUnderLoad | FaultAtStart;
export type Case = readonly [kind: string, fault: PassingFault];

/** The time for the recovery after the fault: twice the interval of the hub's timers, plus a margin for a busy machine. */
const GOES_ON_MS = 180_000;
/** A hub that waits at its start may continue to wait. */
const STARTING_MS = 15_000;
const ENOUGH = { before: 8, during: 12, failed: 8 };

export async function makeFolder(): Promise<{ readonly dir: string; remove(): void }> {
  const dir = mkdtempSync(join(tmpdir(), "candour-base-"));
  await fillFolder(readConfig({ CANDOUR_DATA_DIR: dir, PORT: "0", CANDOUR_LOG_LEVEL: "error" }), 20);
  return { dir, remove: () => rmSync(dir, { recursive: true, force: true }) };
}

/** Tries one on a copy of a folder: under a hub that runs, or as it is there when the hub starts. */
export async function outcomeUnderLoad(base: string, fault: PassingFault): Promise<Outcome> {
  const dir = mkdtempSync(join(tmpdir(), "candour-fault-"));
  const undo = await fault.prepare?.(dir);
  const hubs: Running[] = [];
  try {
    cpSync(base, dir, { recursive: true });
    return await ("begin" in fault ? tried(dir, fault, hubs) : triedAtStart(dir, fault, hubs));
  } finally {
    // Whatever was thrown: no hub is left behind.
    for (const { child } of hubs) child.kill("SIGKILL");
    await undo?.();
    rmSync(dir, { recursive: true, force: true });
  }
}

async function tried(dir: string, fault: FaultUnderLoad, hubs: Running[]): Promise<Outcome> {
  const { env = {}, ofNode, next = [], mayEnd } = fault;
  const load = await openLoad(dir);
  const settings: Env = { CANDOUR_DATA_DIR: dir, CANDOUR_DISK_FREE_MB: "0" };
  let hub = await serving({ ...settings, ...env }, ofNode);
  hubs.push(hub);
  const conditions = conditionsOf(hub);
  const wrong: string[] = [];
  let loading = load.on(hub.url);
  let isOver = watchEnd(hub);
  let failed = 0;
  let goesOn: number | undefined = 0;
  for (const { begin, comesAndGoes, requests = ENOUGH.during } of [fault, ...next]) {
    if (goesOn === undefined) break;
    const { tally } = loading;
    await reached(() => tally.acknowledged >= ENOUGH.before && tally.answered >= ENOUGH.before, isOver);
    const end = await begin(hub, dir);
    await reached(enoughMore(loading, requests), isOver);
    if (!comesAndGoes && !isOver() && (await isReady(hub.url)))
      for (const [kind, lately] of Object.entries(tally.lately))
        if (lately.every((isAnswered) => !isAnswered)) wrong.push(`ready while none of the ${kind} is answered`);
    failed = tally.failed + tally.cut;
    await end();

    const since = performance.now();
    if (isOver()) {
      const { code, signal, stderr } = await hub.ended;
      if (!mayEnd) wrong.push(`the hub ended with ${code ?? signal}: ${stderr.slice(-300)}`);
      await loading.stop();
      hub = await serving(settings);
      hubs.push(hub);
      conditions.add(`ended with ${code ?? signal} and started again`);
      loading = load.on(hub.url);
      isOver = watchEnd(hub);
    }
    goesOn = await isWellAgain(hub.url, { loading, isOver, since });
  }
  await loading.stop();
  const ended = await hub.stop();
  if (goesOn !== undefined && ended.code !== 0) wrong.push(`the hub was stopped with ${ended.code}`);
  return verdictOf(fault, load, { wrong, goesOn, told: [...conditions], failed });
}

/** A hub that does not start must exit with the code that allows a retry. */
async function triedAtStart(dir: string, fault: FaultAtStart, hubs: Running[]): Promise<Outcome> {
  const { env = {}, ofNode, before } = fault;
  const load = await openLoad(dir);
  const settings: Env = { CANDOUR_DATA_DIR: dir, CANDOUR_DISK_FREE_MB: "0", ...env };
  const end = await before(dir);
  const wrong: string[] = [];
  let hub: Running = start(["serve"], { ...UNLIMITED, ...settings }, ofNode);
  hubs.push(hub);
  const conditions = conditionsOf(hub);
  const isOver = watchEnd(hub);
  const url = () => hub.said().match(/(?:ready|answers) at (http:\S+)/)?.[1];
  await Promise.race([reached(() => url() !== undefined, isOver), pause(STARTING_MS)]);
  const found = url();
  if (found && (await isReady(found))) conditions.add("started ready");
  await end();
  const began = performance.now();
  if (isOver()) {
    const { code, signal, stderr } = await hub.ended;
    // What nobody restarts would outlast its cause.
    if (code !== 1 || /^ {4}at /m.test(stderr)) wrong.push(`it did not start, with ${code ?? signal}: ${stderr.slice(-300)}`);
    conditions.add(`did not start: ${stderr.trim().split("\n").at(-1)}`);
    hub = start(["serve"], { ...UNLIMITED, CANDOUR_DATA_DIR: dir, CANDOUR_DISK_FREE_MB: "0" });
    hubs.push(hub);
  }
  const isOverAgain = watchEnd(hub);
  await reached(() => url() !== undefined, isOverAgain);
  const loading = load.on(url() ?? "");
  const goesOn = await isWellAgain(url() ?? "", { loading, isOver: isOverAgain, since: began });
  await loading.stop();
  hub.child.kill("SIGTERM");
  const { code, stderr } = await hub.ended;
  if (goesOn !== undefined && code !== 0) wrong.push(`the hub was stopped with ${code}: ${stderr.slice(-300)}`);
  return verdictOf(fault, load, { wrong, goesOn, told: [...conditions], failed: 0 });
}

type Found = {
  readonly wrong: readonly string[];
  readonly goesOn: number | undefined;
  readonly told: readonly string[];
  readonly failed: number;
};

async function verdictOf({ name: fault, isAhead }: Common, load: Load, { wrong, goesOn, told, failed }: Found): Promise<Outcome> {
  const audit = await load.audit(true, isAhead ? new Date(Date.UTC(2060)) : undefined);
  const said = (verdict: Outcome["verdict"], how: string): Outcome => ({ fault, verdict, how });
  if (audit.lost.length > 0) return said("lost", `${audit.lost.length}: ${audit.lost[0]}`);
  const all = [...wrong, ...audit.wrong];
  if (all.length > 0) return said("wrongly served", `${all.length}: ${all[0]}; ${told.join(", ")}`);
  if (goesOn === undefined) return said("stopped", told.join(", "));
  const how = `${load.acknowledged()} acknowledged, ${failed} failed meanwhile, went on after ${Math.round(goesOn)} ms; ${told.join(", ")}`;
  return said(told.length + failed > 0 ? "told" : "held", how);
}

type GoingOn = { readonly loading: Loading; readonly isOver: () => boolean; readonly since: number };
/** Milliseconds until the hub is ready and acknowledges and answers again; undefined if it does not recover in time. */
async function isWellAgain(url: string, { loading, isOver, since }: GoingOn): Promise<number | undefined> {
  const { tally } = loading;
  const { acknowledged, answered } = tally;
  while (performance.now() - since < GOES_ON_MS && !isOver()) {
    const isServing = tally.acknowledged > acknowledged + 4 && tally.answered > answered + 4;
    if (isServing && (await isReady(url))) return performance.now() - since;
    await pause(20);
  }
  return undefined;
}

const isReady = async (url: string): Promise<boolean> =>
  fetch(`${url}/ready`).then(
    ({ status }) => status === 200,
    () => false,
  );

function enoughMore({ tally }: Loading, requests: number): () => boolean {
  const { lately } = tally;
  const settled = () => tally.acknowledged + tally.answered + tally.failed + tally.cut;
  const [before, failedBefore] = [settled(), tally.failed + tally.cut];
  lately.writes.length = 0;
  lately.reads.length = 0;
  const isEnough = () => settled() >= before + requests || tally.failed + tally.cut >= failedBefore + ENOUGH.failed;
  return () => isEnough() && lately.writes.length >= 4 && lately.reads.length >= 4;
}

/** Waits without a time limit. */
export async function reached(isReached: () => boolean, isOver: () => boolean = () => false): Promise<void> {
  while (!isReached() && !isOver()) await pause(5);
}

export function watchEnd(hub: Pick<Running, "ended">): () => boolean {
  let isOver = false;
  hub.ended.then(() => {
    isOver = true;
  });
  return () => isOver;
}

/** The readiness conditions in its log. */
function conditionsOf(hub: Running): Set<string> {
  const found = new Set<string>();
  let rest = "";
  hub.child.stderr?.on("data", (text) => {
    const lines = `${rest}${text}`.split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      const [, condition] = line.match(/"condition":"(\w+)","problem":"\w+"/) ?? [];
      const [, problem, fault] = line.match(/"problem":"(\w+)"(?:.*?"fault":"(\w+)")?/) ?? [];
      if (condition && problem !== "READ_MODEL_BUILDING") found.add(`${condition} ${problem}${fault ? ` ${fault}` : ""}`);
    }
  });
  return found;
}
