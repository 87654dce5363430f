// Rules of the council's answer to a record that it was told of an offer of support, and of telling it again (docs/decisions/0033).

import { dateInWords } from "../../text/dates-in-words.ts";
import { plain } from "../confidential.ts";
import { refuseUnlessInForce } from "../council/in-force.ts";
import { workingDaysAfter } from "../dates.ts";
import { speakerIn } from "../people/speaker.ts";
import { isRefusal, refuse, refuseAll, refuseIf, refuseSaying } from "../refusals.ts";
import { answerFaults, DAYS_TO_ANSWER, isRepeated, isSuspending, openDisputes, refuseAnswer, refuseRepair } from "../tellings.ts";
import type { SupportInput } from "./commands.ts";
import { refuseUnlessAligning } from "./decide-offer.ts";
import type { SupportDecision, SupportDecisionContext } from "./decision.ts";
import { lastTelling, type SupportState } from "./state.ts";

export function answerOfferTelling(
  state: SupportState,
  input: SupportInput["answerOfferTelling"],
  context: SupportDecisionContext,
): SupportDecision {
  const { answer, statement } = input;
  const speaker = speakerIn(context.offices, input.office);
  if (isRefusal(speaker)) return speaker;
  const record = lastTelling(state);
  const notTheirs = refuseAnswer(record, speaker, context.actor);
  if (notTheirs) return notTheirs;
  const bodies = [...new Set(input.bodies)];
  const wrong = refuseAll([
    ...answerFaults({ answer, statement, bodies }, record.shownTo),
    answer !== "told-otherwise" && bodies.length > 0
      ? refuseSaying("INVALID_INPUT", "bodies", "Select bodies only if your council was told otherwise.")
      : undefined,
  ]);
  if (wrong) return wrong;
  if (isRepeated(record, input, speaker)) return [];
  const suspends = isSuspending(state.tellings, record, answer, context.certainToday);
  const text = statement === undefined ? {} : { text: plain({ statement }) };
  return [{ type: "OfferTellingAnswered.v1", data: { answer, suspends, bodies, ...speaker, ...text } }];
}

export function tellOfOfferAgain(
  state: SupportState,
  input: SupportInput["tellOfOfferAgain"],
  context: SupportDecisionContext,
): SupportDecision {
  const { toldName, toldOffice, channel, toldOn, about, shownTo = [] } = input;
  const disputed = openDisputes(state.tellings);
  if (disputed.length === 0) return refuse("TELLING_NOT_DISPUTED");
  const wrong = refuseAll([
    refuseRepair(disputed, { council: state.council, toldOffice }, context),
    refuseIf(toldOn > context.today, "FUTURE_DATE", "toldOn"),
    toldOn < state.offeredOn
      ? refuseSaying(
          "TOLD_TOO_EARLY",
          "toldOn",
          `Enter ${dateInWords(state.offeredOn)}, when the support was offered, or a later date.`,
        )
      : undefined,
    refuseUnlessInForce(context.council(state.council, toldOn), "toldOn"),
    ...shownTo.map(refuseUnlessAligning(state.region)),
  ]);
  if (wrong) return wrong;
  const told = { toldOffice, channel, toldOn, shownTo: [...new Set(shownTo)] };
  const disputeBy = workingDaysAfter(context.today, DAYS_TO_ANSWER);
  return [{ type: "OfferToldAgain.v1", data: { ...told, disputeBy, text: plain({ toldName, about }) } }];
}
