// The pages over HTTP: their routes, and who may come in.
import express, { type NextFunction, type Request, type RequestHandler, type Response, type Router } from "express";
import { noteWay } from "../graphql/exchange.ts";
import { SCHEMA_PATH, sendSchema } from "../graphql/schema-file.ts";
import type { Api } from "../graphql/server.ts";
import type { Drafts } from "../hub/drafts/drafts.ts";
import { loadAssets } from "./assets/assets.ts";
import { RECORD_FILE_PATH, sendRecordFile } from "./council-record/record-file.ts";
import { draftPages } from "./drafts/drafts.ts";
import { keepDraft } from "./drafts/keep-draft.ts";
import { errorPages } from "./error-pages.ts";
import { openExecutors, openSubscribers } from "./execute-document.ts";
import { ATTACHMENT_PATH, downloadFile } from "./files/attachment.ts";
import { admitFile, takeFile } from "./files/take-file.ts";
import { requireOwnForm } from "./form-owner.ts";
import { graphiqlRoutes } from "./graphiql/graphiql.ts";
import { type FollowSession, updateRoutes } from "./live/updates.ts";
import { openPageQueues } from "./page-queues.ts";
import { DOWNLOADS, FORMS, JOURNEYS, PAGES, POSTED_PAGES } from "./pages.ts";
import { parseForm, parseTextForm } from "./parse-form.ts";
import { isPrefetch } from "./prefetch.ts";
import { openResponder, type RenderPage, type SendPage } from "./respond.ts";
import { isSameOrigin } from "./same-origin.ts";
import { statementRoutes } from "./statements/statements.ts";
import { openTemplates } from "./templates.ts";

/** Everything is loaded from the hub itself, and forms are sent to it alone. */
const CONTENT_POLICY = [
  "default-src 'none'",
  ...["img-src", "script-src", "style-src", "connect-src", "form-action"].map((kind) => `${kind} 'self'`),
  ...["base-uri", "frame-ancestors"].map((kind) => `${kind} 'none'`),
].join("; ");

/** How people are signed in. */
export type SignIn = {
  /** Open to everybody. */
  readonly routes: Router;
  /** Puts `person` and `expires` into the response's locals, or leads to the sign-in. */
  readonly requireSession: RequestHandler;
  readonly followSession: FollowSession;
};

export type PagesDeps = Api & {
  readonly openSignIn: (pages: { readonly renderPage: RenderPage; readonly send: SendPage }) => SignIn;
  readonly newKey: () => string;
  readonly drafts: Drafts;
};

export async function openPages(deps: PagesDeps): Promise<Router> {
  const { hub, schema, pipeline, logger, recordSignIn, makeLedgerFile, uploads, openAttachment, answerQuestion, newKey, drafts } =
    deps;
  const assets = await loadAssets();
  const responder = openResponder({
    render: openTemplates(schema, assets.addresses),
    openExecutor: openExecutors(hub, pipeline, logger),
    newKey,
    today: hub.today,
  });
  const { routes, requireSession, followSession } = deps.openSignIn(responder);

  const router = express.Router();
  router.use("/assets", assets.serve);
  router.use((request: Request, response: Response, next: NextFunction) => {
    response.setHeader("content-security-policy", CONTENT_POLICY);
    // Under a stricter policy a browser sends no origin with a form, not even to the hub itself, and the form would be refused.
    response.setHeader("referrer-policy", "same-origin");
    noteWay(response, "page");
    // Express would answer HEAD by GET, and put on record what nobody was shown.
    if (request.method === "HEAD") responder.refuseHead(response);
    else if (isPrefetch(request)) responder.refusePrefetch(response);
    else if (request.method === "GET" || isSameOrigin(request)) next();
    else responder.refuseOtherSite(response);
  });
  router.use(statementRoutes(responder.send, hub.config));
  router.use(routes);
  const reading = [requireSession, recordSignIn];
  // The form is read first, so that a session that ends meanwhile counts.
  const admit: RequestHandler = (request, response, next) =>
    requireSession(request, response, (error?: unknown) => (error ? next(error) : admitFile(uploads)(request, response, next)));
  const ownForm = [requireSession, requireOwnForm(responder.refuseOthersForm)];
  const writing = [parseTextForm, ...ownForm, recordSignIn];
  const writingWithFile = [parseForm(admit), ...ownForm, takeFile(uploads), recordSignIn];
  const ofDrafts = draftPages(drafts);
  const queued = openPageQueues(requireSession);
  const openSubscriber = openSubscribers(hub, pipeline, logger);
  router.use(updateRoutes({ followSession, openSubscriber, background: hub.background }));
  // The address of a file may also be one that a page has for any value.
  for (const one of DOWNLOADS) router.get(one.path, reading, queued(responder.download(one)));
  for (const page of [...PAGES, ...ofDrafts.pages]) router.get(page.path, reading, queued(responder.show(page)));
  for (const one of [...FORMS, ...ofDrafts.forms]) router.post(one.path, writing, queued(responder.submit(one)));
  router.get(ATTACHMENT_PATH, reading, queued(downloadFile(openAttachment, responder.showNotFound)));
  router.post(RECORD_FILE_PATH, writing, sendRecordFile(makeLedgerFile, responder.showNotFound));
  for (const one of [...POSTED_PAGES, ...JOURNEYS]) {
    const run = queued(responder.runJourney(one.draftTitle ? keepDraft(one, drafts) : one));
    router
      .route(one.path)
      .get(reading, run)
      .post(one.takesFiles ? writingWithFile : writing, run);
  }
  router.get(SCHEMA_PATH, requireSession, (_request, response) => {
    response.removeHeader("refresh");
    sendSchema(response);
  });
  if (hub.config.graphiql) router.use(graphiqlRoutes({ reading, requireSession, answerQuestion, send: responder.send, schema }));
  router.use(errorPages(responder.send, logger));
  router.use(responder.notFound);
  return router;
}
