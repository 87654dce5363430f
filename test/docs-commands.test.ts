// Runs every command in a block of the documentation in a copy of the project with a demonstration hub: page by page, in order, as a
// reader would. A page's commands share a shell, because they build on each other. docs/README.md lists the commands that are not run, with the reasons.
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { COMPILED, type Serving, serving } from "./helpers/cli.ts";
import { run } from "./helpers/cli-in-process.ts";
import { blocksOf, commandsOf, pages, ROOT, rowsOf, textOf } from "./helpers/documentation.ts";

const NPM_CANDOUR = "npm run --silent candour -- ";
const NOT_TYPED = rowsOf("docs/README.md", "How these pages are kept right").map(([codes = "", why = ""]) => ({
  commands: [...codes.replaceAll("\\|", "|").matchAll(/`([^`]+)`/g)].map(([, command = ""]) => command),
  why,
}));
const begins = (command: string, beginning: string): boolean =>
  command.startsWith(beginning) || command.startsWith(NPM_CANDOUR + beginning);
const isNotTyped = (command: string): boolean =>
  NOT_TYPED.some(({ commands }) => commands.some((beginning) => begins(command, beginning)));

/** The programs that a command may run. Others are not found, so that no page can change the machine of the tests. */
const PROGRAMS = ["cat", "cp", "curl", "date", "grep", "head", "openssl", "sed", "sleep"];

const PAGES = pages
  .map((page) => ({ page, commands: blocksOf(page, "sh").flatMap(commandsOf) }))
  .filter(({ commands }) => commands.length > 0);

const { scripts } = JSON.parse(textOf("package.json")) as { scripts: Readonly<Record<string, string>> };
const BEFORE = "\u001e";

/**
 * npm takes longer to start than most commands take in total, so its scripts from package.json are run without it. The test's own process carries
 * out commands of the hub that read no standard input; test/cli/packages.test.ts starts them with npm. What a subscription prints is followed up to
 * its first message.
 */
const SHELL = `set -e
here() {
  local code; code=$(printf '%s\\0' "$PWD" "$@" | command curl -s --data-binary @- "$COMMANDS")
  cat "$WRITTEN/stdout"; cat "$WRITTEN/stderr" >&2; return "$code"
}
follow() {
  "$@" <&0 > followed & local pid=$!
  until grep -q '"data"' followed; do kill -0 $pid; sleep 0.1; done
  kill $pid; wait $pid || true; cat followed
}
npm() {
  [ "$1" = run ]; shift; if [ "$1" = --silent ]; then shift; fi
  local name=$1; shift; if [ "\${1:-}" = -- ]; then shift; fi
  local script; case "$name" in
${Object.entries(scripts)
  .filter(([, script]) => script.startsWith("node bin/"))
  .map(([name, script]) => `    ${name}) script='${script.replaceAll("'", "'\\''")}';;`)
  .join("\n")}
    *) echo "npm run $name is not typed here" >&2; return 1;;
  esac
  case "$name $*" in *subscription*) follow $script "$@";; story*|*" -") $script "$@";; *) here "$@";; esac
}
# Nothing but the test's own hub is spoken to.
curl() { case "$*" in *"http://127.0.0.1:$PORT/"*) ;; *) return 1;; esac; case "$*" in *subscription*) follow command curl "$@";; *) command curl "$@";; esac; }
`;

let project: string;
let programs: string;
let hub: Serving;
let server: Server;
/** Carries out the command whose working folder and arguments are sent. Responds with its exit code, and leaves its output in files. */
async function carryOut(sent: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of sent) chunks.push(chunk);
  const [cwd = "", ...args] = Buffer.concat(chunks).toString().split("\0").slice(0, -1);
  const { code, stdout, stderr } = await run(args, { PORT: new URL(hub.url).port }, cwd);
  for (const [name, text] of Object.entries({ stdout, stderr })) writeFileSync(join(programs, "..", name), text);
  return String(code);
}
beforeAll(async () => {
  const dir = mkdtempSync(join(tmpdir(), "candour-docs-"));
  project = join(dir, "candour");
  mkdirSync(project);
  for (const name of readdirSync(ROOT)) if (!/^(?:\.git|data)$/.test(name)) symlinkSync(join(ROOT, name), join(project, name));
  programs = join(dir, "programs");
  mkdirSync(programs);
  symlinkSync(process.execPath, join(programs, "node"));
  for (const name of PROGRAMS) symlinkSync(pathOf(name), join(programs, name));
  hub = await serving({ CANDOUR_DATA_DIR: join(project, "data") });
  server = createServer(async (request, response) => response.end(await carryOut(request)));
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
});
afterAll(async () => {
  server?.close();
  await hub?.stop();
  rmSync(join(project, ".."), { recursive: true, force: true });
});

const pathOf = (program: string): string =>
  (process.env.PATH ?? "")
    .split(":")
    .map((folder) => join(folder, program))
    .find((path) => existsSync(path)) ?? program;

type Typed = { readonly code: number | null; readonly answers: readonly string[] };

/** The output of each command, up to the one that failed. */
async function type(commands: readonly string[]): Promise<Typed> {
  const script = SHELL + commands.map((command) => `printf '${BEFORE}'\n${command}\n`).join("");
  const env = {
    ...{ PATH: programs, HOME: project, PORT: new URL(hub.url).port, NODE_COMPILE_CACHE: COMPILED },
    ...{ COMMANDS: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, WRITTEN: join(programs, "..") },
  };
  const child = spawn(pathOf("bash"), ["-c", script], { cwd: project, env, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (output += text));
  const code = await new Promise<number | null>((resolve, reject) => child.once("close", resolve).once("error", reject));
  return { code, answers: output.split(BEFORE).slice(1) };
}

describe("The commands of the documentation", () => {
  it.each(PAGES)("$page: each succeeds as documented", async ({ page, commands }) => {
    const typed = commands.filter((command) => !isNotTyped(command));
    const { code, answers } = await type(typed);
    expect(code, `${typed[answers.length - 1]}\n${answers.at(-1)}`).toBe(0);
    for (const [index, answer] of answers.entries())
      expect(answer, typed[index]).not.toMatch(/"errors":|"Refused"|"code": ?"[A-Z_]+"|\n\s+at |command not found/);
    for (const block of blocksOf(page, "text")) expect(answers.some((answer) => isExcerpt(block, answer))).toBe(true);
  });

  it.each(NOT_TYPED)("leave out $commands, which some page has: $why", ({ commands }) => {
    const all = PAGES.flatMap((page) => page.commands);
    expect(commands.filter((beginning) => !all.some((command) => begins(command, beginning)))).toEqual([]);
  });
});

/** Whether the output has the lines of a block in order, where `…` represents any omitted lines, or the rest of a line. */
function isExcerpt(block: string, answer: string): boolean {
  const pattern = block
    .trimEnd()
    .split("\n")
    .map((line) => (line.trim() === "…" ? "(?:.*\n)*?" : `${line.split("…").map(escaped).join(".*")}\n`));
  return new RegExp(pattern.join("")).test(answer);
}

const escaped = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&");
