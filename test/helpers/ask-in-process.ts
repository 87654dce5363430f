// Asks a hub in this process: every bound, right and record as over HTTP, without its sockets and tokens, so that what a question takes can be
// measured.
import { randomUUID } from "node:crypto";
import type { ExecutionResult } from "graphql";
import pino from "pino";
import { type Connection, contextOf, type PresentedAs } from "../../graphql/context.ts";
import { openPipeline } from "../../graphql/pipeline.ts";
import { buildSchema } from "../../graphql/schema.ts";
import type { Hub } from "../../hub/hub.ts";

export type AskInProcess = (
  person: string,
  query: string,
  variables?: Readonly<Record<string, unknown>>,
) => Promise<ExecutionResult>;

/** Built once for all hubs of a worker. */
const schema = buildSchema();

/** For a subscription: its first message. `presented`: left out for a client of the API. */
export function askInProcess(hub: Hub, presented?: PresentedAs): AskInProcess {
  const carryOut = carriedOutBy(hub, presented);
  return async (person, query, variables = {}) => {
    const { answer, close } = await carryOut(person, query, variables);
    if (!(Symbol.asyncIterator in answer)) return answer;
    for await (const message of answer) {
      close();
      return message;
    }
    throw new Error("A subscription that ended without a message.");
  };
}

/** The messages of a subscription, until its client disconnects. */
export async function followInProcess(hub: Hub, person: string, query: string) {
  const { answer, close } = await carriedOutBy(hub)(person, query, {});
  if (!(Symbol.asyncIterator in answer)) throw new Error("This is no subscription.");
  return { messages: answer[Symbol.asyncIterator](), disconnect: close };
}

function carriedOutBy(hub: Hub, presented?: PresentedAs) {
  const { read, carryOut } = openPipeline(schema);
  const logger = pino({ level: "silent" });
  return async (person: string, query: string, variables: Readonly<Record<string, unknown>>) => {
    const closed = new AbortController();
    const connection: Connection = { expires: Number.MAX_SAFE_INTEGER / 1000, closed: () => closed.signal };
    const question = read({ query, variables, operationName: undefined });
    const answer = await carryOut(question, { context: contextOf(hub, person, randomUUID(), connection, presented), logger });
    return { answer, close: () => closed.abort() };
  };
}
