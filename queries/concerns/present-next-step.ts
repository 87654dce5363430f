// The next step of a concern, for a reader of its sharing record: the same that lists are filtered and ordered by.
import { type NextStep, nextSteps, PARTS_OF_STEPS } from "../../services/concern/next-step.ts";
import type { ReadDeps } from "../deps.ts";
import type { DisclosedConcern } from "../disclosed-concern.ts";

/**
 * Undefined if nothing waits, and to readers who may not read every part that a step may tell of. A past concern has none, because tasks are of today.
 * Reads the recorded tasks, which take long to derive of a concern with very much on record.
 */
export function presentNextStep(
  { register }: Pick<ReadDeps, "register">,
  { id, facts, day, parts, moment }: DisclosedConcern,
): NextStep | undefined {
  const isReadable = facts.wordsClosed || PARTS_OF_STEPS.every((part) => parts.has(part));
  if (moment || !isReadable) return undefined;
  return nextSteps(register.queries().tasks.of(id), day.today, facts.wordsClosed)[0];
}
