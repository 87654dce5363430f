// Marking one's own news as read. The mark never goes back.
import { z } from "zod";
import type { DecisionContext } from "../decision-context.ts";
import { type CommandDeclarations, type CommandOf, id } from "../input.ts";
import type { RecordedNews } from "../news.ts";
import { personId } from "../people/subject.ts";
import { type Refusal, refuse } from "../refusals.ts";
import type { NewsReadEvent } from "./events.ts";
import type { NewsMark } from "./stream.ts";

export const newsReadCommands = {
  markNewsRead: { creates: "nothing", input: z.strictObject({ person: personId, upTo: id }) },
} as const satisfies CommandDeclarations;
export type NewsReadCommand = CommandOf<typeof newsReadCommands>;

export type NewsReadContext = DecisionContext & {
  /** The news that the person gets of an event. Undefined if they get none. */
  readonly newsOf: (event: string) => RecordedNews | undefined;
};

/** The marks of a person on one day. */
export const MARKS_PER_DAY = 200;

export function markNewsRead(
  last: NewsMark | undefined,
  { input: { upTo } }: NewsReadCommand,
  { newsOf, today, certainToday: day }: NewsReadContext,
): readonly NewsReadEvent[] | Refusal {
  const named = newsOf(upTo);
  if (!named) return refuse("NOT_FOUND", "upTo");
  const before = last && newsOf(last.upTo);
  const isLater = !before || named.position > before.position;
  const hasBegunSince = last !== undefined && named.from !== undefined && named.from > last.day;
  if (!isLater && !hasBegunSince) return [];
  if (last?.markedOn === today && last.times >= MARKS_PER_DAY) return refuse("TOO_MANY", undefined, "Try again tomorrow.");
  return [{ type: "NewsRead.v1", data: { upTo: isLater ? upTo : last.upTo, day } }];
}
