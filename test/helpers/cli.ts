// The real command line in processes of its own, with nothing of this process's environment but the path. Node keeps what it compiled in
// node_modules, because starting is most of what a short command costs.
import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "../..");
/** Node's compile cache. */
export const COMPILED = join(ROOT, "node_modules/.cache/node");
export type Env = Readonly<Record<string, string>>;
export type Ended = {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
};
export type Running = {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** What it has written to stdout so far, and to stderr: its log. */
  readonly said: () => string;
  readonly logged: () => string;
};

/**
 * Starts a command; `ofNode` are options of Node's own, `input` is what it reads from stdin, `cwd` the folder it runs in.
 */
export function start(
  args: readonly string[],
  env: Env,
  ofNode: readonly string[] = [],
  input?: Uint8Array,
  cwd?: string,
  script = "bin/candour.ts",
): Running {
  const child = spawn(process.execPath, [...ofNode, join(ROOT, script), ...args], {
    cwd,
    env: { PATH: process.env.PATH ?? "", PORT: "0", NODE_COMPILE_CACHE: COMPILED, ...env },
    stdio: [input ? "pipe" : "ignore", "pipe", "pipe"],
  });
  child.stdin?.end(input);
  let stdout = "";
  let stderr = "";
  child.stdout?.on("data", (text) => {
    stdout += text;
  });
  child.stderr?.on("data", (text) => {
    stderr += text;
  });
  const ended = new Promise<Ended>((resolve) => child.once("close", (code, signal) => resolve({ code, signal, stdout, stderr })));
  return { child, ended, said: () => stdout, logged: () => stderr };
}

/** Runs a command to its end. */
export const run = (args: readonly string[], env: Env): Promise<Ended> => start(args, env).ended;

export type Serving = Running & { readonly url: string; stop(signal?: NodeJS.Signals): Promise<Ended> };

/** Tests and benchmarks send more requests than any person. */
export const UNLIMITED: Env = {
  CANDOUR_ACCESS_LOG: "false",
  ...{ CANDOUR_COMMANDS_A_MINUTE: "0", CANDOUR_SEARCHES_A_MINUTE: "0" },
  ...{ CANDOUR_EXPORTS_A_MINUTE: "0", CANDOUR_FILES_A_MINUTE: "0", CANDOUR_SIMULATIONS_A_MINUTE: "0" },
  CANDOUR_SIGN_INS_A_MINUTE: "0",
};

/** Serves until `stop`, with no rates unless they are given. Throws what it wrote when it ends before it is ready. */
export async function serving(env: Env, ofNode: readonly string[] = []): Promise<Serving> {
  const running = start(["serve"], { ...UNLIMITED, ...env }, ofNode);
  let over = false;
  const ended = running.ended.then(() => {
    over = true;
  });
  for (;;) {
    const [, url] = running.said().match(/ready at (http:\S+)/) ?? [];
    if (url) return { ...running, url, stop: (signal = "SIGTERM") => stopped(running, signal) };
    if (over) throw new Error(`The hub ended: ${(await running.ended).stderr}`);
    await Promise.race([ended, new Promise((resolve) => running.child.stdout?.once("data", resolve))]);
  }
}

function stopped({ child, ended }: Running, signal: NodeJS.Signals): Promise<Ended> {
  child.kill(signal);
  return ended;
}

/** Sends a query to a hub that runs elsewhere. */
export async function askAt<Data>(url: string, token: string, query: string, variables: object = {}): Promise<Data> {
  const response = await fetch(`${url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await response.json()) as { data: Data; errors?: unknown };
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
}
