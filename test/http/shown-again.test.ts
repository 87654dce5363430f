// All input of commands can be read again. Each text of each command's input has a different mark, and the test searches for the mark in what
// those read whom it concerns, and in the council's ledger. The fields come from the schema: a new one that the story does not give fails.
import {
  type FragmentDefinitionNode,
  type GraphQLInputField,
  type GraphQLInputObjectType,
  getNamedType,
  isInputObjectType,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  visit,
} from "graphql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { exportQuery } from "../../exports/ledger-query.ts";
import { buildSchema } from "../../graphql/schema.ts";
import {
  approach,
  awareness,
  CIB,
  concern,
  conclusions,
  councilEvidence,
  EAST_MIDLANDS,
  evidence,
  offer,
  proposal,
  signal,
  submission,
  TARROWSHIRE,
  told,
} from "../examples/api-inputs.ts";
import { type MadeIds, OPERATIONS, type Operation } from "../examples/operations.ts";
import { answerDay } from "../helpers/fair-days.ts";
import { runOperations } from "../helpers/run-operations.ts";
import { wholeMutation } from "../helpers/send-command.ts";
import { uploaded } from "../helpers/send-file.ts";
import { startHub, type TestHub } from "../helpers/test-hub.ts";

/** What a command never shows again, by the name of its field. */
const NOT_SHOWN: Readonly<Record<string, string>> = {
  idempotencyKey: "It is the caller's own, to repeat a command by.",
  formerIdempotencyKeys: "They are the caller's own, to repeat a command by.",
  expectedVersion: "It refuses the command unless it holds, and says nothing.",
  basedOn: "It refuses the command unless it holds, and says nothing.",
  workingDays: "It is shown as the day to which the time was extended.",
  saysNothingUntold: "It is the adviser's word without which nothing is recorded.",
  attachments: "They are uploads, whose files get ids of their own as attachments.",
  valueType: "It says which kind of figure was imported; only plain values are shown.",
};
/** What is no text is shown under its own name, or under this one. */
const SHOWN_AS: Readonly<Record<string, string>> = {
  ...{ "answerAwareness.answer": "answer", "answerWords.answer": "answer", "overrideObjection.urgent": "overrideIsUrgent" },
  ...{ "answerOfferTelling.answer": "answer", "answerSubmissionTelling.answer": "answer", answer: "status", how: "status" },
  ...{ "settleClash.how": "how" },
};

/** Texts that one of those below does not read. */
const NOT_SHOWN_TO: Readonly<Record<string, string>> = {
  "chief-executive: addEvidence.evidence.source": "A protected source is for advisers alone, in the ledger too.",
};

/** The readers of a command's input in addition to its sender; and whether the council's ledger contains it. */
type Concerned = { readonly readers: readonly string[]; readonly ledger: boolean };
const ofCouncil: Concerned = { readers: ["adviser", "chief-executive"], ledger: true };
/** Policy lets only the council see the list of these. */
const ofCouncilAlone: Concerned = { readers: ["chief-executive"], ledger: true };
const CONCERNED: Readonly<Record<string, Concerned>> = {
  ConcernResult: ofCouncil,
  SupportResult: ofCouncil,
  SubmissionResult: ofCouncil,
  SignalResult: ofCouncil,
  ConversationResult: ofCouncil,
  agreeToBeContacted: ofCouncilAlone,
  StandingAgreementResult: ofCouncilAlone,
  PersonResult: { readers: ["administrator", "governance-officer"], ledger: false },
  // One that was withdrawn is erased.
  InvitationResult: { readers: [], ledger: false },
  ImportResult: { readers: ["adviser", "chief-executive"], ledger: false },
  PolicyResult: { readers: ["adviser", "chief-executive"], ledger: false },
  // A contact at work that was removed is shown no more.
  setWorkContact: { readers: [], ledger: false },
  // A task is shown while it waits, and until when it is put off while it is.
  TaskResult: { readers: [], ledger: false },
  NewsResult: { readers: ["chief-executive"], ledger: false },
};
function concernedBy(command: string): Concerned {
  const concerned = CONCERNED[command] ?? CONCERNED[resultType(command)];
  if (!concerned) throw new Error(`Say whom ${command} concerns.`);
  return concerned;
}
const readersOf = (command: string) => concernedBy(command).readers;

const schema = buildSchema();
const commands = schema.getMutationType()?.getFields() ?? {};
const inputType = (command: string) => getNamedType(commands[command]?.args[0]?.type) as GraphQLInputObjectType;
const resultType = (command: string) => getNamedType(commands[command]?.type)?.name ?? "";

