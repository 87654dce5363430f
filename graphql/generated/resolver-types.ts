// Generated from graphql/schema/ by `npm run codegen`. Do not edit.
import type { Context } from "../context.ts";
import type { EnumTypes } from "../enums.ts";
import type { ParentTypes } from "../resolvers/parent-types.ts";


type Maybe<T> = T | null | undefined;
type InputMaybe<T> = T | null | undefined;
/** All built-in and custom scalars, mapped to their actual values */
type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  Date: { input: string; output: string; }
  DateTime: { input: string; output: string; }
};

type Strand = EnumTypes["Strand"];

type Cause = EnumTypes["Cause"];

type Stage = EnumTypes["Stage"];

type Part = EnumTypes["Part"];

type SharedPart = EnumTypes["SharedPart"];

type EvidenceKind = EnumTypes["EvidenceKind"];

type SourceGrading = EnumTypes["SourceGrading"];

type ContentGrading = EnumTypes["ContentGrading"];

type Handling = EnumTypes["Handling"];

type Supplier = EnumTypes["Supplier"];

type Purpose = EnumTypes["Purpose"];

type Office = EnumTypes["Office"];

type Channel = EnumTypes["Channel"];

type CorrectionOutcome = EnumTypes["CorrectionOutcome"];

type Silence = EnumTypes["Silence"];

type PositionStatement = EnumTypes["PositionStatement"];

type PositionKind = EnumTypes["PositionKind"];

type ShareStatus = EnumTypes["ShareStatus"];

type ConclusionKind = EnumTypes["ConclusionKind"];

type Choice = EnumTypes["Choice"];

type Ground = EnumTypes["Ground"];

type Challenged = EnumTypes["Challenged"];

type SupportKind = EnumTypes["SupportKind"];

type SupportStatus = EnumTypes["SupportStatus"];

type SupportAnswer = EnumTypes["SupportAnswer"];

type SupportEnd = EnumTypes["SupportEnd"];

type MilestoneKind = EnumTypes["MilestoneKind"];

type Progress = EnumTypes["Progress"];

type Effectiveness = EnumTypes["Effectiveness"];

type Judge = EnumTypes["Judge"];

type ApproachKind = EnumTypes["ApproachKind"];

type TaskKind = EnumTypes["TaskKind"];

type Measure = EnumTypes["Measure"];

type DaysBand = EnumTypes["DaysBand"];

type Surface = EnumTypes["Surface"];

type DisclosablePart = EnumTypes["DisclosablePart"];

type PolicyEffect = EnumTypes["PolicyEffect"];

type BodyKind = EnumTypes["BodyKind"];

type CouncilType = EnumTypes["CouncilType"];

type Role = EnumTypes["Role"];

type LiveKind = EnumTypes["LiveKind"];

type ConcernHappening = EnumTypes["ConcernHappening"];

type LiveEndReason = EnumTypes["LiveEndReason"];

type RefusalCode = EnumTypes["RefusalCode"];

type QueryConcernArgs = {
  id: Scalars['ID']['input'];
  afterPosition?: InputMaybe<Scalars['String']['input']>;
};


type QueryConcernsArgs = {
  filter?: InputMaybe<ConcernFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  afterPosition?: InputMaybe<Scalars['String']['input']>;
};


type QueryCouncilArgs = {
  code: Scalars['ID']['input'];
};


type QueryCouncilsArgs = {
  region?: InputMaybe<Scalars['ID']['input']>;
  on?: InputMaybe<Scalars['Date']['input']>;
};


type QueryExplainArgs = {
  concern: Scalars['ID']['input'];
  part: Part;
  person?: InputMaybe<Scalars['ID']['input']>;
};


type QueryInboxArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  afterPosition?: InputMaybe<Scalars['String']['input']>;
};


type QuerySubmissionArgs = {
  id: Scalars['ID']['input'];
  afterPosition?: InputMaybe<Scalars['String']['input']>;
};


type QuerySubmissionsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};


type QuerySignalArgs = {
  id: Scalars['ID']['input'];
  afterPosition?: InputMaybe<Scalars['String']['input']>;
};


type QuerySignalsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};


type QueryLedgerArgs = {
  council: Scalars['String']['input'];
  at?: InputMaybe<Scalars['DateTime']['input']>;
  afterPosition?: InputMaybe<Scalars['String']['input']>;
};


type QueryPastConcernArgs = {
  concern: Scalars['ID']['input'];
  at: Scalars['DateTime']['input'];
};


type QueryMetricArgs = {
  id: Scalars['ID']['input'];
};


type QueryMetricsArgs = {
  text?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};


type QueryOverviewArgs = {
  quarter: Scalars['String']['input'];
};


type QueryPeopleArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};


type QueryPolicyInForceArgs = {
  at?: InputMaybe<Scalars['DateTime']['input']>;
};


type QueryPolicyVersionsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['ID']['input']>;
};


type QuerySimulatePolicyArgs = {
  files: ReadonlyArray<CandidateFileInput>;
};


type QuerySupportArgs = {
  id: Scalars['ID']['input'];
  afterPosition?: InputMaybe<Scalars['String']['input']>;
};


type QueryAlignedSupportArgs = {
  region: Scalars['ID']['input'];
  afterPosition?: InputMaybe<Scalars['String']['input']>;
};


type QueryPracticeContactsArgs = {
  strand: Strand;
  cause: Cause;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};

type MutationRecordConversationArgs = {
  input: RecordConversationInput;
};


type MutationConcludeConcernArgs = {
  input: ConcludeConcernInput;
};


type MutationReopenConcernArgs = {
  input: ReopenConcernInput;
};


type MutationCloseConcernArgs = {
  input: CloseConcernInput;
};


type MutationRecordReviewDueArgs = {
  input: RecordReviewDueInput;
};


type MutationSayNotPersuadedArgs = {
  input: SayNotPersuadedInput;
};


type MutationRaiseEscalationArgs = {
  input: RaiseEscalationInput;
};


type MutationConfirmEscalationArgs = {
  input: ConfirmEscalationInput;
};


type MutationStandDownEscalationArgs = {
  input: StandDownEscalationInput;
};


type MutationGiveReassuranceArgs = {
  input: GiveReassuranceInput;
};


type MutationChallengeConcernArgs = {
  input: ChallengeConcernInput;
};


type MutationAnswerChallengeArgs = {
  input: AnswerChallengeInput;
};


type MutationReviewEffectivenessArgs = {
  input: ReviewEffectivenessInput;
};


type MutationRecordAnswerDueArgs = {
  input: RecordAnswerDueInput;
};


type MutationLogConcernArgs = {
  input: LogConcernInput;
};


type MutationAddEvidenceArgs = {
  input: AddEvidenceInput;
};


type MutationSupplyEvidenceArgs = {
  input: SupplyEvidenceInput;
};


type MutationWithdrawEvidenceArgs = {
  input: WithdrawEvidenceInput;
};


type MutationRecordAwarenessArgs = {
  input: RecordAwarenessInput;
};


type MutationReplyArgs = {
  input: ReplyInput;
};


type MutationRequestCorrectionArgs = {
  input: RequestCorrectionInput;
};


type MutationResolveCorrectionArgs = {
  input: ResolveCorrectionInput;
};


type MutationProposeShareArgs = {
  input: ProposeShareInput;
};


type MutationStatePositionArgs = {
  input: StatePositionInput;
};


type MutationOverrideObjectionArgs = {
  input: OverrideObjectionInput;
};


type MutationMakeShareArgs = {
  input: MakeShareInput;
};


type MutationWithdrawShareArgs = {
  input: WithdrawShareInput;
};


type MutationExpireShareArgs = {
  input: ExpireShareInput;
};


type MutationGiveStandingAgreementArgs = {
  input: GiveStandingAgreementInput;
};


type MutationTakeBackStandingAgreementArgs = {
  input: TakeBackStandingAgreementInput;
};


type MutationSubmitInformationArgs = {
  input: SubmitInformationInput;
};


type MutationTellCouncilOfSubmissionArgs = {
  input: TellCouncilOfSubmissionInput;
};


type MutationSetSubmissionAsideArgs = {
  input: SetSubmissionAsideInput;
};


type MutationRequestSupportArgs = {
  input: RequestSupportInput;
};


type MutationAnswerSignalArgs = {
  input: AnswerSignalInput;
};


type MutationWithdrawSignalArgs = {
  input: WithdrawSignalInput;
};


type MutationImportMetricSeriesArgs = {
  input: ImportMetricSeriesInput;
};


type MutationRegisterPersonArgs = {
  input: RegisterPersonInput;
};


type MutationRenamePersonArgs = {
  input: RenamePersonInput;
};


type MutationStartAssignmentArgs = {
  input: StartAssignmentInput;
};


type MutationSetMailAddressArgs = {
  input: SetMailAddressInput;
};


type MutationEndAssignmentArgs = {
  input: EndAssignmentInput;
};


type MutationPublishPolicyArgs = {
  input: PublishPolicyInput;
};


type MutationOfferSupportArgs = {
  input: OfferSupportInput;
};


type MutationAnswerSupportArgs = {
  input: AnswerSupportInput;
};


type MutationBeginSupportArgs = {
  input: BeginSupportInput;
};


type MutationSetMilestoneArgs = {
  input: SetMilestoneInput;
};


type MutationMeetMilestoneArgs = {
  input: MeetMilestoneInput;
};


type MutationRecordMilestoneDueArgs = {
  input: RecordMilestoneDueInput;
};


type MutationPlanReviewArgs = {
  input: PlanReviewInput;
};


type MutationCancelReviewArgs = {
  input: CancelReviewInput;
};


type MutationRecordProgressArgs = {
  input: RecordProgressInput;
};


type MutationEndSupportArgs = {
  input: EndSupportInput;
};


type MutationJudgeOutcomeArgs = {
  input: JudgeOutcomeInput;
};


type MutationNameLeadArgs = {
  input: NameLeadInput;
};


type MutationEndLeadArgs = {
  input: EndLeadInput;
};


type MutationPlanApproachArgs = {
  input: PlanApproachInput;
};


type MutationCancelApproachArgs = {
  input: CancelApproachInput;
};


type MutationAgreeToBeContactedArgs = {
  input: AgreeToBeContactedInput;
};


type MutationTakeBackContactArgs = {
  input: TakeBackContactInput;
};

type PeriodInput = {
  readonly from: Scalars['Date']['input'];
  readonly to: Scalars['Date']['input'];
};

type RecordConversationInput = {
  readonly idempotencyKey: Scalars['String']['input'];
  readonly concern: Scalars['ID']['input'];
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  readonly heldOn: Scalars['Date']['input'];
  readonly channel: Channel;
  readonly offices: ReadonlyArray<Office>;
  readonly liaison?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  readonly people: Scalars['String']['input'];
  readonly discussed: Scalars['String']['input'];
  readonly agreed: Scalars['String']['input'];
  readonly nextStep?: InputMaybe<Scalars['String']['input']>;
  readonly nextStepBy?: InputMaybe<Scalars['Date']['input']>;
};

type ConcludeConcernInput = {
  readonly idempotencyKey: Scalars['String']['input'];
  readonly concern: Scalars['ID']['input'];
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  readonly kind: ConclusionKind;
  readonly explanation?: InputMaybe<Scalars['String']['input']>;
  readonly appearance?: InputMaybe<Scalars['String']['input']>;
  readonly acting?: InputMaybe<Scalars['String']['input']>;
  readonly reviewOn?: InputMaybe<Scalars['Date']['input']>;
  readonly causalFactors?: InputMaybe<Scalars['String']['input']>;
  readonly solutions?: InputMaybe<Scalars['String']['input']>;
  readonly supports?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  readonly package?: InputMaybe<Scalars['ID']['input']>;
  readonly whyViewsDiffer?: InputMaybe<Scalars['String']['input']>;
  readonly choice?: InputMaybe<Choice>;
  readonly told?: InputMaybe<ToldInput>;
};

type ReopenConcernInput = {
  readonly idempotencyKey: Scalars['String']['input'];
  readonly concern: Scalars['ID']['input'];
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  readonly reason: Scalars['String']['input'];
  readonly told?: InputMaybe<ToldInput>;
};

type CloseConcernInput = {
  readonly idempotencyKey: Scalars['String']['input'];
  readonly concern: Scalars['ID']['input'];
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  readonly reason: Scalars['String']['input'];
  readonly told?: InputMaybe<ToldInput>;
};

type RecordReviewDueInput = {
  readonly idempotencyKey: Scalars['String']['input'];
  readonly concern: Scalars['ID']['input'];
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  readonly conclusion: Scalars['ID']['input'];
};

type SayNotPersuadedInput = {
  readonly idempotencyKey: Scalars['String']['input'];
  readonly concern: Scalars['ID']['input'];
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  readonly body: Scalars['ID']['input'];
  readonly grounds: ReadonlyArray<Ground>;
  readonly reason: Scalars['String']['input'];
};

type RaiseEscalationInput = {
  readonly idempotencyKey: Scalars['String']['input'];
  readonly concern: Scalars['ID']['input'];
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  readonly body: Scalars['ID']['input'];
  readonly parts: ReadonlyArray<SharedPart>;
  readonly explanation: Scalars['String']['input'];
  readonly until: Scalars['Date']['input'];
  readonly answerBy: Scalars['Date']['input'];
  readonly grounds: ReadonlyArray<Ground>;
  readonly reason: Scalars['String']['input'];
};

type ConfirmEscalationInput = {
  readonly idempotencyKey: Scalars['String']['input'];
  readonly concern: Scalars['ID']['input'];
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  readonly escalation: Scalars['ID']['input'];
  readonly reason: Scalars['String']['input'];
};

type StandDownEscalationInput = {
  readonly idempotencyKey: Scalars['String']['input'];
  readonly concern: Scalars['ID']['input'];
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  readonly escalation: Scalars['ID']['input'];
  readonly reason: Scalars['String']['input'];
};

type GiveReassuranceInput = {
  readonly idempotencyKey: Scalars['String']['input'];
  readonly concern: Scalars['ID']['input'];
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  readonly share: Scalars['ID']['input'];
  readonly reassurance: Scalars['String']['input'];
  readonly told?: InputMaybe<ToldInput>;
};

type ChallengeConcernInput = {
  readonly idempotencyKey: Scalars['String']['input'];
  readonly concern: Scalars['ID']['input'];
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  readonly about: Challenged;
  readonly challenge: Scalars['String']['input'];
  readonly answerBy: Scalars['Date']['input'];
};

type AnswerChallengeInput = {
  readonly idempotencyKey: Scalars['String']['input'];
  readonly concern: Scalars['ID']['input'];
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  readonly challenge: Scalars['ID']['input'];
  readonly answer: Scalars['String']['input'];
  readonly told?: InputMaybe<ToldInput>;
};

type ReviewEffectivenessInput = {
  readonly idempotencyKey: Scalars['String']['input'];
  readonly concern: Scalars['ID']['input'];
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  readonly challenge: Scalars['ID']['input'];
  readonly judgement: Effectiveness;
  readonly finding: Scalars['String']['input'];
};

type RecordAnswerDueInput = {
  readonly idempotencyKey: Scalars['String']['input'];
  readonly concern: Scalars['ID']['input'];
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  readonly challenge: Scalars['ID']['input'];
};

type ConcernDisclosuresArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};

type GradingInput = {
  readonly source: SourceGrading;
  readonly content: ContentGrading;
};

type ConcernFilter = {
  readonly council?: InputMaybe<Scalars['ID']['input']>;
  readonly region?: InputMaybe<Scalars['ID']['input']>;
  readonly strand?: InputMaybe<Strand>;
  readonly cause?: InputMaybe<Cause>;
  readonly stage?: InputMaybe<Stage>;
  readonly text?: InputMaybe<Scalars['String']['input']>;
};

type CitationInput = {
  readonly metric: Scalars['ID']['input'];
  readonly area: Scalars['ID']['input'];
  readonly period: Scalars['ID']['input'];
};

type EvidenceInput = {
  readonly kind: EvidenceKind;
  readonly account: Scalars['String']['input'];
  readonly source: Scalars['String']['input'];
  readonly reference?: InputMaybe<Scalars['String']['input']>;
  readonly period: PeriodInput;
  readonly grading: GradingInput;
  readonly handling: Handling;
  readonly handlingConditions?: InputMaybe<Scalars['String']['input']>;
  readonly protectedSource?: InputMaybe<Scalars['Boolean']['input']>;
  readonly cites?: InputMaybe<CitationInput>;
  readonly submission?: InputMaybe<Scalars['ID']['input']>;
};

