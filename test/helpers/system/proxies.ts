// Runs nginx and Caddy with the examples in operations/, in front of a hub on this machine.
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { derive } from "./operations-files.ts";
import { type Daemon, freePort, runProgram, startDaemon } from "./programs.ts";
import { type Client, NAME, openClient } from "./tls-client.ts";

export type ReverseProxy = {
  readonly name: "nginx" | "Caddy";
  readonly port: number;
  readonly httpPort: number;
  /** The proxy's certificate in PEM. */
  readonly ca: string;
  readonly accessLog: string;
  readonly daemon: Daemon;
};

const CERTIFICATE = "/etc/candour/tls/fullchain.pem";
const KEY = "/etc/candour/tls/key.pem";

/** Creates a certificate for the hub's public name that only this test trusts. */
export async function makeCertificate(openssl: string, folder: string): Promise<Where["certificate"]> {
  const [file, key] = [join(folder, "certificate.pem"), join(folder, "key.pem")];
  const subject = ["-subj", `/CN=${NAME}`, "-addext", `subjectAltName=DNS:${NAME}`, "-days", "2"];
  const kind = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
  const { status, output } = await runProgram(openssl, ["req", ...kind, ...subject, "-keyout", key, "-out", file]);
  if (status !== 0) throw new Error(output);
  return { file, key };
}

type Where = {
  readonly folder: string;
  readonly hubPort: number;
  readonly certificate: { readonly file: string; readonly key: string };
};

export async function startNginx(program: string, { folder, hubPort, certificate }: Where): Promise<ReverseProxy> {
  const [port, httpPort] = [await freePort(), await freePort()];
  const accessLog = join(folder, "nginx-access.log");
  // nginx's workers run as another user if the test runs as root.
  chmodSync(folder, 0o755);
  const config = derive("nginx.conf", [
    ["listen 80;", `listen 127.0.0.1:${httpPort};`],
    ["listen 443 ", `listen 127.0.0.1:${port} `],
    // Tests connect only to 127.0.0.1.
    ["listen [::]:", "# listen [::]:"],
    ["server 127.0.0.1:4000;", `server 127.0.0.1:${hubPort};`],
    [CERTIFICATE, certificate.file],
    [KEY, certificate.key],
    ["/run/nginx.pid", join(folder, "nginx.pid")],
    ["/var/log/nginx/error.log", join(folder, "nginx-error.log")],
    ["/var/log/nginx/candour.log", accessLog],
    // The tests can run without root, and only root may write to the default folders of Debian's nginx.
    ["http {", `http {\n${temporaryPaths(folder)}`],
  ]);
  const file = join(folder, "nginx.conf");
  writeFileSync(file, config);
  const args = ["-e", "stderr", "-p", folder, "-c", file, "-g", "daemon off;"];
  return started("nginx", { port, httpPort, accessLog, certificate }, program, args);
}

const temporaryPaths = (folder: string): string =>
  ["client_body", "proxy", "fastcgi", "scgi", "uwsgi"].map((kind) => `${kind}_temp_path ${join(folder, kind)};`).join("\n");

export async function startCaddy(program: string, { folder, hubPort, certificate }: Where): Promise<ReverseProxy> {
  const [port, httpPort] = [await freePort(), await freePort()];
  const accessLog = join(folder, "caddy-access.log");
  const config = derive("Caddyfile", [
    ["http_port 80", `http_port ${httpPort}`],
    ["https_port 443", `https_port ${port}\n\tdefault_bind 127.0.0.1`],
    ["127.0.0.1:4000", `127.0.0.1:${hubPort}`],
    [CERTIFICATE, certificate.file],
    [KEY, certificate.key],
    ["/var/log/caddy/candour.log", accessLog],
  ]);
  const file = join(folder, "Caddyfile");
  writeFileSync(file, config);
  const home = join(folder, "caddy");
  mkdirSync(home);
  const args = ["run", "--config", file, "--adapter", "caddyfile"];
  return started("Caddy", { port, httpPort, accessLog, certificate }, program, args, { HOME: home });
}

async function started(
  name: ReverseProxy["name"],
  { certificate, ...rest }: Pick<ReverseProxy, "port" | "httpPort" | "accessLog"> & Pick<Where, "certificate">,
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<ReverseProxy> {
  const ca = readFileSync(certificate.file, "utf8");
  const client = openClient(rest.port, ca);
  const daemon = await startDaemon(program, args, () => answers(client), env);
  client.close();
  return { name, ...rest, ca, daemon };
}

const answers = (client: Client): Promise<boolean> =>
  client.send("/").then(
    async (reply) => {
      await reply.text();
      return true;
    },
    () => false,
  );
