// The one way that questions and commands are carried out, however they came in: as JSON, as an event stream, as the pages of an export. A
// question is read (parsed, bounded, validated), admitted (its work, its rate), carried out as its asker, put on record, masked, and noted for
// the log and the trace. No other file calls graphql-js to parse, validate or execute, and a test holds that.
import {
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  execute,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  parse,
  subscribe,
  validate,
} from "graphql";
import { boundedCache } from "../caching/cache.ts";
import type { Logger } from "../hub/observability/logger.ts";
import { countCommands } from "./command-count.ts";
import type { Context } from "./context.ts";
import { beyondBounds, cachedWork, LIMITS, type QuestionBody } from "./limits.ts";
import { mask } from "./mask.ts";
import { withCodes } from "./question-errors.ts";
import { overRate } from "./rate.ts";
import { rootFields } from "./root-fields.ts";
import { beyondParsing, beyondValidation } from "./selection-bounds.ts";
import { unrecorded } from "./unrecorded.ts";

/** Suggestions are looked for among names that the sender chose, and every fault is quoted with what was sent. */
const VALIDATION = { hideSuggestions: true, maxErrors: 10 } as const;
const EXECUTION = { hideSuggestions: true, options: { maxCoercionErrors: 2 } } as const;

/** A question that was read. One without a document is answered with its faults. */
export type Question = ReadQuery & Pick<QuestionBody, "variables" | "operationName"> & { readonly isSubscription: boolean };

/** The request context that a question is executed in, and where its log lines, fields and error codes go. */
export type Asker = {
  readonly context: Context;
  readonly logger: Logger;
  /** Which fields of the schema were asked for, and each code that was answered. */
  readonly noteFields?: (fields: readonly string[], isStream: boolean) => void;
  readonly noteCode?: (code: string) => void;
};

/** One answer, or a subscription's messages. */
export type Answer = ExecutionResult | AsyncIterable<ExecutionResult>;

export type Pipeline = {
  /** Parses, bounds and validates. Nothing is carried out. */
  readonly read: (question: Pick<QuestionBody, "query" | "variables" | "operationName">) => Question;
  /** What an answer, or a message, carries is on record when it is given. Errors are answers: it never rejects. */
  readonly carryOut: (question: Question, asker: Asker) => Promise<Answer>;
};

export function openPipeline(schema: GraphQLSchema): Pipeline {
  const queries = boundedCache<string, ReadQuery>(CACHED_QUERIES, {
    maxSize: CACHED_CHARACTERS,
    sizeOf: (query) => query.length,
  });
  const measure = cachedWork();
  return {
    read({ query, variables, operationName }) {
      const read =
        query.length > LONG_QUERY ? readQuery(schema, query) : queries.getOrMake(query, () => readQuery(schema, query));
      const operation = read.document && getOperationAST(read.document, operationName)?.operation;
      return { ...read, variables, operationName, isSubscription: operation === "subscription" };
    },
    async carryOut({ document, faults, variables, operationName, isSubscription }, asker) {
      if (!document) return present({ errors: faults }, asker);
      asker.noteFields?.([...rootFields(document, operationName).values()], isSubscription);
      const args = { schema, document, operationName, variableValues: variables ?? {}, contextValue: asker.context };
      try {
        const refused = refuseAdmission(args, measure);
        if (refused) return present({ errors: [refused] }, asker);
        if (!isSubscription) return await release(await execute({ ...args, ...EXECUTION }), asker);
        const messages = await subscribe({ ...args, ...EXECUTION });
        return Symbol.asyncIterator in messages ? releaseEach(messages, asker) : present(messages, asker);
      } catch (error) {
        return present({ errors: [error as GraphQLError] }, asker);
      }
    },
  };
}

type ReadQuery =
  | { readonly document: DocumentNode; readonly faults?: undefined }
  | { readonly document?: undefined; readonly faults: readonly GraphQLError[] };

const CACHED_QUERIES = 300;
/** Read, a query takes some eighty times as much memory as its text. */
const CACHED_CHARACTERS = 400_000;
/** A longer one is read anew each time. */
const LONG_QUERY = 10_000;

function readQuery(schema: GraphQLSchema, query: string): ReadQuery {
  const unparsed = beyondParsing(query);
  if (unparsed) return { faults: [unparsed] };
  try {
    const document = parse(query, { maxTokens: LIMITS.tokens });
    const unvalidated = beyondValidation(document, LIMITS.depth);
    if (unvalidated) return { faults: [unvalidated] };
    const faults = validate(schema, document, undefined, VALIDATION);
    return faults.length > 0 ? { faults } : { document };
  } catch (error) {
    if (error instanceof GraphQLError) return { faults: [error] };
    throw error;
  }
}

/** An error where the operation costs too much or exceeds the person's rate of commands; undefined where it may be executed. */
function refuseAdmission(
  args: ExecutionArgs & { readonly contextValue: Context },
  measure: ReturnType<typeof cachedWork>,
): GraphQLError | undefined {
  const commands = countCommands(args.document, args.operationName);
  return beyondBounds(args, measure) ?? (commands > 0 ? overRate(args.contextValue, "commands", commands) : undefined);
}

/** Gives an answer out once what it carries is on record. One that cannot be recorded is held back. */
async function release(result: ExecutionResult, asker: Asker): Promise<ExecutionResult> {
  const heldBack = await unrecorded(asker.context, asker.logger);
  return present(heldBack ? { errors: [heldBack] } : result, asker);
}

/** A subscription that fails, or whose message cannot be recorded, says so and ends: going on would leave something out in silence. */
async function* releaseEach(messages: AsyncIterable<ExecutionResult>, asker: Asker): AsyncGenerator<ExecutionResult, void> {
  try {
    for await (const message of messages) {
      const heldBack = await unrecorded(asker.context, asker.logger);
      yield present(heldBack ? { errors: [heldBack] } : message, asker);
      if (heldBack) return;
    }
  } catch (error) {
    yield present({ errors: [error as GraphQLError] }, asker);
  }
}

/** An answer as its asker gets it. A fault of the hub's own quotes the request's id, under which the log has it. */
function present({ errors, ...rest }: ExecutionResult, { context, logger, noteCode }: Asker): ExecutionResult {
  if (!errors) return rest;
  const heard = { logger, onUnreadable: context.hub.onUnreadable };
  const result = withCodes({ ...rest, errors: errors.map((error) => mask(error, heard) as GraphQLError) });
  for (const { extensions } of result.errors ?? []) {
    noteCode?.(String(extensions.code));
    if (extensions.code === "INTERNAL") Object.assign(extensions, { requestId: context.correlation });
  }
  return result;
}
