// What the servers give with which the hub is compared over HTTP: prepared answers from memory, in turn and to anyone, and one row for a
// command, inserted durably with a group commit. Each server is a process of its own, which ends when its parent disconnects.
import { mkdirSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import { dirname, join } from "node:path";
import { openDatabase } from "../../event-log/stores/database.ts";

export type Given = {
  /** The hub's answers to `concerns` and `concern`. */
  readonly lists?: readonly object[];
  readonly concerns?: readonly object[];
  /** A folder for each server's file of rows. */
  readonly folder?: string;
};

/** Serves once the parent has sent what there is to answer, and sends it the address. */
export function serve(listenerFor: (given: Given) => RequestListener): void {
  process.once("message", (given: Given) => {
    const server = createServer(listenerFor(given)).listen(0, "127.0.0.1", () => {
      const address = server.address();
      process.send?.(`http://127.0.0.1:${typeof address === "object" && address ? address.port : ""}`);
    });
  });
  process.once("disconnect", () => process.exit(0));
}

/** Resolvers that read nothing. */
export function preparedResolvers({ lists, concerns, folder }: Given) {
  const insert = folder === undefined ? undefined : durably(join(folder, `${process.pid}.sqlite`));
  return {
    Query: { concerns: inTurn(lists), concern: inTurn(concerns) },
    Mutation: {
      async logConcern(_: unknown, { input }: { input: { idempotencyKey: string } }) {
        await insert?.(input.idempotencyKey, JSON.stringify(input));
        return { __typename: "ConcernChanged", position: input.idempotencyKey, concern: { id: input.idempotencyKey } };
      },
    },
  };
}

export function inTurn<Answer>(answers: readonly Answer[] = []): () => Answer | null {
  let next = 0;
  return () => {
    next += 1;
    return answers[next % answers.length] ?? null;
  };
}

/** Rows that wait at the same time are committed together, with one sync to the disk. */
function durably(file: string): (key: string, body: string) => Promise<void> {
  mkdirSync(dirname(file), { recursive: true });
  const db = openDatabase(file, "durable");
  db.exec("CREATE TABLE IF NOT EXISTS rows (key TEXT PRIMARY KEY, body TEXT NOT NULL)");
  const insert = db.prepare("INSERT INTO rows (key, body) VALUES (?, ?)");
  let waiting: { key: string; body: string; done: () => void }[] = [];
  function flush(): void {
    const group = waiting;
    waiting = [];
    db.transaction(() => {
      for (const { key, body } of group) insert.run(key, body);
    });
    for (const { done } of group) done();
  }
  return (key, body) =>
    new Promise((done) => {
      waiting.push({ key, body, done });
      if (waiting.length === 1) setImmediate(flush);
    });
}
