import { configDefaults, defineConfig } from "vitest/config";
import { LongestFirst } from "./test/helpers/longest-first.ts";

/** Ends a test that hangs. No test is bound by time: on a busy machine the same work takes many times as long. */
const hangingMs = (mode: string): number => (mode === "system" ? 10 : 45) * 60_000;

/** The seed of generated cases: one for `npm test`, whose answer about a commit must not change, and another for each soak. `FC_SEED` repeats a run. */
function seedOf(mode: string): string {
  const seed = process.env.FC_SEED ?? (mode === "soak" ? String(Date.now() % 2 ** 31) : "20261129");
  if (mode === "soak") console.log(`Generated cases: FC_SEED=${seed}`);
  return seed;
}

export default defineConfig(({ mode }) => ({
  // As Node resolves them: with Vite's own "development" condition our imports of graphql would be another copy than Yoga's.
  ssr: { resolve: { conditions: ["node", "module-sync"], externalConditions: ["node", "module-sync"] } },
  test: {
    // Tests of the examples in operations/ need programs of the operating system: npm run test:system.
    ...(mode === "system"
      ? { include: ["test/system/**/*.test.ts"] }
      : {
          include: [
            "{test,web,caching,services,disclosure,queries,projections,policies,reference,event-log,hub,graphql,text,imports,exports,bin}/**/*.test.ts",
          ],
          exclude: [...configDefaults.exclude, "test/system/**"],
        }),
    globalSetup: [
      "test/helpers/parsed-policy.ts",
      "test/helpers/run-folder.ts",
      ...(mode === "system" ? ["test/helpers/system/containers/left-engines.ts"] : []),
      ...(mode === "soak" ? ["test/helpers/faults/table.ts"] : []),
    ],
    env: {
      FC_SEED: seedOf(mode),
      ...(mode === "in-threads" && { CANDOUR_TEST_THREADS: "on" }),
      ...(mode === "in-readers" && { CANDOUR_TEST_READERS: "on" }),
    },
    setupFiles: ["test/helpers/seed.ts", ...(mode === "compare-executions" ? ["test/helpers/compare-all-executions.ts"] : [])],
    // Files share a worker's modules: no module has state that tells, and each file alone would load them all and compile the policy again.
    isolate: false,
    testTimeout: hangingMs(mode),
    hookTimeout: hangingMs(mode),
    expect: { poll: { timeout: hangingMs(mode) } },
    // Real processes, files and fsyncs on two shared cores: more workers only make each slower.
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
  },
}));
