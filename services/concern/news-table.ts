// Says of every kind of event of a concern whose news it is. An event that is missing here does not compile.
import type { NewsKind } from "../news.ts";
import type { ConcernData, ConcernEventType } from "./events.ts";
import type { ConcernState } from "./state.ts";

type KindIn<Type extends ConcernEventType> = NewsKind | ((data: ConcernData[Type], after: ConcernState) => NewsKind | undefined);

/**
 * `recipients`: whether the event can begin, change or end a share, or open words to the body of one. What it does is found by comparing the concern before and
 * after it.
 */
type NewsOfType<Type extends ConcernEventType> = {
  readonly council?: KindIn<Type>;
  readonly advisers?: KindIn<Type>;
  readonly recipients?: true;
};

/** What the inbox already gives somebody to do is no news as well, apart from the council's answers and shares. */
const NONE = {};

const concludes = { council: "concluded", recipients: true } as const;

/** The end of a share, or of a proposal that was never made a share. */
const endOf = ({ share: id }: { readonly share: string }, { shares }: ConcernState): NewsKind =>
  shares.some((share) => share.id === id && share.made) ? "share-ended" : "share-withdrawn";

export const CONCERN_NEWS: { readonly [Type in ConcernEventType]: NewsOfType<Type> } = {
  "ConcernLogged.v2": NONE,
  "OwnerSet.v1": NONE,
  "EvidenceAdded.v2": {
    advisers: ({ suppliedBy }) => (suppliedBy === "council" ? "evidence-supplied" : undefined),
    recipients: true,
  },
  "EvidenceWithdrawn.v1": NONE,
  "CouncilMadeAware.v2": { council: "told", recipients: true },
  "AwarenessAnswered.v1": { advisers: "awareness-answered", recipients: true },
  "WordsAnswered.v1": { advisers: "words-answered", recipients: true },
  "CouncilReplied.v2": { advisers: "replied", recipients: true },
  // Advisers are asked to resolve it.
  "CorrectionRequested.v2": NONE,
  "CorrectionResolved.v2": { council: "correction-resolved", recipients: true },
  "ShareProposed.v2": { council: "share-proposed" },
  "PositionStated.v2": { advisers: "position-stated", recipients: true },
  "ObjectionOverridden.v2": { council: "objection-overridden", recipients: true },
  "ShareMade.v2": { council: "share-made", recipients: true },
  "CouncilReached.v1": NONE,
  "CouncilNotReached.v1": NONE,
  "LetterRecorded.v1": NONE,
  "TimeTaken.v1": NONE,
  // It moves the first day of a share, of which its recipients got news already.
  "DangerConfirmed.v1": { recipients: true },
  "ConditionsAccepted.v1": { recipients: true },
  "ShareWithdrawn.v1": { council: endOf, recipients: true },
  "ShareExpired.v1": { council: endOf, recipients: true },
  // Advisers are asked to answer it.
  "ShareRequested.v1": NONE,
  "ShareRequestDeclined.v1": { council: "request-declined" },
  "ShareRequestWithdrawn.v1": NONE,
  "TellingExtended.v1": NONE,
  "UntoldWordsOpened.v1": NONE,
  "UntoldFellDue.v1": NONE,
  "DiscardProposed.v1": NONE,
  "ConcernDiscarded.v1": NONE,
  "ConcernRestricted.v1": NONE,
  "RestrictionReviewed.v1": NONE,
  "RestrictionLifted.v1": NONE,
  // A task asks those who are shown it to read the outcome.
  "OutcomeOpened.v1": NONE,
  "OutcomeRefused.v1": NONE,
  "SubmissionCited.v2": NONE,
  "ConversationRecorded.v1": NONE,
  "ExplanationAccepted.v2": concludes,
  "ReviewAgreed.v2": concludes,
  "LightSupportArranged.v2": concludes,
  "SupportPackageArranged.v2": concludes,
  "ConcernNotAccepted.v2": concludes,
  "ReviewFellDue.v1": NONE,
  "ConcernReopened.v2": { council: "reopened", recipients: true },
  "ConcernClosed.v2": { council: "closed", recipients: true },
  // Advisers are asked to answer what a body or the panel says.
  "BodyNotPersuaded.v1": NONE,
  "EscalationRaised.v1": NONE,
  "EscalationConfirmed.v1": NONE,
  "EscalationStoodDown.v1": NONE,
  "ReassuranceGiven.v2": { recipients: true },
  "PanelChallenged.v1": NONE,
  "ChallengeAnswered.v2": { recipients: true },
  "ChallengeFellDue.v1": NONE,
  "EffectivenessReviewed.v1": NONE,
};
