// The governance officer's pages: people and their offices, invitations; as a browser sends them without JavaScript.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { LINK_WORKING_DAYS } from "../../services/invitation/decide.ts";
import { EAST_MIDLANDS, TARROWSHIRE } from "../examples/api-inputs.ts";
import { formWords } from "../helpers/form-words.ts";
import { findEmbedded, findInternal } from "../helpers/page-markup.ts";
import { startPages } from "../helpers/pages.ts";
import { done } from "../helpers/send-command.ts";

type Words = Readonly<Record<string, string>>;
type Page = { readonly status: number; readonly headers: Headers; readonly html: string };

const OFFICER = "governance-officer";
const NAME = "Ottilie <b>Vane</b> (invented)";

let hub: Awaited<ReturnType<typeof startPages>>;
beforeAll(async () => {
  hub = await startPages({ seed: "people" });
});
afterAll(() => hub.close());

const press = (page: Page, path: string, go: string, words: Words = {}, person = OFFICER): Promise<Page> =>
  hub.submit(person, path, { ...formWords(page.html), ...words, go });
/** Goes through a journey, with the answers to each of its steps. */
async function answer(path: string, ...answers: readonly Words[]): Promise<Page> {
  let page = await hub.open(OFFICER, path);
  for (const words of answers) page = await press(page, path, "next", words);
  return page;
}
const days = (from: string, until: string): Words => {
  const parts = (name: string, date: string) => {
    const [year = "", month = "", day = ""] = date.split("-");
    return { [`${name}-day`]: day, [`${name}-month`]: month, [`${name}-year`]: year };
  };
  return { ...parts("from", from), ...parts("until", until) };
};
const titleOf = ({ html }: Page): string | undefined => /<h1[^>]*>\s*([\s\S]*?)\s*<\/h1>/.exec(html)?.[1];
const THIS_YEAR = days("2026-03-02", "2026-12-31");
const who = (address: string, name = NAME): Words => ({ name, address });
const invite = async (address: string, name = NAME): Promise<Page> => {
  const leads = { council: TARROWSHIRE, strands: "ADULTS", speaks: "yes" };
  const check = await answer("/invite", who(address, name), { role: "LEAD_MEMBER" }, leads, THIS_YEAR);
  return press(check, "/invite", "send");
};
const invitationsOf = async () => {
  const { body } = await hub.ask<{ invitations: { nodes: { id: string; address: string }[] } }>(
    OFFICER,
    "{ invitations(first: 100) { nodes { id address } } }",
  );
  return body.data?.invitations.nodes ?? [];
};
const idOf = async (address: string) =>
  (await invitationsOf()).find((one) => one.address === address)?.id ?? expect.fail(address);

