// The one pipeline for every operation, whether it came as JSON, as an event stream or as a page of an export: read (parsed, bounded, validated),
// admitted (cost, rate), executed, its disclosures recorded, errors masked, and noted for the log and the trace. Queries that are answered as text are
// executed by text-execution.ts; commands, streams and queries with errors by graphql-js. No other file parses, validates or executes; a test holds that.
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
import { failureOf, type HubFailure } from "../hub/failures.ts";
import { type Logger, type LogLine, nameOf } from "../hub/observability/logger.ts";
import type { HandedQuery } from "../hub/readers/reader-messages.ts";
import type { Readers } from "../hub/readers/readers.ts";
import { overBudget } from "./budget.ts";
import type { Context } from "./context.ts";
import { errorFor, INTERNAL } from "./errors.ts";
import { type CacheTexts, openHeadlineCache } from "./headline-texts.ts";
import { beyondBounds, LIMITS, type QuestionBody } from "./limits.ts";
import { mask } from "./mask.ts";
import { type OperationBounds, operationBounds } from "./operation-bounds.ts";
import { withCodes } from "./question-errors.ts";
import { overRate } from "./rate.ts";
import { beyondParsing, beyondValidation } from "./selection-bounds.ts";
import { textExecution } from "./text-execution.ts";

/** No suggestions: looking for them takes long among many names, and they quote what was sent. */
const VALIDATION = { hideSuggestions: true, maxErrors: 10 } as const;
const EXECUTION = { hideSuggestions: true, options: { maxCoercionErrors: 2 } } as const;

/** A question that was read; without a document where it has faults. */
type Question = ReadQuery &
  Pick<QuestionBody, "query" | "variables" | "operationName"> & { readonly isQuery: boolean; readonly isSubscription: boolean };

/** The request context that a question is executed in, and where its log lines, fields and error codes go. */
export type QuestionScope = {
  readonly context: Context;
  readonly logger: Logger;
  /** Called with the selected root fields, and with each error code of the answer. */
  readonly noteFields?: (fields: readonly string[], isStream: boolean) => void;
  readonly noteCode?: (code: string) => void;
  /** The caller puts the answer on record, by `recordAnswer`, before it shows anything of it to the person. */
  readonly isRecordedByCaller?: boolean;
  /** Other threads that may execute a query in place of this one. */
  readonly readers?: Pick<Readers, "execute"> | undefined;
};

/** One answer, or a subscription's messages. */
export type Answer = ExecutionResult | AsyncIterable<ExecutionResult>;
/** One answer with its data as JSON text. */
export type TextAnswer = ExecutionResult<string>;

export type Pipeline = {
  /** Parses, bounds and validates. */
  readonly read: (question: Pick<QuestionBody, "query" | "variables" | "operationName">) => Question;
  /** Executes. What the answer or a message discloses is on record when it is given, unless the caller records it. It never rejects: errors are answers. */
  readonly carryOut: (question: Question, scope: QuestionScope) => Promise<Answer>;
  /** The same for a query or a command, with the data as JSON text: without objects in between it takes less time. */
  readonly carryOutAsText: (question: Question, scope: QuestionScope) => Promise<TextAnswer>;
  /**
   * For a thread that executes queries which another has admitted. Undefined if that one has to execute it, and if it is over its budget. Nothing is on record
   * yet. Throws OnlyInServingThread.
   */
  readonly executeForOtherThread: (question: Question, context: Context) => Promise<string | undefined>;
};

