// A small client of server-sent events for live subscriptions: it sends a POST request and reads messages one by one.
import type { TestHub } from "./test-hub.ts";

export type Live<Data> = {
  readonly status: number;
  /** The next message; undefined once the stream has ended. Fails when none comes for ten minutes. */
  next(): Promise<Data | undefined>;
  /** Returns every message until the stream ends. */
  rest(): Promise<readonly Data[]>;
  /** Whether no further message arrives within a short time. */
  isQuiet(ms?: number): Promise<boolean>;
  leave(): Promise<void>;
};

/** A busy machine takes long; only a stream that hangs takes this long. */
const HANGING_MS = 600_000;

type Body = { readonly data?: Record<string, unknown>; readonly errors?: unknown };

/** Subscribes as a person; each message is the value of the only selected field. */
export async function subscribe<Data = Record<string, unknown>>(
  hub: TestHub,
  person: string,
  query: string,
  variables: object = {},
  token?: string,
): Promise<Live<Data>> {
  const aborted = new AbortController();
  const headers = {
    "content-type": "application/json",
    accept: "text/event-stream",
    authorization: `Bearer ${token ?? (await hub.token(person))}`,
  };
  const body = JSON.stringify({ query, variables });
  const response = await fetch(`${hub.url}/graphql`, { method: "POST", headers, body, signal: aborted.signal });
  const messages = messagesOf(response.body ?? []);
  let coming: Promise<IteratorResult<Body>> | undefined;
  const peek = () => {
    coming ??= messages.next();
    return coming;
  };
  async function next(): Promise<Data | undefined> {
    const result = await within(peek(), HANGING_MS);
    coming = undefined;
    if (result.done) return undefined;
    if (!result.value.data) throw new Error(JSON.stringify(result.value));
    return Object.values(result.value.data)[0] as Data;
  }
  return {
    status: response.status,
    next,
    async rest() {
      const all: Data[] = [];
      for (let message = await next(); message !== undefined; message = await next()) all.push(message);
      return all;
    },
    async isQuiet(ms = 200) {
      const quiet = new Promise<true>((resolve) => setTimeout(() => resolve(true), ms));
      return Promise.race([quiet, peek().then(() => false)]);
    },
    async leave() {
      aborted.abort();
      await (coming ?? messages.next()).catch(() => {});
    },
  };
}

/** Yields the text after `data:`, event by event; pings are comments and are skipped. */
export async function* messagesOf(body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncGenerator<Body, undefined> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of body) {
    text += decoder.decode(chunk, { stream: true });
    for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
      const event = text.slice(0, end);
      text = text.slice(end + 2);
      const data = /^data: (.+)$/m.exec(event)?.[1];
      if (data) yield JSON.parse(data);
    }
  }
  return undefined;
}

function within<T>(promise: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`No message within ${ms} ms.`)), ms);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
