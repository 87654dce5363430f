#!/usr/bin/env node
// The `candour` command line. It catches signals before it loads the rest, which takes most of a second.
import { catchEarlySignals } from "./early-signals.ts";

const early = process.argv[2] === "serve" ? catchEarlySignals(process) : undefined;
// Under `npm run dev` Node sends what a thread loads as messages of that thread, which would be taken for answers. All folders are watched without that.
delete process.env.WATCH_REPORT_DEPENDENCIES;
const { runProgram } = await import("./program.ts");
await runProgram(early);
