// A council's ledger, whole: asked of the hub's own schema page by page as its reader, each page on record before the next. Complete or
// nothing: a page that fails, or one that does not fit the others, leaves no export.

import { setImmediate } from "node:timers/promises";
import type { Hub } from "../../hub/hub.ts";
import type { Logger } from "../../hub/observability/logger.ts";
import { asOfCouncil } from "../../queries/people/granting-assignments.ts";
import { policyFilesOf } from "../../queries/policy/read-policy.ts";
import { monthInWords } from "../../services/dates.ts";
import type { Viewer } from "../../services/people/viewer.ts";
import { isRefusal, type Refusal } from "../../services/refusals.ts";
import { type Connection, contextOf } from "../context.ts";
import { errorFor } from "../errors.ts";
import type { Asker, Pipeline } from "../pipeline.ts";
import type { Operation } from "./document.ts";
import type {
  ExportedConcern,
  ExportedCouncilRecords,
  ExportedDisclosure,
  ExportedHistoryEntry,
  Item,
  LedgerDocument,
} from "./ledger-document.ts";
import { policiesNamed } from "./policies.ts";

export type LedgerReader = {
  readonly person: string;
  readonly correlation: string;
  readonly connection: Connection;
  readonly logger: Logger;
};
/** What carries its questions out, and their text (`exportQuery`). */
export type Exporter = { readonly pipeline: Pipeline; readonly query: string };
type Page<T> = {
  readonly nodes: readonly T[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
};
/** What a ledger says with each page, of itself. */
type Head = Pick<LedgerDocument, "council" | "at" | "policyVersion" | "removedTo" | "losses"> & { readonly scope: string };
type RefusedAnswer = Omit<Refusal, "kind">;
type Ask = <Data>(operation: Operation, variables: Item) => Promise<Data>;
type Collected = { readonly held: Omit<LedgerDocument, "policies">; readonly policyVersions: ReadonlySet<string> };

/** How often what changed while it was collected is collected anew. */
const ATTEMPTS = 3;

/**
 * The ledger as it stands, or stood at a past moment; or why there is none. Throws the first error that an answer has, masked, and one with the
 * code NOT_READY where the ledger kept changing while it was collected.
 */
export async function collectLedger(
  hub: Hub,
  { pipeline, query }: Exporter,
  { person, correlation, connection, logger }: LedgerReader,
  council: string,
  at: string | undefined,
): Promise<LedgerDocument | Refusal> {
  const code = hub.councils.currentCode(council);
  const as = (viewer: Viewer) => asOfCouncil(viewer, code, hub.today());
  const ask = asking(query, pipeline, { context: contextOf(hub, person, correlation, connection, { as }), logger });
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const collected = await collectOnce(ask, code, at);
    if (isRefusal(collected)) return collected;
    if (!isWhole(collected)) continue;
    const policies = await policiesNamed(collected.held, (version) => policyFilesOf(hub, version));
    return { ...collected.held, policies };
  }
  throw errorFor("NOT_READY", "The ledger changed during the export. Try again.");
}

/** One question. Throws the first error of an answer that has any. */
const asking =
  (query: string, { read, carryOut }: Pipeline, asker: Asker): Ask =>
  async <Data>(operationName: Operation, variables: Item) => {
    // Other requests are served before each page. The export ends when its client has disconnected.
    await setImmediate();
    asker.context.nextMessage();
    asker.context.connection.closed().throwIfAborted();
    const answer = await carryOut(read({ query, operationName, variables }), asker);
    if (Symbol.asyncIterator in answer) throw new Error("An export asks no subscription.");
    const [error] = answer.errors ?? [];
    if (error) throw error;
    // As JSON has it: no prototypes of the executor's.
    return JSON.parse(JSON.stringify(answer.data)) as Data;
  };

// Pages come to no more work than one question may.
const PAGE = 100;
const DISCLOSURES_A_PAGE = 50;
/** Concerns hold the most, and each is held against everybody the hub knows: few at once, so that others need not wait long. */
const CONCERNS_A_PAGE = 3;

/** Every page of a list, one after the other, and what the ledger says with each. Ends with the refusal where a page is refused. */
async function everyPage<T>(ask: Ask, operation: Operation, variables: Item): Promise<{ nodes: T[]; heads: Head[] } | Refusal> {
  const [nodes, heads] = [[] as T[], [] as Head[]];
  for (let after: string | null = null; ; ) {
    const data: Partial<Record<"ledger" | "council", object>> = await ask(operation, { ...variables, after });
    const answer = (data.ledger ?? data.council ?? data) as RefusedAnswer | (Head & { readonly page: Page<T> });
    if ("code" in answer) return { kind: "refused", ...answer };
    heads.push(answer);
    nodes.push(...answer.page.nodes);
    if (!answer.page.pageInfo.hasNextPage) return { nodes, heads };
    after = answer.page.pageInfo.endCursor;
  }
}

