// Sends an open page the number of news, and that its record has changed, and nothing else. docs/decisions/0054-scripts-in-pages.md
import express, { type Request, type RequestHandler, type Response, type Router } from "express";
import type { Hub } from "../../hub/hub.ts";
import type { AnswerOf } from "../documents.ts";
import type { DocumentSubscriber, OpenSubscriber } from "../execute-document.ts";
import { newsLink } from "../layout/shell.ts";
import { isSameOrigin } from "../same-origin.ts";
import { type EventStream, openEventStream } from "./event-stream.ts";

/** Follows the session of a request without prolonging it. `onEnd` is called when it has ended, or when nobody can say whether it has. */
export type FollowSession = (
  request: Request,
  onEnd: (hasEnded: boolean) => void,
) => Promise<{ readonly person: string; readonly expires: number; readonly stop: () => void } | undefined>;

type Deps = {
  readonly followSession: FollowSession;
  readonly openSubscriber: OpenSubscriber;
  readonly background: Hub["background"];
};

const UPDATES_PATH = "/updates";
/** Kind of record that a page shows -> the address at which the open page is told of changes. */
const PATHS = { concern: `/concerns/:id${UPDATES_PATH}`, support: `/supports/:id${UPDATES_PATH}` } as const;
type ShownRecord = keyof typeof PATHS;

/** For the model of a page that is told when the record that it shows has changed. */
export const updatesOf = (shown: ShownRecord, id: string): { readonly updates: string; readonly shown: ShownRecord } => ({
  updates: PATHS[shown].replace(":id", encodeURIComponent(id)),
  shown,
});

export function updateRoutes({ followSession, openSubscriber, background }: Deps): Router {
  async function sendUpdates(request: Request, response: Response, shown?: ShownRecord): Promise<void> {
    let opened: EventStream | undefined;
    const session = await followSession(request, (hasEnded) => {
      if (hasEnded) opened?.send("ended");
      opened?.close();
    });
    const stream = openEventStream(response, background);
    opened = stream;
    // A status other than 200 would be an error on the browser's console.
    if (!session) {
      stream.send("ended");
      return stream.close();
    }
    const { stop, ...signedIn } = session;
    response.once("close", stop);
    if (response.closed) stop();
    Object.assign(response.locals, signedIn);
    const subscriber = openSubscriber(response);
    const { after } = request.query;
    await Promise.all([
      sendNews(subscriber, stream),
      shown && sendChange(stream, FOLLOW[shown](subscriber, String(request.params.id), typeof after === "string" ? after : null)),
    ]);
  }

  const refuseOtherSites: RequestHandler = (request, response, next) => {
    if (isSameOrigin(request)) next();
    else response.status(403).end();
  };
  const router = express.Router();
  router.get(UPDATES_PATH, refuseOtherSites, (request, response) => sendUpdates(request, response));
  for (const shown of ["concern", "support"] as const)
    router.get(PATHS[shown], refuseOtherSites, (request, response) => sendUpdates(request, response, shown));
  return router;
}

/** Sends the number of news each time it changes. When the subscription to it ends, the response is closed, and the browser connects again. */
async function sendNews({ subscribe }: DocumentSubscriber, stream: EventStream): Promise<void> {
  for await (const { newsChanged } of subscribe("live/news.graphql", {})) {
    if (newsChanged.__typename !== "NewsUpdate") break;
    stream.send("news", newsLink(newsChanged));
  }
  stream.close();
}

type LiveMessage = AnswerOf<"live/concern.graphql">["concernChanged"] | AnswerOf<"live/support.graphql">["oneSupportChanged"];
type Follow = (subscriber: DocumentSubscriber, id: string, after: string | null) => AsyncGenerator<LiveMessage, void>;

const FOLLOW: Readonly<Record<ShownRecord, Follow>> = {
  async *concern({ subscribe }, concern, after) {
    for await (const { concernChanged } of subscribe("live/concern.graphql", { concern, after })) yield concernChanged;
  },
  async *support({ subscribe }, support, after) {
    for await (const { oneSupportChanged } of subscribe("live/support.graphql", { support, after })) yield oneSupportChanged;
  },
};

/** Sends at most one change, because the page has to be read again after it, whatever else changes. Sends positions until then. */
async function sendChange(stream: EventStream, messages: ReturnType<Follow>): Promise<void> {
  for await (const message of messages) {
    if (isChange(message)) return stream.send("changed");
    if (!("position" in message)) return;
    stream.send("position", message.position);
  }
}

/** A record that the person may no longer see has changed for them as well. One that never existed looks the same. */
function isChange(message: LiveMessage): boolean {
  if ("kind" in message) return message.kind === "CHANGE";
  if (message.__typename === "LiveEnded") return message.reason === "ACCESS_ENDED";
  return message.faults.some(({ code }) => code === "NOT_FOUND" || code === "RESUME_POINT_GONE");
}
