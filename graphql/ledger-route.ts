// POST /ledger: exports a council's ledger as a file, for a person who may read the ledger over GraphQL. Never GET, because URLs are logged.
import { setImmediate } from "node:timers/promises";
import type { Request, RequestHandler, Response } from "express";
import { GraphQLError, type GraphQLSchema } from "graphql";
import { z } from "zod";
import { lazy } from "../caching/cache.ts";
import { type AskForExport, collectLedger } from "../exports/collect-ledger.ts";
import { wordsOf } from "../exports/field-words.ts";
import { csv } from "../exports/ledger-csv.ts";
import { PAGE_POLICY, page } from "../exports/ledger-page.ts";
import { exportQuery } from "../exports/ledger-query.ts";
import { ledgerRows } from "../exports/ledger-rows.ts";
import type { Hub } from "../hub/hub.ts";
import { type Logger, nameOf } from "../hub/observability/logger.ts";
import { LEDGER_FORMATS, LEDGER_MEDIA_TYPES } from "../reference/ledger-formats.ts";
import { londonDate } from "../services/dates.ts";
import { isRefusal } from "../services/refusals.ts";
import { type Connection, contextOf } from "./context.ts";
import { errorFor, INTERNAL, setRetryAfter, statusOf } from "./errors.ts";
import { noteFields, requestIdOf, requestInLog } from "./exchange.ts";
import { answer, connectionOf, malformed, notAcceptable } from "./http.ts";
import { mask } from "./mask.ts";
import { preferred } from "./media-types.ts";
import type { Pipeline } from "./pipeline.ts";
import { overRate } from "./rate.ts";
import { instant } from "./scalars.ts";

const formats = LEDGER_FORMATS.map((format) => `"${format}"`).join(" or ");
export const LEDGER_FORM = `{ "council": "…", "format": ${formats}, "at": "2026-03-31T09:30:00.000Z" or nothing }`;

const body = z.object({ council: z.string().max(100), format: z.enum(LEDGER_FORMATS), at: instant.nullish() });

export function ledgerExport(hub: Hub, schema: GraphQLSchema, pipeline: Pipeline, logger: Logger): RequestHandler {
  const openLedger = ledgerExporter(hub, schema, pipeline);
  // A whole export is in memory, so each person can run only one at a time.
  const exporting = new Set<string>();

  return async (request: Request, response: Response): Promise<void> => {
    noteFields(response, ["ledgerExport"]);
    const parsed = body.safeParse(request.body);
    if (!parsed.success) return malformed(response, 400);
    const { council, format, at } = parsed.data;
    if (!preferred(request, [LEDGER_MEDIA_TYPES[format]])) return notAcceptable(response);
    const { person } = response.locals;
    if (exporting.has(person)) return answer(response, 429, "BUSY", "Your last export is not finished. Wait for it to finish.");
    const over = overRate({ hub, viewer: { person } }, "exports");
    if (over) return answerError(response, over);
    exporting.add(person);
    const log = logger.child(requestInLog(response));
    try {
      const reader = { person, correlation: requestIdOf(response), connection: connectionOf(response), logger: log };
      const exported = await openLedger(reader, council, at ?? undefined);
      if (isRefusal(exported)) {
        const { code, message, field } = exported;
        return answer(response, code === "NOT_FOUND" ? 404 : 400, code, message, { field });
      }
      const { ledger, assertCurrent } = exported;
      const words = wordsOf(schema, ledger);
      const rows = ledgerRows(ledger, words);
      const file = {
        json: () => `${JSON.stringify(ledger, null, 2)}\n`,
        csv: () => csv(rows),
        html: () => page(ledger, rows, words),
      };
      const content = file[format]();
      // Writing a large file takes long, and a right may have ended on another node since the last page was read.
      assertCurrent();
      response.setHeader("content-type", `${LEDGER_MEDIA_TYPES[format]}; charset=utf-8`);
      response.setHeader("content-security-policy", PAGE_POLICY);
      response.setHeader("content-disposition", `attachment; filename="candour-ledger-${londonDate(hub.now())}.${format}"`);
      response.end(content);
    } catch (error) {
      // A client that has disconnected gets no response.
      if (!response.destroyed) answerFault(response, error, log, hub);
    } finally {
      exporting.delete(person);
    }
  };
}

type LedgerReader = Readonly<{ person: string; correlation: string; connection: Connection; logger: Logger }>;

/**
 * Collects a council's ledger with queries as the reader, only in their office in the council. `assertCurrent` belongs to the last page. Throws masked
 * errors.
 */
export function ledgerExporter(hub: Hub, schema: GraphQLSchema, { read, carryOut }: Pipeline) {
  // The pipeline does not cache a query of this length.
  const question = lazy(() => read({ query: exportQuery(schema), operationName: undefined }));
  return async (reader: LedgerReader, council: string, at: string | undefined) => {
    const { person, correlation, connection, logger } = reader;
    const code = hub.councils.currentCode(council);
    const context = contextOf(hub, person, correlation, connection, {
      presentation: "export",
      as: (viewer) => hub.asOfCouncil(viewer, code, hub.today()),
    });
    const ask: AskForExport = async <Data>(operationName: string, variables: Record<string, unknown>) => {
      // Other requests run before each page. The export ends when its client has disconnected.
      await setImmediate();
      context.nextMessage();
      context.connection.closed().throwIfAborted();
      const result = await carryOut({ ...question(), operationName, variables }, { context, logger });
      if (Symbol.asyncIterator in result) throw new Error("An export has no subscription.");
      for (const error of result.errors ?? []) throw error;
      // Converts the result to plain objects, because the executor's objects have no prototype.
      return JSON.parse(JSON.stringify(result.data)) as Data;
    };
    const ledger = await collectLedger(hub, ask, { council: code, at });
    if (!ledger) throw errorFor("NOT_READY", "The ledger changed during the export. Try again.");
    return isRefusal(ledger) ? ledger : { ledger, assertCurrent: context.assertCurrent };
  };
}

function answerError(response: Response, error: GraphQLError): void {
  const { code, ...more } = error.extensions;
  setRetryAfter(response, error);
  answer(response, statusOf(code), String(code), error.message, more);
}

/** The hub itself writes an export's queries, so an error in one is the hub's and not the reader's. */
function answerFault(response: Response, error: unknown, logger: Logger, { onUnreadable }: Hub): void {
  const masked = mask(error, { logger, onUnreadable });
  if (masked instanceof GraphQLError && statusOf(masked.extensions.code) !== 400) answerError(response, masked);
  else {
    logger.error({ code: "EXPORT_FAILED", error: nameOf(error) }, "an export could not be made");
    answer(response, 500, ...INTERNAL);
  }
}
