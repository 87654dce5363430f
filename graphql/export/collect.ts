// A council's ledger, whole: asked of the hub's own schema page by page as its reader, each page on record before the next. Complete or
// nothing: a page that fails, or one that does not fit the others, leaves no export.

import { setImmediate } from "node:timers/promises";
import type { Hub } from "../../hub/hub.ts";
import type { Logger } from "../../hub/observability/logger.ts";
import { asOfCouncil } from "../../queries/people/granting-assignments.ts";
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
type RefusedAnswer = Omit<Refusal, "kind">;
type LedgerPage<T> = Pick<LedgerDocument, "council" | "at" | "policyVersion" | "removedTo" | "losses"> & {
  readonly scope: string;
  readonly page: Page<T>;
};
type Ask = <Data>(operation: Operation, variables: Item) => Promise<Data>;

/** An export, and the versions of the policy that its pages were read under. */
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
    const filesOf = (version: string) => hub.policyVersions.queries().files(version);
    return { ...collected.held, policies: await policiesNamed(collected.held, filesOf) };
  }
  throw errorFor("NOT_READY", "The ledger changed while it was exported. Try again.");
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

/** Every page of a list, asked for by `next` until there is no more. Ends with the refusal where a page is refused. */
async function everyPage<T>(next: (after: string | null) => Promise<Page<T> | Refusal>): Promise<readonly T[] | Refusal> {
  const nodes: T[] = [];
  for (let after: string | null = null; ; ) {
    const page: Page<T> | Refusal = await next(after);
    if (isRefusal(page)) return page;
    nodes.push(...page.nodes);
    if (!page.pageInfo.hasNextPage) return nodes;
    after = page.pageInfo.endCursor;
  }
}

async function collectOnce(ask: Ask, council: string, at: string | undefined): Promise<Collected | Refusal> {
  const policyVersions = new Set<string>();
  let head: LedgerPage<unknown> | undefined;
  const ofLedger = <T>(operation: Operation, first: number) =>
    everyPage<T>(async (after) => {
      const { ledger } = await ask<{ ledger: RefusedAnswer | LedgerPage<T> }>(operation, { council, at, first, after });
      if ("code" in ledger) return { kind: "refused", ...ledger };
      head ??= ledger;
      policyVersions.add(ledger.policyVersion);
      return ledger.page;
    });

  const concerns = await ofLedger<ExportedConcern>("Concerns", CONCERNS_A_PAGE);
  if (isRefusal(concerns)) return concerns;
  const ofCouncil = at === undefined ? await collectOfCouncil(ask, council) : null;
  // After the concerns: whatever is told of one that was not held yet when they were read shows in `isWhole`.
  const disclosures = await ofLedger<ExportedDisclosure>("Disclosures", DISCLOSURES_A_PAGE);
  if (isRefusal(disclosures)) return disclosures;
  if (!head) throw new Error("A ledger without a page.");
  const { council: of, at: moment, policyVersion, scope, removedTo, losses } = head;
  return {
    policyVersions,
    held: {
      ...{ council: of, at: moment, isOfThePast: at !== undefined, policyVersion, removedTo, losses },
      scope: [...[scope, ...(ofCouncil ? NOW : PAST), ...(removedTo ? [removedInWords(removedTo)] : [])], ...losses],
      totals: totalsOf({ concerns, disclosures, ofCouncil }),
      ...{ concerns, disclosures, ofCouncil },
    },
  };
}

const NOW = [
  "Beside the ledger it holds what else is held about the council today: standing agreements, who leads the single conversation with it, " +
    "who led it before, approaches ahead and the last hundred past, its agreements to be contacted, support, what departments and inspectorates submitted and it was told of, and its own " +
    "requests for support.",
  "Reading for this export is itself on record, before anything of it left the hub. That record may stand among the disclosures here or come " +
    "after them.",
] as const;
const PAST = [
  "It tells of a past moment, and holds the ledger alone: support, agreements, submissions and requests are told of as they are today only.",
  "What was read for this export came after that moment and does not stand among the disclosures.",
] as const;

const removedInWords = (month: string): string =>
  `Disclosures up to the end of ${month} have passed their retention and are gone: none of them stand here.`;

async function collectOfCouncil(ask: Ask, council: string): Promise<ExportedCouncilRecords> {
  const { council: of } = await ask<{ council: Omit<ExportedCouncilRecords, "supports" | "submissions" | "signals"> }>(
    "OfCouncil",
    {
      council,
    },
  );
  const pagesOf = async (operation: Operation): Promise<readonly Item[]> => {
    const nodes = await everyPage<Item>(async (after) => {
      const answer = await ask<{ page?: Page<Item>; council?: { page: Page<Item> } }>(operation, { council, first: PAGE, after });
      const page = answer.page ?? answer.council?.page;
      if (!page) throw new Error("A list without a page.");
      return page;
    });
    return isRefusal(nodes) ? [] : nodes;
  };
  const ofThis = (items: readonly Item[]) => items.filter((item) => (item.council as { code: string }).code === council);
  return {
    ...of,
    supports: await pagesOf("Supports"),
    submissions: ofThis(await pagesOf("Submissions")),
    signals: ofThis(await pagesOf("Signals")),
  };
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
