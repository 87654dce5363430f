// The systemd unit: systemd's own checks, and a hub that runs with the unit's command and settings.
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { join } from "node:path";
import { exportJWK, generateKeyPair } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { EXIT_NEEDS_OPERATOR } from "../../hub/exit-codes.ts";
import { derive, example, ROOT } from "../helpers/system/operations-files.ts";
import { type Daemon, describeWith, freePort, runProgram, startDaemon, temporaryFolder } from "../helpers/system/programs.ts";

/** The maximum exposure that `systemd-analyze security` may report, in tenths: 0 is not exposed, 100 is entirely exposed. */
const EXPOSURE = 15;

/** The assignments in a unit or a file of settings, in order. */
const entries = (text: string): readonly (readonly [name: string, value: string])[] =>
  text
    .split("\n")
    .filter((line) => /^\w+=/.test(line))
    .map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]);
const unit = (name: string) => entries(example("candour.service")).flatMap(([key, value]) => (key === name ? [value] : []));

describeWith(["systemd-analyze"], "systemd", (programs) => {
  const folder = temporaryFolder();
  afterAll(() => folder.remove());
  const file = join(folder.path, "candour.service");
  beforeAll(() => writeFileSync(file, derive("candour.service", [["/opt/candour", ROOT]])));

  it("accepts the unit", async () => {
    expect(await runProgram(programs["systemd-analyze"], ["verify", file])).toEqual({ status: 0, output: "" });
  });

  it("reports a low exposure", async () => {
    const args = ["security", "--offline=true", "--no-pager", `--threshold=${EXPOSURE}`, file];
    const { status, output } = await runProgram(programs["systemd-analyze"], args);
    expect(output).toMatch(/Overall exposure level for candour.service: \d/);
    expect(status, output).toBe(0);
  });
});

describe("The unit's command with the unit's settings", () => {
  const folder = temporaryFolder();
  const state = join(folder.path, "state");
  const credentials = join(folder.path, "credentials");
  let port: number;
  let issuer: Server;
  let env: Record<string, string>;
  let hub: Daemon | undefined;

  beforeAll(async () => {
    port = await freePort();
    const { publicKey } = await generateKeyPair("ES256", { extractable: true });
    const keys = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: "one", alg: "ES256" }] });
    issuer = createServer((_, response) => response.setHeader("content-type", "application/json").end(keys));
    const issuerPort = await new Promise<number>((resolve) => {
      issuer.listen(0, "127.0.0.1", () => resolve((issuer.address() as { port: number }).port));
    });
    // Creates the folders that StateDirectory= and LoadCredential= create.
    for (const path of [state, credentials]) mkdirSync(path, { mode: 0o700 });
    mkdirSync(join(state, "candour"), { mode: 0o700 });
    writeFileSync(join(credentials, "master-key"), `${randomBytes(32).toString("base64")}\n`, { mode: 0o400 });
    const settings = entries(
      derive("candour.env", [["=https://login.example.org/jwks", `=http://127.0.0.1:${issuerPort}/jwks`]]),
    );
    const own = unit("Environment").map((text) => text.split("=") as [string, string]);
    env = Object.fromEntries(
      [...settings, ...own].map(([name, value]) => [name, value.replace("%S", state).replace("%d", credentials)]),
    );
    Object.assign(env, { PORT: String(port), CANDOUR_OPERATIONS_PORT: String(await freePort()) });
  });
  afterAll(async () => {
    await hub?.stop();
    issuer.close();
    folder.remove();
  });

  const [command = "", ...args] = unit("ExecStart")[0]?.replaceAll("/opt/candour", ROOT).split(" ") ?? [];
  // The unit's working directory is the hub's folder.
  const inRoot = args.map((arg) => (arg.startsWith("bin/") ? join(ROOT, arg) : arg));
  const ready = () =>
    fetch(`http://127.0.0.1:${port}/ready`).then(
      ({ ok }) => ok,
      () => false,
    );

  it("serves, writes files in its state folder that nobody else can read, and stops on a signal", async () => {
    const { status: made, output } = await runProgram(command, [...inRoot.slice(0, -1), "init"], env);
    expect([made, output]).toEqual([0, expect.stringContaining("A new hub is ready")]);
    hub = await startDaemon(command, inRoot, ready, env);
    const files = readdirSync(join(state, "candour"), { recursive: true, encoding: "utf8" });
    expect(files).toContain("log/events.sqlite");
    for (const file of files) expect(statSync(join(state, "candour", file)).mode & 0o077, file).toBe(0);
    expect(await hub.stop(unit("KillSignal")[0] as NodeJS.Signals)).toBe(0);
    hub = undefined;
  });

  it("is not restarted after the exit code with which the hub asks for an operator", () => {
    expect(unit("RestartPreventExitStatus")).toEqual([String(EXIT_NEEDS_OPERATOR)]);
  });

  it("is the command with which candour-admin runs the command line", () => {
    const script = example("candour-admin").replaceAll(/\\\n/g, "");
    const shared = [
      "User",
      "Group",
      "WorkingDirectory",
      "StateDirectory",
      "StateDirectoryMode",
      "UMask",
      "EnvironmentFile",
      "LoadCredential",
    ];
    for (const name of shared) expect(script, name).toContain(` --property=${name}=${unit(name)[0]} `);
    expect(script).toContain(` ${unit("ExecStart")[0]?.replace(/ serve$/, "")} "$@"`);
  });

  it("has no setting that the documentation does not list", () => {
    const page = readFileSync(join(ROOT, "docs/operations.md"), "utf8");
    const listed = [...page.matchAll(/^\| `([A-Z_]+)` /gm)].map(([, name]) => name);
    expect(Object.keys(env).filter((name) => !listed.includes(name))).toEqual([]);
  });
});

