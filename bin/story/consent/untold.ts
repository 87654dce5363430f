// A concern that its council is not told of has a last day, and leaves no words behind when it is discarded.
import { randomUUID } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { dateInWords } from "../../../text/dates-in-words.ts";
import { config, day, does, say, showAnswer, UnexpectedAnswer } from "../teller.ts";
import { checkConcernSeen, matter } from "./steps.ts";

export async function untoldConcernsEnd(): Promise<void> {
  say("\n3. A council is told of a concern by a last day, and a concern that was logged in error is erased");
  const word = `quill${randomUUID().replaceAll("-", "")}bramble`;
  const { id = "" } = await does("adviser", "logs a concern about the wrong council", "logConcern", {
    ...{ ...matter, cause: "LEADERSHIP", summary: `The ${word} is late.`, observed: `Nobody saw the ${word}.` },
  });
  const on = { concern: id };
  await showAnswer<{ concern: { untold: { tellBy: string } | null } }>(
    "adviser",
    "reads by when to tell the council",
    ["query($id: ID!) { concern(id: $id) { untold { tellBy } } }", { id }],
    ({ concern: { untold } }) => [
      untold !== null && untold.tellBy > day(20) && untold.tellBy < day(45),
      untold ? `by ${dateInWords(untold.tellBy)}` : "there is no such day",
    ],
  );
  const longer = { ...on, workingDays: 5, reason: "The chief executive is away." };
  await does("adviser", "extends the time for the concern that they logged", "extendTelling", longer, {
    refusal: "EXTENSION_BY_LOGGER",
  });
  await does("second-adviser", "extends it", "extendTelling", longer);
  await does("second-adviser", "extends it again", "extendTelling", longer, { refusal: "EXTENSION_USED" });
  await checkConcernSeen("chief-executive", id, false);
  await does("adviser", "proposes to discard it, as logged in error", "proposeDiscard", { ...on, ground: "IN_ERROR" });
  await does("adviser", "discards it alone", "discardConcern", on, { refusal: "DISCARD_BY_PROPOSER" });
  // An index can store a word without its beginning or its ending, so files are searched for its middle.
  const middle = word.slice(5, -7);
  const before = filesWith(middle);
  await does("second-adviser", "discards it", "discardConcern", on);
  await checkConcernSeen("adviser", id, false);
  if (before === undefined) return say("  The hub's data folder is not on this machine, so the story does not search its files.");
  const after = filesWith(middle) ?? [];
  say(`  A word of the concern was in ${before.length} of the files in the data folder, and is in ${after.length} now.`);
  if (before.length === 0 || after.length > 0)
    throw new UnexpectedAnswer("The story expected the word to be gone from the data folder.");
}

/** Returns the files of the data folder that contain a text; undefined if the folder is not on this machine. */
function filesWith(word: string): readonly string[] | undefined {
  if (!existsSync(config.dataDir)) return undefined;
  const files = readdirSync(config.dataDir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((file) => existsSync(file) && readFileSync(file).includes(word));
}
