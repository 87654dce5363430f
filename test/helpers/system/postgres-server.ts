// A PostgreSQL server for one test: in a temporary folder, on 127.0.0.1, and stopped when the test's process ends.
import { execFileSync } from "node:child_process";
import { chmodSync, chownSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Client } from "pg";
import { type Daemon, freePort, startDaemon, temporaryFolder } from "./programs.ts";

export type PostgresServer = Awaited<ReturnType<typeof startPostgres>>;

/** The superuser, and the user of a hub, who owns its databases and may make checkpoints, as docs/operations.md says. The passwords are not part of any other logged text. */
const ADMIN = { user: "admin", password: "a-superusers-secret" };
export const HUB = { user: "hub", password: "the-hubs-secret-Zq7" };

type Programs = { readonly initdb: string; readonly postgres: string };

/** `configuration`: lines for postgresql.conf. `certificate` and `key`: PEM, for TLS. */
export async function startPostgres(
  { initdb, postgres }: Programs,
  { configuration = [], tls }: { configuration?: readonly string[]; tls?: { certificate: string; key: string } } = {},
) {
  const folder = temporaryFolder();
  const user = serverUser();
  const data = join(folder.path, "data");
  chmodSync(folder.path, 0o755);
  mkdirSync(data, { mode: 0o700 });
  const give = (path: string) => user && chownSync(path, user.uid, user.gid);
  const put = (name: string, text: string) => {
    const path = join(folder.path, name);
    writeFileSync(path, text, { mode: 0o600 });
    give(path);
    return path;
  };
  give(data);
  const password = put("password", ADMIN.password);
  execFileSync(initdb, ["-D", data, "-U", ADMIN.user, "--auth=scram-sha-256", `--pwfile=${password}`, "--no-instructions"], {
    ...user,
    cwd: "/",
    stdio: "ignore",
  });
  const port = await freePort();
  const lines = [
    ...["listen_addresses = '127.0.0.1'", `port = ${port}`, "unix_socket_directories = ''", "shared_buffers = 16MB"],
    ...(tls
      ? ["ssl = on", `ssl_cert_file = '${put("server.crt", tls.certificate)}'`, `ssl_key_file = '${put("server.key", tls.key)}'`]
      : []),
    ...configuration,
  ];
  writeFileSync(join(data, "postgresql.auto.conf"), `${lines.join("\n")}\n`);
  give(join(data, "postgresql.auto.conf"));

  let daemon: Daemon;
  const start = async () => {
    daemon = await startDaemon(postgres, ["-D", data], () => canConnect(port), {}, user);
  };
  await start();

  /** Runs SQL as the superuser. */
  async function run<Row extends object>(sql: string, database = "postgres"): Promise<readonly Row[]> {
    const client = new Client({ host: "127.0.0.1", port, database, ...ADMIN });
    await client.connect();
    try {
      return (await client.query<Row>(sql)).rows;
    } finally {
      await client.end();
    }
  }
  await run(`CREATE ROLE ${HUB.user} LOGIN PASSWORD '${HUB.password}'`);
  await run(`GRANT pg_checkpoint TO ${HUB.user}`);
  let databases = 0;

  return {
    port,
    run,
    /** Creates an empty database owned by the hub's user, and returns its name. */
    async makeDatabase(): Promise<string> {
      databases += 1;
      const database = `keyring${databases}`;
      await run(`CREATE DATABASE ${database} OWNER ${HUB.user}`);
      return database;
    },
    url: (database: string, { user: name, password: secret } = HUB, host = "127.0.0.1") =>
      `postgres://${name}:${encodeURIComponent(secret)}@${host}:${port}/${database}`,
    /** Files in the data folder that contain these bytes. */
    filesWith: (bytes: Buffer): readonly string[] =>
      readdirSync(data, { recursive: true, encoding: "utf8" }).filter((name) => holds(join(data, name), bytes)),
    /** Suspends all processes of the server, as on a machine that hangs. */
    freeze: () => signalAll(daemon, "SIGSTOP"),
    thaw: () => signalAll(daemon, "SIGCONT"),
    /** Kills the server, as in a crash. */
    async kill(): Promise<void> {
      signalAll(daemon, "SIGKILL");
      await daemon.stop("SIGKILL");
    },
    start,
    async stop(): Promise<void> {
      await daemon.stop("SIGINT");
      folder.remove();
    },
  };
}

/** PostgreSQL does not run as root. */
function serverUser(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const entry = readFileSync("/etc/passwd", "utf8").match(/^postgres:[^:]*:(\d+):(\d+):/m);
  if (!entry) throw new Error("This machine has no user postgres.");
  return { uid: Number(entry[1]), gid: Number(entry[2]) };
}

function canConnect(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const client = new Client({ host: "127.0.0.1", port, database: "postgres", ...ADMIN });
    client.on("error", () => {});
    client.connect().then(
      () => client.end().then(() => resolve(true)),
      () => resolve(false),
    );
  });
}

function holds(path: string, bytes: Buffer): boolean {
  try {
    return statSync(path).isFile() && readFileSync(path).includes(bytes);
  } catch {
    // The server has removed the file meanwhile.
    return false;
  }
}

/** Sends a signal to the server's main process and to its child processes. */
function signalAll({ child }: Daemon, signal: NodeJS.Signals): void {
  const first = child.pid ?? 0;
  // Stopped before its processes are listed, as it would begin others for connections that come meanwhile.
  send(first, "SIGSTOP");
  while (isRunning(first));
  const children = readFileSync(`/proc/${first}/task/${first}/children`, "utf8").trim().split(" ").filter(Boolean);
  for (const pid of [...children.map(Number), first]) send(pid, signal);
}

/** Whether a process is neither stopped nor ended. */
function isRunning(pid: number): boolean {
  const [, state = ""] = /^\d+ \(.*\) (\w)/s.exec(readFileSync(`/proc/${pid}/stat`, "utf8")) ?? [];
  return !["T", "t", "Z", "X"].includes(state);
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    // The process has ended meanwhile.
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
