// Each readiness condition that stores, mail and the machine report: how it begins, and how it ends.
import { describe, expect, it } from "vitest";
import type { KeyStore } from "../../event-log/keys/port.ts";
import { type AppendOutcome, type EventLog, LogUnavailable } from "../../event-log/port.ts";
import { WriterEnded } from "../../event-log/stores/owned-store.ts";
import { MailFailed } from "../../hub/mail/mailer.ts";
import { openHealth } from "../../hub/observability/health.ts";
import { watchMachine } from "../../hub/observability/machine.ts";
import { reportingKeys, reportingLog, reportingMailer, storeReports } from "../../hub/observability/reports.ts";
import { openTelemetry } from "../../hub/observability/telemetry.ts";
import { UNTRACED } from "../../hub/observability/trace.ts";

function observed() {
  const health = openHealth(
    () => new Date(0),
    () => {},
  );
  let full = 0;
  const problems = () => health.report().problems.map(({ condition, code }) => `${condition} ${code}`);
  const telemetry = openTelemetry();
  const reports = storeReports(health, () => {
    full += 1;
  });
  return { health, telemetry, trace: UNTRACED, problems, reports, full: () => full };
}

const sqlite = (errcode: number): Error => Object.assign(new Error("SQLite"), { code: "ERR_SQLITE_ERROR", errcode });
const APPENDED: AppendOutcome = { kind: "appended", position: "0000000000000007", version: 1, repeated: false };

describe.each(["log", "disclosures"] as const)("The store %s", (store) => {
  const logThat = (append: () => Promise<AppendOutcome>) => ({ append, head: async () => "" }) as unknown as EventLog;

  it.each([
    [13, "DISK_FULL"],
    [10, "WRITE_FAILED"],
    [778, "WRITE_FAILED"],
    [8, "WRITE_FAILED"],
  ])("fails when SQLite refuses to write with %i, until it writes again", async (errcode, code) => {
    const seen = observed();
    let fails = true;
    const { log, last } = await reportingLog(
      logThat(async () => {
        if (fails) throw new LogUnavailable("It could not be written.", { cause: sqlite(errcode) });
        return APPENDED;
      }),
      store,
      seen,
    );
    await expect(log.append({} as never)).rejects.toThrow(LogUnavailable);
    expect(seen.problems()).toEqual([`${store} ${code}`]);
    expect(seen.full()).toBe(code === "DISK_FULL" ? 1 : 0);
    fails = false;
    await log.append({} as never);
    expect(seen.problems()).toEqual([]);
    expect(last()).toBe("0000000000000007");
  });

  it("keeps the problem that it was given up for, whatever the system says of the cause", async () => {
    const seen = observed();
    seen.health.set(store, { code: "WRITER_ENDED" });
    const cause = Object.assign(new Error("No memory."), { code: "ERR_WORKER_OUT_OF_MEMORY" });
    const { log } = await reportingLog(
      logThat(async () => {
        throw new WriterEnded("The thread has ended.", { cause });
      }),
      store,
      seen,
    );
    await expect(log.append({} as never)).rejects.toThrow(WriterEnded);
    expect(seen.problems()).toEqual([`${store} WRITER_ENDED`]);
  });

  it("does not fail because of a command that cannot be stored, and clears no problem that others reported", async () => {
    const seen = observed();
    let thrown: Error | undefined = new TypeError("It holds text that was not sealed.");
    const { log } = await reportingLog(
      logThat(async () => {
        if (thrown) throw thrown;
        return APPENDED;
      }),
      store,
      seen,
    );
    await expect(log.append({} as never)).rejects.toThrow(TypeError);
    // A violated constraint is a fault of the statement, not of the store.
    thrown = new LogUnavailable("One command.", { cause: sqlite(19) });
    await expect(log.append({} as never)).rejects.toThrow(LogUnavailable);
    expect(seen.problems()).toEqual([]);
    seen.health.set(store, { code: "BEHIND_ITS_MARK" });
    thrown = undefined;
    await log.append({} as never);
    expect(seen.problems()).toEqual([`${store} BEHIND_ITS_MARK`]);
  });
});