describe("Inviting on pages", () => {
  it("asks what the role needs, shows all answers, and gives the link once", async () => {
    const check = await answer(
      "/invite",
      who("ottilie.vane@candour.test"),
      { role: "LEAD_MEMBER" },
      { council: TARROWSHIRE, strands: "ADULTS", speaks: "yes" },
      THIS_YEAR,
    );
    expect(titleOf(check)).toBe("Check your answers");
    const texts = [
      "Ottilie &lt;b&gt;Vane&lt;/b&gt;",
      "ottilie.vane@candour.test",
      "Lead member",
      "Tarrowshire",
      "Adults",
      "31 December 2026",
    ];
    for (const text of texts) expect(check.html).toContain(text);
    expect(check.html).toContain(`in the next ${LINK_WORKING_DAYS} working days`);
    expect(await invitationsOf()).toEqual([]);

    const sent = await press(check, "/invite", "send");
    expect([sent.status, titleOf(sent)]).toEqual([200, "Pass on this link"]);
    expect(sent.html).toMatch(/http:\/\/127\.0\.0\.1:\d+\/join\/[\w-]{43}</);
    // The same form sent again does nothing more, and shows the link no more.
    const again = await press(check, "/invite", "send");
    expect([again.status, again.headers.get("location")]).toEqual([303, "/invitations"]);
    expect(await invitationsOf()).toHaveLength(1);
  });

  it("has no question about an office for a role that names none, and asks anew when the role is changed", async () => {
    const noOffice = await answer("/invite", who("panel@candour.test"), { role: "PANEL_MEMBER" });
    expect(titleOf(noOffice)).toContain("From when, and until when?");
    const lead = await answer("/invite", who("lead@candour.test"), { role: "CIB_LEAD" });
    for (const text of ["East Midlands", "Lead member for children"]) expect(lead.html).toContain(text);
    const check = await press(await press(lead, "/invite", "next", { regions: EAST_MIDLANDS }), "/invite", "next", THIS_YEAR);
    const changed = await press(await press(check, "/invite", "change-role"), "/invite", "next", { role: "DEPARTMENT" });
    expect(titleOf(changed)).toContain("Which body?");
    const daysAgain = await press(changed, "/invite", "next", { body: "dfe" });
    const { html } = await press(daysAgain, "/invite", "next");
    for (const text of ["Check your answers", "Department for Education", "31 December 2026"]) expect(html).toContain(text);
    expect(html).not.toContain("East Midlands");
  });

  it("that the API refuses comes back with its sentences and the words that were written", async () => {
    const reversed = days("2026-03-02", "2026-03-01");
    const check = await answer("/invite", who("no address"), { role: "PANEL_MEMBER" }, THIS_YEAR);
    const refused = await press(check, "/invite", "send");
    expect(refused.status).toBe(422);
    for (const text of ["Enter one email address", ">no address<"]) expect(refused.html).toContain(text);
    const next = await answer("/invite", who("a@candour.test", "a@candour.test"), { role: "PANEL_MEMBER" }, reversed);
    const { html } = await press(next, "/invite", "send");
    for (const text of ["The last day must be the same as or after the first day.", "change-who", "change-days"])
      expect(html).toContain(text);
    expect(html.match(/govuk-error-message/g)).toHaveLength(2);
  });
});

describe("The list of open invitations", () => {
  it("leads to each, which is sent again by another link and withdrawn", async () => {
    const address = "sent.again@candour.test";
    const first = await invite(address, "Wilf Aster (invented)");
    const linkIn = ({ html }: Page) => /\/join\/[\w-]{43}/.exec(html)?.[0] ?? expect.fail(html);
    const id = await idOf(address);
    const path = `/invitations/${id}`;
    const list = await hub.open(OFFICER, "/invitations");
    for (const text of [`href="${path}"`, "Wilf Aster", "Lead member", "until 16 March 2026"]) expect(list.html).toContain(text);
    const page = await hub.open(OFFICER, path);
    for (const text of [
      address,
      "Tarrowshire",
      "2 March 2026 to 31 December 2026",
      ">Adults&#39;<",
      "(invented) (Information governance officer)",
    ])
      expect(page.html).toContain(text);
    expect(page.html).not.toContain("/join/");

    const again = await hub.submit(OFFICER, `${path}/send-again`, formWords(page.html));
    expect([again.status, titleOf(again)]).toEqual([200, "Pass on this link"]);
    expect(linkIn(again)).not.toBe(linkIn(first));

    const fresh = await hub.open(OFFICER, path);
    const withdrawn = await hub.submit(OFFICER, `${path}/withdraw`, formWords(fresh.html));
    expect([withdrawn.status, withdrawn.headers.get("location")]).toEqual([303, "/invitations"]);
    expect((await hub.open(OFFICER, path)).status).toBe(404);
    expect((await hub.open(OFFICER, "/invitations")).html).not.toContain("Wilf Aster");
    // What somebody sends from a page that they left open.
    expect((await hub.submit(OFFICER, `${path}/send-again`, { ...formWords(fresh.html), key: "other" })).status).toBe(404);
  });

  it("says that a link has ended", async () => {
    await invite("ended@candour.test", "Juno Marl (invented)");
    hub.clock.set("2026-03-17T12:00:00.000Z");
    const { html } = await hub.open(OFFICER, "/invitations");
    expect(html).toContain("The link ended after 16 March 2026.");
    hub.clock.set("2026-03-17T12:00:01.000Z");
  });
});

