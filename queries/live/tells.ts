// What each event tells of a concern, and so who may be told that it happened: those who may read that part of it, and nobody else.
import type { ConcernFacts, Part } from "../../policies/engine/facts.ts";
import { type ConcernEvent, type ConcernEventType, concernEvents } from "../../services/concern/events.ts";
import { type Day, isLive, termsOf } from "../../services/concern/shares.ts";
import { type ConcernState, partOnceTold, type Share, untoldIn } from "../../services/concern/state.ts";
import type { CouncilEvent } from "../../services/council/events.ts";

/** A concern at a point of the log, on a day. */
export type ConcernOnDay = { readonly state: ConcernState; readonly facts: ConcernFacts; readonly day: Day };

/** What a council says of sharing changes every concern with a share that rests on it, or that waits to be made. */
export const SHARING_WORDS = [
  ...(["StandingAgreementGiven.v1", "StandingAgreementTakenBack.v1", "SharingPositionRecorded.v1"] as const),
];
export type SharingWord = Extract<CouncilEvent, { type: (typeof SHARING_WORDS)[number] }>;
/** An event that changed a concern, with the concern before and after it. */
export type ConcernChange = {
  readonly position: string;
  readonly at: string;
  readonly event: ConcernEvent | SharingWord;
  readonly before: ConcernOnDay | undefined;
  readonly after: ConcernOnDay;
};

type Tells = (step: ConcernChange) => readonly Part[];
const tells =
  (...parts: Part[]): Tells =>
  () =>
    parts;

/** Evidence that the council has not been told of is a part of its own, as is what was withdrawn. */
function ofEvidence({ event, before, after }: ConcernChange): readonly Part[] {
  const named = "evidence" in event.data ? event.data.evidence : undefined;
  const item = [...(before?.state.evidence ?? []), ...after.state.evidence].find(({ evidence }) => evidence === named);
  return [partOnceTold(item?.told === true && !item.withdrawn, "evidence")];
}

/** Being made aware is on the sharing record, and opens to recipients what the council did not know of. */
const ofAwareness: Tells = ({ before }) => [
  "sharingRecord",
  ...(before?.state.evidence.some(({ told, withdrawn }) => !told && !withdrawn) ? (["evidence"] as const) : []),
  ...(before ? (["summary", "challenges"] as const).filter((part) => untoldIn(before.state)[part].length > 0) : []),
];

/** What an adviser wrote is of a part of its own until the council has been told. */
const onceTold =
  (part: Part): Tells =>
  ({ event }) => [partOnceTold(!("awaitsTelling" in event.data && event.data.awaitsTelling), part)];

/** Total over every event: a new one does not compile until somebody has said who may be told of it. */
export const TELLS: Readonly<Record<ConcernEventType | SharingWord["type"], Tells>> = {
  "ConcernLogged.v1": tells("headline"),
  "EvidenceAdded.v1": ofEvidence,
  "EvidenceWithdrawn.v1": ofEvidence,
  "SubmissionCited.v1": ofEvidence,
  "CouncilMadeAware.v1": ofAwareness,
  "CouncilReplied.v1": tells("summary"),
  "CorrectionRequested.v1": tells("summary"),
  "CorrectionResolved.v2": onceTold("summary"),
  "ShareProposed.v1": tells("sharingRecord"),
  "PositionStated.v1": tells("sharingRecord"),
  "ObjectionOverridden.v1": tells("sharingRecord"),
  "ShareMade.v1": tells("sharingRecord"),
  "ShareWithdrawn.v1": tells("sharingRecord"),
  "ShareExpired.v1": tells("sharingRecord"),
  "ConversationRecorded.v1": tells("conversations"),
  "ExplanationAccepted.v2": onceTold("summary"),
  "ReviewAgreed.v2": onceTold("summary"),
  "LightSupportArranged.v2": onceTold("summary"),
  "SupportPackageArranged.v2": onceTold("summary"),
  "ConcernNotAccepted.v2": onceTold("summary"),
  "ReviewFellDue.v1": tells("summary"),
  "ConcernReopened.v2": onceTold("summary"),
  "ConcernClosed.v2": onceTold("summary"),
  "BodyNotPersuaded.v1": tells("sharingRecord"),
  "EscalationRaised.v1": tells("sharingRecord"),
  "EscalationConfirmed.v1": tells("sharingRecord"),
  "EscalationStoodDown.v1": tells("sharingRecord"),
  "ReassuranceGiven.v2": tells("sharingRecord"),
  "PanelChallenged.v1": tells("challenges"),
  "ChallengeAnswered.v2": onceTold("challenges"),
  "ChallengeFellDue.v1": tells("challenges"),
  "EffectivenessReviewed.v1": tells("challenges"),
  "StandingAgreementGiven.v1": tells("sharingRecord"),
  "StandingAgreementTakenBack.v1": tells("sharingRecord"),
  "SharingPositionRecorded.v1": tells("sharingRecord"),
};

/** Told to those who see that something has changed and may not know of the event: the stage, a share of theirs, what they may see. */
const ALSO = ["stage-changed", "terms-changed", "rights-changed"] as const;
/** `CouncilReplied.v1` in a word: `council-replied`. */
export const wordOf = (type: string): string =>
  type
    .replace(/\.v\d+$/, "")
    .replace(/(?<=[a-z])(?=[A-Z])/g, "-")
    .toLowerCase();

export const WHATS: readonly string[] = [
  ...(Object.keys(concernEvents) as ConcernEventType[]).map(wordOf),
  ...SHARING_WORDS.map(wordOf),
  ...ALSO,
];

/** Shares of which a recipient reads something else after the step, or that began or ended with it. */
export function sharesChanged({ before, after }: ConcernChange): readonly string[] {
  const earlier = new Map(before?.state.shares.map((share) => [share.id, asReceived(before, share)]));
  return after.state.shares.filter((share) => earlier.get(share.id) !== asReceived(after, share)).map(({ id }) => id);
}

/** What a recipient can read of its own share (projections/register/present-life.ts), to compare; empty while it is not live. */
function asReceived({ state, day }: ConcernOnDay, share: Share): string {
  if (!isLive(share, day)) return "";
  const terms = termsOf(share);
  const within = terms.parts.includes("summary");
  return JSON.stringify([
    terms,
    share.conditions?.text,
    state.escalations.filter((escalation) => escalation.share === share.id).map(({ grounds, text }) => [grounds, within && text]),
    within && state.reassurances.filter((reassurance) => reassurance.told && reassurance.share === share.id),
    within && state.notPersuaded.filter(({ body }) => body === share.body),
  ]);
}
