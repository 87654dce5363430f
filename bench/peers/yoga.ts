// The server with which the hub is compared over HTTP: Yoga on Express, as in Yoga's documentation, with the hub's schema and no logic behind
// it. It returns prepared responses from memory to anyone; a command is one row, inserted durably with a group commit.
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import express from "express";
import { createSchema, createYoga } from "graphql-yoga";
import { openDatabase } from "../../event-log/stores/database.ts";
import { typeDefs } from "../../graphql/schema.ts";

type Given = {
  /** The hub's responses to `concerns` and `concern`, which are returned in turn. */
  readonly lists?: readonly object[];
  readonly concerns?: readonly object[];
  /** The file for rows. */
  readonly file?: string;
};

process.once("message", (given: Given) => {
  const insert = given.file === undefined ? undefined : durably(given.file);
  const schema = createSchema({
    typeDefs: typeDefs(),
    resolvers: {
      Query: { concerns: inTurn(given.lists), concern: inTurn(given.concerns) },
      Mutation: {
        async logConcern(_: unknown, { input }: { input: { idempotencyKey: string } }) {
          await insert?.(input.idempotencyKey, JSON.stringify(input));
          return { __typename: "ConcernChanged", position: input.idempotencyKey, concern: { id: input.idempotencyKey } };
        },
      },
    },
    resolverValidationOptions: { requireResolversForResolveType: "ignore" },
  });
  const yoga = createYoga({ schema, logging: false });
  const app = express();
  app.use(yoga.graphqlEndpoint, yoga);
  const server = app.listen(0, "127.0.0.1", () => {
    const address = server.address();
    process.send?.(`http://127.0.0.1:${typeof address === "object" && address ? address.port : ""}`);
  });
});
process.once("disconnect", () => process.exit(0));

function inTurn(answers: readonly object[] = []): () => object | null {
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
