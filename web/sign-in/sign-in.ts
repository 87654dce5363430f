// Sign-in to the pages: its routes, and what every other page requires. docs/decisions/0049-sessions-and-sign-in.md
import express, { type Request, type RequestHandler, type Response, type Router } from "express";
import { requestInLog } from "../../graphql/exchange.ts";
import { hubUrl } from "../../hub/config.ts";
import type { Hub } from "../../hub/hub.ts";
import type { Logger } from "../../hub/observability/logger.ts";
import type { Sessions } from "../../hub/sessions/sessions.ts";
import type { Joining } from "../../hub/sign-in/joining.ts";
import { openRelyingParty, ProviderUnavailable, type RelyingParty, SignInRefused } from "../../hub/sign-in/relying-party.ts";
import type { RenderPage, SendPage } from "../respond.ts";
import { signInCookies } from "./cookies.ts";
import { DEVELOPMENT_CLIENT, type DevelopmentPeople, openDevelopmentProvider, PROVIDER_PATH } from "./development-provider.ts";
import { joinRoutes } from "./join-routes.ts";
import { localPath } from "./local-path.ts";
import { cancelled, refused, sendNotice, signedOut, tooMany, unavailable, unregistered } from "./notices.ts";
import { sessionRoutes } from "./session-routes.ts";

export type SignInDeps = {
  readonly hub: Pick<Hub, "config" | "folder" | "rates" | "now">;
  readonly logger: Logger;
  readonly sessions: Sessions;
  readonly renderPage: RenderPage;
  readonly send: SendPage;
  readonly isRegistered: (person: string) => boolean;
  readonly joining: Joining;
  /** The people whom a developer can choose from. Called only in development. */
  readonly developmentPeople: DevelopmentPeople;
};

/** Where the provider sends people back to. */
const RETURN_PATH = "/sign-in/return";
const SIGNED_OUT_PATH = "/signed-out";

type Provider = { readonly origin: string; readonly party: RelyingParty; readonly router?: Router };

