// Compares the hub's executing to text and writing it with graphql-js and Yoga's HTTP for the same responses: both use the same pipeline, in one process.
import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { compare, type Result } from "./harness.ts";
import { askedRate } from "./load.ts";

const READERS = 16;
const SECONDS = 2;
const QUESTION = JSON.stringify({
  query: "{ concerns(first: 20) { nodes { id council { code name } strand cause stage } pageInfo { hasNextPage endCursor } } }",
});

export async function jsonAnswer(): Promise<readonly Result[]> {
  const child = fork(join(import.meta.dirname, "peers/json-writers.ts"));
  const ended = once(child, "exit").then(() => {
    throw new Error("The server of both writers has ended.");
  });
  ended.catch(() => {});
  const [urls] = (await Promise.race([once(child, "message"), ended])) as [{ readonly ours: string; readonly yoga: string }];
  const rateOn = (url: string) => () =>
    askedRate(
      { url, pid: child.pid ?? 0 },
      { readers: READERS, seconds: SECONDS, next: () => ({ token: "adviser", body: QUESTION }) },
    );
  const work = `a list of the demonstration's concerns, ${READERS} readers`;
  const turns = { ours: rateOn(urls.ours), theirs: rateOn(urls.yoga) };
  const result = await compare({ name: "json_answer", work, unit: "answers/s", rounds: 7, warmUps: 2, ...turns });
  child.disconnect();
  await once(child, "exit");
  return [result];
}
