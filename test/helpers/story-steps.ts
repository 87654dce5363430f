// A story is a `describe` of steps, each an `it`, on one hub. Its first failure does not hide the rest:
// - what `check` finds wrong fails the step, and the step goes on;
// - a step that throws could not do what the next ones need: they fail too, and name it.
import { expect, it } from "vitest";

export const check = expect.soft;

/** Gives the `it` of one story's steps. */
export function storySteps(): (title: string, work: () => Promise<void>) => void {
  let failed: string | undefined;
  return (title, work) =>
    it(title, async () => {
      if (failed !== undefined) throw new Error(`Not tried, because an earlier step failed: ${failed}`);
      try {
        await work();
      } catch (error) {
        failed = title;
        throw error;
      }
    });
}
