// A governance officer invites people, who join by the link and their sign-in: over HTTP, with browsers at the development provider.
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { streamName } from "../../event-log/stream-name.ts";
import { reveal } from "../../services/confidential.ts";
import { foldInvitation } from "../../services/invitation/stream.ts";
import type { Browser, Page } from "../helpers/browser.ts";
import { startPagesWithSignIn } from "../helpers/pages-with-sign-in.ts";
import { command, done, type Outcome, wholeMutation } from "../helpers/send-command.ts";

let hub: Awaited<ReturnType<typeof startPagesWithSignIn>>;
beforeAll(async () => {
  hub = await startPagesWithSignIn({ seed: "people" });
});
afterAll(() => hub.close());

const OFFICER = "governance-officer";
const SESSION = "candour-session";
const TARROWSHIRE = "X00000001";
const titleOf = ({ html }: Page): string | undefined => /<h1[^>]*>\s*([^<]*?)\s*<\/h1>/.exec(html)?.[1];
const advanceDays = (days: number) => hub.clock.set(new Date(hub.clock.now().getTime() + days * 24 * 3_600_000).toISOString());
const today = () => hub.clock.now().toISOString().slice(0, 10);

type Invited = { readonly id: string; readonly path: string };
const office = { role: "LEAD_MEMBER", council: TARROWSHIRE, strands: ["ADULTS"], speaks: true, until: "2026-12-31" };
let keys = 0;
type Sent = { readonly result: Outcome & { readonly link?: string | null } };
async function send(name: string, input: object, person = OFFICER): Promise<Sent["result"]> {
  keys += 1;
  const { body } = await hub.ask<Sent>(person, wholeMutation(name), { input: { idempotencyKey: `joining-${keys}`, ...input } });
  return body.data?.result ?? expect.fail(JSON.stringify(body));
}
const linkOf = ({ id = "", link }: Sent["result"]): Invited => ({ id, path: new URL(link ?? expect.fail("No link.")).pathname });
const invite = async (address: string, differing: object = {}) =>
  linkOf(await send("invitePerson", { name: "Ottilie Vane (invented)", address, from: today(), ...office, ...differing }));
/** Opens the link, goes on to the provider, and signs in there. */
async function join(browser: Browser, path: string, who: object): Promise<Page> {
  const page = await browser.open(path);
  expect([page.status, titleOf(page)]).toEqual([200, "Join Candour"]);
  const chooser = await browser.open(`${path}/sign-in`);
  expect(titleOf(chooser) ?? chooser.html).toContain("Who do you want to be?");
  return browser.submit(chooser.url, who as Record<string, string>);
}
const withoutReference = ({ html }: Page) => html.replace(/[0-9a-f-]{36}/g, "");

