// The HTTP server: its routes, its timeouts, and its shutdown.
import { createServer, type RequestListener, type Server } from "node:http";
import type { Socket } from "node:net";
import express, { type NextFunction, type Request, type RequestHandler, type Response } from "express";
import type { GraphQLSchema } from "graphql";
import { hubUrl } from "../hub/config.ts";
import type { Hub } from "../hub/hub.ts";
import type { Logger } from "../hub/observability/logger.ts";
import type { TokenVerifier } from "../hub/sign-in/tokens.ts";
import { graphqlHandler } from "./answer.ts";
import { attachmentFiles, downloadAttachment, type OpenAttachment } from "./attachment-file.ts";
import { commonHeaders } from "./common-headers.ts";
import { directRoute } from "./direct-route.ts";
import { statusOf } from "./errors.ts";
import { exchanges, inRequest } from "./exchange.ts";
import { answer, authenticatedJson, jsonRequest, malformed, notAcceptable, QUESTION_FORM, signedIn } from "./http.ts";
import { ledgerFiles, type MakeLedgerFile } from "./ledger-file.ts";
import { LEDGER_FORM, ledgerExport } from "./ledger-route.ts";
import { question as questionForm } from "./limits.ts";
import { typeOfAnswer } from "./media-types.ts";
import { openPipeline, type Pipeline } from "./pipeline.ts";
import { reportFailedRequest } from "./request-failed.ts";
import { buildSchema } from "./schema.ts";
import { SCHEMA_PATH, sendSchema } from "./schema-file.ts";
import { recordsSignIns } from "./sign-in.ts";
import { cutStalled } from "./stalled.ts";
import { streamWriter } from "./streaming.ts";
import { admitUpload, deleteUpload, openUploads, receiveUpload, type Uploads } from "./uploads.ts";

export type Served = { readonly server: Server; readonly url: string; close(): Promise<void> };

/** How long a client may take, in milliseconds, before its connection is closed. */
type TimeBounds = {
  /** The time to send the headers of a request, and the whole request. */
  readonly headersMs: number;
  readonly requestMs: number;
  /** The time to read some of the response. */
  readonly unreadMs: number;
  /** The interval of that check. */
  readonly everyMs: number;
};
export type ServerOptions = {
  readonly bounds?: TimeBounds;
  /** Servers of one process can share it. */
  readonly schema?: GraphQLSchema;
  /** Whether each query that a reader thread can execute is handed over to one. */
  readonly alwaysInReaders?: boolean;
  /** Opens what answers at all addresses that the API does not have. */
  readonly openPages?: (api: Api) => Promise<RequestHandler>;
};
/** What pages need of the API. */
export type Api = {
  readonly hub: Hub;
  readonly schema: GraphQLSchema;
  readonly pipeline: Pipeline;
  readonly logger: Logger;
  /** Puts a council's first sign-in on record. */
  readonly recordSignIn: RequestHandler;
  readonly makeLedgerFile: MakeLedgerFile;
  readonly uploads: Uploads;
  readonly openAttachment: OpenAttachment;
  /** Answers a question in JSON of somebody who is signed in already, as `/graphql` does, and refuses subscriptions: they would outlast the session. */
  readonly answerQuestion: readonly RequestHandler[];
};
const TIME_BOUNDS: TimeBounds = { headersMs: 10_000, requestMs: 30_000, unreadMs: 60_000, everyMs: 1_000 };

