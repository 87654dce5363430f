// An import that exceeds the hub's rate limit continues by itself when the hub accepts more.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { clientFor } from "../../bin/client.ts";
import { run } from "../helpers/cli-in-process.ts";
import { startHub, type TestHub } from "../helpers/test-hub.ts";

let dir: string;
let hub: TestHub;
const env = () => ({ CANDOUR_DATA_DIR: join(dir, "data") });
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "candour-waits-"));
  hub = await startHub({ dir: join(dir, "data"), env: { CANDOUR_COMMANDS_A_MINUTE: "30" } });
});
afterAll(async () => {
  await hub.close();
  rmSync(dir, { recursive: true, force: true });
});

describe("An import of more people than the hub accepts in a minute", () => {
  it("reports that it waits, and imports all of them", async () => {
    const path = join(dir, "people.jsonl");
    const people = Array.from({ length: 32 }, (_, n) => JSON.stringify({ person: `many-${n}`, name: `Many ${n} (invented)` }));
    writeFileSync(path, people.join("\n"));
    const { code, stdout, stderr } = await run(["import", "people", path, "--as", "governance-officer", "--url", hub.url], env());
    expect([code, stdout]).toEqual([0, expect.stringMatching(/32 lines: 32 new, 0 changed, 0 unchanged, 0 refused\.\n$/)]);
    expect(stderr).toMatch(/The hub is busy\. Trying again in \d+ seconds?\./);
  });
});

describe("A client", () => {
  /** A hub that gives the given answers, one for each request. */
  async function answering(answers: readonly { status: number; headers?: Record<string, string>; body: object }[]) {
    const left = [...answers];
    const server = createServer((request, response) => {
      request.resume();
      const { status, headers, body } = left.shift() ?? { status: 500, headers: {}, body: {} };
      response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
    });
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    const waited: number[] = [];
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const client = clientFor(url, "token", async (seconds) => void waited.push(seconds));
    return { client, waited, left, close: () => new Promise((closed) => server.close(closed)) };
  }
  const limited = (seconds: number) => ({
    errors: [{ message: "x", extensions: { code: "RATE_LIMITED", retryAfterSeconds: seconds } }],
  });

  it("retries after the wait that the hub requests, whether all or a part of its request was refused", async () => {
    const hub = await answering([
      { status: 429, headers: { "retry-after": "7" }, body: limited(7) },
      { status: 200, body: { data: null, ...limited(3) } },
      { status: 200, body: { data: { done: true } } },
    ]);
    expect(await hub.client.ask("{ done }")).toEqual({ done: true });
    expect([hub.waited, hub.left]).toEqual([[7, 3], []]);
    await hub.close();
  });

  it("does not wait after other errors", async () => {
    const busy = { errors: [{ message: "An export is being made for you.", extensions: { code: "BUSY" } }] };
    const hub = await answering([{ status: 429, body: busy }]);
    await expect(hub.client.ask("{ done }")).rejects.toThrow("An export is being made for you.");
    expect(hub.waited).toEqual([]);
    await hub.close();
  });
});