/** All input fields that must be shown, as dotted paths. */
const pathsOf = (type: GraphQLInputObjectType, path: string): readonly string[] =>
  Object.values(type.getFields()).flatMap((field) => {
    const inner = getNamedType(field.type);
    if (isInputObjectType(inner)) return pathsOf(inner, `${path}.${field.name}`);
    return field.name in NOT_SHOWN ? [] : [`${path}.${field.name}`];
  });

/** `isUntold`: the council is not told of the record that it is about. */
type Given = { readonly mark: string; readonly path: string; readonly command: string; readonly isUntold: boolean };
/** Values that are no text: an id is searched everywhere, anything else by its field name. */
type Other = { readonly path: string; readonly shownAs: string };

/** The input with a mark added to each text, and the marks. */
function marked(
  type: GraphQLInputObjectType,
  input: Readonly<Record<string, unknown>>,
  path: string,
  given: Given[],
  isUntold: boolean,
): object {
  const [command = ""] = path.split(".");
  const within = (value: unknown, field: GraphQLInputField): unknown => {
    const inner = getNamedType(field.type);
    const at = `${path}.${field.name}`;
    if (Array.isArray(value)) return value.map((item) => within(item, field));
    if (isInputObjectType(inner)) return value ? marked(inner, value as Record<string, unknown>, at, given, isUntold) : value;
    if (value === undefined || value === null || field.name in NOT_SHOWN) return value;
    if (typeof value !== "string" || inner.name !== "String") {
      const name = SHOWN_AS[at] ?? SHOWN_AS[field.name] ?? field.name;
      others.push({ path: at, shownAs: inner.name === "ID" ? String(value) : `${name}=${value}` });
      return value;
    }
    const mark = `mark${1_000 + given.length}`;
    given.push({ mark, path: at, command, isUntold });
    return value.endsWith("@candour.test") ? `${mark}.${value}` : `${value} // ${mark}`;
  };
  const fields = type.getFields();
  return Object.fromEntries(
    Object.entries(input).map(([name, value]) => [name, within(value, fields[name] as GraphQLInputField)]),
  );
}

let keys = 0;
const act = (command: string, as: string, input: (held: MadeIds) => object): Operation => ({
  as,
  document: wholeMutation(command),
  variables: (held) => ({ input: { idempotencyKey: `again-${keys++}`, ...input(held) } }),
});
const onConcern = (command: string, as: string, input: (held: MadeIds) => object): Operation =>
  act(command, as, (held) => ({ concern: held.concern, ...input(held) }));
const onSupport = (command: string, as: string, input: (held: MadeIds) => object): Operation =>
  act(command, as, (held) => ({ support: held.support, ...input(held) }));
