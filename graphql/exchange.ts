// What is known of a request while it is answered, for the access log and what is counted: its id, who asks, which root fields, with which codes.
// Never its text or its variables.
import { randomUUID } from "node:crypto";
import type { RequestHandler, Response } from "express";
import type { Hub } from "../hub/hub.ts";
import type { Logger } from "../hub/logger.ts";

type Exchange = {
  /** The request's id: in the answer, in the log, and in what is recorded because of it. */
  readonly id: string;
  /** Root fields of the schema, or the way in where there are none. */
  fields: readonly string[];
  readonly codes: Set<string>;
  isStream: boolean;
};

const exchangeOf = (response: Response): Exchange | undefined => (response.locals as { exchange?: Exchange }).exchange;

export const requestIdOf = (response: Response): string => exchangeOf(response)?.id ?? randomUUID();

/** Says what was asked for, each field once: a question can name the same some hundred times. */
export function noteFields(response: Response, fields: readonly string[], isStream = false): void {
  const exchange = exchangeOf(response);
  if (exchange && fields.length > 0) Object.assign(exchange, { fields: [...new Set(fields)], isStream });
}

/** Says that the answer has an error of this code. */
export function noteCode(response: Response, code: string): void {
  exchangeOf(response)?.codes.add(code);
}

/** An id that a proxy gave the request, where it is one: anything else could be text. */
const GIVEN_ID = /^[0-9a-f]{8}(?:-?[0-9a-f]{4}){3}-?[0-9a-f]{12}$/;

const WAYS: ReadonlySet<string> = new Set(["/", "/graphql", "/ledger"]);
/** Asked every few seconds by whatever watches the hub. */
const PROBES: ReadonlySet<string> = new Set(["/live", "/ready"]);

/** Gives each request its id, and says what became of it once it is over: in what is counted, and in a line of the log. */
export function exchanges({ telemetry, config }: Pick<Hub, "telemetry" | "config">, logger: Logger): RequestHandler {
  return (request, response, next) => {
    const began = performance.now();
    const { socket } = request;
    const sentBefore = socket.bytesWritten;
    const exchange: Exchange = { id: randomUUID(), fields: [], codes: new Set(), isStream: false };
    response.locals.exchange = exchange;
    response.setHeader("x-request-id", exchange.id);
    const given = request.headers["x-request-id"];
    const way = WAYS.has(request.path) ? request.path : "other";
    if (!PROBES.has(request.path))
      response.once("close", () => {
        const { id, fields, codes, isStream } = exchange;
        const ms = performance.now() - began;
        // A stream lasts as long as its reader wants.
        if (isStream) for (const field of fields) telemetry.requests.opened(field);
        else telemetry.requests.answered(fields.length > 0 ? fields : ["none"], ms / 1000);
        for (const code of codes) telemetry.refused(code);
        if (!config.accessLog) return;
        logger.info(
          {
            ...{
              code: "REQUEST" as const,
              request: id,
              person: response.locals.person,
              way,
              fields,
              status: response.statusCode,
            },
            ...(codes.size > 0 && { codes: [...codes] }),
            ...{ ms: Math.round(ms * 10) / 10, bytes: socket.bytesWritten - sentBefore },
            ...(!response.writableFinished && { cut: true }),
            ...(typeof given === "string" && GIVEN_ID.test(given) && { given }),
          },
          "a request was answered",
        );
      });
    next();
  };
}
