// `candour ask`, and the commands that a hub greets with, against a hub whose port and folder are not the usual ones.
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Ended, type Env, type Serving, serving, start } from "../helpers/cli.ts";
import { run } from "../helpers/cli-in-process.ts";

const ROOT = join(import.meta.dirname, "../..");
let dir: string;
let data: string;
let hub: Serving;
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "candour-ask-"));
  data = join(dir, `Maren's data $HOME`);
  hub = await serving({ CANDOUR_DATA_DIR: data });
});
afterAll(async () => {
  await hub?.stop();
  rmSync(dir, { recursive: true, force: true });
});

const asking = (...args: readonly string[]) => ["ask", "--url", hub.url, "--as", "adviser", ...args];
const ask = (...args: readonly string[]): Promise<Ended> => run(asking(...args), { CANDOUR_DATA_DIR: data });

describe("candour ask", () => {
  it("prints the hub's answer to the person named", async () => {
    const { code, stdout, stderr } = await ask("{ viewer { person } regions { code } }");
    expect([code, stderr]).toEqual([0, ""]);
    expect(JSON.parse(stdout)).toEqual({
      data: { viewer: { person: "adviser" }, regions: expect.objectContaining({ length: 9 }) },
    });
  });

  it("accepts variables, and a query from standard input", async () => {
    const question = "query($code: ID!) { council(code: $code) { code } }";
    const args = asking("-", "--variables", '{"code":"X00000004"}');
    const { code, stdout } = await start(args, { CANDOUR_DATA_DIR: data }, [], new TextEncoder().encode(question)).ended;
    expect([code, JSON.parse(stdout)]).toEqual([0, { data: { council: { code: "X00000004" } } }]);
  });

  it("prints errors as they came, and ends with 1", async () => {
    const { code, stdout } = await ask("{ nothing }");
    expect([code, JSON.parse(stdout)]).toEqual([
      1,
      {
        errors: [
          expect.objectContaining({ message: expect.stringContaining("nothing"), extensions: { code: "BAD_USER_INPUT" } }),
        ],
      },
    ]);
  });

  it("prints each message of a subscription, as long as the output is read", async () => {
    const following = start(asking("subscription { inboxChanged { ... on InboxUpdate { kind } } }"), { CANDOUR_DATA_DIR: data });
    await once(following.child.stdout ?? following.child, "data");
    expect(JSON.parse(following.said())).toEqual({ data: { inboxChanged: { kind: "SNAPSHOT" } } });
    following.child.kill("SIGTERM");
    await following.ended;
  });

  it("prints nothing that a terminal would obey", async () => {
    const said = { data: { text: "\u009b31m\u202eevil\u001b[0m" } };
    const server = createServer((_, response) =>
      response.setHeader("content-type", "application/json").end(JSON.stringify(said)),
    );
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { stdout } = await run(["ask", "{ text }", "--as", "adviser", "--url", url], { CANDOUR_DATA_DIR: data });
    server.close();
    expect([..."\u001b\u009b\u202e"].filter((character) => stdout.includes(character))).toEqual([]);
    expect(JSON.parse(stdout)).toEqual(said);
  });

  it.each<[string, readonly string[], Env, RegExp]>([
    ["variables that are no object", ["{ regions { code } }", "--variables", "[1]"], {}, /^--variables: Enter a JSON object/],
    ["somebody unknown", ["{ regions { code } }", "--as", "nobody"], {}, /^There is no demonstration person "nobody"/],
    [
      "anybody in production",
      ["{ regions { code } }"],
      {
        ...{ CANDOUR_ENV: "production", CANDOUR_MASTER_KEY: Buffer.alloc(32, 7).toString("base64") },
        ...{ CANDOUR_TOKEN_ISSUER: "https://sign-in.example/", CANDOUR_JWKS_URL: "https://sign-in.example/keys" },
      },
      /^The demonstration issuer does not run in production/,
    ],
  ])("refuses %s with a sentence", async (_, args, env, sentence) => {
    const { code, stdout, stderr } = await run(asking(...args), { CANDOUR_DATA_DIR: data, ...env });
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(sentence);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  it("refuses text whose letters were lost, because the text of commands is recorded", async () => {
    const { code, stderr } = await start(asking("-"), { CANDOUR_DATA_DIR: data }, [], Uint8Array.of(0x7b, 0xe9, 0x7d)).ended;
    expect([code, stderr]).toEqual([1, "Standard input is not in UTF-8. Send it in UTF-8.\n"]);
  });
});

describe("The greeting", () => {
  it("names commands that find this hub, wherever it listens and keeps its data", () => {
    const commands = hub.said().match(/(?<= {2})(?:\S.*)?npm run.*$/gm) ?? [];
    expect(commands).toHaveLength(3);
    const settings = commands.map((command) => command.slice(0, command.indexOf("npm run")));
    expect(new Set(settings).size).toBe(1);
    const env = { PATH: `${join(process.execPath, "..")}:${process.env.PATH}`, HOME: dir };
    const [, people = "", question = ""] = commands;
    const typed = (command: string) => execFileSync("sh", ["-c", command], { cwd: ROOT, env, encoding: "utf8" });
    expect(typed(people)).toMatch(/^adviser /);
    expect(JSON.parse(typed(question))).toEqual({ data: { concerns: { totalCount: expect.any(Number) } } });
  });
});
