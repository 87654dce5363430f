// The order of test files. Two workers take the next file when they become free, so a long file at the end would leave one worker idle.
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Files of more than ten seconds on two idle cores, longest first. Vitest orders the others by how long they last took, or by their size. */
export const LONGEST: readonly string[] = [
  "test/cli/candour.test.ts",
  "test/policy/check.test.ts",
  "test/cli/policy.test.ts",
  "test/hub/verification.test.ts",
  "test/policy/sql-and-cedar.test.ts",
  "test/event-log/kurrentdb-faults.test.ts",
  "test/cli/imports.test.ts",
  "test/hub/policy-in-force.test.ts",
  "test/docs-commands.test.ts",
  "test/hub/policy-upgrade.test.ts",
  "test/http/filled.test.ts",
  "test/faults/files.test.ts",
  "test/http/differential.test.ts",
  "test/live/personal-changes.test.ts",
  "test/bench/world.test.ts",
  "test/http/live.test.ts",
  "test/event-log/sqlite.test.ts",
  "test/hub/verify.test.ts",
  "test/event-log/kurrentdb-stand-in.test.ts",
  "test/http/bad-commands.test.ts",
  "policies/engine/residual-template.property.test.ts",
  "test/http/commands-now.test.ts",
  "test/crash/kill.test.ts",
  "test/crash/disclosure.test.ts",
  "test/hub/cluster.test.ts",
];

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const index = LONGEST.findIndex((name) => moduleId.endsWith(`/${name}`));
      return index < 0 ? LONGEST.length : index;
    };
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}
