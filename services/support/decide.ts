// The rules of support (domain.md, "Aligned support"). Support is offered to the council, starts only with its agreement, and has milestones and
// reviews. Council and provider judge its outcome separately.
import { REGION_VIEWS, type RegionView } from "../../reference/support-kinds.ts";
import { plain } from "../confidential.ts";
import type { CommandDeclaration, WhenFull } from "../input.ts";
import { withinBounds } from "../pipeline/record-bounds.ts";
import { refuse } from "../refusals.ts";
import { type SupportCommand, supportCommands } from "./commands.ts";
import { beginSupport, decideMilestone, decideReview, endSupport, judgeOutcome } from "./decide-course.ts";
import { answerMove, moveSupport } from "./decide-move.ts";
import { answerOffer, offerSupport, setRegionView } from "./decide-offer.ts";
import { decidePresence, setPackage } from "./decide-presence.ts";
import type { SupportDecision, SupportDecisionContext } from "./decision.ts";
import type { SupportState } from "./state.ts";
import { answerOfferTelling, tellOfOfferAgain } from "./tellings.ts";

export function decideSupport(
  state: SupportState | undefined,
  command: SupportCommand,
  context: SupportDecisionContext,
): SupportDecision {
  return withinBounds("support", state, context, whenFull(state, command), decideByRules(state, command, context));
}

/** A council can always take its agreement back, and let its region see less. */
function whenFull(state: SupportState | undefined, { name, input }: SupportCommand): WhenFull | undefined {
  const takesBack = name === "answerSupport" && input.answer === "declined" && state?.answer?.kind === "agreed";
  const showsLess = name === "setRegionView" && isLess(input.regionSees, state?.regionView);
  return takesBack || showsLess ? "always" : (supportCommands[name] as CommandDeclaration).whenFull;
}

const isLess = (view: RegionView, than: RegionView = "nothing"): boolean =>
  REGION_VIEWS.indexOf(view) < REGION_VIEWS.indexOf(than);

function decideByRules(
  state: SupportState | undefined,
  command: SupportCommand,
  context: SupportDecisionContext,
): SupportDecision {
  if (command.name === "offerSupport") return state ? [] : offerSupport(command.input, context);
  if (!state) return refuse("NOT_FOUND");
  if (command.name === "judgeOutcome") return judgeOutcome(state, command.input, context);
  if (command.name === "setRegionView") return setRegionView(state, command.input, context);
  if (command.name === "answerOfferTelling") return answerOfferTelling(state, command.input, context);
  if (command.name === "tellOfOfferAgain") return tellOfOfferAgain(state, command.input, context);
  if (state.ended) return command.name === "recordMilestoneDue" ? [] : refuse("SUPPORT_ENDED");
  switch (command.name) {
    case "answerSupport":
      return answerOffer(state, command.input, context);
    case "changeSupportLead": {
      const { lead } = command.input;
      return context.lead === lead ? [] : [{ type: "SupportLeadChanged.v1", data: { text: plain({ lead }) } }];
    }
    case "beginSupport":
      return beginSupport(state, command.input, context);
    case "setMilestone":
    case "meetMilestone":
    case "recordMilestoneDue":
      return decideMilestone(state, command, context);
    case "planReview":
    case "cancelReview":
    case "recordProgress":
      return decideReview(state, command, context);
    case "planPresence":
    case "cancelPresence":
      return decidePresence(state, command, context);
    case "moveSupport":
      return moveSupport(state, command.input, context);
    case "answerMove":
      return answerMove(state, command.input, context);
    case "setPackage":
      return setPackage(state, command.input, context);
    case "endSupport":
      return endSupport(state, command.input, context);
  }
}
