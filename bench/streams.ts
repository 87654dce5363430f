// People who follow their inbox live, each over a connection of their own.
import { Pool } from "undici";
import { tokensOf } from "./askers.ts";
import type { HubServer } from "./servers.ts";
import { READER_KINDS } from "./world/readers.ts";

/** What they ask for with each message: that there is a change, or the first page of their tasks. */
const FIELDS = {
  change: "kind position",
  page: "kind position inbox(first: 20) { nodes { kind due council { code } } }",
} as const;
const questionFor = (fields: string): string =>
  JSON.stringify({ query: `subscription { inboxChanged { ... on InboxUpdate { ${fields} } } }` });

export type Followers = AsyncDisposable & { readonly messages: () => number };

/** Opens so many streams, of people of all kinds in turn, and resolves once each has had its first message. */
export async function followersOf(hub: HubServer, count: number, wanted: keyof typeof FIELDS = "page"): Promise<Followers> {
  const question = questionFor(FIELDS[wanted]);
  const tokens = (await Promise.all(READER_KINDS.map((kind) => tokensOf(hub, kind)))).flat();
  const pool = new Pool(hub.url, { connections: count, pipelining: 1, bodyTimeout: 0, headersTimeout: 0 });
  const leaving = new AbortController();
  let messages = 0;
  const opened = Array.from({ length: count }, async (_, n) => {
    const { statusCode, body } = await pool.request({
      ...{ path: "/graphql", method: "POST", body: question, signal: leaving.signal },
      headers: {
        "content-type": "application/json",
        accept: "text/event-stream",
        authorization: `Bearer ${tokens[n % tokens.length]}`,
      },
    });
    if (statusCode !== 200) throw new Error(`A stream was not opened: ${statusCode} ${await body.text()}`);
    await new Promise<void>((resolve, reject) => {
      body.on("data", (text: Buffer) => {
        if (!text.includes("data:")) return;
        messages += 1;
        resolve();
      });
      body.on("error", (error) => (leaving.signal.aborted ? undefined : reject(error)));
    });
  });
  await Promise.all(opened);
  return {
    messages: () => messages,
    async [Symbol.asyncDispose]() {
      leaving.abort();
      await pool.destroy();
    },
  };
}
