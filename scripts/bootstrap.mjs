// Runs before every npm script on whatever Node started npm (20 or newer), so plain JavaScript and no dependency.
// Installs the locked packages when they are missing or stale; says nothing when there is nothing to do. Folders that are named have locked
// packages of their own: `bootstrap.mjs bench`.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const major = Number(process.versions.node.split(".")[0]);
if (major < 20) {
  console.error(`Candour needs Node 20 or newer to set itself up; this is ${process.version}.`);
  process.exit(1);
}

const root = fileURLToPath(new URL("..", import.meta.url));
for (const folder of [root, ...process.argv.slice(2).map((name) => `${root}${name}/`)]) installLocked(folder);

function installLocked(folder) {
  const stamp = `${folder}node_modules/.candour-installed`;
  const locked = createHash("sha256")
    .update(readFileSync(`${folder}package-lock.json`))
    .update(`${process.platform}-${process.arch}`)
    .digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === locked) return;

  console.error(
    `Candour: installing the locked packages${folder === root ? " (once; about half a minute)" : " of the benchmarks"}…`,
  );
  const npm = process.env.npm_execpath;
  const args = ["ci", "--no-audit", "--no-fund", "--loglevel=error"];
  // npm's own script path is run on this Node: no shell, so no quoting to get wrong on any system.
  const result = npm
    ? spawnSync(process.execPath, [npm, ...args], { cwd: folder, stdio: ["ignore", 2, 2] })
    : spawnSync("npm", args, { cwd: folder, stdio: ["ignore", 2, 2], shell: process.platform === "win32" });
  if (result.status !== 0) {
    console.error("Candour: the packages could not be installed; what npm said stands above.");
    process.exit(result.status ?? 1);
  }
  writeFileSync(stamp, locked);
}
