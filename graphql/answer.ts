// A question's way, from its text to its answer: read, bounded, carried out, on record, sent. Yoga writes what is streamed, and nothing
// else: its own HTTP makes a Request and a Response of the fetch standard of each, and takes as long over that as over all the rest.
import type { NextFunction, Request, RequestHandler, Response } from "express";
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
import type { Hub } from "../hub/hub.ts";
import type { Logger } from "../hub/observability/logger.ts";
import { remembering } from "../projections/statements.ts";
import { countCommands } from "./command-count.ts";
import { type Context, contextOf } from "./context.ts";
import { setRetryAfter, statusOf } from "./errors.ts";
import { noteCode, noteFields, requestIdOf, requestInLog } from "./exchange.ts";
import { connectionOf, notAcceptable } from "./http.ts";
import { beyondBounds, LIMITS, type QuestionBody } from "./limits.ts";
import { type Heard, mask } from "./mask.ts";
import { EVENT_STREAM, type JsonType, preferred, typeOfAnswer } from "./media-types.ts";
import { withCodes } from "./question-errors.ts";
import { overRate } from "./rate.ts";
import { rootFields } from "./root-fields.ts";
import { beyondParsing, beyondValidation } from "./selection-bounds.ts";
import { unrecorded } from "./unrecorded.ts";

/** Suggestions are looked for among names that the sender chose, and every fault is quoted with what was sent. */
const VALIDATION = { hideSuggestions: true, maxErrors: 10 } as const;
const EXECUTION = { hideSuggestions: true, options: { maxCoercionErrors: 2 } } as const;

/** Carries out an operation on the context's behalf. What its answer carries is on record when it resolves. */
export type CarryOut = (args: ExecutionArgs) => Promise<ExecutionResult>;

export function carryingOut(logger: Logger): CarryOut {
  return async (args) => {
    const context = args.contextValue as Context;
    const commands = countCommands(args.document, args.operationName);
    const beyond = beyondBounds(args) ?? (commands > 0 ? overRate(context, "commands", commands) : undefined);
    if (beyond) return { errors: [beyond] };
    const result = await execute({ ...args, ...EXECUTION });
    const heldBack = await unrecorded(context, logger);
    return heldBack ? { errors: [heldBack] } : presented(result, heardBy(context.hub, logger));
  };
}

/** One answer, or a subscription's messages. What an answer carries is on record before anybody gets it. */
export type Streamed = ExecutionResult | AsyncIterable<ExecutionResult>;

/** Answers in the media type that the asker prefers. Nothing is carried out for whoever accepts none that can hold the answer. */
export function answering(hub: Hub, schema: GraphQLSchema, logger: Logger, writeStream: RequestHandler): RequestHandler {
  const known = remembering((query: string) => readQuestion(schema, query), REMEMBERED, REMEMBERED_CHARACTERS);
  const read = (query: string) => (query.length > LONG ? readQuestion(schema, query) : known(query));

  async function answerTo(question: QuestionBody, document: DocumentNode, response: Response): Promise<Streamed> {
    const contextValue = contextOf(hub, response.locals.person, requestIdOf(response), connectionOf(response));
    const { variables, operationName } = question;
    noteFields(response, [...rootFields(document, operationName).values()], isSubscription(document, question));
    const args = { schema, document, contextValue, variableValues: variables ?? {}, operationName };
    // What is logged of a fault says of which request.
    const log = logger.child(requestInLog(response));
    if (!isSubscription(document, question)) return noted(await carryingOut(log)(args), response);
    const beyond = beyondBounds(args);
    if (beyond) return noted({ errors: [beyond] }, response);
    const messages = await subscribe({ ...args, ...EXECUTION });
    return Symbol.asyncIterator in messages
      ? eachRecordedFirst(messages, contextValue, log, (message) => noted(message, response))
      : noted(presented(messages, heardBy(hub, log)), response);
  }

  return async (request: Request, response: Response, next: NextFunction) => {
    const question = request.body as QuestionBody;
    const { document, errors } = read(question.query);
    const type = document && isSubscription(document, question) ? preferred(request, [EVENT_STREAM]) : typeOfAnswer(request);
    if (!type) return notAcceptable(response);
    const result = document
      ? await answerTo(question, document, response).catch((error) => failed(error, response))
      : failedBy(errors, response);
    if (type === EVENT_STREAM || Symbol.asyncIterator in result) {
      Object.assign(response.locals, { streamed: result });
      return writeStream(request, response, next);
    }
    if (result.data === undefined) setRetryAfter(response, result.errors?.[0]);
    response.status(statusOfAnswer(result, type));
    response.setHeader("content-type", `${type}; charset=utf-8`);
    response.end(JSON.stringify(result));
  };

  function failed(error: unknown, response: Response): ExecutionResult {
    return failedBy([error as GraphQLError], response);
  }

  function failedBy(errors: readonly GraphQLError[], response: Response): ExecutionResult {
    return noted(presented({ errors }, heardBy(hub, logger.child(requestInLog(response)))), response);
  }
}

