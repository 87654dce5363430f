// Tells a story over HTTP with a running hub, as each person in turn: their commands, the data they see, and refusals. Without an argument it is the
// story of a share, from the concern to its end; `consent` is the story of what a council decides about sharing, `week` that of a working
// week. A hub's address can be given too.
// Every run logs new concerns about invented councils.
import { consent } from "./story/consent.ts";
import { sharing } from "./story/sharing.ts";
import { support } from "./story/support.ts";
import { requestedStory } from "./story/teller.ts";
import { week } from "./story/week.ts";

const STORIES: Readonly<Record<string, () => Promise<void>>> = {
  main: async () => support(await sharing()),
  consent,
  week,
};

try {
  const tell = STORIES[requestedStory ?? "main"];
  if (!tell) throw new Error(`There is no story "${requestedStory}". There are: ${Object.keys(STORIES).join(", ")}.`);
  await tell();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
