// The providers at which people sign in to the pages: those of the settings, or the development provider.
import type { Request, Router } from "express";
import { hubUrl } from "../../hub/config.ts";
import type { Hub } from "../../hub/hub.ts";
import { FIRST_ISSUER } from "../../hub/sign-in/issuers.ts";
import { openRelyingParty, type RelyingParty } from "../../hub/sign-in/relying-party.ts";
import type { RenderPage, SendPage } from "../respond.ts";
import { DEVELOPMENT_CLIENT, type DevelopmentPeople, openDevelopmentProvider, PROVIDER_PATH } from "./development-provider.ts";

export type Provider = {
  /** Undefined for the first issuer. */
  readonly name: string | undefined;
  readonly issuer: string;
  /** Undefined if there is only one provider. */
  readonly organisation: string | undefined;
  readonly party: RelyingParty;
};
export type Providers = {
  /** The pages' own address. */
  readonly origin: string;
  readonly all: readonly Provider[];
  /** Of the development provider. */
  readonly router?: Router;
};

type ProvidersDeps = {
  readonly hub: Pick<Hub, "config" | "folder">;
  readonly renderPage: RenderPage;
  readonly send: SendPage;
  /** The people whom a developer can choose from. Called only in development. */
  readonly developmentPeople: DevelopmentPeople;
};

/** Where the first provider sends people back to. Each further one has its own address below it, so that no answer can be taken for another provider's. */
export const RETURN_PATH = "/sign-in/return";
export const SIGNED_OUT_PATH = "/signed-out";

/** What the page where one chooses calls a provider. */
export const choiceOf = ({ name }: Provider): string => name ?? FIRST_ISSUER;

/** The development provider's address contains the hub's port. The port is known only at the first request, so the provider is opened then. */
export function openProviders(deps: ProvidersDeps): (request: Request) => Promise<Providers> {
  const { config } = deps.hub;
  const { signIn: setting } = config;
  if (setting.kind === "provider") {
    const { origin, providers } = setting;
    const all = providers.map(({ name, issuer, organisation, client }): Provider => {
      const address = { name, issuer, clientId: client.id, clientSecret: client.secret };
      const returnTo = origin + RETURN_PATH + (name === undefined ? "" : `/${name}`);
      return { name, issuer, organisation, party: openRelyingParty(address, returnTo) };
    });
    return async () => ({ origin, all });
  }
  let opened: Promise<Providers> | undefined;
  return (request) => {
    opened ??= openInDevelopment(deps, hubUrl(config, request.socket.localPort)).catch((error) => {
      opened = undefined;
      throw error;
    });
    return opened;
  };
}

async function openInDevelopment(
  { hub: { config, folder }, renderPage, send, developmentPeople }: ProvidersDeps,
  origin: string,
): Promise<Providers> {
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
  const party = openRelyingParty(client, addresses.returnTo);
  return { origin, router, all: [{ name: undefined, issuer, organisation: undefined, party }] };
}