type CouncilEvidenceInput = {
  readonly kind: EvidenceKind;
  readonly account: Scalars['String']['input'];
  readonly source: Scalars['String']['input'];
  readonly reference?: InputMaybe<Scalars['String']['input']>;
  readonly period: PeriodInput;
  readonly handling: Handling;
  readonly handlingConditions?: InputMaybe<Scalars['String']['input']>;
  readonly cites?: InputMaybe<CitationInput>;
};

type LogConcernInput = {
  readonly idempotencyKey: Scalars['String']['input'];
  readonly formerIdempotencyKeys?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  readonly council: Scalars['ID']['input'];
  readonly strand: Strand;
  readonly cause: Cause;
  readonly period: PeriodInput;
  readonly summary: Scalars['String']['input'];
  readonly observed: Scalars['String']['input'];
  readonly evidence: ReadonlyArray<EvidenceInput>;
};

type AddEvidenceInput = {
  readonly idempotencyKey: Scalars['String']['input'];
  readonly concern: Scalars['ID']['input'];
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  readonly evidence: EvidenceInput;
  readonly told?: InputMaybe<ToldInput>;
};

type SupplyEvidenceInput = {
  readonly idempotencyKey: Scalars['String']['input'];
  readonly concern: Scalars['ID']['input'];
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  readonly evidence: CouncilEvidenceInput;
};

type WithdrawEvidenceInput = {
  readonly idempotencyKey: Scalars['String']['input'];
  readonly concern: Scalars['ID']['input'];
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  readonly evidence: Scalars['ID']['input'];
  readonly reason: Scalars['String']['input'];
};

type RecordAwarenessInput = {
  readonly idempotencyKey: Scalars['String']['input'];
  readonly concern: Scalars['ID']['input'];
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  readonly toldName: Scalars['String']['input'];
  readonly toldOffice: Office;
  readonly channel: Channel;
  readonly toldOn: Scalars['Date']['input'];
  readonly about: Scalars['String']['input'];
  readonly bodies: ReadonlyArray<Scalars['ID']['input']>;
};

type ToldInput = {
  readonly toldName: Scalars['String']['input'];
  readonly toldOffice: Office;
  readonly channel: Channel;
  readonly toldOn: Scalars['Date']['input'];
  readonly about: Scalars['String']['input'];
  readonly bodies?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
};

type ReplyInput = {
  readonly idempotencyKey: Scalars['String']['input'];
  readonly concern: Scalars['ID']['input'];
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  readonly reply: Scalars['String']['input'];
};

type RequestCorrectionInput = {
  readonly idempotencyKey: Scalars['String']['input'];
  readonly concern: Scalars['ID']['input'];
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  readonly request: Scalars['String']['input'];
};

type ResolveCorrectionInput = {
  readonly idempotencyKey: Scalars['String']['input'];
  readonly concern: Scalars['ID']['input'];
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  readonly correction: Scalars['ID']['input'];
  readonly outcome: CorrectionOutcome;
  readonly reason: Scalars['String']['input'];
  readonly correctedSummary?: InputMaybe<Scalars['String']['input']>;
  readonly correctedObserved?: InputMaybe<Scalars['String']['input']>;
  readonly told?: InputMaybe<ToldInput>;
};

type ProposeShareInput = {
  readonly idempotencyKey: Scalars['String']['input'];
  readonly concern: Scalars['ID']['input'];
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  readonly body: Scalars['ID']['input'];
  readonly parts: ReadonlyArray<SharedPart>;
  readonly purpose: Purpose;
  readonly explanation: Scalars['String']['input'];
  readonly until: Scalars['Date']['input'];
  readonly answerBy: Scalars['Date']['input'];
};

type StatePositionInput = {
  readonly idempotencyKey: Scalars['String']['input'];
  readonly concern: Scalars['ID']['input'];
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  readonly share: Scalars['ID']['input'];
  readonly position: PositionStatement;
  readonly parts?: InputMaybe<ReadonlyArray<SharedPart>>;
  readonly until?: InputMaybe<Scalars['Date']['input']>;
  readonly statement?: InputMaybe<Scalars['String']['input']>;
};

type OverrideObjectionInput = {
  readonly idempotencyKey: Scalars['String']['input'];
  readonly concern: Scalars['ID']['input'];
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  readonly share: Scalars['ID']['input'];
  readonly reason: Scalars['String']['input'];
};

type MakeShareInput = {
  readonly idempotencyKey: Scalars['String']['input'];
  readonly concern: Scalars['ID']['input'];
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  readonly share: Scalars['ID']['input'];
};

type WithdrawShareInput = {
  readonly idempotencyKey: Scalars['String']['input'];
  readonly concern: Scalars['ID']['input'];
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  readonly share: Scalars['ID']['input'];
  readonly reason: Scalars['String']['input'];
};

type ExpireShareInput = {
  readonly idempotencyKey: Scalars['String']['input'];
  readonly concern: Scalars['ID']['input'];
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  readonly share: Scalars['ID']['input'];
};

type CouncilConcernsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};


type CouncilSupportsArgs = {
  status?: InputMaybe<SupportStatus>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};


type CouncilPastApproachesArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
};

type GiveStandingAgreementInput = {
  readonly idempotencyKey: Scalars['String']['input'];
  readonly council: Scalars['ID']['input'];
  readonly body: Scalars['ID']['input'];
  readonly purpose: Purpose;
  readonly parts: ReadonlyArray<SharedPart>;
  readonly strand: Strand;
  readonly statement?: InputMaybe<Scalars['String']['input']>;
};

type TakeBackStandingAgreementInput = {
  readonly idempotencyKey: Scalars['String']['input'];
  readonly council: Scalars['ID']['input'];
  readonly agreement: Scalars['ID']['input'];
  readonly statement?: InputMaybe<Scalars['String']['input']>;
};

type SubmitInformationInput = {
  readonly idempotencyKey: Scalars['String']['input'];
  readonly body: Scalars['ID']['input'];
  readonly council: Scalars['ID']['input'];
  readonly strand: Strand;
  readonly cause?: InputMaybe<Cause>;
  readonly period: PeriodInput;
  readonly account: Scalars['String']['input'];
  readonly source: Scalars['String']['input'];
  readonly reference?: InputMaybe<Scalars['String']['input']>;
};

type TellCouncilOfSubmissionInput = {
  readonly idempotencyKey: Scalars['String']['input'];
  readonly submission: Scalars['ID']['input'];
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  readonly toldName: Scalars['String']['input'];
  readonly toldOffice: Office;
  readonly channel: Channel;
  readonly toldOn: Scalars['Date']['input'];
  readonly about: Scalars['String']['input'];
};

type SetSubmissionAsideInput = {
  readonly idempotencyKey: Scalars['String']['input'];
  readonly submission: Scalars['ID']['input'];
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  readonly reason: Scalars['String']['input'];
};

type RequestSupportInput = {
  readonly idempotencyKey: Scalars['String']['input'];
  readonly council: Scalars['ID']['input'];
  readonly strand: Strand;
  readonly causes?: InputMaybe<ReadonlyArray<Cause>>;
  readonly wanted: Scalars['String']['input'];
};

type AnswerSignalInput = {
  readonly idempotencyKey: Scalars['String']['input'];
  readonly signal: Scalars['ID']['input'];
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  readonly answer: Scalars['String']['input'];
  readonly supports?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
};

type WithdrawSignalInput = {
  readonly idempotencyKey: Scalars['String']['input'];
  readonly signal: Scalars['ID']['input'];
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  readonly reason?: InputMaybe<Scalars['String']['input']>;
};

type LedgerConcernsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};


type LedgerDisclosuresArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};

type SubscriptionConcernChangedArgs = {
  concern: Scalars['ID']['input'];
  after?: InputMaybe<Scalars['String']['input']>;
};


type SubscriptionLedgerChangedArgs = {
  council: Scalars['String']['input'];
  after?: InputMaybe<Scalars['String']['input']>;
};


type SubscriptionInboxChangedArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
};


type SubscriptionSupportChangedArgs = {
  council: Scalars['String']['input'];
  after?: InputMaybe<Scalars['String']['input']>;
};

type InboxUpdateInboxArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
};

type MetricValueArgs = {
  area: Scalars['ID']['input'];
  period: Scalars['ID']['input'];
};

type AreaValueInput = {
  readonly area: Scalars['ID']['input'];
  readonly value?: InputMaybe<Scalars['Float']['input']>;
};

type ImportMetricSeriesInput = {
  readonly idempotencyKey: Scalars['String']['input'];
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  readonly metric: Scalars['ID']['input'];
  readonly label: Scalars['String']['input'];
  readonly unit: Scalars['String']['input'];
  readonly valueType: Scalars['String']['input'];
  readonly period: Scalars['ID']['input'];
  readonly periodLabel: Scalars['String']['input'];
  readonly values: ReadonlyArray<AreaValueInput>;
};

type RegisterPersonInput = {
  readonly idempotencyKey: Scalars['String']['input'];
  readonly person: Scalars['ID']['input'];
  readonly name: Scalars['String']['input'];
};

type RenamePersonInput = {
  readonly idempotencyKey: Scalars['String']['input'];
  readonly person: Scalars['ID']['input'];
  readonly name: Scalars['String']['input'];
  readonly reason: Scalars['String']['input'];
};

type StartAssignmentInput = {
  readonly idempotencyKey: Scalars['String']['input'];
  readonly formerIdempotencyKeys?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  readonly person: Scalars['ID']['input'];
  readonly role: Role;
  readonly regions?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  readonly strands?: InputMaybe<ReadonlyArray<Strand>>;
  readonly body?: InputMaybe<Scalars['ID']['input']>;
  readonly council?: InputMaybe<Scalars['ID']['input']>;
  readonly from: Scalars['Date']['input'];
  readonly until: Scalars['Date']['input'];
};

type SetMailAddressInput = {
  readonly idempotencyKey: Scalars['String']['input'];
  readonly person: Scalars['ID']['input'];
  readonly address?: InputMaybe<Scalars['String']['input']>;
};

type EndAssignmentInput = {
  readonly idempotencyKey: Scalars['String']['input'];
  readonly person: Scalars['ID']['input'];
  readonly assignment: Scalars['ID']['input'];
  readonly reason?: InputMaybe<Scalars['String']['input']>;
};

type CandidateFileInput = {
  readonly name: Scalars['ID']['input'];
  readonly text?: InputMaybe<Scalars['String']['input']>;
};

type PolicyFileInput = {
  readonly name: Scalars['ID']['input'];
  readonly text: Scalars['String']['input'];
};

type PublishPolicyInput = {
  readonly idempotencyKey: Scalars['String']['input'];
  readonly files: ReadonlyArray<PolicyFileInput>;
  readonly basedOn: Scalars['ID']['input'];
  readonly reason: Scalars['String']['input'];
};

type AlignedSupportOverlapsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
};

type OfferSupportInput = {
  readonly idempotencyKey: Scalars['String']['input'];
  readonly formerIdempotencyKeys?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  readonly council: Scalars['ID']['input'];
  readonly strand: Strand;
  readonly kind: SupportKind;
  readonly provider: Scalars['ID']['input'];
  readonly causes: ReadonlyArray<Cause>;
  readonly aim: Scalars['String']['input'];
  readonly lead: Scalars['String']['input'];
  readonly offeredTo: Office;
  readonly toldName: Scalars['String']['input'];
  readonly channel: Channel;
  readonly offeredOn: Scalars['Date']['input'];
  readonly from: Scalars['Date']['input'];
  readonly until: Scalars['Date']['input'];
  readonly answerBy: Scalars['Date']['input'];
};

type AnswerSupportInput = {
  readonly idempotencyKey: Scalars['String']['input'];
  readonly support: Scalars['ID']['input'];
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  readonly answer: SupportAnswer;
  readonly statement?: InputMaybe<Scalars['String']['input']>;
};

type BeginSupportInput = {
  readonly idempotencyKey: Scalars['String']['input'];
  readonly support: Scalars['ID']['input'];
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  readonly begunOn: Scalars['Date']['input'];
};

type SetMilestoneInput = {
  readonly idempotencyKey: Scalars['String']['input'];
  readonly support: Scalars['ID']['input'];
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  readonly kind: MilestoneKind;
  readonly due: Scalars['Date']['input'];
  readonly about?: InputMaybe<Scalars['String']['input']>;
};

type MeetMilestoneInput = {
  readonly idempotencyKey: Scalars['String']['input'];
  readonly support: Scalars['ID']['input'];
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  readonly milestone: Scalars['ID']['input'];
  readonly metOn: Scalars['Date']['input'];
};

type RecordMilestoneDueInput = {
  readonly idempotencyKey: Scalars['String']['input'];
  readonly support: Scalars['ID']['input'];
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  readonly milestone: Scalars['ID']['input'];
};

type PlanReviewInput = {
  readonly idempotencyKey: Scalars['String']['input'];
  readonly support: Scalars['ID']['input'];
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  readonly from: Scalars['Date']['input'];
  readonly to: Scalars['Date']['input'];
};

type CancelReviewInput = {
  readonly idempotencyKey: Scalars['String']['input'];
  readonly support: Scalars['ID']['input'];
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  readonly review: Scalars['ID']['input'];
};

type RecordProgressInput = {
  readonly idempotencyKey: Scalars['String']['input'];
  readonly support: Scalars['ID']['input'];
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  readonly review?: InputMaybe<Scalars['ID']['input']>;
  readonly reviewedOn: Scalars['Date']['input'];
  readonly progress: Progress;
  readonly finding: Scalars['String']['input'];
};

type EndSupportInput = {
  readonly idempotencyKey: Scalars['String']['input'];
  readonly support: Scalars['ID']['input'];
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  readonly how: SupportEnd;
  readonly endedOn: Scalars['Date']['input'];
  readonly reason: Scalars['String']['input'];
};

type JudgeOutcomeInput = {
  readonly idempotencyKey: Scalars['String']['input'];
  readonly support: Scalars['ID']['input'];
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  readonly by: Judge;
  readonly judgement: Effectiveness;
  readonly why: Scalars['String']['input'];
};

type NameLeadInput = {
  readonly idempotencyKey: Scalars['String']['input'];
  readonly council: Scalars['ID']['input'];
  readonly person: Scalars['ID']['input'];
};

type EndLeadInput = {
  readonly idempotencyKey: Scalars['String']['input'];
  readonly council: Scalars['ID']['input'];
  readonly reason: Scalars['String']['input'];
};

type PlanApproachInput = {
  readonly idempotencyKey: Scalars['String']['input'];
  readonly council: Scalars['ID']['input'];
  readonly body: Scalars['ID']['input'];
  readonly kind: ApproachKind;
  readonly strand: Strand;
  readonly from: Scalars['Date']['input'];
  readonly to: Scalars['Date']['input'];
  readonly about: Scalars['String']['input'];
  readonly knowing?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  readonly leadConsulted?: InputMaybe<Scalars['Boolean']['input']>;
};

type CancelApproachInput = {
  readonly idempotencyKey: Scalars['String']['input'];
  readonly council: Scalars['ID']['input'];
  readonly approach: Scalars['ID']['input'];
  readonly reason: Scalars['String']['input'];
};

type AgreeToBeContactedInput = {
  readonly idempotencyKey: Scalars['String']['input'];
  readonly council: Scalars['ID']['input'];
  readonly strand: Strand;
  readonly cause: Cause;
  readonly contact: Scalars['String']['input'];
  readonly learned: Scalars['String']['input'];
};

type TakeBackContactInput = {
  readonly idempotencyKey: Scalars['String']['input'];
  readonly council: Scalars['ID']['input'];
  readonly contact: Scalars['ID']['input'];
};


import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };


export type ResolverTypeWrapper<T> = Promise<T> | T;

export type Resolver<TResult, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = ResolverFn<TResult, TParent, TContext, TArgs>;

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => Promise<TResult> | TResult;

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>;

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>;
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>;
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>;
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>;
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> = SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs> | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>;

export type SubscriptionResolver<TResult, TKey extends string, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>) | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>;

export type TypeResolveFn<TTypes, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  parent: TParent,
  context: TContext,
  info: GraphQLResolveInfo
) => Maybe<TTypes> | Promise<Maybe<TTypes>>;

