// The hub in containers: its image, built from the Dockerfile as it stands and run by Podman.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { type Engine, openEngine } from "../helpers/system/containers/engine.ts";
import { buildHub, makeBaseImages, NODE, sizeOf, whyNoContainers } from "../helpers/system/containers/images.ts";
import { ROOT } from "../helpers/system/operations-files.ts";
import { describeWith, temporaryFolder } from "../helpers/system/programs.ts";

const HUB = "candour:0.1.0";
const MOST_BYTES_ABOVE_BASE = 120e6;

describeWith(
  ["buildah", "podman", "runc", "netavark", "aardvark-dns", "iptables", "debootstrap"],
  "The hub in containers",
  () => {
    const folder = temporaryFolder();
    let engine: Engine;
    let reason: string | undefined;

    beforeAll(async () => {
      if (process.getuid?.() !== 0) {
        reason = "only root may do so";
        return;
      }
      engine = openEngine();
      await makeBaseImages(engine, folder.path);
      reason = await whyNoContainers(engine);
      if (!reason) await buildHub(engine, HUB);
    });
    afterAll(async () => {
      await engine?.remove();
      folder.remove();
    });
    beforeEach(({ skip }) => {
      if (reason) skip(`SKIPPED, as this machine does not run containers: ${reason}`);
    });

    /** Runs a command in the image as the compose file does: nothing can be written but /tmp and /data. */
    const inImage = (...command: readonly string[]) =>
      engine.podman(
        "run",
        "--rm",
        "--network=none",
        "--read-only",
        "--tmpfs=/tmp",
        "--log-driver=none",
        "--entrypoint=sh",
        HUB,
        "-c",
        ...command,
      );

    it("take at most 120 MB above Node's image", async () => {
      const above = (await sizeOf(engine, HUB)) - (await sizeOf(engine, NODE));
      console.log(`The image of the hub has ${(above / 1e6).toFixed(1)} MB above its base.`);
      expect(above).toBeLessThanOrEqual(MOST_BYTES_ABOVE_BASE);
    });

    it("have the hub's code and its packages, and neither tests nor what is needed to develop nor a second Node", async () => {
      const files = (await inImage("cd /opt/candour && find . -path './node_modules/*/*' -prune -o -print")).split("\n");
      const tops = new Set(files.map((file) => file.split("/")[1]));
      for (const name of ["bench", "docs", "test", "scripts", "operations", ".git", ".ci"]) expect(tops).not.toContain(name);
      expect(files.filter((file) => file.endsWith(".test.ts"))).toEqual([]);
      const { dependencies, devDependencies } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
      const installed = (await inImage("cd /opt/candour/node_modules && ls -d * @*/*")).split("\n");
      expect(installed).toEqual(expect.arrayContaining(Object.keys(dependencies).filter((name) => name !== "node")));
      expect(installed.filter((name) => name === "node" || name in devDependencies)).toEqual([]);
      expect((await inImage("find / -xdev -name node -type f -perm -1 2>/dev/null; true")).trim()).toBe("/usr/local/bin/node");
    });

    it("run as a user who is not root, and who can write nothing but the data folder and the temporary one", async () => {
      expect((await inImage("id -u")).trim()).toBe("1000");
      const writable = await inImage(
        "find / -xdev -not -path '/proc/*' -not -path '/dev/*' -writable -not -type l 2>/dev/null; true",
      );
      expect(
        writable
          .trim()
          .split("\n")
          .filter((path) => !/^\/(data|tmp|run|var\/tmp|home\/node)\b/.test(path)),
      ).toEqual([]);
      expect(await inImage("touch /data/a /tmp/b && (touch /opt/candour/c /usr/d 2>&1 || true)")).toMatch(
        /c': Read-only .*d': Read-only /s,
      );
      expect((await inImage("stat -c '%u %a' /data")).trim()).toBe("1000 700");
    });

    it("hand nothing secret over by the image's settings, and are stopped by SIGTERM", async () => {
      const [{ Config: config }] = JSON.parse(await engine.podman("image", "inspect", HUB));
      const names = config.Env.map((text: string) => text.split("=")[0]);
      expect(names.toSorted()).toEqual(["CANDOUR_DATA_DIR", "CANDOUR_ENV", "HOST", "NODE_ENV", "PATH", "PORT"]);
      expect(config.StopSignal ?? "SIGTERM").toBe("SIGTERM");
    });

    it("run the command line under its own name, without a shell of the hub's around it", async () => {
      expect(
        await engine.podman(
          "run",
          "--rm",
          "--no-healthcheck",
          "--network=none",
          "--read-only",
          "--log-driver=none",
          HUB,
          "--version",
        ),
      ).toContain("0.1.0");
    });
  },
);
