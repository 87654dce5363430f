import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { storedEvent } from "../test/helpers/stored-event.ts";
import { toPosition } from "./numbered-position.ts";
import type { StoredEvent } from "./port.ts";
import { recentEvents } from "./recent-events.ts";

const event = (number: number, unreadable?: "CHANGED"): StoredEvent =>
  storedEvent(number, { type: "T.v1", data: {} }, { version: number, ...(unreadable && { unreadable }) });

describe("recently read events", () => {
  test("equal the log after a position, without gaps, for pages of any length in any order", () => {
    // A log of which some events were taken out again: its positions have gaps.
    const log = Array.from({ length: 120 }, (_, index) => event(index + 1)).filter(({ version }) => version % 7 !== 0);
    const read = (after: string, limit: number) => log.filter(({ position }) => position > after).slice(0, limit);
    const question = fc.record({ after: fc.nat({ max: log.length }), limit: fc.integer({ min: 1, max: 30 }) });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.array(question, { maxLength: 60 }), (most, questions) => {
        const recent = recentEvents(most);
        for (const { after: index, limit } of questions) {
          const after = log[index - 1]?.position ?? "";
          const known = recent.after(after, limit) ?? [];
          expect(known).toEqual(read(after, limit).slice(0, known.length));
          const from = known.at(-1)?.position ?? after;
          recent.add(from, read(from, limit - known.length));
        }
      }),
    );
  });

  test("are kept for followers up to a page apart, within a bound", () => {
    const recent = recentEvents(10);
    for (let number = 0; number < 100; number += 5)
      recent.add(
        toPosition(number),
        [1, 2, 3, 4, 5].map((step) => event(number + step)),
      );
    expect(recent.after(toPosition(90), 50)?.map(({ version }) => version)).toEqual([91, 92, 93, 94, 95, 96, 97, 98, 99, 100]);
    expect(recent.after(toPosition(70), 50)).toBeUndefined();
    expect(recent.after(toPosition(100), 50)).toEqual([]);
  });

  test("are dropped when one of them cannot be read, as it may be repaired", () => {
    const recent = recentEvents(10);
    recent.add("", [event(1), event(2, "CHANGED")]);
    expect(recent.after("", 10)).toBeUndefined();
    expect(recent.after(toPosition(1), 10)).toBeUndefined();
  });
});
