// Another program that holds a lock of a file. Run as: node hold-lock.mjs <file> [<statements>]; unless given, they take the write lock. It says
// "held", and lets go when its input ends.
import { writeSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";

const [file, statements = "BEGIN IMMEDIATE"] = process.argv.slice(2);
const db = new DatabaseSync(file);
db.exec(`PRAGMA busy_timeout = 60000; ${statements}`);
writeSync(1, "held\n");
process.stdin.resume().once("end", () => db.close());
