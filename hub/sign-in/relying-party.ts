// Sign-in at an OpenID Connect provider: authorization code with PKCE, state and nonce. The library checks answers and ID tokens, and follows the
// provider's keys. No token is kept. docs/decisions/0049-sessions-and-sign-in.md
import * as openid from "openid-client";
import { personOf } from "../../services/people/subject.ts";
import type { PendingSignIn } from "../sessions/sessions.ts";
import { AnswerTooLarge, fetchBounded } from "./fetch-bounded.ts";

/** `reason` is a code for the log. */
class SignInFailed extends Error {
  readonly reason: string;
  constructor(message: string, reason: string) {
    super(message);
    this.reason = reason;
  }
}

/** The provider cannot be used now. */
export class ProviderUnavailable extends SignInFailed {
  override name = "ProviderUnavailable";
  constructor(reason: string) {
    super("The identity provider cannot be used now.", reason);
  }
}

/** The provider's answer does not prove who signed in. */
export class SignInRefused extends SignInFailed {
  override name = "SignInRefused";
  constructor(reason: string) {
    super("The sign-in is refused.", reason);
  }
}

export type ProviderAddress = {
  /** Undefined for the first issuer, whose subjects are ids of people as they are. */
  readonly name?: string | undefined;
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string | undefined;
  /** Asks for the password or the person each time, even of somebody who is signed in at the provider. */
  readonly alwaysAsks?: boolean;
  /** Headers of the hub's own requests to the provider. */
  readonly headers?: Readonly<Record<string, string>>;
};

/** Who signed in, and the address that the provider says is theirs. */
export type SignedIn = {
  readonly person: string;
  readonly issuer: string;
  readonly email: string | undefined;
  readonly isEmailVerified: boolean;
};

export type RelyingParty = ReturnType<typeof openRelyingParty>;

const TIMEOUT_SECONDS = 5;
/** How far the provider's clock may be from this machine's. */
const CLOCK_TOLERANCE_SECONDS = 30;
/** The provider may move its endpoints. Its keys are fetched again when a token has a new one. */
const REDISCOVER_MS = 3_600_000;

/** `returnTo`: the address to which the provider sends people back. `steady` reads a monotonic clock in milliseconds. */
export function openRelyingParty(provider: ProviderAddress, returnTo: string, steady = () => performance.now()) {
  let discovered: { readonly at: number; readonly configuration: openid.Configuration } | undefined;
  let running: Promise<openid.Configuration> | undefined;

  /** The provider is asked when it is first needed, so that the hub starts without it. Throws ProviderUnavailable. */
  async function configuration(): Promise<openid.Configuration> {
    if (discovered && steady() - discovered.at < REDISCOVER_MS) return discovered.configuration;
    running ??= discover(provider).finally(() => {
      running = undefined;
    });
    try {
      discovered = { at: steady(), configuration: await running };
      return discovered.configuration;
    } catch (error) {
      // The earlier configuration is probably still right.
      if (discovered) return discovered.configuration;
      throw new ProviderUnavailable(codeOf(error));
    }
  }

  return {
    /**
     * Returns the provider's address for this sign-in, and what its answer will be checked against. `invitation`: of whom joins by it; the provider is then
     * asked for their address, and to let them choose an account. Throws ProviderUnavailable.
     */
    async begin(to: string, invitation?: string): Promise<{ readonly address: URL; readonly pending: PendingSignIn }> {
      const config = await configuration();
      const pending = {
        ...{ state: openid.randomState(), nonce: openid.randomNonce(), verifier: openid.randomPKCECodeVerifier() },
        to,
        ...(provider.name !== undefined && { issuer: provider.name }),
        ...(invitation !== undefined && { invitation }),
      };
      const address = openid.buildAuthorizationUrl(config, {
        ...{ redirect_uri: returnTo, state: pending.state, nonce: pending.nonce },
        scope: invitation === undefined ? "openid" : "openid email",
        code_challenge: await openid.calculatePKCECodeChallenge(pending.verifier),
        code_challenge_method: "S256",
        ...((provider.alwaysAsks || invitation !== undefined) && { prompt: "login" }),
      });
      return { address, pending };
    },
    /**
     * Returns whom the provider's answer names. `query` is the answer as it came to this provider's own address of the hub. Throws ProviderUnavailable and
     * SignInRefused.
     */
    async finish(query: string, { issuer, state, nonce, verifier, invitation }: PendingSignIn): Promise<SignedIn> {
      // The code would otherwise go to a provider that did not give it. The library checks besides what the answer says of its issuer.
      if (issuer !== provider.name) throw new SignInRefused("ANOTHER_ISSUER");
      const config = await configuration();
      const answer = new URL(`${returnTo}?${query}`);
      try {
        const tokens = await openid.authorizationCodeGrant(config, answer, {
          ...{ expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier },
          idTokenExpected: true,
        });
        const claims = tokens.claims();
        const person = personOf(provider.name, claims?.sub);
        if (claims === undefined || person === undefined) throw new SignInRefused("SUBJECT_NOT_VALID");
        // Most providers give the address at another endpoint and not in the ID token.
        const isElsewhere = invitation !== undefined && claims.email === undefined && config.serverMetadata().userinfo_endpoint;
        const told = isElsewhere ? await openid.fetchUserInfo(config, tokens.access_token, claims.sub) : claims;
        const email = typeof told?.email === "string" ? told.email : undefined;
        return { person, issuer: config.serverMetadata().issuer, email, isEmailVerified: told?.email_verified === true };
      } catch (error) {
        throw errorFor(error);
      }
    },
    /** The provider's address for signing out there too; undefined if it has none or does not answer. */
    async endAddress(afterwards: string): Promise<URL | undefined> {
      try {
        const config = await configuration();
        if (!config.serverMetadata().end_session_endpoint) return undefined;
        return openid.buildEndSessionUrl(config, { post_logout_redirect_uri: afterwards });
      } catch {
        return undefined;
      }
    },
  };
}

