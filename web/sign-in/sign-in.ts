// Sign-in to the pages: its routes, and what every other page requires. docs/decisions/0049-sessions-and-sign-in.md
import express, { type Request, type RequestHandler, type Response, type Router } from "express";
import { requestInLog } from "../../graphql/exchange.ts";
import type { Hub } from "../../hub/hub.ts";
import type { Logger } from "../../hub/observability/logger.ts";
import type { Sessions } from "../../hub/sessions/sessions.ts";
import { isOfIssuer } from "../../hub/sign-in/issuers.ts";
import type { Joining } from "../../hub/sign-in/joining.ts";
import { ProviderUnavailable, SignInRefused } from "../../hub/sign-in/relying-party.ts";
import type { FollowSession } from "../live/updates.ts";
import type { RenderPage, SendPage } from "../respond.ts";
import { signInCookies } from "./cookies.ts";
import { type DevelopmentPeople, PROVIDER_PATH } from "./development-provider.ts";
import { joinRoutes } from "./join-routes.ts";
import { localPath } from "./local-path.ts";
import { cancelled, refused, sendNotice, signedOut, tooMany, unavailable, unregistered } from "./notices.ts";
import { choiceOf, openProviders, type Provider, type Providers, RETURN_PATH, SIGNED_OUT_PATH } from "./providers.ts";
import { sessionRoutes } from "./session-routes.ts";

type SignInDeps = {
  readonly hub: Pick<Hub, "background" | "config" | "folder" | "rates" | "now">;
  readonly logger: Logger;
  readonly sessions: Sessions;
  readonly renderPage: RenderPage;
  readonly send: SendPage;
  readonly isRegistered: (person: string) => boolean;
  readonly joining: Joining;
  /** The people whom a developer can choose from. Called only in development. */
  readonly developmentPeople: DevelopmentPeople;
};

/** Not called if sign-in is off. */
export function openSignIn(deps: SignInDeps): {
  readonly routes: Router;
  readonly requireSession: RequestHandler;
  readonly followSession: FollowSession;
} {
  const { hub, logger, sessions, send, isRegistered, joining } = deps;
  const { signIn: setting } = hub.config;
  const cookies = signInCookies(setting.kind === "provider" && setting.origin.startsWith("https:"));
  const inSession = sessionRoutes({
    ...{ sessions, background: hub.background, cookie: cookies.session, send, now: hub.now, isWithinLimit },
    mayStaySignedIn: (person) => setting.kind !== "provider" || setting.providers.some((one) => isOfIssuer(person, one)),
  });
  const providersOf = openProviders(deps);
  const routes = express.Router();
  const noteRefusal = (response: Response, reason: string, issuer?: string): void =>
    logger.info({ code: "SIGN_IN_REFUSED", ...requestInLog(response), reason, issuer }, "a sign-in to the pages was refused");
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

  /** The only provider, or the one that was chosen; undefined if people have to choose. */
  const chosenProvider = ({ all }: Providers, choice: unknown): Provider | undefined =>
    all.length === 1 ? all[0] : all.find((provider) => choiceOf(provider) === choice);

  /** Each choice is the address of this request, with the provider. Forms could not lead to a provider, by the content security policy. */
  function sendChoice({ path }: Request, response: Response, { all }: Providers, to: string, isInvited: boolean): void {
    const choices = all.map((provider) => {
      const chosen = new URLSearchParams({ with: choiceOf(provider), ...(!isInvited && { to }) });
      return { organisation: provider.organisation, href: `${path}?${chosen}` };
    });
    send(response, "sign-in/choose-provider.njk", { title: "Which organisation do you sign in with?", choices, isInvited });
  }

  /** `invitation`: the digest of the link by which the person wants to join. */
  async function beginSignIn(request: Request, response: Response, to: string, invitation?: string): Promise<void> {
    const providers = await providersOf(request);
    // A developer's browser may know the machine by another name, whose cookies would not come back.
    if (setting.kind === "development" && request.headers.host !== new URL(providers.origin).host)
      return response.redirect(providers.origin + request.originalUrl);
    const provider = chosenProvider(providers, request.query.with);
    if (!provider) return sendChoice(request, response, providers, to, invitation !== undefined);
    try {
      const { address, pending } = await provider.party.begin(to, invitation);
      cookies.signIn.set(request, response, pending.state, await sessions.keepSignIn(pending));
      response.redirect(address.href);
    } catch (error) {
      sendFailure(error, response, to, provider);
    }
  }

  routes.get("/sign-in", async (request, response) => {
    const begins = chosenProvider(await providersOf(request), request.query.with) !== undefined;
    if (!begins || isWithinLimit(request, response)) await beginSignIn(request, response, localPath(request.query.to));
  });

  routes.get(`${RETURN_PATH}{/:issuer}`, async (request, response) => {
    const { state } = request.query;
    const id = cookies.signIn.read(request, state);
    cookies.signIn.clear(request, response, state);
    const pending = id && (await sessions.takeSignIn(id));
    if (!pending) return sendFailure(new SignInRefused("NOT_PENDING"), response, "/");
    const { all } = await providersOf(request);
    const provider = all.find(({ name }) => name === request.params.issuer);
    try {
      if (!provider) throw new SignInRefused("ANOTHER_ISSUER");
      const signedIn = await provider.party.finish(request.originalUrl.split("?")[1] ?? "", pending);
      const { person } = signedIn;
      if (pending.invitation !== undefined) return await join.finish(request, response, pending.invitation, signedIn);
      if (!isRegistered(person)) {
        noteRefusal(response, "NOT_REGISTERED", provider.issuer);
        return sendNotice(send, response, unregistered);
      }
      await inSession.begin(request, response, person);
      response.redirect(303, pending.to);
    } catch (error) {
      sendFailure(error, response, pending.to, provider);
    }
  });

  routes.post("/sign-out", async (request, response) => {
    const person = await inSession.end(request, response);
    const { origin, all } = await providersOf(request);
    // Of a session that has ended nobody knows where it began, if there are several providers.
    const provider = all.length === 1 ? all[0] : person && all.find((one) => isOfIssuer(person, one));
    const address = provider ? (await provider.party.endAddress(origin + SIGNED_OUT_PATH))?.href : undefined;
    // Not a redirect: browsers refuse one from a form to another host under the pages' content security policy.
    if (address) response.setHeader("refresh", `0; url=${address}`);
    sendNotice(send, response, signedOut(address));
  });
  routes.get(SIGNED_OUT_PATH, (_request, response) => sendNotice(send, response, signedOut(undefined)));
  routes.use(inSession.routes);
  if (setting.kind === "development")
    routes.use(PROVIDER_PATH, async (request, response, next) => {
      const { router } = await providersOf(request);
      if (router) router(request, response, next);
      else next();
    });

  /** Sessions that exist are not affected. Throws what is no failure of a sign-in. */
  function sendFailure(error: unknown, response: Response, to: string, provider?: Provider): void {
    const issuer = provider?.issuer;
    if (error instanceof ProviderUnavailable) {
      const { reason } = error;
      logger.error(
        { code: "PROVIDER_UNAVAILABLE", ...requestInLog(response), reason, issuer },
        "people cannot sign in to the pages",
      );
      sendNotice(send, response, unavailable(to));
      return;
    }
    if (!(error instanceof SignInRefused)) throw error;
    noteRefusal(response, error.reason, issuer);
    sendNotice(send, response, error.reason === "access_denied" ? cancelled(to) : refused(to));
  }
  return { routes, requireSession: inSession.requireSession, followSession: inSession.followSession };
}
