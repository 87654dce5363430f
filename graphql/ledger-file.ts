// Makes a council's ledger as a file, for a person who may read it over GraphQL. Every way to such a file shares the limits.
import { Readable } from "node:stream";
import { setImmediate } from "node:timers/promises";
import type { Response } from "express";
import { GraphQLError, type GraphQLSchema } from "graphql";
import { lazy } from "../caching/cache.ts";
import { type AskForExport, collectLedger } from "../exports/collect-ledger.ts";
import { csv } from "../exports/ledger-csv.ts";
import { json } from "../exports/ledger-json.ts";
import { PAGE_POLICY, page } from "../exports/ledger-page.ts";
import { exportQuery } from "../exports/ledger-query.ts";
import type { Hub } from "../hub/hub.ts";
import { type Logger, nameOf } from "../hub/observability/logger.ts";
import { openTimeSlice } from "../queries/time-slices.ts";
import { LEDGER_MEDIA_TYPES, type LedgerFormat } from "../reference/ledger-formats.ts";
import { londonDate } from "../services/dates.ts";
import { isRefusal, type Refusal } from "../services/refusals.ts";
import { type Connection, contextOf } from "./context.ts";
import { errorFor, INTERNAL, statusOf } from "./errors.ts";
import { noteFields, requestIdOf, requestInLog } from "./exchange.ts";
import { connectionOf } from "./http.ts";
import { limitConcurrency } from "./limit-concurrency.ts";
import { mask } from "./mask.ts";
import type { Pipeline } from "./pipeline.ts";
import { openRequestRates, overRate } from "./rate.ts";

type WantedLedger = { readonly council: string; readonly format: LedgerFormat; readonly at?: string | undefined };
/** `headers`: of the response that the file is sent in. */
type LedgerFile = { readonly headers: Readonly<Record<string, string | number>>; readonly content: readonly Buffer[] };
/** For the person who is signed in. Throws a GraphQLError that may be shown. */
export type MakeLedgerFile = (response: Response, wanted: WantedLedger) => Promise<LedgerFile | Refusal>;

/** The most exports that are made at the same time. */
const MAX_EXPORTS = 2;

export function ledgerFiles(hub: Hub, schema: GraphQLSchema, pipeline: Pipeline, logger: Logger): MakeLedgerFile {
  const openLedger = ledgerExporter(hub, schema, pipeline);
  // A whole export is in memory, so each person can run only one at a time, and few are made at the same time.
  const exporting = new Set<string>();
  const withinLimit = limitConcurrency(MAX_EXPORTS);

  return async (response, { council, format, at }) => {
    noteFields(response, ["ledgerExport"]);
    const { person } = response.locals;
    if (exporting.has(person)) throw errorFor("BUSY", "Your last export is not finished. Wait for it to finish.");
    const over = overRate(openRequestRates(hub.rates, person), "exports");
    if (over) throw over;
    const log = logger.child(requestInLog(response));
    const reader = { person, correlation: requestIdOf(response), connection: connectionOf(response), logger: log };
    const disconnected = reader.connection.closed();
    exporting.add(person);
    try {
      return await withinLimit(async () => {
        const exported = await openLedger(reader, council, at);
        if (isRefusal(exported)) return exported;
        const { ledger, assertCurrent } = exported;
        const file = { json: () => json(ledger), csv: () => csv(schema, ledger), html: () => page(schema, ledger) };
        const content = await writeInSlices(file[format](), reader.connection);
        // Writing a large file takes long, and a right may have ended on another node since the last page was read.
        assertCurrent();
        return { content, headers: headersOf(content, format, londonDate(hub.now())) };
      }, disconnected);
    } catch (error) {
      // That a client leaves is no fault of the hub, so it is not logged as one.
      if (error === disconnected.reason) throw errorFor("BUSY", "The export was cancelled.");
      throw errorToShow(error, log, hub);
    } finally {
      exporting.delete(person);
    }
  };
}

const headersOf = (content: LedgerFile["content"], format: LedgerFormat, day: string): LedgerFile["headers"] => ({
  "content-length": content.reduce((sum, { length }) => sum + length, 0),
  "content-type": `${LEDGER_MEDIA_TYPES[format]}; charset=utf-8`,
  "content-security-policy": PAGE_POLICY,
  "content-disposition": `attachment; filename="candour-ledger-${day}.${format}"`,
});

/** Sends the file as fast as its client reads it. */
export function sendLedgerFile(response: Response, { headers, content }: LedgerFile): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  Readable.from(content).pipe(response);
}

/** Characters that are encoded together and sent in one piece. */
const PIECE_CHARACTERS = 64_000;

/** Other requests run in between. Throws when the client has disconnected. */
async function writeInSlices(pieces: Iterable<string>, { closed }: Connection): Promise<readonly Buffer[]> {
  const content: Buffer[] = [];
  let text = "";
  const slice = openTimeSlice();
  for (const piece of pieces) {
    text += piece;
    if (text.length > PIECE_CHARACTERS) {
      content.push(Buffer.from(text));
      text = "";
    }
    if (!slice.isOver()) continue;
    await slice.giveWay();
    closed().throwIfAborted();
  }
  return [...content, Buffer.from(text)];
}

type LedgerReader = Readonly<{ person: string; correlation: string; connection: Connection; logger: Logger }>;

/**
 * Collects a council's ledger with queries as the reader, only in their office in the council. `assertCurrent` belongs to the last page. Throws masked
 * errors.
 */
export function ledgerExporter(hub: Hub, schema: GraphQLSchema, { read, carryOutAsText }: Pipeline) {
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
      const { data, errors = [] } = await carryOutAsText({ ...question(), operationName, variables }, { context, logger });
      for (const error of errors) throw error;
      return JSON.parse(data ?? "null") as Data;
    };
    const ledger = await collectLedger(hub, ask, { council: code, at });
    if (!ledger) throw errorFor("NOT_READY", "The ledger changed during the export. Try again.");
    return isRefusal(ledger) ? ledger : { ledger, assertCurrent: context.assertCurrent };
  };
}

/** The hub itself writes an export's queries, so an error in one is the hub's and not the reader's. */
function errorToShow(error: unknown, logger: Logger, { onUnreadable }: Hub): GraphQLError {
  const masked = mask(error, { logger, onUnreadable });
  if (masked instanceof GraphQLError && statusOf(masked.extensions.code) !== 400) return masked;
  logger.error({ code: "EXPORT_FAILED", error: nameOf(error) }, "an export could not be made");
  return errorFor(...INTERNAL);
}
