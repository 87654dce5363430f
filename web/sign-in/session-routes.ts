// The session of a request: pages require it, people prolong it, and a page that is left open warns before it ends.
import express, { type Request, type RequestHandler, type Response } from "express";
import type { Hub } from "../../hub/hub.ts";
import type { Sessions } from "../../hub/sessions/sessions.ts";
import type { FollowSession } from "../live/updates.ts";
import { hiddenFieldsOf, parseTextForm } from "../parse-form.ts";
import type { SendPage } from "../respond.ts";
import { endInWords } from "../words.ts";
import type { SessionCookie } from "./cookies.ts";
import { localPath } from "./local-path.ts";
import { sendNotice, sessionEnded, signedIn } from "./notices.ts";
import { openSessionWatch } from "./session-watch.ts";

type SessionDeps = {
  readonly sessions: Sessions;
  readonly background: Hub["background"];
  readonly cookie: SessionCookie;
  readonly send: SendPage;
  readonly now: () => Date;
  /** Whether the settings still have the issuer of a person. */
  readonly mayStaySignedIn: (person: string) => boolean;
  /** Counts a request by its address, and answers it if there were too many. Returns whether it may go on. */
  readonly isWithinLimit: (request: Request, response: Response) => boolean;
};

const SESSION_PATH = "/session";
/** How long before the end of the session an open page changes to the warning. */
const WARN_SECONDS = 300;

const warningFor = (to: string): string => `${SESSION_PATH}?to=${encodeURIComponent(to)}`;

export function sessionRoutes({ sessions, background, cookie, send, now, mayStaySignedIn, isWithinLimit }: SessionDeps) {
  const routes = express.Router();
  const watch = openSessionWatch({ sessions, background });

  const idIn = (request: Request) => cookie.read(request);
  const secondsLeft = (expires: number): number => Math.max(0, expires - Math.floor(now().getTime() / 1000));

  const requireSession: RequestHandler = async (request, response, next) => {
    const isForm = request.method === "POST";
    const id = idIn(request);
    const session = id === undefined ? undefined : await sessions.use(id);
    if (session && mayStaySignedIn(session.person)) {
      const { person, expires } = session;
      Object.assign(response.locals, { person, expires, session: { expires } });
      if (!isForm)
        response.setHeader(
          "refresh",
          `${Math.max(1, secondsLeft(expires) - WARN_SECONDS)}; url=${warningFor(request.originalUrl)}`,
        );
      next();
    } else if (isForm) sendAgain(request, response);
    else response.redirect(`/sign-in?to=${encodeURIComponent(localPath(request.originalUrl))}`);
  };

  /** The words stay in the browser: the hub does not store what nobody signed in has sent. */
  function sendAgain(request: Request, response: Response): void {
    const { body, originalUrl } = request;
    if (!isWithinLimit(request, response)) return;
    const words = hiddenFieldsOf(body);
    send(response, "sign-in/send-again.njk", { title: "Sign in to send the form", action: originalUrl, words }, 403);
  }

  // Looking at the warning does not prolong the session, because a browser opens it by itself.
  routes.get(SESSION_PATH, async (request, response) => {
    const to = localPath(request.query.to);
    const id = idIn(request);
    const session = id && (await sessions.find(id));
    if (!session) {
      cookie.clear(response);
      return sendNotice(send, response, sessionEnded(to));
    }
    const { expires, isFinal } = session;
    response.setHeader("refresh", `${secondsLeft(expires) + 1}; url=${warningFor(to)}`);
    const endsAt = endInWords(expires);
    send(response, "sign-in/session-ending.njk", { title: `You will be signed out at ${endsAt}`, endsAt, isFinal, to });
  });
  routes.post(SESSION_PATH, parseTextForm, async (request, response) => {
    const to = localPath(request.body?.to);
    const id = idIn(request);
    const session = id && (await sessions.use(id));
    response.redirect(303, session ? to : warningFor(to));
  });
  // For people who sign in in another tab, to send a form that they have open.
  routes.get("/signed-in", requireSession, (_request, response) => {
    response.removeHeader("refresh");
    sendNotice(send, response, signedIn);
  });

  /** Does not prolong it, because a browser asks by itself. */
  const followSession: FollowSession = async (request, onEnd) => {
    const id = idIn(request);
    const session = id === undefined ? undefined : await sessions.find(id);
    if (id === undefined || !session || !mayStaySignedIn(session.person)) return undefined;
    return { person: session.person, expires: session.expires, stop: watch(id, onEnd) };
  };

  return {
    routes,
    requireSession,
    followSession,
    /** The session of a browser gets a new id at each sign-in, and the earlier one ends. */
    async begin(request: Request, response: Response, person: string): Promise<void> {
      const former = idIn(request);
      const { id } = await sessions.begin(person);
      if (former) await sessions.end(former);
      cookie.set(response, id);
    },
    /** Returns whose session it was; undefined if it had ended before. */
    async end(request: Request, response: Response): Promise<string | undefined> {
      const id = idIn(request);
      const session = id === undefined ? undefined : await sessions.find(id);
      if (id !== undefined) await sessions.end(id);
      cookie.clear(response);
      return session?.person;
    },
  };
}