/** Listens on the configured host and port (0 takes any free one). */
export async function serve(
  hub: Hub,
  verify: TokenVerifier,
  logger: Logger,
  { bounds = TIME_BOUNDS, schema = buildSchema(hub.policy.schema), alwaysInReaders = false, openPages }: ServerOptions = {},
): Promise<Served> {
  const app = express();
  app.disable("x-powered-by");
  app.set("trust proxy", hub.config.proxies);
  const ofEveryRequest = [commonHeaders(), exchanges(hub, logger)];
  app.use(ofEveryRequest);
  app.get("/live", (_request, response) => {
    response.json({ live: true });
  });
  // Details are only for this machine (hub/observability/operations.ts).
  app.get("/ready", (_request, response) => {
    const { ready } = hub.readiness();
    response.status(ready ? 200 : 503).json({ ready });
  });
  const pipeline = openPipeline(schema);
  const readers = hub.startReaders(new URL("./reader-worker.ts", import.meta.url), { always: alwaysInReaders });
  const recordSignIn = recordsSignIns(hub, logger);
  const makeLedgerFile = ledgerFiles(hub, schema, pipeline, logger);
  const question = [someTypeAccepted, questionOnly, recordSignIn];
  const streams = streamWriter(schema);
  const graphql = authenticatedJson(verify, QUESTION_FORM, ...question, graphqlHandler(hub, pipeline, logger, streams, readers));
  app.all(GRAPHQL_PATH, ...graphql);
  // Pages answer it to those who have a session instead of a token.
  app.get(SCHEMA_PATH, (request, response, next) =>
    openPages && !request.headers.authorization ? next() : signedIn(verify)(request, response, () => sendSchema(response)),
  );
  const uploads = openUploads(hub, logger);
  const admit = admitUpload(uploads);
  app.post("/uploads", signedIn(verify), admit, inRequest, receiveUpload(uploads));
  app.delete("/uploads/:id", signedIn(verify), deleteUpload(uploads));
  const openAttachment = attachmentFiles(hub, pipeline, logger);
  app.get("/attachments/:concern/:attachment", signedIn(verify), recordSignIn, downloadAttachment(openAttachment));
  app.all("/ledger", ...authenticatedJson(verify, LEDGER_FORM, recordSignIn, ledgerExport(makeLedgerFile)));
  const answerQuestion = [...jsonRequest(QUESTION_FORM), ...question, graphqlHandler(hub, pipeline, logger, undefined, readers)];
  const files = { makeLedgerFile, uploads, openAttachment };
  if (openPages) app.use(await openPages({ hub, schema, pipeline, logger, recordSignIn, answerQuestion, ...files }));
  else
    app.get("/", (_request, response) => {
      response.type("text/plain").send(WELCOME);
    });
  app.use((_request: Request, response: Response) =>
    answer(response, 404, "NOT_FOUND", "There is nothing at this address. Check it."),
  );
  function failed(error: unknown, response: Response): void {
    const [code, message] = reportFailedRequest(error, response, logger);
    if (response.headersSent) response.destroy();
    else answer(response, statusOf(code), code, message);
  }
  app.use((error: unknown, _request: Request, response: Response, _next: NextFunction) => failed(error, response));
  const listening = await listen(directRoute(app, GRAPHQL_PATH, [...ofEveryRequest, ...graphql], failed), hub, bounds);
  return {
    ...listening,
    async close() {
      await listening.close();
      await readers?.close();
    },
  };
}

/** Most requests come here exactly. Express finds the same handlers for an address with a query string, a slash at the end or capitals. */
const GRAPHQL_PATH = "/graphql";

const WELCOME = `Candour, an intelligence-sharing hub with consent controls.

POST /graphql   questions and commands; a bearer token says who asks
POST /ledger    a council's ledger, exported for the council
POST /uploads   a file for evidence
GET  /attachments/{concern}/{attachment}
                a file of evidence, as far as you may see it
GET  /schema.graphql
                the schema, for whoever is signed in
GET  /live      whether the hub is there
GET  /ready     whether it can answer

The README says how to get a token and what to ask first.
`;

function someTypeAccepted(request: Request, response: Response, next: NextFunction): void {
  if (typeOfAnswer(request)) next();
  else notAcceptable(response);
}

function questionOnly(request: Request, response: Response, next: NextFunction): void {
  const parsed = questionForm.safeParse(request.body);
  request.body = parsed.data;
  if (parsed.success) next();
  else malformed(response, 400);
}

/** Connections that wait to be accepted, as when all clients come back after a restart. The machine's own limit counts if it is lower. */
const BACKLOG = 4_096;

/** The time that requests and streams have to end when the server closes. */
const CLOSING_MS = 10_000;

function listen(
  answerRequest: RequestListener,
  { config, broadcast, unheard, background }: Hub,
  bounds: TimeBounds,
): Promise<Served> {
  const { headersMs, requestMs, unreadMs, everyMs } = bounds;
  // By default Node checks its own two timeouts every half minute.
  const timeouts = { headersTimeout: headersMs, requestTimeout: requestMs, connectionsCheckingInterval: everyMs };
  const server = createServer(timeouts, answerRequest);
  cutStalled(server, { afterMs: unreadMs, everyMs }, background);
  const sockets = new Set<Socket>();
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  /** Node does not count a connection as idle that has never had a request, as proxies and browsers open in advance. */
  function closeUnused(): void {
    server.closeIdleConnections();
    for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
  }
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ port: config.port, host: config.host, backlog: BACKLOG }, () => {
      server.off("error", reject);
      // This happens, for example, without free file handles.
      server.on("error", (fault) => unheard("CONNECTION_REFUSED", fault));
      const address = server.address();
      const port = typeof address === "object" && address ? address.port : config.port;
      const close = () =>
        new Promise<void>((done) => {
          broadcast.stop();
          server.close(() => done());
          // A connection is idle once its stream has ended; one whose client does not read never is.
          const idle = background.every(CLOSING_MS / 50, "CONNECTIONS_CLOSING", closeUnused);
          const all = setTimeout(() => server.closeAllConnections(), CLOSING_MS);
          server.once("close", () => {
            idle.stop();
            clearTimeout(all);
          });
          server.closeIdleConnections();
        });
      resolve({ server, url: hubUrl(config, port), close });
    });
  });
}
