// Closes connections whose clients do not read: what is written to them takes memory of the hub. Timeouts that libraries set on a socket do not change
// this.
import type { Server } from "node:http";
import type { Socket } from "node:net";
import type { Hub } from "../hub/hub.ts";

/** In milliseconds: after how long without progress a connection is closed, and how often that is checked. */
type StallBounds = { readonly afterMs: number; readonly everyMs: number };

/** Checks every connection until the server closes. A client can resume a stream or repeat a request. */
export function cutStalled(server: Server, { afterMs, everyMs }: StallBounds, background: Hub["background"]): void {
  // Checks are counted, not time: while this thread is blocked, no client can be sent anything.
  const connections = new Map<Socket, { taken: number; checks: number }>();
  server.on("connection", (socket) => {
    connections.set(socket, { taken: 0, checks: 0 });
    socket.once("close", () => connections.delete(socket));
  });
  function check(): void {
    for (const [socket, last] of connections) {
      const taken = takenFrom(socket);
      if (socket.writableLength === 0 || taken !== last.taken) Object.assign(last, { taken, checks: 0 });
      else if (++last.checks * everyMs >= afterMs) socket.destroy();
    }
  }
  const timer = background.every(everyMs, "STALLED_NOT_CUT", check);
  server.once("close", () => timer.stop());
}

/** Bytes that the system has taken of what was written. Only Node's handle has how much of a chunk is left. */
function takenFrom(socket: Socket): number {
  const { writeQueueSize } = (socket as { _handle?: { writeQueueSize?: number } | null })._handle ?? {};
  return socket.bytesWritten - socket.writableLength - (writeQueueSize ?? 0);
}
