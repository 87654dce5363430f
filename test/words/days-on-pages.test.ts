// The numbers of working days that pages name, compared with the rules that count them.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { KEPT_WORKING_DAYS } from "../../hub/drafts/drafts.ts";
import { PUT_OFF_DAYS } from "../../services/claim/decide.ts";
import { answerByWithMoreTime } from "../../services/concern/fair-time.ts";
import { endingUntil } from "../../services/concern/news.ts";
import type { Share } from "../../services/concern/state.ts";
import { EXTEND_BY_AT_MOST } from "../../services/concern/untold.ts";
import { workingDaysAfter } from "../../services/dates.ts";
import { LINK_WORKING_DAYS } from "../../services/invitation/decide.ts";
import { tellByOfSubmission } from "../../services/submission/state.ts";

const TODAY = "2026-03-02";

/** The working days from today to a later date. */
function workingDaysUntil(date: string | undefined): number {
  let days = 0;
  while (date !== undefined && workingDaysAfter(TODAY, days) < date) days += 1;
  return days;
}

const reached = { reached: {}, answerBy: TODAY } as unknown as Share;
const ended = { made: {}, ended: { at: `${TODAY}T12:00:00.000Z` }, position: { kind: "agrees" } } as unknown as Share;

/** A file within web/, what it says around the number, and the number by the rule. */
const STATEMENTS: readonly (readonly [string, RegExp, number])[] = [
  ["drafts/drafts.njk", /(\d+) working days after you began it/, KEPT_WORKING_DAYS],
  ["log-concern/questions.ts", /a draft is kept for you alone, for (\d+) working days/, KEPT_WORKING_DAYS],
  ["statements/privacy.njk", /erased (\d+) working days after you began it/, KEPT_WORKING_DAYS],
  ["tasks/put-off.ts", /At most (\d+) working days from now/, PUT_OFF_DAYS],
  ["untold-concern/extend-telling.ts", /MOST_DAYS = (\d+)/, EXTEND_BY_AT_MOST],
  ["invitations/invite.ts", /in the next (\d+) working days/, LINK_WORKING_DAYS],
  ["submissions/submit.ts", /tell the council of it within (\d+) working days/, workingDaysUntil(tellByOfSubmission(TODAY))],
  ["share/more-time.ts", /gets (\d+) more working days/, workingDaysUntil(answerByWithMoreTime(reached, TODAY))],
  [
    "shared-with-us/shared-with-us.njk",
    /For (\d+) working days you see that a share has ended/,
    workingDaysUntil(endingUntil(ended)),
  ],
  ["shared-with-us/ended-shares.njk", /ended in the last (\d+) working days/, workingDaysUntil(endingUntil(ended))],
];

it.each(STATEMENTS)("%s names the number of working days that the rule has", (file, statement, days) => {
  const text = readFileSync(join(import.meta.dirname, "../../web", file), "utf8");
  expect(days).toBeGreaterThan(0);
  expect(statement.exec(text)?.[1]).toBe(String(days));
});
