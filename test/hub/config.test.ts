// Every setting: its default, its valid values, and the message that refuses any other value.
import { chmodSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { defaultReaders, readConfig, settingsForLog } from "../../hub/config.ts";
import { ConfigInvalid } from "../../hub/exit-codes.ts";
import { openDataFolder } from "../../hub/folder/data-folder.ts";
import { createLogger } from "../../hub/observability/logger.ts";
import { developmentIssuer } from "../../hub/sign-in/development-issuer.ts";
import { tokenVerifier } from "../../hub/sign-in/tokens.ts";

const KEY = Buffer.alloc(32, 7);
const ISSUER = { CANDOUR_TOKEN_ISSUER: "https://sign-in.example/", CANDOUR_JWKS_URL: "https://sign-in.example/keys" };
const MAIL = {
  CANDOUR_SMTP_URL: "smtps://hub:c2hvcnQtc2VjcmV0@mail.example.org:465",
  CANDOUR_MAIL_FROM: "candour@example.org",
  CANDOUR_PUBLIC_URL: "https://candour.example.org",
};
const WEB = { CANDOUR_WEB_CLIENT_ID: "hub", CANDOUR_PUBLIC_URL: "https://candour.example.org/" };
/** A further issuer, for people and for programs. */
const FURTHER = {
  CANDOUR_ORGANISATION: "Association",
  CANDOUR_FURTHER_ISSUERS: "moors",
  CANDOUR_TOKEN_ISSUER_MOORS: "https://moors.example",
  CANDOUR_JWKS_URL_MOORS: "https://moors.example/keys",
  CANDOUR_WEB_CLIENT_ID_MOORS: "hub-at-moors",
  CANDOUR_ORGANISATION_MOORS: "Moors Council",
};
const PRODUCTION = { CANDOUR_ENV: "production", CANDOUR_MASTER_KEY: KEY.toString("base64"), ...ISSUER };

let dir: string;
const file = (name: string, text: string): string => {
  const path = join(dir, name);
  writeFileSync(path, text);
  return path;
};
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "candour-config-"));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

describe("In production", () => {
  it("a key file that only its owner can access is read, even through a link that others can read", () => {
    const path = file("own", KEY.toString("base64"));
    chmodSync(path, 0o400);
    const link = join(dir, "own-link");
    symlinkSync(path, link);
    for (const named of [path, link])
      expect(readConfig({ ...PRODUCTION, CANDOUR_MASTER_KEY: "", CANDOUR_MASTER_KEY_FILE: named }).masterKey).toEqual(KEY);
  });

  it.each([
    "http://127.0.0.1:9/keys",
    "http://localhost:9/keys",
    "http://[::1]:9/keys",
    "http://127.8.0.1/keys",
    ISSUER.CANDOUR_JWKS_URL,
  ])("the issuer's keys are fetched by https or from this machine: %s", (url) =>
    expect(readConfig({ ...PRODUCTION, CANDOUR_JWKS_URL: url }).issuers[0]?.jwksUrl).toBe(url),
  );
});

describe("A secret in a file", () => {
  const ENDPOINT = { OTEL_EXPORTER_OTLP_ENDPOINT: "https://collector.example.org" };
  it("is read if its setting with the suffix _FILE names the file", () => {
    const path = file("smtp-url", `${MAIL.CANDOUR_SMTP_URL}\n`);
    const headers = file("headers", "authorization=Bearer%20secret\n");
    for (const one of [path, headers]) chmodSync(one, 0o400);
    const config = readConfig({
      ...{ ...PRODUCTION, ...MAIL, CANDOUR_SMTP_URL: "", CANDOUR_SMTP_URL_FILE: path },
      ...{ ...ENDPOINT, OTEL_EXPORTER_OTLP_HEADERS_FILE: headers },
    });
    expect(config.mail?.smtpUrl).toBe(MAIL.CANDOUR_SMTP_URL);
    expect(config.tracing?.headers).toEqual({ authorization: "Bearer secret" });
  });

  it("can be the address of a cluster", () => {
    const path = file("kurrentdb-url", "kurrentdb://hub:c2hvcnQtc2VjcmV0@one.example.org:2113\n");
    chmodSync(path, 0o400);
    const { eventLog } = readConfig({ ...PRODUCTION, CANDOUR_EVENT_LOG: "kurrentdb", CANDOUR_KURRENTDB_URL_FILE: path });
    expect(JSON.stringify(eventLog)).toContain("c2hvcnQtc2VjcmV0");
  });

  it.each(["CANDOUR_SMTP_URL", "OTEL_EXPORTER_OTLP_HEADERS", "OTEL_EXPORTER_OTLP_TRACES_HEADERS"])(
    "is refused without saying anything of it where the file is others', empty, missing or no such thing: %s",
    (name) => {
      const read = (path: string, more: Record<string, string> = {}) => {
        const settings = { ...PRODUCTION, ...MAIL, ...ENDPOINT, CANDOUR_SMTP_URL: "", ...more };
        return () => readConfig({ ...settings, [`${name}_FILE`]: path });
      };
      const secret = (text: string, mode: number) => {
        const path = file(`${name}-${mode}-${text.length}`, text);
        chmodSync(path, mode);
        return path;
      };
      expect(read(secret("c2hvcnQtc2VjcmV0", 0o640))).toThrow(
        new RegExp(`^${name}_FILE: others than its owner .* chmod 600\\.$`),
      );
      expect(read(secret("", 0o400))).toThrow(`${name}_FILE: the file is empty.`);
      expect(read(join(dir, "nowhere"))).toThrow(`${name}_FILE: the file cannot be read.`);
      expect(read("x", { [name]: "a=b" })).toThrow(`${name} and ${name}_FILE: give one of them.`);
      const wrong = read(secret("c2hvcnQtc2VjcmV0", 0o400));
      expect(wrong).toThrow(new RegExp(`^The setting ${name}_FILE is not valid\\.`));
      expect(wrong).not.toThrow(/c2hvcnQtc2VjcmV0/);
    },
  );
});

