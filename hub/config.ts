// Every setting, from the environment, in one place. docs/operations.md lists them; a value that does not hold is refused with a sentence.
import { closeSync, fstatSync, openSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { z } from "zod";
import { mailAddress } from "../services/mail-address.ts";
import { decodeText, holdsLostLetters, NotText } from "../text/decode.ts";
import { type TracingSettings, tracingOf, tracingVariables } from "./observability/tracing-settings.ts";
import type { Rates } from "./rates.ts";

/** A setting does not hold: the hub does not start. The message names the variable. */
export class ConfigInvalid extends Error {
  override name = "ConfigInvalid";
}

const url = z.url({ protocol: /^https?$/ });
const smtpUrl = z
  .string()
  .refine(
    isSmtpUrl,
    "the address of a mail server: smtp://host:port or smtps://host:port, with user:password@ before the host if it needs them",
  );
/** It stands in every mail as it is. */
const publicUrl = url.refine(
  (text) => !/[?#@\s]/.test(text),
  "the address of the hub, without user, password, query or fragment",
);
const flag = z.enum(["true", "false"]).transform((value) => value === "true");

/** How many a minute for each person; 0 for no limit. */
const rate = (usual: number) =>
  z
    .string()
    .regex(/^(?:0|[1-9]\d{0,5})$/, "a number per minute for each person, or to 0 for no limit")
    .transform(Number)
    .default(usual);

const environment = z.object({
  CANDOUR_ENV: z.enum(["development", "production"]).default("development"),
  HOST: z.string().min(1).default("127.0.0.1"),
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, "a number from 0 to 65535")
    .default("4000")
    .transform(Number)
    .refine((port) => port <= 65_535, "a number from 0 to 65535"),
  CANDOUR_DATA_DIR: z.string().min(1).default("./data"),
  CANDOUR_EVENT_LOG: z.enum(["sqlite"]).default("sqlite"),
  CANDOUR_MASTER_KEY: z.base64().optional(),
  CANDOUR_MASTER_KEY_FILE: z.string().min(1).optional(),
  CANDOUR_TOKEN_ISSUER: z.string().min(1).optional(),
  CANDOUR_TOKEN_AUDIENCE: z.string().min(1).default("candour"),
  CANDOUR_JWKS_URL: url.optional(),
  CANDOUR_DEMONSTRATION: flag.optional(),
  CANDOUR_FIRST_GOVERNANCE_OFFICER: z.string().min(1).optional(),
  CANDOUR_POLICY_APPROVED: z
    .string()
    .regex(/^[0-9a-f]{12}$/, "a version of the policy: 12 hexadecimal digits")
    .optional(),
  CANDOUR_DISCLOSURES_KEPT_MONTHS: z
    .string()
    .regex(/^[1-9]\d{0,3}$/, "a number of months, from 1")
    .transform(Number)
    .optional(),
  CANDOUR_CLOCK_LEAP_DAYS: z
    .string()
    .regex(/^[1-9]\d{0,2}$/, "a number of days, from 1 to 999")
    .transform(Number)
    .default(7),
  CANDOUR_OLDER_RELEASE: z
    .string()
    .regex(/^\d+\.\d+\.\d+$/, "a release, such as 1.2.3")
    .optional(),
  CANDOUR_VERIFY_HOURS: z
    .string()
    .regex(/^(?:[1-9]\d{0,2})$/, "a number of hours, from 1 to 999")
    .transform(Number)
    .default(24),
  CANDOUR_SMTP_URL: smtpUrl.optional(),
  CANDOUR_MAIL_FROM: z
    .string()
    .refine((text) => mailAddress.safeParse(text).success, "one email address, such as name@example.gov.uk")
    .optional(),
  CANDOUR_PUBLIC_URL: publicUrl.optional(),
  CANDOUR_COMMANDS_A_MINUTE: rate(600),
  CANDOUR_SEARCHES_A_MINUTE: rate(120),
  CANDOUR_EXPORTS_A_MINUTE: rate(6),
  CANDOUR_SIMULATIONS_A_MINUTE: rate(10),
  CANDOUR_OPERATIONS_PORT: z
    .string()
    .regex(/^(?:off|\d{1,5})$/, "a number from 0 to 65535, or to off")
    .refine((port) => port === "off" || Number(port) <= 65_535, "a number from 0 to 65535, or to off")
    .optional(),
  CANDOUR_DISK_FREE_MB: z
    .string()
    .regex(/^(?:0|[1-9]\d{0,8})$/, "a number of megabytes")
    .default("200")
    .transform(Number),
  CANDOUR_ACCESS_LOG: flag.default(true),
  CANDOUR_LOG_LEVEL: z.enum(["silent", "error", "warn", "info", "debug"]).default("info"),
  ...tracingVariables,
});

export type Config = {
  readonly development: boolean;
  readonly host: string;
  readonly port: number;
  readonly dataDir: string;
  /** 32 bytes; undefined in development, where one is made on first start. */
  readonly masterKey: Buffer | undefined;
  /** Whose tokens are accepted; undefined in development, where the in-process issuer's are. */
  readonly issuer: { readonly issuer: string; readonly jwksUrl: string } | undefined;
  readonly audience: string;
  /** Whether invented councils, people and concerns are there. */
  readonly demonstration: boolean;
  readonly firstGovernanceOfficer: string | undefined;
  /** The version of the shipped policy that the governance officer approved, for when the one on record no longer holds. */
  readonly policyApproved: string | undefined;
  /** How many whole months of disclosures are kept besides the current one; undefined to keep them for ever. */
  readonly disclosuresKeptMonths: number | undefined;
  /** How far past the last sign of the hub its clock may be, in days, and still be believed. */
  readonly clockLeapDays: number;
  /** The release that may go on with a log that a newer one wrote, where it knows all that is in it. */
  readonly olderRelease: string | undefined;
  /** How often the hub checks its stores by itself, in hours. */
  readonly verifyHours: number;
  /** The server mail goes through, whom it is from and the hub's address in it; undefined where no mail is sent. */
  readonly mail: { readonly smtpUrl: string; readonly from: string; readonly publicUrl: string } | undefined;
  /** How much each person may ask for in a minute. */
  readonly rates: Rates;
  /** The port of this machine alone for readiness in detail and metrics; undefined for none. */
  readonly operationsPort: number | undefined;
  /** Below so many free bytes on the disk of the data folder the hub is not ready. */
  readonly minFreeBytes: number;
  /** Whether each request is a line in the log. */
  readonly accessLog: boolean;
  readonly logLevel: string;
  /** Where spans are exported to; undefined where they are not. */
  readonly tracing: TracingSettings | undefined;
};

/** The address of a hub with these settings. `port` is the one it took, where the setting leaves the choice. */
export const hubUrl = ({ host, port: set }: Pick<Config, "host" | "port">, port = set): string =>
  `http://${host.includes(":") ? `[${host}]` : host}:${port}`;

/** This machine, as settings name it. */
export const LOOPBACK = ["127.0.0.1", "localhost", "::1"];

/** What a setting can be, where it says nothing of its own. */
const whatToSet = (issue: z.core.$ZodRawIssue): string => {
  if (issue.code === "invalid_value") return issue.values.join(" or ");
  return issue.code === "invalid_format" && issue.format === "base64"
    ? "32 bytes in base64"
    : "an address, such as https://example.gov.uk";
};

/** Reads the settings. Throws ConfigInvalid. An empty variable counts as unset. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(Object.keys(environment.shape).map((name) => [name, env[name] || undefined]));
  // Node puts U+FFFD where the environment holds bytes that are not UTF-8.
  const [garbled] = Object.entries(given).find(([, value]) => value !== undefined && holdsLostLetters(value)) ?? [];
  if (garbled) throw new ConfigInvalid(`${garbled}: some of its letters are not UTF-8. Set it in UTF-8.`);
  const parsed = environment.safeParse(given, { error: whatToSet });
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new ConfigInvalid(`The setting ${issue?.path.join(".")} is not valid. Set it to ${issue?.message}.`);
  }
  const settings = parsed.data;
  const development = settings.CANDOUR_ENV === "development";
  if (development && !LOOPBACK.includes(settings.HOST))
    throw new ConfigInvalid(
      "HOST: in development the hub listens on this machine alone (127.0.0.1), as anybody could get a token.",
    );
  const { CANDOUR_TOKEN_ISSUER: issuer, CANDOUR_JWKS_URL: jwksUrl } = settings;
  if (!!issuer !== !!jwksUrl) throw new ConfigInvalid("CANDOUR_TOKEN_ISSUER and CANDOUR_JWKS_URL go together: set both.");
  if (!development && !issuer)
    throw new ConfigInvalid(
      "CANDOUR_TOKEN_ISSUER and CANDOUR_JWKS_URL must be set in production: the demonstration issuer does not run there.",
    );
  if (!development && jwksUrl && !isConfidential(jwksUrl))
    throw new ConfigInvalid(
      "CANDOUR_JWKS_URL: In production, use an https address or this machine. Otherwise somebody could change the keys on the way.",
    );
  if (!development && settings.CANDOUR_DEMONSTRATION)
    throw new ConfigInvalid("CANDOUR_DEMONSTRATION: demonstration data does not go into a production hub.");
  const tracing = tracingOf(settings);
  if (!development && tracing && !isConfidential(tracing.url))
    throw new ConfigInvalid(
      "OTEL_EXPORTER_OTLP_ENDPOINT: In production, use an https address or this machine, as the headers may contain a secret.",
    );
  const { CANDOUR_MASTER_KEY_FILE: keyFile } = settings;
  const isCredential = keyFile !== undefined && dirname(keyFile) === env.CREDENTIALS_DIRECTORY;
  const forbidden = development ? 0 : isCredential ? OTHERS & ~READ_BY_ACCESS_LIST : OTHERS;
  const masterKey = masterKeyOf(settings.CANDOUR_MASTER_KEY, keyFile, forbidden);
  if (!development && !masterKey)
    throw new ConfigInvalid(
      "CANDOUR_MASTER_KEY or CANDOUR_MASTER_KEY_FILE must be given in production: 32 random bytes in base64.",
    );
  return {
    development,
    host: settings.HOST,
    port: settings.PORT,
    dataDir: settings.CANDOUR_DATA_DIR,
    masterKey,
    issuer: issuer && jwksUrl ? { issuer, jwksUrl } : undefined,
    audience: settings.CANDOUR_TOKEN_AUDIENCE,
    demonstration: settings.CANDOUR_DEMONSTRATION ?? development,
    mail: mailOf(settings.CANDOUR_SMTP_URL, settings.CANDOUR_MAIL_FROM, settings.CANDOUR_PUBLIC_URL),
    firstGovernanceOfficer: settings.CANDOUR_FIRST_GOVERNANCE_OFFICER,
    policyApproved: settings.CANDOUR_POLICY_APPROVED,
    olderRelease: settings.CANDOUR_OLDER_RELEASE,
    verifyHours: settings.CANDOUR_VERIFY_HOURS,
    disclosuresKeptMonths: settings.CANDOUR_DISCLOSURES_KEPT_MONTHS,
    clockLeapDays: settings.CANDOUR_CLOCK_LEAP_DAYS,
    rates: {
      commands: settings.CANDOUR_COMMANDS_A_MINUTE,
      searches: settings.CANDOUR_SEARCHES_A_MINUTE,
      exports: settings.CANDOUR_EXPORTS_A_MINUTE,
      simulations: settings.CANDOUR_SIMULATIONS_A_MINUTE,
    },
    operationsPort: operationsPortOf(settings.CANDOUR_OPERATIONS_PORT, development),
    minFreeBytes: settings.CANDOUR_DISK_FREE_MB * 1_000_000,
    accessLog: settings.CANDOUR_ACCESS_LOG,
    logLevel: settings.CANDOUR_LOG_LEVEL,
    tracing,
  };
}

/** Several hubs run side by side on a developer's machine, so there it takes any free port. */
function operationsPortOf(given: string | undefined, development: boolean): number | undefined {
  if (given === "off") return undefined;
  return given === undefined ? (development ? 0 : OPERATIONS_PORT) : Number(given);
}
const OPERATIONS_PORT = 4001;

function mailOf(smtpUrl: string | undefined, from: string | undefined, publicUrl: string | undefined): Config["mail"] {
  if (smtpUrl && from && publicUrl) return { smtpUrl, from, publicUrl };
  if (smtpUrl || from || publicUrl)
    throw new ConfigInvalid("CANDOUR_SMTP_URL, CANDOUR_MAIL_FROM and CANDOUR_PUBLIC_URL go together: set all three or none.");
  return undefined;
}

/** A path or query is refused, not passed over: mail libraries read settings from them. */
function isSmtpUrl(text: string): boolean {
  try {
    const { protocol, hostname, pathname, search, hash, username, password } = new URL(text);
    decodeURIComponent(username + password);
    return /^smtps?:$/.test(protocol) && !!hostname && /^\/?$/.test(pathname) && !search && !hash && !username === !password;
  } catch {
    return false;
  }
}

/** By https, or on this machine. */
function isConfidential(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === "https:" || LOOPBACK.includes(hostname.replace(/^\[(.*)\]$/, "$1")) || /^127(\.\d+){3}$/.test(hostname);
}

function masterKeyOf(value: string | undefined, file: string | undefined, forbidden: number): Buffer | undefined {
  if (value && file) throw new ConfigInvalid("CANDOUR_MASTER_KEY and CANDOUR_MASTER_KEY_FILE: give one of them.");
  const name = value ? "CANDOUR_MASTER_KEY" : "CANDOUR_MASTER_KEY_FILE";
  const text = value ?? (file && readKeyFile(file, forbidden));
  if (text === undefined) return undefined;
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text.trim())) throw new ConfigInvalid(`${name}: a master key is 32 bytes in base64.`);
  const key = Buffer.from(text.trim(), "base64");
  if (key.length !== 32) throw new ConfigInvalid(`${name}: a master key is 32 bytes in base64; this is ${key.length} bytes.`);
  return key;
}

