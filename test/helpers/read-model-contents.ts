// The complete contents of a read model's file, in an order that does not depend on its history, for comparisons.
import type { Database } from "../../event-log/stores/database.ts";
import { CLASSES_COMPARED } from "../../projections/register/classes.ts";

type Options = { readonly withTextIndex?: boolean };

/** Rows of every table by name; SQL does not distinguish upper and lower case in names of columns. Class numbers are replaced by what they stand for: they depend on the order of arrival. */
export function contentsOf(db: Database, { withTextIndex = false }: Options = {}): Record<string, unknown[]> {
  const tables = (
    db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").all() as { name: string }[]
  )
    .map(({ name }) => name)
    .filter((name) => name !== "checkpoint" && (withTextIndex || !name.startsWith("texts")));
  const classes = tables.includes("classes")
    ? new Map(
        (db.prepare("SELECT class, fingerprint FROM classes").all() as { class: number; fingerprint: string }[]).map((row) => [
          row.class,
          row.fingerprint,
        ]),
      )
    : new Map<number, string>();
  const readable = (value: unknown) =>
    typeof value === "bigint" ? String(value) : value instanceof Uint8Array ? Buffer.from(value).toString("latin1") : value;
  return Object.fromEntries(
    tables.map((name) => {
      const statement = db.prepare(name === "classes" ? CLASSES_COMPARED.classes : `SELECT * FROM "${name}"`);
      // The text index keeps numbers past what JavaScript counts exactly.
      statement.setReadBigInts(true);
      const rows = (statement.all() as Record<string, unknown>[]).map((row) => {
        const plain = Object.fromEntries(Object.entries(row).map(([column, value]) => [column.toLowerCase(), readable(value)]));
        return "class" in plain ? { ...plain, class: classes.get(Number(plain.class)) } : plain;
      });
      return [name, rows.map((row) => JSON.stringify(row)).sort()];
    }),
  );
}
