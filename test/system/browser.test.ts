// The pages in a real browser, as people of several roles: accessibility, narrow screens, without JavaScript, and what the browser complains about.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  approach,
  awareness,
  CIB,
  challenge,
  concern,
  conclusions,
  escalation,
  evidence,
  notedDate,
  offer,
  PANEL,
  proposal,
  routineContact,
  TARROWSHIRE,
  told,
} from "../examples/api-inputs.ts";
import { openLaterWords } from "../helpers/open-words.ts";
import { startPages } from "../helpers/pages.ts";
import { passRetention } from "../helpers/passed-disclosures.ts";
import { done } from "../helpers/send-command.ts";
import { findViolations, launchBrowser, newPage } from "../helpers/system/browser-page.ts";
import { describeWith } from "../helpers/system/programs.ts";

const WIDTHS = [1200, 320] as const;

/** Role -> addresses besides those that its home page leads to. */
const ROLES: Readonly<Record<string, readonly string[]>> = {
  "chief-executive": [],
  adviser: [`/councils/${TARROWSHIRE}`, `/councils/${TARROWSHIRE}/figures/990001`],
  "cib-lead": [`/councils/${TARROWSHIRE}`],
  department: [],
  "governance-officer": [],
  "panel-member": [],
  "somebody-unknown": ["/nothing-here"],
};

/** Of the pages on which a concern is logged: the heading, the field that is reached first, and what is pressed and typed from there. */
const QUESTIONS = [
  [/Which council/, "combobox", /Council/, ["Tarrowshire"]],
  [/Which strand/, "radio", /Corporate/, ["Space"]],
  [/What is the cause/, "radio", /leadership/, ["Space"]],
  [/When was it observed/, "textbox", /Day/, ["1", "Tab", "4", "Tab", "2025", "Tab", "30", "Tab", "9", "Tab", "2025"]],
  [/What is the concern/, "textbox", /concern/, ["Two posts at the top are empty."]],
  [/What was observed/, "textbox", /observed/, ["Nobody signs for finance."]],
  [/What kind of evidence/, "radio", /conversation/, ["Space"]],
  [/What does the evidence say/, "textbox", /evidence/, ["The leader said so."]],
  [/Where does the evidence/, "textbox", /Source/, ["The leader (invented)", "Tab", "Tab", "Space"]],
  [/Which period/, "textbox", /Day/, ["1", "Tab", "4", "Tab", "2025", "Tab", "30", "Tab", "9", "Tab", "2025"]],
  [/relied on/, "radio", /^Reliable/, ["Space", "Tab", "Space"]],
  [/handled/, "radio", /^Sharing permitted$/, ["Space"]],
] as const;

