// The hub checks its own stores while it serves, and reports their state.
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { openDatabase } from "../../event-log/stores/database.ts";
import type { HealthCondition, Problem } from "../../hub/observability/health.ts";
import { openVerification } from "../../hub/verification/verification.ts";
import { concern } from "../examples/api-inputs.ts";
import { boundHere } from "../helpers/machine-speed.ts";
import { withProcessorTime } from "../helpers/processor-time.ts";
import { done } from "../helpers/send-command.ts";
import { startHub, type TestHub } from "../helpers/test-hub.ts";

describe("The check in the background", () => {
  let dir: string;
  let hub: TestHub;
  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), "candour-verification-"));
    hub = await startHub({ dir });
  });
  afterAll(async () => {
    await hub.close();
    rmSync(dir, { recursive: true, force: true });
  });
  /** Opens a verification as the hub does, but without pauses, because nothing else is measured meanwhile. */
  const verificationOf = (differing: Partial<Parameters<typeof openVerification>[0]> = {}) =>
    openVerification({
      ...{
        folder: { ...hub.hub.folder, dataDir: dir },
        hours: 24,
        now: hub.clock.now,
        logger: hub.logger,
        health: hub.hub.health,
      },
      ...{ restRatio: { idle: 0, busy: 0 }, ...differing },
    });
  const problem = () => hub.hub.readiness().problems.find(({ condition }) => condition === "verification");

  it("finds no flaw in a hub that serves meanwhile, and uses almost no time of the serving thread", async () => {
    const { result: running, ms } = await withProcessorTime(() => ({ ended: hub.hub.verification.run() }));
    // The hub only starts a process; the rest is that process's work.
    expect(ms).toBeLessThan(boundHere(250, ms));
    let logged = 0;
    let isOver = false;
    const writing = (async () => {
      while (!isOver) {
        await done(hub, "adviser", "logConcern", { ...concern, summary: `${concern.summary} ${logged}` });
        logged += 1;
        await setTimeout(100);
      }
    })();
    const result = await running.ended;
    isOver = true;
    await writing;
    expect(result).toMatchObject({ flaws: 0, unchecked: 0, counts: { readModels: 9 } });
    expect(hub.hub.verification.last()).toEqual(result);
    expect(logged).toBeGreaterThan(0);
    expect(problem()).toBeUndefined();
    expect(hub.logged.some((line) => line.includes('"STORES_VERIFIED"'))).toBe(true);
  });

  it("reports in readiness that there are flaws and later that there are none, and logs them; the hub continues to serve", async () => {
    const [name = ""] = readdirSync(join(dir, "read-models")).filter((one) => /^metrics-.*\.sqlite$/.test(one));
    const db = openDatabase(join(dir, "read-models", name), "rebuildable");
    db.exec("UPDATE metrics SET label = label || '.'");
    const verification = verificationOf();
    const { flaws } = await verification.run();
    expect(flaws).toBe(1);
    expect(problem()).toMatchObject({ code: "STORE_FLAWS", detail: { flaws: 1, file: join("read-models", name) } });
    expect(hub.hub.readiness().ready).toBe(true);
    expect(hub.logged.filter((line) => line.includes('"STORE_FLAW"'))).toHaveLength(1);
    db.exec("UPDATE metrics SET label = substr(label, 1, length(label) - 1)");
    db.close();
    await verification.run();
    expect(problem()).toBeUndefined();
  });

  it("runs periodically, and is a readiness problem if its last run is older than twice the period", async () => {
    const problems: (Problem | undefined)[] = [];
    const set = (_: HealthCondition, found: Problem | undefined) => problems.push(found);
    const verification = verificationOf({ hours: 1e-6, health: { set } });
    verification.start();
    expect(verification.last()).toBeUndefined();
    await vi.waitFor(() => expect(verification.last()).toBeDefined(), { timeout: 60_000, interval: 50 });
    await verification.close();
    expect(problems.map((found) => found?.code)).toContain("VERIFICATION_LATE");
  });

  it("is a readiness problem if it does not finish, until a run finishes", async () => {
    const problems: (Problem | undefined)[] = [];
    const set = (_: HealthCondition, found: Problem | undefined) => problems.push(found);
    const folder = { ...hub.hub.folder, dataDir: dir, logFile: undefined as unknown as string };
    const verification = verificationOf({ folder, health: { set } });
    await expect(verification.run()).rejects.toThrow("ended with code 1");
    expect(problems).toEqual([{ code: "VERIFICATION_FAILED" }]);
    await verification.close();
  });
});
