// Every log line has a code of one table, which docs/operations.md lists. The logger's type requires a code.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readConfig, settingsForLog } from "../../hub/config.ts";
import { LOG_CODES } from "../../hub/observability/log-codes.ts";

const ROOT = join(import.meta.dirname, "../..");
const sources = [
  "bin",
  "demonstration",
  "disclosure",
  "event-log",
  "graphql",
  "hub",
  "imports",
  "policies",
  "projections",
  "queries",
  "services",
  "web",
]
  .flatMap((folder) => readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" }).map((name) => join(folder, name)))
  .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts") && name !== join("hub", "observability", "log-codes.ts"))
  .map((name) => readFileSync(join(ROOT, name), "utf8"));

describe("The codes of the log", () => {
  it("include every code under which background work is started", () => {
    const started = sources.flatMap((text) => [
      ...[...text.matchAll(/\b(?:inBackground|background\.run)\(\s*"([A-Z_]+)"/g)].map(([, code]) => code),
      ...[...text.matchAll(/(?<!\.)\bevery\([^,]+,\s*"([A-Z_]+)"/g)].map(([, code]) => code),
    ]);
    expect(started.length).toBeGreaterThan(5);
    const loggedAsLiveUpdatesFailed = ["LIVE_TICK", "LIVE_CHANGES"];
    const known = [...Object.keys(LOG_CODES), ...loggedAsLiveUpdatesFailed];
    expect(started.filter((code) => !known.includes(String(code)))).toEqual([]);
  });

  it("are all in use", () => {
    const unused = Object.keys(LOG_CODES).filter((code) => !sources.some((text) => text.includes(`"${code}"`)));
    expect(unused).toEqual([]);
  });

  it("are explained in docs/operations.md", () => {
    const [, page = ""] = readFileSync(join(ROOT, "docs/operations.md"), "utf8").split(/^## Logs$|^\*\*The access log/m);
    const listed = [...page.matchAll(/^\| `([A-Z_]+)`\s+\| (.*?)\s*\|$/gm)].map(([, code, meaning]) => [code, meaning]);
    expect(listed).toEqual(Object.entries(LOG_CODES));
  });
});

describe("The settings in the log", () => {
  it("contain no secret and no address with one", () => {
    const key = Buffer.alloc(32, 7).toString("base64");
    const settings = settingsForLog(
      readConfig({
        ...{ CANDOUR_ENV: "production", CANDOUR_MASTER_KEY: key, CANDOUR_TOKEN_ISSUER: "https://issuer.example" },
        ...{ CANDOUR_KEYRING: "postgres", CANDOUR_KEYRING_URL: "postgres://candour:SECRET@127.0.0.1/keys" },
        ...{ CANDOUR_JWKS_URL: "https://user:SECRET@issuer.example/keys", CANDOUR_SMTP_URL: "smtps://user:SECRET@mail.example" },
        ...{ CANDOUR_MAIL_FROM: "hub@example.org", CANDOUR_PUBLIC_URL: "https://hub.example" },
        ...{ CANDOUR_WEB_CLIENT_ID: "hub", CANDOUR_WEB_CLIENT_SECRET: "SECRET", CANDOUR_ORGANISATION: "Association" },
        ...{ CANDOUR_FURTHER_ISSUERS: "moors", CANDOUR_TOKEN_ISSUER_MOORS: "https://moors.example" },
        ...{ CANDOUR_WEB_CLIENT_ID_MOORS: "hub", CANDOUR_WEB_CLIENT_SECRET_MOORS: "SECRET", CANDOUR_ORGANISATION_MOORS: "Moors" },
        ...{
          OTEL_EXPORTER_OTLP_ENDPOINT: "https://collector.example/SECRET",
          OTEL_EXPORTER_OTLP_HEADERS: "authorization=SECRET",
        },
        OTEL_RESOURCE_ATTRIBUTES: "who=SECRET",
      }),
    );
    const text = JSON.stringify(settings);
    expect(settings).toMatchObject({
      development: false,
      issuers: ["https://issuer.example", "https://moors.example"],
      mail: { from: "hub@example.org" },
    });
    expect(settings).toMatchObject({ tracing: { origin: "https://collector.example" } });
    expect(text).not.toMatch(/SECRET/);
    expect(text).not.toContain(key);
    expect(text).not.toContain(JSON.stringify(Buffer.alloc(32, 7)));
  });
});
