// Rate limits for expensive requests. Each person has a separate budget, so that nobody delays others or learns about their use.

import { boundedCache } from "../caching/cache.ts";

/** `signIns` are counted by address, because nobody is signed in yet; the others by person. */
export type Rated = "commands" | "searches" | "exports" | "files" | "simulations" | "signIns";

/** Requests a minute; 0 for no limit. After a minute without requests a burst of that number is possible. */
type Rates = Readonly<Record<Rated, number>>;

export type RateLimiter = ReturnType<typeof rateLimiter>;

type Budget = { readonly left: number; readonly at: number };

/** The number of budgets in memory. After a minute without use a budget is full again, so dropping it changes nothing. */
const KEPT = 20_000;

/** `milliseconds` reads a monotonic clock. */
export function rateLimiter(rates: Rates, milliseconds: () => number) {
  const budgets = boundedCache<string, Budget>(KEPT);
  return {
    /** Takes `count` from the budget of a person or an address and returns 0; if too little is left, returns the seconds to wait. */
    take(whose: string, kind: Rated, count = 1): number {
      const most = rates[kind];
      if (most === 0) return 0;
      const key = `${kind} ${whose}`;
      const at = milliseconds();
      const before = budgets.get(key) ?? { left: most, at };
      const left = Math.min(most, before.left + ((at - before.at) / 60_000) * most);
      // A request larger than the budget needs a full budget. The tolerance is for fractions, which add up to slightly less than a whole.
      const missing = Math.max(0, Math.min(count, most) - left - 1e-6);
      budgets.set(key, { left: missing > 0 ? left : left - count, at });
      return missing > 0 ? Math.max(1, Math.ceil((missing / most) * 60)) : 0;
    },
  };
}
