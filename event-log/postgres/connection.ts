// Connections to a PostgreSQL server: a bounded pool with timeouts, and errors that name the problem and no secret.
import { Client, type ClientConfig, Pool, type PoolClient } from "pg";
import { LogUnavailable } from "../port.ts";
import { type PostgresProblem, PostgresUnusable } from "./unusable.ts";

/** How long opening and closing a connection may take: short, because the serving thread does it. */
const CONNECT_MS = 2_000;

/** The server's name in messages. */
const serverName = ({ host, port, database }: ClientConfig): string => `${host}:${port}, database ${database}`;

const CODES: Readonly<Record<string, readonly [PostgresProblem, string]>> = {
  "28P01": ["refused", "it does not accept this user and password: check both"],
  "28000": ["refused", "it does not let this user in from here: check the user, and pg_hba.conf on the server"],
  "3D000": ["missing", "there is no such database: create it, owned by the hub's user"],
  "42501": ["not-permitted", "the hub's user may not do this: let it own the database"],
  "53300": ["unreachable", "it has no connection left"],
  "57P03": ["unreachable", "it is starting or stopping"],
};

/** The error that stops a hub from starting. `error` is from pg or the system, and may contain secrets. */
export function unusableFor(error: unknown, settings: ClientConfig): PostgresUnusable {
  if (error instanceof PostgresUnusable) return error;
  const code = codeOf(error);
  const [problem, what] = CODES[code] ?? ["unreachable", `it does not answer (${code})`];
  return new PostgresUnusable(
    problem,
    `The PostgreSQL server ${serverName(settings)} cannot be used: ${what}. Nothing was changed.`,
  );
}

/** Returns the SQLSTATE, or the code of the system or TLS. Messages of pg are not passed on, because some contain values of a query. */
function codeOf(error: unknown): string {
  const { code, message } = Object(error) as { readonly code?: unknown; readonly message?: unknown };
  if (typeof code === "string") return code;
  const text = String(message);
  if (/timeout/i.test(text)) return "TIMEOUT";
  if (/SASL|password/i.test(text)) return "28P01";
  return /SSL|TLS/.test(text) ? "NO_TLS" : "CONNECTION_LOST";
}

export type Queries = Pick<PoolClient, "query">;
export type Postgres = ReturnType<typeof openPostgres>;

/** `connections`: the maximum number of connections at once, besides the one that listens. */
export function openPostgres(
  settings: ClientConfig,
  { connections, what }: { readonly connections: number; readonly what: string },
) {
  const pool = new Pool({ ...settings, max: connections, idleTimeoutMillis: 30_000 });
  const sockets = new Set<{ destroy(): void }>();
  // A lost idle connection is replaced at the next query.
  pool.on("error", () => {});
  pool.on("connect", (client) => sockets.add(socketOf(client)));
  pool.on("remove", (client) => sockets.delete(socketOf(client)));

  async function using<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    let client: PoolClient | undefined;
    let failure: Error | undefined;
    try {
      client = await pool.connect();
      client.on("error", ignore);
      return await work(client);
    } catch (error) {
      failure = error as Error;
      if (error instanceof LogUnavailable || error instanceof PostgresUnusable) throw error;
      throw new LogUnavailable(`${what} cannot be reached or written (${codeOf(error)}).`, { cause: { code: codeOf(error) } });
    } finally {
      client?.off("error", ignore);
      // After a failure the state of the connection is unknown, so it is discarded.
      client?.release(failure !== undefined);
    }
  }

  return {
    /** Throws LogUnavailable. */
    using,
    /** Runs one transaction, rolled back if `work` throws. Throws LogUnavailable. */
    transaction: <T>(work: (client: Queries) => Promise<T>): Promise<T> =>
      using(async (client) => {
        await client.query("BEGIN");
        try {
          const result = await work(client);
          await client.query("COMMIT");
          return result;
        } catch (error) {
          await client.query("ROLLBACK").catch(() => {});
          throw error;
        }
      }),
    /** The number of open connections. */
    size: () => pool.totalCount,
    /** Does not wait for a server that is not answering. */
    async close(): Promise<void> {
      const ended = pool.end();
      await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, CONNECT_MS).unref())]);
      for (const socket of sockets) socket.destroy();
    },
  };
}

const ignore = (): void => {};
const socketOf = (client: unknown): { destroy(): void } =>
  (client as { readonly connection: { readonly stream: { destroy(): void } } }).connection.stream;

const RECONNECT_MS = 250;

/** Listens on a channel with its own connection, which is reopened when it is lost. `heard` is also called after each reconnect. */
export function listenOn(settings: ClientConfig, channel: string, heard: () => void): { close(): void } {
  let client: Client | undefined;
  let retry: NodeJS.Timeout | undefined;
  let isClosed = false;

  function drop(lost: Client): void {
    if (client !== lost) return;
    client = undefined;
    socketOf(lost).destroy();
    if (!isClosed) retry = setTimeout(connect, RECONNECT_MS).unref();
  }
  function connect(): void {
    const made = new Client(settings);
    client = made;
    made.on("error", () => drop(made));
    made.on("end", () => drop(made));
    made.on("notification", heard);
    made
      .connect()
      .then(() => made.query(`LISTEN ${channel}`))
      .then(heard, () => drop(made));
  }

  connect();
  return {
    close() {
      isClosed = true;
      clearTimeout(retry);
      if (client) drop(client);
    },
  };
}