export type IsTypeOfResolverFn<T = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (obj: T, context: TContext, info: GraphQLResolveInfo) => boolean | Promise<boolean>;

export type NextResolverFn<T> = () => Promise<T>;

export type DirectiveResolverFn<TResult = Record<PropertyKey, never>, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;



/** Mapping of union types */
export type ResolversUnionTypes<_RefType extends Record<string, unknown>> = {
  ConcernResult: | ( ParentTypes["ConcernChanged"] ) | ( ParentTypes["Refused"] )
  ;
  StandingAgreementResult: | ( ParentTypes["StandingAgreementsChanged"] ) | ( ParentTypes["Refused"] )
  ;
  SubmissionResult: | ( ParentTypes["SubmissionChanged"] ) | ( ParentTypes["Refused"] )
  ;
  SignalResult: | ( ParentTypes["SignalChanged"] ) | ( ParentTypes["Refused"] )
  ;
  LedgerResult: | ( ParentTypes["Ledger"] ) | ( ParentTypes["Refused"] )
  ;
  PastConcernResult: | ( ParentTypes["PastConcern"] ) | ( ParentTypes["Refused"] )
  ;
  ConcernLive: | ( ParentTypes["ConcernUpdate"] ) | ( ParentTypes["LiveEnded"] ) | ( ParentTypes["Refused"] )
  ;
  LedgerLive: | ( ParentTypes["LedgerUpdate"] ) | ( ParentTypes["LiveEnded"] ) | ( ParentTypes["Refused"] )
  ;
  InboxLive: | ( ParentTypes["InboxUpdate"] ) | ( ParentTypes["LiveEnded"] ) | ( ParentTypes["Refused"] )
  ;
  SupportLive: | ( ParentTypes["SupportUpdate"] ) | ( ParentTypes["LiveEnded"] ) | ( ParentTypes["Refused"] )
  ;
  ImportResult: | ( ParentTypes["SeriesImported"] ) | ( ParentTypes["Refused"] )
  ;
  PersonResult: | ( ParentTypes["PersonChanged"] ) | ( ParentTypes["Refused"] )
  ;
  PolicyResult: | ( ParentTypes["PolicyPublished"] ) | ( ParentTypes["Refused"] )
  ;
  SupportResult: | ( ParentTypes["SupportChanged"] ) | ( ParentTypes["Refused"] )
  ;
  ConversationResult: | ( ParentTypes["ConversationChanged"] ) | ( ParentTypes["Refused"] )
  ;
};

/** Mapping of interface types */
export type ResolversInterfaceTypes<_RefType extends Record<string, unknown>> = {
  Error: ( ParentTypes["Refused"] );
  LiveUpdate: | ( ParentTypes["ConcernUpdate"] ) | ( ParentTypes["LedgerUpdate"] ) | ( ParentTypes["InboxUpdate"] ) | ( ParentTypes["SupportUpdate"] )
  ;
};

