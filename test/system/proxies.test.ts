// nginx and Caddy with the configurations in operations/, side by side in front of one hub: what they forward, and what they refuse.
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { get } from "node:http";
import { connect } from "node:tls";
import { afterAll, beforeAll, expect, it } from "vitest";
import { tokenFor } from "../../bin/client.ts";
import { readConfig } from "../../hub/config.ts";
import { awareness, concern, TARROWSHIRE } from "../examples/api-inputs.ts";
import { askAt, type Serving, serving } from "../helpers/cli.ts";
import { mutation, type Result } from "../helpers/send-command.ts";
import { messagesOf } from "../helpers/sse.ts";
import { describeWith, freePort, temporaryFolder } from "../helpers/system/programs.ts";
import { makeCertificate, type ReverseProxy, startCaddy, startNginx } from "../helpers/system/proxies.ts";
import { type Client, openClient, PROTOCOLS, type Reply } from "../helpers/system/tls-client.ts";

type Message = {
  readonly __typename: string;
  readonly kind?: string;
  readonly position?: string;
  readonly reason?: string;
  readonly code?: string;
  readonly concern?: { readonly summary: { readonly replies: readonly { readonly text: string }[] } };
};
const SUBSCRIPTION = `subscription($id: ID!, $after: String) { concernChanged(concern: $id, after: $after) { __typename
  ... on ConcernUpdate { position kind concern { summary { replies { text } } } }
  ... on LiveEnded { reason position } ... on Refused { code message } } }`;
/** The limit of live streams for one person. */
const STREAMS = 20;

