import { defineConfig } from "vitest/config";

/** Ends a test that hangs. No test is bound by time: on a busy machine the same work takes many times as long. */
const HANGING_MS = 45 * 60_000;

export default defineConfig({
  // As Node resolves them: with Vite's own "development" condition our imports of graphql would be another copy than Yoga's.
  ssr: { resolve: { conditions: ["node", "module-sync"], externalConditions: ["node", "module-sync"] } },
  test: {
    include: ["{test,services,policies,reference,event-log,text,imports}/**/*.test.ts"],
    testTimeout: HANGING_MS,
    hookTimeout: HANGING_MS,
    expect: { poll: { timeout: HANGING_MS } },
    // Real processes, files and fsyncs on two shared cores: more workers only make each slower.
    maxWorkers: 2,
  },
});