/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  Strand: Strand;
  Cause: Cause;
  Stage: Stage;
  Part: Part;
  SharedPart: SharedPart;
  EvidenceKind: EvidenceKind;
  SourceGrading: SourceGrading;
  ContentGrading: ContentGrading;
  Handling: Handling;
  Supplier: Supplier;
  Purpose: Purpose;
  Office: Office;
  Channel: Channel;
  CorrectionOutcome: CorrectionOutcome;
  Silence: Silence;
  PositionStatement: PositionStatement;
  PositionKind: PositionKind;
  ShareStatus: ShareStatus;
  ConclusionKind: ConclusionKind;
  Choice: Choice;
  Ground: Ground;
  Challenged: Challenged;
  SupportKind: SupportKind;
  SupportStatus: SupportStatus;
  SupportAnswer: SupportAnswer;
  SupportEnd: SupportEnd;
  MilestoneKind: MilestoneKind;
  Progress: Progress;
  Effectiveness: Effectiveness;
  Judge: Judge;
  ApproachKind: ApproachKind;
  TaskKind: TaskKind;
  Measure: Measure;
  DaysBand: DaysBand;
  Surface: Surface;
  DisclosablePart: DisclosablePart;
  PolicyEffect: PolicyEffect;
  BodyKind: BodyKind;
  CouncilType: CouncilType;
  Role: Role;
  LiveKind: LiveKind;
  ConcernHappening: ConcernHappening;
  LiveEndReason: LiveEndReason;
  RefusalCode: RefusalCode;
  Date: ResolverTypeWrapper<Scalars['Date']['output']>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  Query: ResolverTypeWrapper<unknown>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  Mutation: ResolverTypeWrapper<unknown>;
  Error: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['Error']>;
  Refused: ResolverTypeWrapper<ParentTypes["Refused"]>;
  Fault: ResolverTypeWrapper<ParentTypes["Fault"]>;
  PageInfo: ResolverTypeWrapper<ParentTypes["PageInfo"]>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  Period: ResolverTypeWrapper<ParentTypes["Period"]>;
  PeriodInput: PeriodInput;
  Attribution: ResolverTypeWrapper<ParentTypes["Attribution"]>;
  Region: ResolverTypeWrapper<ParentTypes["Region"]>;
  Body: ResolverTypeWrapper<ParentTypes["Body"]>;
  Viewer: ResolverTypeWrapper<ParentTypes["Viewer"]>;
  Conversation: ResolverTypeWrapper<ParentTypes["Conversation"]>;
  Conclusion: ResolverTypeWrapper<ParentTypes["Conclusion"]>;
  ConcludedSupport: ResolverTypeWrapper<ParentTypes["ConcludedSupport"]>;
  Closing: ResolverTypeWrapper<ParentTypes["Closing"]>;
  Challenge: ResolverTypeWrapper<ParentTypes["Challenge"]>;
  Escalation: ResolverTypeWrapper<ParentTypes["Escalation"]>;
  NotPersuaded: ResolverTypeWrapper<ParentTypes["NotPersuaded"]>;
  Reassurance: ResolverTypeWrapper<ParentTypes["Reassurance"]>;
  RecordConversationInput: RecordConversationInput;
  ConcludeConcernInput: ConcludeConcernInput;
  ReopenConcernInput: ReopenConcernInput;
  CloseConcernInput: CloseConcernInput;
  RecordReviewDueInput: RecordReviewDueInput;
  SayNotPersuadedInput: SayNotPersuadedInput;
  RaiseEscalationInput: RaiseEscalationInput;
  ConfirmEscalationInput: ConfirmEscalationInput;
  StandDownEscalationInput: StandDownEscalationInput;
  GiveReassuranceInput: GiveReassuranceInput;
  ChallengeConcernInput: ChallengeConcernInput;
  AnswerChallengeInput: AnswerChallengeInput;
  ReviewEffectivenessInput: ReviewEffectivenessInput;
  RecordAnswerDueInput: RecordAnswerDueInput;
  Concern: ResolverTypeWrapper<ParentTypes["Concern"]>;
  Summary: ResolverTypeWrapper<ParentTypes["Summary"]>;
  Reply: ResolverTypeWrapper<ParentTypes["Reply"]>;
  Correction: ResolverTypeWrapper<ParentTypes["Correction"]>;
  Grading: ResolverTypeWrapper<ParentTypes["Grading"]>;
  GradingInput: GradingInput;
  Evidence: ResolverTypeWrapper<ParentTypes["Evidence"]>;
  Withdrawal: ResolverTypeWrapper<ParentTypes["Withdrawal"]>;
  Awareness: ResolverTypeWrapper<ParentTypes["Awareness"]>;
  ShareTerms: ResolverTypeWrapper<ParentTypes["ShareTerms"]>;
  EscalationTerms: ResolverTypeWrapper<ParentTypes["EscalationTerms"]>;
  Share: ResolverTypeWrapper<ParentTypes["Share"]>;
  ConcernFilter: ConcernFilter;
  Facet: ResolverTypeWrapper<ParentTypes["Facet"]>;
  ConcernFacets: ResolverTypeWrapper<ParentTypes["ConcernFacets"]>;
  ConcernConnection: ResolverTypeWrapper<ParentTypes["ConcernConnection"]>;
  ConcernResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['ConcernResult']>;
  ConcernChanged: ResolverTypeWrapper<ParentTypes["ConcernChanged"]>;
  CitationInput: CitationInput;
  EvidenceInput: EvidenceInput;
  CouncilEvidenceInput: CouncilEvidenceInput;
  LogConcernInput: LogConcernInput;
  AddEvidenceInput: AddEvidenceInput;
  SupplyEvidenceInput: SupplyEvidenceInput;
  WithdrawEvidenceInput: WithdrawEvidenceInput;
  RecordAwarenessInput: RecordAwarenessInput;
  ToldInput: ToldInput;
  ReplyInput: ReplyInput;
  RequestCorrectionInput: RequestCorrectionInput;
  ResolveCorrectionInput: ResolveCorrectionInput;
  ProposeShareInput: ProposeShareInput;
  StatePositionInput: StatePositionInput;
  OverrideObjectionInput: OverrideObjectionInput;
  MakeShareInput: MakeShareInput;
  WithdrawShareInput: WithdrawShareInput;
  ExpireShareInput: ExpireShareInput;
  Council: ResolverTypeWrapper<ParentTypes["Council"]>;
  StandingAgreement: ResolverTypeWrapper<ParentTypes["StandingAgreement"]>;
  StandingAgreementResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['StandingAgreementResult']>;
  StandingAgreementsChanged: ResolverTypeWrapper<ParentTypes["StandingAgreementsChanged"]>;
  GiveStandingAgreementInput: GiveStandingAgreementInput;
  TakeBackStandingAgreementInput: TakeBackStandingAgreementInput;
  Policy: ResolverTypeWrapper<ParentTypes["Policy"]>;
  FactOrigin: ResolverTypeWrapper<ParentTypes["FactOrigin"]>;
  Fact: ResolverTypeWrapper<ParentTypes["Fact"]>;
  Explanation: ResolverTypeWrapper<ParentTypes["Explanation"]>;
  Audience: ResolverTypeWrapper<ParentTypes["Audience"]>;
  AudienceMember: ResolverTypeWrapper<ParentTypes["AudienceMember"]>;
  AudiencePart: ResolverTypeWrapper<ParentTypes["AudiencePart"]>;
  InboxItem: ResolverTypeWrapper<ParentTypes["InboxItem"]>;
  Inbox: ResolverTypeWrapper<ParentTypes["Inbox"]>;
  Submission: ResolverTypeWrapper<ParentTypes["Submission"]>;
  SubmissionHandling: ResolverTypeWrapper<ParentTypes["SubmissionHandling"]>;
  SubmissionTold: ResolverTypeWrapper<ParentTypes["SubmissionTold"]>;
  SubmissionConnection: ResolverTypeWrapper<ParentTypes["SubmissionConnection"]>;
  Signal: ResolverTypeWrapper<ParentTypes["Signal"]>;
  SignalConnection: ResolverTypeWrapper<ParentTypes["SignalConnection"]>;
  SubmissionResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['SubmissionResult']>;
  SubmissionChanged: ResolverTypeWrapper<ParentTypes["SubmissionChanged"]>;
  SignalResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['SignalResult']>;
  SignalChanged: ResolverTypeWrapper<ParentTypes["SignalChanged"]>;
  SubmitInformationInput: SubmitInformationInput;
  TellCouncilOfSubmissionInput: TellCouncilOfSubmissionInput;
  SetSubmissionAsideInput: SetSubmissionAsideInput;
  RequestSupportInput: RequestSupportInput;
  AnswerSignalInput: AnswerSignalInput;
  WithdrawSignalInput: WithdrawSignalInput;
  LedgerResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['LedgerResult']>;
  Ledger: ResolverTypeWrapper<ParentTypes["Ledger"]>;
  LedgerConcerns: ResolverTypeWrapper<ParentTypes["LedgerConcerns"]>;
  Disclosures: ResolverTypeWrapper<ParentTypes["Disclosures"]>;
  Disclosure: ResolverTypeWrapper<ParentTypes["Disclosure"]>;
  DisclosedTo: ResolverTypeWrapper<ParentTypes["DisclosedTo"]>;
  Capacity: ResolverTypeWrapper<ParentTypes["Capacity"]>;
  DisclosedPart: ResolverTypeWrapper<ParentTypes["DisclosedPart"]>;
  HistoryEntry: ResolverTypeWrapper<ParentTypes["HistoryEntry"]>;
  PastConcernResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['PastConcernResult']>;
  PastConcern: ResolverTypeWrapper<ParentTypes["PastConcern"]>;
  Subscription: ResolverTypeWrapper<unknown>;
  LiveUpdate: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['LiveUpdate']>;
  ConcernLive: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['ConcernLive']>;
  LedgerLive: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['LedgerLive']>;
  InboxLive: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['InboxLive']>;
  SupportLive: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['SupportLive']>;
  ConcernUpdate: ResolverTypeWrapper<ParentTypes["ConcernUpdate"]>;
  ConcernLiveChange: ResolverTypeWrapper<ParentTypes["ConcernLiveChange"]>;
  LedgerUpdate: ResolverTypeWrapper<ParentTypes["LedgerUpdate"]>;
  InboxUpdate: ResolverTypeWrapper<ParentTypes["InboxUpdate"]>;
  SupportUpdate: ResolverTypeWrapper<ParentTypes["SupportUpdate"]>;
  LiveEnded: ResolverTypeWrapper<ParentTypes["LiveEnded"]>;
  Metric: ResolverTypeWrapper<ParentTypes["Metric"]>;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  MetricPeriod: ResolverTypeWrapper<ParentTypes["MetricPeriod"]>;
  Citation: ResolverTypeWrapper<ParentTypes["Citation"]>;
  MetricConnection: ResolverTypeWrapper<ParentTypes["MetricConnection"]>;
  ImportResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['ImportResult']>;
  SeriesImported: ResolverTypeWrapper<ParentTypes["SeriesImported"]>;
  AreaValueInput: AreaValueInput;
  ImportMetricSeriesInput: ImportMetricSeriesInput;
  OverviewQuarter: ResolverTypeWrapper<ParentTypes["OverviewQuarter"]>;
  OverviewMeasure: ResolverTypeWrapper<ParentTypes["OverviewMeasure"]>;
  RegionFigure: ResolverTypeWrapper<ParentTypes["RegionFigure"]>;
  StrandFigure: ResolverTypeWrapper<ParentTypes["StrandFigure"]>;
  CauseFigure: ResolverTypeWrapper<ParentTypes["CauseFigure"]>;
  RegionStrandFigure: ResolverTypeWrapper<ParentTypes["RegionStrandFigure"]>;
  StrandCauseFigure: ResolverTypeWrapper<ParentTypes["StrandCauseFigure"]>;
  OutcomeFigure: ResolverTypeWrapper<ParentTypes["OutcomeFigure"]>;
  DaysFigure: ResolverTypeWrapper<ParentTypes["DaysFigure"]>;
  Assignment: ResolverTypeWrapper<ParentTypes["Assignment"]>;
  Person: ResolverTypeWrapper<ParentTypes["Person"]>;
  PersonConnection: ResolverTypeWrapper<ParentTypes["PersonConnection"]>;
  PersonResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['PersonResult']>;
  PersonChanged: ResolverTypeWrapper<ParentTypes["PersonChanged"]>;
  RegisterPersonInput: RegisterPersonInput;
  RenamePersonInput: RenamePersonInput;
  StartAssignmentInput: StartAssignmentInput;
  SetMailAddressInput: SetMailAddressInput;
  EndAssignmentInput: EndAssignmentInput;
  PolicyFile: ResolverTypeWrapper<ParentTypes["PolicyFile"]>;
  PolicyVersion: ResolverTypeWrapper<ParentTypes["PolicyVersion"]>;
  PolicyDraft: ResolverTypeWrapper<ParentTypes["PolicyDraft"]>;
  PolicyVersionConnection: ResolverTypeWrapper<ParentTypes["PolicyVersionConnection"]>;
  CandidateFileInput: CandidateFileInput;
  PolicyCases: ResolverTypeWrapper<ParentTypes["PolicyCases"]>;
  PolicyShift: ResolverTypeWrapper<ParentTypes["PolicyShift"]>;
  PolicyChanges: ResolverTypeWrapper<ParentTypes["PolicyChanges"]>;
  PolicySimulation: ResolverTypeWrapper<ParentTypes["PolicySimulation"]>;
  PolicyResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['PolicyResult']>;
  PolicyPublished: ResolverTypeWrapper<ParentTypes["PolicyPublished"]>;
  PolicyFileInput: PolicyFileInput;
  PublishPolicyInput: PublishPolicyInput;
  Provider: ResolverTypeWrapper<ParentTypes["Provider"]>;
  Support: ResolverTypeWrapper<ParentTypes["Support"]>;
  SupportDetail: ResolverTypeWrapper<ParentTypes["SupportDetail"]>;
  FormerSupportAnswer: ResolverTypeWrapper<ParentTypes["FormerSupportAnswer"]>;
  Milestone: ResolverTypeWrapper<ParentTypes["Milestone"]>;
  Review: ResolverTypeWrapper<ParentTypes["Review"]>;
  Judgement: ResolverTypeWrapper<ParentTypes["Judgement"]>;
  SupportConnection: ResolverTypeWrapper<ParentTypes["SupportConnection"]>;
  AlignedSupport: ResolverTypeWrapper<ParentTypes["AlignedSupport"]>;
  StrandPicture: ResolverTypeWrapper<ParentTypes["StrandPicture"]>;
  Overlap: ResolverTypeWrapper<ParentTypes["Overlap"]>;
  PracticeContact: ResolverTypeWrapper<ParentTypes["PracticeContact"]>;
  ConversationLead: ResolverTypeWrapper<ParentTypes["ConversationLead"]>;
  Approach: ResolverTypeWrapper<ParentTypes["Approach"]>;
  FormerLead: ResolverTypeWrapper<ParentTypes["FormerLead"]>;
  PracticeContactConnection: ResolverTypeWrapper<ParentTypes["PracticeContactConnection"]>;
  SupportResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['SupportResult']>;
  SupportChanged: ResolverTypeWrapper<ParentTypes["SupportChanged"]>;
  ConversationResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['ConversationResult']>;
  ConversationChanged: ResolverTypeWrapper<ParentTypes["ConversationChanged"]>;
  OfferSupportInput: OfferSupportInput;
  AnswerSupportInput: AnswerSupportInput;
  BeginSupportInput: BeginSupportInput;
  SetMilestoneInput: SetMilestoneInput;
  MeetMilestoneInput: MeetMilestoneInput;
  RecordMilestoneDueInput: RecordMilestoneDueInput;
  PlanReviewInput: PlanReviewInput;
  CancelReviewInput: CancelReviewInput;
  RecordProgressInput: RecordProgressInput;
  EndSupportInput: EndSupportInput;
  JudgeOutcomeInput: JudgeOutcomeInput;
  NameLeadInput: NameLeadInput;
  EndLeadInput: EndLeadInput;
  PlanApproachInput: PlanApproachInput;
  CancelApproachInput: CancelApproachInput;
  AgreeToBeContactedInput: AgreeToBeContactedInput;
  TakeBackContactInput: TakeBackContactInput;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  Date: Scalars['Date']['output'];
  DateTime: Scalars['DateTime']['output'];
  Query: unknown;
  ID: Scalars['ID']['output'];
  String: Scalars['String']['output'];
  Int: Scalars['Int']['output'];
  Mutation: unknown;
  Error: ResolversInterfaceTypes<ResolversParentTypes>['Error'];
  Refused: ParentTypes["Refused"];
  Fault: ParentTypes["Fault"];
  PageInfo: ParentTypes["PageInfo"];
  Boolean: Scalars['Boolean']['output'];
  Period: ParentTypes["Period"];
  PeriodInput: PeriodInput;
  Attribution: ParentTypes["Attribution"];
  Region: ParentTypes["Region"];
  Body: ParentTypes["Body"];
  Viewer: ParentTypes["Viewer"];
  Conversation: ParentTypes["Conversation"];
  Conclusion: ParentTypes["Conclusion"];
  ConcludedSupport: ParentTypes["ConcludedSupport"];
  Closing: ParentTypes["Closing"];
  Challenge: ParentTypes["Challenge"];
  Escalation: ParentTypes["Escalation"];
  NotPersuaded: ParentTypes["NotPersuaded"];
  Reassurance: ParentTypes["Reassurance"];
  RecordConversationInput: RecordConversationInput;
  ConcludeConcernInput: ConcludeConcernInput;
  ReopenConcernInput: ReopenConcernInput;
  CloseConcernInput: CloseConcernInput;
  RecordReviewDueInput: RecordReviewDueInput;
  SayNotPersuadedInput: SayNotPersuadedInput;
  RaiseEscalationInput: RaiseEscalationInput;
  ConfirmEscalationInput: ConfirmEscalationInput;
  StandDownEscalationInput: StandDownEscalationInput;
  GiveReassuranceInput: GiveReassuranceInput;
  ChallengeConcernInput: ChallengeConcernInput;
  AnswerChallengeInput: AnswerChallengeInput;
  ReviewEffectivenessInput: ReviewEffectivenessInput;
  RecordAnswerDueInput: RecordAnswerDueInput;
  Concern: ParentTypes["Concern"];
  Summary: ParentTypes["Summary"];
  Reply: ParentTypes["Reply"];
  Correction: ParentTypes["Correction"];
  Grading: ParentTypes["Grading"];
  GradingInput: GradingInput;
  Evidence: ParentTypes["Evidence"];
  Withdrawal: ParentTypes["Withdrawal"];
  Awareness: ParentTypes["Awareness"];
  ShareTerms: ParentTypes["ShareTerms"];
  EscalationTerms: ParentTypes["EscalationTerms"];
  Share: ParentTypes["Share"];
  ConcernFilter: ConcernFilter;
  Facet: ParentTypes["Facet"];
  ConcernFacets: ParentTypes["ConcernFacets"];
  ConcernConnection: ParentTypes["ConcernConnection"];
  ConcernResult: ResolversUnionTypes<ResolversParentTypes>['ConcernResult'];
  ConcernChanged: ParentTypes["ConcernChanged"];
  CitationInput: CitationInput;
  EvidenceInput: EvidenceInput;
  CouncilEvidenceInput: CouncilEvidenceInput;
  LogConcernInput: LogConcernInput;
  AddEvidenceInput: AddEvidenceInput;
  SupplyEvidenceInput: SupplyEvidenceInput;
  WithdrawEvidenceInput: WithdrawEvidenceInput;
  RecordAwarenessInput: RecordAwarenessInput;
  ToldInput: ToldInput;
  ReplyInput: ReplyInput;
  RequestCorrectionInput: RequestCorrectionInput;
  ResolveCorrectionInput: ResolveCorrectionInput;
  ProposeShareInput: ProposeShareInput;
  StatePositionInput: StatePositionInput;
  OverrideObjectionInput: OverrideObjectionInput;
  MakeShareInput: MakeShareInput;
  WithdrawShareInput: WithdrawShareInput;
  ExpireShareInput: ExpireShareInput;
  Council: ParentTypes["Council"];
  StandingAgreement: ParentTypes["StandingAgreement"];
  StandingAgreementResult: ResolversUnionTypes<ResolversParentTypes>['StandingAgreementResult'];
  StandingAgreementsChanged: ParentTypes["StandingAgreementsChanged"];
  GiveStandingAgreementInput: GiveStandingAgreementInput;
  TakeBackStandingAgreementInput: TakeBackStandingAgreementInput;
  Policy: ParentTypes["Policy"];
  FactOrigin: ParentTypes["FactOrigin"];
  Fact: ParentTypes["Fact"];
  Explanation: ParentTypes["Explanation"];
  Audience: ParentTypes["Audience"];
  AudienceMember: ParentTypes["AudienceMember"];
  AudiencePart: ParentTypes["AudiencePart"];
  InboxItem: ParentTypes["InboxItem"];
  Inbox: ParentTypes["Inbox"];
  Submission: ParentTypes["Submission"];
  SubmissionHandling: ParentTypes["SubmissionHandling"];
  SubmissionTold: ParentTypes["SubmissionTold"];
  SubmissionConnection: ParentTypes["SubmissionConnection"];
  Signal: ParentTypes["Signal"];
  SignalConnection: ParentTypes["SignalConnection"];
  SubmissionResult: ResolversUnionTypes<ResolversParentTypes>['SubmissionResult'];
  SubmissionChanged: ParentTypes["SubmissionChanged"];
  SignalResult: ResolversUnionTypes<ResolversParentTypes>['SignalResult'];
  SignalChanged: ParentTypes["SignalChanged"];
  SubmitInformationInput: SubmitInformationInput;
  TellCouncilOfSubmissionInput: TellCouncilOfSubmissionInput;
  SetSubmissionAsideInput: SetSubmissionAsideInput;
  RequestSupportInput: RequestSupportInput;
  AnswerSignalInput: AnswerSignalInput;
  WithdrawSignalInput: WithdrawSignalInput;
  LedgerResult: ResolversUnionTypes<ResolversParentTypes>['LedgerResult'];
  Ledger: ParentTypes["Ledger"];
  LedgerConcerns: ParentTypes["LedgerConcerns"];
  Disclosures: ParentTypes["Disclosures"];
  Disclosure: ParentTypes["Disclosure"];
  DisclosedTo: ParentTypes["DisclosedTo"];
  Capacity: ParentTypes["Capacity"];
  DisclosedPart: ParentTypes["DisclosedPart"];
  HistoryEntry: ParentTypes["HistoryEntry"];
  PastConcernResult: ResolversUnionTypes<ResolversParentTypes>['PastConcernResult'];
  PastConcern: ParentTypes["PastConcern"];
  Subscription: unknown;
  LiveUpdate: ResolversInterfaceTypes<ResolversParentTypes>['LiveUpdate'];
  ConcernLive: ResolversUnionTypes<ResolversParentTypes>['ConcernLive'];
  LedgerLive: ResolversUnionTypes<ResolversParentTypes>['LedgerLive'];
  InboxLive: ResolversUnionTypes<ResolversParentTypes>['InboxLive'];
  SupportLive: ResolversUnionTypes<ResolversParentTypes>['SupportLive'];
  ConcernUpdate: ParentTypes["ConcernUpdate"];
  ConcernLiveChange: ParentTypes["ConcernLiveChange"];
  LedgerUpdate: ParentTypes["LedgerUpdate"];
  InboxUpdate: ParentTypes["InboxUpdate"];
  SupportUpdate: ParentTypes["SupportUpdate"];
  LiveEnded: ParentTypes["LiveEnded"];
  Metric: ParentTypes["Metric"];
  Float: Scalars['Float']['output'];
  MetricPeriod: ParentTypes["MetricPeriod"];
  Citation: ParentTypes["Citation"];
  MetricConnection: ParentTypes["MetricConnection"];
  ImportResult: ResolversUnionTypes<ResolversParentTypes>['ImportResult'];
  SeriesImported: ParentTypes["SeriesImported"];
  AreaValueInput: AreaValueInput;
  ImportMetricSeriesInput: ImportMetricSeriesInput;
  OverviewQuarter: ParentTypes["OverviewQuarter"];
  OverviewMeasure: ParentTypes["OverviewMeasure"];
  RegionFigure: ParentTypes["RegionFigure"];
  StrandFigure: ParentTypes["StrandFigure"];
  CauseFigure: ParentTypes["CauseFigure"];
  RegionStrandFigure: ParentTypes["RegionStrandFigure"];
  StrandCauseFigure: ParentTypes["StrandCauseFigure"];
  OutcomeFigure: ParentTypes["OutcomeFigure"];
  DaysFigure: ParentTypes["DaysFigure"];
  Assignment: ParentTypes["Assignment"];
  Person: ParentTypes["Person"];
  PersonConnection: ParentTypes["PersonConnection"];
  PersonResult: ResolversUnionTypes<ResolversParentTypes>['PersonResult'];
  PersonChanged: ParentTypes["PersonChanged"];
  RegisterPersonInput: RegisterPersonInput;
  RenamePersonInput: RenamePersonInput;
  StartAssignmentInput: StartAssignmentInput;
  SetMailAddressInput: SetMailAddressInput;
  EndAssignmentInput: EndAssignmentInput;
  PolicyFile: ParentTypes["PolicyFile"];
  PolicyVersion: ParentTypes["PolicyVersion"];
  PolicyDraft: ParentTypes["PolicyDraft"];
  PolicyVersionConnection: ParentTypes["PolicyVersionConnection"];
  CandidateFileInput: CandidateFileInput;
  PolicyCases: ParentTypes["PolicyCases"];
  PolicyShift: ParentTypes["PolicyShift"];
  PolicyChanges: ParentTypes["PolicyChanges"];
  PolicySimulation: ParentTypes["PolicySimulation"];
  PolicyResult: ResolversUnionTypes<ResolversParentTypes>['PolicyResult'];
  PolicyPublished: ParentTypes["PolicyPublished"];
  PolicyFileInput: PolicyFileInput;
  PublishPolicyInput: PublishPolicyInput;
  Provider: ParentTypes["Provider"];
  Support: ParentTypes["Support"];
  SupportDetail: ParentTypes["SupportDetail"];
  FormerSupportAnswer: ParentTypes["FormerSupportAnswer"];
  Milestone: ParentTypes["Milestone"];
  Review: ParentTypes["Review"];
  Judgement: ParentTypes["Judgement"];
  SupportConnection: ParentTypes["SupportConnection"];
  AlignedSupport: ParentTypes["AlignedSupport"];
  StrandPicture: ParentTypes["StrandPicture"];
  Overlap: ParentTypes["Overlap"];
  PracticeContact: ParentTypes["PracticeContact"];
  ConversationLead: ParentTypes["ConversationLead"];
  Approach: ParentTypes["Approach"];
  FormerLead: ParentTypes["FormerLead"];
  PracticeContactConnection: ParentTypes["PracticeContactConnection"];
  SupportResult: ResolversUnionTypes<ResolversParentTypes>['SupportResult'];
  SupportChanged: ParentTypes["SupportChanged"];
  ConversationResult: ResolversUnionTypes<ResolversParentTypes>['ConversationResult'];
  ConversationChanged: ParentTypes["ConversationChanged"];
  OfferSupportInput: OfferSupportInput;
  AnswerSupportInput: AnswerSupportInput;
  BeginSupportInput: BeginSupportInput;
  SetMilestoneInput: SetMilestoneInput;
  MeetMilestoneInput: MeetMilestoneInput;
  RecordMilestoneDueInput: RecordMilestoneDueInput;
  PlanReviewInput: PlanReviewInput;
  CancelReviewInput: CancelReviewInput;
  RecordProgressInput: RecordProgressInput;
  EndSupportInput: EndSupportInput;
  JudgeOutcomeInput: JudgeOutcomeInput;
  NameLeadInput: NameLeadInput;
  EndLeadInput: EndLeadInput;
  PlanApproachInput: PlanApproachInput;
  CancelApproachInput: CancelApproachInput;
  AgreeToBeContactedInput: AgreeToBeContactedInput;
  TakeBackContactInput: TakeBackContactInput;
};

