// A real hub in this process, served over HTTP on a free port of this machine, with its data in a separate folder and a clock that a
// test sets. The hub's log lines are kept, so that a test can check what they must not contain.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { importJWK, type JWTPayload, SignJWT } from "jose";
import pino from "pino";
import { demonstrationPeople } from "../../demonstration/people.ts";
import { seedDemonstration, seedInterests } from "../../demonstration/seed.ts";
import { wait } from "../../event-log/pauses.ts";
import { buildSchema } from "../../graphql/schema.ts";
import { type ServerOptions, serve } from "../../graphql/server.ts";
import { readConfig } from "../../hub/config.ts";
import { type Hub, openHub } from "../../hub/hub.ts";
import { DEVELOPMENT_ISSUER, developmentIssuer } from "../../hub/sign-in/development-issuer.ts";
import { remoteKeys, type Trust, type TrustedIssuer, tokenVerifier } from "../../hub/sign-in/tokens.ts";
import { UNLIMITED } from "./cli.ts";
import { shipped } from "./policy-files.ts";
import { copyShared } from "./shared-folder.ts";

/** The hub's response. `data` has the query's type, if the query succeeded. */
export type Answer<Data> = {
  readonly status: number;
  readonly body: {
    readonly data: Data;
    readonly errors?: readonly {
      readonly message: string;
      readonly extensions?: { readonly code?: string; readonly retryAfterSeconds?: number };
    }[];
  };
};

export type HubOptions = {
  /** Whether the hub has the demonstration's people, figures and concerns; by default it has. */
  readonly seed?: boolean | "people";
  /** Settings that differ. A test with another issuer signs its own tokens, and sends them with `send`. */
  readonly env?: Readonly<Record<string, string>>;
  /** An existing data folder, which is not removed. */
  readonly dir?: string;
  /** The clock's time at the start; noon on 2 March 2026 by default. */
  readonly at?: string;
  /** Whether logs are written, and events applied, in threads. They take some tenths of a second to start, so by default only hubs in processes of their own have them. */
  readonly inThreads?: boolean;
  /** Opens pages beside the API. */
  readonly openPages?: ServerOptions["openPages"];
};

export type TestHub = Awaited<ReturnType<typeof startHub>>;

/** All hubs of a worker serve it: it has nothing of one hub. */
const schema = buildSchema(shipped.schema);

const THREADS = process.env.CANDOUR_TEST_THREADS === "on" || process.env.CANDOUR_TEST_READERS === "on";
/** With threads, reader threads execute each query that they can. */
const READERS: Readonly<Record<string, string>> = process.env.CANDOUR_TEST_READERS === "on" ? { CANDOUR_READERS: "2" } : {};
const MOMENT_MS = 20;

const NOON = "2026-03-02T12:00:00.000Z";

export async function startHub({
  seed = true,
  env = {},
  dir: given,
  at = NOON,
  openPages,
  inThreads = THREADS,
}: HubOptions = {}) {
  const dir = given ?? mkdtempSync(join(tmpdir(), "candour-test-"));
  if (!seed || at !== NOON || (existsSync(dir) && readdirSync(dir).length > 0))
    return openTestHub(dir, given === undefined, env, at, seed, inThreads, openPages);
  await copyShared(seed === "people" ? "people" : "demonstration", dir, async (to) => {
    const first = await openTestHub(to, false, {}, at, seed, false);
    await first.close();
  });
  return openTestHub(dir, given === undefined, env, at, false, inThreads, openPages);
}

async function seedPeople(hub: Hub): Promise<void> {
  const { asHub, services } = hub;
  const { people } = services;
  await Promise.all(
    demonstrationPeople.map(async (given) => {
      const { id: person, name, assignment } = given;
      await people.execute("registerPerson", { person, name }, asHub(`register-${person}`));
      const lasting = { person, from: "2020-01-01", until: "2039-12-31" };
      await people.execute("startAssignment", { ...lasting, ...assignment }, asHub(`assign-${person}`));
      await seedInterests(hub, given);
    }),
  );
}

/** Remembers the last result: a key file that has not changed is imported once. */
function lastResult<T>(make: (text: string) => T): (text: string) => T {
  let last: { readonly text: string; readonly made: T } | undefined;
  return (text) => {
    if (last?.text !== text) last = { text, made: make(text) };
    return last.made;
  };
}

