// The OpenID Connect provider of a hub in development: whoever opens it chooses who to be. It runs in the hub's process on this machine alone, and not
// beside another issuer.
import { randomBytes } from "node:crypto";
import express, { type Request, type Response, type Router } from "express";
import type { Adapter, AdapterPayload, Configuration, KoaContextWithOIDC } from "oidc-provider";
import { boundedCache } from "../../caching/cache.ts";
import type { Config } from "../../hub/config.ts";
import { developmentEmailOf, developmentSigningKey } from "../../hub/sign-in/development-issuer.ts";
import type { Model } from "../page.ts";
import { parseTextForm } from "../parse-form.ts";
import type { RenderPage, SendPage } from "../respond.ts";

/** `about`: offices, with body or council. */
export type DevelopmentPeople = () => readonly { readonly person: string; readonly name: string; readonly about: string }[];

type ProviderDeps = {
  readonly config: Config;
  readonly keyFile: string;
  readonly renderPage: RenderPage;
  readonly send: SendPage;
  readonly people: DevelopmentPeople;
  readonly addresses: { readonly issuer: string; readonly returnTo: string; readonly signedOut: string };
};

export const PROVIDER_PATH = "/dev-idp";
export const DEVELOPMENT_CLIENT = "candour-pages";

const TITLE = "Who do you want to be?";
const MINUTES = 60;

/** Throws ConfigInvalid in production, and beside a configured issuer. */
export async function openDevelopmentProvider({
  config,
  keyFile,
  renderPage,
  send,
  people,
  addresses,
}: ProviderDeps): Promise<Router> {
  const key = await developmentSigningKey(config, keyFile);
  // Loaded only in development.
  const { Provider } = await import("oidc-provider");
  const provider = new Provider(addresses.issuer, {
    ...settings(renderPage),
    jwks: { keys: [{ ...key, use: "sig" }] as NonNullable<Configuration["jwks"]>["keys"] },
    clients: [
      {
        client_id: DEVELOPMENT_CLIENT,
        redirect_uris: [addresses.returnTo],
        post_logout_redirect_uris: [addresses.signedOut],
        token_endpoint_auth_method: "none",
        id_token_signed_response_alg: "ES256",
      },
    ],
    async loadExistingGrant({ oidc: { client, session, provider: of } }) {
      // Nobody is asked for consent: the hub is the only client.
      const grant = new of.Grant({ clientId: client?.clientId ?? "", accountId: session?.accountId ?? "" });
      grant.addOIDCScope("openid email");
      await grant.save();
      return grant;
    },
  });

  const router = express.Router();
  const choose = (response: Response, message?: string) => {
    const faults = message ? [{ field: "person", message }] : [];
    const items = people().map(({ person, name, about }) => ({ value: person, text: name, hint: { text: about } }));
    send(response, "sign-in/choose-person.njk", { title: TITLE, people: items, faults }, message ? 422 : 200);
  };
  // Each sign-in begins without the person of the former one, whom the library would sign out by a page with a script.
  router.get(/^\/auth/, (request, _response, next) => {
    const { cookie } = request.headers;
    if (cookie !== undefined)
      request.headers.cookie = cookie
        .split("; ")
        .filter((pair) => !pair.startsWith("_session"))
        .join("; ");
    next();
  });
  router.get("/choose/:uid", async (request, response) => {
    await provider.interactionDetails(request, response);
    choose(response);
  });
  router.post("/choose/:uid", parseTextForm, async (request: Request, response: Response) => {
    const { person = "", newcomer = "" } = (request.body ?? {}) as Record<string, unknown>;
    const chosen = newcomer === "" ? person : newcomer;
    if (typeof chosen !== "string" || chosen === "") return choose(response, "Select a person.");
    if (chosen === newcomer && !developmentEmailOf(chosen))
      return choose(response, "Enter an email address, or select a person.");
    await provider.interactionFinished(request, response, { login: { accountId: chosen } });
  });
  router.use(provider.callback());
  return router;
}

function settings(renderPage: RenderPage): Configuration {
  /** Koa sends the page, after it has set the cookies. */
  const show = (context: KoaContextWithOIDC, template: string, model: Model): void => {
    context.type = "html";
    context.body = renderPage(context.res as Response, template, model);
  };
  return {
    adapter: inMemory(),
    cookies: { keys: [randomBytes(32).toString("base64url")] },
    scopes: ["openid", "email"],
    claims: { openid: ["sub"], email: ["email", "email_verified"] },
    responseTypes: ["code"],
    clientBasedCORS: () => false,
    pkce: { required: () => true },
    findAccount(_context, person) {
      const email = developmentEmailOf(person);
      return { accountId: person, claims: () => ({ sub: person, ...(email && { email, email_verified: true }) }) };
    },
    interactions: { url: (_context, { uid }) => `${PROVIDER_PATH}/choose/${uid}` },
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (context, form) =>
          show(context, "sign-in/leave-provider.njk", { title: "Sign out of your organisation’s account", form }),
        postLogoutSuccessSource: (context) =>
          show(context, "sign-in/notice.njk", { title: "You are signed out", paragraphs: [] }),
      },
    },
    // The library's own error page asks another host for a font.
    renderError: (context, { error }) =>
      show(context, "sign-in/notice.njk", {
        ...{ title: "Sorry, this sign-in cannot go on", paragraphs: [`The development provider says: ${error}.`] },
        link: { text: "Sign in", href: "/sign-in" },
      }),
    ttl: Object.fromEntries(
      ["AccessToken", "AuthorizationCode", "Grant", "IdToken", "Interaction", "Session"].map((kind) => [kind, 10 * MINUTES]),
    ),
  };
}

const MAX_ENTRIES = 10_000;

/** What the provider remembers is lost when the hub stops. */
function inMemory(): (model: string) => Adapter {
  const entries = boundedCache<string, AdapterPayload>(MAX_ENTRIES);
  /** Grant -> the keys of what was given under it. */
  const granted = boundedCache<string, string[]>(MAX_ENTRIES);
  return (model) => {
    const keyOf = (id: string) => `${model} ${id}`;
    return {
      async upsert(id, payload) {
        entries.set(keyOf(id), payload);
        if (payload.uid !== undefined) entries.set(`uid ${payload.uid}`, payload);
        if (payload.grantId !== undefined) granted.getOrMake(payload.grantId, () => []).push(keyOf(id));
      },
      find: async (id) => entries.get(keyOf(id)),
      findByUid: async (uid) => entries.get(`uid ${uid}`),
      findByUserCode: async () => undefined,
      async consume(id) {
        const entry = entries.get(keyOf(id));
        if (entry) entry.consumed = Math.floor(Date.now() / 1000);
      },
      async destroy(id) {
        entries.delete(keyOf(id));
      },
      async revokeByGrantId(grant) {
        for (const key of granted.get(grant) ?? []) entries.delete(key);
        granted.delete(grant);
      },
    };
  };
}
