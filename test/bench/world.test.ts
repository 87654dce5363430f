// The worlds that the benchmarks read are made without commands: they must be such as commands make, and be read under the same policy.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { hubOn } from "../../bench/servers.ts";
import { type ReaderKind, readerId } from "../../bench/world/readers.ts";
import { REGIONS } from "../../reference/regions.ts";
import { askAt, run } from "../helpers/cli.ts";
import { cases } from "../helpers/soak.ts";

const CONCERNS = cases(100, 600);
const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

describe.each(["lives", "long-lives"])("A world of %s", (lives) => {
  it("has a log without flaws, and shows each kind of reader what policy allows them", async () => {
    const dir = mkdtempSync(join(tmpdir(), "candour-world-"));
    folders.push(dir);
    const make = join(import.meta.dirname, "../../bench/world/make.ts");
    expect(spawnSync(process.execPath, [make, dir, String(CONCERNS), lives], { stdio: ["ignore", 2, 2] }).status).toBe(0);
    const verified = await run(["verify"], { CANDOUR_DATA_DIR: dir, CANDOUR_DEMONSTRATION: "false" });
    expect([verified.code, verified.stdout]).toEqual([0, expect.stringContaining("No faults found")]);

    await using hub = await hubOn(dir);
    /** The total that nine readers of a kind see: one for each region, if they have a region. */
    const seenBy = async (kind: ReaderKind) => {
      const list = "{ concerns(first: 100) { nodes { stage evidence { id } } } }";
      type Seen = { concerns: { nodes: { stage: string; evidence: object[] | null }[] } };
      const each = Array.from({ length: REGIONS.length }, async (_, n) => {
        const token = await hub.token(readerId(kind, n));
        return (await askAt<Seen>(hub.url, token, list)).concerns.nodes;
      });
      return (await Promise.all(each)).flat();
    };
    const KINDS = [
      "adviser",
      "chief-executive",
      "cib-lead",
      "group-office-seldom",
      "group-office-never",
      "governance-officer",
    ] as const;
    const [advisers = [], councils = [], leads = [], seldom = [], never, officers] = await Promise.all(KINDS.map(seenBy));
    expect(advisers.map(({ stage }) => stage)).toContain("LOGGED");
    // Nothing of what is only logged.
    for (const some of [councils, leads, seldom]) {
      expect(some.length).toBeGreaterThan(0);
      expect(some.map(({ stage }) => stage)).not.toContain("LOGGED");
    }
    for (const { evidence } of advisers) expect(evidence?.length).toBeGreaterThan(0);
    expect([never, officers]).toEqual([[], []]);
  });
});
