// Loaded before a hub (`--import`): in the thread that writes its log, or that applies its events (CANDOUR_TEST_THREAD), commits wait while the file `hold` is in
// the folder CANDOUR_TEST_COMMITS. The thread ends before a commit while `end-before` is there, and after one while `end-after` is. `held` is written
// when a commit waits.
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { StatementSync } from "node:sqlite";
import { workerData } from "node:worker_threads";

const { run } = StatementSync.prototype;
const is = (name) => existsSync(join(process.env.CANDOUR_TEST_COMMITS, name));

function commit(statement) {
  while (is("hold")) {
    writeFileSync(join(process.env.CANDOUR_TEST_COMMITS, "held"), "");
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
  }
  if (is("end-before")) process.exit(1);
  const result = run.call(statement);
  if (is("end-after")) process.exit(1);
  return result;
}

const isOf = { log: workerData?.store === "log", applying: workerData?.models?.includes("register") };

if (isOf[process.env.CANDOUR_TEST_THREAD])
  StatementSync.prototype.run = function (...values) {
    return this.sourceSQL === "COMMIT" ? commit(this) : run.apply(this, values);
  };
