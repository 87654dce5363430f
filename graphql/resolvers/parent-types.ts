// Object type of the schema -> the parent that resolvers of its fields get. The generated types use this map (`npm run codegen`). A field whose parent
// has a property with the same name and type needs no resolver.
import type { figuresFile } from "../../exports/figures-csv.ts";
import type { Act, Attributed, PresentedSpeaker } from "../../queries/attribution.ts";
import type { AudienceMember, KeptOut, Onlooker, Through } from "../../queries/concerns/audience.ts";
import type { Explanation } from "../../queries/concerns/explain.ts";
import type { ExplainedFact, FactOrigin } from "../../queries/concerns/explained-facts.ts";
import type { presentOutcome, presentOutcomeRecord } from "../../queries/concerns/outcomes.ts";
import type * as concerns from "../../queries/concerns/present.ts";
import type * as concernLife from "../../queries/concerns/present-life.ts";
import type { presentShareRequests } from "../../queries/concerns/present-requests.ts";
import type { presentRestrictions } from "../../queries/concerns/present-restriction.ts";
import type { presentExtension, presentUntold } from "../../queries/concerns/present-untold.ts";
import type { presentLaterWords } from "../../queries/concerns/present-words.ts";
import type { PreviewReader, previewShare } from "../../queries/concerns/preview.ts";
import type { DisclosedConcern } from "../../queries/disclosed-concern.ts";
import type { InboxItem } from "../../queries/inbox/inbox-item.ts";
import type { submissionCommandsNow } from "../../queries/intake/commands-now.ts";
import type { presentSignal, presentSubmission } from "../../queries/intake/present.ts";
import type { readSubmittingBodies } from "../../queries/intake/submitting-bodies.ts";
import type { HistoryEntry } from "../../queries/ledger/history.ts";
import type { OutcomeReader } from "../../queries/ledger/openers.ts";
import type { ledgerDisclosures } from "../../queries/ledger/read-ledger.ts";
import type { Change } from "../../queries/live/topic.ts";
import type { compareMetric, findMetric, periodsOf } from "../../queries/metrics/read-metrics.ts";
import type { NewsItem } from "../../queries/news/read-news.ts";
import type { readOverdue } from "../../queries/overview/read-overdue.ts";
import type { readOverview } from "../../queries/overview/read-overview.ts";
import type { Moment } from "../../queries/past/as-of.ts";
import type { Adviser, DirectoryEntry } from "../../queries/people/directory.ts";
import type { capacityOf } from "../../queries/people/granting-assignments.ts";
import type { Actor } from "../../queries/people/read-actor.ts";
import type { CouncilOfficer } from "../../queries/people/read-officers.ts";
import type { readPolicy } from "../../queries/policy/read-policy.ts";
import type { Shift, Simulation } from "../../queries/policy/simulate.ts";
import type { readRetention } from "../../queries/retention/read-retention.ts";
import type { AlignedSupport } from "../../queries/support/aligned-support.ts";
import type { Body } from "../../reference/bodies.ts";
import type { Cause } from "../../reference/causes.ts";
import type { Part } from "../../reference/concern-parts.ts";
import type { ConclusionKind } from "../../reference/concern-terms.ts";
import type { Council } from "../../reference/councils.ts";
import type { DayBand } from "../../reference/measures.ts";
import type { RecordPart } from "../../reference/record-parts.ts";
import type { Region } from "../../reference/regions.ts";
import type { Strand } from "../../reference/strands.ts";
import type { UploadedFile } from "../../services/concern/attachments.ts";
import type { NextStep } from "../../services/concern/next-step.ts";
import type { RecipientCommand } from "../../services/concern/recipient-command-samples.ts";
import type { InvitationState } from "../../services/invitation/state.ts";
import type { ROLE_TERMS } from "../../services/people/roles.ts";
import type { Cover, InterestsDeclared } from "../../services/people/state.ts";
import type { Viewer } from "../../services/people/viewer.ts";
import type { InputFault, Refusal } from "../../services/refusals.ts";
import type { EndOfUpdates, Update } from "../live.ts";
import type { connection } from "./connection.ts";
import type { ConversationParents } from "./conversation-parents.ts";
import type { PageInfo } from "./page.ts";
import type { Changed, ChangedThing, CountedPageOf, Each, Given, OfDisclosedRecord, PageOf } from "./parent-shapes.ts";
import type { SupportParents } from "./support-parents.ts";

