// Stores by which of their assignments people opened the page of a concern: one row for each assignment and month, so that a month's rows can be removed with
// its disclosures. A line in a list, in the inbox or in news is not a page.
import type { Leaf } from "../../disclosure/leaf.ts";
import type { Database } from "../../event-log/stores/database.ts";
import type { Surface } from "../../reference/surfaces.ts";

export const OPENINGS_SCHEMA = `
CREATE TABLE IF NOT EXISTS openings (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, concern TEXT NOT NULL, assignment TEXT NOT NULL, person TEXT NOT NULL, council TEXT NOT NULL, at TEXT NOT NULL,
  month TEXT NOT NULL, UNIQUE (concern, assignment, month)
) STRICT;
CREATE INDEX IF NOT EXISTS openings_at ON openings (at);`;
/** Compared without row numbers, because removed openings had numbers too. */
export const OPENINGS_COMPARED = { openings: "SELECT concern, assignment, person, council, at, month FROM openings" };

export type OpeningRow = {
  readonly seq: number;
  readonly concern: string;
  readonly assignment: string;
  readonly person: string;
  readonly council: string;
};

const PAGES: ReadonlySet<string> = new Set<Surface>(["read", "page", "print", "download", "live"]);

export function openOpeningRows(db: Database) {
  const insert = db.prepare(
    "INSERT OR IGNORE INTO openings (concern, assignment, person, council, at, month) VALUES (?, ?, ?, ?, ?, ?)",
  );
  const removeMonth = db.prepare("DELETE FROM openings WHERE month = ?");
  const first = db.prepare("SELECT min(seq) AS seq FROM openings WHERE at >= ?");
  const page = db.prepare("SELECT seq, concern, assignment, person, council FROM openings WHERE seq > ? ORDER BY seq LIMIT ?");
  return {
    add({ council, person, assignments, surface, at, views }: Leaf, month: string): void {
      if (!PAGES.has(surface)) return;
      for (const { records } of views.filter((view) => view.parts.some(([part]) => part === "headline")))
        for (const [kind, id] of records)
          if (kind === "concern") for (const assignment of assignments) insert.run(id, assignment, person, council, at, month);
    },
    removeMonth: (month: string) => removeMonth.run(month),
    queries: {
      /** The place before the first opening since an instant. */
      before: (instant: string): number => (first.get<{ seq: number | null }>(instant).seq ?? Number.MAX_SAFE_INTEGER) - 1,
      page: (after: number, limit: number): readonly OpeningRow[] => page.all<OpeningRow>(after, limit),
    },
  };
}
