// Tables whose rows people can sort by a column: those with `data-sortable`, which show a whole result. A page of a longer list is not among
// them, because sorting it would look as if the whole list were sorted.

type Direction = "ascending" | "descending";
type Sorting = { readonly column: number; readonly direction: Direction };

export function makeTablesSortable(): void {
  for (const table of document.querySelectorAll<HTMLTableElement>("table[data-sortable]")) makeSortable(table);
}

function makeSortable(table: HTMLTableElement): void {
  const [body] = table.tBodies;
  const headers = [...(table.tHead?.rows[0]?.cells ?? [])];
  // One row is always sorted.
  if (!body || body.rows.length < 2) return;
  const status = document.createElement("div");
  status.className = "govuk-visually-hidden";
  status.setAttribute("role", "status");
  table.after(status);

  headers.forEach((header, column) => {
    const name = header.textContent.trim();
    if (header.scope !== "col" || !name) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "candour-sort";
    button.textContent = name;
    header.replaceChildren(button);
    header.ariaSort = "none";
    button.addEventListener("click", () => {
      const direction: Direction = header.ariaSort === "ascending" ? "descending" : "ascending";
      for (const other of headers) if (other.ariaSort) other.ariaSort = other === header ? direction : "none";
      body.append(...sorted([...body.rows], { column, direction }));
      status.textContent = `Sorted by ${name}, ${direction}.`;
    });
  });
}

/** Rows with equal values keep their order. */
function sorted(rows: readonly HTMLTableRowElement[], { column, direction }: Sorting): readonly HTMLTableRowElement[] {
  const sign = direction === "ascending" ? 1 : -1;
  return rows.toSorted((one, other) => compare(valueIn(one.cells[column]), valueIn(other.cells[column]), sign));
}

/** What a cell is sorted by: `data-sort-value` where its text has another order, as dates have. */
const valueIn = (cell: HTMLTableCellElement | undefined): string =>
  cell?.dataset.sortValue ?? cell?.textContent.trim().replaceAll(",", "") ?? "";

/** Numbers by their size, and words by the alphabet, which come last among numbers in both directions. */
function compare(one: string, other: string, sign: 1 | -1): number {
  const [first, second] = [numberIn(one), numberIn(other)];
  if (first !== undefined && second !== undefined) return sign * (first - second);
  if (first !== undefined || second !== undefined) return first === undefined ? 1 : -1;
  return sign * one.localeCompare(other, "en");
}

const numberIn = (text: string): number | undefined => (text === "" || Number.isNaN(Number(text)) ? undefined : Number(text));