describe("The pages of people", () => {
  const SUBJECT = "https://sign-in.example/a?b=c&d#e";
  beforeAll(async () => {
    await done(hub, OFFICER, "registerPerson", { person: SUBJECT, name: "Ida Holm (invented)" });
    await done(hub, OFFICER, "renamePerson", { person: SUBJECT, name: "Ida Hohl (invented)", reason: "It was misspelt." });
  });

  it("list everybody with their offices of today, and lead to each, whatever their id", async () => {
    const { html } = await hub.open(OFFICER, "/people");
    for (const text of ["Ida Hohl (invented)", "No office today", "Maren Tolliver", "Chief executive, Tarrowshire"])
      expect(html).toContain(text);
    const path = /href="(\/people\/https[^"]*)"/.exec(html)?.[1] ?? expect.fail(html);
    const page = await hub.open(OFFICER, path.replaceAll("&amp;", "&"));
    expect([page.status, titleOf(page)]).toEqual([200, "Ida Hohl (invented)"]);
    for (const text of ["Ida Holm (invented)", "It was misspelt.", "They have no office and never had one."])
      expect(page.html).toContain(text);
  });

  it("give an office and end it, with the reason; its days stay shown", async () => {
    const home = `/people/${encodeURIComponent(SUBJECT)}`;
    const check = await answer(
      `${home}/give-office`,
      { role: "SENIOR_ADVISER" },
      { regions: EAST_MIDLANDS, strands: "ADULTS" },
      {
        ...days("2026-03-02", "2026-12-31"),
      },
    );
    const given = await press(check, `${home}/give-office`, "send");
    expect([given.status, given.headers.get("location")]).toEqual([303, home]);
    const page = await hub.open(OFFICER, home);
    for (const text of ["Senior Adviser, East Midlands", "2 March 2026 to 31 December 2026", "Adults"])
      expect(page.html).toContain(text);

    const end = /href="([^"]*\/offices\/[^"]*\/end)"/.exec(page.html)?.[1] ?? expect.fail(page.html);
    const asked = await hub.open(OFFICER, end);
    const asks = ["Senior Adviser, East Midlands. Otherwise it ends on 31 December 2026.", "Who takes over the concerns"];
    for (const text of asks) expect(asked.html).toContain(text);
    expect((await press(asked, end, "next")).html).toContain("Enter the reason.");
    const ready = await press(asked, end, "next", { reason: "They have moved on." });
    for (let times = 0; times < 2; times += 1) {
      const ended = await press(ready, end, "send");
      expect([times, ended.status, ended.headers.get("location")]).toEqual([times, 303, home]);
    }
    const { html } = await hub.open(OFFICER, home);
    for (const text of ["Ended by", "They have moved on.", "(Information governance officer)"]) expect(html).toContain(text);
    expect(html).not.toContain(end);
    expect((await hub.open(OFFICER, end)).status).toBe(404);
  });

  it("write names as they are, with apostrophes, also that of who corrected another", async () => {
    const name = `Niamh O'Hara & Sons <b>`;
    await done(hub, "administrator", "renamePerson", { person: OFFICER, name, reason: "So it is." });
    await done(hub, OFFICER, "renamePerson", { person: "cib-lead", name: "Leonie O'Marsh (invented)", reason: "She's O'Marsh." });
    for (const person of [OFFICER, "cib-lead"]) {
      const { html } = await hub.open(OFFICER, `/people/${person}`);
      expect(html).toContain("O&#39;");
      expect(html).not.toMatch(/&amp;(?:amp|lt|gt|quot|#39);|<b>/);
    }
  });

  it("do not offer an officer an office of their own", async () => {
    const { html } = await hub.open(OFFICER, `/people/${OFFICER}`);
    expect(html).toContain("Nobody can give themselves an office");
    expect(html).not.toContain("/give-office");
    expect((await hub.open(OFFICER, `/people/${OFFICER}/give-office`)).status).toBe(404);
  });
});

