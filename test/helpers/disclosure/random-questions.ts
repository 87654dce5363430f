// Questions that carry concerns, supports, submissions and requests for support in every way there is, at random, and what the answer to each carries,
// read from its JSON and from what was asked beside it in the same places: which records stand there, and how many of which councils.
import fc from "fast-check";
import { EXPLAINED_PARTS, type ExplainedPart } from "../../../reference/concern-parts.ts";
import { TARROWSHIRE } from "../../examples/api-inputs.ts";
import { DAYS, TODAY, WORD } from "../random-histories.ts";
import { COUNCILS, type RandomHub, REGIONS } from "./random-hub.ts";
import {
  type Carried,
  IDENTITY,
  type Identity,
  type OtherPicks,
  type OtherType,
  OUTERMOST,
  otherPicks,
  type Pick,
  picks,
  readConcern,
  readOther,
  readSubmission,
  readTask,
} from "./read-answer.ts";

export const CONCERNS = 14;

/** What is asked of a list beside its type. */
type Listing = { readonly nodes: boolean; readonly pageInfo: boolean; readonly counts: string };
export type Kind =
  | { readonly ask: "read"; readonly of: number }
  | (Listing & { readonly ask: "list"; readonly filter: Filter; readonly first: number; readonly page: 1 | 2 })
  | (Listing & { readonly ask: "council"; readonly council: string; readonly first: number })
  | { readonly ask: "inbox"; readonly first: number; readonly nodes: "none" | "type" | "concern" | "other" }
  | { readonly ask: "news"; readonly first: number; readonly nodes: "none" | "type" | "concern" }
  | { readonly ask: "toAccept"; readonly first: number }
  | { readonly ask: "handling"; readonly listed: boolean }
  | { readonly ask: "other"; readonly type: OtherType; readonly of: number }
  | { readonly ask: "others"; readonly type: "Submission" | "Signal"; readonly first: number }
  | {
      readonly ask: "supports";
      readonly council: string;
      readonly first: number;
      readonly nodes: boolean;
      readonly pageInfo: boolean;
    }
  | { readonly ask: "aligned"; readonly of: string; readonly first: number; readonly fields: string; readonly clashes: boolean }
  | { readonly ask: "outcome"; readonly of: number }
  | { readonly ask: "outcomes"; readonly first: number }
  | { readonly ask: "explain"; readonly of: number; readonly part: ExplainedPart }
  | { readonly ask: "past"; readonly of: number; readonly at: string }
  | {
      readonly ask: "ledger";
      readonly council: string;
      readonly at: string | undefined;
      readonly first: number;
      readonly disclosures: boolean;
    };
