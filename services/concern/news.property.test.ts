// Whatever the body of a share comes to read has news, from the day on which it is read; and no news begins before that.
import fc from "fast-check";
import { expect, test } from "vitest";
import { beginning, later, steps } from "../../test/helpers/random-concern-commands.ts";
import { certainDay } from "../decision-context.ts";
import { type ConcernNews, newsOfConcern } from "./news.ts";
import { isOpenIn } from "./open-words.ts";
import { type AsOf, audienceOf, isLive, termsOf } from "./shares.ts";
import { type ConcernState, evolve } from "./state.ts";
import { wordsOf } from "./words.ts";

/** A council that takes no agreement back: what it says on its own stream is no event of the concern. */
const onDay = (today: string): AsOf => ({ ...certainDay(today), inForce: { has: () => true }, blocked: new Set() });

/** Everything that recipients read on a day: for each receiver the terms of each share, and each word. */
function readOn(state: ConcernState, today: string): ReadonlyMap<string, string> {
  const day = onDay(today);
  const read = new Map<string, string>();
  for (const share of state.shares.filter((one) => isLive(one, day)))
    for (const receiver of audienceOf(share)) {
      read.set(`body:${receiver}\n${share.id}`, JSON.stringify(termsOf(share)));
      for (const word of wordsOf(state))
        if (termsOf(share).parts.includes(word.part) && isOpenIn(state, day, share, word))
          read.set(`body:${receiver}\n${word.id}`, share.id);
    }
  return read;
}
const named = ({ audience, about }: ConcernNews) => `${audience}\n${about}`;

test("news of shares and words is exactly of what their bodies come to read", () => {
  const met = new Set<string>();
  fc.assert(
    fc.property(beginning, steps, (start, asked) => {
      const { concern } = asked.reduce((world, step) => step(world).world, start);
      const news: (ConcernNews & { readonly day: string })[] = [];
      let state: ConcernState | undefined;
      for (const { event, actor, day } of concern.record) {
        const before = state;
        const after = evolve("concern", before, event, { actor, at: day });
        state = after;
        const found = newsOfConcern({ before, event, after, at: day }).filter(({ audience }) => audience.startsWith("body:"));
        for (const one of found) {
          const from = (one.from ?? "") > day ? (one.from ?? "") : day;
          met.add(one.kind);
          news.push({ ...one, day: from });
          if (one.kind === "share-over" || one.kind === "replied") continue;
          // It is read from its first day on, unless the shares of its receiver that have its part are over by then.
          const part = wordsOf(after).find(({ id }) => id === one.about)?.part;
          const isOver = after.shares.every(
            (share) =>
              !audienceOf(share).some((to) => one.audience === `body:${to}`) ||
              !isLive(share, onDay(from)) ||
              (part !== undefined && !termsOf(share).parts.includes(part)),
          );
          if (!isOver) expect(readOn(after, from).has(named(one)), `${one.kind} of ${named(one)} is read on ${from}`).toBe(true);
        }
        // Everything that is read on a day, today or later, has news of the word or of a share that has begun.
        for (const on of [day, later(day, 3), later(day, 8), later(day, 20)])
          for (const [thing] of readOn(after, on)) {
            const audience = thing.slice(0, thing.indexOf("\n"));
            const isTold = news.some(
              (one) => one.day <= on && (named(one) === thing || (one.audience === audience && one.tells === "shareTerms")),
            );
            expect(isTold, `${thing} is read on ${on}`).toBe(true);
          }
      }
    }),
    { numRuns: 300 },
  );
  expect([...met]).toEqual(expect.arrayContaining(["shared", "terms-changed", "concluded", "evidence-opened", "share-over"]));
});
