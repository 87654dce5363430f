// Sends people's commands over HTTP, and prints what each of them sees, and the refusals.
import { randomUUID } from "node:crypto";
import { type Config, hubUrl, readConfig } from "../../hub/config.ts";
import { dateInWords } from "../../text/dates-in-words.ts";
import { type Client, clientFor, tokenFor } from "../client.ts";

const CONCERN = `
  council { name } strand cause stage withheld
  summary { text replies { text } corrections { request outcome reason } conclusions { kind stands supports { kind status } } }
  evidence { account source sourceWithheld citation { label value unit region england periodLabel } }
  sharingRecord { body { name } status parts until override { by reason } }
  sharedWithMe { body { name } purpose parts until conditions }`;

type Seen = {
  council: { name: string };
  strand: string;
  cause: string;
  stage: string;
  withheld: string[];
  summary: {
    text: string;
    replies: { text: string }[];
    corrections: { request: string; outcome: string | null }[];
    conclusions: { kind: string; stands: boolean; supports: { kind: string; status: string }[] }[];
  } | null;
  evidence: { account: string; source: string | null; sourceWithheld: boolean; citation: Cited | null }[] | null;
  sharingRecord:
    | { body: { name: string }; status: string; parts: string[]; until: string; override: { by: string } | null }[]
    | null;
  sharedWithMe: { purpose: string; parts: string[]; until: string; conditions: string | null }[];
};
type Cited = { label: string; value: number; unit: string; region: number | null; england: number | null; periodLabel: string };
type Ids = { sharingRecord: { id: string }[]; summary: { corrections: { id: string }[] } };
const ON_CONCERN = "ConcernChanged { id concern { sharingRecord { id } summary { corrections { id } } } }";
type Result = { result: { code?: string; message?: string; id?: string; concern?: Ids } };

export const config = settings();
const given = process.argv.slice(2);
const url = given.find((word) => URL.canParse(word)) ?? hubUrl(config);
/** The name of a story, if one is given. */
export const requestedStory = given.find((word) => !URL.canParse(word));
const clients = new Map<string, Client>();

function settings(): Config {
  try {
    return readConfig(process.env);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}

export async function as(person: string): Promise<Client> {
  const client = clients.get(person) ?? clientFor(url, await tokenFor(config, person));
  clients.set(person, client);
  return client;
}

export const say = (text = "") => console.log(text);
export const day = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
export const words = (name: string) => name.toLowerCase().replaceAll("_", " ");

/** The hub answers otherwise than the story expects. */
export class UnexpectedAnswer extends Error {}

const NEEDS_A_FRESH_HUB = `This story needs a fresh hub. If it was told on this hub before, stop the hub, start it with a new data folder
(CANDOUR_DATA_DIR=./another npm start) and tell the story with the same setting.`;

/** Tells a story that a hub can be told once. */
export async function tellOnce(story: () => Promise<void>): Promise<void> {
  try {
    await story();
  } catch (error) {
    throw error instanceof UnexpectedAnswer ? new UnexpectedAnswer(`${error.message}\n${NEEDS_A_FRESH_HUB}`) : error;
  }
  say("\nEvery step went as the story expects.");
}

/** Sends a command and prints its outcome. Returns the result; an unexpected refusal ends the story. */
export async function does(
  person: string,
  what: string,
  command: string,
  input: object,
  { refusal, changed = ON_CONCERN }: { readonly refusal?: string; readonly changed?: string } = {},
): Promise<Result["result"]> {
  const type = `${command.charAt(0).toUpperCase()}${command.slice(1)}Input`;
  const query = `mutation($input: ${type}!) { result: ${command}(input: $input) { ... on ${changed} ... on Refused { code message } } }`;
  const key = `story-${randomUUID()}`;
  const { result } = await (await as(person)).ask<Result>(query, { input: { idempotencyKey: key, ...input } });
  say(result.code ? `  ${person} ${what}\n    refused, ${result.code}: ${result.message}` : `  ${person} ${what}`);
  if (result.code !== refusal)
    throw new UnexpectedAnswer(`The story expected ${refusal ?? "no refusal"} here and got ${result.code ?? "none"}.`);
  return result;
}

/** Asks as a person and prints the answer to a step of the story. Another answer than the expected one ends the story. */
export async function showAnswer<Data>(
  person: string,
  what: string,
  [query, variables]: readonly [string, Record<string, unknown>],
  expected: (data: Data) => readonly [isExpected: boolean, answer: string],
): Promise<void> {
  const [isExpected, answer] = expected(await (await as(person)).ask<Data>(query, variables));
  say(`  ${person} ${what}\n    ${answer}`);
  if (!isExpected) throw new UnexpectedAnswer("The story expected another answer here.");
}

/** Prints what a person sees of the concern. */
export async function sees(person: string, id: string): Promise<void> {
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
  for (const { kind, supports } of (concern.summary?.conclusions ?? []).filter(({ stands }) => stands))
    say(
      `    concluded: ${words(kind)}${supports.map((support) => `, ${words(support.kind)} ${words(support.status)}`).join("")}`,
    );
  for (const item of concern.evidence ?? []) {
    say(`    evidence: ${item.account} [source: ${item.sourceWithheld ? "protected, withheld" : item.source}]`);
    if (item.citation) say(`      ${cited(item.citation)}`);
  }
  for (const share of concern.sharingRecord ?? [])
    say(
      `    shared with ${share.body.name}: ${words(share.status)}, ${share.parts.map(words).join(" and ")}, until ${dateInWords(share.until)}`,
    );
  for (const terms of concern.sharedWithMe)
    say(
      `    has it to ${words(terms.purpose)}, ${terms.parts.map(words).join(" and ")}, until ${dateInWords(terms.until)}${terms.conditions ? `; condition: ${terms.conditions}` : ""}`,
    );
  say(`    withheld: ${concern.withheld.map(words).join(", ") || "nothing"}`);
}

const cited = ({ label, periodLabel, value, unit, region, england }: Cited): string =>
  `${label}, ${periodLabel}: ${value} ${unit.toLowerCase()} (region ${region ?? "not in the data"}, England ${england ?? "not in the data"})`;

export async function explains(person: string, concern: string, part: string): Promise<void> {
  const { explain } = await (await as(person)).ask<{ explain: { sentence: string } | null }>(
    "query($concern: ID!, $part: ExplainedPart!) { explain(concern: $concern, part: $part) { sentence } }",
    { concern, part },
  );
  say(
    `  ${person} asks why, for the ${words(part)}:\n    ${explain?.sentence ?? "There is no such concern, or they may not see it."}`,
  );
}
