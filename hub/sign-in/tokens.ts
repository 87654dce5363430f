// Verifies bearer tokens with the keys (JWKS) of the issuer that they name. A token names a person and never a right.

import { hash } from "node:crypto";
import { createRemoteJWKSet, customFetch, decodeJwt, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from "jose";
import { boundedCache } from "../../caching/cache.ts";
import { personOf, SUBJECT_RULE } from "../../services/people/subject.ts";
import type { Logger } from "../observability/logger.ts";
import { fetchBounded } from "./fetch-bounded.ts";

/** The message says no more than the bearer needs. */
export class TokenRefused extends Error {
  override name = "TokenRefused";
}

/** The issuer's keys cannot be fetched now, so the token can be neither accepted nor refused. */
export class IssuerUnavailable extends Error {
  override name = "IssuerUnavailable";
}

type VerifiedToken = {
  readonly person: string;
  /** Seconds since 1970. */
  readonly expires: number;
};

export type TokenVerifier = (token: string) => Promise<VerifiedToken>;

/** `reload` fetches the keys again, unless they have just been fetched; it resolves to whether it fetched them. */
type IssuerKeys = JWTVerifyGetKey & { readonly reload?: () => Promise<boolean> };

/** `name`: undefined for the first issuer, whose subjects are ids of people as they are. */
export type TrustedIssuer = { readonly name?: string | undefined; readonly issuer: string; readonly keys: IssuerKeys };

export type Trust = {
  /** The first one, and further ones. */
  readonly issuers: readonly [TrustedIssuer, ...TrustedIssuer[]];
  readonly audience: string;
  readonly now: () => Date;
  readonly logger: Logger;
  /** Called with the error code of each refused token. */
  readonly failed?: (code: string) => void;
};

/** Only public-key signatures: anyone who can verify a shared-secret signature could forge one, and anyone could forge `none`. */
const ALGORITHMS = ["ES256", "EdDSA", "PS256", "RS256"];
const MAX_CACHED = 10_000;
/** A cached token is verified again after this time, in case the issuer has withdrawn its key. */
const CACHED_SECONDS = 600;
const CLOCK_SKEW_SECONDS = 5;

/** The minimum time between reloads for tokens that match no key, because anyone can send such tokens. */
const RELOAD_EVERY_MS = 10_000;
/** The time after a failure until the keys are fetched again without a request. */
const RETRY_MS = 30_000;
/** The number of keys to try for a token that does not name its key. */
const MAX_KEYS = 10;

/** `report` is called after each fetch with whether it returned keys. */
export function remoteKeys(url: string, report: (isFetched: boolean) => void = () => {}): IssuerKeys {
  let isRetrying = false;
  /** After a failure the keys are fetched again even if nobody signs in, so that readiness shows when the issuer is back. */
  const retryLater = () => {
    if (isRetrying) return;
    isRetrying = true;
    setTimeout(() => {
      isRetrying = false;
      keys.reload().catch(retryLater);
    }, RETRY_MS).unref();
  };
  const reportFetch = (isFetched: boolean) => {
    report(isFetched);
    if (!isFetched) retryLater();
  };
  const keys = createRemoteJWKSet(new URL(url), {
    timeoutDuration: 5_000,
    // Only `reload` fetches keys for tokens that match none.
    cooldownDuration: Number.POSITIVE_INFINITY,
    [customFetch]: async (...request: Parameters<typeof fetch>) => {
      try {
        const answer = await fetchBounded(...request);
        reportFetch(await holdsKeys(answer.clone()));
        return answer;
      } catch (error) {
        reportFetch(false);
        throw error instanceof Error && error.name === "TimeoutError"
          ? error
          : new IssuerUnavailable("The issuer does not answer. Try again shortly.");
      }
    },
  });
  let reloaded = Number.NEGATIVE_INFINITY;
  return Object.assign((...args: Parameters<JWTVerifyGetKey>) => keys(...args), {
    async reload() {
      // Uses a monotonic clock, because a clock that was set back would delay new keys.
      if (performance.now() - reloaded < RELOAD_EVERY_MS) return false;
      reloaded = performance.now();
      await keys.reload();
      return true;
    },
  });
}

async function holdsKeys(answer: Response): Promise<boolean> {
  const body: unknown = answer.ok ? await answer.json().catch(() => undefined) : undefined;
  return typeof body === "object" && body !== null && "keys" in body && Array.isArray(body.keys);
}

/** Verifies issuer, audience, algorithm, signature, expiry and not-before. Caches verified tokens until they expire. */
export function tokenVerifier(trust: Trust): TokenVerifier {
  const verifiedTokens = boundedCache<string, VerifiedToken & { readonly checked: number }>(MAX_CACHED);
  const log = refusalLog(trust);
  return async (token) => {
    const digest = hash("sha256", token, "base64");
    const cached = verifiedTokens.get(digest);
    const seconds = trust.now().getTime() / 1000;
    if (cached && cached.expires > seconds && seconds - cached.checked < CACHED_SECONDS) return cached;
    verifiedTokens.delete(digest);
    const issuer = issuerIn(token, trust.issuers);
    const verified = await verify(token, issuer, trust).catch((error) => {
      throw errorFor(error, (code) => log(code, issuer.issuer));
    });
    verifiedTokens.set(digest, { ...verified, checked: seconds });
    return verified;
  };
}

/** The issuer that the token names, which its signature then has to prove; the first one if it names none of them. */
function issuerIn(token: string, [first, ...further]: Trust["issuers"]): TrustedIssuer {
  if (further.length === 0) return first;
  try {
    const { iss } = decodeJwt(token);
    return further.find(({ issuer }) => issuer === iss) ?? first;
  } catch {
    return first;
  }
}

async function verify(token: string, issuer: TrustedIssuer, trust: Trust): Promise<VerifiedToken> {
  const { payload } = await verifyByAnyKey(token, issuer, trust).catch(async (error) => {
    // The issuer may have changed its key, under a new name or the old one.
    const mayBeNew = error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWSSignatureVerificationFailed;
    if (!mayBeNew || !(await issuer.keys.reload?.())) throw error;
    return verifyByAnyKey(token, issuer, trust);
  });
  const person = personOf(issuer.name, payload.sub);
  if (person === undefined || payload.exp === undefined)
    throw new errors.JWTClaimValidationFailed("The token names nobody.", payload, "sub");
  return { person, expires: payload.exp };
}

async function verifyByAnyKey(
  token: string,
  { issuer, keys }: TrustedIssuer,
  { audience, now }: Trust,
): Promise<{ readonly payload: JWTPayload }> {
  const options = {
    issuer,
    audience,
    algorithms: ALGORITHMS,
    requiredClaims: ["sub", "exp"],
    clockTolerance: CLOCK_SKEW_SECONDS,
    currentDate: now(),
  };
  try {
    return await jwtVerify(token, keys, options);
  } catch (error) {
    if (!(error instanceof errors.JWKSMultipleMatchingKeys)) throw error;
    let tried = 0;
    for await (const key of error) {
      tried += 1;
      if (tried > MAX_KEYS) break;
      try {
        return await jwtVerify(token, key, options);
      } catch (ofThisKey) {
        if (!(ofThisKey instanceof errors.JWSSignatureVerificationFailed)) throw ofThisKey;
      }
    }
    throw new errors.JWSSignatureVerificationFailed();
  }
}

/** The error for the caller. An error that neither the token nor the issuer caused is the hub's own. */
function errorFor(error: unknown, log: (code: string) => void): unknown {
  const isIssuers =
    error instanceof IssuerUnavailable ||
    error instanceof errors.JWKSTimeout ||
    error instanceof errors.JWKSInvalid ||
    // The library has no specific code for a response that is not 200 or not JSON.
    (error instanceof errors.JOSEError && error.code === "ERR_JOSE_GENERIC");
  if (isIssuers) {
    log("ISSUER_UNAVAILABLE");
    return new IssuerUnavailable("The token cannot be checked now. Try again shortly.");
  }
  if (!(error instanceof errors.JOSEError)) return error;
  log(error.code);
  return new TokenRefused(sentenceOf(error));
}

function sentenceOf(error: Error): string {
  if (error instanceof errors.JWTExpired) return "The token has expired. Sign in again.";
  return error instanceof errors.JWTClaimValidationFailed && error.claim === "sub"
    ? `The token names nobody: its subject must have ${SUBJECT_RULE}.`
    : "Your sign-in is not valid. Sign in again.";
}

const LOG_EVERY_MS = 60_000;

/** Logs the reasons for refused tokens and no part of the tokens, and each reason at most once a minute, because anyone can send any number of tokens. */
function refusalLog({ logger, now, failed }: Trust): (code: string, issuer: string) => void {
  const reasons = new Map<string, { at: number; count: number }>();
  return (code, issuer) => {
    failed?.(code);
    const key = code === "ISSUER_UNAVAILABLE" ? `${code} ${issuer}` : code;
    const reason = reasons.get(key) ?? { at: Number.NEGATIVE_INFINITY, count: 0 };
    reasons.set(key, reason);
    reason.count += 1;
    const at = now().getTime();
    if (at - reason.at < LOG_EVERY_MS) return;
    const { count } = reason;
    Object.assign(reason, { at, count: 0 });
    if (code === "ISSUER_UNAVAILABLE")
      logger.error(
        { code: "ISSUER_UNAVAILABLE", issuer, count },
        "an issuer's keys cannot be fetched: no token of it can be checked",
      );
    else logger.info({ code: "TOKENS_REFUSED", reason: code, count }, "tokens were refused");
  };
}
