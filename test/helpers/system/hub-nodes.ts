// Runs hubs as processes that share one event log and one keyring, each with its own data folder, name and ports, and gives tests access to them.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { type IncomingMessage, type RequestOptions, request } from "node:http";
import { dirname, join } from "node:path";
import { text as readText } from "node:stream/consumers";
import { setTimeout as pause } from "node:timers/promises";
import { importJWK, SignJWT } from "jose";
import { readConfig } from "../../../hub/config.ts";
import { dataPaths } from "../../../hub/folder/data-folder.ts";
import { DEVELOPMENT_ISSUER, developmentIssuer } from "../../../hub/sign-in/development-issuer.ts";
import { type Env, type Serving, serving } from "../cli.ts";
import { mutation, type Outcome } from "../send-command.ts";
import { messagesOf } from "../sse.ts";
import { freePort } from "./programs.ts";

/** `code` is the code of the first error, or `refused` if the hub has ended. */
type Reply<Data = Record<string, unknown>> = {
  readonly data?: Data | null | undefined;
  readonly code?: string | undefined;
  readonly text: string;
};

export type HubNode = Awaited<ReturnType<typeof openNodes>>[number];

/** Error codes after which a client repeats its request. */
export const PASSING: ReadonlySet<string> = new Set(["NOT_READY", "UNAVAILABLE"]);

const MOVED_CLOCK = join(import.meta.dirname, "../clock-moved.mjs");

/** Prepares the nodes without starting them. `parent` is an empty folder; `env` is common to all nodes. */
export async function openNodes(names: readonly string[], parent: string, env: Env) {
  const free = new Set<number>();
  while (free.size < 2 * names.length) free.add(await freePort());
  const ports = [...free];
  const folders = names.map((name) => join(parent, name));
  // All nodes have the same signing key, so that a token is valid at every node.
  const [firstFolder = ""] = folders;
  const keyFiles = folders.map((folder) => dataPaths({ dataDir: folder }).issuerKeyFile);
  for (const file of keyFiles) mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  for (const folder of folders) mkdirSync(folder, { recursive: true, mode: 0o700 });
  await developmentIssuer(readConfig({ CANDOUR_DATA_DIR: firstFolder }), keyFiles[0] ?? "");
  const key = await importJWK(JSON.parse(readFileSync(keyFiles[0] ?? "", "utf8")), "ES256");
  for (const file of keyFiles.slice(1)) copyFileSync(keyFiles[0] ?? "", file);
  const tokens = new Map<string, Promise<string>>();
  const tokenOf = (person: string): Promise<string> => {
    // Tokens stay valid for as long as a test may move clocks.
    const claims = { iss: DEVELOPMENT_ISSUER, aud: "candour", sub: person };
    const token =
      tokens.get(person) ??
      new SignJWT(claims)
        .setProtectedHeader({ alg: "ES256", kid: "development" })
        .setIssuedAt(new Date(Date.now() - 3_600_000))
        .setExpirationTime("2y")
        .sign(key);
    tokens.set(person, token);
    return token;
  };
  return names.map((name, index) => {
    const [port = 0, operationsPort = 0] = ports.slice(2 * index);
    const own = { CANDOUR_NODE: name, PORT: String(port), CANDOUR_OPERATIONS_PORT: String(operationsPort) };
    return openNode({ name, folder: folders[index] ?? "", port, operationsPort, env: { ...env, ...own }, tokenOf });
  });
}

/**
 * Sends a request on a connection of its own. Node's fetch keeps connections, and sometimes loses a request to a server that closes them or is restarted: it is
 * then neither answered nor failed.
 */
function send(url: string, options: RequestOptions = {}, body?: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request(url, { ...options, agent: false }, resolve)
      .on("error", reject)
      .end(body);
  });
}

type NodeSettings = {
  readonly name: string;
  readonly folder: string;
  readonly port: number;
  readonly operationsPort: number;
  readonly env: Env;
  readonly tokenOf: (person: string) => Promise<string>;
};

