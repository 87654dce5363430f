// A request's description for the access log, metrics and traces: id, person, root fields, error codes. Never its text or its variables.
import { randomUUID } from "node:crypto";
import type { RequestHandler, Response } from "express";
import type { Hub } from "../hub/hub.ts";
import type { Logger } from "../hub/observability/logger.ts";
import { knownCode } from "../hub/observability/telemetry.ts";
import type { RequestTrace } from "../hub/observability/trace.ts";

type Exchange = {
  /** The request's id in the response, in the log, and in events and disclosures that the request causes. */
  readonly id: string;
  /** Root fields of the schema, or the name of another route. */
  fields: readonly string[];
  readonly codes: Set<string>;
  isStream: boolean;
  /** Replaces the route in the log: the address of a page can contain words that somebody searched for. */
  way?: string;
  readonly trace: RequestTrace | undefined;
};

const exchangeOf = (response: Response): Exchange | undefined => (response.locals as { exchange?: Exchange }).exchange;

export const requestIdOf = (response: Response): string => exchangeOf(response)?.id ?? randomUUID();

/** The request's id and trace, for log lines. */
export function requestInLog(response: Response): { readonly request: string; readonly trace?: string } {
  const trace = exchangeOf(response)?.trace?.id;
  return { request: requestIdOf(response), ...(trace && { trace }) };
}

/** Runs later handlers within the request's trace. */
export const inRequest: RequestHandler = (_request, response, next) => {
  const trace = exchangeOf(response)?.trace;
  if (trace) trace.within(next);
  else next();
};

/** Adds the selected root fields, each once: a page has several documents. */
export function noteFields(response: Response, fields: readonly string[], isStream = false): void {
  const exchange = exchangeOf(response);
  if (exchange && fields.length > 0) Object.assign(exchange, { fields: [...new Set([...exchange.fields, ...fields])], isStream });
  if (isStream) exchange?.trace?.withoutRest();
}

export function noteWay(response: Response, way: "page"): void {
  const exchange = exchangeOf(response);
  if (exchange) exchange.way = way;
}

export function noteCode(response: Response, code: string): void {
  exchangeOf(response)?.codes.add(code);
}

/** The form of a request id from a proxy; anything else could be text. */
const GIVEN_ID = /^[0-9a-f]{8}(?:-?[0-9a-f]{4}){3}-?[0-9a-f]{12}$/;

/** The first parts of the addresses of the API, by which requests are told apart in the log and in traces. What follows names a record. */
const WAYS: ReadonlySet<string> = new Set(["/", "/graphql", "/ledger", "/uploads", "/attachments"]);
function wayTo(path: string): string {
  const [first = ""] = /^\/[^/]*/.exec(path) ?? [];
  return WAYS.has(first) ? first : "other";
}
const PROBES: ReadonlySet<string> = new Set(["/live", "/ready"]);

/** Assigns each request an id, and adds the request to metrics, trace and log when it ends. */
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
    const route = wayTo(request.path);
    if (!isProbe)
      response.once("close", () => {
        const { fields, codes, isStream, way = route } = exchange;
        const ms = performance.now() - began;
        // The duration of a stream is not measured, because it lasts as long as its reader wants.
        if (isStream) for (const field of fields) telemetry.requests.opened(field);
        else telemetry.requests.answered(fields.length > 0 ? fields : ["none"], ms / 1000);
        for (const code of codes) telemetry.refused(code);
        endTrace(exchange, way, response);
        if (!config.accessLog) return;
        const { statusCode: status, locals } = response;
        const bytes = socket.bytesWritten - sentBefore;
        logger.info(
          {
            ...requestInLog(response),
            ...{ code: "REQUEST" as const, person: locals.person, way, fields, status, ms: Math.round(ms * 10) / 10, bytes },
            ...(codes.size > 0 && { codes: [...codes] }),
            ...(!response.writableFinished && { cut: true }),
            ...(typeof given === "string" && GIVEN_ID.test(given) && { given }),
          },
          "a request was answered",
        );
      });
    next();
  };
}

/** A span's name is a field of the schema, never a name that the client chose. */
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
    // A response with status 200 can contain errors of the hub.
    status >= 500 || ["INTERNAL", "UNAVAILABLE", "NOT_READY"].some((code) => codes.has(code)),
  );
}
