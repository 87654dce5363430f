// Questions that carry concerns in every way there is, at random, and what the answer to each carries, read from its JSON and from what was
// asked beside it in the same places: which concerns stand there, and how many of which councils.
import fc from "fast-check";
import { PARTS, type Part } from "../../../reference/concern-parts.ts";
import { TARROWSHIRE } from "../../examples/api-inputs.ts";
import { WORD } from "../random-histories.ts";
import { COUNCILS, type RandomHub, REGIONS } from "./random-hub.ts";
import { type Carried, IDENTITY, type Identity, type Pick, picks, readConcern, readTask } from "./read-answer.ts";

export const CONCERNS = 14;

/** What is asked of a list beside its type. */
type Listing = { readonly nodes: boolean; readonly pageInfo: boolean; readonly counts: string };
export type Kind =
  | { readonly ask: "read"; readonly of: number }
  | (Listing & { readonly ask: "list"; readonly filter: Filter; readonly first: number; readonly page: 1 | 2 })
  | (Listing & { readonly ask: "council"; readonly council: string; readonly first: number })
  | { readonly ask: "inbox"; readonly first: number; readonly nodes: "none" | "type" | "concern" }
  | { readonly ask: "handling"; readonly listed: boolean }
  | { readonly ask: "explain"; readonly of: number; readonly part: Part }
  | { readonly ask: "past"; readonly of: number; readonly at: string }
  | { readonly ask: "ledger"; readonly council: string; readonly at: string | undefined; readonly first: number };
type Filter = { readonly council?: string; readonly text?: string; readonly region?: string };
export type Field = { readonly kind: Kind; readonly wanted: readonly Pick[] };
/** What is done beside asking: a command, whose answer carries a concern; a concern that is followed; a ledger that is exported. */
export type Action =
  | { readonly do: "command"; readonly name: string; readonly of: number }
  | { readonly do: "live"; readonly of: number }
  | { readonly do: "export"; readonly council: string; readonly at: string | undefined };
export type Question = { readonly who: number; readonly fields: readonly Field[]; readonly deed: Action | undefined };

const first = fc.constantFrom(1, 3, 20);
const counts = fc.constantFrom(
  "",
  "",
  "totalCount",
  "facets { strand { value count } }",
  "totalCount facets { stage { count } }",
);
const listing = { nodes: fc.constantFrom(true, true, true, false), pageInfo: fc.boolean(), counts };
const of = fc.nat(CONCERNS + 2);
/** Moments at which some of the histories had happened; the last may be ahead of the question. */
const moment = fc.constantFrom("2026-03-06T12:00:00.000Z", "2026-03-08T12:00:00.000Z", "2026-03-10T12:00:00.000Z");
const orNow = fc.oneof(moment, fc.constant(undefined));
/** That of which there are readers in every hub, more often than others. */
const ledgerOf = fc.constantFrom(TARROWSHIRE, TARROWSHIRE, TARROWSHIRE, ...COUNCILS);

const narrowings = fc.record({
  council: fc.constantFrom(...COUNCILS),
  strand: fc.constantFrom("CORPORATE", "CHILDRENS", "ADULTS"),
  stage: fc.constantFrom("LOGGED", "AWARE", "SHARED", "CONCLUDED"),
  region: fc.constantFrom(...REGIONS),
  text: fc.constantFrom(WORD.summary, WORD.summary, WORD.evidence, WORD.source, "teams", "  "),
});
/** Few at once: together they would find nothing. */
const filter = fc
  .tuple(narrowings, fc.uniqueArray(fc.constantFrom("council", "strand", "stage", "region", "text", "text"), { maxLength: 2 }))
  .map(([all, names]): Filter => Object.fromEntries(Object.entries(all).filter(([name]) => (names as string[]).includes(name))));
