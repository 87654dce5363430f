// What one thread sends another in one turn of the event loop goes as one message: each message wakes the other thread, and costs more than what is in it.

export type SendTogether<Part> = {
  /** Sends it with what else is sent in this turn, in order. */
  send(part: Part): void;
  /** Sends at once what waits. */
  flush(): void;
};

export function sendTogether<Part>(post: (parts: readonly Part[]) => void): SendTogether<Part> {
  let parts: Part[] = [];
  function flush(): void {
    if (parts.length === 0) return;
    const due = parts;
    parts = [];
    post(due);
  }
  return {
    send(part) {
      if (parts.length === 0) setImmediate(flush);
      parts.push(part);
    },
    flush,
  };
}
