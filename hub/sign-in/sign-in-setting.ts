// The setting of how people sign in to the pages.
import { ConfigInvalid } from "../exit-codes.ts";

/** `provider`: people sign in at the issuer of tokens, where the hub is registered as a client. `development`: anybody chooses a person. */
export type SignInSetting =
  | { readonly kind: "off" }
  | { readonly kind: "development" }
  | {
      readonly kind: "provider";
      readonly issuer: string;
      readonly clientId: string;
      /** Undefined for a public client, which only PKCE protects. */
      readonly clientSecret: string | undefined;
      /** The pages' own address, without a path. */
      readonly origin: string;
    };

type SignInSettings = {
  readonly development: boolean;
  readonly issuer: string | undefined;
  readonly clientId: string | undefined;
  readonly clientSecret: string | undefined;
  readonly publicUrl: string | undefined;
  readonly isConfidential: (url: string) => boolean;
};

/** Throws ConfigInvalid. */
export function readSignInSetting(settings: SignInSettings): SignInSetting {
  const { development, issuer, clientId, clientSecret, publicUrl } = settings;
  if (clientId === undefined) {
    if (clientSecret !== undefined)
      throw new ConfigInvalid("CANDOUR_WEB_CLIENT_SECRET needs CANDOUR_WEB_CLIENT_ID: set both, or neither.");
    return { kind: development && issuer === undefined ? "development" : "off" };
  }
  if (issuer === undefined || publicUrl === undefined)
    throw new ConfigInvalid(
      "CANDOUR_WEB_CLIENT_ID needs CANDOUR_TOKEN_ISSUER, where people sign in, and CANDOUR_PUBLIC_URL, where they come back to.",
    );
  if (!URL.canParse(issuer) || !/^https?:$/.test(new URL(issuer).protocol))
    throw new ConfigInvalid(
      "CANDOUR_TOKEN_ISSUER: With CANDOUR_WEB_CLIENT_ID it must be the issuer's address, such as https://sign-in.example.",
    );
  const { origin, pathname, protocol } = new URL(publicUrl);
  if (pathname !== "/")
    throw new ConfigInvalid("CANDOUR_PUBLIC_URL: The pages are at the top of their host. Leave out the path.");
  if (!development && protocol !== "https:")
    throw new ConfigInvalid("CANDOUR_PUBLIC_URL: In production people sign in over https alone. Use an https address.");
  if (!development && !settings.isConfidential(issuer))
    throw new ConfigInvalid("CANDOUR_TOKEN_ISSUER: In production people sign in at an https address or on this machine.");
  return { kind: "provider", issuer, clientId, clientSecret, origin };
}
