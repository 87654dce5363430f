// What an event of a concern is called: in a sentence, and in a word.
import { type ConcernEvent, concernEvents } from "./events.ts";

/** One event in words. */
export function inWords({ type, data }: Pick<ConcernEvent, "type" | "data">): string {
  const words: string | ((data: never) => string) = concernEvents[type].words;
  return typeof words === "string" ? words : words(data as never);
}

/** `council-replied` for `CouncilReplied.v1`. */
export const wordOf = (type: string): string =>
  type
    .replace(/\.v\d+$/, "")
    .replace(/(?<=[a-z])(?=[A-Z])/g, "-")
    .toLowerCase();
