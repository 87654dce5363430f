// A question's way, from its text to its one answer: read, bounded, carried out, on record, sent. Subscriptions, and whoever accepts another
// form than JSON, go through Yoga, which carries questions out by the same function: its own HTTP makes a Request and a Response of the fetch
// standard of each, and takes as long over that as over all the rest.
import { randomUUID } from "node:crypto";
import type { Request, RequestHandler, Response } from "express";
import {
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  execute,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  parse,
  validate,
} from "graphql";
import type { Plugin } from "graphql-yoga";
import type { Hub } from "../hub/hub.ts";
import type { Logger } from "../hub/logger.ts";
import { remembering } from "../projections/statements.ts";
import { type Context, contextOf } from "./context.ts";
import { recorded, UNRECORDED } from "./disclosing.ts";
import { connectionOf } from "./http.ts";
import { beyondBounds, LIMITS, type Question } from "./limits.ts";
import { mask } from "./mask.ts";
import { withCodes } from "./question-errors.ts";

/** Carries out an operation on the context's behalf. What its answer carries is on record when it resolves. */
export type CarryOut = (args: ExecutionArgs) => Promise<ExecutionResult>;

export function carryingOut(logger: Logger): CarryOut {
  return async (args) => {
    const beyond = beyondBounds(args);
    if (beyond) return { errors: [beyond] };
    const result = await execute(args);
    if (!(await recorded(args.contextValue as Context, logger))) return { errors: [UNRECORDED] };
    const { errors } = result;
    return errors ? { ...result, errors: errors.map((error) => mask(error, logger) as GraphQLError) } : result;
  };
}

/** For what goes through Yoga. */
export const carriedOutBy = (carryOut: CarryOut): Plugin<Context> => ({
  onExecute: ({ setExecuteFn }) => setExecuteFn(carryOut),
});

/** Answers with JSON whoever accepts it, or does not say what they accept. */
export function answering(
  hub: Hub,
  schema: GraphQLSchema,
  logger: Logger,
  carryOut: CarryOut,
  streamed: RequestHandler,
): RequestHandler {
  const known = remembering((query: string) => readQuestion(schema, query), REMEMBERED);
  const read = (query: string) => (query.length > LONG ? readQuestion(schema, query) : known(query));

  async function answerTo(request: Request, response: Response): Promise<ExecutionResult | "streamed"> {
    const { query, variables, operationName } = request.body as Question;
    const { document, errors } = read(query);
    if (!document) return { errors };
    if (getOperationAST(document, operationName)?.operation === "subscription") return "streamed";
    const contextValue = contextOf(hub, response.locals.person, randomUUID(), connectionOf(response));
    const args = { schema, document, contextValue, variableValues: variables ?? {} };
    return carryOut(typeof operationName === "string" ? { ...args, operationName } : args);
  }

  return async (request, response, next) => {
    const { accept = "*/*" } = request.headers;
    if (!JSON_ACCEPTED.has(accept)) return streamed(request, response, next);
    const result = await answerTo(request, response).catch((error) => ({ errors: [mask(error, logger) as GraphQLError] }));
    if (result === "streamed") return streamed(request, response, next);
    response.setHeader("content-type", "application/json; charset=utf-8");
    response.end(JSON.stringify(withCodes(result)));
  };
}

const JSON_ACCEPTED: ReadonlySet<string> = new Set(["*/*", "application/json"]);

/** Questions that were read lately; one that is very long is read anew. */
const REMEMBERED = 300;
const LONG = 10_000;

type Read =
  | { readonly document: DocumentNode; readonly errors?: undefined }
  | { readonly document?: undefined; readonly errors: readonly GraphQLError[] };

function readQuestion(schema: GraphQLSchema, query: string): Read {
  try {
    const document = parse(query, { maxTokens: LIMITS.tokens });
    const errors = validate(schema, document);
    return errors.length > 0 ? { errors } : { document };
  } catch (error) {
    if (error instanceof GraphQLError) return { errors: [error] };
    throw error;
  }
}
