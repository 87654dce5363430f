// The settings of the issuers at which people and programs sign in: the first, and any number of further ones, each by a name.
// docs/decisions/0049-sessions-and-sign-in.md
import { z } from "zod";
import { isIssuerName, issuerNameOf } from "../../services/people/subject.ts";
import { holdsLostLetters } from "../../text/decode.ts";
import { ConfigInvalid } from "../exit-codes.ts";

export type Issuer = {
  /** Undefined for the first one. */
  readonly name: string | undefined;
  readonly issuer: string;
  /** The address of the keys of its bearer tokens; undefined if the API accepts no tokens of it. */
  readonly jwksUrl: string | undefined;
  /** The hub's account there, for people who sign in to the pages; undefined if nobody does. `secret`: undefined for a public client, which only PKCE protects. */
  readonly client: { readonly id: string; readonly secret: string | undefined } | undefined;
  /** Whose accounts it has, for people who choose where they sign in. Undefined if nothing is to be chosen. */
  readonly organisation: string | undefined;
};

/** Whether a person is one whom the issuer names. */
export const isOfIssuer = (person: string, { name }: Pick<Issuer, "name">): boolean => issuerNameOf(person) === name;

/** The settings of a further issuer are those of the first one, followed by an underscore and its name in capitals. */
export const ISSUER_SETTINGS = {
  issuer: "CANDOUR_TOKEN_ISSUER",
  jwksUrl: "CANDOUR_JWKS_URL",
  clientId: "CANDOUR_WEB_CLIENT_ID",
  clientSecret: "CANDOUR_WEB_CLIENT_SECRET",
  organisation: "CANDOUR_ORGANISATION",
} as const;
type IssuerSettings = { readonly [Key in keyof typeof ISSUER_SETTINGS]: string | undefined };

/** What the page where one chooses calls the first issuer. */
export const FIRST_ISSUER = "first";
/** `file` would make a setting that exists already. */
const RESERVED_NAMES: readonly string[] = [FIRST_ISSUER, "file"];

export const issuerNames = z
  .string()
  .transform((text) => text.split(",").map((name) => name.trim()))
  .refine(
    (names) =>
      names.every((name) => isIssuerName(name) && !RESERVED_NAMES.includes(name)) && new Set(names).size === names.length,
    `names, each once, with commas between them: 1 to 16 lower-case letters or digits, and neither ${RESERVED_NAMES.join(" nor ")}`,
  );

export const organisationName = z.string().trim().min(1).max(100, "the name of an organisation, of at most 100 letters");

const settingOf = (key: keyof IssuerSettings, name: string | undefined): string =>
  name === undefined ? ISSUER_SETTINGS[key] : `${ISSUER_SETTINGS[key]}_${name.toUpperCase()}`;

type IssuersInput = {
  readonly first: IssuerSettings;
  /** The names of the further ones. */
  readonly names: readonly string[];
  /** All variables of the environment that have a value. */
  readonly given: readonly string[];
  /** The value of a setting of a further issuer, from the environment or the file of a secret. Throws ConfigInvalid. */
  readonly read: (setting: string) => string | undefined;
  readonly isConfidential: (url: string) => boolean;
  readonly development: boolean;
};

/** Throws ConfigInvalid. Empty if the hub in development is its own issuer. */
export function readIssuers({ first, names, given, read, ...rules }: IssuersInput): readonly Issuer[] {
  refuseUnlistedNames(names, given);
  const { issuer, jwksUrl } = first;
  if (!!issuer !== !!jwksUrl) throw new ConfigInvalid("CANDOUR_TOKEN_ISSUER and CANDOUR_JWKS_URL go together: set both.");
  if (!issuer || !jwksUrl) {
    if (!rules.development)
      throw new ConfigInvalid(
        "CANDOUR_TOKEN_ISSUER and CANDOUR_JWKS_URL must be set in production: the demonstration issuer does not run there.",
      );
    if (names.length > 0)
      throw new ConfigInvalid("CANDOUR_FURTHER_ISSUERS needs CANDOUR_TOKEN_ISSUER, the first issuer: set that too.");
  }
  const further = names.map((name) => [name, readNamed(name, read)] as const);
  const all = [[undefined, first] as const, ...further];
  for (const [name, settings] of all) refuseSecretAlone(name, settings);
  const issuers = (issuer ? all : further).map(([name, settings]) => toIssuer(name, settings, rules));
  refuseDuplicates(issuers);
  requireOrganisations(issuers);
  return issuers;
}

