// Loaded before a hub that is to crash (`--import`): the process kills itself without warning at the nth event that it appends to a log, so
// that a crash comes at the same point of the work however busy the machine is. CANDOUR_TEST_DIE is `<n> before-insert`, `<n> before-commit`
// or `<n> after-commit`.
import { StatementSync } from "node:sqlite";

const [count, moment] = (process.env.CANDOUR_TEST_DIE ?? "").split(" ");
const last = Number(count);
const run = StatementSync.prototype.run;
let inserted = 0;

function die() {
  process.kill(process.pid, "SIGKILL");
  // The signal may take a moment: nothing more is done meanwhile.
  for (;;);
}

StatementSync.prototype.run = function (...values) {
  const sql = this.sourceSQL;
  const inserts = sql.startsWith("INSERT INTO events ");
  if (inserts) inserted += 1;
  const due = inserted >= last;
  if (due && ((moment === "before-insert" && inserts) || (moment === "before-commit" && sql === "COMMIT"))) die();
  const result = run.apply(this, values);
  if (due && moment === "after-commit" && sql === "COMMIT") die();
  return result;
};
