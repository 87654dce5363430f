// The worlds that the benchmarks read are made without commands: they must be such as commands make, and be read under the same policy.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { type ReaderKind, readerId } from "../../bench/world/readers.ts";
import { readConfig } from "../../hub/config.ts";
import { findDataFolder } from "../../hub/folder/data-folder.ts";
import { verifyStores } from "../../hub/verification/verify.ts";
import { REGIONS } from "../../reference/regions.ts";
import { cases } from "../helpers/soak.ts";
import { startHub, type TestHub } from "../helpers/test-hub.ts";

const CONCERNS = cases(45, 600);
const NO_DEMONSTRATION = { CANDOUR_DEMONSTRATION: "false" };
const folders: string[] = [];
const opened: TestHub[] = [];
afterAll(async () => {
  for (const hub of opened) await hub.close();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

describe.each(["lives", "long-lives"])("A world of %s", (lives) => {
  it("has a log without flaws, and shows each kind of reader what policy allows them", async () => {
    const dir = mkdtempSync(join(tmpdir(), "candour-world-"));
    folders.push(dir);
    const make = join(import.meta.dirname, "../../bench/world/make.ts");
    expect(spawnSync(process.execPath, [make, dir, String(CONCERNS), lives], { stdio: ["ignore", 2, 2] }).status).toBe(0);
    const folder = findDataFolder(readConfig({ CANDOUR_DATA_DIR: dir, ...NO_DEMONSTRATION }));
    const verified = await verifyStores(folder, { now: new Date() });
    expect(verified).toMatchObject({ count: 0, unchecked: [], outdated: [] });
    expect(verified.counts.events).toBeGreaterThan(10 * CONCERNS);

    const hub = await startHub({ dir, seed: false, env: NO_DEMONSTRATION, at: new Date().toISOString() });
    opened.push(hub);
    /** The total that nine readers of a kind see: one for each region, if they have a region. */
    const seenBy = async (kind: ReaderKind) => {
      const list = "{ concerns(first: 100) { nodes { stage evidence { id } } } }";
      type Seen = { concerns: { nodes: { stage: string; evidence: object[] | null }[] } };
      const each = Array.from({ length: REGIONS.length }, async (_, n) => {
        const { body } = await hub.ask<Seen>(readerId(kind, n), list);
        expect(body.errors).toBeUndefined();
        return body.data.concerns.nodes;
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
