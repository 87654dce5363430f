// All services of docker-compose.yml, run by Podman: three hubs that share a log, with the stand-in for EventStoreDB instead of its servers.
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { concern } from "../examples/api-inputs.ts";
import { messagesOf } from "../helpers/sse.ts";
import { describeWithContainers, HUB } from "../helpers/system/containers/describe-with-containers.ts";
import type { Engine } from "../helpers/system/containers/engine.ts";
import { cluster, type Machine } from "../helpers/system/containers/machines.ts";
import { COUNCIL, peopleAt } from "../helpers/system/containers/people.ts";
import { makeClusterStandIns } from "../helpers/system/containers/stand-ins.ts";
import type { Client } from "../helpers/system/tls-client.ts";

const HUBS = ["hub-1", "hub-2", "hub-3"] as const;
const LOG = ["event-log-1", "event-log-2", "event-log-3"] as const;
const OTHERS = ["keyring", "proxy", "identity", "mail", "metrics"] as const;
const SERVICES = [...HUBS, ...LOG, ...OTHERS];

describeWithContainers("docker-compose.yml, brought up by one command,", ["initdb", "postgres"], (containers) => {
  let engine: Engine;
  let machine: Machine;
  let client: Client;
  let people: ReturnType<typeof peopleAt>;

  beforeAll(async () => {
    const opened = containers.engine();
    if (!opened) return;
    engine = opened;
    await containers.makeStandIns(engine);
    await makeClusterStandIns(engine, HUB, join(containers.folder, "cluster-stand-ins"));
    machine = await cluster(engine, containers.folder);
    const started = performance.now();
    expect(await machine.bringUp()).toContain("Ready at https://");
    console.log(`From nothing to ready in ${Math.round((performance.now() - started) / 1000)} s.`);
    client = machine.client();
    people = peopleAt(client, machine.signIn);
    for (const hub of HUBS) await until(() => isReady(hub));
  });
  afterAll(() => client?.close());

  /** Also works in a hook, where `expect.poll` is not allowed. The test's time limit ends the wait. */
  async function until(holds: () => Promise<boolean>): Promise<void> {
    while (!(await holds())) await pause(300);
  }
  /** Sends a request to this hub, and not to the one that the proxy would choose. Returns the answer. */
  async function askAt(hub: string, path: string, body?: object, token = ""): Promise<{ status: number; text: string }> {
    const script = `const { BODY: body, TOKEN: token } = process.env;
      const headers = { "content-type": "application/json", authorization: "Bearer " + token };
      const sent = await fetch("http://127.0.0.1:4000${path}", body ? { method: "POST", headers, body } : {});
      console.log(JSON.stringify({ status: sent.status, text: await sent.text() }));`;
    const env = [`TOKEN=${token}`, `BODY=${body ? JSON.stringify(body) : ""}`].flatMap((one) => ["--env", one]);
    return JSON.parse(await engine.podman("exec", ...env, machine.nameOf(hub), "node", "--input-type=module", "-e", script));
  }
  const isReady = (hub: string) =>
    askAt(hub, "/ready").then(
      ({ status }) => status === 200,
      () => false,
    );
  const SUMMARY = "query($id: ID!) { concern(id: $id) { summary { text } } }";
  const summaryAt = async (hub: string, id: string) =>
    (await askAt(hub, "/graphql", { query: SUMMARY, variables: { id } }, await people.tokenOf("adviser"))).text;

  let repeated = 0;
  /** Logs a concern as clients do: if the hub cannot be reached, repeats the command with the same idempotency key. */
  async function logConcern(summary: string): Promise<string> {
    const input = { ...concern, council: COUNCIL, summary, idempotencyKey: randomUUID() };
    for (;;)
      try {
        return await people.command("adviser", "logConcern", input);
      } catch (error) {
        if (!/UNAVAILABLE|NOT_READY|ECONNRESET|socket hang up/.test(String(error))) throw error;
        repeated += 1;
        await pause(200);
      }
  }

  it("runs each service without root, capabilities or a writable root, and its health check passes", async () => {
    for (const service of SERVICES) {
      const status = await machine.within(service, "cat", "/proc/1/status");
      expect(status, service).toMatch(/^NoNewPrivs:\t1$/m);
      expect(status, service).not.toMatch(/^Uid:\t0/m);
      const [{ HostConfig: host }] = JSON.parse(await engine.podman("inspect", machine.nameOf(service)));
      expect(host, service).toMatchObject({ ReadonlyRootfs: true, RestartPolicy: { Name: "always" } });
      await engine.podman("healthcheck", "run", machine.nameOf(service));
    }
  });

  it("gives each service only the secrets that it needs", async () => {
    const handed = async (service: string) =>
      (await machine.within(service, "sh", "-c", "ls /run/secrets")).split("\n").filter(Boolean);
    for (const hub of HUBS)
      expect(await handed(hub)).toEqual(["ca.pem", "event-log-url", "keyring-url", "master-key", "smtp-url"]);
    for (const node of LOG) expect(await handed(node)).toEqual(["event-log-key.pem", "event-log.pem"]);
    expect(await handed("keyring")).toEqual(["keyring-admin", "keyring-key.pem", "keyring-password", "keyring.pem"]);
  });

  it("signs people in through the proxy, and every hub shows what one hub recorded", async () => {
    expect(await machine.importPeople()).toContain("5 lines: 5 new");
    await until(async () => (await people.ask<{ viewer: object | null }>("adviser", "{ viewer { person } }")).viewer !== null);
    const id = await logConcern("Shown by all.");
    for (const hub of HUBS) await until(async () => (await summaryAt(hub, id)).includes("Shown by all."));
  });

  it("forwards each event of a live stream before the next one is recorded, whichever hubs the two people use", async () => {
    const id = await logConcern("Followed.");
    await people.tellCouncil(id);
    const subscription = `subscription($id: ID!) { concernChanged(concern: $id) { ... on ConcernUpdate { kind concern { summary { replies { text } } } } } }`;
    const stream = await people.post("adviser", subscription, { id }, "text/event-stream");
    const messages = messagesOf(stream.body);
    const next = async () => JSON.stringify((await messages.next()).value);
    expect(await next()).toContain("SNAPSHOT");
    await until(async () => (await people.summarySeenBy("chief-executive", id)) === "Followed.");
    for (const reply of ["One.", "Two."]) {
      await people.command("chief-executive", "reply", { concern: id, reply });
      expect(await next()).toContain(reply);
    }
    stream.leave();
  });

  it.each(HUBS)("continues with the other two hubs while %s is down, until it is back with all data", async (hub) => {
    const pidOf = async () => Number(await engine.podman("inspect", "--format", "{{.State.Pid}}", machine.nameOf(hub)));
    const pid = await pidOf();
    repeated = 0;
    process.kill(pid, "SIGKILL");
    const ids: string[] = [];
    for (let count = 0; count < 10; count += 1) ids.push(await logConcern(`While ${hub} is away.`));
    await until(() => isReady(hub));
    expect(await pidOf()).not.toBe(pid);
    for (const id of ids) await until(async () => (await summaryAt(hub, id)).includes(`While ${hub} is away.`));
    console.log(`${hub} was killed; ${repeated} of ${ids.length + repeated} requests had to be sent again.`);
  });

  it("stops routing to a hub that cannot reach the log and reports that it is not ready, and routes to it again later", async () => {
    const network = machine.resource("log");
    const hub = machine.nameOf("hub-3");
    await engine.podman("network", "disconnect", network, hub);
    await until(async () => !(await isReady("hub-3")));
    const viewer = { query: "{ viewer { person } }" };
    const { text } = await askAt("hub-3", "/graphql", viewer, await people.tokenOf("adviser"));
    expect(text).toContain('"NOT_READY"');
    // The proxy checks readiness every second.
    await pause(3_000);
    const id = await logConcern("While hub-3 is cut off.");
    for (const person of ["adviser", "second-adviser", "chief-executive", "cib-lead", "administrator", "governance-officer"])
      for (let count = 0; count < 3; count += 1) expect(await people.ask(person, "{ viewer { person } }")).toBeTruthy();
    const page = async () => (await fetch(`http://127.0.0.1:${machine.metricsPort}/consoles/candour.html`)).text();
    await until(async () => /<li>hub-3: <strong>not ready/.test(await page()));
    await engine.podman("network", "connect", network, hub);
    await until(() => isReady("hub-3"));
    expect(await summaryAt("hub-3", id)).toContain("While hub-3 is cut off.");
    await until(async () => /<li>hub-3: ready/.test(await page()));
  });

  it("stops cleanly", async () => {
    for (const service of [...HUBS, ...OTHERS, ...LOG]) {
      await engine.podman("stop", "--time", "30", machine.nameOf(service));
      const code = (await engine.podman("inspect", "--format", "{{.State.ExitCode}}", machine.nameOf(service))).trim();
      expect([service, code]).toEqual([service, "0"]);
    }
  });
});