describe("A development key of tokens", () => {
  it.each(["garbage", "{}", "null", "[]", '{"kty":"EC"}', '{"kty":"EC","crv":"P-256","d":"secret"}'])(
    "that is none is refused in a sentence that quotes nothing of it: %s",
    async (text) => {
      const dir = mkdtempSync(join(tmpdir(), "candour-issuer-"));
      const file = join(dir, "issuer.json");
      writeFileSync(file, text);
      const opened = developmentIssuer(readConfig({}), file);
      await expect(opened).rejects.toThrow(ConfigInvalid);
      await expect(opened).rejects.toThrow(`${file} does not hold a signing key`);
      rmSync(dir, { recursive: true });
    },
  );
});

describe("With nothing set", () => {
  it("the hub is a development hub on this machine alone, with demonstration data", () => {
    expect(readConfig({})).toEqual({
      development: true,
      host: "127.0.0.1",
      port: 4000,
      dataDir: "./data",
      eventLog: { kind: "sqlite" },
      node: "1",
      nodeLagMs: 2_000,
      keyring: { kind: "sqlite" },
      masterKey: undefined,
      issuers: [],
      audience: "candour",
      demonstration: true,
      demonstrationRegion: false,
      graphiql: true,
      firstGovernanceOfficer: undefined,
      clockLeapDays: 7,
      clashDays: 7,
      mail: undefined,
      rates: { commands: 600, searches: 120, exports: 6, files: 30, simulations: 10, signIns: 60 },
      readers: defaultReaders(availableParallelism()),
      sessions: { idleMs: 1_800_000, lifetimeMs: 36_000_000 },
      signIn: { kind: "development" },
      proxies: 0,
      verifyHours: 24,
      logLevel: "info",
      // Several hubs run side by side on a developer's machine.
      operationsPort: 0,
      minFreeBytes: 200_000_000,
      accessLog: true,
    });
  });

  it("queries have threads of their own from four cores on, one core is left, and there are eight at most", () => {
    expect([1, 2, 3, 4, 8, 9, 64].map(defaultReaders)).toEqual([1, 1, 1, 3, 7, 8, 8]);
  });

  it("an empty setting counts as unset", () => {
    const empty = {
      PORT: "",
      HOST: "",
      CANDOUR_ENV: "",
      CANDOUR_MASTER_KEY: "",
      CANDOUR_DEMONSTRATION: "",
      CANDOUR_JWKS_URL: "",
      CANDOUR_SMTP_URL: "",
      CANDOUR_MAIL_FROM: "",
      CANDOUR_PUBLIC_URL: "",
    };
    expect(readConfig(empty)).toEqual(readConfig({}));
  });

  it("a variable that is not a setting is ignored", () => {
    expect(readConfig({ PATH: "/bin", CANDOUR_STORY: "x" })).toEqual(readConfig({}));
  });
});

