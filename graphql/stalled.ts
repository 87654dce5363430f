// Closes connections whose clients do not read, because unsent data uses the hub's memory. Socket timeouts of libraries do not prevent
// this.
import type { Server } from "node:http";
import type { Socket } from "node:net";
import type { Hub } from "../hub/hub.ts";

/** In milliseconds: the time without progress after which a connection is closed, and the interval of the check. */
type StallBounds = { readonly afterMs: number; readonly everyMs: number };

/** Checks every connection until the server closes. A client can resume a stream or repeat a request. */
export function cutStalled(server: Server, { afterMs, everyMs }: StallBounds, background: Hub["background"]): void {
  // Counts checks instead of time, because nothing can be sent to clients while this thread is blocked.
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

/** The number of written bytes that the system has accepted. Only Node's handle knows the rest of a chunk. */
function takenFrom(socket: Socket): number {
  const { writeQueueSize } = (socket as { _handle?: { writeQueueSize?: number } | null })._handle ?? {};
  return socket.bytesWritten - socket.writableLength - (writeQueueSize ?? 0);
}
