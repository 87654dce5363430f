// Lists of supports by what they are filtered and ordered by. A filter finds a support only if the reader may read the part that tells its value, so
// no filter, order or count reveals what they cannot read (docs/decisions/0046-diary-and-clashes.md).
import { all, any, type Condition, oneOf } from "../../policies/engine/condition.ts";
import type { PersonFacts } from "../../policies/engine/facts.ts";
import { conditionOf } from "../../policies/engine/residual.ts";
import { LISTED, rangesOf, toSql } from "../../policies/engine/sql.ts";
import type { Predicate } from "../../projections/select.ts";
import {
  dueIn,
  SUPPORT_ORDERS,
  type SupportCell,
  type SupportOrder,
  type SupportPlace,
  type VisibleSupports,
} from "../../projections/support/support-pages.ts";
import type { Cause } from "../../reference/causes.ts";
import type { Council } from "../../reference/councils.ts";
import type { Strand } from "../../reference/strands.ts";
import type { SupportKind } from "../../reference/support-kinds.ts";
import type { lastProgress, SupportState, SupportStatus } from "../../services/support/state.ts";
import { may, type ReadDeps } from "../deps.ts";
import { clashesSeenBy, isUnsettled } from "./clashes.ts";
import { sightsOf } from "./levels.ts";

export { SUPPORT_ORDERS, type SupportCell, type SupportOrder, type SupportPlace };

type Progress = NonNullable<ReturnType<typeof lastProgress>>;
export type SupportFilter = {
  readonly region?: string;
  readonly council?: string;
  readonly strand?: Strand;
  readonly provider?: string;
  readonly status?: SupportStatus;
  readonly kind?: SupportKind;
  readonly cause?: Cause;
  readonly progress?: Progress;
  /** Whether it clashes with something, and nobody said how that is settled. */
  readonly clashing?: boolean;
  /** Something is due before this day. */
  readonly dueBefore?: string;
  /** Its days touch these. */
  readonly between?: { readonly from: string; readonly to: string };
};

type Deps = Pick<ReadDeps, "rights" | "support" | "councils" | "today" | "clashDays">;
type List = { readonly filter: SupportFilter; readonly order: SupportOrder };
type ListedSupport = { readonly state: SupportState; readonly place: SupportPlace };

const TABLES = { row: "s", ...LISTED.readSupport } as const;
/** The facts with an index, the most selective first. */
const INDEXED = ["council", "provider", "scope", "region"] as const;
const FACTS = ["region", "council", "strand", "provider"] as const;

/** Whether the list tells of the purpose of the supports in it, where its reader sees that. */
export const tellsPurpose = ({ filter, order }: List): boolean =>
  order === "due" || (["kind", "cause", "progress", "clashing", "dueBefore"] as const).some((name) => filter[name] !== undefined);

/** Returns up to `limit` supports after a place. Undefined if the support of that place does not exist. */
export const listFiltered = (
  deps: Deps,
  person: PersonFacts,
  { filter, order }: List,
  after: SupportPlace | undefined,
  limit: number,
): readonly ListedSupport[] | undefined =>
  deps.support
    .queries()
    .page(visibleSupports(deps, person, filter), order, after, limit)
    ?.map(({ key, state }) => ({ state, place: { key, id: state.id } }));

export const countFiltered = (deps: Deps, person: PersonFacts, filter: SupportFilter): readonly SupportCell[] =>
  deps.support.queries().count(visibleSupports(deps, person, filter));

function visibleSupports(deps: Deps, person: PersonFacts, filter: SupportFilter): VisibleSupports {
  const conditionFor = (action: "readSupportPurpose" | "readSupportDetail") => conditionOf(deps.rights.of(person, action));
  const ofPurpose = toSql(any([conditionFor("readSupportDetail"), conditionFor("readSupportPurpose")]), TABLES);
  const wanted = valuesWanted(deps, person, filter, ofPurpose);
  const ofFacts = all(
    FACTS.flatMap((fact): Condition[] => {
      const value = filter[fact];
      return value === undefined ? [] : [oneOf(fact, [value])];
    }),
  );
  const ranges = rangesOf(deps.rights.of(person, "readSupport"), ofFacts, TABLES.columns, INDEXED).map((range): Predicate => {
    const rest = toSql(range.rest, TABLES);
    const driver = range.by === "column" ? { text: `s.${range.column} = ?`, values: [range.value] } : EVERY;
    return both([driver, rest, ...wanted]);
  });
  return { ranges, ofPurpose };
}

const EVERY: Predicate = { text: "TRUE", values: [] };
const both = (predicates: readonly Predicate[]): Predicate => ({
  text: predicates.map(({ text }) => `(${text})`).join(" AND "),
  values: predicates.flatMap(({ values }) => values),
});

/** What is wanted beside the facts of policy. */
function valuesWanted(
  deps: Deps,
  person: PersonFacts,
  { status, kind, cause, progress, clashing, dueBefore, between, ...where }: SupportFilter,
  ofPurpose: Predicate,
): readonly Predicate[] {
  const is = (text: string, ...values: readonly string[]): Predicate => ({ text, values });
  const due = dueIn(ofPurpose);
  return [
    ...(status === undefined ? [] : [is("s.status = ?", status)]),
    ...(between === undefined ? [] : [is("s.from_day <= ? AND s.until_day >= ?", between.to, between.from)]),
    ...(kind === undefined ? [] : [ofPurpose, is("s.kind = ?", kind)]),
    ...(cause === undefined ? [] : [ofPurpose, is("? IN (SELECT value FROM json_each(s.causes))", cause)]),
    ...(progress === undefined ? [] : [ofPurpose, is("s.progress = ?", progress)]),
    ...(dueBefore === undefined ? [] : [{ text: `${due.text} < ?`, values: [...due.values, dueBefore] }]),
    ...(clashing === undefined
      ? []
      : [
          is(
            `s.id ${clashing ? "" : "NOT "}IN (SELECT value FROM json_each(?))`,
            JSON.stringify(clashingIn(deps, person, where)),
          ),
        ]),
  ];
}

/** The supports that clash as far as the person sees, in the councils of a filter. */
function clashingIn(
  deps: Deps,
  person: PersonFacts,
  { council, region }: Pick<SupportFilter, "council" | "region">,
): readonly string[] {
  const sightOf = sightsOf(deps, person);
  const named = council === undefined ? undefined : deps.councils.find(council);
  const councils = council === undefined ? deps.councils.inRegion(region ?? "", deps.today()) : named ? [named] : [];
  const aligned = councils.filter(({ code, region }: Council) =>
    may(deps, person, "readAlignedSupport", { type: "Council", id: "council", facts: { code, region } }),
  );
  const clashesAt = clashesSeenBy(deps, person, sightOf);
  const sides = aligned.flatMap((one) =>
    clashesAt(one)
      .filter(isUnsettled)
      .flatMap(({ first, second }) => [first.support, second.support]),
  );
  return [...new Set(sides.filter((id) => id !== undefined))];
}
