// A load of commands and reads on a hub in a separate process, over all its restarts, with a list of the acknowledged commands and received responses.
// After a stop it reports which of them the folder lacks.
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { importJWK, SignJWT } from "jose";
import { openSqliteLog } from "../../../event-log/sqlite/sqlite-log.ts";
import { readConfig } from "../../../hub/config.ts";
import { dataPaths, findDataFolder } from "../../../hub/folder/data-folder.ts";
import { DEVELOPMENT_ISSUER, developmentIssuer } from "../../../hub/sign-in/development-issuer.ts";
import { verifyStores } from "../../../hub/verification/verify.ts";
import { concernUnder, LOG_CONCERN } from "../../examples/log-concern.ts";
import { type Data, entriesOf, recordedIn } from "../delivered-and-recorded.ts";

const WRITERS = 4;
const READERS = ["adviser", "second-adviser", "chief-executive", "nominated-officer"] as const;
/** The error codes of a hub with a temporary fault. Any other error is a failure. */
const AT_THE_MOMENT: ReadonlySet<string> = new Set(["UNAVAILABLE", "NOT_READY"]);
const LATELY = 4;

/** The outcomes of the requests of one run. */
type Tally = {
  acknowledged: number;
  answered: number;
  failed: number;
  /** Requests without a response. */
  cut: number;
  /** Whether the last requests of a kind were answered, the newest last. */
  readonly lately: { readonly writes: boolean[]; readonly reads: boolean[] };
};
export type Loading = { readonly tally: Tally; stop(): Promise<void> };
type Audit = { readonly lost: readonly string[]; readonly wrong: readonly string[] };

export type Load = {
  /** Begins commands and reads. What fails is tried again under the same key. */
  on(url: string): Loading;
  /** The number of commands acknowledged so far. */
  acknowledged(): number;
  /** Compares the folder of a hub that has ended: `isStopped` after a clean stop. Events dated after `now` are a flaw. */
  audit(isStopped: boolean, now?: Date): Promise<Audit>;
};

type Response = {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
};

