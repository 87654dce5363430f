// A hub of the former release with its demonstration data starts on this release, and its councils see what they saw.
import { chmodSync, cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { LedgerDocument } from "../../exports/ledger-document.ts";
import { readConfig } from "../../hub/config.ts";
import { findDataFolder } from "../../hub/folder/data-folder.ts";
import { verifyStores } from "../../hub/verification/verify.ts";
import { shipped } from "../helpers/policy-files.ts";
import { command } from "../helpers/send-command.ts";
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

type OfCouncil = NonNullable<LedgerDocument["ofCouncil"]>;
/** Clashes have replaced overlaps since. */
function withoutOverlaps({ alignedSupport, ...rest }: OfCouncil): OfCouncil {
  const { overlapCount: _, overlaps: __, ...kept } = alignedSupport ?? {};
  return { ...rest, alignedSupport: alignedSupport && (kept as OfCouncil["alignedSupport"]) };
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
      expect(is.ofCouncil).toMatchObject(withoutOverlaps(was.ofCouncil ?? expect.fail()));
      const ids = new Set(was.disclosures.map(({ id }) => id));
      expect(is.disclosures.filter(({ id }) => ids.has(id))).toMatchObject(was.disclosures);
    }
    await hub.close();
  });

  it("has its logs upgraded before it serves, with a line before and after, and once", async () => {
    const dir = copyOfFolder();
    const upgrades = async () => {
      const hub = await startHub({ dir, at: AT, seed: false });
      await hub.close();
      return hub.logged.map((line) => JSON.parse(line)).filter(({ code }) => /^LOG_UPGRAD/.test(code));
    };
    const lines = await upgrades();
    expect(lines.map(({ code, file }) => [code, relative(dir, file)])).toEqual(
      ["LOG_UPGRADING", "LOG_UPGRADED"].flatMap((code) => [
        [code, "log/disclosures.sqlite"],
        [code, "log/events.sqlite"],
      ]),
    );
    expect(lines.at(-1)).toMatchObject({
      events: 73,
      bytesBefore: 212_992,
      bytesAfter: expect.any(Number),
      ms: expect.any(Number),
    });
    expect(await upgrades()).toEqual([]);
  });

  const SUPPORT =
    '{ council(code: "X00000004") { supports(first: 10) { nodes { strand status purposeWithheld kind causes } } } }';
  const MENTORING = { strand: "CHILDRENS", status: "AGREED" };
  const PEER_CHALLENGE = { strand: "CORPORATE", status: "RUNNING" };
  const WITHHELD = { purposeWithheld: true, kind: null, causes: null };
  const MENTORING_IN_FULL = { purposeWithheld: false, kind: "MENTORING", causes: ["SERVICE_PERFORMANCE"] };
  /** The concern that the council has been told of and that nobody is shown, and its awareness record. */
  const AWARE = "{ concerns(first: 10) { nodes { id council { code } stage awareness { id standing } untold { tellBy } } } }";
  type Concerns = {
    readonly concerns: {
      readonly nodes: readonly {
        readonly id: string;
        readonly stage: string;
        readonly council: { readonly code: string };
        readonly awareness: readonly { readonly id: string; readonly standing: string }[];
        readonly untold: { readonly tellBy: string } | null;
      }[];
    };
  };
  const concernOf = async (hub: TestHub, person: string, stage: string) => {
    const { body } = await hub.ask<Concerns>(person, AWARE);
    return body.data.concerns.nodes.find((concern) => concern.stage === stage) ?? expect.fail(`No concern is ${stage}.`);
  };

  it.each([["adass-lead", WITHHELD] as const, ["cib-lead", MENTORING_IN_FULL] as const])(
    "shows the region agreed support by its dates only, what a provider provides in full, and no offer that the council has not answered: %s",
    async (person, mentoring) => {
      const hub = await startHub({ dir: copyOfFolder(), at: AT, seed: false });
      const { body } = await hub.ask(person, SUPPORT);
      expect(body.data).toEqual({
        council: {
          supports: {
            nodes: [
              { ...MENTORING, ...mentoring },
              { ...PEER_CHALLENGE, ...WITHHELD },
            ],
          },
        },
      });
      await hub.close();
    },
  );

  it("gives a concern that the council was never told of 20 working days from the day on which the rule began", async () => {
    const hub = await startHub({ dir: copyOfFolder(), at: AT, seed: false });
    const { untold } = await concernOf(hub, "adviser", "LOGGED");
    // From 1 December 2026, without Christmas Day and the substitute for Boxing Day.
    expect(untold).toMatchObject({ tellBy: "2026-12-31" });
    await hub.close();
  });

  it("lets a council answer what the former release recorded as told only once its new policy is approved", async () => {
    const answer = async (hub: TestHub) => {
      const concern = await concernOf(hub, "chief-executive", "AWARE");
      const awareness = concern.awareness[0]?.id;
      return command(hub, "chief-executive", "answerAwareness", {
        ...{ concern: concern.id, awareness, answer: "CONFIRMED", office: "CHIEF_EXECUTIVE" },
      });
    };
    const dir = copyOfFolder();
    const before = await startHub({ dir, at: AT, seed: false });
    expect((await answer(before)).code).toBe("AWAITS_APPROVAL");
    await before.close();
    const after = await startHub({ dir, at: AT, seed: false, env: { CANDOUR_POLICY_APPROVED: shipped.version } });
    expect((await answer(after)).code).toBeUndefined();
    const { awareness } = await concernOf(after, "chief-executive", "AWARE");
    expect(awareness[0]?.standing).not.toContain("not confirmed");
    await after.close();
    const { flaws, unchecked } = await verifyStores(findDataFolder(readConfig({ CANDOUR_DATA_DIR: dir })), { now: new Date(AT) });
    expect({ flaws, unchecked }).toEqual({ flaws: [], unchecked: [] });
  });
});
