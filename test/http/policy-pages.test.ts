// The versions of the policy on pages, and how the governance officer publishes one.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { formWords } from "../helpers/form-words.ts";
import { findEmbedded, findInternal } from "../helpers/page-markup.ts";
import { startPages } from "../helpers/pages.ts";
import { changedFiles, changedPolicy, policyFiles, shipped } from "../helpers/policy-files.ts";
import { recordPolicies } from "../helpers/record-policies.ts";
import { command, done } from "../helpers/send-command.ts";

type Words = Readonly<Record<string, string>>;
type Page = { readonly status: number; readonly headers: Headers; readonly html: string };

const OFFICER = "governance-officer";
const CHANGE = "/policy/change";
const FILE = "4-recipients.cedar";
const REASON = "Reason-mark: <b>CIB</b> leads read less & less.";
const WITHOUT_CIB_EVIDENCE = {
  [FILE]: (text: string) => text.replace(/@id\("cib-lead-reads-evidence"\)[^;]*;\n/, ""),
};

let hub: Awaited<ReturnType<typeof startPages>>;
beforeAll(async () => {
  hub = await startPages();
});
afterAll(() => hub.close());

const press = (page: Page, path: string, go: string, words: Words = {}, person = OFFICER): Promise<Page> =>
  hub.submit(person, path, { ...formWords(page.html), ...words, go });
async function changed(change: (text: string) => string): Promise<Page> {
  const first = await hub.open(OFFICER, CHANGE);
  const text = await press(first, CHANGE, "next", { file: FILE });
  const before = formWords(text.html)[`text-${FILE}`] ?? "";
  expect(before).toBe(hub.hub.policy.files[FILE]);
  const reason = await press(text, CHANGE, "next", { [`text-${FILE}`]: change(before).replaceAll("\n", "\r\n") });
  return press(reason, CHANGE, "next", { reason: REASON });
}
const withoutPre = (html: string): string => html.replace(/<pre[^>]*>.*?<\/pre>/gs, "").replace(/<option.*?<\/option>/gs, "");

describe("The versions of the policy", () => {
  it("are listed for whoever may read them, each with its text, and for nobody else", async () => {
    for (const person of [OFFICER, "adviser", "chief-executive"]) {
      const { html, status } = await hub.open(person, "/policy");
      expect(status).toBe(200);
      expect([findEmbedded(html), findInternal(html)]).toEqual([[], []]);
      const [, version = ""] = /href="(\/policy\/versions\/[^"]+)"/.exec(html) ?? [];
      const page = await hub.open(person, version);
      expect([page.status, page.html.includes("cib-lead-reads-evidence")]).toEqual([200, true]);
      expect([findEmbedded(page.html), findInternal(withoutPre(page.html))]).toEqual([[], []]);
      expect(html.includes(`href="${CHANGE}"`)).toBe(person === OFFICER);
    }
    for (const person of ["former-adviser", "somebody-unknown"])
      for (const path of ["/policy", `/policy/versions/${hub.clock.now().toISOString()}`])
        expect((await hub.open(person, path)).status, path).toBe(404);
    for (const wrong of ["yesterday", "2026-02-30T00:00:00Z", "1999-01-01T00:00:00Z"])
      expect((await hub.open(OFFICER, `/policy/versions/${wrong}`)).status, wrong).toBe(404);
  });

  it("are changed by the governance officer, after reading in words what changes and for whom", async () => {
    expect((await hub.open(OFFICER, "/")).html).toContain('href="/policy"');
    const check = await changed(WITHOUT_CIB_EVIDENCE[FILE]);
    expect(check.status).toBe(200);
    for (const text of [
      "Removed",
      "Permits: A CIB regional lead sees the evidence",
      "CIB regional lead: evidence",
      "They would no longer see:",
      "Reason-mark: &lt;b&gt;",
    ])
      expect(check.html).toContain(text);
    expect(check.html).not.toContain("They would see:");
    const published = hub.hub.policy.version;
    const sent = [await press(check, CHANGE, "send"), await press(check, CHANGE, "send")];
    for (const { status, headers } of sent) expect([status, headers.get("location")]).toEqual([303, "/policy"]);
    expect(hub.hub.policy.version).not.toBe(published);
    expect(hub.hub.policy.files).toEqual(changedFiles(WITHOUT_CIB_EVIDENCE));
    const list = await hub.open("chief-executive", "/policy");
    expect(list.html.match(/Reason-mark/g)).toHaveLength(1);
    const [, version = ""] = /href="(\/policy\/versions\/[^"]+)"/.exec(list.html) ?? [];
    const { html } = await hub.open("chief-executive", version);
    for (const text of ["Removed", "Permits: A CIB regional lead sees the evidence"]) expect(html).toContain(text);
  });

  it("are not changed by a text that breaks a principle or cannot be read, and the text is kept", async () => {
    const before = hub.hub.policy.version;
    for (const change of [(text: string) => `${text}\npermit (principal, action, resource);`, () => "permit ((("]) {
      const check = await changed(change);
      expect([check.status, check.html.includes("This cannot be published:")]).toEqual([200, true]);
      const refused = await press(check, CHANGE, "send");
      expect(refused.status).toBe(422);
      expect(refused.html).toContain("There is a problem");
      expect(formWords(refused.html).reason).toBe(REASON);
    }
    expect(hub.hub.policy.version).toBe(before);
  });

  it("are not overwritten by a change of an older version", async () => {
    const check = await changed((text) => `${text}// A comment.\n`);
    hub.clock.set("2026-03-03T12:00:00.000Z");
    await done(hub, OFFICER, "publishPolicy", { basedOn: hub.hub.policy.version, files: policyFiles(), reason: "Back." });
    const between = hub.hub.policy.version;
    const stale = await press(check, CHANGE, "send");
    expect([stale.status, hub.hub.policy.version]).toEqual([422, between]);
    // What is sent from the page that says so is based on the new version.
    expect((await press(stale, CHANGE, "send")).status).toBe(303);
  });

  it("are offered for change to nobody else", async () => {
    const version = hub.hub.policy.version;
    for (const person of ["adviser", "administrator", "chief-executive", "somebody-unknown"])
      for (const path of [CHANGE, "/policy/approve"]) {
        expect((await hub.open(person, path)).status).toBe(404);
        const forged = { go: "send", file: FILE, [`text-${FILE}`]: "// nothing", reason: REASON, key: "k", version };
        expect((await hub.submit(person, path, forged)).status).toBe(404);
      }
    expect(hub.hub.policy.version).toBe(version);
    expect((await hub.open(OFFICER, "/policy/approve")).status).toBe(404);
    const { code } = await command(hub, "adviser", "publishPolicy", { basedOn: version, files: policyFiles(), reason: REASON });
    expect(code).toBe("NOT_PERMITTED");
  });
});

