import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { boundedCache, lazy } from "./cache.ts";

const CAPACITY = 5;
const MAX_SIZE = 12;
type Step = readonly [what: "set" | "getOrMake" | "delete" | "clear" | "get", key: string];
const keys = fc.integer({ min: 0, max: 9 }).map((n) => "k".repeat(1 + (n % 4)) + n);
const steps = fc.array(
  fc.tuple(fc.constantFrom<Step[0]>("set", "set", "set", "getOrMake", "getOrMake", "getOrMake", "delete", "get", "clear"), keys),
  { maxLength: 200 },
);

/** The same by an array, oldest first. */
function model(maxSize: number) {
  let entries: (readonly [string, number | undefined])[] = [];
  const size = () => entries.reduce((sum, [key]) => sum + key.length, 0);
  return {
    entries: () => entries,
    remove(key: string) {
      entries = entries.filter(([other]) => other !== key);
    },
    add(key: string, value: number | undefined) {
      if (key.length > maxSize) return;
      entries.push([key, value]);
      while (entries.length > CAPACITY || size() > maxSize) entries.shift();
    },
    clear() {
      entries = [];
    },
  };
}

describe("a bounded cache", () => {
  it.each([
    ["entries", Number.POSITIVE_INFINITY, undefined],
    ["entries and size", MAX_SIZE, { maxSize: MAX_SIZE, sizeOf: (key: string) => key.length }],
    ["a size that some entries exceed", 3, { maxSize: 3, sizeOf: (key: string) => key.length }],
  ])("bounded by %s contains the last written entries after any operations", (_, maxSize, sizes) => {
    fc.assert(
      fc.property(steps, (taken) => {
        const cache = boundedCache<string, number | undefined>(CAPACITY, sizes);
        const expected = model(maxSize);
        for (const [index, [what, key]] of taken.entries()) {
          const value = index % 3 === 0 ? undefined : index;
          const known = expected.entries().find(([other]) => other === key);
          if (what === "get") expect(cache.get(key)).toBe(known?.[1]);
          if (what === "clear") {
            cache.clear();
            expected.clear();
          }
          if (what === "delete") {
            expect(cache.delete(key)).toBe(known !== undefined);
            expected.remove(key);
          }
          if (what === "set") {
            cache.set(key, value);
            expected.remove(key);
            expected.add(key, value);
          }
          if (what === "getOrMake") {
            let made = 0;
            const given = cache.getOrMake(key, () => {
              made += 1;
              return value;
            });
            expect([given, made]).toEqual(known ? [known[1], 0] : [value, 1]);
            if (!known) expected.add(key, value);
          }
          for (const [other, kept] of expected.entries()) expect(cache.getOrMake(other, () => -1)).toBe(kept);
        }
      }),
    );
  });

  it("creates a repeatedly requested value once, within its limits on entries and size", () => {
    const made: string[] = [];
    const few = boundedCache<string, number>(3);
    for (const key of ["a", "b", "a", "c", "a", "d", "a", "d"]) few.getOrMake(key, () => made.push(key));
    expect(made).toEqual(["a", "b", "c", "d", "a"]);
    made.length = 0;
    const short = boundedCache<string, number>(100, { maxSize: 10, sizeOf: (key) => key.length });
    for (const key of ["aaaaaaa", "bbb", "aaaaaaa", "c", "bbb", "aaaaaaa"]) short.getOrMake(key, () => made.push(key));
    expect(made).toEqual(["aaaaaaa", "bbb", "c", "aaaaaaa"]);
  });

  it("does not cache a failure to create a value", () => {
    const cache = boundedCache<string, number>(CAPACITY);
    const fails = () => {
      throw new Error("fails");
    };
    expect(() => cache.getOrMake("a", fails)).toThrow("fails");
    expect(cache.getOrMake("a", () => 1)).toBe(1);
  });

  it("contains an entry only once if it was written while its value was being created", () => {
    const cache = boundedCache<string, number>(2);
    cache.getOrMake("a", () => cache.getOrMake("a", () => 1) + 1);
    cache.set("b", 1);
    expect([cache.get("a"), cache.get("b")]).toEqual([2, 1]);
  });
});

describe("a lazily created value", () => {
  it("is created once, even if it is undefined", () => {
    let made = 0;
    const value = lazy(() => {
      made += 1;
      return undefined;
    });
    expect([made, value(), value(), made]).toEqual([0, undefined, undefined, 1]);
  });

  it("is created again after a failure", () => {
    let tries = 0;
    const value = lazy(() => {
      tries += 1;
      if (tries === 1) throw new Error("fails");
      return tries;
    });
    expect(value).toThrow("fails");
    expect([value(), value()]).toEqual([2, 2]);
  });
});
