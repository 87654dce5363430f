// The setting of how people sign in to the pages.
import { ConfigInvalid } from "../exit-codes.ts";
import type { Issuer } from "./issuers.ts";

/** `provider`: people sign in at the issuers where the hub is registered as a client. `development`: anybody chooses a person. */
type SignInSetting =
  | { readonly kind: "off" }
  | { readonly kind: "development" }
  | {
      readonly kind: "provider";
      /** The pages' own address, without a path. */
      readonly origin: string;
      /** In the order of the settings, at least one. */
      readonly providers: readonly SignInProvider[];
    };

type SignInProvider = Issuer & { readonly client: NonNullable<Issuer["client"]> };

type SignInSettings = {
  readonly development: boolean;
  readonly issuers: readonly Issuer[];
  /** Of the first issuer, where there may be none. */
  readonly clientId: string | undefined;
  readonly publicUrl: string | undefined;
};

/** Throws ConfigInvalid. */
export function readSignInSetting(settings: SignInSettings): SignInSetting {
  const { development, issuers, clientId, publicUrl } = settings;
  const providers = issuers.flatMap(({ client, ...issuer }) => (client ? [{ ...issuer, client }] : []));
  if (providers.length === 0 && clientId === undefined)
    return { kind: development && issuers.length === 0 ? "development" : "off" };
  if (issuers.length === 0 || publicUrl === undefined)
    throw new ConfigInvalid(
      "CANDOUR_WEB_CLIENT_ID needs CANDOUR_TOKEN_ISSUER, where people sign in, and CANDOUR_PUBLIC_URL, where they come back to.",
    );
  const { origin, pathname, protocol } = new URL(publicUrl);
  if (pathname !== "/")
    throw new ConfigInvalid("CANDOUR_PUBLIC_URL: The pages are at the top of their host. Leave out the path.");
  if (!development && protocol !== "https:")
    throw new ConfigInvalid("CANDOUR_PUBLIC_URL: In production people sign in over https alone. Use an https address.");
  return { kind: "provider", origin, providers };
}
