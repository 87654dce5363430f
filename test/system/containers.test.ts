// The hub in containers, run by Podman: its image, built from the repository's Dockerfile, and all services of docker-compose.single.yml.
import { cpSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { messagesOf } from "../helpers/sse.ts";
import { describeWithContainers, HUB } from "../helpers/system/containers/describe-with-containers.ts";
import type { Engine } from "../helpers/system/containers/engine.ts";
import { buildHubImage, NODE, sizeOf } from "../helpers/system/containers/images.ts";
import { type Machine, SERVICES, singleMachine } from "../helpers/system/containers/machines.ts";
import { peopleAt } from "../helpers/system/containers/people.ts";
import { example, ROOT } from "../helpers/system/operations-files.ts";
import type { Client } from "../helpers/system/tls-client.ts";

const MOST_BYTES_ABOVE_BASE = 120e6;

describeWithContainers("The hub in containers", [], (containers) => {
  let engine: Engine;
  beforeAll(() => {
    engine = containers.engine() ?? engine;
  });

  describe("The image", () => {
    const CONTAINED = ["run", "--rm", "--network=none", "--read-only", "--tmpfs=/tmp"];
    /** Runs a shell command in the image with the compose file's restrictions: only /tmp and /data are writable. */
    const inImage = (command: string) => engine.podman(...CONTAINED, "--entrypoint=sh", HUB, "-c", command);

    it("is at most 120 MB larger than Node's image", async () => {
      const above = (await sizeOf(engine, HUB)) - (await sizeOf(engine, NODE));
      console.log(`The image of the hub has ${(above / 1e6).toFixed(1)} MB above its base.`);
      expect(above).toBeLessThanOrEqual(MOST_BYTES_ABOVE_BASE);
    });

    it("contains the hub's code and packages, and no tests, development tools or second copy of Node", async () => {
      const files = (await inImage("cd /opt/candour && find . -path './node_modules/*/*' -prune -o -print")).split("\n");
      const tops = new Set(files.map((file) => file.split("/")[1]));
      for (const name of ["bench", "docs", "test", "operations", ".git", ".ci"]) expect(tops).not.toContain(name);
      expect(files.filter((file) => file.endsWith(".test.ts"))).toEqual([]);
      const scripts = files.filter((file) => file.startsWith("./scripts/"));
      expect(scripts.sort()).toEqual(["./scripts/build-assets.ts", "./scripts/parse-policy.ts"]);
      expect(files).toEqual(expect.arrayContaining(["./policies/engine/parsed-release.json", "./web/assets/built.json"]));
      const { dependencies } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
      const { packages } = JSON.parse(readFileSync(join(ROOT, "package-lock.json"), "utf8"));
      const installed = (await inImage("cd /opt/candour/node_modules && ls -d * @*/*")).split("\n");
      // The base image has Node, and the editor for GraphQL is for developers.
      const leftOut = ["node", "@graphql-yoga/render-graphiql"];
      expect(installed).toEqual(expect.arrayContaining(Object.keys(dependencies).filter((name) => !leftOut.includes(name))));
      const toDevelop = installed.filter((name) => packages[`node_modules/${name}`]?.dev);
      expect([...toDevelop, ...installed.filter((name) => leftOut.includes(name))]).toEqual([]);
      expect((await inImage("find / -xdev -name node -type f -perm -1 2>/dev/null; true")).trim()).toBe("/usr/local/bin/node");
    });

    it("runs as a user who is not root, and who can write only to the data folder and temporary folders", async () => {
      expect((await inImage("id -u")).trim()).toBe("1000");
      const writable = await inImage(
        "find / -xdev -not -path '/proc/*' -not -path '/dev/*' -writable -not -type l 2>/dev/null; true",
      );
      const paths = writable.trim().split("\n");
      expect(paths.filter((path) => !/^\/(data|tmp|run|var\/tmp|home\/node)\b/.test(path))).toEqual([]);
      const touched = await inImage("touch /data/a /tmp/b && (touch /opt/candour/c /usr/d 2>&1 || true)");
      expect(touched).toMatch(/c': Read-only .*d': Read-only /s);
      expect((await inImage("stat -c '%u %a' /data")).trim()).toBe("1000 700");
    });

    it("has no secret in its environment, and is stopped by SIGTERM", async () => {
      const [{ Config: config }] = JSON.parse(await engine.podman("image", "inspect", HUB));
      const names = config.Env.map((text: string) => text.split("=")[0]);
      expect(names.toSorted()).toEqual(["CANDOUR_DATA_DIR", "CANDOUR_ENV", "HOST", "NODE_ENV", "PATH", "PORT"]);
      expect(config.StopSignal ?? "SIGTERM").toBe("SIGTERM");
    });

    it("runs the command line", async () => {
      expect(await engine.podman(...CONTAINED, HUB, "--version")).toContain("0.2.0");
    });
  });

  describe("docker-compose.single.yml, brought up by one command,", () => {
    let machine: Machine;
    let client: Client;
    let people: ReturnType<typeof peopleAt>;

    beforeAll(async () => {
      if (!containers.engine()) return;
      await containers.makeStandIns(engine);
      machine = await singleMachine(engine, containers.folder);
      const started = performance.now();
      expect(await machine.bringUp()).toContain("Ready at https://");
      console.log(`From nothing to ready in ${Math.round((performance.now() - started) / 1000)} s.`);
      client = machine.client();
      people = peopleAt(client, machine.signIn);
    });
    afterAll(() => client?.close());

    const isReady = () =>
      client.send("/ready").then(
        async (reply) => (await reply.text()) !== "" && reply.status === 200,
        () => false,
      );
    const until = (holds: () => Promise<boolean>) => expect.poll(holds, { interval: 200 }).toBe(true);

    it("creates secrets that only the hub's user can read, and gives each to the services that need it", async () => {
      for (const name of readdirSync(machine.secrets).filter((name) => name !== "data-folder-made")) {
        const { mode, uid } = statSync(join(machine.secrets, name));
        expect([mode & 0o777, uid], name).toEqual([0o400, 1000]);
      }
      const handed: Record<string, readonly string[]> = {};
      for (const service of SERVICES)
        handed[service] = (await machine.within(service, "sh", "-c", "ls /run/secrets 2>/dev/null || true"))
          .split("\n")
          .filter(Boolean);
      expect(handed).toEqual({
        hub: ["ca.pem", "master-key", "smtp-url"],
        proxy: ["proxy-key.pem", "proxy.pem"],
        identity: ["dex.json"],
        mail: ["mail-key.pem", "mail-users", "mail.pem"],
        metrics: [],
      });
      const [{ Config: config }] = JSON.parse(await engine.podman("inspect", machine.nameOf("hub")));
      const masterKey = readFileSync(join(machine.secrets, "master-key"), "utf8").trim();
      expect(JSON.stringify(config)).not.toContain(masterKey);
    });

    it.each(SERVICES)(
      "runs %s without root, further rights or a root that can be written, and its health check passes",
      async (service) => {
        const status = await machine.within(service, "cat", "/proc/1/status");
        expect(status).toMatch(/^NoNewPrivs:\t1$/m);
        expect(status).not.toMatch(/^Uid:\t0/m);
        // The proxy may have the only capability that its image asks for.
        expect(status).toMatch(service === "proxy" ? /^CapBnd:\t0000000000000400$/m : /^CapBnd:\t0000000000000000$/m);
        const [{ HostConfig: host }] = JSON.parse(await engine.podman("inspect", machine.nameOf(service)));
        expect(host).toMatchObject({ ReadonlyRootfs: true, RestartPolicy: { Name: "always" } });
        await engine.podman("healthcheck", "run", machine.nameOf(service));
      },
    );

    it("signs people in through the identity provider, and lets the first officer add the others", async () => {
      expect(await people.ask("governance-officer", "{ viewer { assignments { role } } }")).toEqual({
        viewer: { assignments: [{ role: "GOVERNANCE_OFFICER" }] },
      });
      expect(await machine.importPeople()).toContain("5 lines: 5 new");
    });

    it("makes a council aware of a concern, and sends its chief executive a notice", async () => {
      const { viewer } = await people.ask<{ viewer: { person: string } }>("chief-executive", "{ viewer { person } }");
      await people.command("chief-executive", "setMailAddress", { ...viewer, address: "chief@example.org" }, "");
      const id = await people.logConcern("Told to the council.");
      expect(await people.summarySeenBy("chief-executive", id)).toBeUndefined();
      await people.tellCouncil(id);
      expect(await people.summarySeenBy("chief-executive", id)).toBe("Told to the council.");
      const mails = async () => (await fetch(`http://127.0.0.1:${machine.mailPort}/api/v1/messages`)).json();
      await until(async () => JSON.stringify(await mails()).includes('"Address":"chief@example.org"'));
    });

    it("forwards each event of a live stream before the next one is recorded", async () => {
      const id = await people.logConcern("Followed.");
      await people.tellCouncil(id);
      const subscription = `subscription($id: ID!) { concernChanged(concern: $id) { ... on ConcernUpdate { kind concern { summary { replies { text } } } } } }`;
      const stream = await people.post("adviser", subscription, { id }, "text/event-stream");
      const messages = messagesOf(stream.body);
      const next = async () => JSON.stringify((await messages.next()).value);
      expect(await next()).toContain("SNAPSHOT");
      for (const reply of ["One.", "Two.", "Three."]) {
        await people.command("chief-executive", "reply", { concern: id, reply });
        expect(await next()).toContain(reply);
      }
      stream.leave();
    });

    it("collects metrics from the hub, and shows its state on a page", async () => {
      const page = async (path: string) => (await fetch(`http://127.0.0.1:${machine.metricsPort}${path}`)).text();
      await until(async () => (await page("/api/v1/query?query=candour_ready")).includes('"1"'));
      const console = await page("/consoles/candour.html");
      expect(console).toContain("<li>hub: ready.</li>");
      expect(console).toMatch(/<th>issuer<\/th><td>well<\/td>/);
      expect(console).not.toContain("<strong>");
      expect(await page("/api/v1/rules")).toContain("CandourIssuer");
    });

    it("restarts a killed hub without losing anything acknowledged", async () => {
      const acknowledged: string[] = [];
      const write = async () => {
        for (;;) acknowledged.push(await people.logConcern("Written until the end."));
      };
      const writing = [write(), write(), write()].map((one) => one.catch((error) => error));
      await until(async () => acknowledged.length > 20);
      const pid = Number(await engine.podman("inspect", "--format", "{{.State.Pid}}", machine.nameOf("hub")));
      process.kill(pid, "SIGKILL");
      for (const error of await Promise.all(writing)) expect(String(error)).toMatch(/UNAVAILABLE|NOT_READY/);
      await until(isReady);
      expect(Number(await engine.podman("inspect", "--format", "{{.State.Pid}}", machine.nameOf("hub")))).not.toBe(pid);
      for (const id of acknowledged) expect(await people.summarySeenBy("adviser", id)).toBe("Written until the end.");
      console.log(`${acknowledged.length} concerns were acknowledged before the kill, and all are there.`);
    });

    /** Restores a backup into another volume, and runs a command of the hub's image on it. */
    async function verifyCopy(): Promise<void> {
      const backup = join(containers.folder, "backup.tar");
      const alone = ["run", "--rm", "--interactive", "--network=none"];
      const tar = (volume: string) => [...alone, `--volume=${volume}:/data`, "--entrypoint=tar", HUB, "-C", "/data"];
      await engine.podmanTo(backup, ...tar(machine.resource("data")), "-c", "log", "keys");
      await engine.podmanFrom(backup, ...tar("copy"), "-x");
      const key = `--volume=${machine.secrets}/master-key:/key:ro`;
      const settings = ["CANDOUR_MASTER_KEY_FILE=/key", "CANDOUR_TOKEN_ISSUER=none", "CANDOUR_JWKS_URL=https://none.example"];
      await engine.podman(...alone, "--volume=copy:/data", key, ...settings.map((one) => `--env=${one}`), HUB, "verify");
    }
    it("stops cleanly, can be backed up then, and continues with the same data in a newly built image", async () => {
      const id = await people.logConcern("From before the upgrade.");
      const source = join(containers.folder, "source");
      cpSync(ROOT, source, { recursive: true, filter: (path) => !/\/(node_modules|\.git)$/.test(path) });
      const about = readFileSync(join(source, "package.json"), "utf8");
      writeFileSync(join(source, "package.json"), about.replace('"version": "0.2.0"', '"version": "0.2.1"'));
      await buildHubImage(engine, "candour:0.2.1", source);
      await engine.podman("stop", "--time", "30", machine.nameOf("hub"));
      expect((await engine.podman("inspect", "--format", "{{.State.ExitCode}}", machine.nameOf("hub"))).trim()).toBe("0");
      await verifyCopy();
      await engine.podman("rm", machine.nameOf("hub"));
      await machine.bringUp("0.2.1");
      expect((await machine.within("hub", "candour", "--version")).trim()).toBe("0.2.1");
      expect(await people.summarySeenBy("adviser", id)).toBe("From before the upgrade.");
      await machine.within("hub", "candour", "verify");
    });
  });

  it("configures its proxy to forward the same paths as operations/Caddyfile, in the same way", () => {
    const own = readFileSync(join(ROOT, "operations/single-machine/Caddyfile"), "utf8");
    const lines = new Set(own.split("\n").map((line) => line.trim()));
    const OTHERS = /^(#|http_port|https_port|candour\.example\.org|tls|reverse_proxy|output)/;
    const missing = example("Caddyfile")
      .split("\n")
      .map((line) => line.trim());
    expect(missing.filter((line) => !OTHERS.test(line) && !lines.has(line))).toEqual([]);
  });
});
