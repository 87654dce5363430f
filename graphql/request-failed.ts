// An error of a request that nothing before has answered.
import type { Response } from "express";
import { failureOf } from "../hub/failures.ts";
import { type Logger, nameOf } from "../hub/observability/logger.ts";
import { INTERNAL, UNAVAILABLE } from "./errors.ts";
import { requestInLog } from "./exchange.ts";

/** Logs the error, and returns what the client is told. Faulty requests are answered before, so it is a fault of the hub. */
export function reportFailedRequest(error: unknown, response: Response, logger: Logger): typeof INTERNAL | typeof UNAVAILABLE {
  logger.error({ code: "REQUEST_FAILED", ...requestInLog(response), error: nameOf(error) }, "a request failed");
  return failureOf(error).kind === "internal" ? INTERNAL : UNAVAILABLE;
}