type Filter = { readonly council?: string; readonly text?: string; readonly region?: string };
/** `other`: what is wanted of records other than concerns. */
export type Field = { readonly kind: Kind; readonly wanted: readonly Pick[]; readonly other: OtherPicks };
/** What is done beside asking: a command, whose answer carries a record; a concern or support that is followed; a ledger that is exported. */
export type Action =
  | { readonly do: "command"; readonly name: string; readonly of: number }
  | { readonly do: "change"; readonly type: OtherType; readonly of: number }
  | { readonly do: "live"; readonly of: number }
  | { readonly do: "follow support"; readonly council: string; readonly clashes: boolean }
  | { readonly do: "follow one support"; readonly of: number }
  | { readonly do: "export"; readonly council: string; readonly at: string | undefined }
  /** The same question, for a page in a browser, or for its page for paper. */
  | { readonly do: "page" | "print" | "download" };
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
const moment = fc.constantFrom(...[DAYS[0], DAYS[2], TODAY].map((day) => `${day}T12:00:00.000Z`));
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
const otherType = fc.constantFrom<OtherType>("Support", "Submission", "Signal");
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
      nodes: fc.constantFrom("none", "type", "concern", "concern", "other", "other"),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({ ask: fc.constant("news" as const), first, nodes: fc.constantFrom("none", "type", "concern") }),
  },
  { weight: 2, arbitrary: fc.record({ ask: fc.constant("toAccept" as const), first }) },
  { weight: 1, arbitrary: fc.record({ ask: fc.constant("handling" as const), listed: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ ask: fc.constant("outcome" as const), of }) },
  { weight: 2, arbitrary: fc.record({ ask: fc.constant("outcomes" as const), first }) },
  { weight: 1, arbitrary: fc.record({ ask: fc.constant("explain" as const), of, part: fc.constantFrom(...EXPLAINED_PARTS) }) },
  { weight: 2, arbitrary: fc.record({ ask: fc.constant("past" as const), of, at: moment }) },
  {
    weight: 1,
    arbitrary: fc.record({ ask: fc.constant("ledger" as const), council: ledgerOf, at: orNow, first, disclosures: fc.boolean() }),
  },
  { weight: 3, arbitrary: fc.record({ ask: fc.constant("other" as const), type: otherType, of: fc.nat(20) }) },
  {
    weight: 1,
    arbitrary: fc.record({ ask: fc.constant("others" as const), type: fc.constantFrom("Submission", "Signal"), first }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      ...{ ask: fc.constant("supports" as const), council: ledgerOf, first, nodes: fc.boolean(), pageInfo: fc.boolean() },
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      ...{ ask: fc.constant("aligned" as const), of: fc.constantFrom(TARROWSHIRE, ...COUNCILS, ...REGIONS), first },
      ...{ fields: fc.constantFrom("", "strands { running }", "clashCount"), clashes: fc.boolean() },
    }),
  },
);
const deed: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant("command" as const),
      name: fc.constantFrom("recordConversation", "addEvidence", "reply", "withdrawEvidence"),
      of,
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("change" as const), type: otherType, of: fc.nat(20) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("live" as const), of }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("follow support" as const), council: ledgerOf, clashes: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("follow one support" as const), of: fc.nat(20) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("export" as const), council: ledgerOf, at: orNow }) },
);
export const question: fc.Arbitrary<Question> = fc.record({
  // Who may see much more often than who may see nothing.
  who: fc.oneof({ weight: 3, arbitrary: fc.nat(4) }, { weight: 2, arbitrary: fc.nat(200) }),
  fields: fc.array(fc.record({ kind, wanted: picks, other: otherPicks }), { minLength: 1, maxLength: 3, size: "max" }),
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
const enumOf = (part: ExplainedPart): string => part.replace(/[A-Z]/g, (c) => `_${c}`).toUpperCase();
const listOf = ({ nodes, pageInfo, counts }: Listing, selection: string): string =>
  `{ __typename ${nodes ? `nodes ${selection}` : ""} ${pageInfo ? "pageInfo { hasNextPage endCursor }" : ""} ${counts} }`;
const ledgerArgs = ({ council, at }: { council: string; at: string | undefined }) =>
  `council: "${council}"${at ? `, at: "${at}"` : ""}`;

/** The id of a record other than a concern; sometimes of one that there is not. */
export function idOf({ supports, submissions, signals }: RandomHub, type: OtherType, of: number): string {
  const ids = { Support: supports, Submission: submissions, Signal: signals }[type];
  return ids[of % ids.length] ?? "";
}

/** Selects what is wanted of records of a type. */
type OtherSelection = (type: OtherType) => string;
const isRegion = (of: string): boolean => REGIONS.includes(of);
/** Each support of a clash, where clashes are asked for. */
export const alignedSelection = (fields: string, clashes: boolean, first: number, other: OtherSelection): string =>
  `{ __typename ${fields} ${clashes ? `clashes(first: ${first}) { kind first { support ${other("Support")} } second { support { __typename } } }` : ""} }`;

/** The text of one field of a question, with what is selected of each concern in it, and of each other record. */
export function fieldOf(
  kind: Kind,
  world: RandomHub,
  after: string | undefined,
  selection: string,
  other: OtherSelection,
): string {
  const { ids, cited } = world;
  switch (kind.ask) {
    case "other":
      return `${kind.type.toLowerCase()}(id: "${idOf(world, kind.type, kind.of)}") ${other(kind.type)}`;
    case "others":
      return `${kind.type.toLowerCase()}s(first: ${kind.first}) { nodes ${other(kind.type)} pageInfo { hasNextPage } }`;
    case "supports": {
      const asked = `${kind.nodes ? `nodes ${other("Support")}` : ""} ${kind.pageInfo ? "pageInfo { hasNextPage }" : ""} __typename`;
      return `council(code: "${kind.council}") { supports(first: ${kind.first}) { ${asked} } }`;
    }
    case "aligned": {
      const aligned = alignedSelection(kind.fields, kind.clashes, kind.first, other);
      if (isRegion(kind.of)) return `alignedSupport(region: "${kind.of}") ${aligned}`;
      return `council(code: "${kind.of}") { alignedSupport ${aligned} }`;
    }
    case "read":
      return `concern(id: "${ids[kind.of]}") ${selection}`;
    case "list":
      return `concerns(${argsOf(kind, after)}) ${listOf(kind, selection)}`;
    case "council":
      return `council(code: "${kind.council}") { concerns(${argsOf(kind)}) ${listOf(kind, selection)} }`;
    case "inbox": {
      const others = `support ${other("Support")} submission ${other("Submission")} signal ${other("Signal")}`;
      const nodes = {
        ...{ none: "", type: "nodes { __typename }" },
        ...{ concern: `nodes { concern ${selection} }`, other: `nodes { ${others} }` },
      }[kind.nodes];
      return `inbox(first: ${kind.first}) { ${nodes} pageInfo { hasNextPage endCursor } }`;
    }
    case "news": {
      const nodes = { none: "", type: "nodes { __typename }", concern: `nodes { concern ${selection} }` }[kind.nodes];
      return `news(first: ${kind.first}) { ${nodes} unread pageInfo { hasNextPage endCursor } }`;
    }
    case "toAccept":
      return `sharesToAccept(first: ${kind.first}) { nodes { conditions until } }`;
    case "handling":
      return kind.listed
        ? `submissions(first: 3) { nodes { id handling { concerns ${selection} } } }`
        : `submission(id: "${cited}") { handling { concerns ${selection} } }`;
    case "outcome":
      return `outcome(concern: "${ids[kind.of]}") { concern explanation lastReply { text } }`;
    case "outcomes":
      return `outcomes(first: ${kind.first}) { nodes { concern until } pageInfo { hasNextPage } }`;
    case "explain":
      return `explain(concern: "${ids[kind.of]}", part: ${enumOf(kind.part)}) { allowed sentence facts { name value } }`;
    case "past":
      return `pastConcern(concern: "${ids[kind.of]}", at: "${kind.at}") { ... on Refused { code } ... on PastConcern { at concern ${selection} } }`;
    case "ledger":
      return `ledger(${ledgerArgs(kind)}) { ... on Refused { code } ... on Ledger { scope concerns(first: ${kind.first}) { nodes ${selection} } ${kind.disclosures ? `disclosures(first: ${kind.first}) { nodes { kind subject } }` : ""} } }`;
  }
}
/** The same field with the ids of its records alone, which tells which record is at which place of the answer. */
export function identityOf(kind: Kind, world: RandomHub, after: string | undefined): string {
  const others = "support { id } submission { id } signal { id }";
  if (kind.ask === "inbox")
    return `inbox(first: ${kind.first}) { nodes { kind about outcome { concern } concern ${IDENTITY} ${others} } }`;
  if (kind.ask === "news") return `news(first: ${kind.first}) { nodes { part about concern ${IDENTITY} ${others} } }`;
  if (kind.ask === "toAccept") return `sharesToAccept(first: ${kind.first}) { nodes { concern } }`;
  const whole: Kind =
    kind.ask === "list" || kind.ask === "council"
      ? { ...kind, ...WHOLE_LIST }
      : kind.ask === "supports"
        ? { ...kind, nodes: true }
        : kind.ask === "aligned"
          ? { ...kind, fields: "council { code } strands { strand }" }
          : kind;
  const asked = fieldOf(whole, world, after, IDENTITY, () => "{ id }");
  return withSides(asked);
}
/** With the kind and the support of both sides of each clash. */
export const withSides = (asked: string): string =>
  asked
    .replace("first { support", "first { kind support")
    .replace("second { support { __typename } }", "second { kind support { id } }");
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
type Named = { readonly id: string };
type InboxNode = Readonly<Record<"support" | "submission" | "signal", (Named & Data) | null>> & {
  readonly kind: string;
  readonly about: string | null;
  readonly concern: Identity | null;
  readonly outcome: Outcome | null;
};
type NewsNode = Readonly<Record<"support" | "submission" | "signal", Named | null>> & {
  readonly part: string | null;
  readonly about: string | null;
  readonly concern: Identity | null;
};
type Outcome = { readonly concern: string };
type Aligned = {
  readonly council: { readonly code: string };
  readonly strands: readonly unknown[];
  readonly clashes?: Clash[];
};
type Clash = Readonly<Record<"first" | "second", { readonly kind?: string; readonly support: (Named & Data) | null }>>;

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
    case "news":
      return (value as { nodes: { concern: Data | null }[] }).nodes.map(({ concern }) => concern);
    case "handling":
      return kind.listed ? (value as { nodes: unknown[] }).nodes.flatMap(handled) : handled(value);
    case "past":
      return [(value as { concern?: Data }).concern ?? null];
    case "ledger":
      return (value as { concerns?: Connection }).concerns?.nodes ?? [];
    default:
      return [];
  }
}

