import { describe, expect, it } from "vitest";
import { openHealth, readModelReport } from "../../hub/observability/health.ts";

const at = (minute: number) => new Date(Date.UTC(2026, 10, 28, 12, minute));

function healthAt() {
  const changes: string[] = [];
  let minute = 0;
  const health = openHealth(
    () => at(minute),
    (condition, problem) => changes.push(`${condition} ${problem?.code ?? "holds"}`),
  );
  return { health, changes, pass: () => (minute += 1) };
}

describe("health", () => {
  it("is ready while there is no problem", () => {
    expect(healthAt().health.report()).toEqual({ state: "ready", problems: [] });
  });

  it("is degraded by a problem that an operator has to check, and failing if the hub cannot serve", () => {
    const { health } = healthAt();
    health.set("mail", { code: "MAIL_NOT_TAKEN" });
    expect(health.report().state).toBe("degraded");
    health.set("log", { code: "DISK_FULL" });
    expect(health.report()).toMatchObject({ state: "failing", problems: [{ condition: "log" }, { condition: "mail" }] });
    health.set("log", undefined);
    expect(health.report().state).toBe("degraded");
  });

  it("gives the time since when there is a problem, even if its reason changes, and a new time after it was solved", () => {
    const { health, pass } = healthAt();
    health.set("log", { code: "DISK_FULL" });
    pass();
    health.set("log", { code: "IO_ERROR", detail: { sqlite: 10 } });
    expect(health.report().problems).toEqual([
      { condition: "log", code: "IO_ERROR", detail: { sqlite: 10 }, since: at(0).toISOString() },
    ]);
    health.set("log", undefined);
    health.set("log", { code: "DISK_FULL" });
    expect(health.report().problems).toMatchObject([{ since: at(1).toISOString() }]);
  });

  it("reports a change once, however often the same problem is set", () => {
    const { health, changes } = healthAt();
    health.set("disk", undefined);
    for (let time = 0; time < 3; time += 1) health.set("disk", { code: "DISK_LOW", detail: { free: time } });
    health.set("disk", undefined);
    expect(changes).toEqual(["disk DISK_LOW", "disk holds"]);
  });

  it("combines all read models in one condition, which names each that is being built or has stopped until it is live", () => {
    const { health, changes } = healthAt();
    const { state: report, behind } = readModelReport(health);
    report("people", { state: "building" });
    report("register", { state: "building" });
    report("people", { state: "live" });
    expect(health.report()).toMatchObject({ state: "failing", problems: [{ detail: { register: "building" } }] });
    report("people", { state: "retrying", code: "SQLITE_FULL" });
    expect(health.report().problems).toMatchObject([{ code: "READ_MODEL_RETRYING", detail: { people: "SQLITE_FULL" } }]);
    report("people", { state: "live" });
    report("register", { state: "live" });
    expect(health.report()).toEqual({ state: "ready", problems: [] });
    behind("register", true);
    behind("people", false);
    expect(health.report().problems).toMatchObject([{ code: "READ_MODEL_BEHIND", detail: { register: "behind" } }]);
    behind("register", false);
    expect(health.report()).toEqual({ state: "ready", problems: [] });
    expect(changes).toEqual(
      ["READ_MODEL_BUILDING", "READ_MODEL_RETRYING", "READ_MODEL_BUILDING", "holds", "READ_MODEL_BEHIND", "holds"].map(
        (code) => `readModels ${code}`,
      ),
    );
  });
});
