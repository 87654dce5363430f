// GraphiQL, an editor for GraphQL, from the hub's own files and under the sign-in to the pages. What it sends is answered as by /graphql, in the name of
// the session: with the API's limits and its record of disclosures, and without subscriptions. Its package is not in the container image, for its size.
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import express, { type RequestHandler, type Router } from "express";
import { type GraphQLSchema, introspectionFromSchema } from "graphql";
import { lazy } from "../../caching/cache.ts";
import type { SendPage } from "../respond.ts";

const PATH = "/graphiql";
const FILES = `${PATH}/files`;
const SCRIPT = "text/javascript; charset=utf-8";

/** Its editor writes styles into the page, and has its icons in its styles. Scripts are those of the hub all the same. */
const CONTENT_POLICY = [
  "default-src 'none'",
  ...["script-src", "worker-src", "connect-src"].map((kind) => `${kind} 'self'`),
  "style-src 'self' 'unsafe-inline'",
  ...["img-src", "font-src"].map((kind) => `${kind} 'self' data:`),
  ...["base-uri", "form-action", "frame-ancestors"].map((kind) => `${kind} 'none'`),
].join("; ");

/** The parts of the package, which it exports for a page of its own. */
type Parts = Readonly<Record<"js" | "css" | "editorWorkerService" | "jsonWorker" | "graphqlWorker", string>>;
type ServedFile = { readonly type: string; readonly text: string; readonly zipped: Buffer };

/**
 * Before the editor: where its workers are. The question with which it asks for the schema is deeper than the API allows, so it gets the answer from a file.
 */
const BEFORE = `const send = self.fetch;
self.fetch = (address, options) =>
  /"operationName":"IntrospectionQuery"/.test(options?.body ?? "") ? send("${FILES}/schema.json") : send(address, options);
self.MonacoEnvironment = {
  globalAPI: false,
  getWorkerUrl: (_, label) => ({
    json: "${FILES}/json-worker.js",
    graphql: "${FILES}/graphql-worker.js",
  })[label] ?? "${FILES}/editor-worker.js",
};
`;
const AFTER = `YogaGraphiQL.renderYogaGraphiQL(document.querySelector("#root"), {
  endpoint: "${PATH}/execute",
  credentials: "same-origin",
  defaultQuery: "{ viewer { name assignments { role current until } } }",
});
`;

type MakeFile = (parts: Parts, schema: GraphQLSchema) => readonly [type: string, text: string];

const SERVED: Readonly<Record<string, MakeFile>> = {
  "schema.json": (_, schema) => ["application/json", JSON.stringify({ data: introspectionFromSchema(schema) })],
  "graphiql.css": ({ css }) => ["text/css; charset=utf-8", css],
  "before.js": () => [SCRIPT, BEFORE],
  "graphiql.js": ({ js }) => [SCRIPT, js],
  "after.js": () => [SCRIPT, AFTER],
  "editor-worker.js": ({ editorWorkerService }) => [SCRIPT, editorWorkerService],
  "json-worker.js": ({ jsonWorker }) => [SCRIPT, jsonWorker],
  "graphql-worker.js": ({ graphqlWorker }) => [SCRIPT, graphqlWorker],
};

/** Undefined where the package is not installed. It is loaded when somebody first opens the page. */
async function loadParts(): Promise<Parts | undefined> {
  try {
    return await import(import.meta.resolve("@graphql-yoga/render-graphiql").replace(/index\.js$/, "graphiql.js"));
  } catch {
    return undefined;
  }
}

type Deps = {
  /** For a person who is signed in. */
  readonly reading: readonly RequestHandler[];
  readonly requireSession: RequestHandler;
  readonly answerQuestion: readonly RequestHandler[];
  readonly send: SendPage;
  readonly schema: GraphQLSchema;
};

/** Where the package is not installed there is nothing at these addresses. */
export function graphiqlRoutes({ reading, requireSession, answerQuestion, send, schema }: Deps): Router {
  const router = express.Router();
  const load = lazy(loadParts);
  const files = new Map<string, Promise<ServedFile>>();

  router.get(PATH, ...reading, async (_request, response, next) => {
    if (!(await load())) return next();
    response.setHeader("content-security-policy", CONTENT_POLICY);
    // Somebody may have written into it.
    response.removeHeader("refresh");
    send(response, "graphiql/graphiql.njk", { title: "GraphiQL", files: FILES });
  });
  router.get(`${FILES}/:name`, requireSession, async (request, response, next) => {
    const parts = await load();
    const name = String(request.params.name);
    const make = Object.hasOwn(SERVED, name) ? SERVED[name] : undefined;
    if (!parts || !make) return next();
    const made = files.get(name) ?? fileOf(make(parts, schema));
    files.set(name, made);
    const file = await made;
    response.removeHeader("refresh");
    response.setHeader("content-security-policy", CONTENT_POLICY);
    response.setHeader("cache-control", "private, max-age=86400");
    response.type(file.type);
    if (request.acceptsEncodings("gzip")) response.setHeader("content-encoding", "gzip").send(file.zipped);
    else response.send(file.text);
  });
  router.post(`${PATH}/execute`, requireSession, ...answerQuestion);
  return router;
}

/** Some are megabytes long: they are compressed beside the serving thread. */
const fileOf = async ([type, text]: ReturnType<MakeFile>): Promise<ServedFile> => ({
  type,
  text,
  zipped: await promisify(gzip)(text),
});
