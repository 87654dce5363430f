// What an answer carries of concerns, supports, submissions and requests for support, read from the answer itself: its JSON beside the question that was asked. Written apart from the
// hub's own way of noting it (queries/disclosing.ts), with a table of its own from field to part, so that each can be held to the other.
import fc from "fast-check";
import type { GraphQLEnumType, GraphQLObjectType } from "graphql";
import { buildSchema } from "../../../graphql/schema.ts";

/** `surface record part`; for a mere count of a council, `count council`. */
export type Carried = Set<string>;

const HEADLINE = ["id", "council", "region", "strand", "cause", "stage", "withheld", "erased", "advisers", "foundIn"] as const;
const RECORD = [
  ...["version", "awareness", "laterWords", "sharingRecord", "share", "speakingOffices", "escalations", "notPersuaded"],
  ...["audience", "history", "disclosures", "untold", "shareRequests", "restrictions", "councilReaders", "outcome"],
  ...["owner", "coveredBy", "loggedBy", "changedAt", "nextStep", "commands"],
] as const;
const PART_OF: Readonly<Record<string, string>> = {
  ...Object.fromEntries(HEADLINE.map((field) => [field, "headline"])),
  ...Object.fromEntries(RECORD.map((field) => [field, "sharingRecord"])),
  summary: "summary",
  evidence: "evidence",
  attachment: "evidence",
  conversations: "conversations",
  tellingExtension: "conversations",
  challenges: "challenges",
  sharedWithMe: "shareTerms",
};
const fieldsOf = (type: string) => Object.keys((buildSchema().getType(type) as GraphQLObjectType).getFields());
/**
 * A share or a file is asked for by its id, which a generated question does not know: a story asks for one. Where words were found is of parts that the answer does
 * not name: test/http/search-pages.test.ts compares them.
 */
const NOT_GENERATED = ["share", "attachment", "foundIn"];
const FIELDS = fieldsOf("Concern").filter((field) => field in PART_OF && !NOT_GENERATED.includes(field));

const SUBFIELDS: Readonly<Record<string, readonly string[]>> = {
  council: ["code", "name"],
  region: ["code"],
  advisers: ["id"],
  summary: ["text", "observed", "loggedAt", "replies { text }", "conclusions { kind stands }", "closed { reason }"],
  awareness: ["toldName", "bodies { id }"],
  laterWords: ["kind", "openTo { id }"],
  sharingRecord: ["id", "status", "body { id }"],
  shareRequests: ["id", "explanation", "body { id }"],
  escalations: ["grounds", "raised { by }", "commands"],
  notPersuaded: ["grounds"],
  restrictions: ["id", "named { person }"],
  councilReaders: ["person"],
  conversations: ["discussed", "heldOn"],
  untold: ["tellBy"],
  outcome: ["opensOn", "shownTo { id }", "readers { at }"],
  tellingExtension: ["tellBy"],
  challenges: ["challenge", "answer", "commands"],
  sharedWithMe: ["id", "until", "explanation", "commands"],
  audience: ["label", "people { id }"],
  ...{ owner: ["id"], coveredBy: ["id"], loggedBy: ["id", "name"], nextStep: ["__typename"] },
  history: ["number", "what"],
  disclosures: ["__typename"],
};
/** What is asked of an item of evidence; the concerns of a submission that it cites always with their ids. */
const CITED = "submission { id handling { concerns { id stage } } }";
const OF_EVIDENCE = {
  ...{ id: "id", told: "told", kind: "kind", handling: "handling", sourceWithheld: "sourceWithheld", account: "account" },
  ...{ source: "source", reference: "reference", handlingConditions: "handlingConditions", submission: CITED },
  citation: "citation { __typename }",
  attachments: "attachments { id name }",
  withdrawn: "withdrawn { at }",
  withdrawnBecause: "withdrawnBecause: withdrawn { reason }",
} as const;
type OfEvidence = keyof typeof OF_EVIDENCE;
/** Files are asked for apart: a list with them and everything else would be too large a question. */
const GENERATED_OF_EVIDENCE = (Object.keys(OF_EVIDENCE) as OfEvidence[]).filter((name) => name !== "attachments");
/** What an item says: of a withdrawn one this is more than evidence. And where it comes from: of a protected source, more than that. */
const CONTENT: readonly OfEvidence[] = [
  "account",
  "source",
  "reference",
  "handlingConditions",
  "submission",
  "citation",
  "attachments",
];
const SOURCE: readonly OfEvidence[] = ["source", "reference", "attachments"];