/** Tasks of a support that tell that it has a milestone or a review. */
const TELLS_PURPOSE = ["MILESTONE_DUE", "PROGRESS_REVIEW_DUE"];

/** The concerns of a submission's handling are read in their places. */
const withoutConcerns = (submission: Data): Data => ({ ...submission, handling: submission.handling && {} });

/** What one field of an answer carries of records other than concerns. */
function readOthers(carried: Carried, { kind, other }: Field, { value, beside }: Answered, world: RandomHub): void {
  const listed = (found: unknown) => (found as { nodes?: (Data & Named)[] }).nodes ?? [];
  const read = (surface: string, type: OtherType, node: unknown, found: Named | null | undefined) => {
    if ((node === null) !== (found === null)) throw new Error("What was asked beside is about another record.");
    if (node && found) readOther(carried, surface, type, node as Data, found.id, other);
  };
  switch (kind.ask) {
    case "toAccept":
      for (const { concern } of listed(beside) as unknown as { concern: string }[]) carried.add(`list ${concern} shareTerms`);
      return;
    case "other":
      read("read", kind.type, value, beside as Named | null);
      return;
    case "others":
      for (const [n, node] of listed(value).entries()) read("list", kind.type, node, listed(beside)[n]);
      return;
    case "handling":
      for (const node of kind.listed ? listed(value) : [{ ...(value as Data), id: world.cited }])
        if (value) readSubmission(carried, kind.listed ? "list" : "read", withoutConcerns(node), node.id, []);
      return;
    case "outcome":
      if (value) carried.add(`read ${(value as Outcome).concern} outcome`);
      return;
    case "outcomes":
      for (const { concern } of (value as { nodes: readonly Outcome[] }).nodes) carried.add(`list ${concern} outcome`);
      return;
    case "supports": {
      const [asked, all] = [value, beside].map((one) => (one as { supports: object }).supports);
      for (const [n, node] of listed(asked).entries()) read("list", "Support", node, listed(all)[n]);
      if (kind.pageInfo && listed(all).length > 0) carried.add(`count ${kind.council}`);
      return;
    }
    case "aligned": {
      const found = (one: unknown) =>
        (isRegion(kind.of) ? one : [(one as { alignedSupport: unknown }).alignedSupport ?? []].flat()) as readonly Aligned[];
      for (const [n, identity] of found(beside).entries())
        readAligned(carried, "list", (found(value)[n] ?? {}) as Data, identity, other);
      return;
    }
    case "inbox": {
      if (kind.nodes === "none") return;
      for (const [n, found] of (beside as { nodes: InboxNode[] }).nodes.entries())
        for (const [name, type] of [
          ["support", "Support"],
          ["submission", "Submission"],
          ["signal", "Signal"],
        ] as const) {
          if (found[name]) carried.add(`inbox ${found[name].id} ${OUTERMOST[type]}`);
          if (found.support && TELLS_PURPOSE.includes(found.kind)) carried.add(`inbox ${found.support.id} purpose`);
          if (kind.nodes === "other")
            read("inbox", type, (value as { nodes: InboxNode[] }).nodes[n]?.[name] ?? null, found[name]);
        }
      return;
    }
    case "ledger": {
      const { disclosures } = value as { disclosures?: { nodes: { kind: string; subject: string }[] } };
      readDisclosures(carried, "ledger", disclosures?.nodes ?? []);
    }
  }
}