function discover({ issuer, clientId, clientSecret, headers = {} }: ProviderAddress): Promise<openid.Configuration> {
  const address = new URL(issuer);
  return openid.discovery(
    address,
    clientId,
    { [openid.clockTolerance]: CLOCK_TOLERANCE_SECONDS },
    clientSecret === undefined ? openid.None() : authenticationWith(clientSecret),
    {
      timeout: TIMEOUT_SECONDS,
      [openid.customFetch]: (url, options) =>
        fetchBounded(url, { ...options, headers: { ...options.headers, ...headers } } as RequestInit),
      // Settings allow http only in development and on this machine.
      execute: [openid.enableNonRepudiationChecks, ...(address.protocol === "http:" ? [openid.allowInsecureRequests] : [])],
    },
  );
}

/** In the body if the provider accepts that, because some do not decode what is in the header; otherwise in the header, which every one has to accept. */
function authenticationWith(secret: string): openid.ClientAuth {
  const [inHeader, inBody] = [openid.ClientSecretBasic(secret), openid.ClientSecretPost(secret)];
  return (server, ...rest) => {
    const isInBody = server.token_endpoint_auth_methods_supported?.includes("client_secret_post");
    return (isInBody ? inBody : inHeader)(server, ...rest);
  };
}

const ANSWER_TOO_LARGE = "ANSWER_TOO_LARGE";
/** Errors of the library: the answer of the provider could not be used. */
const UNUSABLE_ANSWERS: ReadonlySet<string> = new Set([
  ...["OAUTH_TIMEOUT", "OAUTH_RESPONSE_IS_NOT_CONFORM", "OAUTH_RESPONSE_IS_NOT_JSON", "OAUTH_PARSE_ERROR"],
  ...["OAUTH_KEY_SELECTION_FAILED", "OAUTH_MISSING_SERVER_METADATA", "OAUTH_INVALID_SERVER_METADATA", "NOT_REACHED"],
  ANSWER_TOO_LARGE,
]);
/** Errors in the provider's own words that are no fault of the person who signs in. */
const PROVIDER_FAULTS: ReadonlySet<string> = new Set([
  ...["server_error", "temporarily_unavailable", "invalid_client", "unauthorized_client", "invalid_scope"],
]);

function errorFor(error: unknown): Error {
  if (error instanceof SignInRefused) return error;
  const code = codeOf(error);
  return UNUSABLE_ANSWERS.has(code) || PROVIDER_FAULTS.has(code) ? new ProviderUnavailable(code) : new SignInRefused(code);
}

const WORD = /^[a-z_]{1,40}$/;

/** A code without content: the provider's own word for the error, if it is one, or the library's. */
function codeOf(error: unknown): string {
  if (error instanceof openid.ResponseBodyError || error instanceof openid.AuthorizationResponseError)
    return WORD.test(error.error) ? error.error : "OTHER";
  if (error instanceof openid.ClientError)
    return error.cause instanceof AnswerTooLarge ? ANSWER_TOO_LARGE : (error.code ?? "OTHER");
  // The network's errors come as TypeError from fetch.
  if (error instanceof TypeError) return "NOT_REACHED";
  return "OTHER";
}
