#!/usr/bin/env node
// The `candour` command line. It catches signals before it loads the rest, which takes most of a second.
import { catchEarlySignals } from "./early-signals.ts";

const early = process.argv[2] === "serve" ? catchEarlySignals(process) : undefined;
const { runProgram } = await import("./program.ts");
await runProgram(early);
