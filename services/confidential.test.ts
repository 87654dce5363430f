import { expect, test } from "vitest";
import type { NewEvent, StoredEvent } from "../event-log/port.ts";
import { command } from "../test/helpers/event-log-contract.ts";
import { anyKey, memoryKeys } from "../test/helpers/memory-keys.ts";
import { keyOfStream, plain, sealEvents } from "./confidential.ts";

const keys = memoryKeys();

const DEEP = {
  council: "X00000001",
  text: plain({ summary: "The director has left." }),
  about: { period: { from: "2026-01-01" }, people: [{ office: "leader", name: plain("Ann Example") }, null, "none", 3] },
  lists: [[plain(["Piers Holm"])]],
};

/** Every sealed value in it, in order. */
const sealedIn = (value: unknown): { key: string; box: string }[] =>
  typeof value !== "object" || value === null
    ? []
    : "box" in value && "key" in value
      ? [value as { key: string; box: string }]
      : Object.values(value).flatMap(sealedIn);

test("Confidential values are sealed under one key at whatever depth, and the rest stays as it was", async () => {
  let made = 0;
  const newKey = () => {
    made += 1;
    return anyKey();
  };
  const [first, second] = await sealEvents(keys, newKey, [
    { type: "Said.v1", data: DEEP },
    { type: "Said.v1", data: { of: { it: plain("more") } } },
  ]);
  expect(JSON.stringify([first, second])).not.toMatch(/plain|director|Ann|Piers|more/);
  expect(first?.data).toMatchObject({
    council: "X00000001",
    about: { period: { from: "2026-01-01" }, people: [{ office: "leader" }, null, "none", 3] },
  });
  const sealed = sealedIn([first, second]);
  expect(sealed.map((box) => keys.unseal(box))).toEqual([
    { summary: "The director has left." },
    "Ann Example",
    ["Piers Holm"],
    "more",
  ]);
  expect(new Set(sealed.map(({ key }) => key)).size).toBe(1);
  expect(made).toBe(1);
});

test("No key is made for events that hold nothing confidential", async () => {
  const events = [{ type: "Noted.v1", data: { list: [{ of: "it" }] } }];
  expect(await sealEvents(keys, () => expect.fail("A key was made."), events)).toEqual(events);
});

test("A stream's key is found at any depth of its first sealed value, and a key is created if there is none", async () => {
  const stored = (await sealEvents(keys, anyKey, [
    { type: "Noted.v1", data: { key: "k", about: [{ box: 1 }] } },
    { type: "Said.v1", data: { about: { people: [{ name: plain("Ann Example") }] } } },
  ])) as unknown as StoredEvent[];
  expect(await keyOfStream(keys, stored)).toBe(sealedIn(stored)[0]?.key);
  expect(await keyOfStream(keys, stored.slice(0, 1))).not.toBe(await keyOfStream(keys, stored));
});

test("To append an event that may hold plain text does not compile", () => {
  const decided = { type: "Said.v1", data: { about: [{ name: plain("Ann Example") }] } };
  // @ts-expect-error: a value that is perhaps plain, in a list.
  const event: NewEvent = decided;
  // @ts-expect-error: the same among the events of an append.
  command({ stream: "s", events: [decided] });
  // @ts-expect-error: plain text at the top.
  command({ stream: "s", events: [{ type: "Said.v1", data: { text: { plain: "Ann Example" } } }] });
  expect(event).toBe(decided);
});
