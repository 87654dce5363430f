// What writes answers as server-sent events. It is loaded when the first of them is asked for, because that is a fifth of the processor time of a start.
import type { GraphQLSchema } from "graphql";
import { EVENT_STREAM } from "./media-types.ts";
import type { AnswerWriter } from "./yoga-writer.ts";

async function loadStreamWriter(schema: GraphQLSchema): Promise<AnswerWriter> {
  const { yogaWriter } = await import("./yoga-writer.ts");
  const write = yogaWriter(schema);
  return (request, response, answer) => {
    // The media type has been chosen already.
    request.headers.accept = EVENT_STREAM;
    return write(request, response, answer);
  };
}

/** Returns the writer, loaded once. A failure to load it, as without free file handles, is the caller's, and the next call tries again. */
export function streamWriter(schema: GraphQLSchema, load = loadStreamWriter): () => Promise<AnswerWriter> {
  let loading: Promise<AnswerWriter> | undefined;
  return async () => {
    loading ??= load(schema);
    try {
      return await loading;
    } catch (error) {
      loading = undefined;
      throw error;
    }
  };
}
