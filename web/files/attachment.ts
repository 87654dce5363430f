// A file of a concern's evidence, downloaded from the concern's page.
import type { Request, RequestHandler, Response } from "express";
import { type OpenAttachment, sendAttachment } from "../../graphql/attachment-file.ts";
import { toPageError } from "../execute-document.ts";

export const ATTACHMENT_PATH = "/concerns/:concern/attachments/:attachment";

type ShowNotFound = (request: Request, response: Response) => Promise<void>;

export const downloadFile =
  (open: OpenAttachment, showNotFound: ShowNotFound): RequestHandler =>
  async (request: Request, response: Response): Promise<void> => {
    const { concern, attachment } = request.params;
    try {
      const file = await open(response, { concern: String(concern), attachment: String(attachment) });
      if (!file) return showNotFound(request, response);
      // This header leads a page to the warning before the session ends. A download is no page.
      response.removeHeader("refresh");
      sendAttachment(response, file);
    } catch (error) {
      throw toPageError(error);
    }
  };