describe("Somebody who is registered by hand", () => {
  const send = async (path: string, words: Words): Promise<Page> => press(await answer(path, words), path, "send");

  it("is known by the account id, after the page has said that people are invited where that can be", async () => {
    expect((await hub.open(OFFICER, "/people")).html).toContain('href="/register-person"');
    expect((await hub.open(OFFICER, "/register-person")).html).toContain("Invite people instead");
    const refused = await send("/register-person", { name: "1234", person: "an-account" });
    expect([refused.status, refused.html]).toEqual([422, expect.stringContaining('value="an-account"')]);
    const sent = await send("/register-person", { name: NAME, person: " google|An Account/7 " });
    const path = "/people/google%7CAn%20Account%2F7";
    expect(sent.headers.get("location")).toBe(path);
    expect((await hub.open(OFFICER, path)).html).toContain("They have no office and never had one.");
    expect((await send("/register-person", { name: "Another name", person: "google|An Account/7" })).status).toBe(422);
  });

  it("is given another name, which tells the former one; nobody corrects their own", async () => {
    const path = "/people/group-office/rename";
    expect((await hub.open(OFFICER, "/people/group-office")).html).toContain(`href="${path}"`);
    expect((await hub.open(OFFICER, path)).html).toContain('value="Ravi Stone (invented)"');
    const sent = await send(path, { name: "Ravi Stone-Hill", reason: "Reason-mark & more." });
    expect(sent.headers.get("location")).toBe("/people/group-office");
    const { html } = await hub.open(OFFICER, "/people/group-office");
    expect(titleOf({ html, status: 200, headers: new Headers() })).toBe("Ravi Stone-Hill");
    for (const text of ["Ravi Stone (invented), until", "Reason-mark &amp; more."]) expect(html).toContain(text);
    expect((await hub.open(OFFICER, `/people/${OFFICER}/rename`)).status).toBe(404);
  });

  it("of a council gets a first address for notices, once, and somebody of no council does not", async () => {
    const path = "/people/director-adults/first-address";
    expect((await hub.open(OFFICER, "/people/director-adults")).html).toContain(`href="${path}"`);
    for (const person of ["administrator", "adviser", "chief-executive", "director-adults"])
      expect((await hub.open(person, path)).status, person).toBe(404);
    const { html: shown } = await hub.open(OFFICER, path);
    expect([findEmbedded(shown), findInternal(shown)]).toEqual([[], []]);
    const refused = await send(path, { address: "no address" });
    expect([refused.status, refused.html]).toEqual([422, expect.stringContaining("Enter one email address")]);
    expect((await send(path, { address: "yasmin.corrie@candour.test" })).status).toBe(303);
    const { html } = await hub.open(OFFICER, "/people/director-adults");
    expect(html).toContain("yasmin.corrie@candour.test");
    expect(html).not.toContain("first-address");
    for (const person of ["director-adults", "group-office", "nobody-at-all"])
      expect((await hub.open(OFFICER, `/people/${person}/first-address`)).status, person).toBe(404);
  });
});

describe("All of these pages", () => {
  const paths = async () => [
    ...["/people", "/people/adviser", "/people/adviser/give-office", "/invite", "/invitations"],
    ...["/register-person", "/people/adviser/rename"],
    `/invitations/${await idOf("ended@candour.test")}`,
  ];

  it("are for those who keep people, and for everybody else the same page as what does not exist", async () => {
    const withoutReference = ({ html }: Page) => html.replace(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "");
    for (const person of ["adviser", "chief-executive", "improvement-board"]) {
      const nothing = await hub.open(person, "/people/nobody-at-all");
      expect(nothing.status).toBe(404);
      for (const path of await paths()) {
        const page = await hub.open(person, path);
        expect([path, page.status], path).toEqual([path, 404]);
        expect(withoutReference(page)).toBe(withoutReference(nothing));
      }
      expect((await hub.open(person, "/")).html).not.toContain('href="/people"');
    }
    for (const person of [OFFICER, "administrator"]) {
      for (const path of await paths()) expect([path, (await hub.open(person, path)).status]).toEqual([path, 200]);
      expect((await hub.open(person, "/")).html).toContain('href="/people"');
    }
  });

  it("have no id, name of a field or value of an enumeration in their text, and nothing embedded", async () => {
    for (const path of await paths()) {
      const { html } = await hub.open("administrator", path);
      expect([path, findEmbedded(html), findInternal(html)]).toEqual([path, [], []]);
    }
  });
});
