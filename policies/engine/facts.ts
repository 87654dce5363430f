// The facts that policies use: the attributes of a person, a concern, a share and a council in Cedar.
// The Cedar schema is authoritative; `checkPolicy` refuses to start if these names and its attributes differ.

import type { Part, SharedPart, Stage } from "../../reference/concern-parts.ts";
import { keysOf } from "../../reference/keys-of.ts";

/** Part of a concern -> the action that reads it. */
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

const NONE: readonly string[] = [];

/** A person without assignments: policies that check assignments permit them nothing. */
export const NO_ROLE = {
  id: "",
  adviserScopes: NONE,
  councils: NONE,
  /** `council/strand` that their offices in a council read, and that they may speak in. */
  councilStrands: NONE,
  speaksFor: NONE,
  /** Councils that they may speak for in some strand, and those whose officers they name. */
  speakerCouncils: NONE,
  officersOf: NONE,
  /** Councils that they are monitoring officer of. */
  monitoringOfficerOf: NONE,
  /** Their own id, if they hold an office in a council. */
  councilPerson: NONE,
  /** Councils in which they hold an office, their home council, and others that they declared an interest in; with those that reorganisation links with these. */
  interests: NONE,
  memberPeerBodies: NONE,
  cibBodies: NONE,
  adassBodies: NONE,
  regionalImprovementBodies: NONE,
  groupOfficeBodies: NONE,
  panelBodies: NONE,
  departmentBodies: NONE,
  inspectorateBodies: NONE,
  bodies: NONE,
  /** Regions in which the person is an adviser of any strand, and regions whose support they align as a regional lead. */
  adviserRegions: NONE,
  leadRegions: NONE,
  advisoryBoard: false,
  improvementBoard: false,
  governanceOfficer: false,
  administrator: false,
};
/** A person's facts from their assignments on one day: each role is flattened into a set of its scopes, councils or bodies. */
export type PersonFacts = Readonly<typeof NO_ROLE>;

/** The facts of somebody who acts for no body. */
export const NO_BODIES = {
  ...{ memberPeerBodies: NONE, cibBodies: NONE, adassBodies: NONE, regionalImprovementBodies: NONE, groupOfficeBodies: NONE },
  ...{ panelBodies: NONE, departmentBodies: NONE, inspectorateBodies: NONE, bodies: NONE },
} satisfies Partial<PersonFacts>;

// A share can be limited to some people or seats of its body. They have a token beside the body: "cib-london#person:ada", "cib-london#seat:director".

export const personToken = (body: string, person: string): string => `${body}#person:${person}`;
export const seatToken = (body: string, seat: string): string => `${body}#seat:${seat}`;
/** A body has no such sign in its id. */
export const isToken = (value: string): boolean => value.includes("#");
export const bodyOfToken = (value: string): string => value.split("#")[0] ?? value;

/** Whether nobody else has the value in this fact: a token, or the id of somebody of a council. */
export const isOwn = (fact: string, value: string): boolean => fact === "councilPerson" || isToken(value);

/** The people and tokens that a concern names. A share of any part shows the headline too. */
export const namedIn = ({ namedReaders, headlineSharedWith, outcomeFor }: ConcernFacts): readonly string[] => [
  ...namedReaders,
  ...[...headlineSharedWith, ...outcomeFor].filter(isToken),
];

/** A person's facts without the tokens, and without their own id among the people of a council, that are not kept. */
export function withoutTokens(person: PersonFacts, isKept: (token: string) => boolean): PersonFacts {
  const changed = Object.entries(person).flatMap(([name, value]) => {
    if (!Array.isArray(value)) return [];
    const kept = value.filter((one: string) => !isOwn(name, one) || isKept(one));
    return kept.length === value.length ? [] : [[name, kept] as const];
  });
  return changed.length === 0 ? person : { ...person, ...Object.fromEntries(changed) };
}

/** The boolean facts. */
export type PersonFlag = { [Name in keyof PersonFacts]: PersonFacts[Name] extends boolean ? Name : never }[keyof PersonFacts];
export const isPersonFlag = (fact: keyof PersonFacts): fact is PersonFlag => typeof NO_ROLE[fact] === "boolean";
export const PERSON_FLAGS: readonly PersonFlag[] = keysOf(NO_ROLE).filter(isPersonFlag);

