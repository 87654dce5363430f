// A small exact linear program, for attacking the overview: whole numbers only, by Edmonds' pivoting (entries are kept times a common
// divisor) and Bland's rule, which cannot go round in circles. It knows nothing of how the overview withholds.

/** The sum of these unknowns, each times its factor, is `equals`. Unknowns are never negative. */
export type Equation = { readonly terms: readonly (readonly [unknown: number, factor: number])[]; readonly equals: number };
export type Solution = { readonly value: number; readonly at: readonly number[] };
type Program = {
  /** The greatest value of a sum of unknowns, and a solution that has it. Throws when there is no greatest. */
  readonly most: (terms: Equation["terms"]) => Solution;
};

type Tableau = { rows: number[][]; basis: number[]; divisor: number };

/** Undefined when the equations contradict each other. */
export function program(unknowns: number, equations: readonly Equation[]): Program | undefined {
  const width = unknowns + equations.length;
  const rows = equations.map(({ terms, equals }, index) => {
    const row = new Array<number>(width + 1).fill(0);
    const sign = equals < 0 ? -1 : 1;
    for (const [unknown, factor] of terms) row[unknown] = (row[unknown] ?? 0) + sign * factor;
    row[unknowns + index] = 1;
    row[width] = sign * equals;
    return row;
  });
  const start: Tableau = { rows, basis: equations.map((_, index) => unknowns + index), divisor: 1 };
  // First without the helping unknowns, one for each equation: their sum must come down to nought.
  const helping = rowOf(
    width,
    equations.map((_, index) => [unknowns + index, -1]),
  );
  if (climb(start, helping, width) !== 0) return undefined;
  for (const [index, row] of start.rows.entries()) {
    if ((start.basis[index] ?? 0) < unknowns) continue;
    const entering = row.findIndex((value, column) => column < unknowns && value !== 0);
    if (entering >= 0) pivot(start, [], index, entering);
  }
  const kept = start.basis.flatMap((unknown, index) => (unknown < unknowns ? [index] : []));
  const reduced: Tableau = {
    divisor: start.divisor,
    basis: kept.map((index) => start.basis[index] ?? 0),
    rows: kept.map((index) => [...(start.rows[index] ?? []).slice(0, unknowns), start.rows[index]?.[width] ?? 0]),
  };
  return {
    most(terms) {
      const tableau = { ...reduced, rows: reduced.rows.map((row) => [...row]), basis: [...reduced.basis] };
      const value = climb(tableau, rowOf(unknowns, terms), unknowns) / tableau.divisor;
      const at = new Array<number>(unknowns).fill(0);
      for (const [index, unknown] of tableau.basis.entries())
        at[unknown] = (tableau.rows[index]?.[unknowns] ?? 0) / tableau.divisor;
      return { value, at };
    },
  };
}

const rowOf = (width: number, terms: Equation["terms"]): number[] => {
  const row = new Array<number>(width + 1).fill(0);
  for (const [unknown, factor] of terms) row[unknown] = (row[unknown] ?? 0) + factor;
  return row;
};

/** Raises an objective as far as it goes, from the tableau's solution on; returns its value times the divisor. */
function climb(tableau: Tableau, objective: readonly number[], width: number): number {
  const gain = objective.map((factor) => factor * tableau.divisor);
  for (const [index, unknown] of tableau.basis.entries()) {
    const factor = objective[unknown] ?? 0;
    const row = tableau.rows[index] ?? [];
    if (factor !== 0)
      for (let column = 0; column <= width; column += 1) gain[column] = (gain[column] ?? 0) - factor * (row[column] ?? 0);
  }
  for (;;) {
    const entering = gain.findIndex((value, column) => column < width && value > 0);
    if (entering < 0) return -(gain[width] ?? 0);
    let leaving = -1;
    for (const [index, row] of tableau.rows.entries()) {
      const [size, rest] = [row[entering] ?? 0, row[width] ?? 0];
      if (size <= 0) continue;
      const best = tableau.rows[leaving];
      const lead = best ? rest * (best[entering] ?? 0) - (best[width] ?? 0) * size : -1;
      if (lead < 0 || (lead === 0 && (tableau.basis[index] ?? 0) < (tableau.basis[leaving] ?? 0))) leaving = index;
    }
    if (leaving < 0) throw new Error("The program has no greatest value.");
    pivot(tableau, [gain], leaving, entering);
  }
}

function pivot(tableau: Tableau, others: readonly number[][], leaving: number, entering: number): void {
  const chosen = tableau.rows[leaving] ?? [];
  if ((chosen[entering] ?? 0) < 0)
    for (let column = 0; column < chosen.length; column += 1) chosen[column] = -(chosen[column] ?? 0);
  const size = chosen[entering] ?? 0;
  for (const row of [...tableau.rows, ...others]) {
    if (row === chosen) continue;
    const factor = row[entering] ?? 0;
    for (let column = 0; column < row.length; column += 1) {
      const value = ((row[column] ?? 0) * size - factor * (chosen[column] ?? 0)) / tableau.divisor;
      if (!Number.isSafeInteger(value)) throw new Error("The program has left the whole numbers.");
      row[column] = value;
    }
  }
  tableau.basis[leaving] = entering;
  tableau.divisor = size;
}
