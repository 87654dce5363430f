// What is streamed, as server-sent events. Yoga writes them, and does nothing else: the answer or its messages are there when it begins.
import type { Request, RequestHandler, Response } from "express";
import type { GraphQLSchema } from "graphql";
import { createYoga, type Plugin } from "graphql-yoga";
import type { Streamed } from "./answer.ts";
import { EVENT_STREAM } from "./media-types.ts";

type Exchange = { readonly req: Request; readonly res: Response };

/** Writes what stands under `streamed` in the response's locals. */
export function streamWriter(schema: GraphQLSchema): RequestHandler {
  const yoga = createYoga<Exchange>({
    schema,
    graphiql: false,
    landingPage: false,
    cors: false,
    logging: false,
    plugins: [writeOnly],
  });
  return (request, response) => {
    // The media type was chosen by whoever made the answer.
    request.headers.accept = EVENT_STREAM;
    return yoga(request, response);
  };
}

const writeOnly: Plugin<Record<string, unknown>, Exchange> = {
  onRequestParse: ({ setRequestParser, serverContext }) =>
    setRequestParser(() => ({ query: (serverContext.req.body as { query: string }).query })),
  onParams({ context, setResult }) {
    setResult((context.res.locals as { streamed: Streamed }).streamed);
  },
  onResponse({ response }) {
    // Proxies hold events back until a buffer is full, or to compress them, unless each response says otherwise.
    response.headers.set("x-accel-buffering", "no");
    response.headers.set("cache-control", "no-store, no-transform");
    response.headers.delete("content-encoding");
  },
};
