// Reads every setting from the environment. docs/operations.md lists them; a value that is not valid is refused with a sentence.
import { availableParallelism } from "node:os";
import { z } from "zod";
import {
  AddressInvalid,
  addressInWords,
  readServerAddress,
  type ServerAddress,
} from "../event-log/kurrentdb/connection-string.ts";
import { mailAddress } from "../services/mail-address.ts";
import { USUAL_CLASH_DAYS } from "../services/support/clashes.ts";
import { holdsLostLetters } from "../text/decode.ts";
import { readScannerAddress } from "./attachments/scanner-address.ts";
import { ConfigInvalid } from "./exit-codes.ts";
import { readKeyringSetting } from "./keyring-setting.ts";
import { parseMasterKey } from "./master-key.ts";
import { tracingOf, tracingVariables, whole } from "./observability/tracing-settings.ts";
import { readSecretFile } from "./secret-file.ts";
import { issuerNames, organisationName, readIssuers } from "./sign-in/issuers.ts";
import { readSignInSetting } from "./sign-in/sign-in-setting.ts";

const url = z.url({ protocol: /^https?$/ });
const smtpUrl = z
  .string()
  .refine(
    isSmtpUrl,
    "the address of a mail server: smtp://host:port or smtps://host:port, with user:password@ before the host if it needs them",
  );
