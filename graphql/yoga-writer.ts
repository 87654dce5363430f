// Yoga only writes the response, above all server-sent events, and executes nothing: the answer, or the stream of messages, comes from the pipeline.
import type { Request, Response } from "express";
import type { GraphQLSchema } from "graphql";
import { createYoga, type Plugin } from "graphql-yoga";
import type { Answer } from "./pipeline.ts";

/** Writes an answer in the media type that the request accepts. */
export type AnswerWriter = (request: Request, response: Response, answer: Answer) => Promise<void>;

type Exchange = { readonly req: Request; readonly res: Response; readonly answer: Answer };

export function yogaWriter(schema: GraphQLSchema): AnswerWriter {
  const plugins = [writeOnly];
  const yoga = createYoga<Exchange>({ schema, graphiql: false, landingPage: false, cors: false, logging: false, plugins });
  return async (request, response, answer) => {
    await yoga(request, response, { req: request, res: response, answer });
  };
}

const writeOnly: Plugin<Record<string, unknown>, Exchange> = {
  onRequestParse: ({ setRequestParser, serverContext }) =>
    setRequestParser(() => ({ query: (serverContext.req.body as { query: string }).query })),
  onParams({ context, setResult }) {
    setResult(context.answer);
  },
  onResponse({ response }) {
    // Without these, proxies delay events to fill a buffer or to compress them.
    response.headers.set("x-accel-buffering", "no");
    response.headers.set("cache-control", "no-store, no-transform");
    response.headers.delete("content-encoding");
  },
};
