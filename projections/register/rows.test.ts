import { beforeEach, describe, expect, it } from "vitest";
import { type Database, openDatabase } from "../../event-log/stores/database.ts";
import { NO_CONCERN } from "../../policies/engine/facts.ts";
import type { ConcernState } from "../../services/concern/state.ts";
import { openClasses } from "./classes.ts";
import { type FactsOfDay, openRows, ROWS_SCHEMA } from "./rows.ts";

const state = { id: "concern", version: 1 } as ConcernState;
const ofDay: FactsOfDay = {
  facts: { ...NO_CONCERN, council: "E06000001", stage: "logged" },
  caseload: {
    ...{ owner: undefined, changedAt: "2026-03-02T12:00:00.000Z", conclusion: undefined, awaitsPosition: false },
    ...{ awaits: { adviser: true, council: false, recipient: false }, due: "2026-03-16", lastHeld: undefined },
  },
  nextChange: "2026-03-16",
};
const later: FactsOfDay = { ...ofDay, caseload: { ...ofDay.caseload, changedAt: "2026-03-03T12:00:00.000Z" } };

let db: Database;
let rows: ReturnType<typeof openRows>;
beforeEach(() => {
  db = openDatabase(":memory:", "rebuildable");
  db.exec(ROWS_SCHEMA);
  rows = openRows(db, openClasses(db));
});

const change = (version: number, now: FactsOfDay): void => rows.change(rows.load(1), { ...state, version }, now);
const row = () => db.prepare("SELECT * FROM concerns").get();

/** The names of the columns of a table that statements set from now on, also to the value that they had. */
function columnsSet(table: string): string[] {
  const names = db.prepare(`SELECT name FROM pragma_table_info('${table}')`).all<{ name: string }>();
  const set: string[] = [];
  db.function("set_column", (name) => {
    set.push(String(name));
    return null;
  });
  for (const { name } of names)
    db.exec(`CREATE TEMP TRIGGER set_${name} AFTER UPDATE OF ${name} ON ${table} BEGIN SELECT set_column('${name}'); END`);
  return set;
}

describe("A concern's row", () => {
  it("has the columns set that a change gives another value", () => {
    rows.add(state, ofDay);
    const set = columnsSet("concerns");
    change(2, later);
    expect(set.toSorted()).toEqual(["changed_at", "version"]);
    set.splice(0);
    change(3, { ...later, facts: { ...later.facts, stage: "closed" }, nextChange: undefined });
    expect(set.toSorted()).toEqual(["class", "next_change", "stage", "version"]);
  });

  it("is after changes as if it were added like that", () => {
    rows.add(state, ofDay);
    const changes = [
      ofDay,
      later,
      { ...later, facts: { ...later.facts, councilAware: true } },
      { ...ofDay, nextChange: undefined },
    ];
    for (const [index, now] of changes.entries()) {
      change(index + 2, now);
      const changed = row();
      db.exec("BEGIN; DELETE FROM concerns; DELETE FROM states");
      rows.add({ ...state, version: index + 2 }, now);
      expect({ ...row(), seq: 1 }).toEqual(changed);
      db.exec("ROLLBACK");
    }
  });

  it("keeps a deadline on the same day without writing it", () => {
    const seq = rows.add(state, ofDay);
    rows.setDeadline(seq, "2026-03-16");
    const set = columnsSet("deadlines");
    rows.setDeadline(seq, "2026-03-16");
    expect(set).toEqual([]);
    rows.setDeadline(seq, "2026-03-17");
    expect(set).toEqual(["on_day"]);
    expect(db.prepare("SELECT on_day FROM deadlines").all()).toEqual([{ on_day: "2026-03-17" }]);
  });
});
