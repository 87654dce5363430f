// Describes tests that run containers: with an engine of their own, the base images and the hub's image, which are removed afterwards.
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach } from "vitest";
import { describeWith, type Program, temporaryFolder } from "../programs.ts";
import { type Engine, openEngine } from "./engine.ts";
import { buildHubImage, makeBaseImages, whyNoContainers } from "./images.ts";
import { makeStandIns } from "./stand-ins.ts";

/** The name of the hub's image. */
export const HUB = "candour:0.2.0";
const ENGINE: readonly Program[] = ["buildah", "podman", "runc", "netavark", "aardvark-dns", "iptables", "debootstrap"];
const AROUND: readonly Program[] = ["podman-compose", "caddy", "prometheus", "openssl", "htpasswd", "curl"];

type Containers = {
  /** Undefined in a hook if this machine does not run containers: the tests are then skipped, and the hook has nothing to do. */
  engine(): Engine | undefined;
  /** A temporary folder for the tests. */
  readonly folder: string;
  /** Makes images that stand in for the services beside the hub. */
  makeStandIns(engine: Engine): Promise<void>;
};

/** `programs`: those that the tests need beside an engine and the services of the compose files. */
export function describeWithContainers(
  title: string,
  programs: readonly Program[],
  tests: (containers: Containers) => void,
): void {
  describeWith([...ENGINE, ...AROUND, ...programs], title, () => {
    const folder = temporaryFolder();
    let engine: Engine | undefined;
    let reason: string | undefined;
    beforeAll(async () => {
      if (process.getuid?.() !== 0) {
        reason = "only root may do so";
        return;
      }
      engine = openEngine();
      await makeBaseImages(engine, folder.path);
      reason = await whyNoContainers(engine);
      if (!reason) await buildHubImage(engine, HUB);
    });
    afterAll(async () => {
      await engine?.remove();
      folder.remove();
    });
    beforeEach(({ skip }) => {
      if (reason) skip(`SKIPPED, as this machine does not run containers: ${reason}`);
    });
    tests({
      engine: () => (reason ? undefined : engine),
      folder: folder.path,
      makeStandIns: (of) => makeStandIns(of, HUB, join(folder.path, "stand-ins")),
    });
  });
}