/** A field as it is asked for: under a name of its own, in one of several ways. */
export type Pick = {
  readonly field: string;
  readonly below: readonly string[];
  readonly evidence: readonly OfEvidence[];
  readonly how: "plain" | "spread" | "skipped" | "included";
};
const pick: fc.Arbitrary<Pick> = fc
  .record({
    field: fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...FIELDS) },
      { weight: 2, arbitrary: fc.constantFrom("evidence", "sharedWithMe") },
    ),
    evidence: fc.uniqueArray(fc.constantFrom(...GENERATED_OF_EVIDENCE), { minLength: 1, maxLength: 5 }),
    some: fc.uniqueArray(fc.nat(5), { minLength: 1, maxLength: 3 }),
    how: fc.constantFrom<Pick["how"]>("plain", "plain", "plain", "spread", "skipped", "included"),
  })
  .map(({ field, evidence, some, how }) => {
    const of = SUBFIELDS[field] ?? [];
    return { field, evidence, how, below: [...new Set(some.map((n) => of[n % Math.max(of.length, 1)] ?? ""))] };
  });
/** The same field may stand in it more than once, as a question may have it. */
export const picks: fc.Arbitrary<readonly Pick[]> = fc.array(pick, { minLength: 1, maxLength: 5 });

/** Every field once. */
export const EVERYTHING: readonly Pick[] = FIELDS.map((field) => {
  const evidence = ["account", "source", "withdrawnBecause"] as const;
  return { field, below: (SUBFIELDS[field] ?? []).slice(0, 1), evidence, how: "plain" };
});

export function selectionOf(wanted: readonly Pick[]): string {
  const fields = wanted.map(({ field, below, evidence, how }, n) => {
    const inner = field === "evidence" ? evidence.map((name) => OF_EVIDENCE[name]) : field in SUBFIELDS ? below : [];
    const directive = how === "skipped" ? " @skip(if: true)" : how === "included" ? " @include(if: true)" : "";
    const text = `f${n}: ${field}${directive}${inner.length > 0 ? ` { ${inner.join(" ")} }` : ""}`;
    return how === "spread" ? `... on Concern { ${text} }` : text;
  });
  return `{ __typename ${fields.join(" ")} }`;
}

export const FILES_OF_EVIDENCE: readonly Pick[] = [{ field: "evidence", below: [], evidence: ["attachments"], how: "plain" }];

/** Asked beside the question in the same places: which concern it is, of which council, and what is to be known of its evidence. */
export const IDENTITY = "{ id council { code } summary { awaitsTelling } evidence { told protectedSource withdrawn { at } } }";
export type Identity = {
  readonly id: string;
  readonly council: { readonly code: string };
  readonly summary: { readonly awaitsTelling: boolean } | null;
  readonly evidence:
    | readonly { readonly told: boolean; readonly protectedSource: boolean; readonly withdrawn: object | null }[]
    | null;
};

type Json = Readonly<Record<string, unknown>>;
const given = (value: unknown): boolean => value !== null && value !== undefined;

