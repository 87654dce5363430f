// The figures of a quarter as rows of a file, in the words of the schema.
import type { GraphQLSchema } from "graphql";
import type { FigureRow } from "../../exports/figures-csv.ts";
import { REGIONS } from "../../reference/regions.ts";
import { valueInWords } from "../../text/value-words.ts";
import type { ParentTypes } from "./parent-types.ts";

/** Every figure of every measure, the total first. */
export function figureRowsOf(schema: GraphQLSchema, { measures }: ParentTypes["OverviewQuarter"]): readonly FigureRow[] {
  const words = valueInWords(schema);
  const region = (code: string) => REGIONS.find((one) => one.code === code)?.name ?? code;
  const strand = (value: string) => words(value, "Strand");
  const cause = (value: string) => words(value, "Cause");
  return measures.flatMap((one): readonly FigureRow[] => {
    const measure = words(one.measure, "Measure");
    const cut = <Cell>(by: string, cells: readonly Cell[], row: (cell: Cell) => Omit<FigureRow, "measure" | "by">) =>
      cells.map((cell) => ({ measure, by, ...row(cell) }));
    return [
      { measure, by: "In all", count: one.total },
      ...cut("Region", one.byRegion, ({ key, figure }) => ({ region: region(key), count: figure })),
      ...cut("Strand", one.byStrand, ({ key, figure }) => ({ strand: strand(key), count: figure })),
      ...cut("Cause", one.byCause, ({ key, figure }) => ({ cause: cause(key), count: figure })),
      ...cut("Kind of conclusion", one.byOutcome ?? [], ({ key, figure }) => ({
        outcome: words(key, "ConclusionKind"),
        count: figure,
      })),
      ...cut("Days that it took", one.byDays ?? [], ({ key, figure }) => ({ days: words(key, "DaysBand"), count: figure })),
      ...cut("Region and strand", one.byRegionAndStrand, (cell) => ({
        ...{ region: region(cell.region), strand: strand(cell.strand), count: cell.figure },
      })),
      ...cut("Strand and cause", one.byStrandAndCause, (cell) => ({
        ...{ strand: strand(cell.strand), cause: cause(cell.cause), count: cell.figure },
      })),
    ];
  });
}
