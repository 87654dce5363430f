// operations/single-machine/bring-up after an interruption, with a program of the test in place of Docker Compose. The system tests run it with containers.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "../..");
/** Runs what the script runs in the hub's container in a folder of the test. Where the file `power` is there, the power fails at its step. */
const COMPOSE = `#!/bin/sh
cd "$(dirname "$0")"
echo "$*" >>called
fail() { if [ "$(cat power 2>/dev/null)" = "$1" ]; then rm power; kill -9 "$PPID"; exit 1; fi; }
case "$*" in
  *"--entrypoint sh "*) for script; do :; done; sh -c "$(printf %s "$script" | sed "s#/data/#data/#g")" ;;
  *" init")
    [ ! -e data/foreign ] || exit 1
    touch data/init.json; fail "during init"
    touch data/high-water.json; rm data/init.json; fail "after init" ;;
esac
`;

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "candour-bring-up-"));
  cpSync(join(ROOT, "operations"), join(dir, "operations"), { recursive: true });
  for (const folder of ["secrets", "data", "programs"]) mkdirSync(join(dir, folder));
  writeFileSync(join(dir, "secrets", "event-log-url"), "");
  writeFileSync(join(dir, "compose"), COMPOSE, { mode: 0o755 });
  writeFileSync(join(dir, "programs", "curl"), "#!/bin/sh\n", { mode: 0o755 });
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

function bringUp(composition: "single-machine" | "cluster") {
  const env = { PATH: `${join(dir, "programs")}:${process.env.PATH}`, CANDOUR_COMPOSE: join(dir, "compose") };
  const { status, signal, stdout } = spawnSync(join(dir, "operations", composition, "bring-up"), { env, encoding: "utf8" });
  return { status, signal, stdout };
}
const initsCalled = () => readFileSync(join(dir, "called"), "utf8").match(/ init$/gm)?.length;

describe.each(["single-machine", "cluster"] as const)("bring-up of %s", (composition) => {
  it.each([
    ["during init", 2],
    ["after init", 1],
  ] as const)("completes if the power failed %s, and makes the hub once", (power, inits) => {
    writeFileSync(join(dir, "power"), power);
    expect(bringUp(composition)).toMatchObject({ signal: "SIGKILL" });
    expect(bringUp(composition)).toMatchObject({ status: 0, stdout: expect.stringContaining("Ready at https://") });
    expect(bringUp(composition)).toMatchObject({ status: 0 });
    expect(initsCalled()).toBe(inits);
  });

  it("refuses the data folder of another hub, however often it is run", () => {
    for (const name of ["foreign", "high-water.json"]) writeFileSync(join(dir, "data", name), "");
    for (const _ of [1, 2]) expect(bringUp(composition)).toMatchObject({ status: 1 });
    expect(existsSync(join(dir, "secrets", "data-folder-made"))).toBe(false);
  });
});
