// Gives the content of a file of evidence. What policy shows of the file is asked like every other question and is on record before any content is read.
import type { Request, RequestHandler, Response } from "express";
import { lazy } from "../caching/cache.ts";
import type { Hub } from "../hub/hub.ts";
import type { Logger } from "../hub/observability/logger.ts";
import { ACCEPTED_FILES, FILE_TYPES } from "../reference/accepted-files.ts";
import { enumName } from "../text/enum-name.ts";
import { contextOf } from "./context.ts";
import { noteFields, requestIdOf, requestInLog } from "./exchange.ts";
import { answer, answerError, connectionOf } from "./http.ts";
import { mask } from "./mask.ts";
import { type Pipeline, recordAnswer } from "./pipeline.ts";
import { openPlaces } from "./places.ts";
import { openRequestRates, overRate } from "./rate.ts";

/** Files that are read and sent at a time: each is in memory as a whole. */
const PLACES = { ofPerson: 2, ofAll: 16 } as const;
/** To send ten megabytes, a client needs 700 kilobits a second. */
const LONGEST_MS = 120_000;

const QUESTION = `query AttachmentToDownload($concern: ID!, $attachment: ID!) {
  concern(id: $concern) { attachment(id: $attachment) { name type sha256 } }
}`;
type Described = { readonly name: string | null; readonly type: string; readonly sha256: string | null };
type Answer = { readonly concern: { readonly attachment: Described | null } | null };

type Wanted = { readonly concern: string; readonly attachment: string };
/** For the person who is signed in. Undefined if there is none, they may not see it, or it was erased. Throws a GraphQLError that may be shown. */
export type OpenAttachment = (response: Response, wanted: Wanted) => Promise<AttachmentFile | undefined>;
type AttachmentFile = { readonly name: string; readonly mediaType: string; readonly content: Buffer };

export function attachmentFiles(hub: Hub, { read, carryOutAsText }: Pipeline, logger: Logger): OpenAttachment {
  const places = openPlaces(PLACES);
  const question = lazy(() => read({ query: QUESTION, operationName: undefined }));
  return async (response, wanted) => {
    noteFields(response, ["attachment"]);
    const { person } = response.locals;
    const over = overRate(openRequestRates(hub.rates, person), "files");
    if (over) throw over;
    places.take(response);
    const log = logger.child(requestInLog(response));
    try {
      const context = contextOf(hub, person, requestIdOf(response), connectionOf(response), { presentation: "download" });
      const scope = { context, logger: log, isRecordedByCaller: true };
      const { data, errors = [] } = await carryOutAsText({ ...question(), variables: wanted }, scope);
      for (const error of errors) throw error;
      const found = (JSON.parse(data ?? "null") as Answer | null)?.concern?.attachment;
      if (!found?.name || !found.sha256) return undefined;
      // Where there is no file to give, nothing was disclosed.
      for (const error of (await recordAnswer(scope))?.errors ?? []) throw error;
      const content = await hub.attachments.read(wanted.attachment, found.sha256);
      context.assertCurrent();
      const type = FILE_TYPES.find((one) => enumName(one) === found.type);
      return content && type && { name: found.name, mediaType: ACCEPTED_FILES[type].mediaType, content };
    } catch (error) {
      throw mask(error, { logger: log, onUnreadable: hub.onUnreadable });
    }
  };
}

/** Sends it as a file to keep: a browser neither shows it nor carries anything out that is in it. Nobody holds it in memory by reading slowly. */
export function sendAttachment(response: Response, { name, mediaType, content }: AttachmentFile): void {
  response.setHeader("content-security-policy", "sandbox; default-src 'none'");
  response.setHeader("content-length", content.length);
  const longest = setTimeout(() => response.destroy(), LONGEST_MS).unref();
  response.once("close", () => clearTimeout(longest));
  // Without a tag by which a browser would ask again whether its copy is the newest, which is on record as a download.
  response.attachment(name).type(mediaType).end(content);
}

/** `GET /attachments/{concern}/{attachment}` */
export const downloadAttachment =
  (open: OpenAttachment): RequestHandler =>
  async ({ method, params }: Request, response: Response): Promise<void> => {
    // Express would answer HEAD by GET, and put on record what nobody was given.
    if (method === "HEAD") {
      response.status(405).setHeader("allow", "GET").end();
      return;
    }
    try {
      const file = await open(response, { concern: String(params.concern), attachment: String(params.attachment) });
      if (file) sendAttachment(response, file);
      else answer(response, 404, "NOT_FOUND", "There is no such file, or you may not see it.");
    } catch (error) {
      answerError(response, error);
    }
  };