function openNode({ name, folder, port, operationsPort, env, tokenOf }: NodeSettings) {
  const clockFile = `${folder}.clock`;
  let running: Serving | undefined;
  const url = `http://127.0.0.1:${port}`;

  /** What the hub has logged of a request that it answered with a fault of its own. */
  function reported(text: string): string {
    const [, request] = /"requestId":"([^"]+)"/.exec(text) ?? [];
    const lines = running?.logged().split("\n") ?? [];
    return request === undefined ? "" : `\n${lines.filter((line) => line.includes(request)).join("\n")}`;
  }

  async function post(person: string, query: string, variables: object, accept: string): Promise<IncomingMessage> {
    const headers = { "content-type": "application/json", accept, authorization: `Bearer ${await tokenOf(person)}` };
    return send(`${url}/graphql`, { method: "POST", headers }, JSON.stringify({ query, variables }));
  }

  async function ask<Data = Record<string, unknown>>(
    person: string,
    query: string,
    variables: object = {},
  ): Promise<Reply<Data>> {
    try {
      const text = await readText(await post(person, query, variables, "application/json"));
      const body = JSON.parse(text) as {
        readonly data?: Data;
        readonly errors?: readonly { readonly extensions?: { readonly code?: string } }[];
      };
      return { data: body.data, text, ...(body.errors && { code: body.errors[0]?.extensions?.code ?? "ERROR" }) };
    } catch (error) {
      if (!isServing()) return { code: "refused", text: "" };
      // The process may be ending. Clients repeat what a closed connection did not answer.
      if ((error as { readonly code?: string }).code === undefined) throw error;
      await pause(20);
      return ask(person, query, variables);
    }
  }

  const isServing = (): boolean => running?.child.exitCode === null && running.child.signalCode === null;

  return {
    name,
    url,
    folder,
    /** `more`: settings for this run only. Resolves when the hub is ready. */
    async start(more: Env = {}): Promise<void> {
      const own = { CANDOUR_DATA_DIR: folder, CANDOUR_TEST_CLOCK: clockFile };
      running = await serving({ ...env, ...own, ...more }, ["--import", MOVED_CLOCK]);
    },
    /** Resolves with the hub's output after it has ended. */
    async stop(signal: NodeJS.Signals = "SIGTERM") {
      const ended = await running?.stop(signal);
      running = undefined;
      return ended;
    },
    isRunning: () => running !== undefined,
    /** The last lines that the running hub has logged. */
    logged: (lines: number): string => (running?.logged().trimEnd().split("\n") ?? []).slice(-lines).join("\n"),
    freeze: () => void running?.child.kill("SIGSTOP"),
    thaw: () => void running?.child.kill("SIGCONT"),
    /** Sets how many milliseconds the hub's system clock is wrong, from now on. */
    moveClock: (ms: number) => writeFileSync(clockFile, String(ms)),
    ask,
    /** Returns the data of an answer, and repeats the question while the hub is not ready: on a machine busy with other tests it sometimes lags. */
    async data<Data>(person: string, query: string, variables: object = {}): Promise<Data> {
      for (;;) {
        const { data, code, text } = await ask<Data>(person, query, variables);
        if (code === undefined && data) return data;
        if (!PASSING.has(code ?? "")) throw new Error(`${name}: ${text || code}${reported(text)}`);
      }
    },
    /** Sends a command. Throws if it is refused. */
    async does(person: string, command: string, input: object, also = ""): Promise<Outcome> {
      for (;;) {
        const { data, code, text } = await ask<{ result: Outcome }>(person, mutation(command, also), { input });
        if (data?.result && data.result.code === undefined) return data.result;
        // The command is sent again with the same idempotency key.
        if (!PASSING.has(code ?? "") && data?.result.code !== "BUSY")
          throw new Error(`${name}: ${command}: ${text || code}${reported(text)}`);
      }
    },
    async isReady(): Promise<boolean> {
      return send(`${url}/ready`).then(
        (response) => response.resume().statusCode === 200,
        () => false,
      );
    },
    /** Returns the failed readiness conditions from the operations port. */
    async problems(): Promise<readonly string[]> {
      const response = await send(`http://127.0.0.1:${operationsPort}/ready`);
      const { problems } = JSON.parse(await readText(response)) as {
        readonly problems: readonly { readonly condition: string }[];
      };
      return problems.map(({ condition }) => condition);
    },
    /** Returns the last position that a read model of the node has applied, from the operations port. */
    async appliedPosition(readModel: string): Promise<number> {
      const metrics = await readText(await send(`http://127.0.0.1:${operationsPort}/metrics`));
      const [, position] =
        new RegExp(`^candour_read_model_position\\{read_model="${readModel}"[^}]*\\} (\\S+)$`, "m").exec(metrics) ?? [];
      if (position === undefined) throw new Error(`${name}: the metrics name no position of "${readModel}".`);
      return Number(position);
    },
    /** Yields the messages of a subscription; each is the value of its only field. */
    async *live<Data>(person: string, query: string, variables: object): AsyncGenerator<Data> {
      const response = await post(person, query, variables, "text/event-stream");
      for await (const { data, errors } of messagesOf(response)) {
        if (!data) throw new Error(`${name}: ${JSON.stringify(errors)}`);
        yield Object.values(data)[0] as Data;
      }
    },
  };
}

/** Waits until the condition is true, without a time limit. */
export async function until(what: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await what())) await pause(20);
}