const LISTED_PARTS: Readonly<Record<string, readonly string[]>> = {
  ...{ CONCERN: ["headline", "sharingRecord"], SUPPORT: ["engagement"], SUBMISSION: ["submission"], SIGNAL: ["signal"] },
};
type ListedDisclosure = { readonly kind: string; readonly subject: string | null };
/** That a record was disclosed to somebody tells that there is one; of a concern it is in the sharing record. */
export function readDisclosures(carried: Carried, surface: string, disclosures: readonly ListedDisclosure[]): void {
  for (const { kind, subject } of disclosures)
    for (const part of LISTED_PARTS[kind] ?? []) carried.add(`${surface} ${subject} ${part}`);
}

/** A picture of a council's support tells that there is some, and so does each support that clashes with another. */
export function readAligned(carried: Carried, surface: string, value: Data, identity: Aligned, other: OtherPicks): void {
  if (identity.strands.length > 0) carried.add(`count ${identity.council.code}`);
  for (const [n, { first, second }] of ((value.clashes as Clash[] | undefined) ?? []).entries()) {
    const ids = identity.clashes?.[n];
    if (!ids) throw new Error("What was asked beside has fewer clashes.");
    if (first.support && ids.first.support) readOther(carried, surface, "Support", first.support, ids.first.support.id, other);
    if (second.support && ids.second.support) readOther(carried, surface, "Support", second.support, ids.second.support.id, []);
    // A review and a purpose are of the purpose of a support.
    for (const { kind, support } of [ids.first, ids.second])
      if (support && kind !== "PRESENCE") carried.add(`${surface} ${support.id} purpose`);
  }
}

