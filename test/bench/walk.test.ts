// Readers who go through pages must go on: what is asked again and again is on record already, and costs something else.
import { describe, expect, it } from "vitest";
import { walk } from "../../bench/askers.ts";

const answer = (endCursor: string | null) =>
  JSON.stringify({ data: { concerns: { pageInfo: { hasNextPage: endCursor !== null, endCursor } } } });
const pageOf = (body: string) => JSON.parse(body).variables.after ?? "first";

describe("A walk through pages", () => {
  it.each([1, 3])("asks for each page %i times, and for the next when the answer to the last is there", (times) => {
    const next = walk(["a"], { first: 0, stride: 1, times });
    const asked: string[] = [];
    for (let n = 0; n < 3 * times; n += 1) {
      const before = asked.length === 0 ? undefined : answer(`after ${asked.at(-1)}`);
      asked.push(pageOf(next(before).body));
    }
    const pages = ["first", "after first", "after after first"];
    expect(asked).toEqual(pages.flatMap((page) => Array.from({ length: times }, () => page)));
  });

  it("goes on after a break, of which it gets no answer", () => {
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