type Metric = Given<typeof findMetric>;
type RetentionRead = NonNullable<Awaited<ReturnType<typeof readRetention>>>;
type DisclosureEntry = Each<Given<typeof ledgerDisclosures>>;
type PolicyText = Each<Explanation["policies"]>;
type Fact = Pick<ExplainedFact, "name" | "value"> & { readonly because: () => readonly ShownOrigin[] };
type ShownOrigin = FactOrigin & { readonly act: Act | undefined };
type PolicyReads = ReturnType<typeof readPolicy>;
type PublishedPolicy = Given<PolicyReads["inForce"]>;
type PublishedQuarter = Given<Given<typeof readOverview>["quarter"]>;
type PublishedMeasure = Each<PublishedQuarter["measures"]>;

type ShownShareToAccept = ReturnType<typeof concerns.presentShareToAccept> & {
  readonly concern: string;
  readonly council: string;
} & ListsCommands;
type ShownEvidence = Each<Given<typeof concerns.presentEvidence>> & { readonly concern: DisclosedConcern };
type CountsKeptOut = { readonly keptOut: () => number };
type ListsCommands = { readonly commands: () => readonly RecipientCommand[] };
type ShownPreview = {
  readonly terms: NonNullable<ReturnType<typeof previewShare>>["terms"] & CountsKeptOut & ListsCommands;
  readonly summary: ShownSummary | null | undefined;
  readonly evidence: readonly ShownEvidence[] | null | undefined;
  readonly people: readonly PreviewReader[];
};
type ShownSummary = Given<typeof concerns.presentSummary>;
type PresentedSubmission = Given<typeof presentSubmission>;
type ShownSubmission = Omit<PresentedSubmission, "handling"> &
  OfDisclosedRecord & {
    readonly handling: ShownHandling | false;
    readonly commands: () => ReturnType<typeof submissionCommandsNow>;
  };
type ShownSignal = Given<typeof presentSignal> & OfDisclosedRecord;
/** `viewer` reads its concerns: the person in the role in which they read the submission. */
type ShownHandling = Exclude<PresentedSubmission["handling"], false> & {
  readonly viewer: Viewer;
  readonly about: Pick<PresentedSubmission, "council" | "strand">;
};
/** What is known of all councils of the page together. */
type RegionCouncil = {
  readonly council: Council;
  readonly nextTasks: () => ReadonlyMap<string, InboxItem>;
  readonly supportOf: (council: Council) => AlignedSupport | undefined;
};

