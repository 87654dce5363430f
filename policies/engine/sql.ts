// Compiles a condition over a resource's facts to parameterised SQL. Text and boolean facts are columns; set facts are rows of a side table.

import { all, type Condition, given, not, type Residual } from "./condition.ts";
import { FACT_COLUMNS, FACT_SETS } from "./facts.ts";
import { PolicyInvalid } from "./policy-invalid.ts";

export type Sql = { readonly text: string; readonly values: readonly (string | number)[] };

/**
 * `row` is the alias of the table with the columns. For a concern, `key` is its id, `sets` the side table with (part, body, key) and `names` the
 * columns by fact, where they are more than those of policies; for any other resource `columns` maps facts to columns, and each set fact has a table of its own.
 */
export type FactTables =
  | { readonly row: string; readonly key: string; readonly sets: string; readonly names?: Readonly<Record<string, string>> }
  | ({ readonly row: string } & ListedFacts);

/** Columns by fact. `sets` has for a set fact a table with the column `body` and the column `key`, which the row has too. */
type ListedFacts = {
  readonly columns: Readonly<Record<string, string>>;
  readonly sets?: Readonly<Record<string, { readonly table: string; readonly key: string }>>;
};

const PLACE = {
  council: "council",
  region: "region",
  strand: "strand",
  scope: "scope",
  councilStrand: "council_strand",
} as const;
const SUPPORT = {
  columns: { ...PLACE, provider: "provider", regionSees: "region_sees", regionSeesPurpose: "region_sees_purpose" },
  sets: { shownTo: { table: "support_bodies", key: "seq" } },
} as const;
/** Reading action of lists and figures other than concerns -> where the facts that it reads are stored. */
export const LISTED = {
  ...{ readSupport: SUPPORT, readSupportPurpose: SUPPORT, readSupportDetail: SUPPORT },
  readSubmission: { columns: { ...PLACE, body: "body", councilAware: "council_aware", protectedSource: "protected_source" } },
  readSignal: { columns: PLACE },
} as const satisfies Readonly<Record<string, ListedFacts>>;
export type ListedAction = keyof typeof LISTED;

/** Compiles a condition to one boolean SQL expression. Throws PolicyInvalid for a fact that the register has no column for. */
export function toSql(condition: Condition, tables: FactTables): Sql {
  switch (condition.kind) {
    case "always":
      return { text: "TRUE", values: [] };
    case "never":
      return { text: "FALSE", values: [] };
    case "one-of":
      return {
        text: `${tables.row}.${column(condition.fact, tables)} ${among(condition.values)}`,
        values: condition.values,
      };
    case "holds":
      return { text: `${tables.row}.${column(condition.fact, tables)} = 1`, values: [] };
    case "meets":
      return "columns" in tables ? meetsListed(condition, tables) : meetsShares(condition, tables);
    case "not": {
      const inner = toSql(condition.of, tables);
      return { text: `NOT (${inner.text})`, values: inner.values };
    }
    case "all":
      return joined(condition.of, " AND ", tables);
    case "any":
      return joined(condition.of, " OR ", tables);
  }
}

type Meets = Extract<Condition, { kind: "meets" }>;

const meetsShares = ({ fact, values }: Meets, { row, key, sets }: Exclude<FactTables, ListedFacts>): Sql => ({
  text: `EXISTS (SELECT 1 FROM ${sets} m WHERE m.${key} = ${row}.${key} AND m.part = ? AND m.body ${among(values)})`,
  values: [partOf(fact), ...values],
});

function meetsListed({ fact, values }: Meets, { row, sets = {} }: Extract<FactTables, ListedFacts>): Sql {
  const set = sets[fact];
  if (!set) throw new PolicyInvalid(`A policy reads a set that lists do not have: ${fact}`);
  const { table, key } = set;
  return { text: `EXISTS (SELECT 1 FROM ${table} m WHERE m.${key} = ${row}.${key} AND m.body ${among(values)})`, values };
}

