// Commands over HTTP as a caller writes them: a concern about an invented council, and what is asked of it.
import type { TestHub } from "../support/hub.ts";

export const TARROWSHIRE = "X00000004";
export const CIB = "cib-east-midlands";
export const period = { from: "2025-04-01", to: "2025-09-30" };
export const evidence = {
  kind: "CONVERSATION",
  account: "A manager described two teams without supervision since June.",
  source: "Conversation with a team manager (invented)",
  period,
  grading: { source: "GRADE_1", content: "B" },
  handling: "P",
};
export const concern = {
  council: TARROWSHIRE,
  strand: "CHILDRENS",
  cause: "SERVICE_PERFORMANCE",
  period,
  summary: "Assessments of children in need are late in two of five teams.",
  observed: "In July and in September two teams completed fewer than half of their assessments in time.",
  evidence: [evidence],
};
export const awareness = {
  toldName: "Maren Tolliver (invented)",
  toldOffice: "CHIEF_EXECUTIVE",
  channel: "IN_PERSON",
  toldOn: "2026-03-01",
  about: "Late assessments in two teams.",
  bodies: [CIB],
};
export const proposal = {
  body: CIB,
  parts: ["SUMMARY"],
  purpose: "ALIGN_SUPPORT",
  explanation: "So that two offers of mentoring do not meet.",
  until: "2026-06-30",
  answerBy: "2026-03-16",
};

/** What a command answers with, whichever came of it. */
export type Outcome = {
  readonly __typename: string;
  readonly code?: string;
  readonly field?: string | null;
  readonly message?: string;
  readonly id?: string;
  readonly position?: string;
};
export type Result = { readonly result: Outcome };

/** The document of a command; `also` is asked of what it changed. */
export function mutation(name: string, also = ""): string {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  return `mutation($input: ${type}!) { result: ${name}(input: $input) { __typename ... on Refused { code field message } ${also} } }`;
}

let keys = 0;

/** Asks for a command under a key of its own, unless the input brings one. */
export async function command(hub: TestHub, person: string, name: string, input: object): Promise<Outcome> {
  const onConcern = !/Person|Assignment|Agreement|Metric/.test(name);
  keys += 1;
  const variables = { input: { idempotencyKey: `key-${keys}`, ...input } };
  const { body } = await hub.ask<Result>(
    person,
    mutation(name, onConcern ? "... on ConcernChanged { id position }" : ""),
    variables,
  );
  if (!body.data) throw new Error(`${name}: ${JSON.stringify(body.errors)}`);
  return body.data.result;
}

/** The same, for what must not be refused. Returns the concern's id, or nothing where it is not of a concern. */
export async function done(hub: TestHub, person: string, name: string, input: object): Promise<string> {
  const { code, message, id } = await command(hub, person, name, input);
  if (code) throw new Error(`${name} was refused, ${code}: ${message}`);
  return id ?? "";
}
