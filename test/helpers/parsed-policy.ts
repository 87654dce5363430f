// Parses the release's policy before a run of tests, as `npm start` and `npm test` do: every hub and every process of the run then reads the parsed form.
import { spawnSync } from "node:child_process";
import { join } from "node:path";

export default function setup(): void {
  spawnSync(process.execPath, [join(import.meta.dirname, "../../scripts/parse-policy.ts")], {
    stdio: ["ignore", "inherit", "inherit"],
  });
}
