// Rules of the offer to a council, of its answer, and of what its region sees (docs/decisions/0032-support-under-consent.md).
import { findBody } from "../../reference/bodies.ts";
import { causeAllowedIn } from "../../reference/causes.ts";
import { type CouncilOffice, isHead } from "../../reference/concern-terms.ts";
import { alignsSupportIn, findProvider, kindAllowedIn, type RegionView } from "../../reference/support-kinds.ts";
import { dateInWords } from "../../text/dates-in-words.ts";
import { hasHeadSpoken, holderOf } from "../concern/council-position.ts";
import { plain } from "../confidential.ts";
import { councilInForce, refuseUnlessInForce, refuseUnlessResponsible } from "../council/in-force.ts";
import { dayAfter, workingDaysAfter } from "../dates.ts";
import { speakerIn } from "../people/speaker.ts";
import type { Speaker } from "../people/spoken-in.ts";
import { isRefusal, type Refusal, refuse, refuseAll, refuseIf, refuseSaying } from "../refusals.ts";
import { DAYS_TO_ANSWER } from "../tellings.ts";
import type { SupportInput } from "./commands.ts";
import type { SupportDecision, SupportDecisionContext } from "./decision.ts";
import type { SupportState } from "./state.ts";

/** An offer records to whom in the council it was made, how and when: the council learns of it before anyone else. */
export function offerSupport(input: SupportInput["offerSupport"], context: SupportDecisionContext): SupportDecision {
  const status = context.council(input.council, context.today);
  const { aim, lead, toldName, strand, kind, shownTo = [], ...offered } = input;
  const wrong = refuseAll([
    refuseUnlessInForce(status),
    refuseUnlessResponsible(status, input.strand),
    refuseIf(!kindAllowedIn(kind, strand), "SUPPORT_KIND_NOT_FOR_STRAND", "kind"),
    // An unknown council has no region to check the provider against.
    status.kind === "in-force"
      ? refuseIf(!findProvider(input.provider, { region: status.council.region, strand }), "UNKNOWN_PROVIDER", "provider")
      : undefined,
    ...(status.kind === "in-force" ? shownTo.map(refuseUnlessAligning(status.council.region)) : []),
    ...input.causes.map((cause, index) => refuseIf(!causeAllowedIn(cause, strand), "CAUSE_NOT_FOR_STRAND", `causes.${index}`)),
    refuseIf(input.offeredOn > context.today, "FUTURE_DATE", "offeredOn"),
    input.until < input.from
      ? refuseSaying("SUPPORT_DATES_REVERSED", "until", "The last day must be the same as or after the first day.")
      : undefined,
    input.until < context.today
      ? refuseSaying("SUPPORT_ENDED", "until", "The last day must be today or in the future.")
      : undefined,
    refuseIf(
      input.answerBy <= context.today,
      "ANSWER_DATE_TOO_EARLY",
      "answerBy",
      `The earliest date is ${dateInWords(dayAfter(context.today))}.`,
    ),
  ]);
  if (wrong) return wrong;
  const { code: council, region } = councilInForce(status);
  const named = { causes: [...new Set(input.causes)], shownTo: [...new Set(shownTo)] };
  const text = plain({ aim, lead, toldName });
  const disputeBy = workingDaysAfter(context.today, DAYS_TO_ANSWER);
  return [{ type: "SupportOffered.v2", data: { ...offered, ...named, council, region, strand, kind, disputeBy, text } }];
}

/** The lead bodies of the council's region align its support, of whatever strand. Others hear of it through a share of a concern. */
export const refuseUnlessAligning = (region: string) => (name: string, index: number) => {
  const body = findBody(name);
  if (!body) return refuse("UNKNOWN_BODY", `shownTo.${index}`);
  return refuseIf(
    !alignsSupportIn(body, region),
    "BODY_OUT_OF_SCOPE",
    `shownTo.${index}`,
    "Select regional leads of the council's own region.",
  );
};

/** The council can change its answer until the support ends: it can withdraw its agreement as easily as give it. */
export function answerOffer(
  state: SupportState,
  { answer, regionSees, statement, office }: SupportInput["answerSupport"],
  context: SupportDecisionContext,
): SupportDecision {
  if (context.actor === state.offered.actor) return refuse("ANSWER_BY_OFFERER");
  const speaker = speakerOn(state, office, context);
  if (isRefusal(speaker)) return speaker;
  const said = { ...speaker, ...(statement !== undefined && { text: plain({ statement }) }) };
  const own = state.said.findLast(({ holder }) => holder === holderOf(speaker.office));
  const isRepeated = own?.kind === answer && own.actor === context.actor && statement === undefined;
  if (answer === "declined") {
    if (regionSees)
      return refuseSaying("INVALID_INPUT", "regionSees", "Leave this out: the region sees nothing of what you decline.");
    return isRepeated ? [] : [{ type: "SupportDeclined.v2", data: said }];
  }
  const view = regionSees ?? viewUnlessSaid(state, speaker);
  if (isRepeated && view === viewOf(state, speaker)) return [];
  return [{ type: "SupportAgreed.v2", data: { regionSees: view, ...said } }];
}

/** Who answers for the council. Other officers do so only while neither head has. */
function speakerOn(
  state: SupportState,
  office: CouncilOffice | undefined,
  { offices }: SupportDecisionContext,
): Speaker | Refusal {
  const speaker = speakerIn(offices, office);
  if (isRefusal(speaker) || isHead(speaker.office)) return speaker;
  return hasHeadSpoken(state.said) || hasHeadSpoken(state.views) ? refuse("HEAD_HAS_SPOKEN") : speaker;
}

const viewOf = ({ views }: SupportState, { office }: Speaker): RegionView | undefined =>
  views.find(({ holder }) => holder === holderOf(office))?.view;

/** A council that agrees again after it had declined is not taken to show the purpose again, and neither is a head who agrees after the other. */
function viewUnlessSaid(state: SupportState, speaker: Speaker): RegionView {
  const own = state.said.findLast(({ holder }) => holder === holderOf(speaker.office));
  const isFirst = !hasHeadSpoken(state.said);
  const answer = own ?? (isFirst ? state.answer : undefined);
  const view = viewOf(state, speaker) ?? (isFirst ? state.regionView : undefined) ?? "dates";
  return answer?.kind === "agreed" || view === "nothing" ? view : "dates";
}

/** The council says what its region sees, at any time after it has agreed: after the end too, as the support stays in the region's picture. */
export function setRegionView(
  state: SupportState,
  { regionSees, office }: SupportInput["setRegionView"],
  context: SupportDecisionContext,
): SupportDecision {
  const wrong = refuseAll([
    refuseIf(context.actor === state.offered.actor, "ANSWER_BY_OFFERER"),
    refuseIf(state.answer?.kind !== "agreed", "REGION_VIEW_WITHOUT_AGREEMENT"),
    refuseIf(state.ended?.how === "offer-withdrawn", "SUPPORT_ENDED"),
  ]);
  if (wrong) return wrong;
  const speaker = speakerOn(state, office, context);
  if (isRefusal(speaker)) return speaker;
  const isSaid = regionSees === (viewOf(state, speaker) ?? (hasHeadSpoken(state.said) ? undefined : state.regionView));
  return isSaid ? [] : [{ type: "RegionViewSet.v1", data: { ...speaker, regionSees } }];
}