/** They have signed in before, so that no request of a test is the one that records it. */
async function signInPeopleOfCouncils({ services: { people }, asHub }: Hub): Promise<void> {
  for (const { id: person, assignment } of demonstrationPeople)
    if (assignment.council) await people.execute("recordSignIn", { person }, asHub("first-sign-in"));
}

async function openTestHub(
  dir: string,
  isTemporary: boolean,
  env: Readonly<Record<string, string>>,
  at: string,
  seed: boolean | "people",
  inThreads: boolean,
  openPages?: ServerOptions["openPages"],
) {
  const config = readConfig({ CANDOUR_DATA_DIR: dir, PORT: "0", CANDOUR_READERS: "1", ...UNLIMITED, ...READERS, ...env });
  const logged: string[] = [];
  const logger = pino({ level: "debug", base: null }, { write: (line: string) => logged.push(line) });
  let instant = Date.parse(at);
  const now = () => new Date(instant);

  // If a test sets the time, both clocks advance; if the clock leaps, only the system clock changes.
  const began = performance.now();
  let passed = 0;
  const steady = () => performance.now() - began + passed;
  // What is gathered for a second is gathered for a moment, so that a test which expects silence need not wait for longer.
  const briefly = (ms: number, ended: AbortSignal) => wait(Math.min(ms, MOMENT_MS), ended);
  const hub = await openHub(config, logger, { shipped, now, steady, inThreads, wait: briefly });
  const keyFile = hub.folder.issuerKeyFile;
  const [first, ...further] = config.issuers.flatMap(({ name, issuer, jwksUrl }): readonly TrustedIssuer[] =>
    jwksUrl === undefined ? [] : [{ name, issuer, keys: remoteKeys(jwksUrl) }],
  );
  const issuers: Trust["issuers"] = first ? [first, ...further] : [await developmentIssuer(config, keyFile)];
  const served = await serve(
    hub,
    tokenVerifier({ issuers, audience: config.audience, now: first ? hub.now : now, logger }),
    logger,
    { schema, alwaysInReaders: true, ...(openPages && { openPages }) },
  );
  await hub.live();
  if (seed) await (seed === "people" ? seedPeople(hub) : seedDemonstration(hub));
  if (seed) await signInPeopleOfCouncils(hub);

  let tokens = { at: instant, of: new Map<string, Promise<string>>() };
  const importKey = lastResult((text: string) => importJWK(JSON.parse(text), "ES256"));
  /** A token of the development issuer at the test clock's time; `claims` replace its claims or, if undefined, remove them. */
  const token = async (person: string, claims: JWTPayload = {}): Promise<string> => {
    const key = await importKey(readFileSync(keyFile, "utf8"));
    const iat = Math.floor(instant / 1000);
    const held = { iss: DEVELOPMENT_ISSUER, aud: config.audience, sub: person, iat, exp: iat + 8 * 3600, ...claims };
    return new SignJWT(held).setProtectedHeader({ alg: "ES256", kid: "development" }).sign(key);
  };
  /** Sends a body unchanged. Returns the status and, if the response is JSON, its contents. */
  async function send<Data>(body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string>): Promise<Answer<Data>> {
    const response = await fetch(`${served.url}/graphql`, { method: "POST", body, headers });
    const text = await response.text();
    return { status: response.status, body: text.startsWith("{") ? JSON.parse(text) : { data: text } };
  }
  return {
    ...{ hub, url: served.url, dir, logged, logger, token, send },
    clock: {
      now,
      set: (iso: string) => {
        passed += Math.max(0, Date.parse(iso) - instant);
        instant = Date.parse(iso);
      },
      /** Changes only the system clock. */
      leap: (iso: string) => {
        instant = Date.parse(iso);
      },
    },
    /** Sends a query as a person of the hub, with a token of the clock's time. */
    async ask<Data = Record<string, unknown>>(person: string, query: string, variables: object = {}): Promise<Answer<Data>> {
      if (tokens.at !== instant) tokens = { at: instant, of: new Map() };
      const bearer = tokens.of.get(person) ?? token(person);
      tokens.of.set(person, bearer);
      const headers = { "content-type": "application/json", authorization: `Bearer ${await bearer}` };
      return send<Data>(JSON.stringify({ query, variables }), headers);
    },
    async close(): Promise<void> {
      await served.close();
      await hub.close();
      if (isTemporary) rmSync(dir, { recursive: true, force: true });
    },
  };
}
