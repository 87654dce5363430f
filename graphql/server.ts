// The HTTP face: Express in front, Yoga for /graphql.
import { randomUUID } from "node:crypto";
import type { Server } from "node:http";
import express, { type NextFunction, type Request, type RequestHandler, type Response } from "express";
import type { GraphQLSchema } from "graphql";
import { createYoga, type Plugin } from "graphql-yoga";
import helmet from "helmet";
import type { Hub } from "../hub/hub.ts";
import { type Logger, nameOf } from "../hub/logger.ts";
import type { TokenVerifier } from "../hub/tokens.ts";
import { answering, type CarryOut, carriedOutBy, carryingOut } from "./answer.ts";
import { type Context, contextOf, viewerAnew } from "./context.ts";
import { disclosedFirst } from "./disclosing.ts";
import { LEDGER_FORM, ledgerExport } from "./export/route.ts";
import { answer, connectionOf, INTERNAL, malformed, NotUtf8, QUESTION_FORM, wayIn } from "./http.ts";
import { bounded, LIMITS, question } from "./limits.ts";
import { mask } from "./mask.ts";
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
  const schema = buildSchema();
  const carryOut = carryingOut(logger);
  const yoga = yogaFor(hub, schema, logger, carryOut);
  const streamed: RequestHandler = (request, response) => yoga(request, response);
  app.use("/graphql", wayIn(verify, QUESTION_FORM, questionOnly, answering(hub, schema, logger, carryOut, streamed)));
  app.use("/ledger", wayIn(verify, LEDGER_FORM, ledgerExport(hub, schema, logger)));
  app.use((_request: Request, response: Response) => answer(response, 404, "NOT_FOUND", "There is nothing here."));
  app.use((error: unknown, _request: Request, response: Response, _next: NextFunction) => {
    const status = statusOf(error);
    if (status >= 500) logger.error({ error: nameOf(error) }, "a request failed");
    if (status === 413) answer(response, status, "TOO_LARGE", `The request is too large: at most ${LIMITS.body}.`);
    else if (error instanceof NotUtf8) answer(response, status, "BAD_REQUEST", error.message);
    else if (status < 500) malformed(response, status);
    else answer(response, status, ...INTERNAL);
  });
  return listen(app, hub);
}

const WELCOME = `Candour, an intelligence-sharing hub with consent controls.

POST /graphql   questions and commands; a bearer token says who asks
POST /ledger    a council's ledger, exported for the council
GET  /ready     whether every read model is up to date

The README says how to get a token and what to ask first.
`;

function questionOnly(request: Request, response: Response, next: NextFunction): void {
  const parsed = question.safeParse(request.body);
  request.body = parsed.data;
  if (parsed.success) next();
  else malformed(response, 400);
}

function yogaFor(hub: Hub, schema: GraphQLSchema, logger: Logger, carryOut: CarryOut) {
  return createYoga<{ req: Request; res: Response }, Context>({
    schema,
    context: ({ res }) => contextOf(hub, res.locals.person, randomUUID(), connectionOf(res)),
    graphiql: false,
    landingPage: false,
    cors: false,
    logging: false,
    maskedErrors: { maskError: (error) => mask(error, logger) },
    plugins: [viewerAnew, bounded, streaming, disclosedFirst(logger), carriedOutBy(carryOut)],
  });
}

/** Nobody holds a stream open without reading it: one on which nothing moves for so long is cut. What it missed is there to resume. */
const STALLED_MS = 60_000;

const streaming: Plugin<Context & { readonly res: Response }> = {
  onSubscribe: ({ args }) => void args.contextValue.res.socket?.setTimeout(STALLED_MS),
  onResponse({ response }) {
    // Yoga lets an event stream be kept, and nothing that leaves here is.
    if (response.headers.get("content-type")?.startsWith("text/event-stream")) response.headers.set("cache-control", "no-store");
  },
};

function statusOf(error: unknown): number {
  const status = typeof error === "object" && error !== null && "status" in error ? Number(error.status) : 500;
  return status >= 400 && status < 600 ? status : 500;
}

/** How long requests and streams have to end when the hub does. */
const CLOSING_MS = 10_000;

function listen(app: express.Express, { config, broadcast }: Hub): Promise<Served> {
  return new Promise((resolve, reject) => {
    const server = app.listen(config.port, config.host, (error?: Error) => {
      if (error) return reject(error);
      // Nobody holds a request open for long: it is answered with the rights of the moment, and takes up room.
      server.requestTimeout = 30_000;
      const address = server.address();
      const port = typeof address === "object" && address ? address.port : config.port;
      const close = () =>
        new Promise<void>((done) => {
          broadcast.stop();
          server.close(() => done());
          // A connection is idle once what it streamed has ended; one whose client does not read never is.
          const idle = setInterval(() => server.closeIdleConnections(), CLOSING_MS / 50);
          const all = setTimeout(() => server.closeAllConnections(), CLOSING_MS);
          server.once("close", () => {
            clearInterval(idle);
            clearTimeout(all);
          });
          server.closeIdleConnections();
        });
      resolve({ server, url: `http://${config.host.includes(":") ? `[${config.host}]` : config.host}:${port}`, close });
    });
  });
}