/** Whoever asks, as far as what an answer carries depends on it. */
export type QuestionContext = {
  /** The parts of a concern that policy lets them see. */
  parts(concern: string): readonly string[];
  /** Whether a share is with a body of theirs. */
  isOfOwnBody(concern: string, share: string | null): boolean;
};
/** A field of an answer, and the same field with ids alone (`beside`). */
type Answered = { readonly value: unknown; readonly beside: unknown; readonly counted: unknown };

const concernOf = ({ ids, hub }: RandomHub, share: string | null): string | undefined =>
  ids.find((id) =>
    hub.register
      .queries()
      .findUnchecked(id)
      ?.state()
      .shares.some((one) => one.id === share),
  );

/** What one field of an answer carries. */
export function readField(carried: Carried, field: Field, answered: Answered, asker: QuestionContext, world: RandomHub): void {
  const [{ kind, wanted }, { ids }] = [field, world];
  const { value, beside } = answered;
  readOthers(carried, field, answered, world);
  if (kind.ask === "explain" && value) {
    readExplanation(carried, ids[kind.of] ?? "", asker);
    // Whoever is shown the outcome is told so, also without the headline.
    if (kind.part === "outcome" && (value as { allowed: boolean }).allowed) carried.add(`explain ${ids[kind.of]} outcome`);
  }
  if (kind.ask === "list" || kind.ask === "council") readFigures(carried, kind, answered);
  if (kind.ask === "inbox" && kind.nodes !== "none")
    for (const { kind: task, about, concern, outcome } of (beside as { nodes: InboxNode[] }).nodes)
      if (outcome) carried.add(`inbox ${outcome.concern} outcome`);
      else if (concern) readTask(carried, task, concern.id, asker.isOfOwnBody(concern.id, about));
      else if (task === "CONDITIONS_TO_ACCEPT") carried.add(`inbox ${concernOf(world, about)} shareTerms`);
  if (kind.ask === "news" && kind.nodes !== "none") readNewsItems(carried, (beside as { nodes: NewsNode[] }).nodes, world);
  const isOfTasks = kind.ask === "inbox" || kind.ask === "news";
  if (("nodes" in kind && kind.nodes === false) || (isOfTasks && kind.nodes !== "concern")) return;
  const [nodes, identities] = [concernsIn(kind, value), concernsIn(kind, beside) as readonly (Identity | null)[]];
  if (nodes.length !== identities.length) throw new Error("What was asked beside is another list.");
  for (const [n, node] of nodes.entries()) {
    const identity = identities[n];
    if (node && identity) readConcern(carried, surfaceOf(kind), node, identity, wanted);
    else if (node || identity) throw new Error("What was asked beside is about another concern.");
  }
}

/** News tells the record and the part that it names; of an ended share that it has ended. */
function readNewsItems(carried: Carried, nodes: readonly NewsNode[], world: RandomHub): void {
  for (const { part, about, concern, support, submission, signal } of nodes) {
    if (part === null) continue;
    const id = (concern ?? support ?? submission ?? signal)?.id ?? concernOf(world, about);
    if (concern) carried.add(`news ${id} headline`);
    if (support) carried.add(`news ${id} engagement`);
    carried.add(`news ${id} ${part.toLowerCase().replace(/_(.)/g, (_, letter: string) => letter.toUpperCase())}`);
  }
}

/** It says who it is shared with and since when to those who read the sharing record; to a recipient, that they have it. */
function readExplanation(carried: Carried, id: string, asker: QuestionContext): void {
  const parts = asker.parts(id);
  const more = ["sharingRecord", "shareTerms"].find((part) => parts.includes(part));
  const outermost = parts.includes("headline") ? ["headline"] : [];
  for (const part of [...outermost, ...(more ? [more] : [])]) carried.add(`explain ${id} ${part}`);
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