export function openPipeline(schema: GraphQLSchema): Pipeline {
  const queries = boundedCache<string, ReadQuery>(CACHED_QUERIES, {
    maxSize: CACHED_CHARACTERS,
    sizeOf: (query) => query.length,
  });
  const cacheTexts = openHeadlineCache();
  return {
    read({ query, variables, operationName }) {
      const read =
        query.length > LONG_QUERY
          ? readQuery(schema, query, openHeadlineCache())
          : queries.getOrMake(query, () => readQuery(schema, query, cacheTexts));
      const operation = read.document && getOperationAST(read.document, operationName)?.operation;
      const isSubscription = operation === "subscription";
      return { ...read, query, variables, operationName, isQuery: operation === "query", isSubscription };
    },
    carryOut: (question, scope) =>
      admit<Answer>(question, scope, async (args) => {
        if (!question.isSubscription) return await release(await execute(args), scope);
        const messages = await subscribe(args);
        return Symbol.asyncIterator in messages ? releaseEach(messages, scope) : present(messages, scope);
      }),
    carryOutAsText: (question, scope) =>
      admit<TextAnswer>(question, scope, async (args) => {
        if (question.isSubscription) throw new TypeError("Only queries and commands are answered as text.");
        const elsewhere = question.isQuery ? await scope.readers?.execute(handedOver(question, scope.context)) : undefined;
        if (!elsewhere) return await executeAsText(question, args, scope);
        if (elsewhere.text === undefined) return present({ errors: [overBudget()] }, scope);
        return refuseOutdated(scope) ?? { data: elsewhere.text };
      }),
    async executeForOtherThread(question, context) {
      if (!question.document || !question.isQuery) return undefined;
      await context.hub.inTurn(context.turns.begin);
      return question.executeAsText(argsOf(question, question.document, context));
    },
  };

  async function executeAsText(question: Question, args: ExecutionArgs, scope: QuestionScope): Promise<TextAnswer> {
    const text = await question.executeAsText?.(args);
    if (text !== undefined) return await release({ data: text }, scope);
    // graphql-js executes a query that was given up from its start, with a new budget. A query that was over its budget is not executed again.
    const { budget, rates } = scope.context;
    if (budget.isOver()) return await release({ errors: [overBudget()] }, scope);
    budget.begin();
    rates.executeAgain();
    return await release(asText(await execute(args)), scope);
  }

  function argsOf({ variables, operationName }: Question, document: DocumentNode, contextValue: Context) {
    return { schema, document, operationName, variableValues: variables ?? {}, contextValue, ...EXECUTION };
  }

  /** Bounds an operation, and executes it if it is admitted. */
  async function admit<Given>(
    question: Question,
    scope: QuestionScope,
    executeAdmitted: (args: ExecutionArgs) => Promise<Given>,
  ): Promise<Given | ExecutionResult<never>> {
    const { document, faults, boundsOf, operationName, isSubscription } = question;
    if (!document) return present({ errors: faults }, scope);
    const bounds = boundsOf(operationName ?? undefined);
    scope.noteFields?.(bounds.fields, isSubscription);
    const args = argsOf(question, document, scope.context);
    try {
      const refused = refuseAdmission(bounds, args);
      if (refused) return present({ errors: [refused] }, scope);
      // Operations that arrive together begin one after the other, and other requests run in between: many subscribe at once, as after a restart.
      await scope.context.hub.inTurn(scope.context.turns.begin);
      return await executeAdmitted(args);
    } catch (error) {
      return present({ errors: [error as GraphQLError] }, scope);
    }
  }
}

const handedOver = ({ query, variables, operationName }: Question, { person, correlation }: Context): HandedQuery => ({
  ...{ query, variables, operationName, person, correlation },
});

/** The same answer with its data as text. */
export const asText = ({ data, ...rest }: ExecutionResult): TextAnswer =>
  data === undefined ? rest : { ...rest, data: data && JSON.stringify(data) };

type ReadQuery =
  | (ValidQuery & { readonly faults?: undefined })
  | ({ readonly [Name in keyof ValidQuery]?: undefined } & { readonly faults: readonly GraphQLError[] });
type ValidQuery = {
  readonly document: DocumentNode;
  readonly executeAsText: ReturnType<typeof textExecution>;
  readonly boundsOf: ReturnType<typeof operationBounds>;
};

const CACHED_QUERIES = 300;
/** A query that is parsed and compiled takes some 140 times as much memory as its text. All documents of the pages have 100,000. */
const CACHED_CHARACTERS = 250_000;
/** A query is kept compiled with a field for so many of its characters: the pages' have one for eight or more. A field takes a kilobyte. */
const CHARACTERS_A_FIELD = 4;
/** Longer queries are not cached. */
const LONG_QUERY = 10_000;

