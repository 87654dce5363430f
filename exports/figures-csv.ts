// Writes the figures of a quarter as CSV.
import { csvOf } from "./csv.ts";

/** One figure. What a row says nothing of it has all of. `count`: null if it is withheld. */
export type FigureRow = {
  readonly measure: string;
  readonly by: string;
  readonly region?: string;
  readonly strand?: string;
  readonly cause?: string;
  readonly outcome?: string;
  readonly days?: string;
  readonly count: number | null;
};
type Figures = { readonly quarter: string; readonly isIncomplete: boolean; readonly rows: readonly FigureRow[] };

const COLUMNS = [
  ...["quarter", "what was counted", "by", "region", "strand", "cause"],
  ...["kind of conclusion", "days that it took", "how many", "note"],
] as const;

const WITHHELD =
  "Withheld is not nought: the figure is smaller than 5, or comes from fewer than 3 councils, or another could be worked out from it.";
const INCOMPLETE = "The hub has records that it cannot read now. They may be missing from this figure.";

export function figuresFile({ quarter, isIncomplete, rows }: Figures) {
  const content = csvOf(
    rows.map(({ measure, by, region = "", strand = "", cause = "", outcome = "", days = "", count }) => ({
      ...{ quarter, "what was counted": measure, by, region, strand, cause },
      ...{ "kind of conclusion": outcome, "days that it took": days },
      "how many": count ?? "Withheld",
      note: [count === null ? WITHHELD : "", isIncomplete ? INCOMPLETE : ""].join(" ").trim(),
    })),
    COLUMNS,
  );
  return { name: `candour-figures-${quarter}.csv`, mediaType: "text/csv; charset=utf-8", content };
}
