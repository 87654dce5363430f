import { defineConfig } from "vitest/config";

export default defineConfig({
  // As Node resolves them: with Vite's own "development" condition our imports of graphql would be another copy than Yoga's.
  ssr: { resolve: { conditions: ["node", "module-sync"], externalConditions: ["node", "module-sync"] } },
  test: {
    include: ["{test,services,policies,reference,event-log}/**/*.test.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Real processes, files and fsyncs on two shared cores: more workers only make each slower.
    maxWorkers: 2,
  },
});