/** The hub would otherwise ignore the settings of an issuer whose name is misspelt, and nobody could sign in there. */
function refuseUnlistedNames(names: readonly string[], given: readonly string[]): void {
  const prefixes = Object.values(ISSUER_SETTINGS).map((setting) => `${setting}_`);
  for (const variable of given) {
    const prefix = prefixes.find((one) => variable.startsWith(one));
    const name = prefix && variable.slice(prefix.length).replace(/_FILE$/, "");
    if (name !== undefined && name !== "FILE" && !names.some((one) => one.toUpperCase() === name))
      throw new ConfigInvalid(
        `${variable} is set, and CANDOUR_FURTHER_ISSUERS does not name ${name.toLowerCase()}: name it there.`,
      );
  }
}

function readNamed(name: string, read: IssuersInput["read"]): IssuerSettings {
  const readOne = (key: keyof IssuerSettings): string | undefined => {
    const setting = settingOf(key, name);
    const value = read(setting);
    if (value !== undefined && holdsLostLetters(value))
      throw new ConfigInvalid(`${setting}: some of its letters are not UTF-8. Set it in UTF-8.`);
    return value;
  };
  const settings = {
    issuer: readOne("issuer"),
    jwksUrl: readOne("jwksUrl"),
    clientId: readOne("clientId"),
    clientSecret: readOne("clientSecret"),
    organisation: readOne("organisation"),
  };
  if (settings.issuer === undefined)
    throw new ConfigInvalid(`CANDOUR_FURTHER_ISSUERS names ${name}: set ${settingOf("issuer", name)} to its address.`);
  if (settings.jwksUrl === undefined && settings.clientId === undefined)
    throw new ConfigInvalid(
      `CANDOUR_FURTHER_ISSUERS names ${name}: set ${settingOf("clientId", name)}, for people who sign in to the pages, ${settingOf("jwksUrl", name)}, for tokens of programs, or both.`,
    );
  if (!organisationName.optional().safeParse(settings.organisation).success)
    throw new ConfigInvalid(`${settingOf("organisation", name)}: Set it to the name of an organisation, of at most 100 letters.`);
  return settings;
}

function refuseSecretAlone(name: string | undefined, { clientId, clientSecret }: IssuerSettings): void {
  if (clientSecret !== undefined && clientId === undefined)
    throw new ConfigInvalid(`${settingOf("clientSecret", name)} needs ${settingOf("clientId", name)}: set both, or neither.`);
}

const isWebAddress = (text: string): boolean => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);

function toIssuer(
  name: string | undefined,
  settings: IssuerSettings,
  { isConfidential, development }: Pick<IssuersInput, "isConfidential" | "development">,
): Issuer {
  const { issuer = "", jwksUrl, clientId, clientSecret, organisation } = settings;
  if (jwksUrl !== undefined && !isWebAddress(jwksUrl))
    throw new ConfigInvalid(`${settingOf("jwksUrl", name)}: Set it to an address, such as https://example.gov.uk/keys.`);
  if (jwksUrl !== undefined && !development && !isConfidential(jwksUrl))
    throw new ConfigInvalid(
      `${settingOf("jwksUrl", name)}: In production, use an https address or this machine. Otherwise somebody could change the keys on the way.`,
    );
  const common = { name, issuer, jwksUrl, organisation: organisation?.trim() };
  if (clientId === undefined) return { ...common, client: undefined };
  if (!isWebAddress(issuer))
    throw new ConfigInvalid(
      `${settingOf("issuer", name)}: With ${settingOf("clientId", name)} it must be the issuer's address, such as https://sign-in.example.`,
    );
  if (!development && !isConfidential(issuer))
    throw new ConfigInvalid(`${settingOf("issuer", name)}: In production people sign in at an https address or on this machine.`);
  return { ...common, client: { id: clientId, secret: clientSecret } };
}

/** With one issuer under two names, whoever has an account there would be two people to the hub. */
function refuseDuplicates(issuers: readonly Issuer[]): void {
  const seen = new Set<string>();
  for (const { name, issuer } of issuers) {
    const address = issuer.replace(/\/$/, "");
    if (seen.has(address))
      throw new ConfigInvalid(`${settingOf("issuer", name)}: Another issuer has this address. Give each once.`);
    seen.add(address);
  }
}

function requireOrganisations(issuers: readonly Issuer[]): void {
  const choices = issuers.filter(({ client }) => client);
  if (choices.length < 2) return;
  const seen = new Set<string>();
  for (const { name, organisation } of choices) {
    const setting = settingOf("organisation", name);
    if (organisation === undefined)
      throw new ConfigInvalid(
        `${setting}: People choose where they sign in. Set it to the name of the organisation whose accounts these are.`,
      );
    if (seen.has(organisation))
      throw new ConfigInvalid(`${setting}: Another issuer has this name, and people could not tell them apart.`);
    seen.add(organisation);
  }
}
