// Opens a hub's pages, with what their sign-in reads of the hub.
import { randomUUID } from "node:crypto";
import type { RequestHandler } from "express";
import type { Api } from "../graphql/server.ts";
import type { Hub } from "../hub/hub.ts";
import type { Logger } from "../hub/observability/logger.ts";
import { openSessions } from "../hub/sessions/open-sessions.ts";
import { openJoining } from "../hub/sign-in/joining.ts";
import { isRegistered, listRegisteredPeople } from "../queries/people/registered-people.ts";
import { openPages } from "../web/server.ts";
import { openSignIn } from "../web/sign-in/sign-in.ts";

export type HubPages = { readonly open: (api: Api) => Promise<RequestHandler>; close(): Promise<void> };

/** Not called if sign-in is off. Throws UnusableFile and PostgresUnusable. */
export async function openHubPages(hub: Hub, logger: Logger): Promise<HubPages> {
  const sessions = await openSessions(hub, logger);
  const ofHub = {
    ...{ hub, logger, sessions },
    isRegistered: (person: string) => isRegistered(hub, person),
    joining: openJoining(hub),
    developmentPeople: () => listRegisteredPeople(hub),
  };
  return {
    open: (api) =>
      openPages({ ...api, newKey: randomUUID, openSignIn: ({ renderPage, send }) => openSignIn({ ...ofHub, renderPage, send }) }),
    close: sessions.close,
  };
}
