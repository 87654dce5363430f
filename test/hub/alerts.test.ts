// The alerts in operations/. These tests fail if a new readiness condition has no alert, or a new alert has no description.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { CONDITIONS } from "../../hub/observability/health.ts";

const read = (path: string): string => readFileSync(join(import.meta.dirname, "../..", path), "utf8");
const alerts = read("operations/alerts.yml")
  .split(/^ +- alert: /m)
  .slice(1)
  .map((text) => ({ name: text.split("\n")[0] ?? "", text }));
const fired = [
  ...read("test/system/alerts.test.yml").matchAll(/alertname: (\w+)\n +eval_time: \S+\n +exp_alerts:\n +- exp_labels/g),
];

describe("Alerts", () => {
  it.each(Object.entries(CONDITIONS))(
    "include one for the condition %s, with the severity `page` if the condition makes the hub unready",
    (condition, effect) => {
      const own = alerts.filter(({ text }) => text.includes(`candour_condition_problem{condition="${condition}"}`));
      expect(own.length).toBe(1);
      if (effect === "failing") expect(own[0]?.text).toContain("severity: page");
    },
  );

  it.each(alerts)(
    "include $name, which states the problem and the part of the runbook, and which a test makes fire",
    ({ name, text }) => {
      expect(text).toMatch(/^ +summary: .+\.$/m);
      expect(text).toMatch(/^ +runbook: docs\/runbook\.md#[a-z-]+$/m);
      expect(fired.map(([, alert]) => alert)).toContain(name);
    },
  );
});
