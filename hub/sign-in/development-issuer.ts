// The issuer of tokens for development: `candour token` prints a token for any registered person, so that a developer can try every role. The issuer's key
// is created at the first start and stored in the data folder, so that the command can sign for a running hub. There is no such issuer in production.
import { createLocalJWKSet, exportJWK, generateKeyPair, importJWK, type JWK, type JWTVerifyGetKey, SignJWT } from "jose";
import { mailAddress } from "../../services/mail-address.ts";
import type { Config } from "../config.ts";
import { ConfigInvalid } from "../exit-codes.ts";
import { makeOnce } from "../folder/data-folder.ts";

export const DEVELOPMENT_ISSUER = "candour-development";
const ALGORITHM = "ES256";
const LIFETIME = "8h";

/** Throws ConfigInvalid in production, and if another issuer is configured. */
export function refuseUnlessDevelopment({ development, issuers }: Pick<Config, "development" | "issuers">): void {
  if (!development || issuers.length > 0)
    throw new ConfigInvalid(
      "The demonstration issuer does not run in production, nor beside a configured issuer: its tokens would let anybody be anyone.",
    );
}

export async function developmentIssuer(config: Config, keyFile: string) {
  refuseUnlessDevelopment(config);
  const jwk = await keyIn(keyFile);
  const key = await signingKeyOf(jwk, keyFile);
  const { d: _private, ...publicJwk } = jwk;
  return {
    issuer: DEVELOPMENT_ISSUER,
    keys: createLocalJWKSet({ keys: [publicJwk] }) as JWTVerifyGetKey,
    /** Signs a token for a person, valid for eight hours. */
    token: (person: string): Promise<string> =>
      new SignJWT()
        .setProtectedHeader({ alg: ALGORITHM, kid: String(jwk.kid) })
        .setIssuer(DEVELOPMENT_ISSUER)
        .setAudience(config.audience)
        .setSubject(person)
        .setIssuedAt()
        .setExpirationTime(LIFETIME)
        .sign(key),
  };
}

/** The issuer's private key, for the provider at which people sign in to the pages. Throws ConfigInvalid. */
export async function developmentSigningKey(config: Config, keyFile: string): Promise<JWK> {
  refuseUnlessDevelopment(config);
  const jwk = await keyIn(keyFile);
  await signingKeyOf(jwk, keyFile);
  return jwk;
}

/** Whoever has an email address for an id has that address: so a developer can join by an invitation. */
export const developmentEmailOf = (person: string): string | undefined =>
  mailAddress.safeParse(person).success ? person : undefined;

async function keyIn(file: string): Promise<JWK> {
  const { privateKey } = await generateKeyPair(ALGORITHM, { extractable: true });
  const fresh = { ...(await exportJWK(privateKey)), kid: "development", alg: ALGORITHM };
  const text = makeOnce(file, () => JSON.stringify(fresh));
  try {
    return JSON.parse(text);
  } catch {
    // The parser's message quotes the file, so it is not passed on.
    throw noKeyIn(file);
  }
}

/** Throws ConfigInvalid if the file does not contain a signing key. */
async function signingKeyOf(jwk: JWK, file: string) {
  try {
    if (jwk?.kty !== "EC" || jwk.d === undefined) throw noKeyIn(file);
    return await importJWK(jwk, ALGORITHM);
  } catch {
    throw noKeyIn(file);
  }
}

const noKeyIn = (file: string) =>
  new ConfigInvalid(`CANDOUR_DATA_DIR: ${file} does not hold a signing key. Remove it: another is made at the next start.`);
