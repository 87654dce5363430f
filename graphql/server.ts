// The HTTP face: Express in front, Yoga for /graphql.
import { randomUUID } from "node:crypto";
import type { Server } from "node:http";
import express, { type NextFunction, type Request, type Response } from "express";
import { GraphQLError } from "graphql";
import { createYoga } from "graphql-yoga";
import helmet from "helmet";
import { LogUnavailable } from "../event-log/port.ts";
import type { Hub } from "../hub/hub.ts";
import { type Logger, nameOf } from "../hub/logger.ts";
import { IssuerUnavailable, TokenRefused, type TokenVerifier } from "../hub/tokens.ts";
import { NotReady } from "../projections/follower.ts";
import { RecordedNotShown } from "../services/handle.ts";
import { type Context, contextOf } from "./context.ts";
import { disclosedFirst } from "./disclosing.ts";
import { bounded, LIMITS, question } from "./limits.ts";
import { buildSchema } from "./schema.ts";

export type Served = { readonly server: Server; readonly url: string; close(): Promise<void> };

/** Listens on the configured host and port (0 takes any free one). */
export async function serve(hub: Hub, verify: TokenVerifier, logger: Logger): Promise<Served> {
  const app = express();
  app.disable("x-powered-by");
  app.use(helmet());
  app.use((_request, response, next) => {
    response.setHeader("cache-control", "no-store");
    next();
  });
  app.get("/", (_request, response) => {
    response.type("text/plain").send(WELCOME);
  });
  app.get("/ready", (_request, response) => {
    const { ready, readModels } = hub.readiness();
    response.status(ready ? 200 : 503).json({ ready, readModels });
  });
  const yoga = yogaFor(hub, logger);
  app.use(
    "/graphql",
    exactly,
    postOnly,
    signedIn(verify),
    jsonOnly,
    express.json({ limit: LIMITS.body }),
    questionOnly,
    (request, response) => yoga(request, response),
  );
  app.use((_request: Request, response: Response) => answer(response, 404, "NOT_FOUND", "There is nothing here."));
  app.use((error: unknown, _request: Request, response: Response, _next: NextFunction) => {
    const status = statusOf(error);
    if (status >= 500) logger.error({ error: nameOf(error) }, "a request failed");
    if (status === 413) answer(response, status, "TOO_LARGE", `The request is too large: at most ${LIMITS.body}.`);
    else if (status < 500) answer(response, status, ...MALFORMED);
    else answer(response, status, ...INTERNAL);
  });
  return listen(app, hub);
}

const MALFORMED = ["BAD_REQUEST", 'The request cannot be read. Wanted is JSON: { "query": "…", "variables": { … } }.'] as const;
const INTERNAL = ["INTERNAL", "Something went wrong here. It has been recorded; try again."] as const;

const WELCOME = `Candour, an intelligence-sharing hub with consent controls.

POST /graphql   questions and commands; a bearer token says who asks
GET  /ready     whether every read model is up to date

The README says how to get a token and what to ask first.
`;

const exactly = (request: Request, _response: Response, next: NextFunction): void =>
  next(request.path === "/" ? undefined : "route");

// A question in a URL would stand in logs and histories.
function postOnly(request: Request, response: Response, next: NextFunction): void {
  if (request.method === "POST") next();
  else {
    response.setHeader("allow", "POST");
    answer(response, 405, "METHOD_NOT_ALLOWED", "Questions and commands are sent with POST.");
  }
}

// Yoga would read other forms too, past the bound on the body.
function jsonOnly(request: Request, response: Response, next: NextFunction): void {
  if (request.is("application/json")) next();
  else answer(response, 415, ...MALFORMED);
}

function questionOnly(request: Request, response: Response, next: NextFunction): void {
  const parsed = question.safeParse(request.body);
  request.body = parsed.data;
  if (parsed.success) next();
  else answer(response, 400, ...MALFORMED);
}

/** Puts who asks on the response's locals, or ends the request with 401. What they may is looked up when it is used. */
function signedIn(verify: TokenVerifier) {
  return async (request: Request, response: Response, next: NextFunction): Promise<void> => {
    const [, token] = request.headers.authorization?.match(/^Bearer ([\w.~+/=-]+)$/i) ?? [];
    if (!token) return unauthenticated(response, "Send a bearer token in the Authorization header.");
    try {
      response.locals.person = (await verify(token)).person;
      next();
    } catch (error) {
      if (error instanceof TokenRefused) unauthenticated(response, error.message);
      else if (error instanceof IssuerUnavailable) answer(response, 503, "UNAVAILABLE", error.message);
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
    context: ({ res }) => contextOf(hub, res.locals.person, randomUUID()),
    graphiql: false,
    landingPage: false,
    cors: false,
    logging: false,
    maskedErrors: { maskError: (error) => mask(error, logger) },
    plugins: [
      bounded,
      disclosedFirst((error) => logger.error({ error: nameOf(error) }, "an answer was held back: it could not be put on record")),
    ],
  });
}

/** Errors made for the asker pass; anything else is recorded here and told as one sentence, without a trace. */
function mask(error: unknown, logger: Logger): Error {
  const cause = error instanceof GraphQLError ? error.originalError : error;
  if (error instanceof GraphQLError && (!cause || cause instanceof GraphQLError)) return error;
  if (cause instanceof RecordedNotShown)
    return told(
      "NOT_READY",
      "This was recorded, but the hub cannot show it yet. Asking again with the same key repeats nothing.",
    );
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

function listen(app: express.Express, { config }: Hub): Promise<Served> {
  return new Promise((resolve, reject) => {
    const server = app.listen(config.port, config.host, (error?: Error) => {
      if (error) return reject(error);
      // Nobody holds a request open for long: it is answered with the rights of the moment, and takes up room.
      server.requestTimeout = 30_000;
      const address = server.address();
      const port = typeof address === "object" && address ? address.port : config.port;
      const close = () =>
        new Promise<void>((done) => {
          server.close(() => done());
          server.closeIdleConnections();
        });
      resolve({ server, url: `http://${config.host.includes(":") ? `[${config.host}]` : config.host}:${port}`, close });
    });
  });
}