describe("Joining by invitation", () => {
  it("registers somebody by their own sign-in in the office that the officer named, and erases the invitation", async () => {
    const address = "ottilie.vane@tarrowshire.test";
    const { id, path } = await invite("Ottilie.Vane@Tarrowshire.test");
    const open = await hub.ask(OFFICER, "{ invitations { nodes { id name address linkUntil mail invited { by } } } }");
    expect(open.body.data).toEqual({
      invitations: {
        nodes: [
          ...[{ id, name: "Ottilie Vane (invented)", address: "Ottilie.Vane@Tarrowshire.test", linkUntil: "2026-03-16" }].map(
            (one) => ({ ...one, mail: null, invited: { by: OFFICER } }),
          ),
        ],
      },
    });

    const browser = hub.browser();
    const home = await join(browser, path, { newcomer: address });
    expect([home.status, new URL(home.url).pathname]).toEqual([200, "/"]);
    expect(home.html).toContain("Ottilie Vane (invented)");
    expect(home.html).toContain("Lead member");

    const { body } = await hub.ask(
      address,
      "{ people { nodes { id name mailAddress issuer joined { by at } assignments { role council { code } strands speaks current } } } }",
    );
    expect(body.data).toMatchObject({
      people: {
        nodes: [
          {
            ...{ id: address, name: "Ottilie Vane (invented)", mailAddress: "Ottilie.Vane@Tarrowshire.test" },
            ...{ issuer: `${hub.url}/dev-idp`, joined: { by: OFFICER, at: hub.clock.now().toISOString() } },
            assignments: [
              { role: "LEAD_MEMBER", council: { code: TARROWSHIRE }, strands: ["ADULTS"], speaks: true, current: true },
            ],
          },
        ],
      },
    });
    const { log } = hub.hub;
    const recorded = await log.readStream(streamName("person", address));
    expect(recorded.map(({ type }) => type).slice(0, 4)).toEqual([
      ...["PersonRegistered.v1", "JoinedByInvitation.v1", "MailAddressGiven.v1", "AssignmentStarted.v2"],
    ]);
    expect(recorded[1]).toMatchObject({
      data: { invitation: id, invitedBy: OFFICER, issuer: `${hub.url}/dev-idp` },
      metadata: { actor: "hub", permittedBy: ["hub-records-joining"] },
    });
    const invitation = foldInvitation(id, await log.readStream(streamName("invitation", id)));
    expect(invitation?.accepted).toMatchObject({ person: address });
    expect(invitation && reveal(hub.hub.keys, invitation.text)).toBeUndefined();
  });

  it("works once: a link that was used, withdrawn, replaced or has ended gets the same page as a guessed one", async () => {
    const used = await invite("first@tarrowshire.test");
    await join(hub.browser(), used.path, { newcomer: "first@tarrowshire.test" });
    const withdrawn = await invite("second@tarrowshire.test");
    await done(hub, OFFICER, "withdrawInvitation", { invitation: withdrawn.id });
    const replaced = await invite("third@tarrowshire.test");
    const later = linkOf(await send("sendInvitationAgain", { invitation: replaced.id }));
    expect(later.path).not.toBe(replaced.path);

    const guessed = await hub.browser().open(`/join/${"A".repeat(43)}`);
    expect([guessed.status, titleOf(guessed)]).toEqual([404, "This link cannot be used"]);
    for (const { path } of [used, withdrawn, replaced])
      for (const page of [await hub.browser().open(path), await hub.browser().open(`${path}/sign-in`)])
        expect([page.status, withoutReference(page)]).toEqual([404, withoutReference(guessed)]);

    expect((await join(hub.browser(), later.path, { newcomer: "third@tarrowshire.test" })).html).toContain("Lead member");
    const ended = await invite("fourth@tarrowshire.test");
    advanceDays(15);
    const page = await hub.browser().open(ended.path);
    expect([page.status, withoutReference(page)]).toEqual([404, withoutReference(guessed)]);
    const again = linkOf(await send("sendInvitationAgain", { invitation: ended.id }));
    expect((await join(hub.browser(), again.path, { newcomer: "fourth@tarrowshire.test" })).html).toContain("Lead member");
  });

  it("is refused if the invitation ends between the opening of the link and the sign-in", async () => {
    const { id, path } = await invite("late@tarrowshire.test");
    const browser = hub.browser();
    const chooser = await browser.open(`${path}/sign-in`);
    await done(hub, OFFICER, "withdrawInvitation", { invitation: id });
    const page = await browser.submit(chooser.url, { newcomer: "late@tarrowshire.test" });
    expect([page.status, titleOf(page)]).toEqual([404, "This link cannot be used"]);
    expect(browser.cookies.has(SESSION)).toBe(false);
  });

  it("is done once by a link that is opened in two browsers at the same time", async () => {
    const { path } = await invite("twice@tarrowshire.test");
    const [one, other] = [hub.browser(), hub.browser()];
    const choosers = [await one.open(`${path}/sign-in`), await other.open(`${path}/sign-in`)];
    const first = await one.submit(choosers[0]?.url ?? "", { newcomer: "twice@tarrowshire.test" });
    const second = await other.submit(choosers[1]?.url ?? "", { newcomer: "twice@tarrowshire.test" });
    expect([first.status, second.status, titleOf(second)]).toEqual([200, 403, "You have joined the hub already"]);
    const recorded = await hub.hub.log.readStream(streamName("person", "twice@tarrowshire.test"));
    expect(recorded.filter(({ type }) => type === "AssignmentStarted.v2")).toHaveLength(1);
  });

  it("uses one of two invitations that one person accepts at the same time, and leaves the other open", async () => {
    const address = "both@tarrowshire.test";
    const invitations = [await invite(address), await invite(address)];
    const [one, other] = [hub.browser(), hub.browser()];
    const choosers = [await one.open(`${invitations[0]?.path}/sign-in`), await other.open(`${invitations[1]?.path}/sign-in`)];
    const { people } = hub.hub.services;
    const execute = people.execute;
    const executeLater = async (...given: Parameters<typeof execute>) => {
      await setTimeout(200);
      return execute(...given);
    };
    Object.assign(people, { execute: executeLater });
    const pages = await Promise.all([
      one.submit(choosers[0]?.url ?? "", { newcomer: address }),
      other.submit(choosers[1]?.url ?? "", { newcomer: address }),
    ]);
    Object.assign(people, { execute });
    expect(pages.map(({ status }) => status).sort()).toEqual([200, 403]);
    const stored = await Promise.all(invitations.map(({ id }) => hub.hub.log.readStream(streamName("invitation", id))));
    const accepted = stored.filter((events, index) => foldInvitation(invitations[index]?.id ?? "", events)?.accepted);
    expect(accepted).toHaveLength(1);
  });

  it("is refused to an account with another address, without a word about the right one, and the invitation stays open", async () => {
    const { path } = await invite("right@tarrowshire.test");
    const page = await join(hub.browser(), path, { newcomer: "wrong@tarrowshire.test" });
    expect([page.status, titleOf(page)]).toEqual([403, "This invitation is not for this account"]);
    expect(page.html).not.toContain("right@");
    expect(page.html).toContain(page.headers.get("x-request-id") ?? "none");
    expect((await join(hub.browser(), path, { newcomer: "RIGHT@tarrowshire.test" })).html).toContain("Lead member");
  });

  it("ends the session of somebody else in the same browser, but not if it is refused", async () => {
    const browser = hub.browser();
    await browser.signInAs("adviser");
    const before = browser.cookies.get(SESSION) ?? "";
    const { path } = await invite("shared@tarrowshire.test");
    const refused = await join(browser, path, { person: "adviser" });
    expect([refused.status, titleOf(refused)]).toEqual([403, "You have joined the hub already"]);
    expect(browser.cookies.get(SESSION)).toBe(before);
    expect((await browser.get("/")).html).not.toContain("Lead member");

    const home = await join(browser, path, { newcomer: "shared@tarrowshire.test" });
    expect(home.html).toContain("Lead member");
    const former = await hub.browser().get("/", { cookie: `${SESSION}=${before}` });
    expect(former.status).toBe(302);
  });

  it("is refused if the office has ended meanwhile, and the officer cannot send the invitation again", async () => {
    const { id, path } = await invite("short@tarrowshire.test", { until: today() });
    advanceDays(1);
    const page = await join(hub.browser(), path, { newcomer: "short@tarrowshire.test" });
    expect([page.status, titleOf(page)]).toEqual([403, "The office that you were invited to has ended"]);
    expect(await command(hub, OFFICER, "sendInvitationAgain", { invitation: id })).toMatchObject({
      code: "INVITATION_OFFICE_OVER",
    });
    await done(hub, OFFICER, "withdrawInvitation", { invitation: id });
  });

  it("is refused to somebody whom the officer has registered meanwhile", async () => {
    const { path } = await invite("known@tarrowshire.test");
    await done(hub, OFFICER, "registerPerson", { person: "known@tarrowshire.test", name: "Known (invented)" });
    const page = await join(hub.browser(), path, { newcomer: "known@tarrowshire.test" });
    expect([page.status, titleOf(page)]).toEqual([403, "You have joined the hub already"]);
  });

  it("goes on after a crash between the acceptance and the registration, for the same person alone", async () => {
    const address = "crash@tarrowshire.test";
    const { id, path } = await invite(address);
    const { people } = hub.hub.services;
    const execute = people.execute;
    Object.assign(people, { execute: () => Promise.reject(new Error("The process ends here.")) });
    const broken = await join(hub.browser(), path, { newcomer: address });
    Object.assign(people, { execute });
    expect(broken.status).toBe(500);
    expect(foldInvitation(id, await hub.hub.log.readStream(streamName("invitation", id)))?.accepted).toBeDefined();
    const recorded = await hub.hub.log.readStream(streamName("person", address));
    expect(recorded).toEqual([]);
    const other = await join(hub.browser(), path, { newcomer: "other@tarrowshire.test" });
    expect([other.status, titleOf(other)]).toEqual([404, "This link cannot be used"]);
    expect((await join(hub.browser(), path, { newcomer: address })).html).toContain("Lead member");
    expect((await hub.browser().get(path)).status).toBe(404);
  });
});

