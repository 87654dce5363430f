// Puts on record when somebody of a council first signs in: notices count as having reached them from then on (docs/decisions/0033).
import type { NextFunction, Request, RequestHandler, Response } from "express";
import { boundedCache } from "../caching/cache.ts";
import type { Hub } from "../hub/hub.ts";
import { type Logger, nameOf } from "../hub/observability/logger.ts";
import { findViewer, isFirstSignIn } from "../queries/people/read-people.ts";

const CACHE_SIZE = 10_000;
/** What was refused or has failed is tried again after this time, not with every request. */
const PAUSE_MS = 3_600_000;

/** The request is answered in any case. `steady`: a monotonic clock in milliseconds. */
export function recordsSignIns(hub: Hub, logger: Logger, steady: () => number = () => performance.now()): RequestHandler {
  const recorded = boundedCache<string, true>(CACHE_SIZE);
  const pausedUntil = boundedCache<string, number>(CACHE_SIZE);

  async function record(person: string): Promise<void> {
    if (recorded.get(person) || steady() < (pausedUntil.get(person) ?? 0)) return;
    if (findViewer(hub, person).facts.councils.length === 0) return;
    if (isFirstSignIn(hub, person)) {
      pausedUntil.set(person, steady() + PAUSE_MS);
      // A key counts within the person's stream.
      const { kind } = await hub.services.people.execute("recordSignIn", { person }, hub.asHub("first-sign-in"));
      if (kind === "refused") return;
    }
    recorded.set(person, true);
  }

  return async (_request: Request, response: Response, next: NextFunction) => {
    const { status } = hub.people;
    try {
      if (status().state === "live") await record(response.locals.person);
    } catch (error) {
      logger.warn({ code: "SIGN_IN_NOT_RECORDED", error: nameOf(error) }, "a first sign-in was not recorded; the hub retries");
    }
    next();
  };
}
