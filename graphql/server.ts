// The HTTP face: Express in front, Yoga for /graphql, and the bounds of both.
import { randomUUID } from "node:crypto";
import type { Server } from "node:http";
import { useDepthLimit } from "@envelop/depth-limit";
import express, { type NextFunction, type Request, type Response } from "express";
import { GraphQLError, parse } from "graphql";
import { type ComplexityEstimatorArgs, getComplexity, simpleEstimator } from "graphql-query-complexity";
import { createYoga, type Plugin } from "graphql-yoga";
import helmet from "helmet";
import { LogUnavailable } from "../event-log/port.ts";
import type { Hub } from "../hub/hub.ts";
import { type Logger, nameOf } from "../hub/logger.ts";
import { IssuerUnavailable, TokenRefused, type TokenVerifier } from "../hub/tokens.ts";
import { NotReady } from "../projections/follower.ts";
import type { Context } from "./context.ts";
import { buildSchema } from "./schema.ts";

/** Bounds on a request: bytes of its body, nesting, tokens of its document, fields it may come to. */
const LIMITS = { body: "1mb", depth: 9, tokens: 3_000, fields: 5_000 } as const;

export type Served = { readonly server: Server; readonly url: string; close(): Promise<void> };

/** Listens on the configured host and port (0 takes any free one). */
export async function serve(hub: Hub, verify: TokenVerifier, logger: Logger): Promise<Served> {
  const app = express();
  app.disable("x-powered-by");
  app.use(helmet());
  app.get("/", (_request, response) => {
    response.type("text/plain").send(WELCOME);
  });
  app.get("/ready", (_request, response) => {
    const { ready, readModels } = hub.readiness();
    response.status(ready ? 200 : 503).json({ ready, readModels });
  });
  const yoga = yogaFor(hub, logger);
  app.use("/graphql", postOnly, signedIn(hub, verify), express.json({ limit: LIMITS.body }), (request, response) =>
    yoga(request, response),
  );
  app.use((_request: Request, response: Response) => {
    answer(response, 404, "NOT_FOUND", "There is nothing here.");
  });
  app.use((error: unknown, _request: Request, response: Response, _next: NextFunction) => {
    const status = statusOf(error);
    if (status >= 500) logger.error({ error: nameOf(error) }, "a request failed");
    const [code, message] = status === 413 ? TOO_LARGE : status < 500 ? MALFORMED : INTERNAL;
    answer(response, status, code, message);
  });
  return listen(app, hub);
}

const TOO_LARGE = ["TOO_LARGE", `The request is too large: at most ${LIMITS.body}.`] as const;
const MALFORMED = ["BAD_REQUEST", "The request cannot be read: a JSON body with a query is wanted."] as const;
const INTERNAL = ["INTERNAL", "Something went wrong here. It has been recorded; try again."] as const;

const WELCOME = `Candour, an intelligence-sharing hub with consent controls.

POST /graphql   questions and commands; a bearer token says who asks
GET  /ready     whether every read model is up to date

The README says how to get a token and what to ask first.
`;

// A question in a URL would stand in logs and histories.
function postOnly(request: Request, response: Response, next: NextFunction): void {
  if (request.method === "POST") {
    next();
    return;
  }
  response.setHeader("allow", "POST");
  answer(response, 405, "METHOD_NOT_ALLOWED", "Questions and commands are sent with POST.");
}

/** Puts who asks on the response's locals, or ends the request with 401. */
function signedIn(hub: Hub, verify: TokenVerifier) {
  return async (request: Request, response: Response, next: NextFunction): Promise<void> => {
    const [, token] = request.headers.authorization?.match(/^Bearer ([\w.~+/=-]+)$/i) ?? [];
    if (!token) return unauthenticated(response, "Send a bearer token in the Authorization header.");
    try {
      const { person } = await verify(token);
      response.locals.viewer = hub.people.queries().viewer(person) ?? hub.people.queries().stranger(person);
      next();
    } catch (error) {
      if (error instanceof TokenRefused) unauthenticated(response, error.message);
      else if (error instanceof IssuerUnavailable) answer(response, 503, "UNAVAILABLE", error.message);
      else if (error instanceof NotReady) answer(response, 503, "NOT_READY", "The hub is not ready yet. Try again shortly.");
      else next(error);
    }
  };
}

