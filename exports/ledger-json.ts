// Writes a ledger as JSON.
import type { LedgerDocument } from "./ledger-document.ts";
import type { Pieces } from "./pieces.ts";

/** Lists of records are two levels deep: each record is a piece. */
const LEVELS = 2;

/** The same text as JSON.stringify with an indent of two spaces, and a line break at the end. */
export function* json(ledger: LedgerDocument): Pieces {
  yield* indented(ledger, LEVELS, "\n");
  yield "\n";
}

/** `lineBreak` has the indent of the line that the value is on. */
function* indented(value: unknown, levels: number, lineBreak: string): Pieces {
  const isList = Array.isArray(value);
  const entries = typeof value === "object" && value !== null ? Object.entries(value) : [];
  if (levels === 0 || entries.length === 0) return yield JSON.stringify(value, null, 2).replaceAll("\n", lineBreak);
  yield isList ? "[" : "{";
  for (const [index, [name, inner]] of entries.entries()) {
    yield `${index === 0 ? "" : ","}${lineBreak}  ${isList ? "" : `${JSON.stringify(name)}: `}`;
    yield* indented(inner, levels - 1, `${lineBreak}  `);
  }
  yield `${lineBreak}${isList ? "]" : "}"}`;
}
