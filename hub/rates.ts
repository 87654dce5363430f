// How much of what is dear one person may ask for in a minute. Each person has a budget of their own, so that one who asks without pause holds
// nobody up, and nobody learns from theirs what others do.

import { boundedCache } from "../caching/cache.ts";

export type Rated = "commands" | "searches" | "exports" | "simulations";

/** How many a minute; 0 for no limit. As many can come at once after a minute without any. */
export type Rates = Readonly<Record<Rated, number>>;

export type RateLimiter = {
  /** Takes `count` from the person's budget and gives 0; or, where there is too little left, takes none and gives the seconds to wait. */
  take(person: string, kind: Rated, count?: number): number;
};

type Budget = { readonly left: number; readonly at: number };

/** So many budgets are kept. The least recently used goes first: after a minute it is whole again anyway. */
const KEPT = 20_000;

/** `milliseconds` is a clock that never goes back. */
export function rateLimiter(rates: Rates, milliseconds: () => number): RateLimiter {
  const budgets = boundedCache<string, Budget>(KEPT);
  return {
    take(person, kind, count = 1) {
      const most = rates[kind];
      if (most === 0) return 0;
      const key = `${kind} ${person}`;
      const at = milliseconds();
      const before = budgets.get(key) ?? { left: most, at };
      const left = Math.min(most, before.left + ((at - before.at) / 60_000) * most);
      // What is more than a whole budget at once is taken from a whole one. Fractions come back not quite whole.
      const missing = Math.max(0, Math.min(count, most) - left - 1e-6);
      budgets.set(key, { left: missing > 0 ? left : left - count, at });
      return missing > 0 ? Math.max(1, Math.ceil((missing / most) * 60)) : 0;
    },
  };
}