describe("The keys", () => {
  it("fail when a key cannot be written, until one can be written", async () => {
    const seen = observed();
    let fails = true;
    const write = async () => {
      if (fails) throw sqlite(13);
      return "key";
    };
    const keys = reportingKeys({ newKey: write, destroy: write } as unknown as KeyStore, seen.reports);
    await expect(keys.newKey()).rejects.toThrow();
    expect(seen.problems()).toEqual(["keys DISK_FULL"]);
    fails = false;
    await keys.newKey();
    expect(seen.problems()).toEqual([]);
  });
});

describe("Mail", () => {
  it("is degraded after the server has failed three times in a row, until it accepts one; a refused mail does not count", async () => {
    const seen = observed();
    let failure: "not-taken" | "refused" | undefined = "refused";
    const mailer = reportingMailer(
      {
        send: async () => {
          if (failure) throw new MailFailed("It failed.", failure);
        },
        close: () => {},
      },
      seen,
    );
    const waiting = { tasks: { count: 1, more: false }, news: { count: 0, more: false } };
    const send = () => mailer.send({ to: "somebody@example.org", id: "1", waiting }).catch(() => {});
    for (let n = 0; n < 5; n += 1) await send();
    failure = "not-taken";
    for (let n = 0; n < 2; n += 1) await send();
    expect(seen.problems()).toEqual([]);
    await send();
    expect(seen.problems()).toEqual(["mail MAIL_NOT_TAKEN"]);
    failure = undefined;
    await send();
    expect(seen.problems()).toEqual([]);
    const text = await seen.telemetry.text();
    expect(text).toMatch(/candour_mails_failed_total\{failure="refused"\} 5/);
    expect(text).toMatch(/candour_mails_failed_total\{failure="not-taken"\} 3/);
    expect(text).toMatch(/candour_mails_sent_total 1/);
  });
});

describe("The machine", () => {
  function watched() {
    const seen = observed();
    const reading = { bytes: 10_000, inodes: 50_000 as number | undefined, open: 100, limit: 1_000 };
    const behind: string[] = [];
    const model = { name: "register", isLive: true, position: "1", head: "1" };
    const watch = watchMachine({
      ...seen,
      minFreeBytes: 5_000,
      files: {},
      unheard: (code, error) => expect.fail(`${code} ${error}`),
      machine: {
        disk: async () => {
          if (reading.bytes < 0) throw new Error("It cannot be read.");
          return reading;
        },
        handles: () => reading,
      },
      models: () => [{ ...model }],
      setBehind: (name, isBehind) => behind.push(`${name} ${isBehind}`),
    });
    return { ...seen, reading, behind, model, watch };
  }

  it("fails while there is too little disk space or too few inodes, or the disk cannot be checked", async () => {
    const { watch, reading, problems, telemetry } = watched();
    await watch.check();
    expect(problems()).toEqual([]);
    for (const [change, code] of [
      [{ bytes: 4_999 }, "DISK_LOW"],
      [{ inodes: 10 }, "INODES_LOW"],
      [{ bytes: -1 }, "DISK_UNREADABLE"],
    ] as const) {
      const before = { ...reading };
      Object.assign(reading, change);
      await watch.check();
      expect(problems()).toEqual([`disk ${code}`]);
      Object.assign(reading, before);
      await watch.check();
      expect(problems()).toEqual([]);
    }
    expect(await telemetry.text()).toContain("candour_disk_free_bytes 10000");
    watch.stop();
  });

  it("is degraded while most file handles are open", async () => {
    const { watch, reading, problems } = watched();
    reading.open = 801;
    await watch.check();
    expect(problems()).toEqual(["fileHandles FILE_HANDLES_LOW"]);
    reading.open = 800;
    await watch.check();
    expect(problems()).toEqual([]);
    watch.stop();
  });

  it("reports a read model as lagging if it lacks events that the log had at the previous check", () => {
    const { watch, model, behind } = watched();
    watch.checkLag();
    model.head = "5";
    watch.checkLag();
    watch.checkLag();
    model.position = "5";
    model.head = "9";
    watch.checkLag();
    expect(behind).toEqual(["register false", "register false", "register true", "register false"]);
    watch.stop();
  });
});