describe("A setting is accepted", () => {
  it.each([
    [{ PORT: "0" }, { port: 0 }],
    [{ PORT: "65535" }, { port: 65_535 }],
    [{ PORT: "04000" }, { port: 4_000 }],
    [{ HOST: "localhost" }, { host: "localhost" }],
    [{ HOST: "::1" }, { host: "::1" }],
    [{ CANDOUR_DATA_DIR: "/srv/candour" }, { dataDir: "/srv/candour" }],
    [{ CANDOUR_EVENT_LOG: "sqlite" }, {}],
    [{ CANDOUR_DEMONSTRATION: "false" }, { demonstration: false }],
    [{ CANDOUR_DEMONSTRATION: "region" }, { demonstration: true, demonstrationRegion: true }],
    [{ CANDOUR_TOKEN_AUDIENCE: "east" }, { audience: "east" }],
    [{ CANDOUR_FIRST_GOVERNANCE_OFFICER: "ines" }, { firstGovernanceOfficer: "ines" }],
    [{ CANDOUR_LOG_LEVEL: "silent" }, { logLevel: "silent" }],
    [{ CANDOUR_CLAMD: "" }, { virusScanner: undefined }],
    [{ CANDOUR_CLAMD: "clamav:3310" }, { virusScanner: "clamav:3310" }],
    [{ CANDOUR_CLAMD: "/run/clamav/clamd.ctl" }, { virusScanner: "/run/clamav/clamd.ctl" }],
    [
      { CANDOUR_SESSION_IDLE_MINUTES: "15", CANDOUR_SESSION_HOURS: "8" },
      { sessions: { idleMs: 900_000, lifetimeMs: 28_800_000 } },
    ],
    [ISSUER, { issuers: [{ issuer: "https://sign-in.example/", jwksUrl: "https://sign-in.example/keys" }] }],
    [
      MAIL,
      {
        mail: {
          smtpUrl: MAIL.CANDOUR_SMTP_URL,
          from: MAIL.CANDOUR_MAIL_FROM,
          publicUrl: MAIL.CANDOUR_PUBLIC_URL,
          readAt: `${MAIL.CANDOUR_PUBLIC_URL}/news`,
        },
      },
    ],
    [{ ...MAIL, CANDOUR_SMTP_URL: "smtp://127.0.0.1" }, { mail: { smtpUrl: "smtp://127.0.0.1" } }],
    [{ ...MAIL, CANDOUR_SMTP_URL: "smtp://[::1]:1025/" }, { mail: { smtpUrl: "smtp://[::1]:1025/" } }],
    [{ ...MAIL, CANDOUR_PUBLIC_URL: "http://127.0.0.1:4000/" }, { mail: { publicUrl: "http://127.0.0.1:4000/" } }],
    [{ CANDOUR_MASTER_KEY: KEY.toString("base64") }, { masterKey: KEY }],
    [
      { CANDOUR_KEYRING: "postgres", CANDOUR_KEYRING_URL: "postgres://candour@127.0.0.1/keys" },
      { keyring: { kind: "postgres", url: "postgres://candour@127.0.0.1/keys", plain: true, setting: "CANDOUR_KEYRING_URL" } },
    ],
    [PRODUCTION, { development: false, demonstration: false, masterKey: KEY, signIn: { kind: "off" } }],
    [ISSUER, { signIn: { kind: "off" } }],
    [
      { ...PRODUCTION, ...WEB, CANDOUR_WEB_CLIENT_SECRET: "c2VjcmV0" },
      {
        signIn: {
          ...{ kind: "provider", origin: "https://candour.example.org" },
          providers: [{ name: undefined, issuer: ISSUER.CANDOUR_TOKEN_ISSUER, client: { id: "hub", secret: "c2VjcmV0" } }],
        },
      },
    ],
    [{ ...ISSUER, ...WEB, CANDOUR_PUBLIC_URL: "http://127.0.0.1:4000" }, { signIn: { origin: "http://127.0.0.1:4000" } }],
    [
      { ...PRODUCTION, ...WEB, ...FURTHER, CANDOUR_WEB_CLIENT_SECRET_MOORS: "c2VjcmV0" },
      {
        issuers: [
          { name: undefined, issuer: ISSUER.CANDOUR_TOKEN_ISSUER, jwksUrl: ISSUER.CANDOUR_JWKS_URL, organisation: "Association" },
          {
            name: "moors",
            issuer: "https://moors.example",
            jwksUrl: "https://moors.example/keys",
            organisation: "Moors Council",
          },
        ],
        signIn: { providers: [{ client: { id: "hub" } }, { client: { id: "hub-at-moors", secret: "c2VjcmV0" } }] },
      },
    ],
    // The first issuer is for programs alone, and the further one for people alone: nobody has to choose.
    [
      {
        ...{ ...PRODUCTION, ...FURTHER, CANDOUR_PUBLIC_URL: WEB.CANDOUR_PUBLIC_URL },
        ...{ CANDOUR_JWKS_URL_MOORS: "", CANDOUR_ORGANISATION: "", CANDOUR_ORGANISATION_MOORS: "" },
      },
      {
        issuers: [{ client: undefined }, { name: "moors", jwksUrl: undefined, organisation: undefined }],
        signIn: { kind: "provider", providers: [{ name: "moors", client: { id: "hub-at-moors", secret: undefined } }] },
      },
    ],
    [{ CANDOUR_PUBLIC_URL: MAIL.CANDOUR_PUBLIC_URL }, { mail: undefined }],
    [
      { CANDOUR_PROXIES: "2", CANDOUR_SIGN_INS_A_MINUTE: "0" },
      { proxies: 2, rates: { signIns: 0 } },
    ],
    [{ ...PRODUCTION, HOST: "0.0.0.0" }, { host: "0.0.0.0" }],
    [{ ...PRODUCTION, CANDOUR_DEMONSTRATION: "false" }, { demonstration: false }],
  ])("%j", (env, expected) => {
    expect(readConfig(env)).toMatchObject(expected);
  });

  it("if it is a master key in a file that ends with a line break", () => {
    const path = file("key", `${KEY.toString("base64")}\n`);
    expect(readConfig({ CANDOUR_MASTER_KEY_FILE: path }).masterKey).toEqual(KEY);
  });
});