export interface DateScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Date'], any> {
  name: 'Date';
}

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type QueryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  regions?: Resolver<ReadonlyArray<ResolversTypes['Region']>, ParentType, ContextType>;
  viewer?: Resolver<ResolversTypes['Viewer'], ParentType, ContextType>;
  bodies?: Resolver<ReadonlyArray<ResolversTypes['Body']>, ParentType, ContextType>;
  concern?: Resolver<Maybe<ResolversTypes['Concern']>, ParentType, ContextType, RequireFields<QueryConcernArgs, 'id'>>;
  concerns?: Resolver<ResolversTypes['ConcernConnection'], ParentType, ContextType, Partial<QueryConcernsArgs>>;
  council?: Resolver<Maybe<ResolversTypes['Council']>, ParentType, ContextType, RequireFields<QueryCouncilArgs, 'code'>>;
  councils?: Resolver<ReadonlyArray<ResolversTypes['Council']>, ParentType, ContextType, Partial<QueryCouncilsArgs>>;
  explain?: Resolver<Maybe<ResolversTypes['Explanation']>, ParentType, ContextType, RequireFields<QueryExplainArgs, 'concern' | 'part'>>;
  inbox?: Resolver<ResolversTypes['Inbox'], ParentType, ContextType, Partial<QueryInboxArgs>>;
  submission?: Resolver<Maybe<ResolversTypes['Submission']>, ParentType, ContextType, RequireFields<QuerySubmissionArgs, 'id'>>;
  submissions?: Resolver<ResolversTypes['SubmissionConnection'], ParentType, ContextType, Partial<QuerySubmissionsArgs>>;
  signal?: Resolver<Maybe<ResolversTypes['Signal']>, ParentType, ContextType, RequireFields<QuerySignalArgs, 'id'>>;
  signals?: Resolver<ResolversTypes['SignalConnection'], ParentType, ContextType, Partial<QuerySignalsArgs>>;
  ledger?: Resolver<ResolversTypes['LedgerResult'], ParentType, ContextType, RequireFields<QueryLedgerArgs, 'council'>>;
  pastConcern?: Resolver<ResolversTypes['PastConcernResult'], ParentType, ContextType, RequireFields<QueryPastConcernArgs, 'concern' | 'at'>>;
  metric?: Resolver<Maybe<ResolversTypes['Metric']>, ParentType, ContextType, RequireFields<QueryMetricArgs, 'id'>>;
  metrics?: Resolver<ResolversTypes['MetricConnection'], ParentType, ContextType, Partial<QueryMetricsArgs>>;
  overviewQuarters?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  overview?: Resolver<Maybe<ResolversTypes['OverviewQuarter']>, ParentType, ContextType, RequireFields<QueryOverviewArgs, 'quarter'>>;
  people?: Resolver<ResolversTypes['PersonConnection'], ParentType, ContextType, Partial<QueryPeopleArgs>>;
  policyInForce?: Resolver<Maybe<ResolversTypes['PolicyVersion']>, ParentType, ContextType, Partial<QueryPolicyInForceArgs>>;
  policyDraft?: Resolver<Maybe<ResolversTypes['PolicyDraft']>, ParentType, ContextType>;
  policyVersions?: Resolver<ResolversTypes['PolicyVersionConnection'], ParentType, ContextType, Partial<QueryPolicyVersionsArgs>>;
  simulatePolicy?: Resolver<Maybe<ResolversTypes['PolicySimulation']>, ParentType, ContextType, RequireFields<QuerySimulatePolicyArgs, 'files'>>;
  support?: Resolver<Maybe<ResolversTypes['Support']>, ParentType, ContextType, RequireFields<QuerySupportArgs, 'id'>>;
  alignedSupport?: Resolver<ReadonlyArray<ResolversTypes['AlignedSupport']>, ParentType, ContextType, RequireFields<QueryAlignedSupportArgs, 'region'>>;
  practiceContacts?: Resolver<Maybe<ResolversTypes['PracticeContactConnection']>, ParentType, ContextType, RequireFields<QueryPracticeContactsArgs, 'strand' | 'cause'>>;
};

export type MutationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  recordConversation?: Resolver<ResolversTypes['ConcernResult'], ParentType, ContextType, RequireFields<MutationRecordConversationArgs, 'input'>>;
  concludeConcern?: Resolver<ResolversTypes['ConcernResult'], ParentType, ContextType, RequireFields<MutationConcludeConcernArgs, 'input'>>;
  reopenConcern?: Resolver<ResolversTypes['ConcernResult'], ParentType, ContextType, RequireFields<MutationReopenConcernArgs, 'input'>>;
  closeConcern?: Resolver<ResolversTypes['ConcernResult'], ParentType, ContextType, RequireFields<MutationCloseConcernArgs, 'input'>>;
  recordReviewDue?: Resolver<ResolversTypes['ConcernResult'], ParentType, ContextType, RequireFields<MutationRecordReviewDueArgs, 'input'>>;
  sayNotPersuaded?: Resolver<ResolversTypes['ConcernResult'], ParentType, ContextType, RequireFields<MutationSayNotPersuadedArgs, 'input'>>;
  raiseEscalation?: Resolver<ResolversTypes['ConcernResult'], ParentType, ContextType, RequireFields<MutationRaiseEscalationArgs, 'input'>>;
  confirmEscalation?: Resolver<ResolversTypes['ConcernResult'], ParentType, ContextType, RequireFields<MutationConfirmEscalationArgs, 'input'>>;
  standDownEscalation?: Resolver<ResolversTypes['ConcernResult'], ParentType, ContextType, RequireFields<MutationStandDownEscalationArgs, 'input'>>;
  giveReassurance?: Resolver<ResolversTypes['ConcernResult'], ParentType, ContextType, RequireFields<MutationGiveReassuranceArgs, 'input'>>;
  challengeConcern?: Resolver<ResolversTypes['ConcernResult'], ParentType, ContextType, RequireFields<MutationChallengeConcernArgs, 'input'>>;
  answerChallenge?: Resolver<ResolversTypes['ConcernResult'], ParentType, ContextType, RequireFields<MutationAnswerChallengeArgs, 'input'>>;
  reviewEffectiveness?: Resolver<ResolversTypes['ConcernResult'], ParentType, ContextType, RequireFields<MutationReviewEffectivenessArgs, 'input'>>;
  recordAnswerDue?: Resolver<ResolversTypes['ConcernResult'], ParentType, ContextType, RequireFields<MutationRecordAnswerDueArgs, 'input'>>;
  logConcern?: Resolver<ResolversTypes['ConcernResult'], ParentType, ContextType, RequireFields<MutationLogConcernArgs, 'input'>>;
  addEvidence?: Resolver<ResolversTypes['ConcernResult'], ParentType, ContextType, RequireFields<MutationAddEvidenceArgs, 'input'>>;
  supplyEvidence?: Resolver<ResolversTypes['ConcernResult'], ParentType, ContextType, RequireFields<MutationSupplyEvidenceArgs, 'input'>>;
  withdrawEvidence?: Resolver<ResolversTypes['ConcernResult'], ParentType, ContextType, RequireFields<MutationWithdrawEvidenceArgs, 'input'>>;
  recordAwareness?: Resolver<ResolversTypes['ConcernResult'], ParentType, ContextType, RequireFields<MutationRecordAwarenessArgs, 'input'>>;
  reply?: Resolver<ResolversTypes['ConcernResult'], ParentType, ContextType, RequireFields<MutationReplyArgs, 'input'>>;
  requestCorrection?: Resolver<ResolversTypes['ConcernResult'], ParentType, ContextType, RequireFields<MutationRequestCorrectionArgs, 'input'>>;
  resolveCorrection?: Resolver<ResolversTypes['ConcernResult'], ParentType, ContextType, RequireFields<MutationResolveCorrectionArgs, 'input'>>;
  proposeShare?: Resolver<ResolversTypes['ConcernResult'], ParentType, ContextType, RequireFields<MutationProposeShareArgs, 'input'>>;
  statePosition?: Resolver<ResolversTypes['ConcernResult'], ParentType, ContextType, RequireFields<MutationStatePositionArgs, 'input'>>;
  overrideObjection?: Resolver<ResolversTypes['ConcernResult'], ParentType, ContextType, RequireFields<MutationOverrideObjectionArgs, 'input'>>;
  makeShare?: Resolver<ResolversTypes['ConcernResult'], ParentType, ContextType, RequireFields<MutationMakeShareArgs, 'input'>>;
  withdrawShare?: Resolver<ResolversTypes['ConcernResult'], ParentType, ContextType, RequireFields<MutationWithdrawShareArgs, 'input'>>;
  expireShare?: Resolver<ResolversTypes['ConcernResult'], ParentType, ContextType, RequireFields<MutationExpireShareArgs, 'input'>>;
  giveStandingAgreement?: Resolver<ResolversTypes['StandingAgreementResult'], ParentType, ContextType, RequireFields<MutationGiveStandingAgreementArgs, 'input'>>;
  takeBackStandingAgreement?: Resolver<ResolversTypes['StandingAgreementResult'], ParentType, ContextType, RequireFields<MutationTakeBackStandingAgreementArgs, 'input'>>;
  submitInformation?: Resolver<ResolversTypes['SubmissionResult'], ParentType, ContextType, RequireFields<MutationSubmitInformationArgs, 'input'>>;
  tellCouncilOfSubmission?: Resolver<ResolversTypes['SubmissionResult'], ParentType, ContextType, RequireFields<MutationTellCouncilOfSubmissionArgs, 'input'>>;
  setSubmissionAside?: Resolver<ResolversTypes['SubmissionResult'], ParentType, ContextType, RequireFields<MutationSetSubmissionAsideArgs, 'input'>>;
  requestSupport?: Resolver<ResolversTypes['SignalResult'], ParentType, ContextType, RequireFields<MutationRequestSupportArgs, 'input'>>;
  answerSignal?: Resolver<ResolversTypes['SignalResult'], ParentType, ContextType, RequireFields<MutationAnswerSignalArgs, 'input'>>;
  withdrawSignal?: Resolver<ResolversTypes['SignalResult'], ParentType, ContextType, RequireFields<MutationWithdrawSignalArgs, 'input'>>;
  importMetricSeries?: Resolver<ResolversTypes['ImportResult'], ParentType, ContextType, RequireFields<MutationImportMetricSeriesArgs, 'input'>>;
  registerPerson?: Resolver<ResolversTypes['PersonResult'], ParentType, ContextType, RequireFields<MutationRegisterPersonArgs, 'input'>>;
  renamePerson?: Resolver<ResolversTypes['PersonResult'], ParentType, ContextType, RequireFields<MutationRenamePersonArgs, 'input'>>;
  startAssignment?: Resolver<ResolversTypes['PersonResult'], ParentType, ContextType, RequireFields<MutationStartAssignmentArgs, 'input'>>;
  setMailAddress?: Resolver<ResolversTypes['PersonResult'], ParentType, ContextType, RequireFields<MutationSetMailAddressArgs, 'input'>>;
  endAssignment?: Resolver<ResolversTypes['PersonResult'], ParentType, ContextType, RequireFields<MutationEndAssignmentArgs, 'input'>>;
  publishPolicy?: Resolver<ResolversTypes['PolicyResult'], ParentType, ContextType, RequireFields<MutationPublishPolicyArgs, 'input'>>;
  offerSupport?: Resolver<ResolversTypes['SupportResult'], ParentType, ContextType, RequireFields<MutationOfferSupportArgs, 'input'>>;
  answerSupport?: Resolver<ResolversTypes['SupportResult'], ParentType, ContextType, RequireFields<MutationAnswerSupportArgs, 'input'>>;
  beginSupport?: Resolver<ResolversTypes['SupportResult'], ParentType, ContextType, RequireFields<MutationBeginSupportArgs, 'input'>>;
  setMilestone?: Resolver<ResolversTypes['SupportResult'], ParentType, ContextType, RequireFields<MutationSetMilestoneArgs, 'input'>>;
  meetMilestone?: Resolver<ResolversTypes['SupportResult'], ParentType, ContextType, RequireFields<MutationMeetMilestoneArgs, 'input'>>;
  recordMilestoneDue?: Resolver<ResolversTypes['SupportResult'], ParentType, ContextType, RequireFields<MutationRecordMilestoneDueArgs, 'input'>>;
  planReview?: Resolver<ResolversTypes['SupportResult'], ParentType, ContextType, RequireFields<MutationPlanReviewArgs, 'input'>>;
  cancelReview?: Resolver<ResolversTypes['SupportResult'], ParentType, ContextType, RequireFields<MutationCancelReviewArgs, 'input'>>;
  recordProgress?: Resolver<ResolversTypes['SupportResult'], ParentType, ContextType, RequireFields<MutationRecordProgressArgs, 'input'>>;
  endSupport?: Resolver<ResolversTypes['SupportResult'], ParentType, ContextType, RequireFields<MutationEndSupportArgs, 'input'>>;
  judgeOutcome?: Resolver<ResolversTypes['SupportResult'], ParentType, ContextType, RequireFields<MutationJudgeOutcomeArgs, 'input'>>;
  nameLead?: Resolver<ResolversTypes['ConversationResult'], ParentType, ContextType, RequireFields<MutationNameLeadArgs, 'input'>>;
  endLead?: Resolver<ResolversTypes['ConversationResult'], ParentType, ContextType, RequireFields<MutationEndLeadArgs, 'input'>>;
  planApproach?: Resolver<ResolversTypes['ConversationResult'], ParentType, ContextType, RequireFields<MutationPlanApproachArgs, 'input'>>;
  cancelApproach?: Resolver<ResolversTypes['ConversationResult'], ParentType, ContextType, RequireFields<MutationCancelApproachArgs, 'input'>>;
  agreeToBeContacted?: Resolver<ResolversTypes['ConversationResult'], ParentType, ContextType, RequireFields<MutationAgreeToBeContactedArgs, 'input'>>;
  takeBackContact?: Resolver<ResolversTypes['ConversationResult'], ParentType, ContextType, RequireFields<MutationTakeBackContactArgs, 'input'>>;
};

export type ErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Error'] = ResolversParentTypes['Error']> = {
  __resolveType: TypeResolveFn<'Refused', ParentType, ContextType>;
};

export type RefusedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Refused'] = ResolversParentTypes['Refused']> = {
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  code?: Resolver<ResolversTypes['RefusalCode'], ParentType, ContextType>;
  field?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  faults?: Resolver<ReadonlyArray<ResolversTypes['Fault']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type FaultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Fault'] = ResolversParentTypes['Fault']> = {
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  code?: Resolver<ResolversTypes['RefusalCode'], ParentType, ContextType>;
  field?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type PeriodResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Period'] = ResolversParentTypes['Period']> = {
  from?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  to?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
};

export type AttributionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Attribution'] = ResolversParentTypes['Attribution']> = {
  by?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type RegionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Region'] = ResolversParentTypes['Region']> = {
  code?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type BodyResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Body'] = ResolversParentTypes['Body']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['BodyKind'], ParentType, ContextType>;
  region?: Resolver<Maybe<ResolversTypes['Region']>, ParentType, ContextType>;
  strand?: Resolver<Maybe<ResolversTypes['Strand']>, ParentType, ContextType>;
};

export type ViewerResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Viewer'] = ResolversParentTypes['Viewer']> = {
  person?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  mailAddress?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  assignments?: Resolver<ReadonlyArray<ResolversTypes['Assignment']>, ParentType, ContextType>;
};

export type ConversationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Conversation'] = ResolversParentTypes['Conversation']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  heldOn?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  channel?: Resolver<ResolversTypes['Channel'], ParentType, ContextType>;
  offices?: Resolver<ReadonlyArray<ResolversTypes['Office']>, ParentType, ContextType>;
  liaison?: Resolver<ReadonlyArray<ResolversTypes['Body']>, ParentType, ContextType>;
  recorded?: Resolver<ResolversTypes['Attribution'], ParentType, ContextType>;
  people?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  discussed?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  agreed?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  nextStep?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  nextStepBy?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
};

export type ConclusionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Conclusion'] = ResolversParentTypes['Conclusion']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['ConclusionKind'], ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  stands?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  explanation?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  appearance?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  acting?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  reviewOn?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  fellDueAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  causalFactors?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  solutions?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  supports?: Resolver<ReadonlyArray<ResolversTypes['ConcludedSupport']>, ParentType, ContextType>;
  whyViewsDiffer?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  choice?: Resolver<Maybe<ResolversTypes['Choice']>, ParentType, ContextType>;
  reopenedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  reopenedBecause?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type ConcludedSupportResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ConcludedSupport'] = ResolversParentTypes['ConcludedSupport']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['SupportKind'], ParentType, ContextType>;
  provider?: Resolver<ResolversTypes['Provider'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['SupportStatus'], ParentType, ContextType>;
  from?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  until?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  progress?: Resolver<Maybe<ResolversTypes['Progress']>, ParentType, ContextType>;
  judgedByCouncil?: Resolver<Maybe<ResolversTypes['Effectiveness']>, ParentType, ContextType>;
  judgedByProvider?: Resolver<Maybe<ResolversTypes['Effectiveness']>, ParentType, ContextType>;
};

export type ClosingResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Closing'] = ResolversParentTypes['Closing']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type ChallengeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Challenge'] = ResolversParentTypes['Challenge']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  about?: Resolver<ResolversTypes['Challenged'], ParentType, ContextType>;
  challenge?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  raised?: Resolver<ResolversTypes['Attribution'], ParentType, ContextType>;
  answerBy?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  fellDueAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  answer?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  answered?: Resolver<Maybe<ResolversTypes['Attribution']>, ParentType, ContextType>;
  judgement?: Resolver<Maybe<ResolversTypes['Effectiveness']>, ParentType, ContextType>;
  finding?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  reviewed?: Resolver<Maybe<ResolversTypes['Attribution']>, ParentType, ContextType>;
};