/** What a concern of the answer tells, by what stands in its JSON. That it stands there at all tells that there is one. */
export function readConcern(
  carried: Carried,
  surface: string,
  node: Json,
  { id, summary, evidence }: Identity,
  wanted: readonly Pick[],
): void {
  carried.add(`${surface} ${id} headline`);
  for (const [n, { field }] of wanted.entries()) {
    const value = node[`f${n}`];
    if (!given(value) || (field === "sharedWithMe" && (value as unknown[]).length === 0)) continue;
    carried.add(`${surface} ${id} ${PART_OF[field]}`);
    // Whoever is told so reads what the council has not been told of.
    if (field === "summary" && summary?.awaitsTelling) carried.add(`${surface} ${id} unsharedEvidence`);
    if (field !== "evidence") continue;
    for (const [index, item] of (value as Json[]).entries()) {
      if (item.submission) readSubmission(carried, surface, item.submission as Json, (item.submission as Json).id as string, []);
      const known = evidence?.[index];
      const says = (names: readonly OfEvidence[]) => names.some((name) => given(item[name]));
      const because = given((item.withdrawnBecause as Json | null | undefined)?.reason);
      if (!known?.told || (known.withdrawn && (says(CONTENT) || because))) carried.add(`${surface} ${id} unsharedEvidence`);
      if (known?.protectedSource && says(SOURCE)) carried.add(`${surface} ${id} protectedSource`);
    }
  }
}

// Records of other kinds: what is selected of each, and which parts a value of it tells.

type Selected = { readonly text: string; readonly parts: (value: unknown) => readonly string[] };
const always = (part: string) => () => [part];
const plain = (part: string, texts: readonly string[]): readonly Selected[] =>
  texts.map((text) => ({ text, parts: always(part) }));
/** A list, with words of its entries that are of a further part. */
const withWords = (list: string, part: string, word: string, further: string): Selected => ({
  text: `${list} { ${word} }`,
  parts: (value) => [part, ...((value as Json[]).some((one) => given(one[word])) ? [further] : [])],
});
const OTHER = {
  Support: [
    ...plain("engagement", ["id", "council { code }", "strand", "provider { id }", "lead", "status", "detailWithheld"]),
    ...plain("engagement", ["offeredOn", "answerBy", "from", "until", "begunOn", "endedOn", "purposeWithheld"]),
    ...plain("purpose", ["kind", "causes", "progress", "milestones { due }", "reviews { progress }", "judgements { judgement }"]),
    ...plain("purpose", ["nextDue"]),
    withWords("presence", "engagement", "place", "supportDetail"),
    withWords("milestones", "purpose", "about", "supportDetail"),
    withWords("reviews", "purpose", "finding", "supportDetail"),
    withWords("judgements", "purpose", "why", "supportDetail"),
    withWords("presence", "engagement", "commands", "supportDetail"),
    withWords("milestones", "purpose", "commands", "supportDetail"),
    withWords("reviews", "purpose", "commands", "supportDetail"),
    ...plain("supportDetail", ["detail { aim }", "detail { toldName version }", "commands"]),
  ],
  Submission: [
    ...plain("submission", ["id", "body { id }", "council { code }", "strand", "cause", "period { from }", "submitted { by }"]),
    ...plain("submission", [
      "account",
      "source",
      "reference",
      "beyondRemitReason",
      "handlingWithheld",
      "changeRequests { request }",
    ]),
    ...plain("submission", ["commands", "from", "protectedSource", "sourceWithheld", "submittedOn", "considered"]),
    ...plain("handling", ["handling { councilAware }", "handling { told { about } }"]),
  ],
  Signal: [
    ...plain("signal", ["id", "council { code }", "strand", "causes", "requested { by }", "wanted", "answer"]),
    ...plain("signal", ["answered { at }", "withdrawn { at }", "version", "supports { id }"]),
    ...plain("signal", ["requestedBy { office }", "withdrawnBy { office }"]),
  ],
} as const satisfies Readonly<Record<string, readonly Selected[]>>;
export type OtherType = keyof typeof OTHER;
export const OUTERMOST: Readonly<Record<OtherType, string>> = {
  ...{ Support: "engagement", Submission: "submission", Signal: "signal" },
};
const nameOf = ({ text }: Selected): string => text.split(" ", 1)[0] ?? "";
/** Fields that these tables do not know of. */
export const UNKNOWN_FIELDS = [
  ...fieldsOf("Concern").filter((field) => !(field in PART_OF)),
  ...Object.entries(OTHER).flatMap(([type, selected]) =>
    fieldsOf(type).filter((field) => !selected.some((one) => nameOf(one) === field)),
  ),
];