describe("After a new version of the hub was installed", () => {
  const without = (text: string) => text.replace(/@id\("administrator-imports-metrics"\)[^;]*;\n/, "");
  const former = changedPolicy({ "5-people.cedar": without });
  let dir: string;
  let upgraded: Awaited<ReturnType<typeof startPages>>;
  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), "candour-approval-"));
    await recordPolicies(dir, [{ actor: "hub", version: former.version, files: former.files }], "2026-02");
    upgraded = await startPages({ dir, seed: "people" });
  });
  afterAll(async () => {
    await upgraded.close();
    rmSync(dir, { recursive: true, force: true });
  });
  const APPROVE = "/policy/approve";

  it("the home page of the governance officer says that it awaits approval, and nobody else's does", async () => {
    for (const path of ["/", "/policy"]) expect((await upgraded.open(OFFICER, path)).html, path).toContain(`href="${APPROVE}"`);
    expect((await upgraded.open(OFFICER, "/policy")).html).not.toContain(`href="${CHANGE}"`);
    expect((await upgraded.open(OFFICER, CHANGE)).status).toBe(404);
    for (const person of ["adviser", "administrator", "chief-executive"]) {
      for (const path of ["/", "/policy"]) expect((await upgraded.open(person, path)).html).not.toContain(APPROVE);
      expect((await upgraded.open(person, APPROVE)).status).toBe(404);
    }
  });

  it("the officer reads what it changes and approves it, once", async () => {
    const send = (words: Words) => upgraded.submit(OFFICER, APPROVE, words);
    const first = await upgraded.open(OFFICER, APPROVE);
    const check = await send({ ...formWords(first.html), reason: REASON, go: "next" });
    for (const text of ["Added", "Permits: The administrator may import", "Nobody would see more or less"])
      expect(check.html).toContain(text);
    expect([findEmbedded(check.html), findInternal(check.html)]).toEqual([[], []]);
    const words = { ...formWords(check.html), go: "send" };
    for (const { status } of [await send(words), await send(words)]) expect(status).toBe(303);
    expect(upgraded.hub.policy.version).toBe(shipped.version);
    expect((await upgraded.open(OFFICER, "/")).html).not.toContain(APPROVE);
    expect((await upgraded.open(OFFICER, APPROVE)).status).toBe(404);
    const { html } = await upgraded.open(OFFICER, "/policy");
    expect(html.match(/Published on/g)).toHaveLength(2);
  });
});
