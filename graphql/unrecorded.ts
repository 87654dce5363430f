// Disclosure before data: an answer leaves when what it carries is on record.
import type { GraphQLError } from "graphql";
import { failureOf } from "../hub/failures.ts";
import { type Logger, type LogLine, nameOf } from "../hub/observability/logger.ts";
import type { Context } from "./context.ts";
import { errorFor, INTERNAL } from "./errors.ts";

const UNRECORDED = errorFor(
  "UNAVAILABLE",
  "The hub records every disclosure first, and nothing can be recorded now. Try again shortly. Send a command with the same key.",
);

/** Undefined once what was put into an answer so far is on record. Otherwise the answer does not leave, and this is told instead. */
export async function unrecorded({ disclosing, hub }: Context, logger: Logger): Promise<GraphQLError | undefined> {
  try {
    await disclosing.record();
    return undefined;
  } catch (error) {
    const { fault } = failureOf(error);
    const line: LogLine = { code: "ANSWER_HELD_BACK", error: nameOf(error), ...(fault !== undefined && { fault }) };
    hub.telemetry.heldBack();
    logger.error(line, "an answer was held back: it could not be put on record");
    return fault !== undefined ? UNRECORDED : errorFor(...INTERNAL);
  }
}
