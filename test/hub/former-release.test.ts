// A hub of the former release with its demonstration data starts on this release, and its councils see what they saw.
import { chmodSync, cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { LedgerDocument } from "../../exports/ledger-document.ts";
import { shipped } from "../helpers/policy-files.ts";
import { startHub, type TestHub } from "../helpers/test-hub.ts";

const FORMER = join(import.meta.dirname, "../fixtures/former-release");
/** A few minutes after the former release stopped. */
const AT = "2026-11-29T05:00:00.000Z";

const before = (person: string): LedgerDocument => JSON.parse(readFileSync(join(FORMER, "ledgers", `${person}.json`), "utf8"));
const PEOPLE = readdirSync(join(FORMER, "ledgers")).map((name) => name.replace(/\.json$/, ""));

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A copy of the former hub's data folder, which only its owner can read, as a hub requires. */
function copyOfFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "candour-former-"));
  folders.push(folder);
  cpSync(join(FORMER, "data-folder"), folder, { recursive: true });
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" }))
    chmodSync(join(folder, name), statSync(join(folder, name)).isDirectory() ? 0o700 : 0o600);
  return folder;
}

async function ledgerOf(hub: TestHub, person: string): Promise<LedgerDocument> {
  const response = await fetch(`${hub.url}/ledger`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${await hub.token(person)}` },
    body: JSON.stringify({ council: before(person).council.code, format: "json" }),
  });
  expect(response.status).toBe(200);
  return (await response.json()) as LedgerDocument;
}

describe("A hub of the former release", () => {
  it.each([
    ["under its own policy", {}],
    ["once this release's policy is approved", { CANDOUR_POLICY_APPROVED: shipped.version }],
  ])("starts on this release, and every council sees what it saw: %s", async (_, env) => {
    const hub = await startHub({ dir: copyOfFolder(), at: AT, seed: false, env });
    for (const person of PEOPLE) {
      const [was, is] = [before(person), await ledgerOf(hub, person)];
      expect(is.concerns).toMatchObject(was.concerns);
      expect(is.ofCouncil).toMatchObject(was.ofCouncil ?? expect.fail());
      const ids = new Set(was.disclosures.map(({ id }) => id));
      expect(is.disclosures.filter(({ id }) => ids.has(id))).toMatchObject(was.disclosures);
    }
    await hub.close();
  });
});
