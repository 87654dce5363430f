// Images built on this machine under the names in the Dockerfile, because tests pull none: Debian from its own packages, and Node from its npm
// package.
import { cpSync, existsSync, mkdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { copyShared } from "../../shared-folder.ts";
import { ROOT } from "../operations-files.ts";
import { findProgram, runProgram } from "../programs.ts";
import { type Engine, runOrThrow } from "./engine.ts";

export const DEBIAN = "debian:bookworm-slim";
export const NODE = "node:24-bookworm-slim";

/** Builds the base images of the hub and of the stand-ins. */
export async function makeBaseImages(engine: Engine, folder: string): Promise<void> {
  await makeDebian(engine, join(folder, "debian"));
  await makeNode(engine, join(folder, "node"));
}

/** Includes wget, which the health checks of the compose file call and the public images contain. Test files of one run share the image. */
async function makeDebian(engine: Engine, folder: string): Promise<void> {
  await copyShared("debian", folder, async (made) => {
    const root = join(made, "root");
    await runOrThrow(
      findProgram("debootstrap") ?? "",
      ["--variant=minbase", "--include=wget", "bookworm", root, await debianSource()],
      {
        PATH: `${process.env.PATH}:/usr/sbin:/sbin`,
      },
    );
    await runOrThrow("tar", ["-C", root, "-cf", join(made, "debian.tar"), "."]);
    rmSync(root, { recursive: true });
  });
  await engine.podman("import", "--quiet", join(folder, "debian.tar"), DEBIAN);
}

/** The source from which this machine gets Debian's packages. */
async function debianSource(): Promise<string> {
  const output = await runOrThrow("apt-get", [
    "indextargets",
    "--format",
    "$(RELEASE) $(COMPONENT) $(REPO_URI)",
    "Created-By: Packages",
  ]);
  const found = output.split("\n").find((line) => line.startsWith("bookworm main "));
  if (!found) throw new Error("This machine has no source of Debian bookworm among its sources of packages.");
  return found.split(" ")[2] ?? "";
}

async function makeNode(engine: Engine, folder: string): Promise<void> {
  mkdirSync(folder);
  cpSync(process.execPath, join(folder, "node"));
  const npm = join(realpathSync((await runOrThrow("sh", ["-c", "command -v npm"])).trim()), "../..");
  cpSync(npm, join(folder, "npm"), { recursive: true, dereference: true });
  const containerfile = `FROM ${DEBIAN}
COPY node /usr/local/bin/node
COPY npm /usr/local/lib/node_modules/npm
RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm && useradd --uid 1000 --user-group --create-home node
`;
  await build(engine, NODE, containerfile, folder);
}

/** Builds an image from the text of a Dockerfile, with a folder to copy from. */
export async function build(engine: Engine, image: string, containerfile: string, folder: string): Promise<void> {
  const file = join(folder, "Containerfile");
  writeFileSync(file, containerfile);
  await engine.buildah("bud", "--isolation", "chroot", "--pull-never", "--file", file, "--tag", image, folder);
}

/** Builds the repository's Dockerfile. This machine's npm settings and certificates are available during the build, and are not in the image. */
export async function buildHubImage(engine: Engine, image: string, context = ROOT): Promise<void> {
  const settings = (await runOrThrow("npm", ["config", "get", "globalconfig"], { PATH: pathOfMachine() })).trim();
  const mounts = [
    ["/etc/ssl/certs", "/etc/ssl/certs"],
    [settings, "/usr/local/etc/npmrc"],
  ].filter(([path = ""]) => existsSync(path));
  const volumes = mounts.flatMap(([from, to]) => ["--volume", `${from}:${to}:ro`]);
  await engine.buildah("bud", "--isolation", "chroot", "--pull-never", ...volumes, "--tag", image, context);
}

/** npm looks for its settings next to Node: this is the path of the machine's Node, and not of the one among the packages that runs the tests. */
const pathOfMachine = (): string =>
  (process.env.PATH ?? "")
    .split(delimiter)
    .filter((folder) => !folder.includes("node_modules"))
    .join(delimiter);

/** The size of an image in bytes, with all its layers. */
export const sizeOf = async (engine: Engine, image: string): Promise<number> =>
  Number(await engine.podman("image", "inspect", "--format", "{{.Size}}", image));

/** Returns why containers cannot run on this machine; undefined if they can. */
export async function whyNoContainers(engine: Engine): Promise<string | undefined> {
  const run = ["run", "--rm", "--network", "none", DEBIAN, "true"];
  const { status, output } = await runProgram(findProgram("podman") ?? "podman", run, engine.env);
  return status === 0 ? undefined : output;
}
