// The operator invites the first governance officer of a hub without people, who joins by the link.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { inviteFirstOfficer } from "../../bin/invite-first-officer.ts";
import { readConfig } from "../../hub/config.ts";
import { startPagesWithSignIn } from "../helpers/pages-with-sign-in.ts";

const WHO = { name: "Ottilie Vane (invented)", address: "ottilie.vane@candour.test" };
const env = { CANDOUR_DEMONSTRATION: "false", CANDOUR_LOG_LEVEL: "silent" };

let dir: string;
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "candour-first-officer-"));
  await (await startPagesWithSignIn({ dir, seed: false, env, at: new Date().toISOString() })).close();
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));
const invite = (differing: object = {}) => inviteFirstOfficer(readConfig({ CANDOUR_DATA_DIR: dir, ...env, ...differing }), WHO);

describe("The first information governance officer", () => {
  it("is invited with the hub stopped, joins by the link, and then nobody else is invited in this way", async () => {
    const path = /\/join\/[\w-]{43}$/.exec(await invite())?.[0] ?? expect.fail("There is no link.");
    const hub = await startPagesWithSignIn({ dir, seed: false, env, at: new Date().toISOString() });
    try {
      const browser = hub.browser();
      const chooser = await browser.open(`${path}/sign-in`);
      const home = await browser.submit(chooser.url, { newcomer: WHO.address });
      for (const text of [WHO.name, "Information governance officer", 'href="/people"']) expect(home.html).toContain(text);
      const { body } = await hub.ask(WHO.address, "{ people { nodes { joined { by } } } }");
      expect(body.data).toEqual({ people: { nodes: [{ joined: { by: "hub" } }] } });
    } finally {
      await hub.close();
    }
    await expect(invite()).rejects.toThrow("This hub has people already.");
  });

  it("is refused in plain words with an address that is none", async () => {
    const config = readConfig({ CANDOUR_DATA_DIR: dir, ...env });
    await expect(inviteFirstOfficer(config, { ...WHO, address: "nowhere" })).rejects.toThrow("Enter one email address");
  });
});
