// A client that connects to a proxy on this machine with TLS and the hub's public name, over HTTP/1.1 or HTTP/2, and reads responses as they arrive.
import { connect, type IncomingHttpHeaders } from "node:http2";
import { Agent, request } from "node:https";

export const NAME = "candour.example.org";

export type Reply = {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: AsyncIterable<Uint8Array>;
  /** The whole body. */
  text(): Promise<string>;
  /** Disconnects before the end. */
  leave(): void;
};
type Sent = {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
};
export type Client = { send(path: string, sent?: Sent): Promise<Reply>; close(): void };
export const PROTOCOLS = ["HTTP/1.1", "HTTP/2"] as const;
type Protocol = (typeof PROTOCOLS)[number];

/** `ca` is the trusted certificate in PEM. */
export function openClient(port: number, ca: string, protocol: Protocol = "HTTP/1.1"): Client {
  return protocol === "HTTP/2" ? http2Client(port, ca) : http1Client(port, ca);
}

function http1Client(port: number, ca: string): Client {
  const agent = new Agent({ keepAlive: true, ca, servername: NAME });
  return {
    send: (path, { method = "GET", headers = {}, body } = {}) =>
      new Promise((resolve, reject) => {
        const to = { agent, host: "127.0.0.1", port, path, method, headers: { host: NAME, ...headers } };
        const asked = request(to, (response) => {
          // After a disconnect the request emits an error; readers of the body get it as well.
          response.on("error", () => {});
          const { statusCode: status = 0, headers: answered } = response;
          resolve({ status, headers: answered, body: response, text: () => textOf(response), leave: () => response.destroy() });
        });
        asked.once("error", reject);
        asked.end(body);
      }),
    close: () => agent.destroy(),
  };
}

function http2Client(port: number, ca: string): Client {
  const session = connect(`https://127.0.0.1:${port}`, { ca, servername: NAME });
  // Each stream of the session fails with the same error.
  session.on("error", () => {});
  return {
    send: (path, { method = "GET", headers = {}, body } = {}) =>
      new Promise((resolve, reject) => {
        const stream = session.request({ ":path": path, ":method": method, ":authority": NAME, ...headers });
        stream.once("error", reject);
        stream.once("response", (answered) => {
          stream.on("error", () => {});
          const status = answered[":status"] ?? 0;
          resolve({ status, headers: answered, body: stream, text: () => textOf(stream), leave: () => stream.destroy() });
        });
        stream.end(body);
      }),
    close: () => session.destroy(),
  };
}

async function textOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of body) parts.push(part);
  return Buffer.concat(parts).toString("utf8");
}
