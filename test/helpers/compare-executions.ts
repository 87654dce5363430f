// Executes each query that is answered as text by graphql-js, too: data, errors, and what is noted as disclosed must be the same. What graphql-js notes is
// not recorded.
import { GraphQLError, getOperationAST } from "graphql";
import pino from "pino";
import { expect } from "vitest";
import { openBudget } from "../../graphql/budget.ts";
import type { Context } from "../../graphql/context.ts";
import { asText, type Pipeline, type QuestionScope, type TextAnswer } from "../../graphql/pipeline.ts";
import type { Disclosing } from "../../queries/disclosing.ts";

/** The same pipeline, whose text answers are compared. */
export function compareExecutions(pipeline: Pipeline, compared: (query: ComparedExecutions) => void = expectSame): Pipeline {
  return {
    ...pipeline,
    async carryOutAsText(question, scope) {
      const { document, operationName } = question;
      if (!document || getOperationAST(document, operationName)?.operation !== "query")
        return pipeline.carryOutAsText(question, scope);
      const [ours, theirs]: [string[], string[]] = [[], []];
      // First, because a ledger shows what the other has put on record.
      const reference = await pipeline.carryOut(question, unrecorded(scope, theirs));
      if (Symbol.asyncIterator in reference) throw new TypeError("A query has one answer.");
      scope.context.budget.begin();
      const answer = await pipeline.carryOutAsText(question, noting(scope, ours, scope.context.disclosing));
      // It was executed, and could not be recorded.
      if (answer.data === undefined && reference.data !== undefined) return answer;
      compared({
        ...{ query: document.loc?.source.body ?? "", answer: comparable(answer), noted: unique(ours) },
        reference: comparable(asText(reference)),
        notedByReference: unique(theirs),
      });
      return answer;
    },
  };
}

/** A query that was given up has noted things twice. */
const unique = (noted: readonly string[]): readonly string[] => [...new Set(noted)].sort();

export type ComparedExecutions = Readonly<Record<"query", string>> &
  Readonly<Record<"answer" | "reference", readonly string[]>> &
  Readonly<Record<"noted" | "notedByReference", readonly string[]>>;

export function expectSame({ query, answer, reference, noted, notedByReference }: ComparedExecutions): void {
  expect(answer, query).toEqual(reference);
  expect(noted, query).toEqual(notedByReference);
}

/** Notes go on to where they went before, and into `noted`. */
function noting(scope: QuestionScope, noted: string[], { note, noteCount, record }: Disclosing): QuestionScope {
  const disclosing: Disclosing = {
    note(disclosed, part) {
      const { kind, id, version, surface, policyVersion } = disclosed;
      noted.push(JSON.stringify([kind, id, version, surface, policyVersion, part]));
      note(disclosed, part);
    },
    noteCount(count) {
      noted.push(JSON.stringify(count));
      noteCount(count);
    },
    record,
  };
  return { ...scope, context: withProperties(scope.context, { disclosing }) };
}

function unrecorded({ context, isRecordedByCaller }: QuestionScope, noted: string[]): QuestionScope {
  const nowhere: Disclosing = { note() {}, noteCount() {}, record: async () => {} };
  const hub = { ...context.hub, rates: { ...context.hub.rates, take: () => 0 } };
  const logger = pino({ level: "silent" });
  const scope = {
    logger,
    context: withProperties(context, { hub, budget: openBudget() }),
    ...(isRecordedByCaller && { isRecordedByCaller }),
  };
  return noting(scope, noted, nowhere);
}

/** A copy with other values; its viewer stays one that is looked up at each use. */
const withProperties = (context: Context, replaced: Partial<Context>): Context =>
  Object.defineProperties(
    {},
    { ...Object.getOwnPropertyDescriptors(context), ...Object.getOwnPropertyDescriptors(replaced) },
  ) as Context;

/** Data and errors without what no two answers have in common: encrypted cursors and positions, and request ids. */
const comparable = ({ data, errors = [] }: TextAnswer): readonly string[] => [
  (data ?? String(data)).replace(/"[\w-]{40,}"/g, (token) => `"a token of ${token.length}"`),
  ...errors.map((error) =>
    JSON.stringify(error instanceof GraphQLError ? error.toJSON() : error).replace(/"requestId":"[^"]*"/, ""),
  ),
];
