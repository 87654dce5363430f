// Another process on the same log. Run as: node append-worker.ts <log file> <name> <writers> <appends each, or "forever"> [when to begin] ["in-thread"].
// With "in-thread" it owns the log, which a thread writes. Each writer appends to its own stream and to a shared one, and prints a command's id after the acknowledgement.
import { writeSync } from "node:fs";
import { openSqliteLog } from "../../event-log/sqlite/sqlite-log.ts";
import { openOwned } from "./owned-log.ts";
import { appendOf } from "./stored-event.ts";

const [path = "", name = "", writers = "1", appends = "1", begin = "0", how = ""] = process.argv.slice(2);
const last = appends === "forever" ? Number.POSITIVE_INFINITY : Number(appends);
// All start at the same time, because the test includes opening a file that does not exist yet.
while (Date.now() < Number(begin));
const log = how === "in-thread" ? (await openOwned(path)).log : openSqliteLog(path);

async function write(writer: number): Promise<void> {
  for (let number = 1; number <= last; number += 1) {
    const commandId = `${name}/${writer}/${number}`;
    const events = Array.from({ length: 1 + (number % 3) }, (_, index) => ({ type: "Noted.v1", data: { commandId, index } }));
    const stream = number % 2 === 0 ? "shared" : `${name}-${writer}`;
    const outcome = await log.append(appendOf(stream, events, { commandId, at: new Date().toISOString() }));
    if (outcome.kind !== "appended") throw new Error(`${commandId}: ${outcome.kind}`);
    writeSync(1, `${commandId}\n`);
  }
}

await Promise.all(Array.from({ length: Number(writers) }, (_, writer) => write(writer)));
await log.close();
