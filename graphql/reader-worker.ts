// A reader thread: executes queries that the serving thread hands over. docs/decisions/0062-readers-in-threads.md
import { answerQueries } from "../hub/readers/answer-queries.ts";
import { type Connection, contextOf } from "./context.ts";
import { openPipeline } from "./pipeline.ts";
import { buildSchema } from "./schema.ts";

/** Only subscriptions and downloads use it. */
const CONNECTION: Connection = { expires: Number.POSITIVE_INFINITY, closed: () => new AbortController().signal };

await answerQueries((hub) => {
  const pipeline = openPipeline(buildSchema(hub.policy.schema));
  return async ({ person, correlation, ...query }) => {
    const context = contextOf(hub, person, correlation, CONNECTION);
    const text = await pipeline.executeForOtherThread(pipeline.read(query), context);
    if (text === undefined) return context.budget.isOver() ? {} : undefined;
    await context.disclosing.record();
    return { text };
  };
});
