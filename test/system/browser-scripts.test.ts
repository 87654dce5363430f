// What JavaScript adds to the pages, in a real browser. What they do without it is in browser.test.ts.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { awareness, CIB, concern, conversation, EAST_MIDLANDS, offer, proposal } from "../examples/api-inputs.ts";
import { startPages } from "../helpers/pages.ts";
import { done } from "../helpers/send-command.ts";
import { findViolations, launchBrowser, newPage } from "../helpers/system/browser-page.ts";
import { describeWith } from "../helpers/system/programs.ts";

const REGION = `/regions/${EAST_MIDLANDS}`;

describeWith(["chromium"], "Where there is JavaScript", ({ chromium: executablePath }) => {
  let hub: Awaited<ReturnType<typeof startPages>>;
  let browser: Browser;
  beforeAll(async () => {
    hub = await startPages();
    const councils = hub.hub.councils.inRegion(EAST_MIDLANDS, hub.hub.today()).filter(({ type }) => type !== "district");
    for (const [index, { code }] of councils.slice(0, 3).entries())
      for (const strand of ["CORPORATE", "ADULTS"].slice(index % 2))
        await done(hub, "adviser", "offerSupport", { ...offer, council: code, strand, causes: ["FINANCE"] });
    browser = await launchBrowser(executablePath);
  });
  afterAll(async () => {
    await browser?.close();
    await hub?.close();
  });

  const streams = () => hub.hub.broadcast.meter().streams;
  const NOTICE = "This concern was changed while you read it.";
  const loggedConcern = async (): Promise<string> => {
    const id = await done(hub, "adviser", "logConcern", concern);
    await done(hub, "adviser", "recordAwareness", { ...awareness, concern: id });
    return id;
  };

  it("the number of news follows while a page is open", async () => {
    const id = await loggedConcern();
    const { page, complaints } = await newPage(browser, "chief-executive");
    await page.goto(hub.url);
    const news = page.locator("[data-news]");
    const before = await news.textContent();
    await expect.poll(streams).toBe(1);
    await done(hub, "adviser", "proposeShare", { ...proposal, concern: id, body: CIB });
    await done(hub, "adviser", "recordConversation", { ...conversation, concern: id });
    await expect.poll(() => news.textContent()).not.toBe(before);
    expect(await news.textContent()).toMatch(/^News \(\d+\)$/);
    await page.getByRole("link", { name: /^Tasks/ }).click();
    await page.waitForURL(/tasks$/);
    await page.context().close();
    await expect.poll(streams).toBe(0);
    expect(complaints).toEqual([]);
  });

  it("a support says that it was changed while it is read, and not if another was", async () => {
    const [id, other] = [await done(hub, "adviser", "offerSupport", offer), await done(hub, "adviser", "offerSupport", offer)];
    const { page, complaints } = await newPage(browser, "adviser");
    await page.goto(`${hub.url}/supports/${id}`);
    await expect.poll(streams).toBe(2);
    const notice = page.getByRole("status").filter({ hasText: "This support was changed while you read it." });
    await done(hub, "chief-executive", "answerSupport", { support: other, answer: "AGREED" });
    await page.waitForTimeout(500);
    expect(await notice.count()).toBe(0);
    await done(hub, "chief-executive", "answerSupport", { support: id, answer: "AGREED" });
    await notice.waitFor();
    expect(await findViolations(page)).toEqual([]);
    await notice.getByRole("link", { name: "Read it again" }).click();
    await expect.poll(() => notice.count()).toBe(0);
    await page.context().close();
    await expect.poll(streams).toBe(0);
    expect(complaints).toEqual([]);
  });

  it("a concern says that it was changed while it is read, and what somebody writes stays until they read it again", async () => {
    const id = await loggedConcern();
    const { page, complaints } = await newPage(browser, "chief-executive", { viewport: { width: 320, height: 900 } });
    await page.goto(`${hub.url}/concerns/${id}`);
    await expect.poll(streams).toBe(2);
    const reply = page.getByRole("textbox", { name: /Reply for the council/ });
    await reply.fill("Half a sentence");
    await done(hub, "adviser", "recordConversation", { ...conversation, concern: id, discussed: "New words (invented)." });
    const notice = page.getByRole("status").filter({ hasText: NOTICE });
    await notice.waitFor();
    expect(await notice.textContent()).toContain("Anything that you have written here and not sent will be lost.");
    expect(await reply.inputValue()).toBe("Half a sentence");
    expect(await page.getByText("New words (invented).").count()).toBe(0);
    await expect.poll(streams).toBe(1);
    expect(await findViolations(page)).toEqual([]);
    if (process.env.SCREENSHOTS) await page.screenshot({ path: `${process.env.SCREENSHOTS}/changed-320.png` });
    await notice.getByRole("link", { name: "Read it again" }).click();
    await page.getByText("New words (invented).").waitFor();
    expect(await page.getByText(NOTICE).count()).toBe(0);

    // One's own act is no change by somebody else.
    await reply.fill("A whole sentence.");
    await page.getByRole("button", { name: "Send the reply" }).click();
    await page.getByText("A whole sentence.").waitFor();
    await expect.poll(streams).toBe(2);
    await page.waitForTimeout(500);
    expect(await page.getByText(NOTICE).count()).toBe(0);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it("a page in the background holds no connection, and says what changed meanwhile when somebody comes back to it", async () => {
    const id = await loggedConcern();
    const { page, complaints } = await newPage(browser, "chief-executive");
    await page.goto(`${hub.url}/concerns/${id}`);
    await expect.poll(streams).toBe(2);
    const setHidden = (isHidden: boolean) =>
      page.evaluate((hidden) => {
        Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
        document.dispatchEvent(new Event("visibilitychange"));
      }, isHidden);
    await setHidden(true);
    await expect.poll(streams).toBe(0);
    await done(hub, "adviser", "recordConversation", { ...conversation, concern: id });
    await setHidden(false);
    await page.getByText(NOTICE).waitFor();
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it("a council is found by typing a part of its name, with the keyboard alone, and nothing is sent that was not selected", async () => {
    const { page, complaints } = await newPage(browser, "adviser", { viewport: { width: 320, height: 900 } });
    await page.goto(`${hub.url}/log-a-concern`);
    const council = page.getByRole("combobox");
    const continued = async () => {
      await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
    };
    await council.focus();
    await page.keyboard.type("owshi");
    await page.getByRole("option", { name: /Tarrowshire/ }).waitFor();
    expect(await findViolations(page)).toEqual([]);
    if (process.env.SCREENSHOTS) await page.screenshot({ path: `${process.env.SCREENSHOTS}/typing-320.png` });
    await continued();
    await page.getByRole("alert").getByText("Select the council").waitFor();
    expect(await council.inputValue()).toBe("");
    expect(await council.evaluate((input) => input.ariaDescribedByElements?.map((one) => one.textContent).join())).toMatch(
      /Error: Select the council/,
    );
    // The link of the summary leads to where one types.
    await page.getByRole("alert").getByRole("link").click();
    expect(await council.evaluate((input) => input === document.activeElement)).toBe(true);
    await page.keyboard.type("owshi");
    await page.getByRole("option", { name: /Tarrowshire/ }).waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    const name = await council.inputValue();
    await continued();
    await page.getByRole("heading", { name: /Which strand/ }).waitFor();
    // What was selected stands there again, and what is written over it is not sent as that.
    await page.getByRole("button", { name: "Back", exact: true }).click();
    await page.getByRole("heading", { name: /Which council/ }).waitFor();
    expect([name, await council.inputValue()]).toEqual([expect.stringMatching(/^Tarrowshire/), name]);
    await council.fill("Nowhere");
    await page.getByRole("button", { name: "Continue" }).click();
    await page.getByRole("alert").getByText("Select the council").waitFor();
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it("what stands in a long list is text, whatever somebody wrote", async () => {
    const { page, complaints } = await newPage(browser, "adviser");
    await page.route("**/log-a-concern", async (route) => {
      const response = await route.fetch();
      const body = (await response.text()).replace(/(?<=<option value="X[^>]*>)/, "&lt;img src=/x onerror=alert(1)&gt; ");
      await route.fulfill({ response, body });
    });
    await page.goto(`${hub.url}/log-a-concern`);
    await page.getByRole("combobox").fill("<img");
    expect(await page.getByRole("option").textContent()).toMatch(/^<img src=\/x onerror=alert\(1\)> \w/);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it("a list in which two entries differ only in capitals stays a list", async () => {
    const { page } = await newPage(browser, "adviser");
    await page.route("**/log-a-concern", async (route) => {
      const response = await route.fetch();
      const body = (await response.text()).replace(
        /<option value="X[^>]*>([^<]*)<\/option>/,
        (option, name: string) => `${option}<option value="other">${name.toUpperCase()}</option>`,
      );
      await route.fulfill({ response, body });
    });
    await page.goto(`${hub.url}/log-a-concern`);
    expect(await page.locator('option[value="other"]').count()).toBe(1);
    expect(await page.locator("select:visible").count()).toBe(1);
    await page.context().close();
  });

  it("a short list stays as it is, and nothing is loaded for it", async () => {
    const { page } = await newPage(browser, "adviser");
    const loaded: string[] = [];
    page.on("request", (request) => loaded.push(request.url()));
    await page.goto(`${hub.url}/concerns?filter=yes`);
    expect(await page.locator("select").count()).toBeGreaterThan(2);
    expect(await page.locator("select:visible").count()).toBe(await page.locator("select").count());
    expect(loaded.filter((url) => url.includes("accessible-autocomplete"))).toEqual([]);
    await page.context().close();
  });

  const cellsOf = (page: Page, column: number) => page.locator(`tbody tr > :nth-child(${column})`).allInnerTexts();

  it("a table is sorted by the column whose heading is pressed, and says so", async () => {
    const { page, complaints } = await newPage(browser, "adviser", { viewport: { width: 320, height: 900 } });
    await page.goto(`${hub.url + REGION}/support`);
    const councils = await cellsOf(page, 1);
    expect(new Set(councils).size).toBeGreaterThan(2);
    const alphabetical = councils.toSorted((one, other) => one.localeCompare(other, "en"));

    await page.getByRole("button", { name: "Council", exact: true }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("columnheader", { name: "Council" }).and(page.locator('[aria-sort="ascending"]')).waitFor();
    expect(await cellsOf(page, 1)).toEqual(alphabetical);
    expect(await page.getByRole("status").textContent()).toBe("Sorted by Council, ascending.");
    await page.keyboard.press("Enter");
    expect(await cellsOf(page, 1)).toEqual(alphabetical.toReversed());

    await page.getByRole("button", { name: "Offered" }).click();
    const counts = (await cellsOf(page, 3)).map(Number);
    expect(counts).toEqual(counts.toSorted((one, other) => one - other));
    expect(counts[0]).not.toBe(counts.at(-1));
    expect(await page.locator('[aria-sort]:not([aria-sort="none"])').textContent()).toMatch(/^Offered/);
    expect(await findViolations(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it("a table of which the page shows a part cannot be sorted", async () => {
    const northEast = { role: "PRINCIPAL_ADVISER", regions: ["E12000001"], from: "2026-01-01", until: "2026-12-31" };
    await done(hub, "governance-officer", "registerPerson", { person: "north-east", name: "Adviser (invented)" });
    await done(hub, "governance-officer", "startAssignment", { person: "north-east", ...northEast, strands: ["CORPORATE"] });
    const whole = await hub.open("north-east", "/regions/E12000001");
    const part = await hub.open("adviser", REGION);
    expect([whole, part].map(({ html }) => [html.includes('rel="next"'), html.includes("data-sortable")])).toEqual([
      [false, true],
      [true, false],
    ]);
  });
});
