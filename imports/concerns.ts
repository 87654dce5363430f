// Imports concerns, one for each line: the input of logConcern, with the domain's names (`"cause": "finance"`).

import { parseConcernCommand } from "../services/concern/commands.ts";
import { enumName } from "../text/enum-name.ts";
import { currentCode } from "./councils.ts";
import type { PrepareLine } from "./json-lines.ts";
import { keyOfCommand } from "./keys.ts";
import { outcomeOfOne, type Send } from "./outcome.ts";

/** A line logs its concern once, even if it is imported several times. */
export const prepareConcern =
  (send: Send): PrepareLine =>
  (value, formerIdempotencyKeys) => {
    const parsed = parseConcernCommand("logConcern", value);
    if (parsed.kind === "refused") return parsed;
    const concern = { ...parsed.input, council: currentCode(parsed.input.council) };
    const { strand, cause, evidence, ...rest } = concern;
    const idempotencyKey = keyOfCommand("logConcern", concern);
    const input = {
      ...rest,
      idempotencyKey,
      formerIdempotencyKeys,
      strand: enumName(strand),
      cause: enumName(cause),
      evidence: evidence.map((item) => ({
        ...item,
        kind: enumName(item.kind),
        handling: enumName(item.handling),
        grading: { source: enumName(item.grading.source), content: enumName(item.grading.content) },
      })),
    };
    return { key: idempotencyKey, carryOut: async () => outcomeOfOne(await send("logConcern", input)) };
  };
