// The address of a PostgreSQL server in the settings: what it may contain, and when the connection must be encrypted.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { connectionSettings } from "../../event-log/postgres/address.ts";
import { unusableFor } from "../../event-log/postgres/connection.ts";
import { PostgresUnusable } from "../../event-log/postgres/unusable.ts";

const dir = mkdtempSync(join(tmpdir(), "candour-postgres-"));
afterAll(() => rmSync(dir, { recursive: true }));
const authority = join(dir, "authority.pem");
writeFileSync(authority, "the authority's certificate");
const SECRET = "s3cret/@:word";
const FAR = `postgres://hub:${encodeURIComponent(SECRET)}@db.example:6432/keys`;

const settingsOf = (url: string, plain = false) => connectionSettings({ url, plain, setting: "THE_SETTING" });

describe("The address of a PostgreSQL server", () => {
  it("gives host, port, database, user and password", () => {
    const settings = settingsOf(`${FAR}?sslmode=verify-full&sslrootcert=${authority}`);
    expect(settings).toMatchObject({ host: "db.example", port: 6432, database: "keys", user: "hub", password: SECRET });
    expect(settings.ssl).toEqual({ ca: "the authority's certificate", rejectUnauthorized: true, servername: "db.example" });
  });

  it.each(["127.0.0.1", "localhost", "[::1]", "127.8.8.8"])("needs no TLS on this machine: %s", (host) => {
    expect(settingsOf(`postgresql://hub@${host}/keys`)).toMatchObject({ ssl: false, port: 5432 });
  });

  it("may name the directory of a Unix socket", () => {
    const settings = settingsOf("postgres://hub@localhost/keys?host=/var/run/postgresql");
    expect(settings).toMatchObject({ host: "/var/run/postgresql", ssl: false });
  });

  it.each([
    [FAR, /a server on another machine needs TLS/],
    [`${FAR}?sslmode=disable`, /a server on another machine needs TLS/],
    [`${FAR}?sslmode=require`, /set sslmode=verify-full/],
    [`${FAR}?sslmode=no-verify&sslrootcert=${authority}`, /set sslmode=verify-full/],
    [`${FAR}?sslmode=verify-full`, /set sslmode=verify-full, with sslrootcert/],
    [`${FAR}?sslmode=verify-full&sslrootcert=/nowhere`, /the file named by sslrootcert cannot be read/],
    [`${FAR}?options=-csearch_path%3Dx`, /after a question mark only host, sslmode, sslrootcert can be set/],
    ["postgres://hub:50?s3cret=x@db.example/keys", /\? .* in a password as .* %3F/],
    ["postgres://hub:50?s3cret@db.example/keys", /\? .* in a password as .* %3F/],
    ["postgres://hub:12@a/s3cret@localhost/keys", /\/ .* in a password as .* %2F/],
    [
      "postgres://hub:50%s3cret@localhost/keys",
      /^THE_SETTING: .*a % in it is not the code of a character.* % in a password as .* %25/,
    ],
    ["postgres://hub%:x@localhost/keys", /a % in it is not the code of a character/],
    ["postgres://hub@localhost/%zz", /a % in it is not the code of a character/],
    ["mysql://hub@localhost/keys", /write postgres:\/\//],
    ["hub:secret@localhost/keys", /write postgres:\/\//],
    ["postgres://localhost/keys", /it needs a user, a host and a database/],
    ["postgres://hub@localhost", /it needs a user, a host and a database/],
  ])("is refused without the password in the sentence (%#)", (address, sentence) => {
    const open = () => settingsOf(address);
    expect(open).toThrow(PostgresUnusable);
    expect(open).toThrow(sentence);
    expect(open).not.toThrow(/s3cret|hub:/);
  });

  it("needs no TLS anywhere in development", () => {
    expect(settingsOf(FAR, true).ssl).toBe(false);
  });
});

it("reports errors of pg by their code alone, because their message may contain values of a query", () => {
  const settings = settingsOf("postgres://hub@localhost/keys");
  const error = unusableFor(Object.assign(new Error('duplicate key value "the wrapped key"'), { code: "23505" }), settings);
  expect(error.message).toBe(
    "The PostgreSQL server localhost:5432, database keys cannot be used: it does not answer (23505). Nothing was changed.",
  );
});
