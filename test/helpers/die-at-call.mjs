// Loaded into a process before its own code: kills it without warning before its nth call of SQLite or of the file system, so that each moment of its
// work can be tried in turn. CANDOUR_TEST_DIE_AT is n; `node:sqlite` and the functions that change files are counted.
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { DatabaseSync, StatementSync } from "node:sqlite";

let left = Number(process.env.CANDOUR_TEST_DIE_AT);

function count(object, name) {
  const call = object[name];
  object[name] = function (...values) {
    left -= 1;
    if (left === 0) {
      process.kill(process.pid, "SIGKILL");
      // The signal may take a moment: nothing more is done meanwhile.
      for (;;);
    }
    return call.apply(this, values);
  };
}

for (const name of ["exec", "close"]) count(DatabaseSync.prototype, name);
for (const name of ["run", "get"]) count(StatementSync.prototype, name);
for (const name of ["rmSync", "renameSync", "fsyncSync"]) count(fs, name);
syncBuiltinESMExports();
