// How a request for a page is answered: execute its document, present, render, send. A form changes something and leads to the next page; where it cannot,
// the page comes back with all that is to be mended and with what the person wrote.
import type { NextFunction, Request, RequestHandler, Response } from "express";
import { requestIdOf } from "../graphql/exchange.ts";
import type { DownloadDefinition } from "./download.ts";
import { AnswerFailed, type DocumentExecutor, type OpenExecutor } from "./execute-document.ts";
import { ownerMark } from "./form-owner.ts";
import { loadPrintMark } from "./layout/print-mark.ts";
import { loadPageFrame } from "./layout/shell.ts";
import type { FormDefinition, FormFault, FormWords, Model, PageDefinition, PageRequest, ShownPage } from "./page.ts";
import type { JourneyDefinition } from "./steps/steps.ts";
import type { Render } from "./templates.ts";
import { endInWords } from "./words.ts";

export type RenderPage = (response: Response, template: string, model: Model) => string;
export type SendPage = (response: Response, template: string, model: Model, status?: number) => void;

type Deps = {
  readonly render: Render;
  readonly openExecutor: OpenExecutor;
  readonly newKey: () => string;
  readonly today: () => string;
};

const NOT_FOUND: ShownPage = { template: "errors/not-found.njk", show: async () => undefined };

/** What a form that was refused brings back to its page. */
type RejectedForm = { readonly values: FormWords; readonly faults: readonly FormFault[] };
const NOTHING_REJECTED: RejectedForm = { values: {}, faults: [] };

export function openResponder({ render, openExecutor, newKey, today }: Deps) {
  const pageRequestOf = (request: Request, response: Response): PageRequest => ({
    person: response.locals.person,
    address: addressOf(request),
    today: today(),
    fileFault: response.locals.fileFault,
  });
  const renderPage: RenderPage = (response, template, model) =>
    render(template, { faults: [], ...model, reference: requestIdOf(response) });
  const send: SendPage = (response, template, model, status = 200) => {
    const html = renderPage(response, template, model);
    // A page that is left open turns into a warning before the session ends, but not one into which somebody may have written.
    if (isWrittenInto(html)) response.removeHeader("refresh");
    response.status(status).type("text/html; charset=utf-8").send(html);
  };

  async function showPage(
    page: ShownPage,
    executor: DocumentExecutor,
    request: Request,
    response: Response,
    rejected: RejectedForm,
  ) {
    const [frame, shown, printMark] = await Promise.all([
      loadPageFrame(executor, request.path),
      page.show(executor, pageRequestOf(request, response)),
      page.isForPrint ? loadPrintMark(executor) : undefined,
    ]);
    const shell = { ...frame, signedInUntil: endInWords(response.locals.expires) };
    if (shown) await executor.release();
    else executor.assertCurrent();
    // A repeated form keeps its key, so that what it asks for is not done twice.
    const own = { key: rejected.values.key ?? newKey(), owner: ownerMark(response.locals.person) };
    if (shown)
      send(response, page.template, { ...shown, ...rejected, shell, printMark, ...own }, rejected.faults.length > 0 ? 422 : 200);
    else send(response, "errors/not-found.njk", { title: "Page not found", shell }, 404);
  }

  return {
    renderPage,
    send,
    show:
      (page: PageDefinition): RequestHandler =>
      (request, response) =>
        showPage(page, openExecutor(response, page.isForPrint ? "print" : "page"), request, response, NOTHING_REJECTED),
    submit:
      (form: FormDefinition): RequestHandler =>
      async (request, response) => {
        const executor = openExecutor(response);
        const pageRequest = pageRequestOf(request, response);
        const values: FormWords = request.body ?? {};
        const { faults, page } = await form.submit(executor, values, pageRequest);
        if (faults.length > 0) return showPage(form.page, executor, request, response, { values, faults });
        if (page) return showPage(page, executor, request, response, NOTHING_REJECTED);
        await executor.release();
        // The browser gets the next page by a request of its own, so that loading it again changes nothing.
        response.redirect(303, form.next(pageRequest));
      },
    /** To somebody who is signed in. */
    showNotFound: (request: Request, response: Response): Promise<void> =>
      showPage(NOT_FOUND, openExecutor(response), request, response, NOTHING_REJECTED),
    /** For browsers; clients of the API are answered in JSON. */
    notFound: (request: Request, response: Response, next: NextFunction): void => {
      const isForBrowser = request.method === "GET" && request.accepts(["json", "html"]) === "html";
      if (isForBrowser) send(response, "errors/not-found.njk", { title: "Page not found" }, 404);
      else next();
    },
    runJourney:
      (journey: JourneyDefinition): RequestHandler =>
      async (request, response) => {
        const words: FormWords = request.body ?? {};
        const executor = openExecutor(response);
        const result = await journey.handle(executor, words, pageRequestOf(request, response));
        if ("next" in result) {
          await executor.release();
          return response.redirect(303, result.next);
        }
        const { page, faults, words: values = words } = "page" in result ? result : { page: NOT_FOUND, faults: [] };
        await showPage(page, executor, request, response, { values, faults });
      },
    download:
      ({ load, refused }: DownloadDefinition): RequestHandler =>
      async (request, response) => {
        const executor = openExecutor(response);
        try {
          const file = await load(executor, pageRequestOf(request, response));
          if (!file) return showPage(NOT_FOUND, executor, request, response, NOTHING_REJECTED);
          await executor.release();
          // A file is no page that can turn into a warning.
          response.removeHeader("refresh");
          response.attachment(file.name).type(file.mediaType).send(file.content);
        } catch (error) {
          const isRefused = error instanceof AnswerFailed && error.error.extensions.code === "BAD_USER_INPUT";
          if (!isRefused) throw error;
          send(response, "errors/fault.njk", { title: "This file cannot be made", message: refused }, 400);
        }
      },
    refuseOtherSite: (response: Response): void =>
      send(response, "errors/fault.njk", { title: "This was not sent from the hub", message: OTHER_SITE }, 403),
    refuseOthersForm: (response: Response): void =>
      send(response, "errors/fault.njk", { title: "This form is not yours", message: OTHERS_FORM }, 403),
    refuseHead: (response: Response): void => {
      response.status(405).setHeader("allow", "GET, POST").end();
    },
    /** The browser asks again when the person opens the page. */
    refusePrefetch: (response: Response): void => {
      response.status(403).end();
    },
  };
}

const FIELD = /<(?:textarea|select|input(?![^>]*type="(?:hidden|submit)"))\b/;
/** Whether a page has a form that is posted, with fields. What somebody selects to limit a list is not lost. */
const isWrittenInto = (html: string): boolean =>
  html
    .split("<form ")
    .slice(1)
    .some((form) => /^[^>]*method="post"/.test(form) && FIELD.test(form.slice(0, form.indexOf("</form>"))));

const OTHERS_FORM =
  "Somebody else was signed in when it was opened, so nothing was sent. Open the page again, and fill the form in yourself.";
const OTHER_SITE = "Nothing was changed. Open the hub in your browser, and do it there.";
/** Values that are given twice are left out, as no page has a use for them. */
function addressOf({ params, query }: Request): PageRequest["address"] {
  const single = Object.entries({ ...query, ...params }).flatMap(([name, value]) =>
    typeof value === "string" ? [[name, value] as const] : [],
  );
  return Object.fromEntries(single);
}
