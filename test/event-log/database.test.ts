// How every database file of the hub is used.
import { expect, it } from "vitest";
import { openDatabase } from "../../event-log/stores/database.ts";

it("A statement whose limit is a parameter gives as many rows, and is not prepared anew for each", () => {
  const db = openDatabase(":memory:", "rebuildable");
  db.exec("CREATE TABLE numbers (n INTEGER); INSERT INTO numbers VALUES (1), (2), (3), (4)");
  const least = db.prepare("SELECT n FROM numbers WHERE n > ? ORDER BY n LIMIT ?");
  const named = db.prepare("SELECT n FROM (SELECT n FROM numbers ORDER BY n LIMIT :limit) ORDER BY n DESC");
  expect([least.all(1, 2), least.all(0, 1)]).toEqual([[{ n: 2 }, { n: 3 }], [{ n: 1 }]]);
  expect(named.all({ limit: 3 })).toEqual([{ n: 3 }, { n: 2 }, { n: 1 }]);
  // The parameter is no limit by itself.
  expect([least.sourceSQL, named.sourceSQL]).toEqual([
    "SELECT n FROM numbers WHERE n > ? ORDER BY n LIMIT ? + 0",
    "SELECT n FROM (SELECT n FROM numbers ORDER BY n LIMIT :limit + 0) ORDER BY n DESC",
  ]);
  db.close();
});
