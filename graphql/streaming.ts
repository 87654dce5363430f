// Yoga only writes server-sent events and executes nothing: the response, or the stream of messages, comes from the pipeline.
import type { Request, RequestHandler, Response } from "express";
import type { GraphQLSchema } from "graphql";
import { createYoga, type Plugin } from "graphql-yoga";
import { EVENT_STREAM } from "./media-types.ts";
import type { Answer } from "./pipeline.ts";

type Exchange = { readonly req: Request; readonly res: Response };

/** Sends the answer in the response's locals (`setAnswer`), in the media type that the request accepts. */
export function yogaWriter(schema: GraphQLSchema): RequestHandler {
  const plugins = [writeOnly];
  const yoga = createYoga<Exchange>({ schema, graphiql: false, landingPage: false, cors: false, logging: false, plugins });
  return (request, response) => yoga(request, response);
}

export const setAnswer = (response: Response, answer: Answer): void => {
  Object.assign(response.locals, { answer });
};

/** Writes an answer as server-sent events. */
export function streamWriter(schema: GraphQLSchema): RequestHandler {
  const yoga = yogaWriter(schema);
  return (request, response, next) => {
    // The media type has been chosen already.
    request.headers.accept = EVENT_STREAM;
    return yoga(request, response, next);
  };
}

const writeOnly: Plugin<Record<string, unknown>, Exchange> = {
  onRequestParse: ({ setRequestParser, serverContext }) =>
    setRequestParser(() => ({ query: (serverContext.req.body as { query: string }).query })),
  onParams({ context, setResult }) {
    setResult((context.res.locals as { answer: Answer }).answer);
  },
  onResponse({ response }) {
    // Without these, proxies delay events to fill a buffer or to compress them.
    response.headers.set("x-accel-buffering", "no");
    response.headers.set("cache-control", "no-store, no-transform");
    response.headers.delete("content-encoding");
  },
};