const isSubscription = (document: DocumentNode, { operationName }: QuestionBody): boolean =>
  getOperationAST(document, operationName)?.operation === "subscription";

/** An answer as its asker gets it. */
function presented({ errors, ...rest }: ExecutionResult, heard: Heard): ExecutionResult {
  return errors ? withCodes({ ...rest, errors: errors.map((error) => mask(error, heard) as GraphQLError) }) : rest;
}

const heardBy = ({ onUnreadable }: Hub, logger: Logger): Heard => ({ logger, onUnreadable });

/** Notes the codes of an answer's errors, and quotes the request's id with a fault of the hub's own: its line in the log has the same. */
function noted(result: ExecutionResult, response: Response): ExecutionResult {
  for (const { extensions } of result.errors ?? []) {
    noteCode(response, String(extensions.code));
    if (extensions.code === "INTERNAL") Object.assign(extensions, { requestId: requestIdOf(response) });
  }
  return result;
}

/** A subscription that fails, or whose message cannot be recorded, says so and ends: going on would leave something out in silence. */
async function* eachRecordedFirst(
  messages: AsyncIterable<ExecutionResult>,
  context: Context,
  logger: Logger,
  noted: (message: ExecutionResult) => ExecutionResult,
): AsyncGenerator<ExecutionResult, void> {
  try {
    for await (const message of messages) {
      const heldBack = await unrecorded(context, logger);
      if (heldBack) return yield noted({ errors: [heldBack] });
      yield noted(presented(message, heardBy(context.hub, logger)));
    }
  } catch (error) {
    yield noted(presented({ errors: [error as GraphQLError] }, heardBy(context.hub, logger)));
  }
}

/** Questions that were read lately; one that is very long is read anew. */
const REMEMBERED = 300;
/** Read, a question takes some eighty times as much memory as its text. */
const REMEMBERED_CHARACTERS = 400_000;
const LONG = 10_000;

type Read =
  | { readonly document: DocumentNode; readonly errors?: undefined }
  | { readonly document?: undefined; readonly errors: readonly GraphQLError[] };

function readQuestion(schema: GraphQLSchema, query: string): Read {
  const unparsed = beyondParsing(query);
  if (unparsed) return { errors: [unparsed] };
  try {
    const document = parse(query, { maxTokens: LIMITS.tokens });
    const unvalidated = beyondValidation(document, LIMITS.depth);
    if (unvalidated) return { errors: [unvalidated] };
    const errors = validate(schema, document, undefined, VALIDATION);
    return errors.length > 0 ? { errors } : { document };
  } catch (error) {
    if (error instanceof GraphQLError) return { errors: [error] };
    throw error;
  }
}

/**
 * `application/json` is 200 whatever the answer, as the GraphQL-over-HTTP specification has it, but for one that is to be sent again later; the
 * other type says by status too.
 */
function statusOfAnswer({ data, errors }: ExecutionResult, type: JsonType): number {
  if (data !== undefined) return 200;
  const status = Math.max(...(errors ?? []).map(({ extensions }) => statusOf(extensions.code)));
  return type === "application/json" && status !== statusOf("RATE_LIMITED") ? 200 : status;
}
