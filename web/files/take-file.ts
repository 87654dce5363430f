// Uploads the file that came with a form, and adds the id of the upload to the form's fields; or erases an upload that the person removes from the form.
import type { RequestHandler, Response } from "express";
import { GraphQLError } from "graphql";
import type { SentFile } from "../../graphql/multipart-body.ts";
import type { Uploads } from "../../graphql/uploads.ts";
import { MAX_ATTACHMENTS } from "../../reference/accepted-files.ts";
import { toPageError } from "../execute-document.ts";
import { type FormWords, wordsIn } from "../page.ts";
import { severalIn } from "../steps/fields.ts";
import { ATTACHMENTS, BUTTON, REMOVE_FILE } from "../steps/steps.ts";

/** Admits a form with a file of somebody who is signed in, before the file is read. */
export const admitFile =
  ({ admit }: Uploads): RequestHandler =>
  (_request, response, next) => {
    try {
      admit(response);
      next();
    } catch (error) {
      next(toPageError(error));
    }
  };

/** Puts what is wrong with the file, if anything, into `response.locals.fileFault`. */
export const takeFile =
  (uploads: Uploads): RequestHandler =>
  async (request, response, next) => {
    const words: FormWords = request.body ?? {};
    const button = wordsIn(words, BUTTON);
    const removed = button.startsWith(REMOVE_FILE) ? button.slice(REMOVE_FILE.length) : undefined;
    if (removed !== undefined) await uploads.erase(response, removed);
    const kept = severalIn(words, ATTACHMENTS).filter((id) => id !== removed);
    if (removed !== undefined) request.body = { ...words, [ATTACHMENTS]: kept };
    const file: SentFile | undefined = response.locals.file;
    if (file) {
      const taken = await takenFile(uploads, response, file, kept.length);
      if ("id" in taken) request.body = { ...words, [ATTACHMENTS]: [...kept, taken.id] };
      else response.locals.fileFault = { field: ATTACHMENTS, message: taken.message };
    }
    next();
  };

async function takenFile(
  uploads: Uploads,
  response: Response,
  file: SentFile,
  others: number,
): Promise<{ readonly id: string } | { readonly message: string }> {
  if (others >= MAX_ATTACHMENTS)
    return { message: `Evidence has at most ${MAX_ATTACHMENTS} files. Remove one before you add another.` };
  try {
    uploads.admit(response);
    const result = await uploads.take(response, file);
    return result.kind === "uploaded" ? { id: result.file.id } : { message: result.message };
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    return { message: error.message };
  }
}
