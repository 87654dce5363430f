// Makes the pages of one person one after another, so that many slow pages of one person do not delay the pages of others.
import { setImmediate } from "node:timers/promises";
import type { Request, RequestHandler, Response } from "express";
import { errorFor } from "../graphql/errors.ts";
import { AnswerFailed } from "./execute-document.ts";

/** The pages of one person that wait or are made at a time. A browser asks for fewer. */
export const MAX_PAGES = 100;
const TOO_MANY = "Too many of your pages are loading at the same time. Wait until they are there, and try again.";

type Queue = { readonly last: Promise<void>; readonly count: number };

/**
 * Returns what puts the handler of a page into the queue of the signed-in person. `requireSession` is asked again after a wait, in which the session may have
 * ended.
 */
export function openPageQueues(requireSession: RequestHandler): (handler: RequestHandler) => RequestHandler {
  const queues = new Map<string, Queue>();

  function leave(person: string): void {
    const queue = queues.get(person);
    if (queue && queue.count > 1) queues.set(person, { ...queue, count: queue.count - 1 });
    else queues.delete(person);
  }

  return (handler) => async (request, response, next) => {
    const { person } = response.locals;
    const queue = queues.get(person);
    if (queue && queue.count >= MAX_PAGES) throw new AnswerFailed(errorFor("BUSY", TOO_MANY));
    const turn = (queue?.last ?? Promise.resolve()).then(async () => {
      // Requests of others run before each.
      await setImmediate();
      // A browser that has gone away gets no page, and nothing is read for it. A form is sent all the same.
      if (request.method === "GET" && response.destroyed) return;
      if (queue && !(await passes(requireSession, request, response))) return;
      await handler(request, response, next);
    });
    queues.set(person, { last: turn.catch(() => {}), count: (queue?.count ?? 0) + 1 });
    try {
      await turn;
    } finally {
      leave(person);
    }
  };
}

/** Whether the middleware lets the request through; otherwise it has answered the request. */
async function passes(middleware: RequestHandler, request: Request, response: Response): Promise<boolean> {
  let isThrough = false;
  await middleware(request, response, () => {
    isThrough = true;
  });
  return isThrough;
}
