import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: [
      "test/**/*.test.ts",
      "services/**/*.test.ts",
      "policies/**/*.test.ts",
      "reference/**/*.test.ts",
      "event-log/**/*.test.ts",
    ],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Real processes, files and fsyncs on two shared cores: more workers only make each slower.
    maxWorkers: 2,
  },
});
