// The Prometheus configuration and the alert rules in operations/ are valid, and each alert fires.
import { join } from "node:path";
import { expect, it } from "vitest";
import { OPERATIONS, ROOT } from "../helpers/system/operations-files.ts";
import { describeWith, runProgram } from "../helpers/system/programs.ts";

describeWith(["promtool"], "promtool", ({ promtool }) => {
  it.each([
    ["the configuration", ["check", "config", join(OPERATIONS, "prometheus.yml")]],
    ["the rules", ["check", "rules", "--lint-fatal", join(OPERATIONS, "alerts.yml")]],
    ["that each alert is quiet before and fires after", ["test", "rules", join(ROOT, "test/system/alerts.test.yml")]],
  ])("accepts %s", async (_, args) => {
    const { status, output } = await runProgram(promtool, args);
    expect(status, output).toBe(0);
  });
});