export type EscalationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Escalation'] = ResolversParentTypes['Escalation']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  body?: Resolver<ResolversTypes['Body'], ParentType, ContextType>;
  share?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  grounds?: Resolver<ReadonlyArray<ResolversTypes['Ground']>, ParentType, ContextType>;
  raised?: Resolver<ResolversTypes['Attribution'], ParentType, ContextType>;
  confirmed?: Resolver<Maybe<ResolversTypes['Attribution']>, ParentType, ContextType>;
  stoodDown?: Resolver<Maybe<ResolversTypes['Attribution']>, ParentType, ContextType>;
};

export type NotPersuadedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['NotPersuaded'] = ResolversParentTypes['NotPersuaded']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  body?: Resolver<ResolversTypes['Body'], ParentType, ContextType>;
  grounds?: Resolver<ReadonlyArray<ResolversTypes['Ground']>, ParentType, ContextType>;
  said?: Resolver<ResolversTypes['Attribution'], ParentType, ContextType>;
};

export type ReassuranceResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Reassurance'] = ResolversParentTypes['Reassurance']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  text?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type ConcernResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Concern'] = ResolversParentTypes['Concern']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  council?: Resolver<ResolversTypes['Council'], ParentType, ContextType>;
  region?: Resolver<ResolversTypes['Region'], ParentType, ContextType>;
  strand?: Resolver<ResolversTypes['Strand'], ParentType, ContextType>;
  cause?: Resolver<ResolversTypes['Cause'], ParentType, ContextType>;
  stage?: Resolver<ResolversTypes['Stage'], ParentType, ContextType>;
  version?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  withheld?: Resolver<ReadonlyArray<ResolversTypes['Part']>, ParentType, ContextType>;
  erased?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  summary?: Resolver<Maybe<ResolversTypes['Summary']>, ParentType, ContextType>;
  evidence?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Evidence']>>, ParentType, ContextType>;
  awareness?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Awareness']>>, ParentType, ContextType>;
  sharingRecord?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Share']>>, ParentType, ContextType>;
  escalations?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Escalation']>>, ParentType, ContextType>;
  notPersuaded?: Resolver<Maybe<ReadonlyArray<ResolversTypes['NotPersuaded']>>, ParentType, ContextType>;
  conversations?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Conversation']>>, ParentType, ContextType>;
  challenges?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Challenge']>>, ParentType, ContextType>;
  sharedWithMe?: Resolver<ReadonlyArray<ResolversTypes['ShareTerms']>, ParentType, ContextType>;
  audience?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Audience']>>, ParentType, ContextType>;
  history?: Resolver<Maybe<ReadonlyArray<ResolversTypes['HistoryEntry']>>, ParentType, ContextType>;
  disclosures?: Resolver<Maybe<ResolversTypes['Disclosures']>, ParentType, ContextType, Partial<ConcernDisclosuresArgs>>;
};

export type SummaryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Summary'] = ResolversParentTypes['Summary']> = {
  period?: Resolver<ResolversTypes['Period'], ParentType, ContextType>;
  loggedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  text?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  observed?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  replies?: Resolver<ReadonlyArray<ResolversTypes['Reply']>, ParentType, ContextType>;
  corrections?: Resolver<ReadonlyArray<ResolversTypes['Correction']>, ParentType, ContextType>;
  conclusions?: Resolver<ReadonlyArray<ResolversTypes['Conclusion']>, ParentType, ContextType>;
  closed?: Resolver<Maybe<ResolversTypes['Closing']>, ParentType, ContextType>;
  awaitsTelling?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type ReplyResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Reply'] = ResolversParentTypes['Reply']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  text?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type CorrectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Correction'] = ResolversParentTypes['Correction']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  requestedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  request?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  outcome?: Resolver<Maybe<ResolversTypes['CorrectionOutcome']>, ParentType, ContextType>;
  resolvedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type GradingResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Grading'] = ResolversParentTypes['Grading']> = {
  source?: Resolver<ResolversTypes['SourceGrading'], ParentType, ContextType>;
  content?: Resolver<ResolversTypes['ContentGrading'], ParentType, ContextType>;
};

export type EvidenceResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Evidence'] = ResolversParentTypes['Evidence']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  suppliedBy?: Resolver<ResolversTypes['Supplier'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['EvidenceKind'], ParentType, ContextType>;
  period?: Resolver<ResolversTypes['Period'], ParentType, ContextType>;
  grading?: Resolver<Maybe<ResolversTypes['Grading']>, ParentType, ContextType>;
  handling?: Resolver<ResolversTypes['Handling'], ParentType, ContextType>;
  handlingConditions?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  addedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  account?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  source?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  reference?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  told?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  protectedSource?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  sourceWithheld?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  contentWithheld?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  citation?: Resolver<Maybe<ResolversTypes['Citation']>, ParentType, ContextType>;
  submission?: Resolver<Maybe<ResolversTypes['Submission']>, ParentType, ContextType>;
  withdrawn?: Resolver<Maybe<ResolversTypes['Withdrawal']>, ParentType, ContextType>;
};

export type WithdrawalResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Withdrawal'] = ResolversParentTypes['Withdrawal']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type AwarenessResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Awareness'] = ResolversParentTypes['Awareness']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  toldName?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  toldOffice?: Resolver<ResolversTypes['Office'], ParentType, ContextType>;
  channel?: Resolver<ResolversTypes['Channel'], ParentType, ContextType>;
  toldOn?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  recordedBy?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  about?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  bodies?: Resolver<ReadonlyArray<ResolversTypes['Body']>, ParentType, ContextType>;
};

export type ShareTermsResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ShareTerms'] = ResolversParentTypes['ShareTerms']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  body?: Resolver<ResolversTypes['Body'], ParentType, ContextType>;
  purpose?: Resolver<ResolversTypes['Purpose'], ParentType, ContextType>;
  explanation?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  parts?: Resolver<ReadonlyArray<ResolversTypes['Part']>, ParentType, ContextType>;
  until?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  conditions?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  escalation?: Resolver<Maybe<ResolversTypes['EscalationTerms']>, ParentType, ContextType>;
  reassurances?: Resolver<ReadonlyArray<ResolversTypes['Reassurance']>, ParentType, ContextType>;
  notPersuaded?: Resolver<ReadonlyArray<ResolversTypes['NotPersuaded']>, ParentType, ContextType>;
};

export type EscalationTermsResolvers<ContextType = Context, ParentType extends ResolversParentTypes['EscalationTerms'] = ResolversParentTypes['EscalationTerms']> = {
  grounds?: Resolver<ReadonlyArray<ResolversTypes['Ground']>, ParentType, ContextType>;
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type ShareResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Share'] = ResolversParentTypes['Share']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  body?: Resolver<ResolversTypes['Body'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['ShareStatus'], ParentType, ContextType>;
  purpose?: Resolver<ResolversTypes['Purpose'], ParentType, ContextType>;
  explanation?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  parts?: Resolver<ReadonlyArray<ResolversTypes['Part']>, ParentType, ContextType>;
  until?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  proposedParts?: Resolver<ReadonlyArray<ResolversTypes['Part']>, ParentType, ContextType>;
  proposedUntil?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  answerBy?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  silence?: Resolver<ResolversTypes['Silence'], ParentType, ContextType>;
  proposed?: Resolver<ResolversTypes['Attribution'], ParentType, ContextType>;
  standingAgreement?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  position?: Resolver<ResolversTypes['PositionKind'], ParentType, ContextType>;
  positionAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  statement?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  override?: Resolver<Maybe<ResolversTypes['Attribution']>, ParentType, ContextType>;
  made?: Resolver<Maybe<ResolversTypes['Attribution']>, ParentType, ContextType>;
  ended?: Resolver<Maybe<ResolversTypes['Attribution']>, ParentType, ContextType>;
  reassurances?: Resolver<ReadonlyArray<ResolversTypes['Reassurance']>, ParentType, ContextType>;
};

export type FacetResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Facet'] = ResolversParentTypes['Facet']> = {
  value?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type ConcernFacetsResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ConcernFacets'] = ResolversParentTypes['ConcernFacets']> = {
  region?: Resolver<ReadonlyArray<ResolversTypes['Facet']>, ParentType, ContextType>;
  strand?: Resolver<ReadonlyArray<ResolversTypes['Facet']>, ParentType, ContextType>;
  cause?: Resolver<ReadonlyArray<ResolversTypes['Facet']>, ParentType, ContextType>;
  stage?: Resolver<ReadonlyArray<ResolversTypes['Facet']>, ParentType, ContextType>;
};

export type ConcernConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ConcernConnection'] = ResolversParentTypes['ConcernConnection']> = {
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Concern']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  cannotBeRead?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  facets?: Resolver<ResolversTypes['ConcernFacets'], ParentType, ContextType>;
};

export type ConcernResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ConcernResult'] = ResolversParentTypes['ConcernResult']> = {
  __resolveType: TypeResolveFn<'ConcernChanged' | 'Refused', ParentType, ContextType>;
};

export type ConcernChangedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ConcernChanged'] = ResolversParentTypes['ConcernChanged']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  concern?: Resolver<Maybe<ResolversTypes['Concern']>, ParentType, ContextType>;
  created?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  position?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  recorded?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CouncilResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Council'] = ResolversParentTypes['Council']> = {
  code?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  type?: Resolver<ResolversTypes['CouncilType'], ParentType, ContextType>;
  region?: Resolver<ResolversTypes['Region'], ParentType, ContextType>;
  from?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  until?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  successors?: Resolver<ReadonlyArray<ResolversTypes['ID']>, ParentType, ContextType>;
  invented?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  concerns?: Resolver<ResolversTypes['ConcernConnection'], ParentType, ContextType, Partial<CouncilConcernsArgs>>;
  standingAgreements?: Resolver<Maybe<ReadonlyArray<ResolversTypes['StandingAgreement']>>, ParentType, ContextType>;
  supports?: Resolver<ResolversTypes['SupportConnection'], ParentType, ContextType, Partial<CouncilSupportsArgs>>;
  alignedSupport?: Resolver<Maybe<ResolversTypes['AlignedSupport']>, ParentType, ContextType>;
  conversationLead?: Resolver<Maybe<ResolversTypes['ConversationLead']>, ParentType, ContextType>;
  formerLeads?: Resolver<Maybe<ReadonlyArray<ResolversTypes['FormerLead']>>, ParentType, ContextType>;
  approaches?: Resolver<ReadonlyArray<ResolversTypes['Approach']>, ParentType, ContextType>;
  pastApproaches?: Resolver<ReadonlyArray<ResolversTypes['Approach']>, ParentType, ContextType, Partial<CouncilPastApproachesArgs>>;
  pastApproachCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  practiceContacts?: Resolver<Maybe<ReadonlyArray<ResolversTypes['PracticeContact']>>, ParentType, ContextType>;
};

export type StandingAgreementResolvers<ContextType = Context, ParentType extends ResolversParentTypes['StandingAgreement'] = ResolversParentTypes['StandingAgreement']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  body?: Resolver<ResolversTypes['Body'], ParentType, ContextType>;
  purpose?: Resolver<ResolversTypes['Purpose'], ParentType, ContextType>;
  parts?: Resolver<ReadonlyArray<ResolversTypes['Part']>, ParentType, ContextType>;
  strand?: Resolver<ResolversTypes['Strand'], ParentType, ContextType>;
  given?: Resolver<ResolversTypes['Attribution'], ParentType, ContextType>;
  statement?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  takenBack?: Resolver<Maybe<ResolversTypes['Attribution']>, ParentType, ContextType>;
};

export type StandingAgreementResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['StandingAgreementResult'] = ResolversParentTypes['StandingAgreementResult']> = {
  __resolveType: TypeResolveFn<'StandingAgreementsChanged' | 'Refused', ParentType, ContextType>;
};

export type StandingAgreementsChangedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['StandingAgreementsChanged'] = ResolversParentTypes['StandingAgreementsChanged']> = {
  council?: Resolver<ResolversTypes['Council'], ParentType, ContextType>;
  created?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  position?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type PolicyResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Policy'] = ResolversParentTypes['Policy']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  effect?: Resolver<ResolversTypes['PolicyEffect'], ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  challenge?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type FactOriginResolvers<ContextType = Context, ParentType extends ResolversParentTypes['FactOrigin'] = ResolversParentTypes['FactOrigin']> = {
  what?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  on?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  at?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  by?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type FactResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Fact'] = ResolversParentTypes['Fact']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  value?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  because?: Resolver<ReadonlyArray<ResolversTypes['FactOrigin']>, ParentType, ContextType>;
};

export type ExplanationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Explanation'] = ResolversParentTypes['Explanation']> = {
  allowed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  sentence?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  policies?: Resolver<ReadonlyArray<ResolversTypes['Policy']>, ParentType, ContextType>;
  facts?: Resolver<ReadonlyArray<ResolversTypes['Fact']>, ParentType, ContextType>;
  challenges?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  policyVersion?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type AudienceResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Audience'] = ResolversParentTypes['Audience']> = {
  role?: Resolver<Maybe<ResolversTypes['Role']>, ParentType, ContextType>;
  label?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  bodies?: Resolver<ReadonlyArray<ResolversTypes['Body']>, ParentType, ContextType>;
  council?: Resolver<Maybe<ResolversTypes['Council']>, ParentType, ContextType>;
  region?: Resolver<Maybe<ResolversTypes['Region']>, ParentType, ContextType>;
  strand?: Resolver<Maybe<ResolversTypes['Strand']>, ParentType, ContextType>;
  people?: Resolver<ReadonlyArray<ResolversTypes['AudienceMember']>, ParentType, ContextType>;
  parts?: Resolver<ReadonlyArray<ResolversTypes['AudiencePart']>, ParentType, ContextType>;
};

export type AudienceMemberResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AudienceMember'] = ResolversParentTypes['AudienceMember']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type AudiencePartResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AudiencePart'] = ResolversParentTypes['AudiencePart']> = {
  part?: Resolver<ResolversTypes['Part'], ParentType, ContextType>;
  policies?: Resolver<ReadonlyArray<ResolversTypes['Policy']>, ParentType, ContextType>;
};

export type InboxItemResolvers<ContextType = Context, ParentType extends ResolversParentTypes['InboxItem'] = ResolversParentTypes['InboxItem']> = {
  kind?: Resolver<ResolversTypes['TaskKind'], ParentType, ContextType>;
  sentence?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  council?: Resolver<Maybe<ResolversTypes['Council']>, ParentType, ContextType>;
  concern?: Resolver<Maybe<ResolversTypes['Concern']>, ParentType, ContextType>;
  support?: Resolver<Maybe<ResolversTypes['Support']>, ParentType, ContextType>;
  submission?: Resolver<Maybe<ResolversTypes['Submission']>, ParentType, ContextType>;
  signal?: Resolver<Maybe<ResolversTypes['Signal']>, ParentType, ContextType>;
  about?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  since?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  due?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  overdue?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type InboxResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Inbox'] = ResolversParentTypes['Inbox']> = {
  nodes?: Resolver<ReadonlyArray<ResolversTypes['InboxItem']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type SubmissionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Submission'] = ResolversParentTypes['Submission']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  body?: Resolver<ResolversTypes['Body'], ParentType, ContextType>;
  council?: Resolver<ResolversTypes['Council'], ParentType, ContextType>;
  strand?: Resolver<ResolversTypes['Strand'], ParentType, ContextType>;
  cause?: Resolver<Maybe<ResolversTypes['Cause']>, ParentType, ContextType>;
  period?: Resolver<ResolversTypes['Period'], ParentType, ContextType>;
  submitted?: Resolver<ResolversTypes['Attribution'], ParentType, ContextType>;
  account?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  source?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  reference?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  handling?: Resolver<Maybe<ResolversTypes['SubmissionHandling']>, ParentType, ContextType>;
  handlingWithheld?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type SubmissionHandlingResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SubmissionHandling'] = ResolversParentTypes['SubmissionHandling']> = {
  councilAware?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  told?: Resolver<Maybe<ResolversTypes['SubmissionTold']>, ParentType, ContextType>;
  setAside?: Resolver<Maybe<ResolversTypes['Attribution']>, ParentType, ContextType>;
  concerns?: Resolver<ReadonlyArray<ResolversTypes['Concern']>, ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type SubmissionToldResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SubmissionTold'] = ResolversParentTypes['SubmissionTold']> = {
  toldName?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  toldOffice?: Resolver<ResolversTypes['Office'], ParentType, ContextType>;
  channel?: Resolver<ResolversTypes['Channel'], ParentType, ContextType>;
  toldOn?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  recordedBy?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  about?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type SubmissionConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SubmissionConnection'] = ResolversParentTypes['SubmissionConnection']> = {
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Submission']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  cannotBeRead?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type SignalResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Signal'] = ResolversParentTypes['Signal']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  council?: Resolver<ResolversTypes['Council'], ParentType, ContextType>;
  strand?: Resolver<ResolversTypes['Strand'], ParentType, ContextType>;
  causes?: Resolver<ReadonlyArray<ResolversTypes['Cause']>, ParentType, ContextType>;
  requested?: Resolver<ResolversTypes['Attribution'], ParentType, ContextType>;
  wanted?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  answer?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  answered?: Resolver<Maybe<ResolversTypes['Attribution']>, ParentType, ContextType>;
  supports?: Resolver<ReadonlyArray<ResolversTypes['Support']>, ParentType, ContextType>;
  withdrawn?: Resolver<Maybe<ResolversTypes['Attribution']>, ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type SignalConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SignalConnection'] = ResolversParentTypes['SignalConnection']> = {
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Signal']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  cannotBeRead?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type SubmissionResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SubmissionResult'] = ResolversParentTypes['SubmissionResult']> = {
  __resolveType: TypeResolveFn<'SubmissionChanged' | 'Refused', ParentType, ContextType>;
};

