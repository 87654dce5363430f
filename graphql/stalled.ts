// Connections whose clients do not read. What waits for one is memory of the hub's, so after a time in which nothing of it moves the connection is
// cut. It is looked at from outside: whatever a library sets on a socket, its timeout among it, changes nothing here.
import type { Server } from "node:http";
import type { Socket } from "node:net";
import type { Hub } from "../hub/hub.ts";

/** In milliseconds: how long nothing moves, and how often that is looked at. */
export type StallBounds = { readonly afterMs: number; readonly everyMs: number };

/** Watches every connection of the server until it is closed. What has been read by then is not lost: a stream is resumed, a request repeated. */
export function cutStalled(server: Server, { afterMs, everyMs }: StallBounds, background: Hub["background"]): void {
  // Looks are counted, and not time: while this thread is held up nobody could have been given anything.
  const connections = new Map<Socket, { taken: number; looks: number }>();
  server.on("connection", (socket) => {
    connections.set(socket, { taken: 0, looks: 0 });
    socket.once("close", () => connections.delete(socket));
  });
  function look(): void {
    for (const [socket, seen] of connections) {
      const taken = takenFrom(socket);
      if (socket.writableLength === 0 || taken !== seen.taken) Object.assign(seen, { taken, looks: 0 });
      else if (++seen.looks * everyMs >= afterMs) socket.destroy();
    }
  }
  const timer = background.every(everyMs, "STALLED_NOT_CUT", look);
  server.once("close", () => timer.stop());
}

/** How much the system has taken of what was written. Of a chunk that it takes little by little only Node's handle says how much is left. */
function takenFrom(socket: Socket): number {
  const { writeQueueSize } = (socket as { _handle?: { writeQueueSize?: number } | null })._handle ?? {};
  return socket.bytesWritten - socket.writableLength - (writeQueueSize ?? 0);
}
