#!/usr/bin/env node
// The `candour` command line: runs the command and says what stopped it.
import { program } from "./program.ts";

try {
  await program.parseAsync();
} catch (error) {
  const { reportError } = await import("./report-error.ts");
  process.exit(reportError(error));
}
