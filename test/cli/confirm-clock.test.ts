// The real command line on a machine whose clock is three years ahead: the hub serves, is not ready, runs no scheduled job, and says what to do.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { openSqliteLog } from "../../event-log/sqlite/sqlite-log.ts";
import { serving, start } from "../helpers/cli.ts";
import { startHub } from "../helpers/test-hub.ts";

const AHEAD = ["--import", join(import.meta.dirname, "../helpers/clock-ahead.mjs")];
const dir = mkdtempSync(join(tmpdir(), "candour-ahead-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

it("A clock three years ahead is served with, records nothing by date, and is confirmed on record", async () => {
  const made = await startHub({ dir, at: new Date().toISOString() });
  await made.close();
  const env = { CANDOUR_DATA_DIR: dir, CANDOUR_DISCLOSURES_KEPT_MONTHS: "1" };
  const recorded = async () => {
    const [log, disclosures] = ["events", "disclosures"].map((name) =>
      openSqliteLog(join(dir, "log", `${name}.sqlite`), "reading"),
    );
    const events = [...((await log?.readAll("", 10_000)) ?? []), ...((await disclosures?.readAll("", 10_000)) ?? [])];
    await Promise.all([log?.close(), disclosures?.close()]);
    return events.map(({ stream, type }) => `${stream} ${type}`);
  };
  const before = await recorded();

  const hub = await serving(env, AHEAD);
  expect((await fetch(`${hub.url}/ready`)).status).toBe(503);
  await expect.poll(hub.said).toContain("candour -- confirm-clock");
  expect(await hub.stop()).toMatchObject({ code: 0, stderr: expect.stringContaining("CLOCK_AHEAD") });
  expect(await recorded()).toEqual(before);

  const confirmed = await start(["confirm-clock", "--reason", "It stood still."], env, AHEAD).ended;
  expect(confirmed).toMatchObject({ code: 0, stdout: expect.stringMatching(/^The clock is confirmed\./) });
  expect(await recorded()).toEqual([...before, "hub ClockConfirmed.v1"]);
});