function unauthenticated(response: Response, message: string): void {
  response.setHeader("www-authenticate", "Bearer");
  answer(response, 401, "UNAUTHENTICATED", message);
}

/** Errors outside GraphQL have its form too, so that a caller reads one form. */
function answer(response: Response, status: number, code: string, message: string): void {
  response.status(status).json({ errors: [{ message, extensions: { code } }] });
}

function yogaFor(hub: Hub, logger: Logger) {
  return createYoga<{ req: Request; res: Response }, Context>({
    schema: buildSchema(),
    context: ({ res }) => ({ hub, viewer: res.locals.viewer, correlation: randomUUID() }),
    graphiql: false,
    landingPage: false,
    logging: false,
    maskedErrors: { maskError: (error) => mask(error, logger) },
    plugins: [tokenLimit, costLimit, useDepthLimit({ maxDepth: LIMITS.depth, ignore: ["__schema", "__type"] }) as Plugin],
  });
}

/** A document of more lexical tokens than this is refused before it is read to its end. */
const tokenLimit: Plugin = {
  onParse({ setParseFn }) {
    setParseFn((source: string, options?: object) => parse(source, { ...options, maxTokens: LIMITS.tokens }));
  },
};

/** A field costs one; what stands under a list costs as often as its page is long. */
const estimators = [
  ({ args, childComplexity, field }: ComplexityEstimatorArgs) =>
    field.args.some(({ name }) => name === "first")
      ? 1 + childComplexity * Math.min(Math.max(Number(args.first ?? 20), 1), 100)
      : undefined,
  simpleEstimator({ defaultComplexity: 1 }),
];

// At execution and not at validation: only then are the variables known that page sizes come in.
const costLimit: Plugin = {
  onExecute({ args: { schema, document, operationName, variableValues }, setResultAndStopExecution }) {
    const cost = getComplexity({
      schema,
      query: document,
      variables: variableValues ?? {},
      estimators,
      ...(operationName && { operationName }),
    });
    if (cost <= LIMITS.fields) return;
    const message = `The question is too large: it comes to ${cost} fields, and at most ${LIMITS.fields} are answered.`;
    setResultAndStopExecution({ errors: [told("TOO_LARGE", message)] });
  },
};

/** Errors made for the asker pass; anything else is recorded here and told as one sentence, without a trace. */
function mask(error: unknown, logger: Logger): Error {
  const cause = error instanceof GraphQLError ? error.originalError : error;
  if (error instanceof GraphQLError && (!cause || cause instanceof GraphQLError)) return error;
  if (cause instanceof NotReady) return told("NOT_READY", "The hub has not got there yet. Try again shortly.");
  logger.error({ error: nameOf(cause) }, "a question could not be answered");
  return cause instanceof LogUnavailable
    ? told("UNAVAILABLE", "Nothing can be recorded at the moment. Try again with the same key.")
    : told(...INTERNAL);
}

const told = (code: string, message: string) => new GraphQLError(message, { extensions: { code } });

function statusOf(error: unknown): number {
  const status = typeof error === "object" && error !== null && "status" in error ? Number(error.status) : 500;
  return status >= 400 && status < 600 ? status : 500;
}

function listen(app: express.Express, hub: Hub): Promise<Served> {
  return new Promise((resolve, reject) => {
    const server = app.listen(hub.config.port, hub.config.host, (error?: Error) => {
      if (error) return reject(error);
      const address = server.address();
      const port = typeof address === "object" && address ? address.port : hub.config.port;
      resolve({
        server,
        url: `http://${hub.config.host.includes(":") ? `[${hub.config.host}]` : hub.config.host}:${port}`,
        close: () =>
          new Promise((done) => {
            server.close(() => done());
            server.closeIdleConnections();
          }),
      });
    });
  });
}
