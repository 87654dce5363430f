// What is known of a request while it is answered, for the access log and what is counted: its id, who asks, which root fields, with which codes.
// Never its text or its variables.
import { randomUUID } from "node:crypto";
import type { RequestHandler, Response } from "express";
import type { Hub } from "../hub/hub.ts";
import type { Logger } from "../hub/observability/logger.ts";
import { knownCode } from "../hub/observability/telemetry.ts";
import type { RequestTrace } from "../hub/observability/trace.ts";

type Exchange = {
  /** The request's id: in the answer, in the log, and in what is recorded because of it. */
  readonly id: string;
  /** Root fields of the schema, or the way in where there are none. */
  fields: readonly string[];
  readonly codes: Set<string>;
  isStream: boolean;
  readonly trace: RequestTrace | undefined;
};

const exchangeOf = (response: Response): Exchange | undefined => (response.locals as { exchange?: Exchange }).exchange;

export const requestIdOf = (response: Response): string => exchangeOf(response)?.id ?? randomUUID();

/** The request as lines of the log name it, and its trace where it has one. */
export function requestInLog(response: Response): { readonly request: string; readonly trace?: string } {
  const trace = exchangeOf(response)?.trace?.id;
  return { request: requestIdOf(response), ...(trace && { trace }) };
}

/** What is done from here on is traced as the request's. */
export const inRequest: RequestHandler = (_request, response, next) => {
  const trace = exchangeOf(response)?.trace;
  if (trace) trace.within(next);
  else next();
};

/** Says what was asked for, each field once: a question can name the same some hundred times. */
export function noteFields(response: Response, fields: readonly string[], isStream = false): void {
  const exchange = exchangeOf(response);
  if (exchange && fields.length > 0) Object.assign(exchange, { fields: [...new Set(fields)], isStream });
  if (isStream) exchange?.trace?.withoutRest();
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
export function exchanges(
  { telemetry, trace, config }: Pick<Hub, "telemetry" | "trace" | "config">,
  logger: Logger,
): RequestHandler {
  return (request, response, next) => {
    const began = performance.now();
    const { socket } = request;
    const sentBefore = socket.bytesWritten;
    const isProbe = PROBES.has(request.path);
    const { traceparent } = request.headers;
    const exchange: Exchange = {
      ...{ id: randomUUID(), fields: [], codes: new Set(), isStream: false },
      trace: isProbe ? undefined : trace.request(typeof traceparent === "string" ? traceparent : undefined),
    };
    response.locals.exchange = exchange;
    response.setHeader("x-request-id", exchange.id);
    const given = request.headers["x-request-id"];
    const way = WAYS.has(request.path) ? request.path : "other";
    if (!isProbe)
      response.once("close", () => {
        const { fields, codes, isStream } = exchange;
        const ms = performance.now() - began;
        // A stream lasts as long as its reader wants.
        if (isStream) for (const field of fields) telemetry.requests.opened(field);
        else telemetry.requests.answered(fields.length > 0 ? fields : ["none"], ms / 1000);
        for (const code of codes) telemetry.refused(code);
        endTrace(exchange, way, response);
        if (!config.accessLog) return;
        logger.info(
          {
            ...{
              code: "REQUEST" as const,
              ...requestInLog(response),
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

/** A span's name has a field of the schema in it, and no name that a client made: many at once have one name. */
function endTrace({ id, fields, codes, trace }: Exchange, way: string, response: Response): void {
  const [field, ...others] = fields;
  const status = response.statusCode;
  trace?.end(
    others.length > 0 ? "several-fields" : (field ?? way),
    {
      ...{ "candour.request_id": id, "candour.way": way, "http.response.status_code": status },
      ...(fields.length > 0 && { "candour.fields": fields }),
      ...(codes.size > 0 && { "candour.codes": [...codes].map(knownCode) }),
      ...(!response.writableFinished && { "candour.cut": true }),
    },
    status >= 500 || FAULTS.some((code) => codes.has(code)),
  );
}

/** An answer can have them though its status is 200. */
const FAULTS = ["INTERNAL", "UNAVAILABLE", "NOT_READY"];
