// POST /ledger: exports a council's ledger as a file. Never GET, because URLs are logged.
import type { Request, RequestHandler, Response } from "express";
import { z } from "zod";
import { LEDGER_FORMATS, LEDGER_MEDIA_TYPES } from "../reference/ledger-formats.ts";
import { isRefusal } from "../services/refusals.ts";
import { noteFields } from "./exchange.ts";
import { answer, answerError, malformed, notAcceptable } from "./http.ts";
import { type MakeLedgerFile, sendLedgerFile } from "./ledger-file.ts";
import { preferred } from "./media-types.ts";
import { instant } from "./scalars.ts";

const formats = LEDGER_FORMATS.map((format) => `"${format}"`).join(" or ");
export const LEDGER_FORM = `{ "council": "…", "format": ${formats}, "at": "2026-03-31T09:30:00.000Z" or nothing }`;

const body = z.object({ council: z.string().max(100), format: z.enum(LEDGER_FORMATS), at: instant.nullish() });

export const ledgerExport =
  (makeLedgerFile: MakeLedgerFile): RequestHandler =>
  async (request: Request, response: Response): Promise<void> => {
    noteFields(response, ["ledgerExport"]);
    const parsed = body.safeParse(request.body);
    if (!parsed.success) return malformed(response, 400);
    const { council, format, at } = parsed.data;
    if (!preferred(request, [LEDGER_MEDIA_TYPES[format]])) return notAcceptable(response);
    try {
      const file = await makeLedgerFile(response, { council, format, at: at ?? undefined });
      if (isRefusal(file)) {
        const { code, message, field } = file;
        return answer(response, code === "NOT_FOUND" ? 404 : 400, code, message, { field });
      }
      sendLedgerFile(response, file);
    } catch (error) {
      answerError(response, error);
    }
  };