/** Not called if sign-in is off. */
export function openSignIn(deps: SignInDeps): { readonly routes: Router; readonly requireSession: RequestHandler } {
  const { hub, logger, sessions, send, isRegistered, joining } = deps;
  const { signIn: setting } = hub.config;
  const cookies = signInCookies(setting.kind === "provider" && setting.origin.startsWith("https:"));
  const inSession = sessionRoutes({ sessions, cookie: cookies.session, send, now: hub.now, isWithinLimit });
  const providerOf = openProvider(deps);
  const routes = express.Router();
  const noteRefusal = (response: Response, reason: string): void =>
    logger.info({ code: "SIGN_IN_REFUSED", ...requestInLog(response), reason }, "a sign-in to the pages was refused");
  const join = joinRoutes({
    ...{ joining, send, isWithinLimit, noteRefusal },
    beginSignIn: (request, response, invitation) => beginSignIn(request, response, "/", invitation),
    beginSession: inSession.begin,
  });
  routes.use(join.routes);

  function isWithinLimit(request: Request, response: Response): boolean {
    const seconds = hub.rates.take(request.ip ?? "", "signIns");
    if (seconds === 0) return true;
    response.setHeader("retry-after", seconds);
    sendNotice(send, response, tooMany(seconds));
    return false;
  }

  /** `invitation`: the digest of the link by which the person wants to join. */
  async function beginSignIn(request: Request, response: Response, to: string, invitation?: string): Promise<void> {
    const { origin, party } = await providerOf(request);
    // A developer's browser may know the machine by another name, whose cookies would not come back.
    if (setting.kind === "development" && request.headers.host !== new URL(origin).host)
      return response.redirect(origin + request.originalUrl);
    try {
      const { address, pending } = await party.begin(to, invitation);
      cookies.signIn.set(request, response, pending.state, await sessions.keepSignIn(pending));
      response.redirect(address.href);
    } catch (error) {
      sendFailure(error, response, to);
    }
  }

  routes.get("/sign-in", async (request, response) => {
    if (isWithinLimit(request, response)) await beginSignIn(request, response, localPath(request.query.to));
  });

  routes.get(RETURN_PATH, async (request, response) => {
    const { state } = request.query;
    const id = cookies.signIn.read(request, state);
    cookies.signIn.clear(request, response, state);
    const pending = id && (await sessions.takeSignIn(id));
    if (!pending) return sendFailure(new SignInRefused("NOT_PENDING"), response, "/");
    try {
      const { party } = await providerOf(request);
      const signedIn = await party.finish(request.originalUrl.split("?")[1] ?? "", pending);
      const { person } = signedIn;
      if (pending.invitation !== undefined) return await join.finish(request, response, pending.invitation, signedIn);
      if (!isRegistered(person)) {
        noteRefusal(response, "NOT_REGISTERED");
        return sendNotice(send, response, unregistered);
      }
      await inSession.begin(request, response, person);
      response.redirect(303, pending.to);
    } catch (error) {
      sendFailure(error, response, pending.to);
    }
  });

  routes.post("/sign-out", async (request, response) => {
    await inSession.end(request, response);
    const { origin, party } = await providerOf(request);
    const provider = (await party.endAddress(origin + SIGNED_OUT_PATH))?.href;
    // Not a redirect: browsers refuse one from a form to another host under the pages' content security policy.
    if (provider) response.setHeader("refresh", `0; url=${provider}`);
    sendNotice(send, response, signedOut(provider));
  });
  routes.get(SIGNED_OUT_PATH, (_request, response) => sendNotice(send, response, signedOut(undefined)));
  routes.use(inSession.routes);
  if (setting.kind === "development")
    routes.use(PROVIDER_PATH, async (request, response, next) => {
      const { router } = await providerOf(request);
      if (router) router(request, response, next);
      else next();
    });

  /** Sessions that exist are not affected. Throws what is no failure of a sign-in. */
  function sendFailure(error: unknown, response: Response, to: string): void {
    if (error instanceof ProviderUnavailable) {
      const { reason } = error;
      logger.error({ code: "PROVIDER_UNAVAILABLE", ...requestInLog(response), reason }, "people cannot sign in to the pages");
      sendNotice(send, response, unavailable(to));
      return;
    }
    if (!(error instanceof SignInRefused)) throw error;
    noteRefusal(response, error.reason);
    sendNotice(send, response, error.reason === "access_denied" ? cancelled(to) : refused(to));
  }
  return { routes, requireSession: inSession.requireSession };
}

/** The development provider's address contains the hub's port. The port is known only at the first request, so the provider is opened then. */
function openProvider({ hub, renderPage, send, developmentPeople }: SignInDeps): (request: Request) => Promise<Provider> {
  const { config, folder } = hub;
  const { signIn: setting } = config;
  if (setting.kind === "provider") {
    const party = openRelyingParty(setting, setting.origin + RETURN_PATH);
    return async () => ({ origin: setting.origin, party });
  }
  let opened: Promise<Provider> | undefined;
  async function open(origin: string): Promise<Provider> {
    const issuer = origin + PROVIDER_PATH;
    const addresses = { issuer, returnTo: origin + RETURN_PATH, signedOut: origin + SIGNED_OUT_PATH };
    const router = await openDevelopmentProvider({
      config,
      keyFile: folder.issuerKeyFile,
      renderPage,
      send,
      people: developmentPeople,
      addresses,
    });
    // The provider is behind the hub's own check of where requests come from.
    const client = {
      issuer,
      clientId: DEVELOPMENT_CLIENT,
      clientSecret: undefined,
      alwaysAsks: true,
      headers: { "sec-fetch-site": "same-origin" },
    };
    return { origin, router, party: openRelyingParty(client, addresses.returnTo) };
  }
  return (request) => {
    opened ??= open(hubUrl(config, request.socket.localPort)).catch((error) => {
      opened = undefined;
      throw error;
    });
    return opened;
  };
}