/** What is selected of a record of another kind, by numbers that are taken for any of its fields. */
export type OtherPicks = readonly number[];
export const otherPicks: fc.Arbitrary<OtherPicks> = fc.array(fc.nat(60), { minLength: 0, maxLength: 4 });
const selectedBy = (type: OtherType, wanted: OtherPicks): readonly Selected[] => {
  const all: readonly Selected[] = OTHER[type];
  return wanted.map((n) => all[n % all.length] as Selected);
};
export const otherSelection = (type: OtherType, wanted: OtherPicks, also = ""): string =>
  `{ __typename ${selectedBy(type, wanted)
    .map(({ text }, n) => `g${n}: ${text}`)
    .join(" ")} ${also} }`;

/** What a record of another kind in the answer tells. That it stands there at all tells that there is one. */
export function readOther(carried: Carried, surface: string, type: OtherType, node: Json, id: string, wanted: OtherPicks): void {
  carried.add(`${surface} ${id} ${OUTERMOST[type]}`);
  for (const [n, selected] of selectedBy(type, wanted).entries()) {
    const value = node[`g${n}`];
    if (!given(value)) continue;
    for (const part of selected.parts(value)) carried.add(`${surface} ${id} ${part}`);
    if (type === "Signal" && nameOf(selected) === "supports")
      for (const support of value as { id: string }[]) carried.add(`${surface} ${support.id} engagement`);
  }
}
/** The same of a submission, whose handling may name concerns. */
export function readSubmission(carried: Carried, surface: string, node: Json, id: string, wanted: OtherPicks): void {
  readOther(carried, surface, "Submission", node, id, wanted);
  const { handling } = node as { handling?: { concerns?: readonly { id: string }[] } | null };
  if (handling) carried.add(`${surface} ${id} handling`);
  for (const cited of handling?.concerns ?? []) carried.add(`${surface === "export" ? "export" : "read"} ${cited.id} headline`);
}

/** What the JSON of an export tells of a record of another kind: every field under its own name. */
export function readOtherExported(carried: Carried, type: OtherType, record: Json): void {
  const all: readonly Selected[] = OTHER[type];
  const node = Object.fromEntries(all.map((one, n) => [`g${n}`, record[nameOf(one)]]));
  const picks = all.map((_, n) => n);
  if (type !== "Submission") readOther(carried, "export", type, node, record.id as string, picks);
  else readSubmission(carried, "export", { ...node, handling: record.handling }, record.id as string, picks);
}

/** What the JSON of an export tells of a concern: every field under its own name, and of each item of evidence what is to be known. */
export function readExported(carried: Carried, concern: Json): void {
  const wanted = Object.keys(concern).filter((name) => name in PART_OF);
  const items = (concern.evidence ?? []) as readonly (Json & { readonly withdrawn: Json | null })[];
  const evidence = items.map((item) => ({ ...item, withdrawnBecause: item.withdrawn }));
  const node = Object.fromEntries(
    wanted.map((name, n) => [`f${n}`, name === "evidence" ? concern[name] && evidence : concern[name]]),
  );
  const asPick = (field: string): Pick => ({ field, below: [], evidence: [], how: "plain" });
  readConcern(carried, "export", node, concern as unknown as Identity, wanted.map(asPick));
}