const cites = { metric: "990001", area: TARROWSHIRE, period: "fin_2024_25" };
const conditional = { handling: "C", handlingConditions: "For children's services only.", reference: "R-2 (invented)" };
const toldBodies = { told: { ...told, bodies: [CIB] } };
const reason = "It was asked for.";
const newcomer = { person: "newcomer", from: "2026-07-01", until: "2026-12-31" };
/** Uploads by person. */
const uploads = new Map<string, string[]>();
/** One that no command has used. */
const uploadsLeft = (person: string): readonly string[] => uploads.get(person)?.splice(0, 1) ?? [];
/** What the operations leave out: it can be given only with something else, or need not be. */
const REST: readonly Operation[] = [
  act("submitInformation", "department", () => submission),
  act("logConcern", "adviser", ({ submission }) => ({
    ...concern,
    evidence: [
      { ...evidence, ...conditional, cites, attachments: uploadsLeft("adviser") },
      { ...evidence, kind: "DEPARTMENT_INFORMATION", submission, protectedSource: false },
    ],
  })),
  onConcern("recordAwareness", "adviser", () => awareness),
  onConcern("addEvidence", "adviser", () => ({
    ...{ evidence: { ...evidence, ...conditional, attachments: uploadsLeft("adviser") }, ...toldBodies },
  })),
  onConcern("supplyEvidence", "chief-executive", () => ({
    evidence: { ...councilEvidence, ...conditional, cites, attachments: uploadsLeft("chief-executive") },
  })),
  onConcern("proposeShare", "adviser", () => ({
    ...proposal,
    parts: ["EVIDENCE"],
    until: "2026-09-30",
    answerBy: answerDay("2026-07-10"),
  })),
  onConcern("statePosition", "chief-executive", ({ share }) => ({
    ...{ share, position: "AGREES_WITH_CONDITIONS", parts: ["SUMMARY"], until: "2026-08-31", statement: "For the leads alone." },
  })),
  onConcern("statePosition", "chief-executive", ({ share }) => ({
    ...{ share, position: "AGREES_WITH_CONDITIONS", parts: ["SUMMARY"], until: "2026-07-31", statement: "For July alone." },
  })),
  onConcern("makeShare", "adviser", ({ share }) => ({ share })),
  onConcern("requestCorrection", "chief-executive", () => ({ request: "It is two teams of six." })),
  onConcern("resolveCorrection", "adviser", ({ correction }) => ({
    ...{ correction, outcome: "ACCEPTED", reason, ...toldBodies },
    ...{ correctedSummary: "Late in two of six.", correctedObserved: "In July two teams of six were late." },
  })),
  onConcern("concludeConcern", "adviser", () => ({ ...conclusions.notAccepted, ...toldBodies })),
  onConcern("reopenConcern", "adviser", () => ({ reason, ...toldBodies })),
  act("offerSupport", "adviser", () => ({
    ...offer,
    ...{ kind: "MENTORING", from: "2026-07-10", answerBy: "2026-07-14", shownTo: [CIB] },
  })),
  onConcern("concludeConcern", "adviser", ({ support }) => ({ ...conclusions.lightSupport, supports: [support] })),
  onConcern("closeConcern", "adviser", () => ({ reason, ...toldBodies })),
  onSupport("answerSupport", "chief-executive", () => ({ answer: "DECLINED", statement: "Not before the inspection." })),
  onSupport("answerSupport", "chief-executive", () => ({
    answer: "AGREED",
    regionSees: "NOTHING",
    statement: "The inspection is over.",
  })),
  onSupport("setRegionView", "chief-executive", () => ({ regionSees: "PURPOSE" })),
  onSupport("beginSupport", "adviser", () => ({ begunOn: "2026-07-01" })),
  onSupport("planReview", "adviser", () => ({ from: "2026-08-01", to: "2026-08-03" })),
  onSupport("planPresence", "adviser", () => ({ from: "2026-08-01", to: "2026-08-03", place: "The town hall" })),
  onSupport("moveSupport", "adviser", () => ({
    ...{ by: "PROVIDER", from: "2026-07-10", until: "2026-12-01", presence: [], reason },
  })),
  onSupport("recordProgress", "adviser", ({ review }) => ({
    ...{ review, reviewedOn: "2026-07-01", progress: "PARTLY_WORKING", finding: "One of two mentors has begun." },
  })),
  onSupport("endSupport", "adviser", () => ({ how: "STOPPED", endedOn: "2026-07-01", reason })),
  onSupport("judgeOutcome", "adviser", () => ({ by: "PROVIDER", judgement: "NOT_EFFECTIVE", why: "It was too short." })),
  act("correctContact", "adviser", ({ talk }) => ({
    ...{ council: TARROWSHIRE, contact: talk, people: "Maren Tolliver (invented)", topic: "The leadership team.", reason },
    ...{ agreed: "To meet again.", nextStep: "Propose dates.", nextStepBy: "2026-08-12", saysNothingUntold: true },
  })),
  onSupport("judgeOutcome", "chief-executive", () => ({
    ...{ by: "COUNCIL", office: "CHIEF_EXECUTIVE", judgement: "PARTLY_EFFECTIVE", why: "One team gained by it." },
  })),
  act("requestSupport", "chief-executive", () => ({ ...signal, office: "CHIEF_EXECUTIVE" })),
  act("withdrawSignal", "chief-executive", (held) => ({ signal: held.signal, reason, office: "CHIEF_EXECUTIVE" })),
  { ...act("submitInformation", "cib-lead", () => ({ ...submission, body: CIB, protectedSource: true })), heldAs: "protected" },
  // A letter about a concern that is restricted inside the council goes to those whom it names.
  act("logConcern", "adviser", () => ({ ...concern, cause: "LEADERSHIP" })),
  onConcern("recordAwareness", "adviser", () => awareness),
  onConcern("restrictConcern", "adviser", () => ({
    ...{ aboutOffices: ["CHIEF_EXECUTIVE"], named: ["leader", "monitoring-officer"], reason },
  })),
  onConcern("proposeShare", "adviser", () => ({ ...proposal, until: "2026-09-30", answerBy: answerDay("2026-07-10") })),
  onConcern("recordLetter", "adviser", ({ share }) => ({
    ...{ share, reference: "LGA/2026/118", sentOn: "2026-07-10" },
    ...{ leader: "Oren (invented)", monitoringOfficer: "Bram (invented)" },
  })),
  onConcern("liftRestriction", "adviser", () => ({ reason })),
  act("planApproach", "cib-lead", ({ approach: known }) => ({
    ...{ ...approach, body: CIB, from: "2026-11-01", to: "2026-11-02", knowing: [known], leadConsulted: true },
  })),
  act("startAssignment", "administrator", () => ({
    ...{ ...newcomer, role: "SENIOR_ADVISER", regions: [EAST_MIDLANDS], strands: ["ADULTS"] },
  })),
  act("startAssignment", "administrator", () => ({
    ...newcomer,
    role: "NOMINATED_OFFICER",
    council: TARROWSHIRE,
    strands: ["CHILDRENS"],
    speaks: true,
    acting: true,
  })),
  act("startAssignment", "administrator", () => ({ ...newcomer, role: "DEPARTMENT", body: "dfe" })),
  act("startAssignment", "administrator", () => ({ ...newcomer, role: "CIB_LEAD", regions: [EAST_MIDLANDS], seat: "DIRECTOR" })),
];

