// Takes files for evidence from people who are signed in: over the API at `/uploads`, and from forms of pages. Nothing of it is about a council yet.
import type { NextFunction, Request, RequestHandler, Response } from "express";
import { ScannerUnavailable } from "../hub/attachments/virus-scanner.ts";
import type { Hub } from "../hub/hub.ts";
import type { Logger } from "../hub/observability/logger.ts";
import { hasRole } from "../queries/people/directory.ts";
import { findViewer } from "../queries/people/read-people.ts";
import { errorFor } from "./errors.ts";
import { noteFields, requestInLog } from "./exchange.ts";
import { answer, answerError } from "./http.ts";
import { readMultipart, type SentFile } from "./multipart-body.ts";
import { openPlaces } from "./places.ts";
import { openRequestRates, overRate } from "./rate.ts";

/** The maximum number of files that are received and stored at a time, because each is in memory as a whole. */
const PLACES = { ofPerson: 1, ofAll: 8 } as const;
const NOT_SCANNED = "The file could not be checked for viruses, so it was not kept. Try again shortly.";
const NO_OFFICE = "Only people with an office in the hub can upload files. Ask the information governance officer.";

type Uploaded = Awaited<ReturnType<Hub["attachments"]["upload"]>>;
export type Uploads = ReturnType<typeof openUploads>;

/** For people who are signed in. */
export function openUploads(hub: Hub, logger: Logger) {
  const places = openPlaces(PLACES);
  const admitted = new WeakSet<Response>();
  return {
    /** Admits a request before its file is read, and does not count it again if it was admitted already. Throws a GraphQLError that may be shown. */
    admit(response: Response): void {
      if (admitted.has(response)) return;
      noteFields(response, ["upload"]);
      const { person } = response.locals;
      if (!hasRole(findViewer(hub, person))) throw errorFor("NOT_PERMITTED", NO_OFFICE);
      const over = overRate(openRequestRates(hub.rates, person), "files");
      if (over) throw over;
      places.take(response);
      admitted.add(response);
    },
    /** Throws a GraphQLError that may be shown, and LogUnavailable. */
    async take(response: Response, { name, content }: SentFile): Promise<Uploaded> {
      try {
        return await places.during(response, () => hub.attachments.upload(response.locals.person, name, content));
      } catch (error) {
        if (!(error instanceof ScannerUnavailable)) throw error;
        const log = logger.child(requestInLog(response));
        log.error({ code: "SCANNER_UNAVAILABLE", reason: error.failure }, "a file could not be checked for viruses");
        throw errorFor("UNAVAILABLE", NOT_SCANNED);
      }
    },
    erase: (response: Response, upload: string): Promise<void> => hub.attachments.erase(response.locals.person, upload),
  };
}

export const admitUpload =
  ({ admit }: Uploads): RequestHandler =>
  (_request: Request, response: Response, next: NextFunction): void => {
    if (isAdmitted(response, admit)) next();
  };

/** Answers the request if it is not. */
function isAdmitted(response: Response, admit: Uploads["admit"]): boolean {
  try {
    admit(response);
    return true;
  } catch (error) {
    answerError(response, error);
    return false;
  }
}

const UPLOAD_FORM = "a form (multipart/form-data) with one file in the field `file`";

/** `POST /uploads`: answers with the id to name in a command. */
export const receiveUpload =
  ({ take }: Uploads): RequestHandler =>
  async (request: Request, response: Response): Promise<void> => {
    const form = await readMultipart(request);
    if (!form?.file) return answer(response, 400, "BAD_REQUEST", `Send ${UPLOAD_FORM}.`);
    try {
      const result = await take(response, form.file);
      if (result.kind === "refused") return answer(response, 422, result.code, result.message);
      const { id, name, type, bytes, scan } = result.file;
      response.status(201).json({ upload: { id, name, type, bytes, scan } });
    } catch (error) {
      answerError(response, error);
    }
  };

/** `DELETE /uploads/{id}`: the same whether there was one. */
export const deleteUpload =
  ({ erase }: Uploads): RequestHandler =>
  async (request: Request, response: Response): Promise<void> => {
    noteFields(response, ["upload"]);
    await erase(response, String(request.params.id));
    response.status(204).end();
  };
