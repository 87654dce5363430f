// Runs commands of the command line in the test's own process, with the parser and the error report that a separate process uses. Starting one takes a second.
// Tests of `serve`, signals, standard input and closed pipes use cli.ts, which starts processes.
import { format } from "node:util";
import { vi } from "vitest";
import { program } from "../../bin/program.ts";
import { reportError } from "../../bin/report-error.ts";
import type { Ended, Env } from "./cli.ts";

/** Thrown instead of ending this process. */
class Exited extends Error {
  readonly code: number;
  constructor(code: number) {
    super(`The command ended with ${code}.`);
    this.code = code;
  }
}

/** The last command that was started. Output, settings and the working folder belong to the whole process, so commands run one after the other. */
let previous: Promise<unknown> = Promise.resolve();

/** Runs a command to its end, in the folder `cwd`. It has no settings but `env`. */
export function run(args: readonly string[], env: Env, cwd?: string): Promise<Ended> {
  const ended = previous.then(() => runAlone(args, env, cwd));
  previous = ended.catch(() => {});
  return ended;
}

async function runAlone(args: readonly string[], env: Env, cwd = process.cwd()): Promise<Ended> {
  const restoreSettings = replaceSettings({ PORT: "0", CANDOUR_LOG_LEVEL: "silent", ...env });
  const [codeBefore, folderBefore] = [process.exitCode, process.cwd()];
  const { written, restore } = captureOutput();
  process.exitCode = undefined;
  process.chdir(cwd);
  try {
    const code = await codeOf(program.parseAsync(args, { from: "user" }));
    return { code, signal: null, stdout: written.stdout, stderr: written.stderr };
  } finally {
    restore();
    restoreSettings();
    process.chdir(folderBefore);
    process.exitCode = codeBefore;
  }
}

async function codeOf(command: Promise<unknown>): Promise<number> {
  try {
    await command;
    return Number(process.exitCode ?? 0);
  } catch (error) {
    return error instanceof Exited ? error.code : reportError(error);
  }
}

/** Replaces the settings that a hub or a command reads. Returns a function that restores the former ones. */
function replaceSettings(env: Env): () => void {
  const before = Object.entries(process.env).filter(([name]) => isSetting(name));
  const replace = (settings: readonly (readonly [string, string | undefined])[]) => {
    for (const name of Object.keys(process.env).filter(isSetting)) delete process.env[name];
    for (const [name, value] of settings) process.env[name] = value;
  };
  replace(Object.entries(env));
  return () => replace(before);
}

const isSetting = (name: string): boolean => /^(?:CANDOUR_(?!SHARED_FOLDERS$).*|HOST|PORT)$/.test(name);

function captureOutput() {
  const written = { stdout: "", stderr: "" };
  const writing = (to: keyof typeof written) => (text: string | Uint8Array) => {
    written[to] += typeof text === "string" ? text : Buffer.from(text).toString();
    return true;
  };
  const printing =
    (to: keyof typeof written) =>
    (...values: unknown[]) => {
      written[to] += `${format(...values)}\n`;
    };
  const spies = [
    vi.spyOn(process.stdout, "write").mockImplementation(writing("stdout")),
    vi.spyOn(process.stderr, "write").mockImplementation(writing("stderr")),
    vi.spyOn(console, "log").mockImplementation(printing("stdout")),
    vi.spyOn(console, "error").mockImplementation(printing("stderr")),
    vi.spyOn(process, "exit").mockImplementation((code) => {
      throw new Exited(Number(code ?? process.exitCode ?? 0));
    }),
  ];
  return {
    written,
    restore() {
      for (const spy of spies) spy.mockRestore();
    },
  };
}
