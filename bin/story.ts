// Demonstrates the main use over HTTP with a running hub, as each person in turn: their commands, the data they see, and refusals.
// Every run logs a new concern about an invented council.
import { sharing } from "./story/sharing.ts";
import { support } from "./story/support.ts";

try {
  await support(await sharing());
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
