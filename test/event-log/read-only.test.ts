import { closeSync, copyFileSync, mkdtempSync, openSync, rmSync, truncateSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, expect, it } from "vitest";
import { openReadOnly, openUntouched } from "../../event-log/stores/read-only.ts";

const dir = mkdtempSync(join(tmpdir(), "candour-read-only-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

function overwrite(file: string, bytes: Buffer): void {
  const handle = openSync(file, "r+");
  writeSync(handle, bytes, 0, bytes.length, 0);
  closeSync(handle);
}

it.each<[string, (wal: string) => void]>([
  ["is empty", (wal) => truncateSync(wal, 0)],
  ["was cut in its header", (wal) => truncateSync(wal, 20)],
  ["was cut after its header", (wal) => truncateSync(wal, 32)],
  ["has zeros for its header", (wal) => overwrite(wal, Buffer.alloc(32))],
  ["has noise for its header", (wal) => overwrite(wal, Buffer.alloc(32, 0xa5))],
])("A file is read whose write-ahead log %s, beside an index that nobody keeps", (how, damage) => {
  const [live, left] = [join(dir, `live ${how}`), join(dir, `left ${how}`)];
  const db = new DatabaseSync(live);
  db.exec("PRAGMA journal_mode = WAL; CREATE TABLE kept (one); INSERT INTO kept VALUES (1); PRAGMA wal_checkpoint(TRUNCATE)");
  db.exec("INSERT INTO kept VALUES (2)");
  for (const suffix of ["", "-wal", "-shm"]) copyFileSync(live + suffix, left + suffix);
  db.close();
  damage(`${left}-wal`);
  const count = (opened: DatabaseSync) => opened.prepare("SELECT count(*) AS kept FROM kept").get();
  for (const opened of [openReadOnly(left).db, openUntouched(left)]) {
    expect(count(opened)).toEqual({ kept: 1 });
    opened.close();
  }
});
