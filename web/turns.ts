// Each person's pages are made one after another: whoever opens many long ones at once keeps only themselves waiting.
import { setImmediate } from "node:timers/promises";
import type { RequestHandler } from "express";

/** Returns what puts the handler of a page in turn. The person is signed in. */
export function openTurns(): (handler: RequestHandler) => RequestHandler {
  const lastOf = new Map<string, Promise<unknown>>();
  return (handler) => async (request, response, next) => {
    const { person } = response.locals;
    const turn = (lastOf.get(person) ?? Promise.resolve()).then(async () => {
      // Requests of others run before each.
      await setImmediate();
      // A browser that has gone away is shown nothing. A form is sent all the same.
      if (request.method === "GET" && response.destroyed) return;
      await handler(request, response, next);
    });
    const ended = turn.catch(() => {});
    lastOf.set(person, ended);
    try {
      await turn;
    } finally {
      if (lastOf.get(person) === ended) lastOf.delete(person);
    }
  };
}
