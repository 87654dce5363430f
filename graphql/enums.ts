// Every enum of the schema, made from the lists that the rules use: a value that is in one is in the other.
import { PARTS, SHARED_PARTS, STAGES } from "../policies/facts.ts";
import { BODY_KINDS } from "../reference/bodies.ts";
import { CAUSE_LABELS, CAUSES } from "../reference/causes.ts";
import { COUNCIL_TYPES } from "../reference/councils.ts";
import { EVIDENCE_KIND_LABELS, EVIDENCE_KINDS } from "../reference/evidence-kinds.ts";
import {
  CONTENT_GRADING_LABELS,
  CONTENT_GRADINGS,
  HANDLING_MARKING_LABELS,
  HANDLING_MARKINGS,
  SOURCE_GRADING_LABELS,
  SOURCE_GRADINGS,
} from "../reference/gradings.ts";
import { PURPOSE_LABELS, PURPOSES } from "../reference/purposes.ts";
import { STRAND_LABELS, STRANDS } from "../reference/strands.ts";
import { CHANNELS, CORRECTION_OUTCOMES, COUNCIL_OFFICES, POSITIONS, SILENCE, SUPPLIERS } from "../services/concern/events.ts";
import { SHARE_STATUSES } from "../services/concern/shares.ts";
import { ROLE_NAMES, ROLES } from "../services/people/roles.ts";
import { REFUSALS } from "../services/refusals.ts";

type EnumSource = {
  readonly about: string;
  readonly values: readonly string[];
  readonly labels?: Readonly<Record<string, string>>;
};

const ENUMS: Readonly<Record<string, EnumSource>> = {
  Strand: { about: "A strand of a council's work.", values: STRANDS, labels: STRAND_LABELS },
  Cause: { about: "A known cause of failure.", values: CAUSES, labels: CAUSE_LABELS },
  Stage: {
    about: "How far a concern has come: the furthest step taken.",
    values: STAGES,
    labels: {
      logged: "Logged by an adviser; private to the advisers.",
      aware: "The council has been made aware.",
      shared: "It has been shared with at least one body; that share may have ended since.",
    },
  },
  Part: {
    about: "A part of a concern that can be read.",
    values: PARTS,
    labels: {
      headline: "Council, strand, cause and stage.",
      summary: "What was observed, with the council's replies.",
      evidence: "The evidence that stands.",
      unsharedEvidence: "Evidence that was withdrawn, or that the council has not been told of yet.",
      protectedSource: "Who a protected source is.",
      conversations: "Conversations with the council.",
      sharingRecord: "Awareness, and every share past and present.",
    },
  },
  SharedPart: {
    about: "A part of a concern that a share can cover; each includes those before it.",
    values: SHARED_PARTS,
    labels: {
      headline: "Council, strand, cause and stage.",
      summary: "With the council's replies.",
      evidence: "With the summary.",
    },
  },
  EvidenceKind: { about: "A kind of evidence.", values: EVIDENCE_KINDS, labels: EVIDENCE_KIND_LABELS },
  SourceGrading: { about: "How reliable a source is (3x5x2).", values: SOURCE_GRADINGS, labels: SOURCE_GRADING_LABELS },
  ContentGrading: { about: "How what a source says is known (3x5x2).", values: CONTENT_GRADINGS, labels: CONTENT_GRADING_LABELS },
  Handling: { about: "How evidence may be handled (3x5x2).", values: HANDLING_MARKINGS, labels: HANDLING_MARKING_LABELS },
  Supplier: { about: "Who supplied a piece of evidence.", values: SUPPLIERS },
  Purpose: { about: "What a share is for: support, in one of its forms.", values: PURPOSES, labels: PURPOSE_LABELS },
  Office: { about: "An office in a council.", values: COUNCIL_OFFICES },
  Channel: { about: "How somebody was told.", values: CHANNELS },
  CorrectionOutcome: { about: "What became of a request for correction.", values: CORRECTION_OUTCOMES },
  Silence: {
    about: "What a council's silence past the date to answer by means.",
    values: SILENCE,
    labels: {
      "may-go-ahead": "The share may be made.",
      "is-objection": "The council has spoken against sharing with this body before, so silence is an objection.",
    },
  },
  PositionStatement: { about: "What a council says of a share.", values: POSITIONS },
  PositionKind: { about: "What a council last said of a share.", values: ["awaited", ...POSITIONS] },
  ShareStatus: {
    about: "How a share stands today.",
    values: SHARE_STATUSES,
    labels: {
      "awaiting-answer": "Proposed; the council has time to answer.",
      unanswered: "Proposed; the council's time to answer has passed in silence.",
      agreed: "Proposed; the council agrees.",
      objected: "Proposed; the council objects.",
      overridden: "Proposed; the council objects, and a second authorised person went ahead with a reason.",
      live: "Made; the body has access.",
      suspended: "Made, but the council has taken its agreement back: no access until that is settled or overridden.",
      withdrawn: "Ended by an adviser.",
      expired: "Ended by date.",
    },
  },
  PolicyEffect: {
    about: "Whether a policy permits or forbids.",
    values: ["permit", "forbid"],
    labels: { permit: "It permits.", forbid: "It forbids, whatever permits." },
  },
  BodyKind: { about: "A kind of body that a concern can be shared with.", values: BODY_KINDS },
  CouncilType: { about: "A type of principal council.", values: COUNCIL_TYPES },
  Role: {
    about: "A role a person can hold.",
    values: ROLE_NAMES,
    labels: Object.fromEntries(ROLE_NAMES.map((role) => [role, ROLES[role].label])),
  },
  RefusalCode: { about: "Why a command was refused.", values: Object.keys(REFUSALS), labels: REFUSALS },
};

/** `high-risk-change` is HIGH_RISK_CHANGE, `sharingRecord` SHARING_RECORD; a value that starts with a digit gets a letter before it. */
export function enumName(value: string): string {
  const name = value === value.toUpperCase() ? value : value.replace(/([a-z])([A-Z])/g, "$1_$2").toUpperCase();
  return name.replaceAll("-", "_").replace(/^(?=\d)/, "GRADE_");
}

/** SDL of every enum, described. */
export const enumTypeDefs = (): string =>
  Object.entries(ENUMS)
    .map(([name, { about, values, labels }]) => {
      const lines = values.map((value) => `  ${JSON.stringify(labels?.[value] ?? sentence(value))}\n  ${enumName(value)}`);
      return `${JSON.stringify(about)}\nenum ${name} {\n${lines.join("\n")}\n}`;
    })
    .join("\n\n");

/** The values behind the names. */
export const enumResolvers = (): Record<string, Record<string, string>> =>
  Object.fromEntries(
    Object.entries(ENUMS).map(([name, { values }]) => [
      name,
      Object.fromEntries(values.map((value) => [enumName(value), value])),
    ]),
  );

const sentence = (value: string): string => `${value.charAt(0).toUpperCase()}${value.slice(1).replaceAll("-", " ")}.`;
