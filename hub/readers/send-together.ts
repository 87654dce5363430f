// What one thread sends another in one turn of the event loop goes as one message: each message wakes the other thread, and costs more than what is in it.

/** Returns a function that sends something, in order. */
export function sendTogether<Part>(send: (parts: readonly Part[]) => void): (part: Part) => void {
  let parts: Part[] = [];
  function flush(): void {
    const due = parts;
    parts = [];
    send(due);
  }
  return (part) => {
    if (parts.length === 0) setImmediate(flush);
    parts.push(part);
  };
}
