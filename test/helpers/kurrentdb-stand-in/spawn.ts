// Starts the stand-in as a separate process, and sends it signals.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { StandInOptions } from "./start.ts";

export type SpawnedStandIn = {
  readonly connectionString: string;
  readonly ports: readonly number[];
  /** Resolves with the exit code, or null if a signal ended the process. */
  signal(signal: NodeJS.Signals): Promise<number | null>;
  /** Suspends the process until `thaw`. */
  freeze(): void;
  thaw(): void;
};

export async function spawnStandIn(options: Omit<StandInOptions, "tls">): Promise<SpawnedStandIn> {
  const worker = fileURLToPath(new URL("process.ts", import.meta.url));
  const child = spawn(process.execPath, [worker, JSON.stringify(options)], { stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(child, "exit") as Promise<[number | null]>;
  const { connectionString, ports } = JSON.parse(await firstLine(child)) as Pick<SpawnedStandIn, "connectionString" | "ports">;
  return {
    connectionString,
    ports,
    async signal(name) {
      if (child.exitCode === null && child.signalCode === null) child.kill(name);
      return (await ended)[0];
    },
    freeze: () => void child.kill("SIGSTOP"),
    thaw: () => void child.kill("SIGCONT"),
  };
}

async function firstLine({ stdout }: ChildProcess): Promise<string> {
  if (!stdout) throw new Error("The stand-in has no output.");
  for await (const line of createInterface({ input: stdout })) return line;
  throw new Error("The stand-in ended before it served; what it said is above.");
}
