// Somebody signs in with a real browser to a hub of several organisations, at a provider that is not ours, and out again.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startPagesWithSignIn } from "../helpers/pages-with-sign-in.ts";
import { findViolations, launchBrowser, newPage } from "../helpers/system/browser-page.ts";
import { type LemonLdap, startLemonLdap } from "../helpers/system/lemonldap.ts";
import { describeWith, freePort } from "../helpers/system/programs.ts";

const SECRET = "a secret of the hub";
/** On a busy machine the same steps take many times as long. */
const TIMEOUT_MS = 300_000;

describeWith(["chromium", "plackup", "rotateOidcKeys"], "Sign-in in a browser", ({ chromium, ...programs }) => {
  let provider: LemonLdap;
  let hub: Awaited<ReturnType<typeof startPagesWithSignIn>>;
  let browser: Browser;
  beforeAll(async () => {
    const port = await freePort();
    const origin = `http://127.0.0.1:${port}`;
    provider = await startLemonLdap(programs, [
      { id: "candour", secret: SECRET, redirectTo: `${origin}/sign-in/return/badwolf`, signedOut: `${origin}/signed-out` },
    ]);
    hub = await startPagesWithSignIn({
      seed: "people",
      env: {
        ...{ PORT: String(port), CANDOUR_PUBLIC_URL: origin },
        // Nothing answers at the first issuer.
        ...{ CANDOUR_TOKEN_ISSUER: "http://127.0.0.1:1", CANDOUR_JWKS_URL: "http://127.0.0.1:1/keys" },
        ...{ CANDOUR_WEB_CLIENT_ID: "candour", CANDOUR_ORGANISATION: "Association of councils" },
        ...{ CANDOUR_FURTHER_ISSUERS: "badwolf", CANDOUR_TOKEN_ISSUER_BADWOLF: provider.issuer },
        ...{ CANDOUR_WEB_CLIENT_ID_BADWOLF: "candour", CANDOUR_WEB_CLIENT_SECRET_BADWOLF: SECRET },
        CANDOUR_ORGANISATION_BADWOLF: "Badwolf County Council",
      },
    });
    const { asHub, services } = hub.hub;
    const registered = { person: "~badwolf~rtyler", name: "Rose Tyler (invented)" };
    expect(await services.people.execute("registerPerson", registered, asHub("rtyler"))).toMatchObject({ kind: "done" });
    browser = await launchBrowser(chromium);
  });
  afterAll(async () => {
    await browser?.close();
    await hub?.close();
    await provider?.stop();
  });

  const heading = (page: Page) => page.getByRole("heading", { level: 1 });

  it.each([true, false])(
    "leads from the choice to the provider and back, and out of both, with JavaScript: %s",
    async (javaScriptEnabled) => {
      const { page, complaints } = await newPage(browser, "", { javaScriptEnabled });
      page.setDefaultTimeout(TIMEOUT_MS);
      await page.goto(`${hub.url}/news`);
      expect((await heading(page).textContent())?.trim()).toBe("Which organisation do you sign in with?");
      // What the browser says of the provider's own pages is not about the hub.
      expect(complaints).toEqual([]);
      await page.getByRole("link", { name: "Badwolf County Council" }).focus();
      await page.keyboard.press("Enter");
      await page.locator("input[name=password]").fill("rtyler");
      await page.locator("input[name=user]").fill("rtyler");
      await page.keyboard.press("Enter");
      await page.waitForURL(`${hub.url}/news`);
      await page.goto(`${hub.url}/`);
      expect(await page.content()).toContain("Rose Tyler (invented)");

      await page.getByRole("button", { name: "Sign out" }).click();
      // The page leads to the provider by itself.
      await page.waitForURL(`${provider.issuer}/oauth2/logout?*`);
      await page.locator("button[type=submit]").first().click();
      await page.waitForURL(`${hub.url}/signed-out`);
      expect((await heading(page).textContent())?.trim()).toBe("You are signed out of the hub");
      await page.goto(`${hub.url}/`);
      expect((await heading(page).textContent())?.trim()).toBe("Which organisation do you sign in with?");
      await page.context().close();
    },
  );

  it.each([1200, 320])("has a page to choose that axe finds no fault in, %i pixels wide", async (width) => {
    const { page, complaints } = await newPage(browser, "", { viewport: { width, height: 800 }, bypassCSP: true });
    page.setDefaultTimeout(TIMEOUT_MS);
    await page.goto(`${hub.url}/sign-in?to=/news`);
    expect(await findViolations(page)).toEqual([]);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});
