// The writer of streams is loaded when it is needed.
import type { GraphQLSchema } from "graphql";
import { expect, test } from "vitest";
import { streamWriter } from "./streaming.ts";
import type { AnswerWriter } from "./yoga-writer.ts";

test("what writes streams is loaded once for all of them, and again after it could not be loaded", async () => {
  const loads: Promise<AnswerWriter>[] = [];
  const write: AnswerWriter = async () => {};
  const writer = streamWriter({} as GraphQLSchema, () => {
    const load = loads.length === 0 ? Promise.reject(new Error("EMFILE")) : Promise.resolve(write);
    loads.push(load);
    return load;
  });
  await expect(Promise.allSettled([writer(), writer()])).resolves.toMatchObject([{ status: "rejected" }, { status: "rejected" }]);
  expect(await Promise.all([writer(), writer()])).toEqual([write, write]);
  expect(loads).toHaveLength(2);
});
