// Slow clients, which do not read the response or send their request in small pieces. Timeouts are short here; no test has an
// upper time limit.
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type Served, serve } from "../../graphql/server.ts";
import { awareness, concern, conversation } from "../examples/api-inputs.ts";
import { done } from "../helpers/send-command.ts";
import { startHub, type TestHub } from "../helpers/test-hub.ts";

// A stream is asked for at once, and on a busy machine may be read late; only a request that comes drop by drop has little time.
const WHOLE = { headersMs: 600_000, requestMs: 600_000, unreadMs: 400, everyMs: 50 };
const DRIPPING = { ...WHOLE, headersMs: 400, requestMs: 800 };

let hub: TestHub;
let served: Served;
let impatient: Served;
let subscription: string;
let id: string;
beforeAll(async () => {
  hub = await startHub({ env: { CANDOUR_ACCESS_LOG: "true" } });
  // In this test a token is the name of its bearer.
  const serving = (bounds: typeof WHOLE) => serve(hub.hub, async (person) => ({ person, expires: 4e9 }), hub.logger, { bounds });
  [served, impatient] = [await serving(WHOLE), await serving(DRIPPING)];
  id = await done(hub, "adviser", "logConcern", { ...concern, observed: "o".repeat(9_000) });
  await done(hub, "adviser", "recordAwareness", { ...awareness, concern: id });
  const texts = Array.from({ length: 400 }, (_, n) => `t${n}: observed`).join(" ");
  subscription = JSON.stringify({
    query: `subscription($id: ID!) { concernChanged(concern: $id) { ... on ConcernUpdate { concern { evidence { id } summary { ${texts} } } } } }`,
    variables: { id },
  });
});
afterAll(async () => {
  await served.close();
  await impatient.close();
  await hub.close();
});

function open(text: string, { url } = served): { readonly socket: Socket; readonly closed: Promise<void> } {
  const { port, hostname } = new URL(url);
  const socket = connect(Number(port), hostname);
  const closed = new Promise<void>((resolve) => {
    // A client that is cut may meet a reset.
    socket.on("error", () => {});
    socket.once("close", () => resolve());
  });
  socket.write(text);
  return { socket, closed };
}

const headersOf = (person: string, body: string, length = Buffer.byteLength(body)) =>
  `POST /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nAccept: text/event-stream, application/json\r\nAuthorization: Bearer ${person}\r\nContent-Length: ${length}\r\n\r\n`;
/** Makes the hub send some megabytes to every follower of the concern. What comes in quick succession may be sent as one message. */
const happens = () => done(hub, "adviser", "recordConversation", { ...conversation, concern: id });
const connections = () => new Promise<number>((resolve) => served.server.getConnections((_, count) => resolve(count)));

describe("A stream that its client does not read", () => {
  it("is closed, for any number of clients and any socket settings of libraries, and leaves no resources; one that is read continues", async () => {
    const reader = open(headersOf("second-adviser", subscription) + subscription);
    reader.socket.resume();
    const unread = Array.from({ length: 8 }, () => open(headersOf("adviser", subscription) + subscription));
    for (const { socket } of unread) socket.pause();
    await expect.poll(() => hub.hub.broadcast.meter().streams).toBe(9);
    // Paused clients do not see the end; the hub does, once it has sent more than the system buffers for a client that does not read.
    while (hub.hub.broadcast.meter().streams > 1) {
      await happens();
      await new Promise((resolve) => setTimeout(resolve, WHOLE.everyMs));
    }
    expect(hub.hub.broadcast.meter().streams).toBe(1);
    await expect.poll(connections).toBe(1);
    expect(reader.socket.destroyed).toBe(false);
    const cut = () => hub.logged.map((line) => JSON.parse(line)).filter(({ code, cut: isCut }) => code === "REQUEST" && isCut);
    await expect.poll(() => cut().length).toBe(8);
    for (const { socket } of [...unread, reader]) socket.destroy();
    await expect.poll(() => hub.hub.broadcast.meter().streams).toBe(0);
  });

  it("continues while its client reads slowly", async () => {
    const slow = open(headersOf("adviser", subscription) + subscription);
    slow.socket.pause();
    await expect.poll(() => hub.hub.broadcast.meter().streams).toBe(1);
    for (let n = 0; n < 3; n += 1) await happens();
    // Some times as long as nothing may move.
    for (let n = 0; n < 12; n += 1) {
      slow.socket.resume();
      await new Promise((resolve) => setTimeout(resolve, 100));
      slow.socket.pause();
    }
    expect(hub.hub.broadcast.meter().streams).toBe(1);
    slow.socket.destroy();
    await expect.poll(() => hub.hub.broadcast.meter().streams).toBe(0);
  });
});

describe("A request that comes drop by drop", () => {
  /** Sends a character at a time until the hub hangs up. */
  async function drip({ socket, closed }: ReturnType<typeof open>, text: string): Promise<string> {
    let isClosed = false;
    closed.then(() => {
      isClosed = true;
    });
    let received = "";
    socket.on("data", (chunk) => {
      received += chunk;
    });
    for (let n = 0; !isClosed; n += 1) {
      if (socket.writable) socket.write(text[n % text.length] ?? "x");
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return received;
  }

  it("is cut in its headers", async () => {
    expect(await drip(open("POST /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ", impatient), "x")).toContain("408");
  });

  it("is cut in its body", async () => {
    expect(await drip(open(headersOf("adviser", "", 100_000), impatient), "x")).toContain("408");
  });
});

describe("A connection on which nothing was sent", () => {
  it("does not delay the stop of the hub: it is closed, and not only when the time for stopping is up", async () => {
    const other = await serve(hub.hub, async (person) => ({ person, expires: 4e9 }), hub.logger, { bounds: WHOLE });
    const atLast = vi.spyOn(other.server, "closeAllConnections");
    const connected = once(other.server, "connection");
    const { port, hostname } = new URL(other.url);
    const socket = connect(Number(port), hostname);
    const closed = once(socket, "close");
    socket.on("error", () => {});
    await connected;
    await other.close();
    await closed;
    expect(atLast).not.toHaveBeenCalled();
  });
});
