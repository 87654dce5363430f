// The pages that are shown instead of one that could not be made, or instead of a form that could not be sent.
import type { ErrorRequestHandler, Request, Response } from "express";
import { INTERNAL, setRetryAfter, statusOf } from "../graphql/errors.ts";
import { requestInLog } from "../graphql/exchange.ts";
import { reportFailedRequest } from "../graphql/request-failed.ts";
import type { Logger } from "../hub/observability/logger.ts";
import { AnswerFailed } from "./execute-document.ts";
import { hiddenFieldsOf } from "./parse-form.ts";
import type { SendPage } from "./respond.ts";

/** After a fault that passes, the page has what was written in a form that sends it again. */
export function errorPages(send: SendPage, logger: Logger): ErrorRequestHandler {
  return (error: unknown, request: Request, response: Response, next) => {
    if (response.headersSent) return next(error);
    const words = request.method === "POST" && request.body !== undefined ? hiddenFieldsOf(request.body) : undefined;
    if (error instanceof URIError && request.method === "GET")
      return send(response, "errors/not-found.njk", { title: "Page not found" }, 404);
    if (!(error instanceof AnswerFailed)) {
      const unreadable = UNREADABLE_FORMS[statusIn(error)];
      const status = unreadable ? statusIn(error) : statusOf(reportFailedRequest(error, response, logger)[0]);
      const model = unreadable ?? {
        title: TITLES[status] ?? OTHER_TITLE,
        message: status === 503 ? NOT_RECORDED : INTERNAL[1],
        words,
      };
      return send(response, "errors/fault.njk", model, status);
    }
    const { code } = error.error.extensions;
    // A malformed id, cursor or code in the address, or a form value that the page did not offer.
    if (code === "BAD_USER_INPUT")
      return request.method === "GET"
        ? send(response, "errors/not-found.njk", { title: "Page not found" }, 404)
        : send(response, "errors/fault.njk", { title: "This form cannot be read", message: NOT_OFFERED }, 400);
    setRetryAfter(response, error.error);
    const isOwnFault = statusOf(code) === 400;
    if (isOwnFault)
      logger.error({ code: "PAGE_FAILED", ...requestInLog(response), error: code }, "a page's document was refused");
    const [status, message] = isOwnFault ? [500, INTERNAL[1]] : [statusOf(code), error.message];
    send(response, "errors/fault.njk", { title: TITLES[status] ?? OTHER_TITLE, message, words }, status);
  };
}

/** Status -> what is said of a form that could not be read. */
const UNREADABLE_FORMS: Readonly<Record<number, { readonly title: string; readonly message: string }>> = {
  400: { title: "The form could not be read", message: "Nothing was changed. Go back and send it again." },
  413: { title: "The form is too long", message: "Nothing was changed. Go back and write less, or send it in parts." },
  415: { title: "The form could not be read", message: "Nothing was changed. Go back and send it again." },
};
/** The status that Express gives to a request that it cannot read. An address that cannot be decoded has one too, but does not expose it. */
const statusIn = (error: unknown): number =>
  error instanceof URIError ? 400 : Number(Object(error).expose === true && Object(error).status);

const NOT_RECORDED = "The hub cannot read or write its records. Try again in a few minutes.";
const NOT_OFFERED =
  "It has a value that its page did not offer. Nothing was changed. Go back to the page, load it again and fill it in.";
const OTHER_TITLE = "Sorry, this cannot be done now";
const TITLES: Readonly<Record<number, string>> = {
  429: "You have done this too often",
  500: "Sorry, something is wrong in the hub",
  503: "Sorry, the hub is not ready",
};