/** An index range of a list, and the residual condition on its rows. */
export type Range =
  | { readonly by: "column"; readonly column: string; readonly value: string; readonly rest: Condition }
  | { readonly by: "share"; readonly part: string; readonly body: string; readonly rest: Condition }
  | { readonly by: "all"; readonly rest: Condition };

/** The facts of most lists with an index, most selective first: a council's rows, a body's shares, a scope's or a body's rows. */
const DRIVERS = ["council", "meets", "scope", "body"];

/**
 * Converts a residual with `filter` to index ranges whose union is the result: the cost depends on the page and not on the table. A permit
 * without an indexed fact scans the whole register in order. `drivers`: the facts with an index, most selective first. Figures: policy_sql and policy_rows of bench/.
 */
export function rangesOf(
  residual: Residual,
  filter: Condition,
  columns: Readonly<Record<string, string>> = FACT_COLUMNS,
  drivers: readonly string[] = DRIVERS,
): readonly Range[] {
  const permits = residual.permits.flatMap(({ where }) => (where.kind === "any" ? where.of : [where]));
  const ranges = permits.flatMap((permit) => rangesOfPermit(all([permit, filter, not(residual.forbidden)]), columns, drivers));
  const distinct = new Map(ranges.filter(({ rest }) => rest.kind !== "never").map((range) => [JSON.stringify(range), range]));
  return [...distinct.values()];
}

function rangesOfPermit(
  condition: Condition,
  columns: Readonly<Record<string, string>>,
  drivers: readonly string[],
): readonly Range[] {
  if (condition.kind === "never") return [];
  const conjuncts = possibleScopes(condition.kind === "all" ? condition.of : [condition]);
  for (const driver of drivers) {
    const chosen = conjuncts.find((c) => (driver === "meets" ? c.kind === "meets" : c.kind === "one-of" && c.fact === driver));
    if (chosen?.kind === "one-of") {
      const { fact, values } = chosen;
      return values.map((value) => ({
        by: "column",
        column: columnIn(columns, fact),
        value,
        rest: given({ fact, is: value }, all(conjuncts)),
      }));
    }
    if (chosen?.kind === "meets") {
      const { fact, values } = chosen;
      return values.map((body) => ({ by: "share", part: partOf(fact), body, rest: given({ fact, has: body }, all(conjuncts)) }));
    }
  }
  return [{ by: "all", rest: condition }];
}

/** Removes the scopes that a required region or strand excludes, because a range over them would be read to its end without a row. */
function possibleScopes(conjuncts: readonly Condition[]): readonly Condition[] {
  const required = (fact: string) =>
    conjuncts.filter((c) => c.kind === "one-of" && c.fact === fact).map((c) => (c.kind === "one-of" ? c.values : []));
  const [regions, strands] = [required("region"), required("strand")];
  const possible = (scope: string) => {
    const [region = "", strand = ""] = scope.split("/");
    return regions.every((values) => values.includes(region)) && strands.every((values) => values.includes(strand));
  };
  return conjuncts.map((c) => (c.kind === "one-of" && c.fact === "scope" ? { ...c, values: c.values.filter(possible) } : c));
}

function joined(conditions: readonly Condition[], word: string, tables: FactTables): Sql {
  const parts = conditions.map((c) => toSql(c, tables));
  return { text: `(${parts.map((p) => p.text).join(word)})`, values: parts.flatMap((p) => p.values) };
}

const column = (fact: string, tables: FactTables): string =>
  columnIn("columns" in tables ? tables.columns : (tables.names ?? FACT_COLUMNS), fact);

function columnIn(columns: Readonly<Record<string, string>>, fact: string): string {
  const name = columns[fact];
  if (!name) throw new PolicyInvalid(`A policy reads a fact that lists have no column for: ${fact}`);
  return name;
}

function partOf(fact: string): string {
  const part = FACT_SETS[fact as keyof typeof FACT_SETS];
  if (!part) throw new PolicyInvalid(`A policy reads a set that the register does not have: ${fact}`);
  return part;
}

const among = (values: readonly unknown[]): string => (values.length === 1 ? "= ?" : `IN (${values.map(() => "?").join(", ")})`);
