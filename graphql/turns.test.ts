import { setTimeout } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { openTurns } from "./turns.ts";

/** Longer than a turn, however the clock is rounded. */
const LONG_MS = 15;

describe("A request's turn", () => {
  it("is over when the request has been at it for long: others go first", async () => {
    const turns = openTurns();
    expect(turns.take(() => "at once")).toBe("at once");
    await setTimeout(LONG_MS);
    const later = turns.take(() => "later");
    expect(later).toBeInstanceOf(Promise);
    expect(await later).toBe("later");
  });

  it("begins anew when a command of the request's own was recorded, as it waited for the disk", async () => {
    const turns = openTurns();
    await setTimeout(LONG_MS);
    turns.begin();
    expect(turns.take(() => "at once")).toBe("at once");
  });
});
