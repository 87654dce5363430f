// A policy that was read on pages before the hub was upgraded is not published with what the upgrade brings.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { formWords } from "../helpers/form-words.ts";
import { startPages } from "../helpers/pages.ts";
import { changedPolicy } from "../helpers/policy-files.ts";
import { recordPolicies } from "../helpers/record-policies.ts";

const OFFICER = "governance-officer";
const FILE = "4-recipients.cedar";
const NEW = "administrator-imports-metrics";
/** The policy of a release that did not have one of the permissions yet. */
const former = changedPolicy({ "5-people.cedar": (text) => text.replace(/@id\("administrator-imports-metrics"\)[^;]*;\n/, "") });

let dir: string;
let hub: Awaited<ReturnType<typeof startPages>>;
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "candour-policy-"));
  await recordPolicies(dir, [{ actor: "hub", version: former.version, files: former.files }], "2026-02");
  hub = await startPages({ dir, seed: "people" });
});
afterAll(async () => {
  await hub.close();
  rmSync(dir, { recursive: true, force: true });
});

const isNew = (files: object): boolean => Object.values(files).some((text) => String(text).includes(NEW));

it("shows what it would change again, and publishes nothing", async () => {
  expect(isNew(former.files)).toBe(false);
  const { version } = hub.hub.policy;
  for (const read of [version, `${version} of-the-former-release`]) {
    const sent = await hub.submit(OFFICER, "/policy/change", {
      ...{ key: `key-${read.length}`, version: read, file: FILE, reason: "A comment.", go: "send" },
      [`text-${FILE}`]: `${former.files[FILE]}// A comment.\n`,
    });
    expect(sent.status).toBe(422);
    expect(hub.hub.policy.version).toBe(version);
    expect(isNew(hub.hub.policy.files)).toBe(false);
    expect(sent.html).toContain("Rules that differ");
  }
});

it("approves what the upgrade brings once it was read", async () => {
  const page = await hub.open(OFFICER, "/policy/approve");
  const check = await hub.submit(OFFICER, "/policy/approve", { ...formWords(page.html), reason: "It was read.", go: "next" });
  expect(check.html).toContain("Rules that differ");
  const sent = await hub.submit(OFFICER, "/policy/approve", { ...formWords(check.html), go: "send" });
  expect([sent.status, isNew(hub.hub.policy.files)]).toEqual([303, true]);
  // Sent twice, done once.
  const again = await hub.submit(OFFICER, "/policy/approve", { ...formWords(check.html), go: "send" });
  expect(again.status).toBe(303);
});
