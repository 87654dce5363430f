// Another program that holds the write lock of a file. Run as: node hold-lock.mjs <file>. It says "held", and lets go when its input ends.
import { writeSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";

const db = new DatabaseSync(process.argv[2]);
db.exec("PRAGMA busy_timeout = 10000; BEGIN IMMEDIATE");
writeSync(1, "held\n");
process.stdin.resume().once("end", () => db.close());
