// The address of a PostgreSQL server in the settings, and what a connection to it is made with.
import { readFileSync } from "node:fs";
import { isIP } from "node:net";
import type { ClientConfig } from "pg";
import { PostgresUnusable } from "./unusable.ts";

/** Timeouts are short because the serving thread makes these calls. */
const CONNECT_MS = 2_000;
const STATEMENT_MS = 10_000;

/** The address of a PostgreSQL server, with user and password. */
export type PostgresAddress = {
  readonly url: string;
  /** Whether the server may be elsewhere and the connection not encrypted, as in development. */
  readonly plain: boolean;
  /** The name of the setting that contains the address, for messages. */
  readonly setting: string;
};

const HOW_TO_ESCAPE = "Write the characters @ / ? # % in a password as %40 %2F %3F %23 %25.";
const PARAMETERS = ["host", "sslmode", "sslrootcert"];

/** Throws PostgresUnusable, which contains no part of the address. */
export function connectionSettings({ url: address, plain, setting }: PostgresAddress): ClientConfig {
  const wrong = (what: string) =>
    new PostgresUnusable("address", `${setting}: The address of the PostgreSQL server is not valid: ${what}`);
  const decode = (text: string): string => {
    try {
      return decodeURIComponent(text);
    } catch {
      throw wrong(`a % in it is not the code of a character. ${HOW_TO_ESCAPE}`);
    }
  };
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (!url || !/^postgres(ql)?:$/.test(url.protocol))
    throw wrong(`write postgres://user:password@host:5432/database. ${HOW_TO_ESCAPE}`);
  const parameters = url.searchParams;
  // The name of an unknown option may be part of a password that contains a question mark.
  if ([...parameters.keys()].some((name) => !PARAMETERS.includes(name)))
    throw wrong(`after a question mark only ${PARAMETERS.join(", ")} can be set. ${HOW_TO_ESCAPE}`);
  const host = parameters.get("host") ?? url.hostname.replace(/^\[(.*)\]$/, "$1");
  const path = url.pathname.slice(1);
  const database = decode(path);
  if (!host || !database || !url.username || /[/@]/.test(path))
    throw wrong(`it needs a user, a host and a database. ${HOW_TO_ESCAPE}`);
  const isHere = host.startsWith("/") || host === "localhost" || host === "::1" || /^127(\.\d+){3}$/.test(host);
  return {
    ...{ host, database, user: decode(url.username), password: decode(url.password) },
    port: url.port ? Number(url.port) : 5432,
    ssl: tlsSettings(parameters, host, plain || isHere, wrong),
    ...{ connectionTimeoutMillis: CONNECT_MS, query_timeout: STATEMENT_MS, statement_timeout: STATEMENT_MS },
    ...{ idle_in_transaction_session_timeout: STATEMENT_MS, keepAlive: true },
    application_name: "candour",
  };
}

function tlsSettings(parameters: URLSearchParams, host: string, mayBePlain: boolean, wrong: (what: string) => Error) {
  const [mode, file] = [parameters.get("sslmode"), parameters.get("sslrootcert")];
  if (mode === "verify-full" && file) {
    try {
      return { ca: readFileSync(file, "utf8"), rejectUnauthorized: true, ...(isIP(host) === 0 && { servername: host }) };
    } catch {
      throw wrong("the file named by sslrootcert cannot be read.");
    }
  }
  if (mode !== null && mode !== "disable") throw wrong("set sslmode=verify-full, with sslrootcert=/path/of/the/authority.pem.");
  if (mayBePlain) return false;
  throw wrong("a server on another machine needs TLS: add ?sslmode=verify-full&sslrootcert=/path/of/the/authority.pem.");
}
