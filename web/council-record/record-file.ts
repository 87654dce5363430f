// All that is held about a council as a file: the same as `POST /ledger` gives.
import type { Request, RequestHandler, Response } from "express";
import { type MakeLedgerFile, sendLedgerFile } from "../../graphql/ledger-file.ts";
import { toPageError } from "../execute-document.ts";
import { type FormWords, wordsIn } from "../page.ts";

export const RECORD_FILE_PATH = "/councils/:council/record/file";

/** In the order in which the page offers them. */
const FORMATS = ["html", "csv", "json"] as const;

type ShowNotFound = (request: Request, response: Response) => Promise<void>;

export const sendRecordFile =
  (makeLedgerFile: MakeLedgerFile, showNotFound: ShowNotFound): RequestHandler =>
  async (request: Request, response: Response): Promise<void> => {
    const words: FormWords = request.body ?? {};
    const format = FORMATS.find((one) => one === wordsIn(words, "format"));
    if (!format) return showNotFound(request, response);
    try {
      const file = await makeLedgerFile(response, { council: String(request.params.council), format });
      if (!("content" in file)) return showNotFound(request, response);
      sendLedgerFile(response, file);
    } catch (error) {
      throw toPageError(error);
    }
  };
