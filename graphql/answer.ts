// Sends responses over HTTP, in the media type that the client prefers. This file writes JSON itself, because Yoga's conversion to fetch's Request and
// Response is slow (`npm run bench -- json_answer`); Yoga writes streams.
import type { Request, RequestHandler, Response } from "express";
import type { Hub } from "../hub/hub.ts";
import type { Logger } from "../hub/observability/logger.ts";
import type { Readers } from "../hub/readers/readers.ts";
import { contextOf, type PresentedAs } from "./context.ts";
import { setRetryAfter, statusOf } from "./errors.ts";
import { noteCode, noteFields, requestIdOf, requestInLog } from "./exchange.ts";
import { connectionOf, notAcceptable, answer as sendFault } from "./http.ts";
import type { QuestionBody } from "./limits.ts";
import { EVENT_STREAM, type JsonType, preferred, typeOfAnswer } from "./media-types.ts";
import { type Pipeline, type QuestionScope, refuseOutdated, type TextAnswer } from "./pipeline.ts";
import type { AnswerWriter } from "./yoga-writer.ts";

/** `streamWriter` gives what writes server-sent events; without it subscriptions are refused. Executes nothing for a client that accepts none of the response's media types. */
export function graphqlHandler(
  hub: Hub,
  pipeline: Pipeline,
  logger: Logger,
  streamWriter?: () => Promise<AnswerWriter>,
  readers?: Readers,
): RequestHandler {
  return async (request: Request, response: Response) => {
    const question = pipeline.read(request.body as QuestionBody);
    if (question.isSubscription && !streamWriter) return sendFault(response, 400, "BAD_REQUEST", NO_SUBSCRIPTIONS);
    const type = question.isSubscription ? preferred(request, [EVENT_STREAM]) : typeOfAnswer(request);
    if (!type) return notAcceptable(response);
    const scope = questionScope(hub, response, logger);
    if (type === EVENT_STREAM) {
      if (!streamWriter) return notAcceptable(response);
      // Before anything is executed, because this can fail.
      const write = await streamWriter();
      return write(request, response, await pipeline.carryOut(question, scope));
    }
    // A trace shows what is read, which another thread would not tell.
    const isTraced = requestInLog(response).trace !== undefined;
    const answer = await pipeline.carryOutAsText(question, { ...scope, readers: isTraced ? undefined : readers });
    return writeJson(response, answer, type, scope);
  };
}

const NO_SUBSCRIPTIONS =
  "Send subscriptions to /graphql with a token. They are not available here, because they would go on after you sign out.";

/** `presented`: left out for clients of the API. */
export const questionScope = (hub: Hub, response: Response, logger: Logger, presented?: PresentedAs): QuestionScope => ({
  context: contextOf(hub, response.locals.person, requestIdOf(response), connectionOf(response), presented),
  logger: logger.child(requestInLog(response)),
  noteFields: (fields, isStream) => noteFields(response, fields, isStream),
  noteCode: (code) => noteCode(response, code),
});

/**
 * Checks directly before the answer is handed to the operating system that what was read is not too old: many answers wait for one append to the
 * disclosure log, and the process may have been frozen while they are written one after the other.
 */
function writeJson(response: Response, result: TextAnswer, type: JsonType, scope: QuestionScope): void {
  if (result.data === undefined) setRetryAfter(response, result.errors?.[0]);
  response.status(statusOfAnswer(result, type));
  response.setHeader("content-type", `${type}; charset=utf-8`);
  const body = textOf(result);
  const refused = result.data !== undefined && refuseOutdated(scope);
  if (refused) writeJson(response, refused, type, scope);
  else response.end(body);
}

function textOf({ data, errors }: TextAnswer): string {
  if (data === undefined) return JSON.stringify({ errors });
  return errors ? `{"data":${data},"errors":${JSON.stringify(errors)}}` : `{"data":${data}}`;
}

/** By the GraphQL-over-HTTP specification `application/json` is always 200; here 429 is an exception. */
function statusOfAnswer({ data, errors }: TextAnswer, type: JsonType): number {
  if (data !== undefined) return 200;
  const status = Math.max(...(errors ?? []).map(({ extensions }) => statusOf(extensions.code)));
  return type === "application/json" && status !== statusOf("RATE_LIMITED") ? 200 : status;
}
