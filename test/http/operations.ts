// One operation for every root field of the schema, in an order in which each can be carried out on a hub with demonstration data.
import { evidence as adviserEvidence, awareness, CIB, concern, mutation, proposal, TARROWSHIRE } from "./examples.ts";

/** What the operations before have made. */
export type Held = {
  concern: string;
  evidence: string;
  correction: string;
  share: string;
  agreement: string;
  assignment: string;
};

export type Operation = {
  readonly as: string;
  readonly document: string;
  readonly variables: (held: Held) => object;
  /** The day on which it is asked, where it is a later one. */
  readonly on?: string;
};

let keys = 0;
const command = (name: string, as: string, input: (held: Held) => object, on?: string): Operation => {
  keys += 1;
  const idempotencyKey = `operation-${keys}`;
  return {
    as,
    document: mutation(name, /Person|Assignment|Agreement|Metric/.test(name) ? "" : "... on ConcernChanged { id }"),
    variables: (held) => ({ input: { idempotencyKey, ...input(held) } }),
    ...(on && { on }),
  };
};
const query = (as: string, document: string, variables: (held: Held) => object = () => ({})): Operation => ({
  as,
  document,
  variables,
});

const { grading: _, ...councilEvidence } = adviserEvidence;
const agreement = { council: TARROWSHIRE, body: CIB, purpose: "ALIGN_SUPPORT", parts: ["SUMMARY"], strand: "ADULTS" };
const series = {
  metric: "990003",
  label: "Invented: visits",
  unit: "Number",
  valueType: "raw",
  period: "fin_2024_25",
  periodLabel: "2024/25",
};
const reason = "It was asked for.";

export const OPERATIONS: readonly Operation[] = [
  command("logConcern", "adviser", () => concern),
  command("addEvidence", "adviser", ({ concern }) => ({ concern, evidence: { ...adviserEvidence, protectedSource: true } })),
  command("withdrawEvidence", "adviser", ({ concern, evidence }) => ({ concern, evidence, reason })),
  command("recordAwareness", "adviser", ({ concern }) => ({ concern, ...awareness })),
  command("supplyEvidence", "chief-executive", ({ concern }) => ({ concern, evidence: councilEvidence })),
  command("reply", "nominated-officer", ({ concern }) => ({ concern, reply: "Both teams have a manager since October." })),
  command("requestCorrection", "chief-executive", ({ concern }) => ({ concern, request: "It is two teams of six." })),
  command("resolveCorrection", "adviser", ({ concern, correction }) => ({
    ...{ concern, correction, outcome: "ACCEPTED", reason, correctedSummary: "Late in two of six." },
  })),
  command("proposeShare", "adviser", ({ concern }) => ({ concern, ...proposal })),
  command("statePosition", "chief-executive", ({ concern, share }) => ({
    concern,
    share,
    position: "OBJECTS",
    statement: reason,
  })),
  command("overrideObjection", "second-adviser", ({ concern, share }) => ({ concern, share, reason })),
  command("makeShare", "adviser", ({ concern, share }) => ({ concern, share })),
  query("cib-lead", "query($id: ID!) { concern(id: $id) { summary { text } sharedWithMe { purpose } } }", ({ concern }) => ({
    id: concern,
  })),
  query("cib-lead", "query($id: ID!) { explain(concern: $id, part: EVIDENCE) { sentence } }", ({ concern }) => ({ id: concern })),
  query("cib-lead", "query { concerns { nodes { id } totalCount facets { stage { value count } } } }"),
  command("expireShare", "adviser", ({ concern, share }) => ({ concern, share }), "2026-07-01T12:00:00.000Z"),
  command("proposeShare", "adviser", ({ concern }) => ({ concern, ...proposal, until: "2026-09-30", answerBy: "2026-07-14" })),
  command("withdrawShare", "adviser", ({ concern, share }) => ({ concern, share, reason })),
  command("giveStandingAgreement", "chief-executive", () => ({ ...agreement, body: "adass-east-midlands" })),
  command("takeBackStandingAgreement", "chief-executive", ({ agreement }) => ({ council: TARROWSHIRE, agreement })),
  query("chief-executive", "query($code: ID!) { council(code: $code) { name standingAgreements { takenBack { at } } } }", () => ({
    code: TARROWSHIRE,
  })),
  query("adviser", 'query { councils(region: "E12000004") { name } }'),
  query("adviser", "query { viewer { person assignments { role } } bodies { name region { name } } }"),
  command("registerPerson", "administrator", () => ({ person: "newcomer", name: "Newcomer (invented)" })),
  command("startAssignment", "administrator", () => ({
    ...{ person: "newcomer", role: "CIB_LEAD", regions: ["E12000004"], from: "2026-03-02", until: "2026-12-31" },
  })),
  command("endAssignment", "governance-officer", ({ assignment }) => ({ person: "newcomer", assignment, reason })),
  query("governance-officer", "query { people { nodes { id assignments { role } } pageInfo { hasNextPage } } }"),
  command("importMetricSeries", "administrator", () => ({ ...series, values: [{ area: TARROWSHIRE, value: 3 }] })),
  query(
    "adviser",
    `query { metrics(text: "visits") { label periods { id } value(area: "${TARROWSHIRE}", period: "fin_2024_25") } }`,
  ),
];

/** What the next operation can name, read back as those who may see it. */
export const HELD = `query($id: ID!) { concern(id: $id) { evidence { id } summary { corrections { id } } sharingRecord { id } } }`;
