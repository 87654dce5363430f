// Who asks: a bearer token, verified against the issuer's keys (JWKS). A token names a person and never a right.
import { createHash } from "node:crypto";
import { createRemoteJWKSet, errors, type JWTVerifyGetKey, jwtVerify } from "jose";

/** A token that does not hold, in a sentence that says nothing about why beyond what its bearer needs. */
export class TokenRefused extends Error {
  override name = "TokenRefused";
}

/** The issuer's keys cannot be had at the moment: nothing is known of the token. */
export class IssuerUnavailable extends Error {
  override name = "IssuerUnavailable";
}

export type VerifiedToken = {
  readonly person: string;
  /** Seconds since 1970. */
  readonly expires: number;
};

export type TokenVerifier = (token: string) => Promise<VerifiedToken>;

export type Trust = {
  readonly issuer: string;
  readonly audience: string;
  readonly keys: JWTVerifyGetKey;
  readonly now: () => Date;
};

/** Signatures by a key pair only: a shared secret could be made by anybody who can check it, and `none` by anybody. */
const ALGORITHMS = ["ES256", "EdDSA", "PS256", "RS256"];
const REMEMBERED = 10_000;
/** A token is checked anew after so long, in case the issuer has taken its key back. */
const REMEMBERED_SECONDS = 600;
const CLOCK_SKEW_SECONDS = 5;

export const remoteKeys = (url: string): JWTVerifyGetKey => createRemoteJWKSet(new URL(url), { timeoutDuration: 5_000 });

/** Verifies issuer, audience, algorithm, signature, expiry and not-before. Verified tokens are remembered, by digest, until they expire. */
export function tokenVerifier({ issuer, audience, keys, now }: Trust): TokenVerifier {
  const remembered = new Map<string, VerifiedToken & { readonly checked: number }>();
  return async (token) => {
    const digest = createHash("sha256").update(token).digest("base64");
    const known = remembered.get(digest);
    const seconds = now().getTime() / 1000;
    if (known && known.expires > seconds && seconds - known.checked < REMEMBERED_SECONDS) return known;
    remembered.delete(digest);
    const verified = await verify(token, { issuer, audience, keys, now });
    if (remembered.size >= REMEMBERED) remembered.clear();
    remembered.set(digest, { ...verified, checked: seconds });
    return verified;
  };
}

async function verify(token: string, { issuer, audience, keys, now }: Trust): Promise<VerifiedToken> {
  try {
    const { payload } = await jwtVerify(token, keys, {
      issuer,
      audience,
      algorithms: ALGORITHMS,
      requiredClaims: ["sub", "exp"],
      clockTolerance: CLOCK_SKEW_SECONDS,
      currentDate: now(),
    });
    if (typeof payload.sub !== "string" || payload.sub === "" || payload.exp === undefined)
      throw new TokenRefused("The token names nobody.");
    return { person: payload.sub, expires: payload.exp };
  } catch (error) {
    if (error instanceof errors.JWTExpired) throw new TokenRefused("The token has expired. Sign in again.");
    // The issuer's keys could not be had: a failed fetch is a TypeError, an answer that is no key set a JOSEError of no kind of its own.
    if (
      error instanceof TypeError ||
      error instanceof errors.JWKSTimeout ||
      (error instanceof errors.JOSEError && error.code === "ERR_JOSE_GENERIC")
    )
      throw new IssuerUnavailable("The token cannot be checked at the moment. Try again shortly.");
    throw error instanceof TokenRefused ? error : new TokenRefused("The token does not hold. Sign in again.");
  }
}