export type ParentTypes = ConversationParents &
  SupportParents & {
    Refused: Refusal;
    Fault: InputFault;
    PageInfo: PageInfo;
    Period: { readonly from: string; readonly to: string };
    Attribution: Attributed;
    Actor: Actor;
    Adviser: Adviser;
    AdvisersOf: DirectoryEntry;

    Region: Region;
    Body: Body;
    CouncilOfficer: CouncilOfficer;
    Council: Council;

    Viewer: Viewer;
    Person: Viewer;
    NameCorrection: Attributed & { readonly former: string | undefined; readonly name: string | undefined };
    Interests: InterestsDeclared;
    Cover: Cover;
    PersonConnection: CountedPageOf<Viewer>;
    PersonChanged: Changed & { readonly person: string };
    Assignment: Each<Viewer["assignments"]> & Pick<Viewer, "person">;
    RoleTerms: Each<typeof ROLE_TERMS>;
    Invitation: InvitationState;
    InvitationConnection: CountedPageOf<InvitationState>;
    InvitationChanged: ChangedThing & { readonly link: string | undefined };

    Concern: DisclosedConcern;
    NextStep: NextStep;
    ConcernConnection: ReturnType<typeof connection>;
    ConcernFacets: ReturnType<ReturnType<typeof connection>["facets"]>;
    Facet: { readonly value: string; readonly count: number };
    ConcernChanged: ChangedThing;
    Summary: ShownSummary;
    Reply: Each<ReturnType<ShownSummary["replies"]>>;
    CouncilPosition: Each<ReturnType<typeof concerns.presentShare>["positions"]>;
    CouncilSpeaker: PresentedSpeaker;
    Correction: Each<ReturnType<ShownSummary["corrections"]>>;
    Conclusion: Each<Given<typeof concernLife.presentConclusions>>;
    Restriction: Each<ReturnType<typeof presentRestrictions>>;
    NamedReader: Each<Each<ReturnType<typeof presentRestrictions>>["named"]>;
    LaterWord: Each<Given<typeof presentLaterWords>>;
    Closing: Given<typeof concernLife.presentClosing>;
    Evidence: ShownEvidence;
    Attachment: Each<NonNullable<ShownEvidence["attachments"]>>;
    Upload: UploadedFile;
    Grading: NonNullable<ShownEvidence["grading"]>;
    Citation: NonNullable<ShownEvidence["citation"]>;
    Withdrawal: ShownEvidence & { readonly at: string };
    Awareness: Each<Given<typeof concerns.presentAwareness>>;
    Share: Given<typeof concerns.presentShare> &
      Given<typeof concernLife.presentOfShare> & { readonly concern: DisclosedConcern };
    ShareLimit: NonNullable<Given<typeof concerns.presentShare>["limitedTo"]>;
    SharePreview: ShownPreview;
    PreviewReader: PreviewReader;
    ShareReach: NonNullable<Given<typeof concerns.presentShare>["reached"]>;
    ShareLetter: NonNullable<Given<typeof concerns.presentShare>["letter"]>;
    ShareRequest: Each<Given<typeof presentShareRequests>> & { readonly concern: DisclosedConcern };
    ShareToAccept: ShownShareToAccept;
    ShareToAcceptConnection: PageOf<ShownShareToAccept>;
    ConditionsAcceptance: NonNullable<Given<typeof concerns.presentShare>["conditionsAccepted"]>;
    ShareUrgency: NonNullable<Given<typeof concerns.presentShare>["urgent"]>;
    ShareTerms: Given<typeof concerns.presentShareTerms> &
      Given<typeof concernLife.presentForRecipient> &
      CountsKeptOut &
      ListsCommands;
    EscalationTerms: NonNullable<Given<typeof concernLife.presentOfShare>["escalation"]>;
    Reassurance: Each<Given<typeof concernLife.presentOfShare>["reassurances"]>;
    Escalation: Each<Given<typeof concernLife.presentEscalations>> & { readonly concern: DisclosedConcern };
    NotPersuaded: Each<Given<typeof concernLife.presentNotPersuaded>>;
    Conversation: Each<Given<typeof concernLife.presentConversations>>;
    Untold: Given<typeof presentUntold>;
    UntoldOpening: NonNullable<Given<typeof presentUntold>["opened"]>;
    DiscardProposal: NonNullable<Given<typeof presentUntold>["discardProposed"]>;
    TellingExtension: Given<typeof presentExtension>;
    Challenge: Each<Given<typeof concernLife.presentChallenges>["challenges"]> & { readonly concern: DisclosedConcern };

    Explanation: Omit<Explanation, "facts"> & { readonly facts: readonly Fact[] };
    Fact: Fact;
    FactOrigin: ShownOrigin;
    Audience: AudienceInWords;
    AudienceMember: AudienceMember;
    KeptOut: KeptOut;
    AudiencePart: Each<AudienceInWords["parts"]>;

    Submission: ShownSubmission;
    SubmissionConnection: CountedPageOf<ShownSubmission>;
    SubmissionChanged: ChangedThing;
    SubmissionChangeRequest: Each<ShownSubmission["changeRequests"]>;
    SubmissionHandling: ShownHandling;
    SubmittingBody: Each<ReturnType<typeof readSubmittingBodies>>;
    SubmissionTold: NonNullable<ShownHandling["told"]>;
    Signal: ShownSignal;
    SignalConnection: CountedPageOf<ShownSignal>;
    SignalChanged: ChangedThing;

    ConcernOutcome: Outcome;
    ConcernOutcomeConnection: PageOf<Outcome>;
    OutcomeReply: NonNullable<Outcome["lastReply"]>;
    OutcomeRecord: Given<typeof presentOutcomeRecord> & { readonly readers: () => Promise<readonly OutcomeReader[]> };
    OutcomeShown: Each<Given<typeof presentOutcomeRecord>["shown"]>;
    OutcomeReader: OutcomeReader;

    RegionCouncil: RegionCouncil;
    RegionCouncils: PageOf<RegionCouncil>;
    InboxItem: InboxItem;
    Inbox: PageOf<InboxItem>;
    NewsItem: NewsItem;
    News: PageOf<NewsItem> & Unread;
    NewsMarked: Changed & Unread;
    TaskChanged: Changed & { readonly id: string };
    PutOff: { readonly until: string; readonly said: Attributed };

    Ledger: LedgerAt;
    LedgerConcerns: PageOf<DisclosedConcern>;
    PastConcern: { readonly moment: Moment; readonly concern: DisclosedConcern };
    HistoryEntry: HistoryEntry & { readonly act: Act };
    Disclosure: DisclosureEntry;
    Disclosures: PageOf<DisclosureEntry>;
    DisclosedTo: Onlooker;
    DisclosureRecord: NonNullable<ReturnType<DisclosureEntry["leaf"]>>;
    DisclosedPart: { readonly part: RecordPart; readonly policies: readonly string[] };
    Capacity: ReturnType<typeof capacityOf>;

    ConcernUpdate: Update & { readonly changes: readonly Change[]; readonly concern: DisclosedConcern };
    ConcernLiveChange: Change;
    LedgerUpdate: Update & { readonly ledger: LedgerAt };
    InboxUpdate: Update;
    NewsUpdate: Update & { readonly unread: number; readonly moreUnread: boolean };
    LiveEnded: EndOfUpdates;

    Metric: Metric;
    MetricPeriod: Each<ReturnType<typeof periodsOf>>;
    MetricComparison: Each<ReturnType<typeof compareMetric>>;
    MetricConnection: PageOf<Metric>;
    SeriesImported: Changed & { readonly replaced: boolean };

    Retention: RetentionRead;
    RetentionRule: Each<RetentionRead["rules"]>;
    DisclosureRetention: RetentionRead["disclosures"];
    PassingMonth: NonNullable<RetentionRead["disclosures"]["next"]>;
    DueMonth: Each<RetentionRead["disclosures"]["due"]>;
    RemovedMonth: Each<RetentionRead["disclosures"]["removed"]>;

    OverdueUntold: Each<Given<typeof readOverdue>>;
    OverviewQuarter: PublishedQuarter;
    OverviewMeasure: PublishedMeasure;
    FiguresFile: ReturnType<typeof figuresFile>;
    RegionFigure: FigureOf<"region", Region>;
    StrandFigure: FigureOf<"strand", Strand>;
    CauseFigure: FigureOf<"cause", Cause>;
    RegionStrandFigure: FigureOf<"region", Region> & FigureOf<"strand", Strand>;
    StrandCauseFigure: FigureOf<"strand", Strand> & FigureOf<"cause", Cause>;
    OutcomeFigure: FigureOf<"outcome", ConclusionKind>;
    DaysFigure: FigureOf<"days", DayBand>;

    Policy: PolicyText;
    PolicyFile: { readonly name: string; readonly text: string };
    PolicyDraft: Given<PolicyReads["draft"]>;
    PolicyVersion: PublishedPolicy;
    PolicyDifference: Simulation["differences"][number];
    PolicyVersionConnection: PageOf<PublishedPolicy>;
    PolicyPublished: Changed;
    PolicySimulation: Simulation;
    PolicyChanges: NonNullable<Simulation["policies"]>;
    PolicyShift: Shift;
    PolicyCases: Shift["gained"];
  };

type Outcome = ReturnType<typeof presentOutcome>;
type AudienceInWords = Through & {
  readonly people: readonly AudienceMember[];
  readonly parts: readonly { readonly part: Part; readonly policies: readonly PolicyText[] }[];
};
type Unread = { readonly unread: () => number; readonly moreUnread: () => boolean };
type LedgerAt = { readonly council: Council; readonly moment?: Moment | undefined };
type FigureOf<Name extends string, Value> = Readonly<Record<Name, Value>> & { readonly count: PublishedMeasure["total"] };
