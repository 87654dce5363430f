// What the filters and orders of a caseload require of a concern: its value, and that the reader may read the part that tells it. So no filter and no
// order reveals what the reader cannot read (docs/decisions/0044-caseload.md).
import { all, any, type Condition, meets, not, oneOf } from "../../policies/engine/condition.ts";
import { bodyOfToken, type ConcernFacts, READ_ACTIONS, scopeOf } from "../../policies/engine/facts.ts";
import { conditionOf } from "../../policies/engine/residual.ts";
import type { Sql } from "../../policies/engine/sql.ts";
import { CASELOAD_COLUMNS } from "../../projections/register/caseload-columns.ts";
import type { DisclosedPart, Part } from "../../reference/concern-parts.ts";
import type { ConclusionKind } from "../../reference/concern-terms.ts";
import { REGIONS } from "../../reference/regions.ts";
import { STRANDS } from "../../reference/strands.ts";
import { type AwaitedParty, PARTS_OF_STEPS } from "../../services/concern/next-step.ts";
import type { Reader } from "./authorised-concern.ts";

/** `logged` and `changed`: the newest first. `due`: the earliest first, and last those without a day. */
export const ORDERS = ["logged", "changed", "due"] as const;
export type Order = (typeof ORDERS)[number];

export type CaseloadFilter = {
  readonly conclusion?: ConclusionKind;
  /** A body with a live share. */
  readonly sharedWith?: string;
  /** With a live share that the reader has through a body. */
  readonly sharedWithMe?: boolean;
  readonly positionOutstanding?: boolean;
  readonly awaiting?: AwaitedParty;
  /** The next step is due before this day. */
  readonly dueBefore?: string;
  /** An instant as ISO text in UTC. */
  readonly changedSince?: string;
  readonly open?: boolean;
  readonly owner?: string;
  readonly mine?: boolean;
  readonly unowned?: boolean;
};
export type Caseload = { readonly filter: CaseloadFilter; readonly order: Order };

/** Who owns concerns today. */
export type Owners = {
  /** Scope -> the recorded owners whose concerns there count as a person's. */
  readonly ownersFor: (person: string) => ReadonlyMap<string, readonly string[]>;
  /** The same, with the concerns that the person covers for somebody who is away. */
  readonly caseloadOf: (person: string) => ReadonlyMap<string, readonly string[]>;
  /** Whether concerns of a recorded owner in a scope are owned by somebody. */
  readonly isOwned: (owner: string, scope: string) => boolean;
};

/** What the rows of a list must meet. */
export type Where = { readonly condition: Condition; readonly sql: Sql };

/** Facts that decide what a reader may read, and the columns of the caseload. */
type Fact = keyof ConcernFacts | keyof typeof CASELOAD_COLUMNS;
const holds = (fact: Fact): Condition => ({ kind: "holds", fact });
const among = (fact: Fact, values: readonly string[]): Condition => oneOf(fact, values);

const AWAITED_COLUMNS = { adviser: "awaitsAdviser", council: "awaitsCouncil", recipient: "awaitsRecipient" } as const;

const SCOPES = REGIONS.flatMap(({ code }) => STRANDS.map((strand) => scopeOf(code, strand)));

/** The parts that a list tells of by its filters and its order alone. */
export function partsOf({ filter, order }: Caseload): readonly DisclosedPart[] {
  const { open: _, conclusion, sharedWithMe, ...others } = filter;
  const onRecord = order !== "logged" || Object.values(others).some((value) => value !== undefined);
  return [
    ...(conclusion === undefined ? [] : ["summary" as const]),
    ...(sharedWithMe === true ? ["shareTerms" as const] : []),
    ...(onRecord ? ["sharingRecord" as const] : []),
  ];
}

type Deps = {
  readonly owners: Owners;
  /** The recorded owners of concerns in a scope. */
  readonly recordedOwners: (scope: string) => readonly string[];
};

export function whereOf({ person, rights }: Reader, { filter, order }: Caseload, { owners, recordedOwners }: Deps): Where {
  const may = (part: Part) => conditionOf(rights.of(person, READ_ACTIONS[part]));
  const record = may("sharingRecord");
  const steps = all([record, any([holds("wordsClosed"), all(PARTS_OF_STEPS.map(may))])]);
  const ownedBy = (recorded: ReadonlyMap<string, readonly string[]>) =>
    any([...recorded].map(([scope, people]) => all([among("scope", [scope]), among("owner", people)])));
  const unowned = () =>
    ownedBy(new Map(SCOPES.map((scope) => [scope, recordedOwners(scope).filter((owner) => !owners.isOwned(owner, scope))])));
  const bodyWithTokens = (body: string) => [
    body,
    ...[...(rights.named() ?? [])].filter((one) => one !== body && bodyOfToken(one) === body),
  ];

  // Nobody reads through a body what is about a council in which they have an interest.
  const sharedWithReader = () => all([meets("headlineSharedWith", person.bodies), not(among("council", person.interests))]);

  const { conclusion, sharedWith, sharedWithMe, positionOutstanding, awaiting, dueBefore, changedSince, open, owner, mine } =
    filter;
  const conditions: Condition[] = [];
  const sql: Sql[] = [];
  const flag = (wanted: boolean, condition: Condition) => (wanted ? condition : not(condition));
  if (conclusion !== undefined) conditions.push(may("summary"), may("unsharedEvidence"), among("conclusion", [conclusion]));
  if (sharedWith !== undefined) conditions.push(record, meets("headlineSharedWith", bodyWithTokens(sharedWith)));
  if (sharedWithMe !== undefined) conditions.push(flag(sharedWithMe, sharedWithReader()));
  if (positionOutstanding !== undefined) conditions.push(steps, flag(positionOutstanding, holds("awaitsPosition")));
  if (awaiting !== undefined) conditions.push(steps, holds(AWAITED_COLUMNS[awaiting]));
  if (open !== undefined) conditions.push(flag(!open, among("stage", ["closed"])));
  if (owner !== undefined) conditions.push(record, ownedBy(owners.ownersFor(owner)));
  if (mine !== undefined) conditions.push(record, flag(mine, ownedBy(owners.caseloadOf(person.id))));
  if (filter.unowned !== undefined) conditions.push(record, flag(filter.unowned, unowned()));
  if (dueBefore !== undefined) {
    conditions.push(steps);
    sql.push({ text: `c.${CASELOAD_COLUMNS.due} < ?`, values: [dueBefore] });
  }
  if (changedSince !== undefined) {
    conditions.push(record);
    sql.push({ text: `c.${CASELOAD_COLUMNS.changedAt} >= ?`, values: [changedSince] });
  }
  if (order === "changed") conditions.push(record);
  if (order === "due") conditions.push(steps);
  const text = sql.map((one) => one.text).join(" AND ");
  return { condition: all(conditions), sql: { text: text || "TRUE", values: sql.flatMap(({ values }) => values) } };
}