const EXPORTED = parse(exportQuery(schema));
const fragments = new Map(
  EXPORTED.definitions.flatMap((one) => (one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one] as const] : [])),
);
/** With the fragments that it names, and those that they name. */
function withFragments(query: string, names: readonly string[]): string {
  const used = new Set(names);
  for (const name of used)
    visit(fragments.get(name) as FragmentDefinitionNode, { FragmentSpread: ({ name }) => void used.add(name.value) });
  return [query, ...[...used].map((name) => print(fragments.get(name) as FragmentDefinitionNode))].join("\n");
}
const operation = (name: string): string => {
  const found = EXPORTED.definitions.find(
    (one): one is OperationDefinitionNode => one.kind === Kind.OPERATION_DEFINITION && one.name?.value === name,
  ) as OperationDefinitionNode;
  const names: string[] = [];
  visit(found, { FragmentSpread: ({ name }) => void names.push(name.value) });
  return withFragments(print(found), names);
};
const TERMS = `sharedWithMe { id explanation conditions escalation { reason } reassurances { text } notPersuaded { said { ...WholeAttribution } } }`;
const PERSON = `name mailAddress interests { home { code } councils { code } about } assignments {
  id role regions { code } strands body { id } council { code } speaks acting seat from until ended { ...WholeAttribution }
}`;
/** Type of the result -> the query for the record that a command is about. */
const QUESTIONS: Readonly<Record<string, string>> = {
  ConcernResult: withFragments(
    `query($id: ID!) { concern(id: $id) { ...WholeConcern owner { id } laterWords { id answer statement } ${TERMS} } }`,
    ["WholeConcern", "WholeAttribution"],
  ),
  SupportResult: withFragments("query($id: ID!) { support(id: $id) { ...WholeSupport } }", ["WholeSupport"]),
  SubmissionResult: withFragments("query($id: ID!) { submission(id: $id) { ...WholeSubmission } }", ["WholeSubmission"]),
  SignalResult: withFragments("query($id: ID!) { signal(id: $id) { ...WholeSignal } }", ["WholeSignal"]),
  ConversationResult: operation("OfCouncil"),
  StandingAgreementResult: operation("OfCouncil"),
  PersonResult: withFragments(
    `query($council: ID!) { council(code: $council) { officers { person name office strands speaks acting from until ended { ...WholeAttribution } } }
      viewer { person workContact covers { id by from until } ${PERSON} } people(first: 60) { nodes { id workContact nameCorrections { former name by at reason } ${PERSON} } } }`,
    ["WholeAttribution"],
  ),
  InvitationResult: `{ invitations(first: 100) { nodes {
    id name address role regions { code } strands body { id } council { code } speaks acting seat from until
  } } }`,
  TaskResult: withFragments(
    "{ inbox(first: 100) { nodes { id claimed { ...WholeAttribution } putOff { until said { ...WholeAttribution } } } } }",
    ["WholeAttribution"],
  ),
  NewsResult: "{ news(first: 20) { nodes { mark } } viewer { person } }",
  ImportResult: `{ metric(id: "990003") { id label unit periods { id label } value(area: "${TARROWSHIRE}", period: "fin_2024_25") } }`,
  PolicyResult: withFragments("{ policyInForce { id published { ...WholeAttribution } files { name text } } }", [
    "WholeAttribution",
  ]),
};

let hub: TestHub;
const given: Given[] = [];
const others: Other[] = [];
/** What their givers could not read once the command was carried out. */
const unread: Given[] = [];
/** Ids of what the commands were about, by the type of their result. */
const subjects = new Map<string, Set<string>>();
const answers: unknown[] = [];
let ledger: string;