describe("Joining that a crash interrupted", () => {
  it("is completed by the hub, if the person does not open the link again", async () => {
    const address = "crash.and.wait@tarrowshire.test";
    const { id, path } = await invite(address);
    const { people } = hub.hub.services;
    const execute = people.execute;
    Object.assign(people, { execute: () => Promise.reject(new Error("The process ends here.")) });
    const broken = await join(hub.browser(), path, { newcomer: address });
    Object.assign(people, { execute });
    expect(broken.status).toBe(500);
    advanceDays(15);
    expect([await hub.hub.endedInvitationsErased(), await hub.hub.endedInvitationsErased()]).toEqual([1, 0]);
    const home = await hub.browser().signInAs(address);
    expect(home.html).toContain("Lead member");
    const invitation = foldInvitation(id, await hub.hub.log.readStream(streamName("invitation", id)));
    expect(invitation && reveal(hub.hub.keys, invitation.text)).toBeUndefined();
  });
});

describe("Joining that the hub cannot record", () => {
  const refusal = { kind: "refused", code: "BUSY", message: "Somebody else is changing this record. Try again.", faults: [] };

  it.each(["invitation", "people"] as const)(
    "is told to try again, and begins no session, while the hub records nothing of %s",
    async (service) => {
      const address = `${service}.busy@tarrowshire.test`;
      const { path } = await invite(address);
      const { execute } = hub.hub.services[service];
      const browser = hub.browser();
      Object.assign(hub.hub.services[service], { execute: async () => refusal });
      const page = await join(browser, path, { newcomer: address });
      Object.assign(hub.hub.services[service], { execute });
      expect([page.status, titleOf(page)]).toEqual([503, "Sorry, you cannot join now"]);
      expect(browser.cookies.has(SESSION)).toBe(false);
      expect((await join(browser, path, { newcomer: address })).html).toContain("Lead member");
    },
  );
});

