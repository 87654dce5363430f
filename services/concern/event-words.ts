// The descriptions of a concern's events: a sentence and a short name.
import { type ConcernEvent, concernEvents } from "./events.ts";

/** Returns the sentence for an event. */
export function inWords({ type, data }: Pick<ConcernEvent, "type" | "data">): string {
  const words: string | ((data: never) => string) = concernEvents[type].words;
  return typeof words === "string" ? words : words(data as never);
}

/** Returns the short name: `council-replied` for `CouncilReplied.v2`. */
export const wordOf = (type: string): string =>
  type
    .replace(/\.v\d+$/, "")
    .replace(/(?<=[a-z])(?=[A-Z])/g, "-")
    .toLowerCase();
