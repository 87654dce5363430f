// The rules by which a council is reached on a share, takes more time to answer it, and has less in imminent danger (docs/decisions/0033).
import { keysOf } from "../../reference/keys-of.ts";
import { dateInWords } from "../../text/dates-in-words.ts";
import { plain } from "../confidential.ts";
import { londonDate } from "../dates.ts";
import { fieldInWords } from "../field-words.ts";
import { speakerIn } from "../people/speaker.ts";
import { isRefusal, type Refusal, refuse, refuseAll, refuseIf, refuseSaying } from "../refusals.ts";
import type { ConcernCommand, ConcernInput } from "./commands.ts";
import type { ConcernDecision, ConcernDecisionContext } from "./decision.ts";
import { answerByWithMoreTime, dangerClaimsOn, dangerConfirmed, isAwaited, reachedBy } from "./fair-time.ts";
import { asOfDate } from "./latest-position.ts";
import { isReached } from "./notified.ts";
import { officesToWriteTo } from "./restriction.ts";
import { answerOf, termsOf } from "./shares.ts";
import type { ConcernState, Share } from "./state.ts";

type ReachCommandName =
  | ("confirmDanger" | "takeMoreTime" | "recordLetter" | "confirmLetter")
  | ("recordCouncilReached" | "recordCouncilNotReached");
type ReachCommand = Extract<ConcernCommand, { name: ReachCommandName }>;

export function decideReach(state: ConcernState, command: ReachCommand, context: ConcernDecisionContext): ConcernDecision {
  const share = state.shares.find(({ id }) => id === command.input.share);
  if (!share) return refuse("UNKNOWN_SHARE", "share");
  if (share.ended) return refuse(share.ended.how === "expired" ? "SHARE_EXPIRED" : "SHARE_ENDED", "share");
  if (context.today > termsOf(share).until) return refuse("SHARE_EXPIRED", "share");
  switch (command.name) {
    case "confirmDanger": {
      const claims = dangerClaimsOn(share, context.today);
      if (claims.length === 0) return refuse("NO_DANGER", "share");
      const open = claims.filter(({ confirmed }) => !confirmed);
      if ((open.length > 0 ? open : claims).every(({ by }) => by === context.actor)) return refuse("DANGER_BY_CLAIMANT");
      return dangerConfirmed(share, context, plain({ reason: command.input.reason }));
    }
    case "takeMoreTime": {
      if (share.moreTime) return refuse("TIME_TAKEN", "share");
      const answer = answerOf(share, asOfDate(context, state, context));
      if (!isAwaited(share) || answer !== "awaited") return refuse("ANSWER_NOT_AWAITED", "share");
      const speaker = speakerIn(context.offices, command.input.office);
      if (isRefusal(speaker)) return speaker;
      return [
        { type: "TimeTaken.v1", data: { share: share.id, answerBy: answerByWithMoreTime(share, context.today), ...speaker } },
      ];
    }
    case "recordLetter":
      if (!isAwaited(share)) return refuse("ANSWER_NOT_AWAITED", "share");
      // A letter that a second adviser confirmed is not replaced by one that nobody has confirmed.
      return share.reached ? refuse("COUNCIL_REACHED", "share") : recordLetter(state, share, command.input, context.today);
    case "confirmLetter":
      if (!share.letter) return refuse("NO_LETTER", "share");
      if (context.actor === share.letter.actor) return refuse("LETTER_BY_SENDER");
      if (!isAwaited(share)) return refuse("ANSWER_NOT_AWAITED", "share");
      return share.reached ? [] : [reachedBy(share, context.today, { how: "letter" })];
    case "recordCouncilReached": {
      if (!isAwaited(share)) return refuse("ANSWER_NOT_AWAITED", "share");
      if (share.reached) return [];
      const { person } = command.input;
      return person !== share.proposed.actor && isReached(share, context.notified)
        ? [reachedBy(share, context.today, { how: "notice", person })]
        : refuse("COUNCIL_NOT_REACHED", "person");
    }
    case "recordCouncilNotReached":
      if (!isAwaited(share)) return refuse("ANSWER_NOT_AWAITED", "share");
      if (share.reached || share.notReached) return [];
      return context.today > share.answerBy
        ? [{ type: "CouncilNotReached.v1", data: { share: share.id } }]
        : refuse("NOT_DUE", "share");
  }
}

/** The field of a letter that names the holder of an office. */
const RECIPIENTS = { "chief-executive": "chiefExecutive", leader: "leader", "monitoring-officer": "monitoringOfficer" } as const;

function recordLetter(state: ConcernState, share: Share, input: ConcernInput["recordLetter"], today: string): ConcernDecision {
  const { sentOn, reference, chiefExecutive, leader, monitoringOfficer } = input;
  const to = officesToWriteTo(state);
  const proposedOn = londonDate(new Date(share.proposed.at));
  const wrong: Refusal | undefined = refuseAll([
    refuseIf(sentOn > today, "FUTURE_DATE", "sentOn"),
    sentOn < proposedOn
      ? refuseSaying(
          "INVALID_INPUT",
          "sentOn",
          `Enter a day on or after ${dateInWords(proposedOn)}, when the share was proposed.`,
        )
      : undefined,
    ...keysOf(RECIPIENTS).map((office) => {
      const field = RECIPIENTS[office];
      if (to.includes(office) && input[field] === undefined)
        return refuseSaying("INVALID_INPUT", field, `Enter ${fieldInWords([field])}.`);
      return refuseIf(!to.includes(office) && input[field] !== undefined, "LETTER_TO_OTHERS", field);
    }),
  ]);
  if (wrong) return wrong;
  const text = plain({
    reference,
    ...(chiefExecutive !== undefined && { chiefExecutive }),
    ...(leader !== undefined && { leader }),
    ...(monitoringOfficer !== undefined && { monitoringOfficer }),
  });
  return [{ type: "LetterRecorded.v1", data: { share: share.id, sentOn, text } }];
}
