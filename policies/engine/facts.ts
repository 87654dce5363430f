// The facts that policies speak of: what a person, a concern, a share and a council look like to Cedar.
// The Cedar schema is the text of record; `checkPolicy` refuses to start when these names and its attributes differ.

import type { Part, SharedPart, Stage } from "../../reference/concern-parts.ts";

/** Every part of a concern, with the action that reads it. */
export const READ_ACTIONS = {
  headline: "readHeadline",
  summary: "readSummary",
  evidence: "readEvidence",
  unsharedEvidence: "readUnsharedEvidence",
  protectedSource: "readProtectedSource",
  conversations: "readConversations",
  challenges: "readChallenges",
  sharingRecord: "readSharingRecord",
} as const satisfies Readonly<Record<Part, string>>;
export type ReadAction = (typeof READ_ACTIONS)[Part];

/** A concern as policy sees it on one day. `scope` is `region/strand`. Sets hold ids of bodies with a live share of that part. */
export type ConcernFacts = {
  readonly council: string;
  readonly region: string;
  readonly strand: string;
  readonly scope: string;
  readonly cause: string;
  readonly stage: Stage;
  readonly councilAware: boolean;
  readonly evidenced: boolean;
  readonly headlineSharedWith: readonly string[];
  readonly summarySharedWith: readonly string[];
  readonly evidenceSharedWith: readonly string[];
};

/** Facts of no concern: nobody may do anything to it. */
export const NO_CONCERN: ConcernFacts = {
  council: "",
  region: "",
  strand: "",
  scope: "",
  cause: "",
  stage: "logged",
  councilAware: false,
  evidenced: false,
  headlineSharedWith: [],
  summarySharedWith: [],
  evidenceSharedWith: [],
};

/** The scalar facts and their columns, in the register's order. */
export const FACT_COLUMNS = {
  council: "council",
  region: "region",
  strand: "strand",
  scope: "scope",
  cause: "cause",
  stage: "stage",
  councilAware: "council_aware",
  evidenced: "evidenced",
} as const satisfies Partial<Record<keyof ConcernFacts, string>>;

/** The set facts and the part under which their rows stand. */
export const FACT_SETS = {
  headlineSharedWith: "headline",
  summarySharedWith: "summary",
  evidenceSharedWith: "evidence",
} as const satisfies Partial<Record<keyof ConcernFacts, SharedPart>>;

/** A person as their assignments make them on one day: each role flattened into a set of what it reaches. */
export type PersonFacts = {
  readonly id: string;
  readonly adviserScopes: readonly string[];
  readonly councils: readonly string[];
  readonly memberPeerBodies: readonly string[];
  readonly cibBodies: readonly string[];
  readonly adassBodies: readonly string[];
  readonly regionalImprovementBodies: readonly string[];
  readonly groupOfficeBodies: readonly string[];
  readonly panelBodies: readonly string[];
  readonly departmentBodies: readonly string[];
  readonly inspectorateBodies: readonly string[];
  readonly bodies: readonly string[];
  /** Regions in which they are an adviser of any strand, and regions whose support they align as a regional lead. */
  readonly adviserRegions: readonly string[];
  readonly leadRegions: readonly string[];
  readonly advisoryBoard: boolean;
  readonly improvementBoard: boolean;
  readonly governanceOfficer: boolean;
  readonly administrator: boolean;
};

/** Somebody who is assigned to nothing: policies that look at what people are assigned to let them do nothing. */
export const NO_ROLE: PersonFacts = {
  id: "",
  adviserScopes: [],
  councils: [],
  memberPeerBodies: [],
  cibBodies: [],
  adassBodies: [],
  regionalImprovementBodies: [],
  groupOfficeBodies: [],
  panelBodies: [],
  departmentBodies: [],
  inspectorateBodies: [],
  bodies: [],
  adviserRegions: [],
  leadRegions: [],
  advisoryBoard: false,
  improvementBoard: false,
  governanceOfficer: false,
  administrator: false,
};

export type ShareFacts = {
  readonly body: string;
  readonly live: boolean;
  readonly councilAware: boolean;
  readonly evidenced: boolean;
};

/** An offer of support. `provider` is a body or `lga`. */
export type SupportFacts = {
  readonly council: string;
  readonly region: string;
  readonly strand: string;
  readonly scope: string;
  readonly provider: string;
};
export const NO_SUPPORT: SupportFacts = { council: "", region: "", strand: "", scope: "", provider: "" };

/** What a department or inspectorate submitted about a council. */
export type SubmissionFacts = {
  readonly council: string;
  readonly region: string;
  readonly strand: string;
  readonly scope: string;
  readonly body: string;
  readonly councilAware: boolean;
};
export const NO_SUBMISSION: SubmissionFacts = {
  council: "",
  region: "",
  strand: "",
  scope: "",
  body: "",
  councilAware: false,
};

/** A council's own request for support. */
export type SignalFacts = {
  readonly council: string;
  readonly region: string;
  readonly strand: string;
  readonly scope: string;
};
export const NO_SIGNAL: SignalFacts = { council: "", region: "", strand: "", scope: "" };

/** A body's approach or visit to a council. `body` is a body or `lga`. */
export type ApproachFacts = { readonly council: string; readonly region: string; readonly body: string };

/** Anything a decision can be about. */
export type Resource =
  | { readonly type: "Concern"; readonly id: string; readonly facts: ConcernFacts }
  | { readonly type: "Share"; readonly id: string; readonly facts: ShareFacts }
  | { readonly type: "Council"; readonly id: string; readonly facts: { readonly code: string; readonly region: string } }
  | { readonly type: "Support"; readonly id: string; readonly facts: SupportFacts }
  | { readonly type: "Submission"; readonly id: string; readonly facts: SubmissionFacts }
  | { readonly type: "Signal"; readonly id: string; readonly facts: SignalFacts }
  | { readonly type: "Approach"; readonly id: string; readonly facts: ApproachFacts }
  | { readonly type: "Overview"; readonly id: string; readonly facts: Record<string, never> }
  | { readonly type: "PersonRecord"; readonly id: string; readonly facts: { readonly person: string } }
  | { readonly type: "Metrics"; readonly id: string; readonly facts: Record<string, never> }
  | { readonly type: "Policy"; readonly id: string; readonly facts: Record<string, never> };

/** Who asks: a person with their facts of today, or the hub acting by date. */
export type Principal = { readonly type: "Person"; readonly facts: PersonFacts } | { readonly type: "Hub" };

export const scopeOf = (region: string, strand: string): string => `${region}/${strand}`;
