// The main job, played over HTTP against a running hub as each person in turn: what each one does, sees and is refused.
// Every run logs a concern of its own about an invented council.
import { randomUUID } from "node:crypto";
import { type Config, readConfig } from "../hub/config.ts";
import { type Client, CommandFailed, clientFor, tokenFor } from "./client.ts";

const CONCERN = `
  council { name } strand cause stage withheld
  summary { text replies { text } corrections { request outcome reason } }
  evidence { account source sourceWithheld citation { label value unit region england periodLabel } }
  sharingRecord { body { name } status parts until override { by reason } }
  sharedWithMe { body { name } purpose parts until conditions }`;

type Seen = {
  council: { name: string };
  strand: string;
  cause: string;
  stage: string;
  withheld: string[];
  summary: { text: string; replies: { text: string }[]; corrections: { request: string; outcome: string | null }[] } | null;
  evidence: { account: string; source: string | null; sourceWithheld: boolean; citation: Cited | null }[] | null;
  sharingRecord:
    | { body: { name: string }; status: string; parts: string[]; until: string; override: { by: string } | null }[]
    | null;
  sharedWithMe: { purpose: string; parts: string[]; until: string; conditions: string | null }[];
};
type Cited = { label: string; value: number; unit: string; region: number | null; england: number | null; periodLabel: string };
type Ids = { sharingRecord: { id: string }[]; summary: { corrections: { id: string }[] } };
type Result = { result: { code?: string; message?: string; id?: string; concern?: Ids } };

const config = settings();
const url = process.argv[2] ?? `http://${config.host}:${config.port}`;
const run = randomUUID();
const clients = new Map<string, Client>();

