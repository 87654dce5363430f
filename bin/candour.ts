#!/usr/bin/env node
// The `candour` command line. It catches signals before it loads the rest, which takes most of a second.
import { catchEarlySignals } from "./early-signals.ts";

const early = process.argv[2] === "serve" ? catchEarlySignals(process) : undefined;
// Under `npm run dev` each thread would also send its parent the names of the files that it loads, and the parent would take them for answers. Node watches
// the folders of `--watch-path` without them.
delete process.env.WATCH_REPORT_DEPENDENCIES;
const { runProgram } = await import("./program.ts");
await runProgram(early);
