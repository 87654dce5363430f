// The main job, played over HTTP against a running hub as each person in turn: what each one does, sees and is refused.
// Every run logs a concern of its own about an invented council.
import { sharing } from "./story/sharing.ts";
import { support } from "./story/support.ts";

try {
  await support(await sharing());
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