function settings(): Config {
  try {
    return readConfig(process.env);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}

async function as(person: string): Promise<Client> {
  const client = clients.get(person) ?? clientFor(url, await tokenFor(config, person));
  clients.set(person, client);
  return client;
}

const say = (text = "") => console.log(text);
const day = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const words = (name: string) => name.toLowerCase().replaceAll("_", " ");

/** Sends a command and says what came of it. Returns the result; a refusal that was not expected ends the story. */
async function does(person: string, what: string, command: string, input: object, refusal?: string): Promise<Result["result"]> {
  const type = `${command.charAt(0).toUpperCase()}${command.slice(1)}Input`;
  const query = `mutation($input: ${type}!) { result: ${command}(input: $input) {
    ... on ConcernChanged { id concern { sharingRecord { id } summary { corrections { id } } } } ... on Refused { code message } } }`;
  const key = `story-${run}-${person}-${what}`;
  const { result } = await (await as(person)).ask<Result>(query, { input: { idempotencyKey: key, ...input } });
  say(result.code ? `  ${person} ${what}\n    refused, ${result.code}: ${result.message}` : `  ${person} ${what}`);
  if (result.code !== refusal)
    throw new CommandFailed(`The story expected ${refusal ?? "no refusal"} here and got ${result.code ?? "none"}.`);
  return result;
}

/** Says what a person sees of the concern. */
async function sees(person: string, id: string): Promise<void> {
  const { concern } = await (await as(person)).ask<{ concern: Seen | null }>(
    `query($id: ID!) { concern(id: $id) { ${CONCERN} } }`,
    { id },
  );
  if (!concern) return say(`  ${person} sees: nothing. There is no such concern, or they may not see it.`);
  say(
    `  ${person} sees: ${words(concern.strand)}, ${words(concern.cause)}, ${concern.council.name}, stage ${words(concern.stage)}`,
  );
  if (concern.summary) say(`    summary: ${concern.summary.text}`);
  for (const { text } of concern.summary?.replies ?? []) say(`    the council replies: ${text}`);
  for (const { request, outcome } of concern.summary?.corrections ?? [])
    say(`    asked to correct, ${outcome ? words(outcome) : "open"}: ${request}`);
  for (const item of concern.evidence ?? []) {
    say(`    evidence: ${item.account} [source: ${item.sourceWithheld ? "protected, withheld" : item.source}]`);
    if (item.citation) say(`      ${cited(item.citation)}`);
  }
  for (const share of concern.sharingRecord ?? [])
    say(
      `    shared with ${share.body.name}: ${words(share.status)}, ${share.parts.map(words).join(" and ")}, until ${share.until}`,
    );
  for (const terms of concern.sharedWithMe)
    say(
      `    has it to ${words(terms.purpose)}, ${terms.parts.map(words).join(" and ")}, until ${terms.until}${terms.conditions ? `; condition: ${terms.conditions}` : ""}`,
    );
  say(`    withheld: ${concern.withheld.map(words).join(", ") || "nothing"}`);
}

const cited = ({ label, periodLabel, value, unit, region, england }: Cited): string =>
  `${label}, ${periodLabel}: ${value} ${unit.toLowerCase()} (region ${region ?? "not in the data"}, England ${england ?? "not in the data"})`;

async function explains(person: string, concern: string, part: string): Promise<void> {
  const { explain } = await (await as(person)).ask<{ explain: { sentence: string } | null }>(
    "query($concern: ID!, $part: Part!) { explain(concern: $concern, part: $part) { sentence } }",
    { concern, part },
  );
  say(
    `  ${person} asks why, for the ${words(part)}:\n    ${explain?.sentence ?? "There is no such concern, or they may not see it."}`,
  );
}

const period = { from: "2025-04-01", to: "2025-09-30" };
const item = {
  source: "Conversation with a team manager (invented)",
  period,
  grading: { source: "GRADE_1", content: "B" },
  handling: "P",
};
const concernInput = {
  council: "X00000004",
  strand: "CHILDRENS",
  cause: "SERVICE_PERFORMANCE",
  period,
  summary: "Assessments of children in need are late in two of five teams and getting later.",
  observed: "In July and again in September, two teams completed fewer than half of their assessments within 45 working days.",
};

async function story(): Promise<void> {
  say("1. An adviser logs a concern: specific, and resting on evidence");
  await does("adviser", "logs it without evidence", "logConcern", { ...concernInput, evidence: [] }, "VAGUE_CONCERN");
  const { id = "" } = await does("adviser", "logs it with evidence", "logConcern", {
    ...concernInput,
    evidence: [
      {
        ...item,
        kind: "CONVERSATION",
        account: "A manager described teams without supervision since June.",
        protectedSource: true,
      },
      {
        ...item,
        kind: "PUBLISHED_METRIC",
        source: "LG Inform (invented figures)",
        account: "Vacancies among children's social workers.",
        cites: { metric: "990001", area: "X00000004", period: "fin_2024_25" },
      },
    ],
  });
  await sees("adviser", id);
  for (const person of ["chief-executive", "cib-lead", "adviser-london", "governance-officer"]) await sees(person, id);

  say("\n2. Nothing is shared before the council is aware");
  const proposal = {
    concern: id,
    body: "cib-east-midlands",
    parts: ["EVIDENCE"],
    purpose: "ALIGN_SUPPORT",
    explanation: "So that the region's practice team and our mentoring do not both arrive in the same week.",
    until: day(120),
    answerBy: day(14),
  };
  await does("adviser", "proposes to share it with the CIB leads", "proposeShare", proposal, "COUNCIL_NOT_AWARE");
  await does("adviser", "tells the chief executive in person and records it", "recordAwareness", {
    concern: id,
    toldName: "Maren Tolliver (invented)",
    toldOffice: "CHIEF_EXECUTIVE",
    channel: "IN_PERSON",
    toldOn: day(0),
    about: "Late assessments in two teams, and what the concern rests on.",
    bodies: ["cib-east-midlands"],
  });
  await sees("chief-executive", id);
  await explains("chief-executive", id, "PROTECTED_SOURCE");

  say("\n3. The council answers, and the answer travels with the concern");
  await does("chief-executive", "replies", "reply", {
    concern: id,
    reply: "Both teams have had a permanent manager since 1 October; the first results are due in December.",
  });
  await does("adviser", "proposes to share it with the CIB leads, now", "proposeShare", { ...proposal, concern: id });
  await does(
    "adviser",
    "proposes to share it with a body the council was not told of",
    "proposeShare",
    { ...proposal, body: "dfe" },
    "BODY_NOT_COVERED",
  );
  const asked = await does("chief-executive", "asks for a correction", "requestCorrection", {
    concern: id,
    request: "It is two teams of six: the disabled children's team was left out.",
  });
  const share = asked.concern?.sharingRecord[0]?.id ?? "";
  await does("adviser", "accepts it, and the summary says so from now on", "resolveCorrection", {
    concern: id,
    correction: asked.concern?.summary.corrections[0]?.id,
    outcome: "ACCEPTED",
    reason: "The service's own structure chart shows six.",
    correctedSummary: "Assessments of children in need are late in two of six teams and getting later.",
  });
  await does("adviser", "makes the share without waiting for an answer", "makeShare", { concern: id, share }, "AWAITING_COUNCIL");
  await does("chief-executive", "agrees, on conditions: the summary only, and for less long", "statePosition", {
    concern: id,
    share,
    position: "AGREES_WITH_CONDITIONS",
    parts: ["SUMMARY"],
    until: day(60),
    statement: "Not the evidence, while the manager's account is being checked.",
  });
  await does("adviser", "makes the share", "makeShare", { concern: id, share });

  say("\n4. Each person sees what policy allows, and nothing else");
  for (const person of [
    "cib-lead",
    "cib-lead-london",
    "adass-lead",
    "member-peer",
    "department",
    "inspectorate",
    "advisory-board",
    "leader-ambleford",
  ])
    await sees(person, id);
  await explains("cib-lead", id, "EVIDENCE");

  say("\n5. The council takes its agreement back: the share is suspended at once");
  await does("chief-executive", "objects", "statePosition", {
    concern: id,
    share,
    position: "OBJECTS",
    statement: "The regional team rang our managers directly.",
  });
  await sees("cib-lead", id);
  const reason = "Two children's cases are in court this month; the regional team's help cannot wait for the manager's return.";
  await does(
    "adviser",
    "overrides the objection alone",
    "overrideObjection",
    { concern: id, share, reason },
    "OVERRIDE_BY_PROPOSER",
  );
  await does("second-adviser", "overrides it, as a second authorised person, with a reason", "overrideObjection", {
    concern: id,
    share,
    reason,
  });
  await sees("cib-lead", id);
  await sees("chief-executive", id);

  say("\n6. The adviser withdraws the share: access ends, the record stays");
  await does("adviser", "withdraws the share", "withdrawShare", {
    concern: id,
    share,
    reason: "The regional offer has begun and no longer needs it.",
  });
  await sees("cib-lead", id);
  await sees("chief-executive", id);
}

try {
  await story();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