async function collectOnce(ask: Ask, council: string, at: string | undefined): Promise<Collected | Refusal> {
  const concerns = await everyPage<ExportedConcern>(ask, "Concerns", { council, at, first: CONCERNS_A_PAGE });
  if (isRefusal(concerns)) return concerns;
  const ofCouncil = at === undefined ? await collectOfCouncil(ask, council) : null;
  if (isRefusal(ofCouncil)) return ofCouncil;
  // After the concerns: whatever is told of one that was not held yet when they were read shows in `isWhole`.
  const disclosures = await everyPage<ExportedDisclosure>(ask, "Disclosures", { council, at, first: DISCLOSURES_A_PAGE });
  if (isRefusal(disclosures)) return disclosures;
  const { scope, removedTo, losses, ...head } = concerns.heads[0] as Head;
  const held = { concerns: concerns.nodes, disclosures: disclosures.nodes, ofCouncil };
  return {
    policyVersions: new Set([...concerns.heads, ...disclosures.heads].map(({ policyVersion }) => policyVersion)),
    held: {
      ...{
        council: head.council,
        at: head.at,
        isOfThePast: at !== undefined,
        policyVersion: head.policyVersion,
        removedTo,
        losses,
      },
      scope: [...[scope, ...(ofCouncil ? NOW : PAST), ...(removedTo ? [removedInWords(removedTo)] : [])], ...losses],
      ...{ totals: totalsOf(held), ...held },
    },
  };
}

const NOW = [
  "It also includes other information about the council today: standing agreements, current and former leads of the single conversation, " +
    "planned approaches and the last 100 past ones, agreements to be contacted, support, submissions from departments and inspectorates that " +
    "the council was told of, and the council's requests for support.",
  "Making this export was recorded as a disclosure. That record may come after the disclosures in this export.",
] as const;
const PAST = [
  "This is the ledger at a time in the past. It does not include support, agreements, submissions or requests, which are shown for today only.",
  "Making this export was recorded as a disclosure after that time, so it is not included.",
] as const;

const removedInWords = (month: string): string =>
  `Disclosures up to the end of ${monthInWords(month)} have reached the end of their retention period. They have been deleted and are not included.`;

async function collectOfCouncil(ask: Ask, council: string): Promise<ExportedCouncilRecords | Refusal> {
  const { council: notPaged } = await ask<{ council: ExportedCouncilRecords }>("OfCouncil", { council });
  const [supports, submissions, signals] = [
    await everyPage<Item>(ask, "Supports", { council, first: PAGE }),
    await everyPage<Item>(ask, "Submissions", { first: PAGE }),
    await everyPage<Item>(ask, "Signals", { first: PAGE }),
  ];
  if (isRefusal(supports)) return supports;
  if (isRefusal(submissions)) return submissions;
  if (isRefusal(signals)) return signals;
  const ofThis = ({ nodes }: { readonly nodes: readonly Item[] }) =>
    nodes.filter((item) => (item.council as { readonly code: string }).code === council);
  return { ...notPaged, supports: supports.nodes, submissions: ofThis(submissions), signals: ofThis(signals) };
}

const totalsOf = ({ concerns, disclosures, ofCouncil }: Pick<LedgerDocument, "concerns" | "disclosures" | "ofCouncil">) => ({
  concerns: concerns.length,
  historyEntries: concerns.reduce((sum, { version }) => sum + (version ?? 0), 0),
  disclosures: disclosures.length,
  ...Object.fromEntries(
    Object.entries(ofCouncil ?? {}).flatMap(([name, held]) => (Array.isArray(held) ? [[name, held.length]] : [])),
  ),
});

/**
 * Whether its pages fit each other: read under one policy, every concern once with as many entries of history as its version says, and no
 * disclosure of a concern that is not in it; in the past there can be one, of which the council was made aware later.
 */
function isWhole({ held: { concerns, disclosures, isOfThePast }, policyVersions }: Collected): boolean {
  const ids = new Set(concerns.map(({ id }) => id));
  return (
    policyVersions.size === 1 &&
    ids.size === concerns.length &&
    concerns.every(({ version, history }) => (history?.length ?? null) === version && isGapless(history ?? [])) &&
    (isOfThePast || disclosures.every(({ concern }) => concern === null || ids.has(concern)))
  );
}

const isGapless = (history: readonly ExportedHistoryEntry[]): boolean => history.every(({ number }, at) => number === at + 1);
