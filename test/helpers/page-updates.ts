// A small client of what an open page is told: server-sent events, one by one.

export type PageEvent = { readonly event: string; readonly data: string };
export type PageUpdates = Awaited<ReturnType<typeof openPageUpdates>>;

export async function openPageUpdates(address: string, headers: Readonly<Record<string, string>>) {
  const aborted = new AbortController();
  const response = await fetch(address, {
    headers: { accept: "text/event-stream", "sec-fetch-site": "same-origin", ...headers },
    redirect: "manual",
    signal: aborted.signal,
  });
  const events = eventsOf(response.body ?? []);
  let coming: Promise<IteratorResult<PageEvent, undefined>> | undefined;
  const peek = () => {
    coming ??= events.next();
    return coming;
  };
  async function next(): Promise<PageEvent | undefined> {
    const { value } = await peek();
    coming = undefined;
    return value;
  }
  return {
    status: response.status,
    headers: response.headers,
    /** Undefined once it has ended. */
    next,
    /** The next event of this name; others before it are passed over. */
    async nextOf(name: string): Promise<string | undefined> {
      for (let found = await next(); found; found = await next()) if (found.event === name) return found.data;
      return undefined;
    },
    /** All of them until it ends. */
    async rest(): Promise<readonly PageEvent[]> {
      const all: PageEvent[] = [];
      for (let found = await next(); found; found = await next()) all.push(found);
      return all;
    },
    /** Whether nothing more comes within a short time. */
    isQuiet: (ms = 300): Promise<boolean> =>
      Promise.race([new Promise<true>((resolve) => setTimeout(resolve, ms, true)), peek().then(() => false)]),
    async leave(): Promise<void> {
      aborted.abort();
      await (coming ?? events.next()).catch(() => {});
    },
  };
}

async function* eventsOf(body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncGenerator<PageEvent, undefined> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of body) {
    text += decoder.decode(chunk, { stream: true });
    for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
      const [, event = "", data = ""] = /^event: (.*)\ndata: (.*)$/.exec(text.slice(0, end)) ?? [];
      text = text.slice(end + 2);
      if (event) yield { event, data };
    }
  }
  return undefined;
}
