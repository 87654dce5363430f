// A setup file: `npm test -- --mode compare-executions test/http` executes every query of the hubs in that run's processes by graphql-js, too.
// A test that counts what is read counts both, and fails.
import { vi } from "vitest";
import type { openPipeline } from "../../graphql/pipeline.ts";
import { compareExecutions } from "./compare-executions.ts";

vi.mock("../../graphql/pipeline.ts", async (original) => {
  const actual = await original<{ readonly openPipeline: typeof openPipeline }>();
  return {
    ...actual,
    openPipeline: (...args: Parameters<typeof openPipeline>) => compareExecutions(actual.openPipeline(...args)),
  };
});
