// A TCP relay in front of a node, which can cut connections, or freeze them as if the process were stopped.
import { randomInt } from "node:crypto";
import net, { type Socket } from "node:net";

export type Relay = {
  readonly port: number;
  /** Cuts the connection with this peer address abruptly. */
  cut(peer: string): void;
  /** Passes no data in either direction; new connections are accepted and wait. */
  freeze(): void;
  thaw(): void;
  /** Refuses connections until `open`. Open connections get `graceMs` to end; then they are cut. */
  shut(graceMs: number): Promise<void>;
  open(target: number): Promise<void>;
};

type Pair = { readonly client: Socket; readonly node: Socket };

/** `host`: the address on which the relay listens. */
export async function startRelay(port: number, host = "127.0.0.1"): Promise<Relay> {
  const pairs = new Set<Pair>();
  const waiting = new Set<Socket>();
  let target = 0;
  let isFrozen = false;
  const server = net.createServer({ pauseOnConnect: true }, (client) => {
    client.on("error", () => {});
    client.on("close", () => waiting.delete(client));
    if (isFrozen) waiting.add(client);
    else connect(client);
  });

  function connect(client: Socket): void {
    const node = net.connect(target, "127.0.0.1");
    const pair = { client, node };
    pairs.add(pair);
    for (const [from, to] of [
      [client, node],
      [node, client],
    ] as const) {
      from.setNoDelay(true);
      from.on("error", () => {});
      // After an orderly end, data that was sent before still arrives.
      from.on("close", (hadError) => {
        if (hadError) to.destroy();
        else to.end();
        if (from.destroyed && to.destroyed) pairs.delete(pair);
      });
      from.pipe(to);
      if (isFrozen) from.unpipe(to).pause();
    }
  }

  function thaw(): void {
    isFrozen = false;
    for (const { client, node } of pairs) {
      client.pipe(node);
      node.pipe(client);
    }
    for (const client of waiting) connect(client);
    waiting.clear();
  }

  const listen = (on: number) =>
    new Promise<void>((resolve, reject) => {
      server.once("error", reject).listen(on, host, () => {
        server.off("error", reject);
        resolve();
      });
    });
  const bound = port === 0 ? await listenSomewhere(listen) : port;
  if (port !== 0) await listen(port);
  const reset = (socket: Socket) => socket.resetAndDestroy();

  return {
    port: bound,
    cut(peer) {
      for (const { client, node } of pairs)
        if (peer.endsWith(`:${node.localPort}`)) for (const socket of [client, node]) reset(socket);
    },
    freeze() {
      isFrozen = true;
      for (const { client, node } of pairs) {
        client.unpipe(node).pause();
        node.unpipe(client).pause();
      }
    },
    thaw,
    async shut(graceMs) {
      if (!server.listening) return;
      const closed = new Promise((resolve) => server.close(resolve));
      if (graceMs > 0) await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, graceMs).unref())]);
      for (const socket of [...waiting, ...[...pairs].flatMap(({ client, node }) => [client, node])]) reset(socket);
      await closed;
    },
    async open(to) {
      target = to;
      isFrozen = false;
      if (!server.listening) await listen(bound);
    },
  };
}

/**
 * The system assigns ports from 32768 on to outgoing connections: one of those could be taken while a node that will be restarted on it
 * is down.
 */
async function listenSomewhere(listen: (port: number) => Promise<void>): Promise<number> {
  for (;;) {
    const port = randomInt(20_000, 32_768);
    try {
      await listen(port);
      return port;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error;
    }
  }
}
