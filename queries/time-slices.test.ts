// Work in slices, with a clock that a test moves.
import { expect, it } from "vitest";
import { openTimeSlices } from "./time-slices.ts";

/** Each piece of work takes so many milliseconds. Says after which piece other requests ran. */
async function interruptions(pieces: number, each: number): Promise<readonly number[]> {
  let now = 0;
  const slices = openTimeSlices(() => now);
  const interrupted = new Set<number>();
  let done = 0;
  let isOver = false;
  const other = () => {
    interrupted.add(done);
    if (!isOver) setImmediate(other);
  };
  setImmediate(other);
  const work = () => {
    now += each;
    done += 1;
    return done;
  };
  const results = await Promise.all(Array.from({ length: pieces }, () => slices.run(work)));
  isOver = true;
  expect(results).toEqual(Array.from({ length: pieces }, (_, index) => index + 1));
  return [...interrupted].filter((after) => after > 0 && after < pieces);
}

it("lets other requests run after each slice of ten milliseconds, and keeps the order of the work", async () => {
  expect(await interruptions(9, 4)).toEqual([3, 6]);
  expect(await interruptions(3, 25)).toEqual([1, 2]);
  expect(await interruptions(100, 0)).toEqual([]);
});

it("goes on after work that throws, and tells whoever wanted it", async () => {
  const slices = openTimeSlices();
  const failed = slices.run(() => {
    throw new Error("broken");
  });
  const next = slices.run(() => "done");
  await expect(failed).rejects.toThrow("broken");
  expect(await next).toBe("done");
});

it("does not let work wait for what other work has promised", async () => {
  const slices = openTimeSlices();
  const { promise, resolve } = Promise.withResolvers<string>();
  const slow = slices.run(() => promise);
  expect(await slices.run(() => "done")).toBe("done");
  resolve("later");
  expect(await slow).toBe("later");
});
