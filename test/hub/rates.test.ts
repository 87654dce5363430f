// Each person's budget: it refills with time, and nobody's use affects another person's budget.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rateLimiter } from "../../hub/rates.ts";

const RATES = { commands: 60, searches: 6, exports: 0, files: 0, simulations: 1, signIns: 0 };
function limiter() {
  let at = 1_000;
  const { take } = rateLimiter(RATES, () => at);
  return { take, pass: (seconds: number) => (at += seconds * 1_000) };
}

describe("A person's budget", () => {
  it("allows a minute's requests at once, and then as many as time refills", () => {
    const { take, pass } = limiter();
    for (let n = 0; n < 60; n += 1) expect(take("ada", "commands")).toBe(0);
    expect(take("ada", "commands")).toBe(1);
    expect(take("ada", "commands", 30)).toBe(30);
    pass(29);
    expect(take("ada", "commands", 30)).toBe(1);
    pass(1);
    expect(take("ada", "commands", 30)).toBe(0);
    pass(3_600);
    expect([take("ada", "commands", 60), take("ada", "commands")]).toEqual([0, 1]);
  });

  it("is separate for each person and each kind of request", () => {
    const { take } = limiter();
    expect([take("ada", "searches", 6), take("ada", "searches")]).toEqual([0, 10]);
    expect([take("ben", "searches", 6), take("ada", "commands"), take("ada", "simulations")]).toEqual([0, 0, 0]);
  });

  it("allows a request that is larger than the budget when it is full, and then refills for longer", () => {
    const { take, pass } = limiter();
    expect(take("ada", "searches", 12)).toBe(0);
    pass(60);
    expect(take("ada", "searches")).toBe(10);
    pass(10);
    expect(take("ada", "searches")).toBe(0);
  });

  it("is unlimited if the limit is 0", () => {
    const { take } = limiter();
    expect(take("ada", "exports", 1_000_000)).toBe(0);
  });

  it("is stored for a bounded number of people, however many send requests", () => {
    const { take } = limiter();
    take("ada", "simulations");
    for (let n = 0; n < 20_000; n += 1) take(`stray-${n}`, "simulations");
    expect(take("stray-19999", "simulations")).toBe(60);
    expect(take("ada", "simulations")).toBe(0);
  });

  it("never allows more than a minute's requests plus the refill, and the wait that it returns is sufficient", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(90), fc.integer({ min: 1, max: 6 })), { maxLength: 60 }), (asked) => {
        const { take, pass } = limiter();
        let [taken, passed] = [0, 0];
        for (const [seconds, count] of asked) {
          pass(seconds);
          passed += seconds;
          const wait = take("ada", "searches", count);
          if (wait > 0) {
            pass(wait);
            passed += wait;
            expect(take("ada", "searches", count)).toBe(0);
          }
          taken += count;
          expect(taken).toBeLessThanOrEqual(6 + passed / 10 + 1e-3);
        }
      }),
    );
  });
});