export type SubmissionChangedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SubmissionChanged'] = ResolversParentTypes['SubmissionChanged']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  submission?: Resolver<Maybe<ResolversTypes['Submission']>, ParentType, ContextType>;
  created?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  position?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type SignalResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SignalResult'] = ResolversParentTypes['SignalResult']> = {
  __resolveType: TypeResolveFn<'SignalChanged' | 'Refused', ParentType, ContextType>;
};

export type SignalChangedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SignalChanged'] = ResolversParentTypes['SignalChanged']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  signal?: Resolver<Maybe<ResolversTypes['Signal']>, ParentType, ContextType>;
  created?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  position?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type LedgerResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['LedgerResult'] = ResolversParentTypes['LedgerResult']> = {
  __resolveType: TypeResolveFn<'Ledger' | 'Refused', ParentType, ContextType>;
};

export type LedgerResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Ledger'] = ResolversParentTypes['Ledger']> = {
  council?: Resolver<ResolversTypes['Council'], ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  policyVersion?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  scope?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  concerns?: Resolver<ResolversTypes['LedgerConcerns'], ParentType, ContextType, Partial<LedgerConcernsArgs>>;
  removedTo?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  losses?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  disclosures?: Resolver<ResolversTypes['Disclosures'], ParentType, ContextType, Partial<LedgerDisclosuresArgs>>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type LedgerConcernsResolvers<ContextType = Context, ParentType extends ResolversParentTypes['LedgerConcerns'] = ResolversParentTypes['LedgerConcerns']> = {
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Concern']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type DisclosuresResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Disclosures'] = ResolversParentTypes['Disclosures']> = {
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Disclosure']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type DisclosureResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Disclosure'] = ResolversParentTypes['Disclosure']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  concern?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  person?: Resolver<ResolversTypes['DisclosedTo'], ParentType, ContextType>;
  capacities?: Resolver<ReadonlyArray<ResolversTypes['Capacity']>, ParentType, ContextType>;
  surface?: Resolver<ResolversTypes['Surface'], ParentType, ContextType>;
  parts?: Resolver<ReadonlyArray<ResolversTypes['DisclosedPart']>, ParentType, ContextType>;
  policyVersion?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type DisclosedToResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DisclosedTo'] = ResolversParentTypes['DisclosedTo']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type CapacityResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Capacity'] = ResolversParentTypes['Capacity']> = {
  role?: Resolver<ResolversTypes['Role'], ParentType, ContextType>;
  bodies?: Resolver<ReadonlyArray<ResolversTypes['Body']>, ParentType, ContextType>;
  council?: Resolver<Maybe<ResolversTypes['Council']>, ParentType, ContextType>;
  regions?: Resolver<ReadonlyArray<ResolversTypes['Region']>, ParentType, ContextType>;
  strands?: Resolver<ReadonlyArray<ResolversTypes['Strand']>, ParentType, ContextType>;
};

export type DisclosedPartResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DisclosedPart'] = ResolversParentTypes['DisclosedPart']> = {
  part?: Resolver<ResolversTypes['DisclosablePart'], ParentType, ContextType>;
  policies?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
};

export type HistoryEntryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['HistoryEntry'] = ResolversParentTypes['HistoryEntry']> = {
  number?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  by?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  event?: Resolver<ResolversTypes['ConcernHappening'], ParentType, ContextType>;
  what?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  subject?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  said?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  share?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  policyVersion?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  permittedBy?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  previous?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type PastConcernResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PastConcernResult'] = ResolversParentTypes['PastConcernResult']> = {
  __resolveType: TypeResolveFn<'PastConcern' | 'Refused', ParentType, ContextType>;
};

export type PastConcernResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PastConcern'] = ResolversParentTypes['PastConcern']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  policyVersion?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  concern?: Resolver<ResolversTypes['Concern'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type SubscriptionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription']> = {
  concernChanged?: SubscriptionResolver<ResolversTypes['ConcernLive'], "concernChanged", ParentType, ContextType, RequireFields<SubscriptionConcernChangedArgs, 'concern'>>;
  ledgerChanged?: SubscriptionResolver<ResolversTypes['LedgerLive'], "ledgerChanged", ParentType, ContextType, RequireFields<SubscriptionLedgerChangedArgs, 'council'>>;
  inboxChanged?: SubscriptionResolver<ResolversTypes['InboxLive'], "inboxChanged", ParentType, ContextType, Partial<SubscriptionInboxChangedArgs>>;
  supportChanged?: SubscriptionResolver<ResolversTypes['SupportLive'], "supportChanged", ParentType, ContextType, RequireFields<SubscriptionSupportChangedArgs, 'council'>>;
};

export type LiveUpdateResolvers<ContextType = Context, ParentType extends ResolversParentTypes['LiveUpdate'] = ResolversParentTypes['LiveUpdate']> = {
  __resolveType: TypeResolveFn<'ConcernUpdate' | 'LedgerUpdate' | 'InboxUpdate' | 'SupportUpdate', ParentType, ContextType>;
};

export type ConcernLiveResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ConcernLive'] = ResolversParentTypes['ConcernLive']> = {
  __resolveType: TypeResolveFn<'ConcernUpdate' | 'LiveEnded' | 'Refused', ParentType, ContextType>;
};

export type LedgerLiveResolvers<ContextType = Context, ParentType extends ResolversParentTypes['LedgerLive'] = ResolversParentTypes['LedgerLive']> = {
  __resolveType: TypeResolveFn<'LedgerUpdate' | 'LiveEnded' | 'Refused', ParentType, ContextType>;
};

export type InboxLiveResolvers<ContextType = Context, ParentType extends ResolversParentTypes['InboxLive'] = ResolversParentTypes['InboxLive']> = {
  __resolveType: TypeResolveFn<'InboxUpdate' | 'LiveEnded' | 'Refused', ParentType, ContextType>;
};

export type SupportLiveResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SupportLive'] = ResolversParentTypes['SupportLive']> = {
  __resolveType: TypeResolveFn<'SupportUpdate' | 'LiveEnded' | 'Refused', ParentType, ContextType>;
};

export type ConcernUpdateResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ConcernUpdate'] = ResolversParentTypes['ConcernUpdate']> = {
  position?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['LiveKind'], ParentType, ContextType>;
  changes?: Resolver<ReadonlyArray<ResolversTypes['ConcernLiveChange']>, ParentType, ContextType>;
  concern?: Resolver<ResolversTypes['Concern'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ConcernLiveChangeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ConcernLiveChange'] = ResolversParentTypes['ConcernLiveChange']> = {
  what?: Resolver<ResolversTypes['ConcernHappening'], ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type LedgerUpdateResolvers<ContextType = Context, ParentType extends ResolversParentTypes['LedgerUpdate'] = ResolversParentTypes['LedgerUpdate']> = {
  position?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['LiveKind'], ParentType, ContextType>;
  ledger?: Resolver<ResolversTypes['Ledger'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type InboxUpdateResolvers<ContextType = Context, ParentType extends ResolversParentTypes['InboxUpdate'] = ResolversParentTypes['InboxUpdate']> = {
  position?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['LiveKind'], ParentType, ContextType>;
  inbox?: Resolver<ResolversTypes['Inbox'], ParentType, ContextType, Partial<InboxUpdateInboxArgs>>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type SupportUpdateResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SupportUpdate'] = ResolversParentTypes['SupportUpdate']> = {
  position?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['LiveKind'], ParentType, ContextType>;
  support?: Resolver<ResolversTypes['AlignedSupport'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type LiveEndedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['LiveEnded'] = ResolversParentTypes['LiveEnded']> = {
  reason?: Resolver<ResolversTypes['LiveEndReason'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  position?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type MetricResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Metric'] = ResolversParentTypes['Metric']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  label?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  unit?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  periods?: Resolver<ReadonlyArray<ResolversTypes['MetricPeriod']>, ParentType, ContextType>;
  value?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType, RequireFields<MetricValueArgs, 'area' | 'period'>>;
};

export type MetricPeriodResolvers<ContextType = Context, ParentType extends ResolversParentTypes['MetricPeriod'] = ResolversParentTypes['MetricPeriod']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  label?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type CitationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Citation'] = ResolversParentTypes['Citation']> = {
  metric?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  label?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  unit?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  area?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  period?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  periodLabel?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  value?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  region?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  england?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type MetricConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['MetricConnection'] = ResolversParentTypes['MetricConnection']> = {
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Metric']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type ImportResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ImportResult'] = ResolversParentTypes['ImportResult']> = {
  __resolveType: TypeResolveFn<'SeriesImported' | 'Refused', ParentType, ContextType>;
};

export type SeriesImportedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SeriesImported'] = ResolversParentTypes['SeriesImported']> = {
  position?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  recorded?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  replaced?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type OverviewQuarterResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OverviewQuarter'] = ResolversParentTypes['OverviewQuarter']> = {
  quarter?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  isIncomplete?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  measures?: Resolver<ReadonlyArray<ResolversTypes['OverviewMeasure']>, ParentType, ContextType>;
};

export type OverviewMeasureResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OverviewMeasure'] = ResolversParentTypes['OverviewMeasure']> = {
  measure?: Resolver<ResolversTypes['Measure'], ParentType, ContextType>;
  total?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  byRegion?: Resolver<ReadonlyArray<ResolversTypes['RegionFigure']>, ParentType, ContextType>;
  byStrand?: Resolver<ReadonlyArray<ResolversTypes['StrandFigure']>, ParentType, ContextType>;
  byCause?: Resolver<ReadonlyArray<ResolversTypes['CauseFigure']>, ParentType, ContextType>;
  byRegionAndStrand?: Resolver<ReadonlyArray<ResolversTypes['RegionStrandFigure']>, ParentType, ContextType>;
  byStrandAndCause?: Resolver<ReadonlyArray<ResolversTypes['StrandCauseFigure']>, ParentType, ContextType>;
  byOutcome?: Resolver<ReadonlyArray<ResolversTypes['OutcomeFigure']>, ParentType, ContextType>;
  byDays?: Resolver<ReadonlyArray<ResolversTypes['DaysFigure']>, ParentType, ContextType>;
};

export type RegionFigureResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RegionFigure'] = ResolversParentTypes['RegionFigure']> = {
  region?: Resolver<ResolversTypes['Region'], ParentType, ContextType>;
  count?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type StrandFigureResolvers<ContextType = Context, ParentType extends ResolversParentTypes['StrandFigure'] = ResolversParentTypes['StrandFigure']> = {
  strand?: Resolver<ResolversTypes['Strand'], ParentType, ContextType>;
  count?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type CauseFigureResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CauseFigure'] = ResolversParentTypes['CauseFigure']> = {
  cause?: Resolver<ResolversTypes['Cause'], ParentType, ContextType>;
  count?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type RegionStrandFigureResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RegionStrandFigure'] = ResolversParentTypes['RegionStrandFigure']> = {
  region?: Resolver<ResolversTypes['Region'], ParentType, ContextType>;
  strand?: Resolver<ResolversTypes['Strand'], ParentType, ContextType>;
  count?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type StrandCauseFigureResolvers<ContextType = Context, ParentType extends ResolversParentTypes['StrandCauseFigure'] = ResolversParentTypes['StrandCauseFigure']> = {
  strand?: Resolver<ResolversTypes['Strand'], ParentType, ContextType>;
  cause?: Resolver<ResolversTypes['Cause'], ParentType, ContextType>;
  count?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type OutcomeFigureResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OutcomeFigure'] = ResolversParentTypes['OutcomeFigure']> = {
  outcome?: Resolver<ResolversTypes['ConclusionKind'], ParentType, ContextType>;
  count?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type DaysFigureResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DaysFigure'] = ResolversParentTypes['DaysFigure']> = {
  days?: Resolver<ResolversTypes['DaysBand'], ParentType, ContextType>;
  count?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type AssignmentResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Assignment'] = ResolversParentTypes['Assignment']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  role?: Resolver<ResolversTypes['Role'], ParentType, ContextType>;
  regions?: Resolver<ReadonlyArray<ResolversTypes['Region']>, ParentType, ContextType>;
  strands?: Resolver<ReadonlyArray<ResolversTypes['Strand']>, ParentType, ContextType>;
  body?: Resolver<Maybe<ResolversTypes['Body']>, ParentType, ContextType>;
  council?: Resolver<Maybe<ResolversTypes['Council']>, ParentType, ContextType>;
  from?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  until?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  ended?: Resolver<Maybe<ResolversTypes['Attribution']>, ParentType, ContextType>;
  current?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type PersonResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Person'] = ResolversParentTypes['Person']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  nameCorrections?: Resolver<ReadonlyArray<ResolversTypes['Attribution']>, ParentType, ContextType>;
  mailAddress?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  assignments?: Resolver<ReadonlyArray<ResolversTypes['Assignment']>, ParentType, ContextType>;
};

export type PersonConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PersonConnection'] = ResolversParentTypes['PersonConnection']> = {
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Person']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  cannotBeRead?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type PersonResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PersonResult'] = ResolversParentTypes['PersonResult']> = {
  __resolveType: TypeResolveFn<'PersonChanged' | 'Refused', ParentType, ContextType>;
};

export type PersonChangedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PersonChanged'] = ResolversParentTypes['PersonChanged']> = {
  person?: Resolver<Maybe<ResolversTypes['Person']>, ParentType, ContextType>;
  created?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  position?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  recorded?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type PolicyFileResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PolicyFile'] = ResolversParentTypes['PolicyFile']> = {
  name?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type PolicyVersionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PolicyVersion'] = ResolversParentTypes['PolicyVersion']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  published?: Resolver<ResolversTypes['Attribution'], ParentType, ContextType>;
  files?: Resolver<ReadonlyArray<ResolversTypes['PolicyFile']>, ParentType, ContextType>;
};

export type PolicyDraftResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PolicyDraft'] = ResolversParentTypes['PolicyDraft']> = {
  basedOn?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  files?: Resolver<ReadonlyArray<ResolversTypes['PolicyFile']>, ParentType, ContextType>;
  added?: Resolver<ReadonlyArray<ResolversTypes['ID']>, ParentType, ContextType>;
};

export type PolicyVersionConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PolicyVersionConnection'] = ResolversParentTypes['PolicyVersionConnection']> = {
  nodes?: Resolver<ReadonlyArray<ResolversTypes['PolicyVersion']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type PolicyCasesResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PolicyCases'] = ResolversParentTypes['PolicyCases']> = {
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  examples?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
};

export type PolicyShiftResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PolicyShift'] = ResolversParentTypes['PolicyShift']> = {
  roles?: Resolver<ReadonlyArray<ResolversTypes['Role']>, ParentType, ContextType>;
  people?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  part?: Resolver<ResolversTypes['Part'], ParentType, ContextType>;
  gained?: Resolver<ResolversTypes['PolicyCases'], ParentType, ContextType>;
  lost?: Resolver<ResolversTypes['PolicyCases'], ParentType, ContextType>;
};

