// Facts of policy decisions in plain words: their names and values.
import type { ConcernFacts, PersonFacts } from "../../policies/engine/facts.ts";
import { findBody } from "../../reference/bodies.ts";
import { CAUSE_LABELS, type Cause } from "../../reference/causes.ts";
import type { SharedPart } from "../../reference/concern-parts.ts";
import { SEAT_LABELS, type Seat } from "../../reference/concern-terms.ts";
import type { Councils } from "../../reference/councils.ts";
import { findRegion } from "../../reference/regions.ts";
import { STRAND_LABELS, type Strand } from "../../reference/strands.ts";

export const CONCERN_FACT_WORDS: Readonly<Record<keyof ConcernFacts, string>> = {
  council: "The council that it is about",
  region: "Its region",
  strand: "Its strand",
  scope: "Its region and strand",
  councilStrand: "Its council and strand",
  cause: "Its cause",
  stage: "Its stage",
  councilAware: "The council has been made aware",
  evidenced: "It has evidence that has not been withdrawn, and not from protected sources alone",
  wordsClosed: "The time to tell the council has passed, and its words are closed",
  restricted: "It is restricted to named people of the council",
  namedReaders: "The people of the council to whom it is restricted",
  headlineSharedWith: "Bodies that the headline is shared with today",
  summarySharedWith: "Bodies that the summary is shared with today",
  evidenceSharedWith: "Bodies that the evidence is shared with today",
  outcomeFor: "Bodies that are shown the outcome today",
};

/** Facts of a person: each text has the answer yes or no, or the relevant bodies. */
export const PERSON_FACT_WORDS: Readonly<Record<keyof PersonFacts, string>> = {
  id: "Who the person is",
  adviserScopes: "An adviser of its region and strand",
  councils: "Of the council that it is about",
  councilStrands: "In an office of the council that reads its strand",
  speaksFor: "May speak for the council in its strand",
  speakerCouncils: "May speak for the council",
  officersOf: "Names the officers of the council",
  monitoringOfficerOf: "The monitoring officer of the council",
  councilPerson: "Among the people of the council to whom it is restricted",
  interests: "Holds an office in the council, or has declared an interest in it",
  memberPeerBodies: "A member peer, in these of the bodies that it is shared with",
  cibBodies: "A CIB lead, in these of the bodies that it is shared with",
  adassBodies: "An ADASS lead, in these of the bodies that it is shared with",
  regionalImprovementBodies: "Of a regional improvement organisation, in these of the bodies that it is shared with",
  groupOfficeBodies: "Of a group office, in these of the bodies that it is shared with",
  panelBodies: "Of the Performance Support Panel, in these of the bodies that it is shared with",
  departmentBodies: "Of a department, in these of the bodies that it is shared with",
  inspectorateBodies: "Of an inspectorate, in these of the bodies that it is shared with",
  bodies: "In these of the bodies that it is shared with",
  adviserRegions: "An adviser in its region",
  leadRegions: "A lead in its region",
  advisoryBoard: "Of the Advisory Board",
  improvementBoard: "Of the Improvement Board",
  governanceOfficer: "An information governance officer",
  administrator: "An administrator of the hub",
};

/** Describes what a person lacks whose facts do not match a fact of the concern. `whose` is "yours" or "theirs". */
export const NOT_MET: Readonly<Partial<Record<keyof ConcernFacts, (whose: string) => string>>> = {
  council: (whose) => `it is not about a council of ${whose}`,
  region: (whose) => `it is not in a region of ${whose}`,
  councilStrand: (whose) => `it is not in a strand that an office of ${whose} in the council reads`,
  scope: (whose) => `it is not in a region and strand of ${whose} as an adviser`,
  headlineSharedWith: (whose) => `its headline is not shared with any body of ${whose}`,
  summarySharedWith: (whose) => `its summary is not shared with any body of ${whose}`,
  evidenceSharedWith: (whose) => `its evidence is not shared with any body of ${whose}`,
  outcomeFor: (whose) => `its outcome is not shown to any body of ${whose}`,
};

/** The text if a body of the person has the part and no policy applies to their role in that body. */
export const sharedInVain = (part: SharedPart, whose: string): string =>
  `Its ${part} is shared with a body of ${whose}, but no policy in force lets that role read this part.`;

export const yesNo = (value: boolean): string => (value ? "yes" : "no");
/** Of people and seats of a body that alone receive a share, the body and them. */
export function bodyName(id: string): string {
  const [body = "", limit] = id.split("#");
  const name = findBody(body)?.name ?? body;
  if (limit === undefined) return name;
  const [, seat] = /^seat:(.*)$/.exec(limit) ?? [];
  return `${name} (${seat === undefined ? "named people" : (SEAT_LABELS[seat as Seat] ?? seat).toLowerCase()})`;
}
export const bodyNames = (ids: readonly string[]): string => ids.map(bodyName).join("; ") || "none";

/** Describes a fact's value; `bodyNames` describes a set of bodies. */
export function factInWords(name: keyof ConcernFacts, facts: ConcernFacts, councils: Pick<Councils, "find">): string {
  const value = facts[name];
  if (typeof value === "boolean") return yesNo(value);
  if (typeof value !== "string") return bodyNames(value);
  if (name === "council") return councils.find(value)?.name ?? value;
  if (name === "region") return regionName(value);
  if (name === "strand") return strandName(value);
  if (name === "scope") return `${regionName(facts.region)}, ${strandName(facts.strand)}`;
  if (name === "councilStrand") return `${factInWords("council", facts, councils)}, ${strandName(facts.strand)}`;
  if (name === "cause") return CAUSE_LABELS[value as Cause] ?? value;
  return value.replaceAll("-", " ");
}

const regionName = (code: string): string => findRegion(code)?.name ?? code;
const strandName = (strand: string): string => STRAND_LABELS[strand as Strand] ?? strand;
