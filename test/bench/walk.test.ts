// Readers of pages must advance: a repeated page is already recorded, and has another cost.
import { describe, expect, it } from "vitest";
import { walk } from "../../bench/askers.ts";

const answer = (endCursor: string | null) =>
  JSON.stringify({ data: { concerns: { pageInfo: { hasNextPage: endCursor !== null, endCursor } } } });
const pageOf = (body: string) => JSON.parse(body).variables.after ?? "first";

describe("A walk through pages", () => {
  it.each([1, 3])("requests each page %i times, and the next after the response to the last", (times) => {
    const next = walk(["a"], { first: 0, stride: 1, times });
    const asked: string[] = [];
    for (let n = 0; n < 3 * times; n += 1) {
      const before = asked.length === 0 ? undefined : answer(`after ${asked.at(-1)}`);
      asked.push(pageOf(next(before).body));
    }
    const pages = ["first", "after first", "after after first"];
    expect(asked).toEqual(pages.flatMap((page) => Array.from({ length: times }, () => page)));
  });

  it("continues after a break, for which it gets no response", () => {
    const next = walk(["a"], { first: 0, stride: 1, times: 1 });
    next(undefined);
    next(undefined);
    expect(pageOf(next(answer("c")).body)).toBe("c");
    next(undefined);
    expect(pageOf(next(answer("d")).body)).toBe("d");
  });

  it("begins at the end of a list with the first page of the next person, who has read nothing yet", () => {
    const next = walk(["a", "b", "c"], { first: 0, stride: 2, times: 1 });
    expect(next(undefined).token).toBe("a");
    const { token, body } = next(answer(null));
    expect([token, pageOf(body)]).toEqual(["c", "first"]);
  });
});
