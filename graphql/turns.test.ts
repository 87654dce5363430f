import { setTimeout } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { openTurns } from "./turns.ts";

/** Longer than a turn, even with a rounded clock. */
const LONG_MS = 15;

describe("A request's turn", () => {
  it("is over after a time, and other requests run first", async () => {
    const turns = openTurns();
    expect(turns.take(() => "at once")).toBe("at once");
    await setTimeout(LONG_MS);
    const later = turns.take(() => "later");
    expect(later).toBeInstanceOf(Promise);
    expect(await later).toBe("later");
  });

  it("starts again after a command of the request was recorded", async () => {
    const turns = openTurns();
    await setTimeout(LONG_MS);
    turns.begin();
    expect(turns.take(() => "at once")).toBe("at once");
  });
});