describeWith(["chromium"], "The pages in a browser", ({ chromium: executablePath }) => {
  let hub: Awaited<ReturnType<typeof startPages>>;
  let browser: Browser;
  beforeAll(async () => {
    hub = await startPages({ env: { CANDOUR_DISCLOSURES_KEPT_MONTHS: "1" } });
    await passRetention(hub);
    const id = await done(hub, "adviser", "logConcern", concern);
    await done(hub, "adviser", "recordAwareness", { ...awareness, concern: id });
    await done(hub, "adviser", "proposeShare", { ...proposal, concern: id });
    await seedActs();
    await seedReceived();
    const support = await done(hub, "adviser", "offerSupport", offer);
    await done(hub, "chief-executive", "answerSupport", { support, answer: "AGREED", regionSees: "PURPOSE" });
    await done(hub, "adviser", "planPresence", { support, from: "2026-03-16", to: "2026-03-19", place: "The library" });
    await done(hub, "cib-lead", "planApproach", {
      ...approach,
      body: CIB,
      from: "2026-03-18",
      to: "2026-03-18",
      leadConsulted: true,
    });
    await done(hub, "adviser", "noteDate", { ...notedDate, from: "2026-03-05", to: "2026-03-05" });
    await done(hub, "adviser", "recordContact", routineContact);
    await done(hub, "governance-officer", "invitePerson", {
      ...{ name: "Ottilie Vane (invented)", address: "ottilie.vane@candour.test", role: "LEAD_MEMBER", council: TARROWSHIRE },
      ...{ strands: ["ADULTS"], from: "2026-03-02", until: "2026-12-31" },
    });
    await done(hub, "cib-lead", "declareInterests", { person: "cib-lead", councils: ["X00000005"], about: "A former officer." });
    await hub.submit("adviser", "/log-a-concern", { council: TARROWSHIRE, step: "council", go: "later" });
    for (const [person, body, isTold] of [
      ["department", "dfe", true],
      ["cib-lead", CIB, true],
      ["cib-lead", CIB, false],
    ] as const) {
      const of = { council: TARROWSHIRE, strand: "CHILDRENS", period: concern.period, source: "A team (invented)" };
      const submission = await done(hub, person, "submitInformation", {
        ...{ ...of, body, protectedSource: body === CIB, account: `A return came late, told before: ${isTold}.` },
      });
      const { bodies: _, ...told } = awareness;
      if (isTold) await done(hub, "adviser", "tellCouncilOfSubmission", { ...told, submission });
    }
    browser = await launchBrowser(executablePath);
  });
  afterAll(async () => {
    await browser?.close();
    await hub?.close();
  });

  /** A concern that a department and the panel have, with a challenge and a doubt; CIB is to accept conditions of it. */
  async function seedReceived(): Promise<void> {
    const of = { concern: await done(hub, "adviser", "logConcern", concern) };
    await done(hub, "adviser", "recordAwareness", { ...awareness, ...of, bodies: [CIB, PANEL, "dfe"] });
    await done(hub, "adviser", "concludeConcern", { ...of, ...conclusions.notAccepted, told });
    await openLaterWords(hub, of.concern);
    for (const [body, position] of [
      ["dfe", "AGREES"],
      [PANEL, "AGREES"],
      [CIB, "AGREES_WITH_CONDITIONS"],
    ]) {
      await done(hub, "adviser", "proposeShare", { ...proposal, ...of, body, answerBy: "2026-03-20" });
      const share = hub.hub.register.queries().findUnchecked(of.concern)?.state().shares.at(-1)?.id;
      const terms = position === "AGREES" ? {} : { parts: ["HEADLINE"], statement: "Not to be passed on." };
      await done(hub, "chief-executive", "statePosition", { ...of, share, position, ...terms });
      await done(hub, "adviser", "makeShare", { ...of, share });
      if (body === "dfe")
        await done(hub, "adviser", "giveReassurance", { ...of, share, reassurance: "A director starts in April." });
    }
    await done(hub, "panel-member", "challengeConcern", { ...of, ...challenge, about: "DISPUTED_CONCERN" });
    const asked = hub.hub.register.queries().findUnchecked(of.concern)?.state().challenges.at(-1)?.id;
    await done(hub, "adviser", "answerChallenge", { ...of, challenge: asked, answer: "It reaches two of them.", told });
    await openLaterWords(hub, of.concern);
    await done(hub, "department", "sayNotPersuaded", { ...of, body: "dfe", grounds: ["DENIAL"], reason: "Nothing changed." });
    await done(hub, "second-adviser", "raiseEscalation", { ...of, ...escalation });
  }

  /** A concern on which the adviser makes one share, overrides an objection to another, and answers what the council asks for. */
  async function seedActs(): Promise<void> {
    const id = await done(hub, "second-adviser", "logConcern", concern);
    const of = { concern: id };
    await done(hub, "second-adviser", "recordAwareness", { ...awareness, ...of, bodies: [CIB, PANEL] });
    for (const [body, position] of [
      [CIB, "AGREES"],
      [PANEL, "OBJECTS"],
    ]) {
      await done(hub, "second-adviser", "proposeShare", { ...proposal, ...of, body });
      const share = hub.hub.register.queries().findUnchecked(id)?.state().shares.at(-1)?.id;
      await done(hub, "chief-executive", "statePosition", {
        ...of,
        share,
        position,
        statement: "Our reviewers begin on Monday.",
      });
    }
    const { answerBy: _, ...wanted } = proposal;
    await done(hub, "chief-executive", "requestShare", { ...wanted, ...of, body: "member-peers-east-midlands" });
    await done(hub, "chief-executive", "requestCorrection", { ...of, request: "It is one team of five." });
    await done(hub, "adviser", "addEvidence", { ...of, evidence });
    await done(hub, "adviser", "recordAwareness", { ...awareness, ...of, about: "What was added." });
    const untold = await done(hub, "second-adviser", "logConcern", concern);
    await done(hub, "second-adviser", "proposeDiscard", { concern: untold, ground: "IN_ERROR" });
    await done(hub, "adviser", "concludeConcern", { ...of, ...conclusions.notAccepted });
  }

  /** The pages that links from the home page of the person lead to, at most two for each route. */
  async function pathsOf(person: string): Promise<readonly string[]> {
    const perKind = new Map<string, number>();
    const found: string[] = [];
    const queue = ["/", ...(ROLES[person] ?? [])];
    for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
      const kind = path.replace(/[0-9a-f-]{32,36}|(?<=\/(?:councils|people)\/)[^/?]+/g, ":id").replace(/\?.*/, "?");
      const count = perKind.get(kind) ?? 0;
      if (count === 2 || found.includes(path)) continue;
      perKind.set(kind, count + 1);
      const { html, headers } = await hub.open(person, path);
      // A download is no page.
      if (headers.has("content-disposition")) continue;
      found.push(path);
      queue.push(...[...html.matchAll(/href="(\/(?!assets)[^"#]*)/g)].map(([, link = ""]) => link.replaceAll("&amp;", "&")));
    }
    return found;
  }

  /** Presses Tab until the element with this role and name has the focus. */
  async function tabTo(page: Page, role: "link" | "textbox" | "button" | "combobox" | "radio", name: RegExp): Promise<void> {
    const wanted = page.getByRole(role, { name }).first();
    const MOST_STOPS = 60;
    for (let stops = 0; stops < MOST_STOPS; stops += 1) {
      await page.keyboard.press("Tab");
      if (await wanted.evaluate((element) => element === document.activeElement)) return;
    }
    throw new Error(`The ${role} ${name} cannot be reached with Tab.`);
  }

  async function faultsOf(page: Page, path: string): Promise<readonly string[]> {
    await page.goto(`${hub.url}${path}`);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    return [...(await findViolations(page)), ...(overflow > 0 ? [`is ${overflow} px too wide`] : [])];
  }

  it.for([true, false])("let a chief executive reply by keyboard alone, with JavaScript: %s", async (javaScriptEnabled) => {
    const { page, complaints } = await newPage(browser, "chief-executive", { javaScriptEnabled });
    await page.goto(hub.url);
    await tabTo(page, "link", /^Concerns$/);
    await page.keyboard.press("Enter");
    await page.waitForURL(/concerns$/);
    await tabTo(page, "link", /Tarrowshire.*: /);
    await page.keyboard.press("Enter");
    await page.waitForURL(/concerns\/[^/]+$/);
    await tabTo(page, "textbox", /Reply for the council/);
    const reply = `Two managers have begun (JavaScript: ${javaScriptEnabled}).`;
    await page.keyboard.type(reply);
    await tabTo(page, "button", /Send the reply/);
    await page.keyboard.press("Enter");
    await page.getByText(reply).waitFor();
    expect(page.url()).not.toContain("/reply");
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it.for([true, false])("let an adviser log a concern by keyboard alone, with JavaScript: %s", async (javaScriptEnabled) => {
    const { page, complaints } = await newPage(browser, "adviser", { javaScriptEnabled });
    const continued = async () => {
      await tabTo(page, "button", /Continue/);
      await page.keyboard.press("Enter");
    };
    await page.goto(hub.url);
    await tabTo(page, "link", /Log a concern/);
    await page.keyboard.press("Enter");
    for (const [question, role, field, keys] of QUESTIONS) {
      await page.getByRole("heading", { level: 1, name: question }).waitFor();
      await tabTo(page, role, field);
      for (const key of keys) await (key === "Tab" || key === "Space" ? page.keyboard.press(key) : page.keyboard.type(key));
      // A long list shows what was found, to be selected.
      if (role === "combobox" && javaScriptEnabled) for (const key of ["ArrowDown", "Enter"]) await page.keyboard.press(key);
      await continued();
    }
    await page.getByRole("heading", { level: 1, name: "Are there files that go with the evidence?" }).waitFor();
    await continued();
    await page.getByRole("heading", { name: "Check your answers" }).waitFor();
    await tabTo(page, "button", /Change the concern/);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "What is the concern?" }).waitFor();
    await continued();
    await page.getByRole("heading", { name: "Check your answers" }).waitFor();
    await tabTo(page, "button", /Log the concern/);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Concern logged" }).waitFor();
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it.for([true, false])(
    "let an adviser cite a published value by keyboard alone on a narrow screen, with JavaScript: %s",
    async (javaScriptEnabled) => {
      const id = await done(hub, "adviser", "logConcern", concern);
      const { page, complaints } = await newPage(browser, "adviser", {
        javaScriptEnabled,
        viewport: { width: 320, height: 900 },
      });
      const continued = async () => {
        // The checks are a script of the page.
        if (javaScriptEnabled) expect(await findViolations(page)).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
        await tabTo(page, "button", /Continue/);
        await page.keyboard.press("Enter");
      };
      await page.goto(`${hub.url}/concerns/${id}/evidence`);
      await tabTo(page, "radio", /./);
      const kind = page.getByRole("radio", { name: "Published metric" });
      while (!(await kind.isChecked())) await page.keyboard.press("ArrowDown");
      await continued();
      await page.getByRole("heading", { level: 1, name: "Which published metric do you want to cite?" }).waitFor();
      await tabTo(page, "combobox", /published metric/);
      await page.keyboard.type("Invented: children");
      await continued();
      await page.getByRole("heading", { level: 1, name: "Which value do you want to cite?" }).waitFor();
      expect(await page.locator("svg.candour-chart").isVisible()).toBe(true);
      await tabTo(page, "combobox", /Period and value/);
      await page.keyboard.type("2024");
      await continued();
      await page.getByRole("heading", { level: 1, name: "What does the evidence say?" }).waitFor();
      expect(complaints).toEqual([]);
      await page.context().close();
    },
  );

  it.for(Object.keys(ROLES))(
    "have no fault of accessibility that can be found, and no complaint of the browser, as %s",
    async (person) => {
      const found: string[] = [];
      for (const width of WIDTHS) {
        const { page, complaints } = await newPage(browser, person, { viewport: { width, height: 900 } });
        for (const path of await pathsOf(person)) {
          found.push(...(await faultsOf(page, path)).map((one) => `${path} at ${width}: ${one}`));
          if (process.env.SCREENSHOTS)
            await page.screenshot({
              path: `${process.env.SCREENSHOTS}/${person}${path.replaceAll("/", "_").replace(/[0-9a-f-]{36}/g, "id")}-${width}.png`,
              fullPage: true,
            });
        }
        found.push(...complaints);
        await page.context().close();
      }
      expect(found).toEqual([]);
    },
  );

  // The last one, as the clock goes on.
  it("have none either that lists what councils were not told of in time", async () => {
    hub.clock.set("2026-04-02T12:00:00.000Z");
    for (const width of WIDTHS) {
      const { page, complaints } = await newPage(browser, "governance-officer", { viewport: { width, height: 900 } });
      expect([await faultsOf(page, "/not-told-in-time"), await page.getByRole("table").count()]).toEqual([[], 1]);
      if (process.env.SCREENSHOTS)
        await page.screenshot({ path: `${process.env.SCREENSHOTS}/not-told-in-time-${width}.png`, fullPage: true });
      expect(complaints).toEqual([]);
      await page.context().close();
    }
  });
});
