// Images in place of the public ones of docker-compose.single.yml: Caddy and Prometheus as this machine has them from Debian, and programs of the
// tests in place of the identity provider and the mail server. Each starts as the image does that it stands in for.
import { cpSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../operations-files.ts";
import { findProgram } from "../programs.ts";
import type { Engine } from "./engine.ts";
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

// Both with Node and the hub's packages, of which they use those that sign tokens and read mail.
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