/** The hub's own address: every notice links to it, and people who sign in come back to it. */
const publicUrl = url.refine(
  (text) => !/[?#@\s]/.test(text),
  "the address of the hub, without user, password, query or fragment",
);
const flag = z.enum(["true", "false"]).transform((value) => value === "true");

const rate = (usual: number) => whole("a number per minute for each person, or to 0 for no limit", 0, 999_999).default(usual);

/** Accepts leading zeros, because earlier releases accepted them. */
const port = (what: string) =>
  z
    .string()
    .regex(/^\d{1,5}$/, what)
    .transform(Number)
    .refine((number) => number <= 65_535, what);

const PORT_OR_OFF = "a number from 0 to 65535, or to off";

const environment = z.object({
  CANDOUR_ENV: z.enum(["development", "production"]).default("development"),
  HOST: z.string().min(1).default("127.0.0.1"),
  PORT: port("a number from 0 to 65535").default(4000),
  CANDOUR_DATA_DIR: z.string().min(1).default("./data"),
  CANDOUR_EVENT_LOG: z.enum(["sqlite", "kurrentdb"]).default("sqlite"),
  CANDOUR_NODE: z
    .string()
    .regex(/^[a-z0-9]{1,16}$/, "1 to 16 lower-case letters or digits")
    .default("1"),
  CANDOUR_NODE_LAG_SECONDS: whole("a number of seconds, from 1 to 60", 1, 60).default(2),
  CANDOUR_KURRENTDB_URL: z.string().min(1).optional(),
  CANDOUR_MASTER_KEY: z.string().optional(),
  CANDOUR_KEYRING: z.enum(["sqlite", "postgres"]).default("sqlite"),
  CANDOUR_KEYRING_URL: z.string().optional(),
  CANDOUR_TOKEN_ISSUER: z.string().min(1).optional(),
  CANDOUR_TOKEN_AUDIENCE: z.string().min(1).default("candour"),
  CANDOUR_JWKS_URL: url.optional(),
  CANDOUR_WEB_CLIENT_ID: z.string().min(1).optional(),
  CANDOUR_WEB_CLIENT_SECRET: z.string().min(1).optional(),
  CANDOUR_ORGANISATION: organisationName.optional(),
  CANDOUR_FURTHER_ISSUERS: issuerNames.default([]),
  CANDOUR_GRAPHIQL: z.enum(["true", "false"]).optional(),
  CANDOUR_DEMONSTRATION: z.enum(["true", "false", "region"]).optional(),
  CANDOUR_FIRST_GOVERNANCE_OFFICER: z.string().min(1).optional(),
  CANDOUR_POLICY_APPROVED: z
    .string()
    .regex(/^[0-9a-f]{12}$/, "a version of the policy: 12 hexadecimal digits")
    .optional(),
  CANDOUR_DISCLOSURES_KEPT_MONTHS: whole("a number of months, from 1", 1, 9_999).optional(),
  CANDOUR_CLOCK_LEAP_DAYS: whole("a number of days, from 1 to 999", 1, 999).default(7),
  CANDOUR_CLASH_DAYS: whole("a number of days, from 0 to 60", 0, 60).default(USUAL_CLASH_DAYS),
  CANDOUR_OLDER_RELEASE: z
    .string()
    .regex(/^\d+\.\d+\.\d+$/, "a release, such as 1.2.3")
    .optional(),
  CANDOUR_VERIFY_HOURS: whole("a number of hours, from 1 to 999", 1, 999).default(24),
  CANDOUR_SMTP_URL: smtpUrl.optional(),
  CANDOUR_MAIL_FROM: z
    .string()
    .refine((text) => mailAddress.safeParse(text).success, "one email address, such as name@example.gov.uk")
    .optional(),
  CANDOUR_PUBLIC_URL: publicUrl.optional(),
  CANDOUR_CLAMD: z
    .string()
    .refine(
      (text) => readScannerAddress(text) !== undefined,
      "where clamd listens: host:port, or the whole path of its Unix socket",
    )
    .optional(),
  CANDOUR_CONTACT: z.string().max(500, "at most 500 letters: whom people can turn to").optional(),
  CANDOUR_COMMANDS_A_MINUTE: rate(600),
  CANDOUR_SEARCHES_A_MINUTE: rate(120),
  CANDOUR_EXPORTS_A_MINUTE: rate(6),
  CANDOUR_FILES_A_MINUTE: rate(30),
  CANDOUR_SIMULATIONS_A_MINUTE: rate(10),
  CANDOUR_SIGN_INS_A_MINUTE: whole("a number per minute for each address, or to 0 for no limit", 0, 999_999).default(60),
  CANDOUR_PROXIES: whole("the number of proxies in front of the hub, from 0 to 9", 0, 9).default(0),
  CANDOUR_SESSION_IDLE_MINUTES: whole("a number of minutes, from 10 to 120", 10, 120).default(30),
  CANDOUR_SESSION_HOURS: whole("a number of hours, from 1 to 24", 1, 24).default(10),
  CANDOUR_READERS: whole("a number of threads, from 1 to 64", 1, 64).optional(),
  CANDOUR_OPERATIONS_PORT: z.union([z.literal("off"), port(PORT_OR_OFF)], PORT_OR_OFF).optional(),
  CANDOUR_OPERATIONS_HOST: z
    .string()
    .regex(/^[a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?$/, "a name of this machine in small letters, such as hub")
    .optional(),
  CANDOUR_DISK_FREE_MB: whole("a number of megabytes", 0, 999_999_999).default(200),
  CANDOUR_ACCESS_LOG: flag.default(true),
  CANDOUR_LOG_LEVEL: z.enum(["silent", "error", "warn", "info", "debug"]).default("info"),
  ...tracingVariables,
});

/** Threads that answer queries. Two answer no more than one (docs/decisions/0062-readers-in-threads.md), and more than eight take much memory. */
export const defaultReaders = (cores: number): number => (cores <= 3 ? 1 : Math.min(cores - 1, 8));

/** Settings that may contain a secret. Each can be in a file instead, which a setting of its own names. */
const SECRETS = [
  "CANDOUR_MASTER_KEY",
  "CANDOUR_KEYRING_URL",
  "CANDOUR_KURRENTDB_URL",
  "CANDOUR_SMTP_URL",
  "CANDOUR_WEB_CLIENT_SECRET",
  "OTEL_EXPORTER_OTLP_HEADERS",
  "OTEL_EXPORTER_OTLP_TRACES_HEADERS",
] as const satisfies readonly (keyof typeof environment.shape)[];
const fileSettingOf = (secret: string): string => `${secret}_FILE`;

/** The names of all settings. */
export const SETTINGS: readonly string[] = [...Object.keys(environment.shape), ...SECRETS.map(fileSettingOf)];

type Env = Readonly<Record<string, string | undefined>>;

export type Config = Readonly<ReturnType<typeof readConfig>>;

/** `port` is the port in use, if the setting leaves the choice. */
export const hubUrl = ({ host, port: set }: Pick<Config, "host" | "port">, port = set): string =>
  `http://${host.includes(":") ? `[${host}]` : host}:${port}`;

export const LOOPBACK = ["127.0.0.1", "localhost", "::1"];

/** The values that a setting accepts, for checks without a message of their own. */
const whatToSet = (issue: z.core.$ZodRawIssue): string =>
  issue.code === "invalid_value" ? issue.values.join(" or ") : "an address, such as https://example.gov.uk";

/** Throws ConfigInvalid. An empty variable counts as unset. */
export function readConfig(env: Env) {
  const settings = parse(env);
  const development = settings.CANDOUR_ENV === "development";
  const { CANDOUR_WEB_CLIENT_ID: clientId, CANDOUR_WEB_CLIENT_SECRET: clientSecret } = settings;
  const issuers = readIssuers({
    ...{ development, isConfidential, names: settings.CANDOUR_FURTHER_ISSUERS },
    given: Object.keys(env).filter((name) => env[name]),
    first: {
      ...{ issuer: settings.CANDOUR_TOKEN_ISSUER, jwksUrl: settings.CANDOUR_JWKS_URL, clientId, clientSecret },
      organisation: settings.CANDOUR_ORGANISATION,
    },
    read: (name) => readSecret(env, name) ?? (env[name] || undefined),
  });
  const tracing = tracingOf(settings);
  const isDemonstration = (settings.CANDOUR_DEMONSTRATION ?? String(development)) !== "false";
  if (development) {
    if (!LOOPBACK.includes(settings.HOST))
      throw new ConfigInvalid(
        "HOST: in development the hub listens on this machine alone (127.0.0.1), as anybody could get a token.",
      );
    if (settings.CANDOUR_OPERATIONS_HOST)
      throw new ConfigInvalid("CANDOUR_OPERATIONS_HOST: in development the operations port is for this machine alone.");
  } else {
    if (isDemonstration) throw new ConfigInvalid("CANDOUR_DEMONSTRATION: demonstration data does not go into a production hub.");
    if (tracing && !isConfidential(tracing.url))
      throw new ConfigInvalid(
        "OTEL_EXPORTER_OTLP_ENDPOINT: In production, use an https address or this machine, as the headers may contain a secret.",
      );
  }
  const eventLog = eventLogOf(settings, development);
  const masterKey =
    settings.CANDOUR_MASTER_KEY === undefined
      ? undefined
      : parseMasterKey(settings.CANDOUR_MASTER_KEY, nameIn(env, "CANDOUR_MASTER_KEY"));
  if (!development && !masterKey)
    throw new ConfigInvalid(
      "CANDOUR_MASTER_KEY or CANDOUR_MASTER_KEY_FILE must be given in production: 32 random bytes in base64.",
    );
  const signIn = readSignInSetting({
    ...{ development, issuers, clientId },
    publicUrl: settings.CANDOUR_PUBLIC_URL,
  });
  return {
    development,
    host: settings.HOST,
    port: settings.PORT,
    dataDir: settings.CANDOUR_DATA_DIR,
    /** The node name in the answer streams that this hub writes: no other hub has the same. */
    node: settings.CANDOUR_NODE,
    /** A hub that shares its log answers only if it has confirmed within this time that it has everything on record. */
    nodeLagMs: settings.CANDOUR_NODE_LAG_SECONDS * 1_000,
    /** The store of the log and of the record of disclosures. */
    eventLog,
    /** 32 bytes; undefined in development, where the hub creates one at its first start. */
    masterKey,
    /** The storage of wrapped keys. */
    keyring: readKeyringSetting(settings.CANDOUR_KEYRING, {
      url: settings.CANDOUR_KEYRING_URL,
      from: nameIn(env, "CANDOUR_KEYRING_URL"),
      development,
    }),
    /** The issuers that say who somebody is; empty in development, where the hub is its own. */
    issuers,
    audience: settings.CANDOUR_TOKEN_AUDIENCE,
    /** How people sign in to the pages. */
    signIn,
    /** Whether the pages have an editor for GraphQL. */
    graphiql: (settings.CANDOUR_GRAPHIQL ?? String(development)) === "true",
    /** Whether the hub creates invented councils, people and concerns. */
    demonstration: isDemonstration,
    /** Whether it also plays two years of a region of invented councils at its first start. */
    demonstrationRegion: settings.CANDOUR_DEMONSTRATION === "region",
    /** Undefined if no mail is sent. */
    mail: mailOf(settings, signIn.kind !== "off"),
    /** Where the virus scanner listens; undefined if uploaded files are not scanned. */
    virusScanner: settings.CANDOUR_CLAMD,
    /** Whom people can turn to for help, in the words of who runs the hub. */
    contact: settings.CANDOUR_CONTACT,
    firstGovernanceOfficer: settings.CANDOUR_FIRST_GOVERNANCE_OFFICER,
    /** The version of the shipped policy that the governance officer approved, for when the one on record is no longer valid. */
    policyApproved: settings.CANDOUR_POLICY_APPROVED,
    /** The release that may continue with a log that a newer one wrote, if it knows every type of event in it. */
    olderRelease: settings.CANDOUR_OLDER_RELEASE,
    verifyHours: settings.CANDOUR_VERIFY_HOURS,
    /** Whole months besides the current one; undefined to keep them for ever. */
    disclosuresKeptMonths: settings.CANDOUR_DISCLOSURES_KEPT_MONTHS,
    /** Two providers at a council within this many days of each other clash. */
    clashDays: settings.CANDOUR_CLASH_DAYS,
    /** How far ahead of the last believed instant the clock may be and still be believed. */
    clockLeapDays: settings.CANDOUR_CLOCK_LEAP_DAYS,
    rates: {
      commands: settings.CANDOUR_COMMANDS_A_MINUTE,
      searches: settings.CANDOUR_SEARCHES_A_MINUTE,
      exports: settings.CANDOUR_EXPORTS_A_MINUTE,
      files: settings.CANDOUR_FILES_A_MINUTE,
      simulations: settings.CANDOUR_SIMULATIONS_A_MINUTE,
      signIns: settings.CANDOUR_SIGN_INS_A_MINUTE,
    },
    /** How many proxies in front of the hub add the client's address to X-Forwarded-For. */
    proxies: settings.CANDOUR_PROXIES,
    /** How long people stay signed in to the pages without using them, and at most. */
    sessions: {
      idleMs: settings.CANDOUR_SESSION_IDLE_MINUTES * 60_000,
      lifetimeMs: settings.CANDOUR_SESSION_HOURS * 3_600_000,
    },
    /** The number of threads that answer queries, the serving thread included. */
    readers: settings.CANDOUR_READERS ?? defaultReaders(availableParallelism()),
    /** The loopback port for detailed readiness and metrics; undefined for none. */
    operationsPort: operationsPortOf(settings.CANDOUR_OPERATIONS_PORT, development),
    /** The host name by which other machines may use that port; undefined if none may. */
    operationsHost: settings.CANDOUR_OPERATIONS_HOST,
    minFreeBytes: settings.CANDOUR_DISK_FREE_MB * 1_000_000,
    accessLog: settings.CANDOUR_ACCESS_LOG,
    logLevel: settings.CANDOUR_LOG_LEVEL,
    /** The destination of exported spans; undefined if spans are not exported. */
    tracing,
  };
}

function parse(env: Env): z.infer<typeof environment> {
  const given = Object.fromEntries(SETTINGS.map((name) => [name, env[name] || undefined]));
  Object.assign(given, readSecrets(env));
  // Node replaces bytes of the environment that are not UTF-8 by U+FFFD.
  const [garbled] = Object.entries(given).find(([, value]) => value !== undefined && holdsLostLetters(value)) ?? [];
  if (garbled) throw new ConfigInvalid(`${garbled}: some of its letters are not UTF-8. Set it in UTF-8.`);
  const parsed = environment.safeParse(given, { error: whatToSet });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new ConfigInvalid(`The setting ${nameIn(env, issue?.path.join(".") ?? "")} is not valid. Set it to ${issue?.message}.`);
}

/** Throws ConfigInvalid. */
const readSecrets = (env: Env): Record<string, string> =>
  Object.fromEntries(SECRETS.map((name) => [name, readSecret(env, name)]).filter(([, value]) => value !== undefined));

/** Undefined if no file is given. Throws ConfigInvalid. */
function readSecret(env: Env, name: string): string | undefined {
  const development = (env.CANDOUR_ENV || "development") === "development";
  const setting = fileSettingOf(name);
  const file = env[setting];
  if (!file) return undefined;
  if (env[name]) throw new ConfigInvalid(`${name} and ${setting}: give one of them.`);
  return readSecretFile({ setting, file, credentials: env.CREDENTIALS_DIRECTORY, development });
}

/** The name of the setting in use: the setting itself, or the one that names its file. */
const nameIn = (env: Env, name: string): string => (env[fileSettingOf(name)] ? fileSettingOf(name) : name);

/** Several hubs run side by side on a developer's machine, so there it takes any free port. */
const operationsPortOf = (given: number | "off" | undefined, development: boolean): number | undefined =>
  given === "off" ? undefined : (given ?? (development ? 0 : 4001));

type MailSettings = Pick<z.infer<typeof environment>, "CANDOUR_SMTP_URL" | "CANDOUR_MAIL_FROM" | "CANDOUR_PUBLIC_URL">;

/** A notice leads to the page of news, where there are pages. */
function mailOf(settings: MailSettings, hasPages: boolean) {
  const { CANDOUR_SMTP_URL: smtpUrl, CANDOUR_MAIL_FROM: from, CANDOUR_PUBLIC_URL: publicUrl } = settings;
  const readAt = (url: string) => (hasPages ? new URL("news", url.replace(/\/?$/, "/")).href : url);
  if (smtpUrl && from && publicUrl) return { smtpUrl, from, publicUrl, readAt: readAt(publicUrl) };
  // The pages need the public address too.
  if (smtpUrl || from)
    throw new ConfigInvalid("CANDOUR_SMTP_URL, CANDOUR_MAIL_FROM and CANDOUR_PUBLIC_URL go together: set all three for mail.");
  return undefined;
}

type EventLogSettings = Pick<z.infer<typeof environment>, "CANDOUR_EVENT_LOG" | "CANDOUR_KURRENTDB_URL">;

function eventLogOf({ CANDOUR_EVENT_LOG: kind, CANDOUR_KURRENTDB_URL: url }: EventLogSettings, development: boolean) {
  if ((kind === "kurrentdb") !== (url !== undefined))
    throw new ConfigInvalid("CANDOUR_EVENT_LOG=kurrentdb and CANDOUR_KURRENTDB_URL go together: set both or neither.");
  if (url === undefined) return { kind: "sqlite" } as const;
  const address = serverAddressIn(url);
  if (!development && !address.tls)
    throw new ConfigInvalid("CANDOUR_KURRENTDB_URL: In production the log is reached over TLS alone: leave out tls=false.");
  if (address.tls && !address.credentials)
    throw new ConfigInvalid(
      "CANDOUR_KURRENTDB_URL: Give the hub's own account at the server: kurrentdb://user:password@host:2113.",
    );
  return { kind: "kurrentdb", address } as const;
}

function serverAddressIn(url: string): ServerAddress {
  try {
    return readServerAddress(url);
  } catch (error) {
    if (error instanceof AddressInvalid) throw new ConfigInvalid(`CANDOUR_KURRENTDB_URL: ${error.message}`);
    throw error;
  }
}

/** A path or query is refused, not ignored: mail libraries read settings from them. */
function isSmtpUrl(text: string): boolean {
  try {
    const { protocol, hostname, pathname, search, hash, username, password } = new URL(text);
    decodeURIComponent(username + password);
    return /^smtps?:$/.test(protocol) && !!hostname && /^\/?$/.test(pathname) && !search && !hash && !username === !password;
  } catch {
    return false;
  }
}

/** Whether an address uses https or is on this machine. */
function isConfidential(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === "https:" || LOOPBACK.includes(hostname.replace(/^\[(.*)\]$/, "$1")) || /^127(\.\d+){3}$/.test(hostname);
}

/** Settings for the log, without secrets. */
export function settingsForLog({
  masterKey: _,
  keyring,
  mail,
  issuers,
  signIn,
  tracing,
  eventLog,
  ...config
}: Config): Readonly<Record<string, unknown>> {
  return {
    ...config,
    keyring: keyring.kind,
    eventLog: eventLog.kind === "kurrentdb" ? addressInWords(eventLog.address) : eventLog.kind,
    issuers: issuers.map(({ issuer }) => issuer),
    signIn: signIn.kind,
    mail: mail && { from: mail.from, publicUrl: mail.publicUrl },
    tracing: tracing && { origin: new URL(tracing.url).origin, ratio: tracing.ratio },
  };
}