describeWith(["systemd-analyze", "dbus-daemon", "openssl"], "A machine that systemd boots", () => {
  const folder = temporaryFolder();
  afterAll(() => folder.remove());

  it("runs the hub with the unit and candour-admin, and restarts it after a fault but not after a loss", async ({ skip }) => {
    // An issuer on that machine, which answers only the hub's requests at the start.
    const settings = derive("candour.env", [
      ["=https://login.example.org/jwks", "=http://127.0.0.1:9999/jwks"],
      // A log that has something to lose.
      ["# CANDOUR_FIRST_GOVERNANCE_OFFICER=", "CANDOUR_FIRST_GOVERNANCE_OFFICER=officer-1"],
    ]);
    writeFileSync(join(folder.path, "candour.env"), settings);
    const namespaces = ["--mount", "--pid", "--fork", "--uts", "--ipc", "--net", "--cgroup", "--kill-child"];
    const boot = join(import.meta.dirname, "machine/boot.sh");
    // The timeout is within the test's own, so that no machine keeps running.
    const args = ["480", "unshare", ...namespaces, "bash", boot, ROOT, folder.path];
    const { output } = await runProgram("timeout", args);
    const file = (name: string) => join(folder.path, "out", name);
    // The machine did not reach the check: most containers may not create namespaces, mounts or control groups.
    if (!existsSync(file("checked"))) return skip(`SKIPPED, as this machine does not allow it: ${output}`);
    const [checked, errors] = ["checked", "errors"].map((name) => readFileSync(file(name), "utf8"));
    const found = Object.fromEntries(
      (checked ?? "").split("\n").map((line) => [line.split(" ", 1)[0], line.slice(line.indexOf(" ") + 1)]),
    );
    expect(found, errors).toMatchObject({
      ...{
        made: "0",
        ready: "200",
        user: "candour",
        capabilities: "0000000000000000",
        filtered: "2",
        handles: "16384",
      },
      ...{
        memory: String(Number.parseInt(unit("MemoryMax")[0] ?? "", 10) * 1024 ** 3),
        key: "400 candour",
        "open-files": "0",
        "others-files": "0",
        log: "600 candour",
      },
      ...{ second: "1", "ready-after": "200" },
      ...{ looked: "3", rebuilding: "0 active" },
      ...{ stopped: "success 0", verified: "0", "others-files-after": "0" },
      ...{ lost: "78 0", accepted: "0", "ready-again": "200", "status-78": "0" },
      priority: "78",
      end: "of check",
    });
    expect(Number(found["status-70"])).toBeGreaterThan(0);
  });
});