const kind: fc.Arbitrary<Kind> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ ask: fc.constant("read" as const), of }) },
  {
    weight: 5,
    arbitrary: fc.record({ ask: fc.constant("list" as const), filter, first, page: fc.constantFrom(1, 1, 2), ...listing }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ ask: fc.constant("council" as const), council: fc.constantFrom(...COUNCILS), first, ...listing }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      ask: fc.constant("inbox" as const),
      first,
      nodes: fc.constantFrom("none", "type", "concern", "concern"),
    }),
  },
  { weight: 1, arbitrary: fc.record({ ask: fc.constant("handling" as const), listed: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ ask: fc.constant("explain" as const), of, part: fc.constantFrom(...PARTS) }) },
  { weight: 2, arbitrary: fc.record({ ask: fc.constant("past" as const), of, at: moment }) },
  { weight: 1, arbitrary: fc.record({ ask: fc.constant("ledger" as const), council: ledgerOf, at: orNow, first }) },
);
const deed: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant("command" as const),
      name: fc.constantFrom("recordConversation", "addEvidence", "reply", "withdrawEvidence"),
      of,
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("live" as const), of }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("export" as const), council: ledgerOf, at: orNow }) },
);
export const question: fc.Arbitrary<Question> = fc.record({
  // Who may see much more often than who may see nothing.
  who: fc.oneof({ weight: 3, arbitrary: fc.nat(4) }, { weight: 2, arbitrary: fc.nat(200) }),
  fields: fc.array(fc.record({ kind, wanted: picks }), { minLength: 1, maxLength: 3, size: "max" }),
  deed: fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: deed }),
});

/** Every field of what a list says beside its concerns. */
export const WHOLE_LIST: Listing = { nodes: true, pageInfo: true, counts: "totalCount" };

const argsOf = ({ first, filter }: { first: number; filter?: Filter }, after?: string): string => {
  const literal = (value: object) =>
    Object.entries(value)
      .map(([name, given]) => `${name}: ${name === "strand" || name === "stage" ? given : JSON.stringify(given)}`)
      .join(", ");
  return `first: ${first}${after ? `, after: ${JSON.stringify(after)}` : ""}${filter ? `, filter: { ${literal(filter)} }` : ""}`;
};
const enumOf = (part: Part): string => part.replace(/[A-Z]/g, (c) => `_${c}`).toUpperCase();
const listOf = ({ nodes, pageInfo, counts }: Listing, selection: string): string =>
  `{ __typename ${nodes ? `nodes ${selection}` : ""} ${pageInfo ? "pageInfo { hasNextPage endCursor }" : ""} ${counts} }`;
const ledgerArgs = ({ council, at }: { council: string; at: string | undefined }) =>
  `council: "${council}"${at ? `, at: "${at}"` : ""}`;

/** The text of one field of a question, with what is selected of each concern in it. */
export function fieldOf(kind: Kind, { ids, cited }: RandomHub, after: string | undefined, selection: string): string {
  switch (kind.ask) {
    case "read":
      return `concern(id: "${ids[kind.of]}") ${selection}`;
    case "list":
      return `concerns(${argsOf(kind, after)}) ${listOf(kind, selection)}`;
    case "council":
      return `council(code: "${kind.council}") { concerns(${argsOf(kind)}) ${listOf(kind, selection)} }`;
    case "inbox": {
      const nodes = { none: "", type: "nodes { __typename }", concern: `nodes { concern ${selection} }` }[kind.nodes];
      return `inbox(first: ${kind.first}) { ${nodes} pageInfo { hasNextPage endCursor } }`;
    }
    case "handling":
      return kind.listed
        ? `submissions(first: 3) { nodes { handling { concerns ${selection} } } }`
        : `submission(id: "${cited}") { handling { concerns ${selection} } }`;
    case "explain":
      return `explain(concern: "${ids[kind.of]}", part: ${enumOf(kind.part)}) { allowed sentence facts { name value } }`;
    case "past":
      return `pastConcern(concern: "${ids[kind.of]}", at: "${kind.at}") { ... on Refused { code } ... on PastConcern { at concern ${selection} } }`;
    case "ledger":
      return `ledger(${ledgerArgs(kind)}) { ... on Refused { code } ... on Ledger { scope concerns(first: ${kind.first}) { nodes ${selection} } } }`;
  }
}
/** The same, asked beside for which concerns stand where. */
export function identityOf(kind: Kind, world: RandomHub, after: string | undefined): string {
  if (kind.ask === "inbox") return `inbox(first: ${kind.first}) { nodes { kind about concern ${IDENTITY} } }`;
  return fieldOf(kind.ask === "list" || kind.ask === "council" ? { ...kind, ...WHOLE_LIST } : kind, world, after, IDENTITY);
}
/** Asked beside too: everything that figures of a list count. */
export function countedOf(kind: Kind): string {
  const asked = kind.ask === "list" ? { filter: kind.filter, first: 100 } : undefined;
  return asked ? `concerns(${argsOf(asked)}) { nodes { council { code } } }` : "__typename";
}

type Data = Readonly<Record<string, unknown>>;
type Connection = {
  readonly nodes?: readonly Data[];
  readonly pageInfo?: { readonly hasNextPage: boolean };
  readonly totalCount?: number;
  readonly facets?: Record<string, { count: number }[]>;
};
type InboxNode = { readonly kind: string; readonly about: string | null; readonly concern: Identity | null };

