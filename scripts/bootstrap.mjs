// Runs before npm scripts on whatever Node started npm (20 or newer), so plain JavaScript and no dependency. Says nothing when the packages
// that a script needs are there, whoever put them there: with `--runtime` those that the hub and its command line need, otherwise those of
// development too. Folders that are named have locked packages of their own: `bootstrap.mjs bench`. With `--policy` the release's policy is parsed and the pages' assets are built, too.
// Otherwise it installs what is locked: never in production, never under a hub that serves from these packages, and beside the old ones,
// which are replaced only when the new ones are complete.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const major = Number(process.versions.node.split(".")[0]);
if (major < 20) fail(`Candour needs Node 20 or newer to set itself up; this is ${process.version}.`);

const root = fileURLToPath(new URL("..", import.meta.url));
const args = process.argv.slice(2);
const runtimeOnly = args.includes("--runtime");
const folders = args.filter((arg) => !arg.startsWith("--"));
for (const folder of [root, ...folders.map((name) => `${root}${name}/`)]) ensureInstalled(folder);
if (args.includes("--policy")) prepare();

/** With the Node that the packages bring, which npm's shell may not find yet. A hub that lacks what this prepares makes it itself. */
function prepare() {
  const locked = `${root}node_modules/node/bin/node`;
  const node = existsSync(locked) ? locked : process.execPath;
  // Removing the types from the pages' scripts is new in Node 24, which says so each time.
  for (const script of ["parse-policy.ts", "build-assets.ts"])
    spawnSync(node, ["--disable-warning=ExperimentalWarning", `${root}scripts/${script}`], { stdio: ["ignore", 2, 2] });
}

function ensureInstalled(folder) {
  const stamp = `${folder}node_modules/.candour-installed`;
  const locked = createHash("sha256")
    .update(readFileSync(`${folder}package-lock.json`))
    .update(`${process.platform}-${process.arch}`)
    .digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === locked) return;
  if (hasLockedPackages(folder)) return;

  if (process.env.NODE_ENV === "production" || process.env.CANDOUR_ENV === "production")
    fail(
      "Candour: the locked packages are not installed, and nothing is installed in production by itself. Stop the hub and run: npm ci --omit=dev",
    );
  const hub = hubServingFrom(folder);
  if (hub)
    fail(`Candour: the locked packages are not installed, and a hub is serving from here (process ${hub}). Stop it first.`);
  install(folder, locked);
}

/** Whether every locked package that is needed is there in its version, stamped or not: an operator's own npm ci leaves no stamp. */
function hasLockedPackages(folder) {
  const { packages } = JSON.parse(readFileSync(`${folder}package-lock.json`, "utf8"));
  return Object.entries(packages).every(([path, { version, dev, optional, devOptional }]) => {
    if (path === "" || optional || devOptional || (dev && runtimeOnly)) return true;
    try {
      return JSON.parse(readFileSync(`${folder}${path}/package.json`, "utf8")).version === version;
    } catch {
      return false;
    }
  });
}

/** The id of a process that serves from these packages: it leaves a file of that name while it does. */
function hubServingFrom(folder) {
  const marks = `${folder}node_modules/.candour-serving`;
  return existsSync(marks) ? readdirSync(marks).find((id) => isRunning(Number(id))) : undefined;
}

function isRunning(id) {
  try {
    return process.kill(id, 0);
  } catch (error) {
    return error.code === "EPERM";
  }
}

function install(folder, locked) {
  console.error(
    `Candour: installing the locked packages${folder === root ? " (once; about half a minute)" : " of the benchmarks"}…`,
  );
  const beside = mkdtempSync(`${folder}.candour-install-`);
  let status = 1;
  try {
    for (const name of ["package.json", "package-lock.json", ".npmrc"])
      if (existsSync(`${folder}${name}`)) copyFileSync(`${folder}${name}`, `${beside}/${name}`);
    status = npmCi(beside).status ?? 1;
    if (status === 0) {
      writeFileSync(`${beside}/node_modules/.candour-installed`, locked);
      if (existsSync(`${folder}node_modules`)) renameSync(`${folder}node_modules`, `${beside}/former`);
      renameSync(`${beside}/node_modules`, `${folder}node_modules`);
    }
  } finally {
    rmSync(beside, { recursive: true, force: true });
  }
  if (status !== 0)
    fail("Candour: the packages could not be installed, and nothing was changed; npm's own message is above.", status);
}

function npmCi(folder) {
  const npm = process.env.npm_execpath;
  const args = ["ci", "--no-audit", "--no-fund", "--loglevel=error"];
  // npm's own script path is run on this Node: no shell, so no quoting to get wrong on any system.
  return npm
    ? spawnSync(process.execPath, [npm, ...args], { cwd: folder, stdio: ["ignore", 2, 2] })
    : spawnSync("npm", args, { cwd: folder, stdio: ["ignore", 2, 2], shell: process.platform === "win32" });
}

function fail(sentence, status = 1) {
  console.error(sentence);
  process.exit(status);
}
