// A hub with pages to which people sign in at its development provider.
import { type HubPages, openHubPages } from "../../bin/pages.ts";
import { openBrowser } from "./browser.ts";
import { startHub } from "./test-hub.ts";

type Options = Omit<NonNullable<Parameters<typeof startHub>[0]>, "openPages">;

export async function startPagesWithSignIn(options: Options = {}) {
  let pages: HubPages | undefined;
  const hub = await startHub({
    ...options,
    async openPages(api) {
      pages = await openHubPages(api.hub, api.logger);
      return pages.open(api);
    },
  });
  return {
    ...hub,
    browser: () => openBrowser(hub.url),
    async close() {
      await hub.close();
      await pages?.close();
    },
  };
}