function readQuery(schema: GraphQLSchema, query: string, cacheTexts: CacheTexts): ReadQuery {
  const unparsed = beyondParsing(query);
  if (unparsed) return { faults: [unparsed] };
  try {
    const document = parse(query, { maxTokens: LIMITS.tokens });
    const unvalidated = beyondValidation(document, LIMITS.depth);
    if (unvalidated) return { faults: [unvalidated] };
    const faults = validate(schema, document, undefined, VALIDATION);
    if (faults.length > 0) return { faults };
    return {
      document,
      executeAsText: textExecution(document, query.length / CHARACTERS_A_FIELD, cacheTexts),
      boundsOf: operationBounds(schema, document),
    };
  } catch (error) {
    if (error instanceof GraphQLError) return { faults: [error] };
    throw error;
  }
}

/** An error where the operation costs too much or exceeds the person's rate of commands; undefined where it may be executed. */
function refuseAdmission(
  { work, commands }: OperationBounds,
  {
    variableValues,
    contextValue,
  }: { readonly variableValues: Readonly<Record<string, unknown>>; readonly contextValue: Context },
): GraphQLError | undefined {
  const tooMuch = beyondBounds(work(variableValues));
  return tooMuch ?? (commands > 0 ? overRate(contextValue.rates, "commands", commands) : undefined);
}

const UNRECORDED = errorFor(
  "UNAVAILABLE",
  "The hub records every disclosure first, and nothing can be recorded now. Try again shortly. Send a command with the same key.",
);

/** What fails when something is read once more to say what an answer discloses, as it can for any query. */
const READING: ReadonlySet<HubFailure["kind"]> = new Set(["not-ready", "changed-while-read", "cannot-be-read"]);

/** Records what an answer discloses. Gives the error to send in its place if that fails. */
async function recordDisclosures({ context: { disclosing, hub }, logger }: QuestionScope): Promise<GraphQLError | undefined> {
  try {
    await disclosing.record();
    return undefined;
  } catch (error) {
    const { kind, fault } = failureOf(error);
    if (READING.has(kind)) return error as GraphQLError;
    const line: LogLine = { code: "ANSWER_HELD_BACK", error: nameOf(error), ...(fault !== undefined && { fault }) };
    hub.telemetry.heldBack();
    logger.error(line, "an answer was held back: it could not be put on record");
    return kind === "internal" ? errorFor(...INTERNAL) : UNRECORDED;
  }
}

/** The refusal to send in place of an answer if a right may have ended on another node since the answer was read. */
export function refuseOutdated(scope: QuestionScope): ExecutionResult<never> | undefined {
  try {
    scope.context.assertCurrent();
    return undefined;
  } catch (error) {
    return present({ errors: [error as GraphQLError] }, scope);
  }
}

/** The answer once its disclosures are on record; a refusal if they cannot be recorded, or if that took too long. */
async function release<Data>(result: ExecutionResult<Data>, scope: QuestionScope): Promise<ExecutionResult<Data>> {
  const unrecorded = scope.isRecordedByCaller ? undefined : await recordAnswer(scope);
  return unrecorded ?? refuseOutdated(scope) ?? present(result, scope);
}

/** Puts on record what an answer discloses. Returns the refusal to send in its place if that fails. */
export async function recordAnswer(scope: QuestionScope): Promise<ExecutionResult<never> | undefined> {
  const unrecorded = await recordDisclosures(scope);
  return unrecorded && present({ errors: [unrecorded] }, scope);
}

/** A subscription whose message fails or cannot be given ends with an error: going on would hide that a message is missing. */
async function* releaseEach(
  messages: AsyncIterable<ExecutionResult>,
  scope: QuestionScope,
): AsyncGenerator<ExecutionResult, void> {
  try {
    for await (const message of messages) {
      const released = await release(message, scope);
      scope.context.messageReleased();
      yield released;
      if (released.data === undefined) return;
    }
  } catch (error) {
    yield present({ errors: [error as GraphQLError] }, scope);
  }
}

/** Masks errors. An internal one quotes the request's id, which the log has too. */
function present<Data>(
  { errors, ...rest }: ExecutionResult<Data>,
  { context, logger, noteCode }: QuestionScope,
): ExecutionResult<Data> {
  if (!errors) return rest;
  const heard = { logger, onUnreadable: context.hub.onUnreadable };
  const result = withCodes({ ...rest, errors: errors.map((error) => mask(error, heard) as GraphQLError) });
  for (const { extensions } of result.errors ?? []) {
    noteCode?.(String(extensions.code));
    if (extensions.code === "INTERNAL") Object.assign(extensions, { requestId: context.correlation });
  }
  return result;
}