async function reads(person: string, type: string, id: string): Promise<string> {
  const { body } = await hub.ask(person, QUESTIONS[type] ?? "", { id, council: TARROWSHIRE });
  if (body.errors) throw new Error(`${type} by ${person}: ${JSON.stringify(body.errors)}`);
  answers.push(body.data);
  return JSON.stringify(body.data);
}
const commandIn = (document: string): string | undefined => /result: (\w+)\(/.exec(document)?.[1];

beforeAll(async () => {
  hub = await startHub();
  let before = 0;
  const operations = [...OPERATIONS, ...REST].map((one): Operation => {
    const command = commandIn(one.document);
    if (!command) return one;
    const variables = (held: MadeIds) => {
      before = given.length;
      const { input } = one.variables(held) as { input: Record<string, unknown> };
      return { input: marked(inputType(command), input, command, given, one.heldAs !== undefined) };
    };
    return { ...one, variables };
  });
  /** Each command must be carried out, and its giver reads at once what they gave. */
  const ask: TestHub["ask"] = async (person, document, variables) => {
    const answer = await hub.ask<never>(person, document, variables);
    const command = commandIn(document);
    if (!command) return answer;
    // Just before the commands that use them, because uploads end after some days.
    if (command === "submitInformation")
      for (const sender of ["adviser", "adviser", "chief-executive"])
        uploads.set(sender, [await uploaded(hub, sender), ...(uploads.get(sender) ?? [])]);
    const { result } = answer.body.data as { result?: { __typename: string; id?: string } };
    if (!result || result.__typename === "Refused") throw new Error(`${command}: ${JSON.stringify(answer.body)}`);
    const type = resultType(command);
    const id = result.id ?? TARROWSHIRE;
    subjects.set(type, (subjects.get(type) ?? new Set()).add(id));
    const text = await reads(person, type, id);
    unread.push(...given.slice(before).filter(({ mark }) => !text.includes(mark)));
    return answer;
  };
  await runOperations({ ...hub, ask }, operations);
  const headers = { "content-type": "application/json", authorization: `Bearer ${await hub.token("chief-executive")}` };
  const body = JSON.stringify({ council: TARROWSHIRE, format: "json" });
  ledger = await (await fetch(`${hub.url}/ledger`, { method: "POST", body, headers })).text();
});
afterAll(() => hub?.close());

describe("The input of a command", () => {
  it("is given in the story, each field of each command", () => {
    const paths = new Set([...given, ...others].map(({ path }) => path));
    const all = Object.keys(commands).flatMap((command) => pathsOf(inputType(command), command));
    expect(all.length).toBeGreaterThan(300);
    expect(all.filter((path) => !paths.has(path))).toEqual([]);
  });

  it("is read by the person who gave it", () => {
    expect(unread.map(({ path }) => path)).toEqual([]);
  });

  it("is read at the end by those whom it concerns", async () => {
    const missing = new Set<string>();
    for (const [type, ids] of subjects)
      for (const reader of new Set(given.flatMap(({ command }) => (resultType(command) === type ? readersOf(command) : [])))) {
        const text = (await Promise.all([...ids].map((id) => reads(reader, type, id)))).join("\n");
        for (const { mark, path, command, isUntold } of given)
          if (!isUntold && resultType(command) === type && readersOf(command).includes(reader) && !text.includes(mark))
            missing.add(`${reader}: ${path}`);
      }
    expect([...missing].filter((one) => !(one in NOT_SHOWN_TO))).toEqual([]);
    expect(Object.keys(NOT_SHOWN_TO).filter((one) => !missing.has(one))).toEqual([]);
  });

  it("is in the council's ledger, if it is about the council", () => {
    const missing = given.filter(
      ({ mark, command, isUntold }) => !isUntold && concernedBy(command).ledger && !ledger.includes(mark),
    );
    expect(missing.map(({ path }) => path).filter((path) => !(`chief-executive: ${path}` in NOT_SHOWN_TO))).toEqual([]);
  });

  it("is shown under its own name if it is no text", () => {
    const shown = new Set<string>();
    const collect = (name: string, value: unknown): void => {
      if (Array.isArray(value)) for (const one of value) collect(name, one);
      else if (typeof value === "object" && value !== null) for (const [inner, one] of Object.entries(value)) collect(inner, one);
      else shown.add(`${name}=${value}`).add(String(value));
    };
    collect("", [...answers, JSON.parse(ledger)]);
    expect(others.filter(({ shownAs }) => !shown.has(shownAs))).toEqual([]);
  });
});