export type PolicyChangesResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PolicyChanges'] = ResolversParentTypes['PolicyChanges']> = {
  added?: Resolver<ReadonlyArray<ResolversTypes['ID']>, ParentType, ContextType>;
  removed?: Resolver<ReadonlyArray<ResolversTypes['ID']>, ParentType, ContextType>;
  changed?: Resolver<ReadonlyArray<ResolversTypes['ID']>, ParentType, ContextType>;
};

export type PolicySimulationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PolicySimulation'] = ResolversParentTypes['PolicySimulation']> = {
  version?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  problems?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  policies?: Resolver<Maybe<ResolversTypes['PolicyChanges']>, ParentType, ContextType>;
  shifts?: Resolver<ReadonlyArray<ResolversTypes['PolicyShift']>, ParentType, ContextType>;
  complete?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type PolicyResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PolicyResult'] = ResolversParentTypes['PolicyResult']> = {
  __resolveType: TypeResolveFn<'PolicyPublished' | 'Refused', ParentType, ContextType>;
};

export type PolicyPublishedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PolicyPublished'] = ResolversParentTypes['PolicyPublished']> = {
  policy?: Resolver<ResolversTypes['PolicyVersion'], ParentType, ContextType>;
  position?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ProviderResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Provider'] = ResolversParentTypes['Provider']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type SupportResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Support'] = ResolversParentTypes['Support']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  council?: Resolver<ResolversTypes['Council'], ParentType, ContextType>;
  strand?: Resolver<ResolversTypes['Strand'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['SupportKind'], ParentType, ContextType>;
  provider?: Resolver<ResolversTypes['Provider'], ParentType, ContextType>;
  lead?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  causes?: Resolver<ReadonlyArray<ResolversTypes['Cause']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['SupportStatus'], ParentType, ContextType>;
  offeredOn?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  answerBy?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  from?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  until?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  begunOn?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  endedOn?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  milestones?: Resolver<ReadonlyArray<ResolversTypes['Milestone']>, ParentType, ContextType>;
  reviews?: Resolver<ReadonlyArray<ResolversTypes['Review']>, ParentType, ContextType>;
  progress?: Resolver<Maybe<ResolversTypes['Progress']>, ParentType, ContextType>;
  judgements?: Resolver<ReadonlyArray<ResolversTypes['Judgement']>, ParentType, ContextType>;
  detail?: Resolver<Maybe<ResolversTypes['SupportDetail']>, ParentType, ContextType>;
  detailWithheld?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type SupportDetailResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SupportDetail'] = ResolversParentTypes['SupportDetail']> = {
  aim?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  offeredTo?: Resolver<ResolversTypes['Office'], ParentType, ContextType>;
  toldName?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  channel?: Resolver<ResolversTypes['Channel'], ParentType, ContextType>;
  offered?: Resolver<ResolversTypes['Attribution'], ParentType, ContextType>;
  statement?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  answered?: Resolver<Maybe<ResolversTypes['Attribution']>, ParentType, ContextType>;
  formerAnswers?: Resolver<ReadonlyArray<ResolversTypes['FormerSupportAnswer']>, ParentType, ContextType>;
  ended?: Resolver<Maybe<ResolversTypes['Attribution']>, ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type FormerSupportAnswerResolvers<ContextType = Context, ParentType extends ResolversParentTypes['FormerSupportAnswer'] = ResolversParentTypes['FormerSupportAnswer']> = {
  answer?: Resolver<ResolversTypes['SupportAnswer'], ParentType, ContextType>;
  answered?: Resolver<ResolversTypes['Attribution'], ParentType, ContextType>;
  statement?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type MilestoneResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Milestone'] = ResolversParentTypes['Milestone']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['MilestoneKind'], ParentType, ContextType>;
  due?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  metOn?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  fellDueAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  about?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type ReviewResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Review'] = ResolversParentTypes['Review']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  from?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  to?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  cancelled?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  reviewedOn?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  progress?: Resolver<Maybe<ResolversTypes['Progress']>, ParentType, ContextType>;
  finding?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type JudgementResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Judgement'] = ResolversParentTypes['Judgement']> = {
  by?: Resolver<ResolversTypes['Judge'], ParentType, ContextType>;
  judgement?: Resolver<ResolversTypes['Effectiveness'], ParentType, ContextType>;
  why?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type SupportConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SupportConnection'] = ResolversParentTypes['SupportConnection']> = {
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Support']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type AlignedSupportResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AlignedSupport'] = ResolversParentTypes['AlignedSupport']> = {
  council?: Resolver<ResolversTypes['Council'], ParentType, ContextType>;
  strands?: Resolver<ReadonlyArray<ResolversTypes['StrandPicture']>, ParentType, ContextType>;
  overlapCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  overlaps?: Resolver<ReadonlyArray<ResolversTypes['Overlap']>, ParentType, ContextType, Partial<AlignedSupportOverlapsArgs>>;
};

export type StrandPictureResolvers<ContextType = Context, ParentType extends ResolversParentTypes['StrandPicture'] = ResolversParentTypes['StrandPicture']> = {
  strand?: Resolver<ResolversTypes['Strand'], ParentType, ContextType>;
  offered?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  agreed?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  declined?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  running?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  ended?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  due?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  overdue?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  working?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  partlyWorking?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  notWorking?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  unmet?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type OverlapResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Overlap'] = ResolversParentTypes['Overlap']> = {
  first?: Resolver<ResolversTypes['Support'], ParentType, ContextType>;
  second?: Resolver<ResolversTypes['Support'], ParentType, ContextType>;
  inTime?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  inPurpose?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type PracticeContactResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PracticeContact'] = ResolversParentTypes['PracticeContact']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  council?: Resolver<ResolversTypes['Council'], ParentType, ContextType>;
  strand?: Resolver<ResolversTypes['Strand'], ParentType, ContextType>;
  cause?: Resolver<ResolversTypes['Cause'], ParentType, ContextType>;
  contact?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  learned?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  takenBackAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
};

export type ConversationLeadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ConversationLead'] = ResolversParentTypes['ConversationLead']> = {
  person?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  named?: Resolver<ResolversTypes['Attribution'], ParentType, ContextType>;
};

export type ApproachResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Approach'] = ResolversParentTypes['Approach']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  body?: Resolver<ResolversTypes['Provider'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['ApproachKind'], ParentType, ContextType>;
  strand?: Resolver<ResolversTypes['Strand'], ParentType, ContextType>;
  from?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  to?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  knowing?: Resolver<ReadonlyArray<ResolversTypes['ID']>, ParentType, ContextType>;
  leadConsulted?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  about?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  planned?: Resolver<ResolversTypes['Attribution'], ParentType, ContextType>;
  cancelled?: Resolver<Maybe<ResolversTypes['Attribution']>, ParentType, ContextType>;
};

export type FormerLeadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['FormerLead'] = ResolversParentTypes['FormerLead']> = {
  person?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  named?: Resolver<ResolversTypes['Attribution'], ParentType, ContextType>;
  ended?: Resolver<ResolversTypes['Attribution'], ParentType, ContextType>;
};

export type PracticeContactConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PracticeContactConnection'] = ResolversParentTypes['PracticeContactConnection']> = {
  nodes?: Resolver<ReadonlyArray<ResolversTypes['PracticeContact']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type SupportResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SupportResult'] = ResolversParentTypes['SupportResult']> = {
  __resolveType: TypeResolveFn<'SupportChanged' | 'Refused', ParentType, ContextType>;
};

export type SupportChangedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SupportChanged'] = ResolversParentTypes['SupportChanged']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  support?: Resolver<Maybe<ResolversTypes['Support']>, ParentType, ContextType>;
  created?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  position?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  recorded?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ConversationResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ConversationResult'] = ResolversParentTypes['ConversationResult']> = {
  __resolveType: TypeResolveFn<'ConversationChanged' | 'Refused', ParentType, ContextType>;
};

export type ConversationChangedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ConversationChanged'] = ResolversParentTypes['ConversationChanged']> = {
  council?: Resolver<ResolversTypes['Council'], ParentType, ContextType>;
  created?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  position?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type Resolvers<ContextType = Context> = {
  Date?: GraphQLScalarType;
  DateTime?: GraphQLScalarType;
  Query?: QueryResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  Error?: ErrorResolvers<ContextType>;
  Refused?: RefusedResolvers<ContextType>;
  Fault?: FaultResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  Period?: PeriodResolvers<ContextType>;
  Attribution?: AttributionResolvers<ContextType>;
  Region?: RegionResolvers<ContextType>;
  Body?: BodyResolvers<ContextType>;
  Viewer?: ViewerResolvers<ContextType>;
  Conversation?: ConversationResolvers<ContextType>;
  Conclusion?: ConclusionResolvers<ContextType>;
  ConcludedSupport?: ConcludedSupportResolvers<ContextType>;
  Closing?: ClosingResolvers<ContextType>;
  Challenge?: ChallengeResolvers<ContextType>;
  Escalation?: EscalationResolvers<ContextType>;
  NotPersuaded?: NotPersuadedResolvers<ContextType>;
  Reassurance?: ReassuranceResolvers<ContextType>;
  Concern?: ConcernResolvers<ContextType>;
  Summary?: SummaryResolvers<ContextType>;
  Reply?: ReplyResolvers<ContextType>;
  Correction?: CorrectionResolvers<ContextType>;
  Grading?: GradingResolvers<ContextType>;
  Evidence?: EvidenceResolvers<ContextType>;
  Withdrawal?: WithdrawalResolvers<ContextType>;
  Awareness?: AwarenessResolvers<ContextType>;
  ShareTerms?: ShareTermsResolvers<ContextType>;
  EscalationTerms?: EscalationTermsResolvers<ContextType>;
  Share?: ShareResolvers<ContextType>;
  Facet?: FacetResolvers<ContextType>;
  ConcernFacets?: ConcernFacetsResolvers<ContextType>;
  ConcernConnection?: ConcernConnectionResolvers<ContextType>;
  ConcernResult?: ConcernResultResolvers<ContextType>;
  ConcernChanged?: ConcernChangedResolvers<ContextType>;
  Council?: CouncilResolvers<ContextType>;
  StandingAgreement?: StandingAgreementResolvers<ContextType>;
  StandingAgreementResult?: StandingAgreementResultResolvers<ContextType>;
  StandingAgreementsChanged?: StandingAgreementsChangedResolvers<ContextType>;
  Policy?: PolicyResolvers<ContextType>;
  FactOrigin?: FactOriginResolvers<ContextType>;
  Fact?: FactResolvers<ContextType>;
  Explanation?: ExplanationResolvers<ContextType>;
  Audience?: AudienceResolvers<ContextType>;
  AudienceMember?: AudienceMemberResolvers<ContextType>;
  AudiencePart?: AudiencePartResolvers<ContextType>;
  InboxItem?: InboxItemResolvers<ContextType>;
  Inbox?: InboxResolvers<ContextType>;
  Submission?: SubmissionResolvers<ContextType>;
  SubmissionHandling?: SubmissionHandlingResolvers<ContextType>;
  SubmissionTold?: SubmissionToldResolvers<ContextType>;
  SubmissionConnection?: SubmissionConnectionResolvers<ContextType>;
  Signal?: SignalResolvers<ContextType>;
  SignalConnection?: SignalConnectionResolvers<ContextType>;
  SubmissionResult?: SubmissionResultResolvers<ContextType>;
  SubmissionChanged?: SubmissionChangedResolvers<ContextType>;
  SignalResult?: SignalResultResolvers<ContextType>;
  SignalChanged?: SignalChangedResolvers<ContextType>;
  LedgerResult?: LedgerResultResolvers<ContextType>;
  Ledger?: LedgerResolvers<ContextType>;
  LedgerConcerns?: LedgerConcernsResolvers<ContextType>;
  Disclosures?: DisclosuresResolvers<ContextType>;
  Disclosure?: DisclosureResolvers<ContextType>;
  DisclosedTo?: DisclosedToResolvers<ContextType>;
  Capacity?: CapacityResolvers<ContextType>;
  DisclosedPart?: DisclosedPartResolvers<ContextType>;
  HistoryEntry?: HistoryEntryResolvers<ContextType>;
  PastConcernResult?: PastConcernResultResolvers<ContextType>;
  PastConcern?: PastConcernResolvers<ContextType>;
  Subscription?: SubscriptionResolvers<ContextType>;
  LiveUpdate?: LiveUpdateResolvers<ContextType>;
  ConcernLive?: ConcernLiveResolvers<ContextType>;
  LedgerLive?: LedgerLiveResolvers<ContextType>;
  InboxLive?: InboxLiveResolvers<ContextType>;
  SupportLive?: SupportLiveResolvers<ContextType>;
  ConcernUpdate?: ConcernUpdateResolvers<ContextType>;
  ConcernLiveChange?: ConcernLiveChangeResolvers<ContextType>;
  LedgerUpdate?: LedgerUpdateResolvers<ContextType>;
  InboxUpdate?: InboxUpdateResolvers<ContextType>;
  SupportUpdate?: SupportUpdateResolvers<ContextType>;
  LiveEnded?: LiveEndedResolvers<ContextType>;
  Metric?: MetricResolvers<ContextType>;
  MetricPeriod?: MetricPeriodResolvers<ContextType>;
  Citation?: CitationResolvers<ContextType>;
  MetricConnection?: MetricConnectionResolvers<ContextType>;
  ImportResult?: ImportResultResolvers<ContextType>;
  SeriesImported?: SeriesImportedResolvers<ContextType>;
  OverviewQuarter?: OverviewQuarterResolvers<ContextType>;
  OverviewMeasure?: OverviewMeasureResolvers<ContextType>;
  RegionFigure?: RegionFigureResolvers<ContextType>;
  StrandFigure?: StrandFigureResolvers<ContextType>;
  CauseFigure?: CauseFigureResolvers<ContextType>;
  RegionStrandFigure?: RegionStrandFigureResolvers<ContextType>;
  StrandCauseFigure?: StrandCauseFigureResolvers<ContextType>;
  OutcomeFigure?: OutcomeFigureResolvers<ContextType>;
  DaysFigure?: DaysFigureResolvers<ContextType>;
  Assignment?: AssignmentResolvers<ContextType>;
  Person?: PersonResolvers<ContextType>;
  PersonConnection?: PersonConnectionResolvers<ContextType>;
  PersonResult?: PersonResultResolvers<ContextType>;
  PersonChanged?: PersonChangedResolvers<ContextType>;
  PolicyFile?: PolicyFileResolvers<ContextType>;
  PolicyVersion?: PolicyVersionResolvers<ContextType>;
  PolicyDraft?: PolicyDraftResolvers<ContextType>;
  PolicyVersionConnection?: PolicyVersionConnectionResolvers<ContextType>;
  PolicyCases?: PolicyCasesResolvers<ContextType>;
  PolicyShift?: PolicyShiftResolvers<ContextType>;
  PolicyChanges?: PolicyChangesResolvers<ContextType>;
  PolicySimulation?: PolicySimulationResolvers<ContextType>;
  PolicyResult?: PolicyResultResolvers<ContextType>;
  PolicyPublished?: PolicyPublishedResolvers<ContextType>;
  Provider?: ProviderResolvers<ContextType>;
  Support?: SupportResolvers<ContextType>;
  SupportDetail?: SupportDetailResolvers<ContextType>;
  FormerSupportAnswer?: FormerSupportAnswerResolvers<ContextType>;
  Milestone?: MilestoneResolvers<ContextType>;
  Review?: ReviewResolvers<ContextType>;
  Judgement?: JudgementResolvers<ContextType>;
  SupportConnection?: SupportConnectionResolvers<ContextType>;
  AlignedSupport?: AlignedSupportResolvers<ContextType>;
  StrandPicture?: StrandPictureResolvers<ContextType>;
  Overlap?: OverlapResolvers<ContextType>;
  PracticeContact?: PracticeContactResolvers<ContextType>;
  ConversationLead?: ConversationLeadResolvers<ContextType>;
  Approach?: ApproachResolvers<ContextType>;
  FormerLead?: FormerLeadResolvers<ContextType>;
  PracticeContactConnection?: PracticeContactConnectionResolvers<ContextType>;
  SupportResult?: SupportResultResolvers<ContextType>;
  SupportChanged?: SupportChangedResolvers<ContextType>;
  ConversationResult?: ConversationResultResolvers<ContextType>;
  ConversationChanged?: ConversationChangedResolvers<ContextType>;
};


