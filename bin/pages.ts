// Opens a hub's pages, with what their sign-in reads of the hub.
import { randomUUID } from "node:crypto";
import type { RequestHandler } from "express";
import type { Api } from "../graphql/server.ts";
import type { Drafts } from "../hub/drafts/drafts.ts";
import { openDrafts } from "../hub/drafts/open-drafts.ts";
import type { Hub } from "../hub/hub.ts";
import type { Logger } from "../hub/observability/logger.ts";
import { openSessions } from "../hub/sessions/open-sessions.ts";
import { openJoining } from "../hub/sign-in/joining.ts";
import { isRegistered, listRegisteredPeople } from "../queries/people/registered-people.ts";
import { openPages } from "../web/server.ts";
import { openSignIn } from "../web/sign-in/sign-in.ts";

export type HubPages = {
  readonly open: (api: Api) => Promise<RequestHandler>;
  readonly drafts: Drafts;
  close(): Promise<void>;
};

/** Not called if sign-in is off. Throws UnusableFile and PostgresUnusable. */
export async function openHubPages(hub: Hub, logger: Logger): Promise<HubPages> {
  await using closing = new AsyncDisposableStack();
  const sessions = await openSessions(hub, logger);
  closing.defer(sessions.close);
  const drafts = await openDrafts(hub, logger);
  closing.defer(drafts.close);
  const ofHub = {
    ...{ hub, logger, sessions },
    isRegistered: (person: string) => isRegistered(hub, person),
    joining: openJoining(hub),
    developmentPeople: () => listRegisteredPeople(hub),
  };
  const opened = closing.move();
  return {
    open: (api) =>
      openPages({
        ...{ ...api, drafts, newKey: randomUUID },
        openSignIn: ({ renderPage, send }) => openSignIn({ ...ofHub, renderPage, send }),
      }),
    drafts,
    close: () => opened.disposeAsync(),
  };
}