describe("A setting is refused with a message that names it and never repeats a secret", () => {
  it.each<[Record<string, string>, RegExp]>([
    [{ CANDOUR_ENV: "test" }, /CANDOUR_ENV/],
    [{ PORT: "abc" }, /PORT/],
    [{ PORT: "-1" }, /PORT/],
    [{ PORT: "65536" }, /PORT/],
    [{ PORT: "40.5" }, /PORT/],
    [{ PORT: "4000 ; rm" }, /PORT/],
    [{ HOST: "0.0.0.0" }, /^HOST: .*127\.0\.0\.1/],
    [{ HOST: "::" }, /^HOST: /],
    [{ HOST: "example.org" }, /^HOST: /],
    [{ CANDOUR_OPERATIONS_HOST: "hub" }, /^CANDOUR_OPERATIONS_HOST: in development/],
    [{ ...PRODUCTION, CANDOUR_OPERATIONS_HOST: "hub:4001" }, /CANDOUR_OPERATIONS_HOST .* a name of this machine/],
    [{ CANDOUR_EVENT_LOG: "foo" }, /CANDOUR_EVENT_LOG/],
    [{ CANDOUR_DEMONSTRATION: "yes" }, /CANDOUR_DEMONSTRATION/],
    [{ CANDOUR_LOG_LEVEL: "loud" }, /CANDOUR_LOG_LEVEL/],
    [{ CANDOUR_CLAMD: "clamav" }, /CANDOUR_CLAMD .* host:port, or the whole path/],
    [{ CANDOUR_CLAMD: "run/clamd.ctl" }, /CANDOUR_CLAMD .* host:port/],
    [{ CANDOUR_WEB_CLIENT_SECRET: "c2hvcnQtc2VjcmV0" }, /^CANDOUR_WEB_CLIENT_SECRET needs CANDOUR_WEB_CLIENT_ID/],
    [WEB, /^CANDOUR_WEB_CLIENT_ID needs CANDOUR_TOKEN_ISSUER/],
    [{ ...PRODUCTION, CANDOUR_WEB_CLIENT_ID: "hub" }, /^CANDOUR_WEB_CLIENT_ID needs .* CANDOUR_PUBLIC_URL/],
    [{ ...PRODUCTION, ...WEB, CANDOUR_TOKEN_ISSUER: "sign-in" }, /^CANDOUR_TOKEN_ISSUER: .* the issuer's address/],
    [{ ...PRODUCTION, ...WEB, CANDOUR_TOKEN_ISSUER: "http://sign-in.example" }, /^CANDOUR_TOKEN_ISSUER: .* https address/],
    [{ ...PRODUCTION, ...WEB, CANDOUR_PUBLIC_URL: "http://candour.example.org" }, /^CANDOUR_PUBLIC_URL: .* over https/],
    [{ ...PRODUCTION, ...WEB, CANDOUR_PUBLIC_URL: "https://example.org/candour" }, /^CANDOUR_PUBLIC_URL: .* Leave out the path/],
    ...["Moors", "first", "file", "moors,moors", "moors,", "a-b", "x".repeat(17)].map(
      (names): [Record<string, string>, RegExp] => [
        { ...ISSUER, CANDOUR_FURTHER_ISSUERS: names },
        /CANDOUR_FURTHER_ISSUERS is not valid\. Set it to names/,
      ],
    ),
    [{ CANDOUR_FURTHER_ISSUERS: "moors", CANDOUR_TOKEN_ISSUER_MOORS: "https://m" }, /needs CANDOUR_TOKEN_ISSUER/],
    [{ ...ISSUER, ...FURTHER, CANDOUR_TOKEN_ISSUER_MOORS: "" }, /names moors: set CANDOUR_TOKEN_ISSUER_MOORS/],
    [
      { ...ISSUER, ...FURTHER, CANDOUR_WEB_CLIENT_ID_MOORS: "", CANDOUR_JWKS_URL_MOORS: "" },
      /names moors: set CANDOUR_WEB_CLIENT_ID_MOORS, .* CANDOUR_JWKS_URL_MOORS/,
    ],
    [{ ...ISSUER, CANDOUR_TOKEN_ISSUER_MOOR: "https://m" }, /^CANDOUR_TOKEN_ISSUER_MOOR is set, .* does not name moor: name it/],
    [{ CANDOUR_WEB_CLIENT_SECRET_MOORS_FILE: "/nowhere" }, /^CANDOUR_WEB_CLIENT_SECRET_MOORS_FILE is set, .* name moors/],
    [{ ...ISSUER, ...WEB, ...FURTHER, CANDOUR_ORGANISATION: "" }, /^CANDOUR_ORGANISATION: People choose/],
    [{ ...ISSUER, ...WEB, ...FURTHER, CANDOUR_ORGANISATION_MOORS: "" }, /^CANDOUR_ORGANISATION_MOORS: People choose/],
    [{ ...ISSUER, ...WEB, ...FURTHER, CANDOUR_ORGANISATION_MOORS: "Association" }, /^CANDOUR_ORGANISATION_MOORS: Another issuer/],
    [
      { ...ISSUER, ...WEB, ...FURTHER, CANDOUR_ORGANISATION_MOORS: "x".repeat(101) },
      /^CANDOUR_ORGANISATION_MOORS: .* at most 100/,
    ],
    [
      { ...ISSUER, ...WEB, ...FURTHER, CANDOUR_TOKEN_ISSUER_MOORS: "https://sign-in.example" },
      /^CANDOUR_TOKEN_ISSUER_MOORS: Another/,
    ],
    [{ ...ISSUER, ...FURTHER, CANDOUR_JWKS_URL_MOORS: "keys" }, /^CANDOUR_JWKS_URL_MOORS: Set it to an address/],
    [{ ...PRODUCTION, ...WEB, ...FURTHER, CANDOUR_JWKS_URL_MOORS: "http://m.example" }, /^CANDOUR_JWKS_URL_MOORS: In production/],
    [
      { ...PRODUCTION, ...WEB, ...FURTHER, CANDOUR_TOKEN_ISSUER_MOORS: "http://m.example" },
      /^CANDOUR_TOKEN_ISSUER_MOORS: .* https/,
    ],
    [{ ...PRODUCTION, ...FURTHER }, /^CANDOUR_WEB_CLIENT_ID needs .* CANDOUR_PUBLIC_URL/],
    [
      { ...ISSUER, ...FURTHER, CANDOUR_WEB_CLIENT_ID_MOORS: "", CANDOUR_WEB_CLIENT_SECRET_MOORS: "c2hvcnQtc2VjcmV0" },
      /^CANDOUR_WEB_CLIENT_SECRET_MOORS needs CANDOUR_WEB_CLIENT_ID_MOORS/,
    ],
    [
      { ...ISSUER, ...FURTHER, CANDOUR_WEB_CLIENT_SECRET_MOORS: "a", CANDOUR_WEB_CLIENT_SECRET_MOORS_FILE: "/nowhere" },
      /^CANDOUR_WEB_CLIENT_SECRET_MOORS and CANDOUR_WEB_CLIENT_SECRET_MOORS_FILE: give one/,
    ],
    [{ CANDOUR_PROXIES: "-1" }, /CANDOUR_PROXIES/],
    [{ CANDOUR_SESSION_IDLE_MINUTES: "9" }, /CANDOUR_SESSION_IDLE_MINUTES/],
    [{ CANDOUR_SESSION_HOURS: "25" }, /CANDOUR_SESSION_HOURS/],
    [{ CANDOUR_JWKS_URL: ISSUER.CANDOUR_JWKS_URL }, /CANDOUR_TOKEN_ISSUER and CANDOUR_JWKS_URL/],
    [{ CANDOUR_TOKEN_ISSUER: ISSUER.CANDOUR_TOKEN_ISSUER }, /CANDOUR_TOKEN_ISSUER and CANDOUR_JWKS_URL/],
    [{ ...ISSUER, CANDOUR_JWKS_URL: "keys" }, /CANDOUR_JWKS_URL/],
    [{ ...ISSUER, CANDOUR_JWKS_URL: "file:///etc/passwd" }, /CANDOUR_JWKS_URL/],
    [{ CANDOUR_MASTER_KEY: "c2hvcnQtc2VjcmV0" }, /^CANDOUR_MASTER_KEY: a master key is 32 bytes in base64; this is 12 bytes\.$/],
    [{ CANDOUR_MASTER_KEY: Buffer.alloc(33).toString("base64") }, /this is 33 bytes/],
    [{ CANDOUR_MASTER_KEY: "not base64, c2hvcnQtc2VjcmV0" }, /CANDOUR_MASTER_KEY/],
    [{ CANDOUR_MASTER_KEY: KEY.toString("hex") }, /CANDOUR_MASTER_KEY/],
    [{ CANDOUR_KEYRING: "postgres" }, /^CANDOUR_KEYRING_URL or CANDOUR_KEYRING_URL_FILE must be given/],
    [{ CANDOUR_KEYRING: "mysql" }, /CANDOUR_KEYRING is not valid\. Set it to sqlite or postgres\./],
    [
      { CANDOUR_KEYRING_URL: "postgres://candour:c2hvcnQtc2VjcmV0@db/keys" },
      /^CANDOUR_KEYRING_URL: it is for CANDOUR_KEYRING=postgres/,
    ],
    [
      { CANDOUR_KEYRING: "postgres", CANDOUR_KEYRING_URL_FILE: "/nowhere/c2hvcnQtc2VjcmV0" },
      /^CANDOUR_KEYRING_URL_FILE: the file cannot be read\.$/,
    ],
    [{ CANDOUR_MASTER_KEY_FILE: "/nowhere/c2hvcnQtc2VjcmV0" }, /^CANDOUR_MASTER_KEY_FILE: the file cannot be read\.$/],
    [{ CANDOUR_MASTER_KEY: KEY.toString("base64"), CANDOUR_MASTER_KEY_FILE: "x" }, /give one of them/],
    ...["CANDOUR_SMTP_URL", "CANDOUR_MAIL_FROM", "CANDOUR_PUBLIC_URL"].map((missing): [Record<string, string>, RegExp] => [
      { ...MAIL, [missing]: "" },
      /^CANDOUR_SMTP_URL, CANDOUR_MAIL_FROM and CANDOUR_PUBLIC_URL go together: set all three for mail\.$/,
    ]),
    ...[
      "mail.example.org",
      "hub:c2hvcnQtc2VjcmV0@mail.example.org",
      "https://hub:c2hvcnQtc2VjcmV0@mail.example.org",
      "smtp:",
      "smtp://",
      "smtp://hub:c2hvcnQtc2VjcmV0@",
      "smtp://c2hvcnQtc2VjcmV0@mail.example.org",
      "smtp://:c2hvcnQtc2VjcmV0@mail.example.org",
      "smtp://hub:c2hvcnQtc2VjcmV0%zz@mail.example.org",
      "smtp://hub:c2hvcnQtc2VjcmV0@mail.example.org:99999",
      "smtp://hub:c2hvcnQtc2VjcmV0@mail.example.org/?tls.rejectUnauthorized=false",
      "smtp://hub:c2hvcnQtc2VjcmV0@mail.example.org/spool",
      "smtp://hub:c2hvcnQtc2VjcmV0@mail.example.org#x",
    ].map((smtpUrl): [Record<string, string>, RegExp] => [
      { ...MAIL, CANDOUR_SMTP_URL: smtpUrl },
      /^The setting CANDOUR_SMTP_URL is not valid\. Set it to the address of a mail server: smtp:\/\/host:port/,
    ]),
    [
      { ...MAIL, CANDOUR_MAIL_FROM: "Candour <candour@example.org>" },
      /CANDOUR_MAIL_FROM is not valid\. Set it to one email address/,
    ],
    [{ ...MAIL, CANDOUR_MAIL_FROM: "candour@example.org\r\nBcc: x@example.org" }, /CANDOUR_MAIL_FROM/],
    [{ ...MAIL, CANDOUR_PUBLIC_URL: "candour.example.org" }, /CANDOUR_PUBLIC_URL/],
    [{ ...MAIL, CANDOUR_PUBLIC_URL: "ftp://candour.example.org" }, /CANDOUR_PUBLIC_URL/],
    [{ ...MAIL, CANDOUR_PUBLIC_URL: "https://hub:c2hvcnQtc2VjcmV0@candour.example.org" }, /CANDOUR_PUBLIC_URL .* without user/],
    [{ ...MAIL, CANDOUR_PUBLIC_URL: "https://candour.example.org/?key=c2hvcnQtc2VjcmV0" }, /CANDOUR_PUBLIC_URL/],
    [{ ...PRODUCTION, CANDOUR_TOKEN_ISSUER: "", CANDOUR_JWKS_URL: "" }, /must be set in production/],
    [{ ...PRODUCTION, CANDOUR_MASTER_KEY: "" }, /CANDOUR_MASTER_KEY or CANDOUR_MASTER_KEY_FILE must be given in production/],
    [{ ...PRODUCTION, CANDOUR_DEMONSTRATION: "true" }, /^CANDOUR_DEMONSTRATION: /],
    [{ ...PRODUCTION, CANDOUR_DEMONSTRATION: "region" }, /^CANDOUR_DEMONSTRATION: /],
    [{ CANDOUR_COMMANDS_A_MINUTE: "-1" }, /CANDOUR_COMMANDS_A_MINUTE .* a number per minute/],
    [{ CANDOUR_SEARCHES_A_MINUTE: "off" }, /CANDOUR_SEARCHES_A_MINUTE/],
    [{ CANDOUR_EXPORTS_A_MINUTE: "1.5" }, /CANDOUR_EXPORTS_A_MINUTE/],
    [{ CANDOUR_SIMULATIONS_A_MINUTE: "1e9" }, /CANDOUR_SIMULATIONS_A_MINUTE/],
    [{ ...PRODUCTION, CANDOUR_JWKS_URL: "http://sign-in.example/keys" }, /^CANDOUR_JWKS_URL: In production, use an https/],
    [{ ...PRODUCTION, CANDOUR_JWKS_URL: "http://127.0.0.1.example/keys" }, /^CANDOUR_JWKS_URL: /],
    [{ ...PRODUCTION, CANDOUR_JWKS_URL: "http://127.0.0.1@sign-in.example/keys" }, /^CANDOUR_JWKS_URL: /],
  ])("%j", (env, sentence) => {
    const read = () => readConfig(env);
    expect(read).toThrow(ConfigInvalid);
    expect(read).toThrow(sentence);
    expect(read).toThrow(/^[A-Z].*[^.]\.$/s);
    expect(read).not.toThrow(/c2hvcnQtc2VjcmV0|BwcHBw|0707/);
  });

  it.each([0o604, 0o640, 0o620, 0o602, 0o644, 0o777])(
    "in production, a master key file with the permissions %o, also behind a link",
    (mode) => {
      const path = file(`mode-${mode}`, KEY.toString("base64"));
      chmodSync(path, mode);
      const link = join(dir, `link-${mode}`);
      symlinkSync(path, link);
      for (const named of [path, link]) {
        const read = () => readConfig({ ...PRODUCTION, CANDOUR_MASTER_KEY: "", CANDOUR_MASTER_KEY_FILE: named });
        expect(read).toThrow(ConfigInvalid);
        expect(read).toThrow(/^CANDOUR_MASTER_KEY_FILE: others than its owner .* chmod 600\.$/);
      }
    },
  );

  it.each([
    "",
    "\n",
    "hello",
    KEY.toString("hex"),
    `key: ${KEY.toString("base64")}`,
    `${KEY.toString("base64")}${KEY.toString("base64")}`,
  ])("if its master key file contains something else, which the message does not quote: %j", (text) => {
    const path = file("other", text);
    expect(() => readConfig({ CANDOUR_MASTER_KEY_FILE: path })).toThrow(ConfigInvalid);
    expect(() => readConfig({ CANDOUR_MASTER_KEY_FILE: path })).toThrow(/^CANDOUR_MASTER_KEY_FILE: (?!.*(?:BwcH|0707|hello))/);
  });

  it("if its master key file is empty, which does not count as unset in production", () => {
    const env = { ...PRODUCTION, CANDOUR_MASTER_KEY: "", CANDOUR_MASTER_KEY_FILE: file("empty", "") };
    expect(() => readConfig(env)).toThrow(ConfigInvalid);
  });
});

describe("The demonstration issuer", () => {
  it.each([
    ["production", PRODUCTION],
    ["a hub with an issuer of its own", ISSUER],
  ])("does not exist in %s", async (_, env) => {
    await expect(developmentIssuer(readConfig(env), join(dir, "never.json"))).rejects.toThrow(ConfigInvalid);
  });

  it("has one key, even if a hub and a command create it at the same time", async () => {
    const config = readConfig({});
    const [hub, command] = await Promise.all([
      developmentIssuer(config, join(dir, "once.json")),
      developmentIssuer(config, join(dir, "once.json")),
    ]);
    const verify = tokenVerifier({
      issuers: [hub],
      audience: config.audience,
      now: () => new Date(),
      logger: createLogger("silent"),
    });
    expect((await verify(await command.token("adviser"))).person).toBe("adviser");
  });
});

describe("The data folder", () => {
  it("is accessible only to its owner, and contains the master key that development creates", () => {
    const config = readConfig({ CANDOUR_DATA_DIR: join(dir, "data") });
    const { masterKey } = openDataFolder(config);
    expect(masterKey).toHaveLength(32);
    expect(openDataFolder(config).masterKey).toEqual(masterKey);
  });

  it("is refused if its master key file was truncated, and is not used with a shorter key", () => {
    const config = readConfig({ CANDOUR_DATA_DIR: join(dir, "cut") });
    openDataFolder(config);
    writeFileSync(join(dir, "cut/keys/development-master.key"), "");
    expect(() => openDataFolder(config)).toThrow(ConfigInvalid);
  });
});

describe("A master key that systemd gives the service as a credential", () => {
  const read = (mode: number, credentials: string) => {
    const path = file(`credential-${mode}`, KEY.toString("base64"));
    chmodSync(path, mode);
    const settings = { ...PRODUCTION, CANDOUR_MASTER_KEY: "", CANDOUR_MASTER_KEY_FILE: path };
    return readConfig({ ...settings, CREDENTIALS_DIRECTORY: credentials }).masterKey;
  };

  it.each([0o400, 0o440])("is accepted with the permissions %o, which an access list may show", (mode) => {
    expect(read(mode, dir)).toEqual(KEY);
  });

  it.each([0o460, 0o444, 0o450])("is refused with the permissions %o", (mode) => {
    expect(() => read(mode, dir)).toThrow(/others than its owner/);
  });

  it("is refused elsewhere when a group may read it", () => {
    expect(() => read(0o440, "/run/credentials/another.service")).toThrow(/others than its owner/);
  });
});

describe("The operations port", () => {
  const production = {
    ...{ CANDOUR_ENV: "production", CANDOUR_MASTER_KEY: Buffer.alloc(32, 1).toString("base64") },
    ...{ CANDOUR_TOKEN_ISSUER: "https://issuer.example", CANDOUR_JWKS_URL: "https://issuer.example/keys" },
  };
  it.each([
    [undefined, 4001],
    ["off", undefined],
    ["0", 0],
    ["9464", 9464],
  ])("given as %s is %s in production", (CANDOUR_OPERATIONS_PORT, port) => {
    expect(readConfig({ ...production, CANDOUR_OPERATIONS_PORT }).operationsPort).toBe(port);
  });

  it.each(["on", "-1", "65536", "127.0.0.1:4001", "0.0.0.0:4001"])("is not %s", (CANDOUR_OPERATIONS_PORT) => {
    expect(() => readConfig({ ...production, CANDOUR_OPERATIONS_PORT })).toThrow(
      "CANDOUR_OPERATIONS_PORT is not valid. Set it to a number from 0 to 65535, or to off.",
    );
  });
});

describe("The address of a cluster", () => {
  const read = (url: string, more: Readonly<Record<string, string>> = {}) =>
    readConfig({ CANDOUR_EVENT_LOG: "kurrentdb", CANDOUR_KURRENTDB_URL: url, ...more }).eventLog;
  const HUB = { username: "hub", password: "p@ss" };

  it.each([
    ["kurrentdb://hub:p%40ss@one", [["one", 2113]], undefined],
    [
      "esdb://hub:p%40ss@one:1,two:2,three.example.org/?tls=true",
      [
        ["one", 1],
        ["two", 2],
        ["three.example.org", 2113],
      ],
      undefined,
    ],
    ["kurrentdb+discover://hub:p%40ss@cluster:2113?tlsCAFile=%2Fetc%2Fca.crt", [["cluster", 2113]], "/etc/ca.crt"],
  ] as const)("is read: %s", (url, hosts, caFile) => {
    const address = { credentials: HUB, tls: true, caFile, hosts: hosts.map(([address, port]) => ({ address, port })) };
    expect(read(url)).toMatchObject({ kind: "kurrentdb", address });
  });

  it("with several servers names them as seeds, even if it says discover: the client would contact only the first", () => {
    expect(read("kurrentdb+discover://hub:secret@a,b,c")).toMatchObject({ address: { discover: false } });
    expect(read("kurrentdb+discover://hub:secret@a")).toMatchObject({ address: { discover: true } });
  });

  it.each([
    ["another scheme", "postgres://hub:SECRET@one"],
    ["no scheme", "hub:SECRET@one"],
    ["no host", "kurrentdb://hub:SECRET@"],
    ["a port that is none", "kurrentdb://hub:SECRET@one:99999"],
    ["a @ in the password", "kurrentdb://hub:SEC@RET@one"],
    ["a % that stands for nothing", "kurrentdb://hub:SECRET%zz@one"],
    ["a ? in the password", "kurrentdb://hub:12?SEC=RET@one"],
    ["an option that is not used here", "kurrentdb://hub:SECRET@one?throwOnAppendFailure=false"],
    ["tls that is neither", "kurrentdb://hub:SECRET@one?tls=maybe"],
    ["TLS and no account", "kurrentdb://one"],
  ])("with %s is refused by a message without the password", (_, url) => {
    let message = "";
    try {
      read(url);
    } catch (error) {
      expect(error).toBeInstanceOf(ConfigInvalid);
      message = String(error);
    }
    expect(message).toContain("CANDOUR_KURRENTDB_URL");
    expect(message).not.toMatch(/SEC|RET/);
  });

  it("is refused without TLS in production, and is set only together with the kind of log", () => {
    const production = { CANDOUR_ENV: "production", CANDOUR_TOKEN_ISSUER: "i", CANDOUR_JWKS_URL: "https://i/keys" };
    expect(() => read("kurrentdb://one?tls=false", production)).toThrow("over TLS alone");
    expect(read("kurrentdb://one?tls=false")).toMatchObject({ address: { tls: false } });
    expect(() => readConfig({ CANDOUR_EVENT_LOG: "kurrentdb" })).toThrow("go together");
    expect(() => readConfig({ CANDOUR_KURRENTDB_URL: "kurrentdb://one" })).toThrow("go together");
  });

  it("appears in the start's log line without user and password", () => {
    const settings = settingsForLog(
      readConfig({ CANDOUR_EVENT_LOG: "kurrentdb", CANDOUR_KURRENTDB_URL: "kurrentdb://hub:SECRET@one,two" }),
    );
    expect(settings.eventLog).toBe("one:2113, two:2113");
    expect(JSON.stringify(settings)).not.toContain("SECRET");
  });
});

describe("The name of a hub that shares a log", () => {
  it("is 1 by default, and has 1 to 16 lower-case letters or digits", () => {
    const names = ["", "2", "b2", "abcdefghijklmnop"].map((CANDOUR_NODE) => readConfig({ CANDOUR_NODE }).node);
    expect(names).toEqual(["1", "2", "b2", "abcdefghijklmnop"]);
    for (const CANDOUR_NODE of ["A", "a-b", "ä", "abcdefghijklmnopq", " 1"])
      expect(() => readConfig({ CANDOUR_NODE })).toThrow(
        "The setting CANDOUR_NODE is not valid. Set it to 1 to 16 lower-case letters or digits.",
      );
  });
});
