// CSV as RFC 4180 has it, for spreadsheets: UTF-8 with a byte order mark, as Excel takes it for something else without one.

/** Every row has a value for each column; left out is empty. */
export const csv = <Column extends string>(
  columns: readonly Column[],
  rows: readonly Readonly<Partial<Record<Column, string>>>[],
): string => `\uFEFF${[columns, ...rows.map((row) => columns.map((column) => row[column] ?? ""))].map(line).join("")}`;

const line = (cells: readonly string[]): string => `${cells.map(cell).join(",")}\r\n`;
const cell = (text: string): string => `"${harmless(text).replaceAll('"', '""')}"`;

/** What a spreadsheet would take for a formula gets an apostrophe before it, and stays as it was behind that. */
const harmless = (text: string): string => (/^\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r\n]/u.test(text) ? `'${text}` : text);