/** `scope` is `region/strand`, and `councilStrand` is `council/strand`. */
const NO_PLACE = { council: "", region: "", strand: "", scope: "", councilStrand: "" };

/** The facts of a resource that does not exist, for decisions on one day. Nobody may do anything to it. */
export const NO_FACTS = {
  /** Sets hold ids of bodies with a live share of that part. */
  Concern: {
    ...NO_PLACE,
    cause: "",
    stage: "logged" as Stage,
    councilAware: false,
    evidenced: false,
    /** The council is untold past its day, and the words are not opened to tell it or to discard the concern. */
    wordsClosed: false,
    /** Of the council only these people, by id, read a concern that is restricted. */
    restricted: false,
    namedReaders: NONE,
    headlineSharedWith: NONE,
    summarySharedWith: NONE,
    evidenceSharedWith: NONE,
    /** Bodies that are shown the outcome. */
    outcomeFor: NONE,
  },
  /** `audience` are the body, or the tokens of the people and seats to which the share is limited. */
  Share: {
    council: "",
    body: "",
    audience: NONE,
    live: false,
    awaitsAcceptance: false,
    endingShown: false,
    councilAware: false,
    evidenced: false,
  },
  Council: { code: "", region: "" },
  /** An offer of support. `provider` is a body or `lga`; `shownTo` are the bodies that see an unanswered offer. */
  Support: { ...NO_PLACE, provider: "", shownTo: NONE, regionSees: false, regionSeesPurpose: false },
  /** A submission about a council. `protectedSource`: only the sender's body and the advisers know who submitted it. */
  Submission: { ...NO_PLACE, body: "", councilAware: false, protectedSource: false },
  /** A council's own request for support. */
  Signal: NO_PLACE,
  /** A contact of advisers with a council that belongs to no concern. */
  RoutineContact: NO_PLACE,
  /** A body's approach or visit to a council. `body` is a body or `lga`. */
  Approach: { council: "", region: "", body: "" },
  Overview: {},
  PersonRecord: { person: "" },
  Metrics: {},
  Policy: {},
};
export const { Concern: NO_CONCERN, Support: NO_SUPPORT, Submission: NO_SUBMISSION, Signal: NO_SIGNAL } = NO_FACTS;

type Facts = { readonly [Type in keyof typeof NO_FACTS]: Readonly<(typeof NO_FACTS)[Type]> };
export type ConcernFacts = Facts["Concern"];
export type ShareFacts = Facts["Share"];
export type SupportFacts = Facts["Support"];
export type SubmissionFacts = Facts["Submission"];
export type SignalFacts = Facts["Signal"];

export type Resource = {
  readonly [Type in keyof Facts]: { readonly type: Type; readonly id: string; readonly facts: Facts[Type] };
}[keyof Facts];

/** The scalar facts and their columns, in the register's order. */
export const FACT_COLUMNS = {
  council: "council",
  region: "region",
  strand: "strand",
  scope: "scope",
  councilStrand: "council_strand",
  cause: "cause",
  stage: "stage",
  councilAware: "council_aware",
  evidenced: "evidenced",
  wordsClosed: "words_closed",
  restricted: "restricted",
} as const satisfies Partial<Record<keyof ConcernFacts, string>>;

/** The action that reads the outcome of a concern: no part of the concern, because bodies without a share read it too. */
export const READ_OUTCOME = "readOutcome";

/** The action that reads that a share has ended. It reads nothing else of the concern. */
export const READ_SHARE_ENDING = "readShareEnding";

/** Set fact -> the part in its rows. */
export const FACT_SETS = {
  namedReaders: "named",
  headlineSharedWith: "headline",
  summarySharedWith: "summary",
  evidenceSharedWith: "evidence",
  outcomeFor: "outcome",
} as const satisfies Partial<Record<keyof ConcernFacts, SharedPart | "named" | "outcome">>;

/** The principal: a person with their facts of today, or the hub itself for scheduled work. */
export type Principal = { readonly type: "Person"; readonly facts: PersonFacts } | { readonly type: "Hub" };

export const scopeOf = (region: string, strand: string): string => `${region}/${strand}`;
export const councilStrandOf = (council: string, strand: string): string => `${council}/${strand}`;