export async function openLoad(dir: string): Promise<Load> {
  const config = readConfig({ CANDOUR_DATA_DIR: dir, PORT: "0" });
  const { disclosuresFile, logFile } = dataPaths(config);
  // Creates the key if there is none.
  await developmentIssuer(config, dataPaths(config).issuerKeyFile);
  const tokens = new Map<string, string>();
  for (const person of READERS) tokens.set(person, await lastingToken(dataPaths(config).issuerKeyFile, person));
  const acknowledged = new Map<string, string>();
  const wrong: string[] = [];
  /** State of one run: a hub has no memory of earlier runs, so it must record everything that it sends. */
  let given = new Set<string>();
  const before = await eventsOf([logFile, disclosuresFile]);
  let recordedUntil = before.disclosures.at(-1)?.position ?? "";
  let lives = 0;
  /** Sent under, and not acknowledged. */
  const pending = new Set<string>();

  async function ask(url: string, person: string, query: string, variables: object = {}): Promise<Response | undefined> {
    const headers = { "content-type": "application/json", authorization: `Bearer ${tokens.get(person)}` };
    const text = await fetch(`${url}/graphql`, { method: "POST", headers, body: JSON.stringify({ query, variables }) })
      .then((response) => response.text())
      .catch(() => undefined);
    try {
      return text === undefined ? undefined : (JSON.parse(text) as Response);
    } catch {
      wrong.push(`an answer that is no JSON: ${text?.slice(0, 80)}`);
      return undefined;
    }
  }

  /** Whether the command succeeded; undefined if the response did not arrive. */
  function outcomeOf(response: Response | undefined, refused?: string, message?: string): boolean | undefined {
    if (!response) return undefined;
    const codes = [...(response.errors ?? []).map(({ extensions }) => extensions?.code ?? "none"), ...(refused ? [refused] : [])];
    for (const code of codes)
      if (!AT_THE_MOMENT.has(code)) wrong.push(`answered ${code}: ${message ?? response.errors?.[0]?.message}`);
    return codes.length === 0;
  }

  async function write(url: string, key: string): Promise<boolean | undefined> {
    if (!acknowledged.has(key)) pending.add(key);
    const response = await ask(url, "adviser", LOG_CONCERN, { input: concernUnder(key) });
    const { id, code, message } = (response?.data?.logConcern ?? {}) as { id?: string; code?: string; message?: string };
    const before = acknowledged.get(key);
    if (id && before && before !== id) wrong.push(`${key} was acknowledged twice`);
    if (id) {
      acknowledged.set(key, id);
      pending.delete(key);
    }
    return outcomeOf(response, code, message);
  }

  /** Checks that acknowledged data is visible for its reader. */
  async function readBack(url: string, key: string): Promise<boolean | undefined> {
    const id = acknowledged.get(key) ?? "";
    const response = await ask(url, "adviser", "query($id: ID!) { concern(id: $id) { id summary { text } } }", { id });
    const isAnswered = outcomeOf(response);
    if (!isAnswered) return isAnswered;
    const found = response?.data?.concern as { summary?: { text?: string } } | null;
    if (found?.summary?.text !== concernUnder(key).summary) wrong.push(`${key} is not there as it was acknowledged`);
    else give("adviser", response?.data as Data);
    return true;
  }

  async function read(url: string, person: string, n: number): Promise<boolean | undefined> {
    const ids = [...acknowledged.values()];
    const id = ids[(n * 7) % Math.max(1, ids.length)];
    const query =
      n % 2 === 0 || !id
        ? `{ concerns(first: ${5 + (n % 40)}) { nodes { id stage ${n % 4 === 0 ? "summary { text }" : ""} } } }`
        : `{ concern(id: "${id}") { id summary { text } evidence { account } } }`;
    const response = await ask(url, person, query);
    if (response?.errors?.every(({ extensions }) => extensions?.code === "NOT_FOUND") && person !== "adviser") return true;
    const isAnswered = outcomeOf(response);
    if (isAnswered) give(person, response?.data as Data);
    return isAnswered;
  }
  const give = (person: string, data: Data) => {
    for (const one of entriesOf(person, data)) given.add(one);
  };

  return {
    on(url) {
      lives += 1;
      const life = lives;
      let isOver = false;
      const tally: Tally = { acknowledged: 0, answered: 0, failed: 0, cut: 0, lately: { writes: [], reads: [] } };
      async function note(kind: "writes" | "reads", asked: Promise<boolean | undefined>): Promise<boolean> {
        const isAnswered = await asked;
        const lately = tally.lately[kind];
        lately.push(isAnswered === true);
        if (lately.length > LATELY) lately.shift();
        if (isAnswered) tally[kind === "writes" ? "acknowledged" : "answered"] += 1;
        else {
          tally[isAnswered === undefined ? "cut" : "failed"] += 1;
          await pause(20);
        }
        return isAnswered === true;
      }
      const left = [...pending];
      const writers = Array.from({ length: WRITERS }, async (_, writer) => {
        for (let n = 0; !isOver; n += 1) {
          // What an earlier life left without an answer, now and then what it acknowledged, and otherwise something new.
          const before = n % 5 === 4 ? [...acknowledged.keys()][(n * 31 + writer) % acknowledged.size] : undefined;
          const key = left.pop() ?? before ?? `life-${life}-${writer}-${n}`;
          while (!isOver && !(await note("writes", write(url, key))));
          if (!isOver && n % 3 === 0) await note("reads", readBack(url, key));
        }
      });
      const readers = READERS.map(async (person) => {
        for (let n = 0; !isOver; n += 1) await note("reads", read(url, person, n));
      });
      return {
        tally,
        async stop() {
          isOver = true;
          await Promise.all([...writers, ...readers]);
        },
      };
    },
    acknowledged: () => acknowledged.size,
    async audit(isStopped, now = new Date()) {
      const lost: string[] = [];
      const { log, disclosures, flaws } = await eventsOf([logFile, disclosuresFile]);
      if (isStopped && flaws > 0) wrong.push(`the log has ${flaws} flaws`);
      for (const [was, is] of [
        [before.log, log],
        [before.disclosures, disclosures],
      ] as const) {
        const ids = new Set(is.map(({ id }) => id));
        for (const { id, position } of was) if (!ids.has(id)) lost.push(`what stood at ${position} before`);
      }
      const types = new Map<string, string>();
      for (const { stream, type } of log) types.set(stream, `${types.get(stream) ?? ""}${type} `);
      for (const [key, id] of acknowledged)
        if (types.get(`concern-${id}`) !== "ConcernLogged.v2 EvidenceAdded.v2 ")
          lost.push(`${key}: its stream holds ${types.get(`concern-${id}`) ?? "nothing"}`);

      const since = disclosures.filter(({ position }) => position > recordedUntil);
      const recorded = new Set(since.flatMap(recordedIn));
      for (const one of given) if (!recorded.has(one)) lost.push(`given and not recorded: ${one}`);
      recordedUntil = since.at(-1)?.position ?? recordedUntil;
      given = new Set();
      if (isStopped) {
        const { count, flaws: found, unchecked } = await verifyStores(findDataFolder(config), { now });
        if (count > 0) wrong.push(`the check finds ${count} flaws: ${JSON.stringify(found[0])}`);
        for (const { file, why } of unchecked) wrong.push(`${file} could not be checked: ${why}`);
      }
      return { lost, wrong: [...wrong] };
    },
  };
}

/** Reads both logs from copies, because opening the original files could change them. */
async function eventsOf([logFile, disclosuresFile]: readonly [string, string]) {
  const folder = mkdtempSync(join(tmpdir(), "candour-look-"));
  const eventsIn = async (file: string) => {
    const copy = join(folder, basename(file));
    for (const suffix of ["", "-wal"]) if (existsSync(file + suffix)) cpSync(file + suffix, copy + suffix);
    const log = openSqliteLog(copy);
    const found = { events: await log.readAll("", Number.MAX_SAFE_INTEGER), flaws: (await log.verify()).length };
    await log.close();
    return found;
  };
  const [log, disclosures] = [await eventsIn(logFile), await eventsIn(disclosuresFile)];
  rmSync(folder, { recursive: true });
  return { log: log.events, disclosures: disclosures.events, flaws: log.flaws + disclosures.flaws };
}

/** A token that is valid at any time of the hub's clock. */
export async function lastingToken(keyFile: string, person: string): Promise<string> {
  const key = await importJWK(JSON.parse(readFileSync(keyFile, "utf8")), "ES256");
  const claims = { iss: DEVELOPMENT_ISSUER, aud: "candour", sub: person, iat: 0, exp: Date.UTC(2060) / 1_000 };
  return new SignJWT(claims).setProtectedHeader({ alg: "ES256", kid: "development" }).sign(key);
}
