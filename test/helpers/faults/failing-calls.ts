// Failing system calls for a hub in a separate process: a small library, which is built if there is a compiler, is preloaded.
import { spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { constants, tmpdir } from "node:os";
import { join } from "node:path";
import type { Env } from "../cli.ts";

const SOURCE = join(import.meta.dirname, "failing-calls.c");

/** `w` write, `s` sync, `r` read, `o` open to write or make, `t` truncate. */
export type Rule = {
  readonly error: "EIO" | "ENOSPC" | "EROFS" | "EMFILE" | "EDQUOT" | "EACCES" | "ENOMEM";
  readonly calls: string;
  /** Part of a path. */
  readonly on: string;
  /** Whether every call fails, or every nth. */
  readonly every?: number;
};

type FailingCalls = {
  readonly env: Env;
  begin(...rules: readonly Rule[]): void;
  end(): void;
};

const NONE = { library: "", remove: () => {} };

/** Returns why the library cannot be built. */
export function buildFailingCalls(): { readonly library: string; readonly why?: string; remove(): void } {
  if (process.platform !== "linux") return { ...NONE, why: "calls of the system can be made to fail on Linux alone" };
  const folder = mkdtempSync(join(tmpdir(), "candour-failing-"));
  const library = join(folder, "failing-calls.so");
  const { status, error } = spawnSync("cc", ["-shared", "-fPIC", "-O2", "-o", library, SOURCE, "-ldl"]);
  const remove = () => rmSync(folder, { recursive: true, force: true });
  if (status === 0) return { library, remove };
  remove();
  return { ...NONE, why: error ? "there is no C compiler (cc)" : "cc could not build failing-calls.c" };
}

/** For one hub; its rules stand beside the library. */
export function failingCalls(library: string): FailingCalls {
  const file = `${library}.${randomUUID()}`;
  return {
    env: { LD_PRELOAD: library, CANDOUR_TEST_FAILING_CALLS: file },
    begin: (...rules) =>
      writeFileSync(
        file,
        rules.map(({ error, calls, on, every = 1 }) => `${constants.errno[error]} ${calls} ${every} ${on}\n`).join(""),
      ),
    end: () => rmSync(file, { force: true }),
  };
}
