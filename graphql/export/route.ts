// POST /ledger: a council's ledger as a file, for whoever GraphQL gives the ledger to. Never GET: what is asked for stands in no URL.
import type { Request, RequestHandler, Response } from "express";
import { GraphQLError, type GraphQLSchema } from "graphql";
import { z } from "zod";
import type { Hub } from "../../hub/hub.ts";
import { type Logger, nameOf } from "../../hub/observability/logger.ts";
import { londonDate } from "../../services/dates.ts";
import { isRefusal } from "../../services/refusals.ts";
import { INTERNAL, setRetryAfter, statusOf } from "../errors.ts";
import { noteFields, requestIdOf, requestInLog } from "../exchange.ts";
import { answer, connectionOf, malformed, notAcceptable } from "../http.ts";
import { type Heard, mask } from "../mask.ts";
import { preferred } from "../media-types.ts";
import type { Pipeline } from "../pipeline.ts";
import { overRate } from "../rate.ts";
import { instant } from "../scalars.ts";
import { collectLedger } from "./collect.ts";
import { csv } from "./csv.ts";
import { exportQuery } from "./document.ts";
import type { LedgerDocument } from "./ledger-document.ts";
import { PAGE_POLICY, page } from "./page.ts";
import { type Words, wordsOf } from "./words.ts";

export const LEDGER_FORM = '{ "council": "…", "format": "json" or "csv" or "html", "at": "2026-03-31T09:30:00.000Z" or nothing }';

/** Every format holds the same. */
type Writer = (held: LedgerDocument, words: Words) => string;
const FORMATS = {
  json: { type: "application/json", write: (held) => `${JSON.stringify(held, null, 2)}\n` },
  csv: { type: "text/csv", write: csv },
  html: { type: "text/html", write: page },
} as const satisfies Readonly<Record<string, { readonly type: string; readonly write: Writer }>>;
const formats = Object.keys(FORMATS) as readonly (keyof typeof FORMATS)[];

const asked = z.object({ council: z.string().max(100), format: z.enum(formats), at: instant.nullish() });

export function ledgerExport(hub: Hub, schema: GraphQLSchema, pipeline: Pipeline, logger: Logger): RequestHandler {
  // An export holds all of a ledger at once: nobody has two made for them at the same time.
  const exporting = new Set<string>();
  const exporter = { pipeline, query: exportQuery(schema) };

  return async (request: Request, response: Response): Promise<void> => {
    noteFields(response, ["ledgerExport"]);
    const parsed = asked.safeParse(request.body);
    if (!parsed.success) return malformed(response, 400);
    const { council, format, at } = parsed.data;
    const { type, write } = FORMATS[format];
    if (!preferred(request, [type])) return notAcceptable(response);
    const { person } = response.locals;
    if (exporting.has(person)) return answer(response, 429, "BUSY", "Your last export is not finished. Wait for it to finish.");
    const over = overRate({ hub, viewer: { person } }, "exports");
    if (over) return answerError(response, over);
    exporting.add(person);
    try {
      const log = logger.child(requestInLog(response));
      const reader = { person, correlation: requestIdOf(response), connection: connectionOf(response), logger: log };
      const held = await collectLedger(hub, exporter, reader, council, at ?? undefined);
      if (isRefusal(held)) {
        const { code, message, field } = held;
        return answer(response, code === "NOT_FOUND" ? 404 : 400, code, message, { field });
      }
      const file = write(held, wordsOf(schema, held));
      response.setHeader("content-type", `${type}; charset=utf-8`);
      response.setHeader("content-security-policy", PAGE_POLICY);
      response.setHeader("content-disposition", `attachment; filename="candour-ledger-${londonDate(hub.now())}.${format}"`);
      response.end(file);
    } catch (error) {
      // A client that has disconnected gets no answer.
      if (!response.destroyed) fail(response, error, { logger, onUnreadable: hub.onUnreadable });
    } finally {
      exporting.delete(person);
    }
  };
}

function answerError(response: Response, error: GraphQLError): void {
  const { code, ...more } = error.extensions;
  setRetryAfter(response, error);
  answer(response, statusOf(code), String(code), error.message, more);
}

/** The questions that an export is made of are the hub's own: a fault of theirs is not its reader's. */
function fail(response: Response, error: unknown, { logger, onUnreadable }: Heard): void {
  const log = logger.child(requestInLog(response));
  const masked = mask(error, { logger: log, onUnreadable });
  if (masked instanceof GraphQLError && statusOf(masked.extensions.code) !== 400) answerError(response, masked);
  else {
    log.error({ code: "EXPORT_FAILED", error: nameOf(error) }, "an export could not be made");
    answer(response, 500, ...INTERNAL);
  }
}
