// Describes the contents of a read model's file: every JSON column, path by path, with the types of its values.
import type { Database } from "../../event-log/stores/database.ts";

export type Shape = Readonly<Record<string, string>>;
type Found = { count: number; readonly types: Set<string> };

/**
 * Path to types, `?` where it is not in every object, in the order in which fields are stored: files are compared as text. Only what was stored is
 * described: it takes a file that holds something of each kind.
 */
export function storedShape(db: Database): Shape {
  const found = new Map<string, Found>();
  const objects = new Map<string, number>();
  const columns = db
    .prepare(
      `SELECT t.name AS "table", c.name AS "column" FROM pragma_table_list t JOIN pragma_table_info(t.name) c
       WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE 'sqlite_%' AND c.type = 'TEXT'`,
    )
    .all() as { table: string; column: string }[];
  for (const { table, column } of columns)
    for (const { value } of db.prepare(`SELECT "${column}" AS value FROM "${table}"`).all() as { value: string | null }[])
      if (value?.startsWith("{") || value?.startsWith("[")) visit(`${table}.${column}`, JSON.parse(value));

  function visit(path: string, value: unknown): void {
    const known = found.get(path) ?? { count: 0, types: new Set() };
    found.set(path, known);
    known.count += 1;
    known.types.add(value === null ? "null" : Array.isArray(value) ? "list" : typeof value);
    if (Array.isArray(value)) for (const one of value) visit(`${path}[]`, one);
    else if (typeof value === "object" && value !== null) {
      objects.set(path, (objects.get(path) ?? 0) + 1);
      for (const [name, inner] of Object.entries(value)) visit(`${path}/${name}`, inner);
    }
  }

  const described = [...found].map(([path, { count, types }]) => {
    const parent = path.slice(0, path.lastIndexOf("/"));
    const optional = !path.endsWith("[]") && path.includes("/") && count < (objects.get(parent) ?? 0);
    return [path, `${[...types].sort().join(" or ")}${optional ? "?" : ""}`] as const;
  });
  return Object.fromEntries(described);
}
