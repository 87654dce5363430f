// A real hub in a separate process, killed without warning while people read, and restarted on its files: every completely received
// response is recorded. Recorded responses that never arrived are possible too.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { tokenFor } from "../../bin/client.ts";
import { openSqliteLog } from "../../event-log/sqlite/sqlite-log.ts";
import { readConfig } from "../../hub/config.ts";
import { openDataFolder } from "../../hub/folder/data-folder.ts";
import { type Serving, serving } from "../helpers/cli.ts";
import { type Data, entriesOf, fillFolder, recordedIn } from "../helpers/delivered-and-recorded.ts";
import { cases } from "../helpers/soak.ts";

/** The number of rounds of starting, reading and killing; `npm run soak` has many. */
const KILLS = cases(2, 60);
const CONCERNS = 60;
const READERS = ["adviser", "second-adviser", "chief-executive", "nominated-officer", "adviser", "chief-executive"] as const;

const dataDir = mkdtempSync(join(tmpdir(), "candour-disclosure-crash-"));
const env = { CANDOUR_DATA_DIR: dataDir, PORT: "0", CANDOUR_LOG_LEVEL: "silent" };
const config = readConfig({ ...env, CANDOUR_LOG_LEVEL: "error" });
const running: Serving[] = [];
afterAll(async () => {
  await Promise.all(running.map((hub) => hub.stop("SIGKILL")));
  rmSync(dataDir, { recursive: true, force: true });
});

/** Numbers below `n`, the same in every run. */
let drawn = 20261122;
const below = (n: number): number => {
  drawn = (Math.imul(drawn, 1_103_515_245) + 12_345) >>> 0;
  return Math.floor((drawn / 2 ** 32) * n);
};

describe("a hub killed while people read", () => {
  beforeAll(() => fillFolder(config, CONCERNS));

  it("has recorded every completely received response", async () => {
    // Of one hub's life: it remembers nothing of those before it, so that all that it gives it has to record.
    let given = new Set<string>();
    const tokens = new Map<string, string>();
    for (const person of READERS) tokens.set(person, await tokenFor(config, person));
    const ids: string[] = [];
    let [answers, cutOff, kills, views, unanswered] = [0, 0, 0, 0, 0];
    const log = openSqliteLog(openDataFolder(config).disclosuresFile);
    let position = await log.head();

    /** Returns the recorded disclosures of a killed hub. */
    async function recordedSince(): Promise<ReadonlySet<string>> {
      const events = await log.readAll(position, 1_000_000);
      position = events.at(-1)?.position ?? position;
      return new Set(events.flatMap(recordedIn));
    }
    async function expectRecorded(): Promise<void> {
      const recorded = await recordedSince();
      expect([...given].filter((one) => !recorded.has(one))).toEqual([]);
      views += given.size;
      unanswered += [...recorded].filter((one) => !given.has(one)).length;
      given = new Set();
    }

    /** Sends a query; true if the whole response arrived and has data. */
    async function ask(url: string, person: string, query: string): Promise<boolean> {
      const headers = { "content-type": "application/json", authorization: `Bearer ${tokens.get(person)}` };
      const body = await fetch(`${url}/graphql`, { method: "POST", headers, body: JSON.stringify({ query }) })
        .then((response) => response.text())
        .catch(() => undefined);
      if (body === undefined) return false;
      const { data, errors } = JSON.parse(body) as { data: Data; errors?: readonly { message: string }[] };
      // A hub that is going down may refuse; it may not give half.
      if (errors) throw new Error(errors.map(({ message }) => message).join(" "));
      for (const one of entriesOf(person, data)) given.add(one);
      for (const { id } of data.concerns?.nodes ?? []) if (!ids.includes(id)) ids.push(id);
      answers += 1;
      return true;
    }

    while (kills < KILLS) {
      const hub = await serving(env);
      running.push(hub);
      const readers = READERS.map(async (person, reader) => {
        for (let n = 0; ; n += 1) {
          const id = ids[below(ids.length)];
          const query =
            (n + reader) % 2 === 0 || !id
              ? `{ concerns(first: ${1 + below(CONCERNS)}) { nodes { id stage ${below(2) === 0 ? "summary { text }" : ""} } } }`
              : `{ concern(id: "${id}") { id summary { text } evidence { account } } }`;
          if (await ask(hub.url, person, query)) continue;
          cutOff += 1;
          return;
        }
      });
      // While the first answer is put together, when everything is new to the record; or after some, at any point of the next.
      const [before, wanted] = [answers, kills % 4 === 0 ? 0 : 20 + below(60)];
      while (answers < before + wanted) await new Promise((resolve) => setTimeout(resolve, 1));
      await new Promise((resolve) => setTimeout(resolve, wanted === 0 ? below(1_500) : below(3) * below(20)));
      await hub.stop("SIGKILL");
      await Promise.all(readers);
      await expectRecorded();
      kills += 1;
    }

    // Started once more and ended in peace: nothing that the kills left keeps the hub from coming up.
    const last = await serving(env);
    running.push(last);
    for (const person of new Set(READERS)) expect(await ask(last.url, person, "{ concerns { nodes { id stage } } }")).toBe(true);
    await last.stop();
    await expectRecorded();
    expect(await log.verify()).toEqual([]);
    await log.close();

    console.log(
      `${kills} kills, ${answers} answers in full, ${cutOff} cut off; ${views} views given; recorded and never given in full: ${unanswered}`,
    );
    expect(answers).toBeGreaterThan(20);
    expect(cutOff).toBeGreaterThan(kills);
    expect(views).toBeGreaterThan(CONCERNS);
  });
});