describe("Inviting", () => {
  const input = () => ({ name: "Any (invented)", address: "any@tarrowshire.test", from: today(), ...office });

  it("is for the information governance officer and the administrator, who alone see whom they invited", async () => {
    const { id } = await invite("listed@tarrowshire.test");
    for (const person of ["adviser", "chief-executive", "monitoring-officer", "listed@tarrowshire.test"]) {
      expect(await send("invitePerson", input(), person)).toMatchObject({ code: "NOT_PERMITTED" });
      for (const name of ["sendInvitationAgain", "withdrawInvitation"]) {
        const known = await send(name, { invitation: id }, person);
        expect(known).toEqual({ ...(await send(name, { invitation: "no-such-invitation" }, person)) });
        expect(known).toMatchObject({ code: "NOT_PERMITTED" });
      }
      const { body } = await hub.ask(person, "{ invitations { nodes { id } cannotBeRead } }");
      expect(body.data).toEqual({ invitations: { nodes: [], cannotBeRead: 0 } });
    }
    const { body } = await hub.ask("administrator", "{ invitations(first: 1) { nodes { id } } }");
    expect(body.data).toEqual({ invitations: { nodes: [{ id }] } });
  });

  it("gives the link once: the same command again does nothing, and tells it no more", async () => {
    const twice = { ...input(), address: "once@tarrowshire.test", idempotencyKey: "the same key" };
    const first = await send("invitePerson", twice);
    const second = await send("invitePerson", twice);
    expect(new URL(first.link ?? "").pathname).toMatch(/^\/join\/[\w-]{43}$/);
    expect(second).toMatchObject({ id: first.id, created: first.id, link: null, recorded: false });
  });

  it("puts neither a link's secret nor an address into the log, the hub's files or an address of a request", async () => {
    const address = "unlogged@tarrowshire.test";
    const { path } = await invite(address);
    const secret = path.slice("/join/".length);
    await join(hub.browser(), path, { newcomer: "wrong.one@tarrowshire.test" });
    const log = hub.logged.join("");
    for (const word of [secret, address, "wrong.one"]) expect(log).not.toContain(word);
    const events = JSON.stringify(await hub.hub.log.readAll("", 100_000));
    for (const word of [secret, address]) expect(events).not.toContain(word);
  });
});

describe("The links of invitations", () => {
  it("are counted against the sign-ins of an address, whether they can be used or not", async () => {
    const limited = await startPagesWithSignIn({ seed: "people", env: { CANDOUR_SIGN_INS_A_MINUTE: "3" } });
    try {
      const open = () => limited.browser().get(`/join/${"B".repeat(43)}`);
      for (let opened = 0; opened < 3; opened += 1) expect((await open()).status).toBe(404);
      const page = await open();
      expect([page.status, Number(page.headers.get("retry-after")) > 0]).toEqual([429, true]);
      expect((await limited.browser().get("/sign-in")).status).toBe(429);
    } finally {
      await limited.close();
    }
  });
});
