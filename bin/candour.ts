#!/usr/bin/env node
// The `candour` command line. A hub heeds signals from its first moment: they are taken before anything else is loaded, which takes most of a second.
import { holdSignals } from "./held-signals.ts";

const held = process.argv[2] === "serve" ? holdSignals(process) : undefined;
const { runProgram } = await import("./program.ts");
await runProgram(held);
