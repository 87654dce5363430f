// The address of a PostgreSQL server in the settings: what it may contain, and when the connection must be encrypted.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { connectionSettings, unusableFor } from "../../event-log/postgres/connection.ts";
import { PostgresUnusable } from "../../event-log/postgres/unusable.ts";

const dir = mkdtempSync(join(tmpdir(), "candour-postgres-"));
afterAll(() => rmSync(dir, { recursive: true }));
const authority = join(dir, "authority.pem");
writeFileSync(authority, "the authority's certificate");
const SECRET = "s3cret/@:word";
const FAR = `postgres://hub:${encodeURIComponent(SECRET)}@db.example:6432/keys`;

describe("The address of a PostgreSQL server", () => {
  it("gives host, port, database, user and password", () => {
    const settings = connectionSettings(`${FAR}?sslmode=verify-full&sslrootcert=${authority}`, { plain: false });
    expect(settings).toMatchObject({ host: "db.example", port: 6432, database: "keys", user: "hub", password: SECRET });
    expect(settings.ssl).toEqual({ ca: "the authority's certificate", rejectUnauthorized: true, servername: "db.example" });
  });

  it.each(["127.0.0.1", "localhost", "[::1]", "127.8.8.8"])("needs no TLS on this machine: %s", (host) => {
    expect(connectionSettings(`postgresql://hub@${host}/keys`, { plain: false })).toMatchObject({ ssl: false, port: 5432 });
  });

  it("may name the directory of a Unix socket", () => {
    const settings = connectionSettings("postgres://hub@localhost/keys?host=/var/run/postgresql", { plain: false });
    expect(settings).toMatchObject({ host: "/var/run/postgresql", ssl: false });
  });

  it.each([
    [FAR, /a server on another machine needs TLS/],
    [`${FAR}?sslmode=disable`, /a server on another machine needs TLS/],
    [`${FAR}?sslmode=require`, /set sslmode=verify-full/],
    [`${FAR}?sslmode=no-verify&sslrootcert=${authority}`, /set sslmode=verify-full/],
    [`${FAR}?sslmode=verify-full`, /set sslmode=verify-full, with sslrootcert/],
    [`${FAR}?sslmode=verify-full&sslrootcert=/nowhere`, /the file named by sslrootcert cannot be read/],
    [`${FAR}?options=-csearch_path%3Dx`, /"options" is no setting of it/],
    ["mysql://hub@localhost/keys", /write postgres:\/\//],
    ["hub:secret@localhost/keys", /write postgres:\/\//],
    ["postgres://localhost/keys", /it needs a user, a host and a database/],
    ["postgres://hub@localhost", /it needs a user, a host and a database/],
  ])("is refused without the password in the sentence (%#)", (address, sentence) => {
    const open = () => connectionSettings(address, { plain: false });
    expect(open).toThrow(PostgresUnusable);
    expect(open).toThrow(sentence);
    expect(open).not.toThrow(/s3cret|hub:/);
  });

  it("needs no TLS anywhere in development", () => {
    expect(connectionSettings(FAR, { plain: true }).ssl).toBe(false);
  });
});

it("reports errors of pg by their code alone, because their message may contain values of a query", () => {
  const settings = connectionSettings("postgres://hub@localhost/keys", { plain: false });
  const error = unusableFor(Object.assign(new Error('duplicate key value "the wrapped key"'), { code: "23505" }), settings);
  expect(error.message).toBe(
    "The PostgreSQL server localhost:5432, database keys cannot be used: it does not answer (23505). Nothing was changed.",
  );
});