describeWith(["nginx", "caddy", "openssl"], "nginx and Caddy in front of the hub", (programs) => {
  const folder = temporaryFolder();
  let env: Record<string, string>;
  let hub: Serving;
  let proxies: readonly ReverseProxy[] = [];
  const clients: Client[] = [];

  beforeAll(async () => {
    const hubPort = await freePort();
    env = { CANDOUR_DATA_DIR: `${folder.path}/data`, PORT: String(hubPort) };
    hub = await serving(env);
    const where = { folder: folder.path, hubPort, certificate: await makeCertificate(programs.openssl, folder.path) };
    proxies = [await startNginx(programs.nginx, where), await startCaddy(programs.caddy, where)];
  });
  afterAll(async () => {
    for (const client of clients) client.close();
    for (const { daemon } of proxies) await daemon.stop();
    await hub?.stop();
    folder.remove();
  });

  const tokenOf = (person: string) => tokenFor(readConfig(env), person);
  /** A client of each proxy with each protocol. */
  function everyWay(): readonly { readonly way: string; readonly client: Client }[] {
    return proxies.flatMap(({ name, port, ca }) =>
      PROTOCOLS.map((protocol) => {
        const client = openClient(port, ca, protocol);
        clients.push(client);
        return { way: `${name}, ${protocol}`, client };
      }),
    );
  }
  async function post(client: Client, path: string, person: string, body: object, more: object = {}): Promise<Reply> {
    const authorization = `Bearer ${await tokenOf(person)}`;
    const headers = {
      "content-type": "application/json",
      accept: "application/json",
      "accept-encoding": "gzip",
      authorization,
      ...more,
    };
    return client.send(path, { method: "POST", headers, body: JSON.stringify(body) });
  }
  async function done(person: string, name: string, input: object): Promise<string> {
    const variables = { input: { idempotencyKey: randomUUID(), ...input } };
    const query = mutation(name, "... on ConcernChanged { id }");
    const { result } = await askAt<Result>(hub.url, await tokenOf(person), query, variables);
    if (result.code) throw new Error(`${name} was refused, ${result.code}: ${result.message}`);
    return result.id ?? "";
  }
  async function aware(): Promise<string> {
    const id = await done("adviser", "logConcern", concern);
    await done("adviser", "recordAwareness", { ...awareness, concern: id });
    return id;
  }
  const reply = (id: string, text: string) => done("chief-executive", "reply", { concern: id, reply: text });

  type Following = { readonly reply: Reply; next(): Promise<Message | undefined> };
  async function follow(client: Client, id: string, after?: string): Promise<Following> {
    const query = { query: SUBSCRIPTION, variables: { id, after } };
    const answered = await post(client, "/graphql", "adviser", query, { accept: "text/event-stream" });
    const messages = messagesOf(answered.body);
    return {
      reply: answered,
      async next() {
        const { done: over, value } = await messages.next();
        return over ? undefined : (Object.values(value.data ?? {})[0] as Message);
      },
    };
  }
  const lastReply = (message: Message | undefined) => message?.concern?.summary.replies.at(-1)?.text;

  it("forward a query and its response", async () => {
    for (const { way, client } of everyWay()) {
      const answered = await post(client, "/graphql", "adviser", { query: "{ viewer { person } }" });
      expect([answered.status, JSON.parse(await answered.text())], way).toEqual([
        200,
        { data: { viewer: { person: "adviser" } } },
      ]);
    }
  });

  it("forward a council's export completely", async () => {
    for (const { way, client } of everyWay()) {
      const exported = await post(client, "/ledger", "chief-executive", { council: TARROWSHIRE, format: "json" });
      expect(exported.headers["content-disposition"], way).toContain("candour-ledger-");
      expect(JSON.parse(await exported.text()), way).toMatchObject({ council: { code: TARROWSHIRE } });
    }
  });

  it("forward each event of a live stream before the next one is recorded", async () => {
    const id = await aware();
    const streams = await Promise.all(everyWay().map(async ({ way, client }) => ({ way, ...(await follow(client, id)) })));
    for (const { way, reply: answered, next } of streams) {
      expect(answered.headers["content-encoding"], way).toBeUndefined();
      expect(await next(), way).toMatchObject({ kind: "SNAPSHOT" });
    }
    // With a proxy that delays an event until the next one arrives, the client would wait here for ever.
    for (const text of ["One.", "Two.", "Three."]) {
      await reply(id, text);
      for (const { way, next } of streams) expect(lastReply(await next()), way).toBe(text);
    }
    for (const { reply: answered } of streams) answered.leave();
  });

  it("close the hub's connection when a client disconnects from its live streams", async () => {
    const id = await aware();
    // Opens twice the limit of one person: the second half succeeds only if the hub has detected that the first half was closed.
    for (const { client } of everyWay()) for (const _ of ["first", "second"]) while (!(await openAndLeave(client, id)));
  });
  /** Opens the maximum number of streams for one person and disconnects. Returns whether all were accepted. */
  async function openAndLeave(client: Client, id: string): Promise<boolean> {
    const streams = await Promise.all(Array.from({ length: STREAMS }, () => follow(client, id)));
    const firsts = await Promise.all(streams.map(({ next }) => next()));
    for (const { reply: answered } of streams) answered.leave();
    return firsts.every((message) => message?.kind === "SNAPSHOT");
  }

  it("forward pages and their styles", async () => {
    for (const { way, client } of everyWay()) {
      const home = await client.send("/news", { headers: { accept: "text/html" } });
      expect([home.status, home.headers.location], way).toEqual([302, "/sign-in?to=%2Fnews"]);
      const signedOut = await client.send("/signed-out");
      const [, styles = ""] = /href="(\/assets\/[^"]+\.css)"/.exec(await signedOut.text()) ?? [];
      const asset = await client.send(styles);
      await asset.text();
      expect([asset.status, asset.headers["content-type"]], way).toEqual([200, "text/css; charset=utf-8"]);
    }
  });

  it("forward nothing of the operations port", async () => {
    for (const { way, client } of everyWay())
      for (const path of [
        "/metrics",
        "/health",
        "/graphql/x",
        "/ready/../metrics",
        "/%6detrics",
        "/ready;/metrics",
        "//metrics",
      ]) {
        const answered = await client.send(path);
        expect(await answered.text(), `${way} ${path}`).not.toMatch(/candour_|process_start_time/);
        expect([404, 308], `${way} ${path}`).toContain(answered.status);
      }
  });

  it.each(["with its length", "without its length"])("refuse a body of more than 1 MB that is sent %s", async (how) => {
    for (const { way, client } of everyWay()) {
      const ask = async (bytes: number) => {
        const body = { query: "{ __typename }", variables: { x: "x".repeat(bytes) } };
        const length = { "content-length": String(JSON.stringify(body).length) };
        const unsaid = way.endsWith("HTTP/2") ? {} : { "transfer-encoding": "chunked" };
        return post(client, "/graphql", "adviser", body, how === "with its length" ? length : unsaid);
      };
      const large = await ask(1 << 20);
      expect(large.status, way).toBe(413);
      expect(JSON.parse(await large.text()), way).toMatchObject({ errors: [{ extensions: { code: "TOO_LARGE" } }] });
      const fitting = await ask(1_000_000);
      await fitting.text();
      expect(fitting.status, way).toBe(200);
    }
  });

  it("forward a file of ten megabytes, and refuse a form that no file needs", async () => {
    for (const { way, client } of everyWay()) {
      /** `length`: as the request says it, where that is not the body's. */
      const send = async (bytes: number, length?: number) => {
        const head = '--b\r\ncontent-disposition: form-data; name="file"; filename="Large.csv"\r\n\r\n';
        const body = Buffer.from(`${head}${"1,2\n".repeat(bytes / 4)}\r\n--b--\r\n`);
        const headers = {
          ...{ authorization: `Bearer ${await tokenOf("adviser")}`, "content-type": "multipart/form-data; boundary=b" },
          "content-length": String(length ?? body.length),
        };
        const answered = await client.send("/uploads", { method: "POST", headers, body });
        return { status: answered.status, text: await answered.text() };
      };
      const fitting = await send(10_000_000);
      expect([fitting.status, fitting.text.includes('"bytes":10000000')], way).toEqual([201, true]);
      const beyond = await send(10_400_000);
      expect([beyond.status, beyond.text.includes("FILE_TOO_LARGE")], way).toEqual([422, true]);
      // A proxy refuses it before it is sent.
      const large = await send(0, 14_000_000);
      expect([large.status, large.text.includes("TOO_LARGE")], way).toEqual([413, true]);
    }
  });

  it("answer only requests with the hub's host name, and only over TLS", async () => {
    for (const { name, port, httpPort, ca } of proxies) {
      const refused = new Promise((resolve) => {
        connect({ port, host: "127.0.0.1", servername: "other.example.org", ca }, () => resolve("accepted")).once(
          "error",
          resolve,
        );
      });
      expect(await refused, name).toBeInstanceOf(Error);
      const location = await new Promise((resolve, reject) => {
        get({ host: "127.0.0.1", port: httpPort, path: "/graphql", headers: { host: "candour.example.org" } }, (response) => {
          response.resume();
          resolve(response.headers.location);
        }).once("error", reject);
      });
      expect(location, name).toMatch(/^https:\/\/candour\.example\.org\//);
    }
  });

  it("end live streams cleanly when the hub stops, report that it is down, and let clients resume afterwards", async () => {
    const id = await aware();
    const ways = everyWay();
    const streams = await Promise.all(ways.map(async ({ way, client }) => ({ way, client, ...(await follow(client, id)) })));
    for (const { next } of streams) await next();
    const stopped = hub.stop();
    const resume: { readonly way: string; readonly client: Client; readonly position: string | undefined }[] = [];
    for (const { way, client, next } of streams) {
      const last = await next();
      expect(last, way).toMatchObject({ __typename: "LiveEnded", reason: "HUB_STOPPING", position: expect.any(String) });
      expect(await next(), way).toBeUndefined();
      resume.push({ way, client, position: last?.position });
    }
    expect((await stopped).code).toBe(0);
    for (const { way, client } of ways) {
      const away = await post(client, "/graphql", "adviser", { query: "{ __typename }" });
      expect([away.status, away.headers["retry-after"], away.headers["content-type"]], way).toEqual([
        503,
        "10",
        "application/json",
      ]);
      expect(JSON.parse(await away.text()), way).toMatchObject({ errors: [{ extensions: { code: "UNAVAILABLE" } }] });
    }
    hub = await serving(env);
    await reply(id, "Back.");
    for (const { way, client, position } of resume) {
      const following = await follow(client, id, position);
      expect(lastReply(await following.next()), way).toBe("Back.");
      following.reply.leave();
    }
  });

  it("show whether the hub is ready, and no details", async () => {
    for (const { way, client } of everyWay()) {
      for (const [path, said] of [
        ["/ready", { ready: true }],
        ["/live", { live: true }],
      ] as const) {
        const answered = await client.send(path);
        expect([answered.status, JSON.parse(await answered.text())], `${way} ${path}`).toEqual([200, said]);
      }
    }
  });

  it("log the client and time of requests, and neither queries nor tokens", async () => {
    const secret = randomUUID();
    const ids: unknown[] = [];
    for (const { client } of everyWay()) {
      const { text, headers } = await post(client, `/graphql?q=${secret}`, "adviser", {
        query: "{ __typename }",
        variables: { x: secret },
      });
      await text();
      ids.push(headers["x-request-id"]);
      await (await client.send(`/concerns/${secret}?q=${secret}`)).text();
    }
    const logs = proxies.map(({ accessLog }) => readFileSync(accessLog, "utf8")).join("");
    for (const id of ids) expect(logs).toContain(id);
    for (const { name, accessLog } of proxies) {
      const written = readFileSync(accessLog, "utf8");
      expect(written, name).toContain('"/graphql"');
      expect(written, name).toContain('"/concerns"');
      expect(written, name).not.toMatch(new RegExp(`${secret}|Bearer|eyJ`));
    }
  });
});