/** What permissions on files mean elsewhere, their bits do not say on Windows. */
const OTHERS = process.platform === "win32" ? 0 : 0o077;
/** systemd lets the service alone read its credentials, in some versions by an access list, which shows as the group's right to read. */
const READ_BY_ACCESS_LIST = 0o040;

/** `forbidden` are the permissions that it must not have. */
function readKeyFile(file: string, forbidden: number): string {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(file, "r");
    // Of the file that is read, wherever links lead.
    if ((fstatSync(descriptor).mode & forbidden) === 0) return decodeText(readFileSync(descriptor));
  } catch (error) {
    if (error instanceof NotText) throw new ConfigInvalid(`CANDOUR_MASTER_KEY_FILE: ${error.message}`);
    throw new ConfigInvalid("CANDOUR_MASTER_KEY_FILE: the file cannot be read.");
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
  throw new ConfigInvalid(
    "CANDOUR_MASTER_KEY_FILE: others than its owner can read or change the file. Make it the hub's alone: chown it to the user that runs the hub, and chmod 600.",
  );
}

/** The settings as the log may have them: none that is a secret, or holds one. */
export function settingsForLog({ masterKey: _, mail, issuer, tracing, ...config }: Config): Readonly<Record<string, unknown>> {
  return {
    ...config,
    issuer: issuer?.issuer,
    mail: mail && { from: mail.from, publicUrl: mail.publicUrl },
    tracing: tracing && { origin: new URL(tracing.url).origin, ratio: tracing.ratio },
  };
}
