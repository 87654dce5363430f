// The real server allows 100 open calls on a connection, and a client queues further calls until one ends. Node's HTTP/2 server refuses a call that
// arrives just as another ends, so calls queue here instead: a client sees no difference, because it gets no answer either way.
import type grpc from "@grpc/grpc-js";

const MAX_CALLS = 100;

type Connection = { open: number; readonly waiting: (() => void)[] };
type Call = { readonly cancelled: boolean; getPeer(): string; once(event: string, listener: () => void): unknown };

export function callLimit() {
  const connections = new Map<string, Connection>();

  function enter(call: Call, begin: () => void): void {
    const peer = call.getPeer();
    const connection = connections.get(peer) ?? { open: 0, waiting: [] };
    connections.set(peer, connection);
    const start = () => {
      let isOpen = true;
      connection.open += 1;
      const leave = () => {
        if (!isOpen) return;
        isOpen = false;
        connection.open -= 1;
        connection.waiting.shift()?.();
        if (connection.open === 0) connections.delete(peer);
      };
      call.once("cancelled", leave);
      call.once("finish", leave);
      call.once("answered", leave);
      if (call.cancelled) leave();
      else begin();
    };
    if (connection.open < MAX_CALLS) start();
    else connection.waiting.push(start);
  }

  return {
    stream<C extends Call>(handle: (call: C) => void): (call: C) => void {
      return (call) => enter(call, () => handle(call));
    },
    unary<C extends Call & NodeJS.EventEmitter, T>(handle: (call: C, callback: grpc.sendUnaryData<T>) => void) {
      return (call: C, callback: grpc.sendUnaryData<T>): void =>
        enter(call, () =>
          handle(call, (...answer) => {
            callback(...answer);
            call.emit("answered");
          }),
        );
    },
  };
}
