import { existsSync, globSync, readFileSync, rmSync } from "node:fs";
import { expect, it } from "vitest";
import { type Engine, openEngine, runOrThrow } from "../helpers/system/containers/engine.ts";
import { removeLeftEngine } from "../helpers/system/containers/left-engines.ts";
import { describeWith, freePort } from "../helpers/system/programs.ts";

const PROGRAMS = ["podman", "runc", "netavark", "aardvark-dns", "iptables"] as const;

describeWith(PROGRAMS, "What a killed run of tests leaves of its engine", ({ iptables }) => {
  const ways = {
    "while its container still runs": async () => {},
    "when its container was killed too": async (engine: Engine, container: string) => {
      const [{ State: state }] = JSON.parse(await engine.podman("inspect", container));
      for (const pid of [state.ConmonPid, state.Pid]) process.kill(pid, "SIGKILL");
    },
    "when its container's network was removed": async (engine: Engine, container: string) => {
      const [{ State: state, NetworkSettings: settings }] = JSON.parse(await engine.podman("inspect", container));
      for (const pid of [state.ConmonPid, state.Pid]) process.kill(pid, "SIGKILL");
      await runOrThrow("umount", [settings.SandboxKey]);
      rmSync(settings.SandboxKey);
    },
  };
  it.for(Object.entries(ways))("is removed by the next run %s", async ([, end], { skip }) => {
    if (process.getuid?.() !== 0) skip("SKIPPED, as only root runs containers");
    const engine = openEngine();
    const network = `left-${engine.id}`;
    const port = await freePort();
    await engine.podman("network", "create", network);
    const options = ["--network", network, "--publish", `127.0.0.1:${port}:80`, "--rootfs", "/:O"];
    const container = (await engine.podman("run", "--detach", ...options, "sleep", "3600")).trim();
    const [{ network_interface: device }] = JSON.parse(await engine.podman("network", "inspect", network));
    const left = async () => ({
      names: globSync("/run/containers/networks/aardvark-dns/*").some((file) => readFileSync(file, "utf8").includes(container)),
      rules: ((await runOrThrow(iptables, ["-S"])) + (await runOrThrow(iptables, ["-t", "nat", "-S"]))).match(
        new RegExp(`--dport ${port}|${network}`),
      ),
      device: existsSync(`/sys/class/net/${device}`),
      folder: existsSync(engine.folder),
    });
    expect(await left()).toMatchObject({ names: true, rules: expect.anything(), device: true, folder: true });
    await end(engine, container);
    await removeLeftEngine(engine.folder);
    expect(await left()).toEqual({ names: false, rules: null, device: false, folder: false });
  });
});

describeWith(["podman", "netavark"], "Engines of tests that run at the same time", () => {
  it("have networks without an address in common, so that the end of one leaves the other's alone", async ({ skip }) => {
    if (process.getuid?.() !== 0) skip("SKIPPED, as only root runs containers");
    const engines = [openEngine(), openEngine()];
    const subnets: string[] = [];
    for (const engine of engines)
      for (const name of [`one-${engine.id}`, `other-${engine.id}`]) {
        await engine.podman("network", "create", name);
        const [network] = JSON.parse(await engine.podman("network", "inspect", name));
        subnets.push(network.subnets[0].subnet);
      }
    for (const engine of engines) await engine.remove();
    expect(new Set(subnets).size, subnets.join()).toBe(4);
  });
});