const surfaceOf = (kind: Kind): string => {
  if (kind.ask === "list") return kind.filter.text?.trim() ? "search" : "list";
  return { council: "list", handling: "read" }[kind.ask as string] ?? kind.ask;
};

const connectionIn = (kind: Kind, value: unknown): Connection =>
  kind.ask === "council" ? (value as { concerns: Connection }).concerns : (value as Connection);

/** Every concern that stands in a field's value, in order. */
function concernsIn(kind: Kind, value: unknown): readonly (Data | null)[] {
  const handled = (one: unknown) => (one as { handling: { concerns: Data[] } | null } | null)?.handling?.concerns ?? [];
  switch (kind.ask) {
    case "read":
      return [value as Data | null];
    case "list":
    case "council":
      return connectionIn(kind, value).nodes ?? [];
    case "inbox":
      return (value as { nodes: { concern: Data | null }[] }).nodes.map(({ concern }) => concern);
    case "handling":
      return kind.listed ? (value as { nodes: unknown[] }).nodes.flatMap(handled) : handled(value);
    case "past":
      return [(value as { concern?: Data }).concern ?? null];
    case "ledger":
      return (value as { concerns?: Connection }).concerns?.nodes ?? [];
    case "explain":
      return [];
  }
}

/** Whoever asks, as far as what an answer carries depends on it. */
export type QuestionContext = {
  /** The parts of a concern that policy lets them see. */
  parts(concern: string): readonly string[];
  /** Whether a share is with a body of theirs. */
  isOfOwnBody(concern: string, share: string | null): boolean;
};
/** A field of an answer, and what was asked beside it. */
export type Answered = { readonly value: unknown; readonly beside: unknown; readonly counted: unknown };

/** What one field of an answer carries. */
export function readField(
  carried: Carried,
  { kind, wanted }: Field,
  answered: Answered,
  asker: QuestionContext,
  { ids }: RandomHub,
): void {
  const { value, beside } = answered;
  if (kind.ask === "explain" && value) readExplanation(carried, ids[kind.of] ?? "", asker);
  if (kind.ask === "list" || kind.ask === "council") readFigures(carried, kind, answered);
  if (kind.ask === "inbox" && kind.nodes !== "none")
    for (const { kind: task, about, concern } of (beside as { nodes: InboxNode[] }).nodes)
      if (concern) readTask(carried, task, concern.id, asker.isOfOwnBody(concern.id, about));
  if (("nodes" in kind && kind.nodes === false) || (kind.ask === "inbox" && kind.nodes !== "concern")) return;
  const [nodes, identities] = [concernsIn(kind, value), concernsIn(kind, beside) as readonly (Identity | null)[]];
  if (nodes.length !== identities.length) throw new Error("What was asked beside is another list.");
  for (const [n, node] of nodes.entries()) {
    const identity = identities[n];
    if (node && identity) readConcern(carried, surfaceOf(kind), node, identity, wanted);
    else if (node || identity) throw new Error("What was asked beside is about another concern.");
  }
}

/** It says who it is shared with and since when to those who read the sharing record; to a recipient, that they have it. */
function readExplanation(carried: Carried, id: string, asker: QuestionContext): void {
  const parts = asker.parts(id);
  const more = ["sharingRecord", "shareTerms"].find((part) => parts.includes(part));
  for (const part of ["headline", ...(more ? [more] : [])]) carried.add(`explain ${id} ${part}`);
}

/** Figures that count something of one council alone tell of it; and so does whether a page of one council's concerns goes on. */
function readFigures(carried: Carried, kind: Kind & { ask: "list" | "council" }, { value, beside, counted }: Answered): void {
  const [asked, page] = [connectionIn(kind, value), connectionIn(kind, beside)];
  const codesOf = (nodes: readonly unknown[] = []) => [...new Set((nodes as Identity[]).map(({ council }) => council.code))];
  const named = kind.ask === "council" ? kind.council : kind.filter.council;
  const some = (asked.totalCount ?? 0) > 0 || Object.values(asked.facets ?? {}).some((tallies) => tallies.length > 0);
  const all = kind.ask === "council" ? [kind.council] : codesOf((counted as Connection).nodes);
  if (some && all.length === 1) carried.add(`count ${all[0]}`);
  const here = codesOf(page.nodes);
  if (asked.pageInfo && here.length === 1 && (named !== undefined || !page.pageInfo?.hasNextPage))
    carried.add(`count ${here[0]}`);
}