/** The task to read the outcome of a concern. Its readers need not see the concern itself. */
export const OUTCOME_TO_READ = "OUTCOME_TO_READ";

/** The part that a task in a concern is about, by what is to be done; nothing where it says no more than that there is a concern. */
const TASK_IS_ABOUT: Readonly<Record<string, string | undefined>> = {
  MAKE_COUNCIL_AWARE: undefined,
  TELLING_OVERDUE: undefined,
  DISCARD_TO_CONFIRM: "sharingRecord",
  TELL_COUNCIL_OF_EVIDENCE: "unsharedEvidence",
  TELL_COUNCIL_OF_TEXT: "unsharedEvidence",
  REPLY_WANTED: "summary",
  CORRECTION_TO_RESOLVE: "summary",
  POSITION_WANTED: "sharingRecord",
  SHARE_TO_MAKE: "sharingRecord",
  OBJECTION_TO_SETTLE: "sharingRecord",
  // To those who keep the sharing record; to the body itself, the terms of its share.
  SHARE_EXPIRING: "sharingRecord",
  NEXT_STEP_DUE: "conversations",
  REVIEW_DUE: "summary",
  REPORT_TO_PANEL: "summary",
  CHALLENGE_TO_ANSWER: "challenges",
  EFFECTIVENESS_TO_REVIEW: "challenges",
  NOT_PERSUADED: "sharingRecord",
  ESCALATION_TO_CONFIRM: "sharingRecord",
  COUNCIL_TO_REACH: "sharingRecord",
  LETTER_TO_CONFIRM: "sharingRecord",
  DANGER_TO_CONFIRM: "sharingRecord",
  // Its body sees the terms of the share, and not yet the concern.
  CONDITIONS_TO_ACCEPT: "shareTerms",
  OUTCOME_AHEAD: "sharingRecord",
  AWARENESS_TO_ANSWER: "sharingRecord",
  AWARENESS_DISPUTED: "sharingRecord",
  WORDS_TO_ANSWER: "sharingRecord",
  SHARE_OVERRIDDEN: "sharingRecord",
  SHARE_IN_ADVANCE: "sharingRecord",
  SHARE_REQUESTED: "sharingRecord",
  RESTRICTION_TO_REVIEW: "sharingRecord",
};
const NOT_IN_A_CONCERN = [
  ...["OFFER_TO_ANSWER", "OFFER_DECLINED", "SUPPORT_TO_BEGIN", "AGREEMENT_TAKEN_BACK", "MILESTONE_DUE", "PROGRESS_REVIEW_DUE"],
  ...[
    "SUPPORT_OVERRUNNING",
    "OUTCOME_TO_JUDGE",
    "SUBMISSION_TO_CONSIDER",
    "SUBMISSION_CHANGE_REQUESTED",
    "SIGNAL_TO_ANSWER",
    "APPROACH_PLANNED",
  ],
  ...["APPROACH_TO_COME", "ASSIGNMENT_ENDING", "INTERESTS_TO_DECLARE", "CONTACT_STEP_DUE", "MOVE_TO_ANSWER"],
];
const kinds = (buildSchema().getType("TaskKind") as GraphQLEnumType).getValues();
/** Tasks that this table does not know of. */
export const UNKNOWN_TASKS = kinds
  .map(({ name }) => name)
  .filter((name) => !(name in TASK_IS_ABOUT || NOT_IN_A_CONCERN.includes(name) || name === OUTCOME_TO_READ));

/** The parts of a concern that a task in the inbox discloses. */
export function readTask(carried: Carried, task: string, concern: string, isOfOwnBody: boolean): void {
  if (task !== "CONDITIONS_TO_ACCEPT") carried.add(`inbox ${concern} headline`);
  const part = task === "SHARE_EXPIRING" && isOfOwnBody ? "shareTerms" : TASK_IS_ABOUT[task];
  if (part) carried.add(`inbox ${concern} ${part}`);
}
