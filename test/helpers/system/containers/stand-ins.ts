// Images that replace the public ones of docker-compose.single.yml: Caddy and Prometheus from this machine's Debian packages, and programs of the
// tests for the identity provider and the mail server. For docker-compose.yml also PostgreSQL from this machine, and the stand-in for
// EventStoreDB. Each image starts in the same way as the image it replaces.
import { copyFileSync, cpSync, mkdirSync, realpathSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { ROOT } from "../operations-files.ts";
import { findProgram } from "../programs.ts";
import { type Engine, runOrThrow } from "./engine.ts";
import { build, DEBIAN } from "./images.ts";

export async function makeStandIns(engine: Engine, hub: string, folder: string): Promise<void> {
  mkdirSync(folder);
  for (const name of ["caddy", "prometheus"] as const) cpSync(findProgram(name) ?? "", join(folder, name));
  cpSync(join(import.meta.dirname, "within"), join(folder, "test"), { recursive: true });
  for (const name of ["smtp-server", "punycode.js"])
    cpSync(join(ROOT, "node_modules", name), join(folder, name), { recursive: true });
  await build(engine, "stand-in-proxy:test", PROXY, folder);
  await build(engine, "stand-in-metrics:test", METRICS, folder);
  await build(engine, "stand-in-identity:test", identity(hub), folder);
  await build(engine, "stand-in-mail:test", mail(hub), folder);
}

/** Builds the images that only docker-compose.yml uses. */
export async function makeClusterStandIns(engine: Engine, hub: string, folder: string): Promise<void> {
  mkdirSync(folder);
  const helpers = "test/helpers";
  for (const name of ["kurrentdb-stand-in", "system/containers/within"])
    cpSync(join(ROOT, helpers, name), join(folder, helpers, name), { recursive: true });
  await build(engine, "stand-in-event-log:test", eventLog(hub), folder);
  await copyPostgres(join(folder, "postgres"));
  await build(engine, "stand-in-keyring:test", KEYRING, folder);
}

/** Copies PostgreSQL's programs and libraries to the paths that they were built for. The query compiler is left out, because it is large and not needed. */
async function copyPostgres(folder: string): Promise<void> {
  const bin = dirname(realpathSync(findProgram("initdb") ?? ""));
  const release = basename(dirname(bin));
  const filter = (path: string) => !/bitcode|llvmjit/.test(path);
  for (const path of [`/usr/lib/postgresql/${release}`, `/usr/share/postgresql/${release}`])
    cpSync(path, join(folder, path), { recursive: true, dereference: true, filter });
  const programs = ["initdb", "postgres", "psql", "pg_ctl", "pg_isready"].map((name) => join(bin, name));
  const libraries = new Set((await runOrThrow("ldd", programs)).match(/(?<==> )\/\S+/g) ?? []);
  const beside = join(folder, "usr/local/lib");
  mkdirSync(beside, { recursive: true });
  for (const path of libraries) copyFileSync(path, join(beside, basename(path)));
}

const PROXY = `FROM ${DEBIAN}
COPY caddy /usr/bin/caddy
ENV XDG_CONFIG_HOME=/config XDG_DATA_HOME=/data
CMD ["caddy", "run", "--config", "/etc/caddy/Caddyfile", "--adapter", "caddyfile"]
`;

const METRICS = `FROM ${DEBIAN}
COPY prometheus /bin/prometheus
RUN install -d -o 65534 -g 65534 /prometheus
VOLUME /prometheus
ENTRYPOINT ["/bin/prometheus"]
`;

// Both images contain Node and the hub's packages, whose libraries for signing tokens and reading mail they use.
const identity = (hub: string) => `FROM ${hub}
USER root
COPY test /opt/candour/test
WORKDIR /opt/candour/test
RUN printf '#!/bin/sh\\nexec node identity.ts "$@"\\n' > /usr/local/bin/dex && chmod 755 /usr/local/bin/dex
ENTRYPOINT []
HEALTHCHECK NONE
`;

const mail = (hub: string) => `FROM ${hub}
USER root
COPY test /opt/candour/test
COPY smtp-server /opt/candour/node_modules/smtp-server
COPY punycode.js /opt/candour/node_modules/punycode.js
WORKDIR /opt/candour/test
RUN printf '#!/bin/sh\\n[ "$1" != readyz ] || exec wget -q -O /dev/null http://127.0.0.1:8025/readyz\\nexec node mail.ts\\n' > /mailpit && chmod 755 /mailpit
ENTRYPOINT ["/mailpit"]
CMD []
HEALTHCHECK NONE
`;

const eventLog = (hub: string) => `FROM ${hub}
USER root
COPY test /opt/candour/test
RUN install -d -o 1000 -g 1000 /var/lib/eventstore /var/log/eventstore
VOLUME /var/lib/eventstore
ENTRYPOINT ["node", "/opt/candour/test/helpers/system/containers/within/event-log.ts"]
CMD []
HEALTHCHECK NONE
`;

/** At its first start the container creates a server and runs the scripts mounted for that, as PostgreSQL's own image does. */
const KEYRING = `FROM ${DEBIAN}
COPY postgres /
RUN useradd --uid 1000 postgres && ln -s /usr/lib/postgresql/*/bin/* /usr/local/bin/ && ldconfig && install -d -m 1777 /var/lib/postgresql/data
COPY test/helpers/system/containers/within/keyring.sh /usr/local/bin/docker-entrypoint.sh
VOLUME /var/lib/postgresql/data
ENTRYPOINT ["docker-entrypoint.sh"]
CMD ["postgres"]
`;
