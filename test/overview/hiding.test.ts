// Withheld figures in small tables, figure by figure.
import { describe, expect, it } from "vitest";
import { withheld } from "../../projections/overview/cell-suppression.ts";

/**
 * A table of rows and columns with its sums, and the names of what is withheld of it. Every concern is of a council of its own, but for
 * those of `of`: cells by name, and the councils that share each.
 */
function table(counts: readonly (readonly number[])[], of: Readonly<Record<string, readonly string[]>> = {}): readonly string[] {
  const cells = counts.flatMap((line, row) =>
    line.map((count, column) => {
      const name = `${row}/${column}`;
      const councils = of[name] ?? Array.from({ length: count }, (_, index) => `${name}/${index}`);
      return { name, row, column, councils: new Map(councils.map((council) => [council, count / councils.length])) };
    }),
  );
  const all = [...new Set(cells.flatMap(({ councils }) => [...councils.keys()]))];
  const sum = (name: string, from: string, to: string, parts: typeof cells) => {
    const byCouncil = all.map((council) => parts.reduce((n, { councils }) => n + (councils.get(council) ?? 0), 0));
    return { name, from, to, byCouncil };
  };
  const figures = [
    sum("total", "start", "all", cells),
    ...counts.map((_, row) =>
      sum(
        `row ${row}`,
        "all",
        `row ${row}`,
        cells.filter((cell) => cell.row === row),
      ),
    ),
    ...cells.map((cell) => sum(cell.name, `row ${cell.row}`, `column ${cell.column}`, [cell])),
    ...(counts[0] ?? []).map((_, n) =>
      sum(
        `column ${n}`,
        `column ${n}`,
        "start",
        cells.filter(({ column }) => column === n),
      ),
    ),
  ];
  const hidden = withheld(figures);
  return figures
    .filter((_, index) => hidden[index])
    .map(({ name }) => name)
    .sort();
}

describe("withholding", () => {
  it("shows a table in which nothing is small", () => {
    expect(
      table([
        [10, 20],
        [30, 40],
      ]),
    ).toEqual([]);
  });

  it("withholds with one small count the rest of a rectangle, so that no row or column gives it back", () => {
    expect(
      table([
        [3, 20, 90],
        [30, 40, 90],
        [90, 90, 90],
      ]),
    ).toEqual(["0/0", "0/1", "1/0", "1/1"]);
  });

  it("withholds the neighbours with the smallest counts", () => {
    expect(
      table([
        [3, 50, 20],
        [60, 40, 90],
        [90, 90, 30],
      ]),
    ).toEqual(["0/0", "0/2", "2/0", "2/2"]);
  });

  it("withholds zero like any small count, because a known zero narrows the rest", () => {
    expect(
      table([
        [0, 20],
        [30, 40],
      ]),
    ).toEqual(["0/0", "0/1", "1/0", "1/1"]);
  });

  it("does not count two small ones as cover for each other when their sum is small too", () => {
    // Two and two in a row whose sum is known to be four: neither could be more than four.
    const hidden = table([
      [2, 2, 50, 60],
      [50, 60, 70, 80],
    ]);
    expect(hidden).toEqual(expect.arrayContaining(["0/0", "0/1"]));
    expect(hidden.filter((name) => name === "row 0" || name === "0/2" || name === "0/3").length).toBeGreaterThan(0);
  });

  it("lets two withheld counts protect each other if their sum is large enough", () => {
    expect(
      table([
        [4, 4, 50],
        [3, 4, 50],
        [50, 50, 50],
      ]),
    ).toEqual(["0/0", "0/1", "1/0", "1/1"]);
  });

  it("withholds a count of fewer than three councils, however large", () => {
    const hidden = table(
      [
        [40, 50, 60],
        [50, 60, 70],
        [60, 70, 80],
      ],
      { "0/0": ["a", "b"] },
    );
    expect(hidden).toEqual(["0/0", "0/1", "1/0", "1/1"]);
  });

  it("withholds a third figure of a line whose two withheld figures belong to one council each, because each would know the other's", () => {
    const hidden = table(
      [
        [40, 50, 60],
        [50, 60, 70],
        [60, 70, 80],
      ],
      { "0/0": ["a"], "0/1": ["b"] },
    );
    expect(hidden).toEqual(expect.arrayContaining(["0/0", "0/1"]));
    expect(hidden.filter((name) => name === "0/2" || name === "row 0").length).toBe(1);
  });

  it("withholds everything, the total too, when there is next to nothing", () => {
    expect(
      table([
        [0, 1],
        [1, 0],
      ]),
    ).toHaveLength(9);
    expect(
      table([
        [0, 0],
        [0, 0],
      ]),
    ).toHaveLength(9);
  });

  it("gives the same answer for the same figures", () => {
    const counts = [
      [1, 7, 9, 30],
      [8, 2, 40, 5],
      [6, 30, 0, 12],
    ];
    expect(table(counts)).toEqual(table(counts));
  });

  it("refuses figures that do not run round", () => {
    expect(() => withheld([{ from: "a", to: "b", byCouncil: [2] }])).toThrow("no network");
  });
});
