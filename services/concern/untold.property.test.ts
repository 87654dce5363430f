// No order of commands and days keeps a concern in the dark: generated histories of two advisers and the hub against the rules of decision 0035,
// stated a second time.

import fc from "fast-check";
import { expect, test } from "vitest";
import {
  addEvidence,
  discardConcern,
  extendTelling,
  logConcern,
  openUntoldWords,
  proposeDiscard,
  recordAwareness,
  recordUntoldDue,
} from "../../test/examples/concern.ts";
import { cases } from "../../test/helpers/soak.ts";
import { ADVISER, circumstances, SECOND_ADVISER, TODAY } from "../../test/helpers/specification.ts";
import { daysAfter, workingDaysAfter } from "../dates.ts";
import { certainDay } from "../decision-context.ts";
import { isRefusal } from "../refusals.ts";
import type { ConcernCommand } from "./commands.ts";
import { decide } from "./decide.ts";
import type { ConcernEvent } from "./events.ts";
import { factsOf } from "./facts.ts";
import { NONE_BLOCKED, nextChange } from "./shares.ts";
import { type ConcernState, evolve } from "./state.ts";

const RUNS = cases(800, 20_000);
/** The last day to tell the council of a concern logged today, and the latest that an extension can make it. */
const [LAST, LATEST] = [workingDaysAfter(TODAY, 20), workingDaysAfter(workingDaysAfter(TODAY, 20), 20)];

const command: fc.Arbitrary<ConcernCommand> = fc.oneof(
  { weight: 3, arbitrary: fc.constant(addEvidence()) },
  { weight: 2, arbitrary: fc.integer({ min: 1, max: 25 }).map((workingDays) => extendTelling({ workingDays })) },
  { weight: 3, arbitrary: fc.constantFrom("tell" as const, "discard" as const).map(openUntoldWords) },
  { weight: 2, arbitrary: fc.constantFrom("in-error" as const, "did-not-stand" as const).map(proposeDiscard) },
  { weight: 2, arbitrary: fc.constant(discardConcern()) },
  { weight: 1, arbitrary: fc.constant(recordAwareness()) },
  { weight: 2, arbitrary: fc.constant(recordUntoldDue()) },
);
const steps = fc.array(
  fc.record({ command, actor: fc.constantFrom(ADVISER, SECOND_ADVISER), days: fc.constantFrom(0, 0, 1, 3, 10, 30) }),
  { maxLength: 14, size: "max" },
);

type Recorded = { readonly event: ConcernEvent; readonly actor: string; readonly today: string };

test(`no order of commands keeps a concern from the council beyond its last day, over ${RUNS} generated histories`, () => {
  const reached = { closed: 0, opened: 0, told: 0, discarded: 0, extended: 0 };
  fc.assert(
    fc.property(steps, (tried) => {
      const record: Recorded[] = [];
      let state: ConcernState | undefined;
      let n = 0;
      const execute = (one: ConcernCommand, actor: string, today: string) => {
        n += 1;
        const newId = (...words: readonly string[]) => [n, ...words].join("-");
        const decided = decide(state, one, { ...circumstances, today, certainToday: today, actor, newId });
        if (isRefusal(decided)) return;
        for (const event of decided) {
          state = evolve("concern", state, event, { actor, at: `${today}T10:00:00.000Z` });
          record.push({ event, actor, today });
        }
      };
      execute(logConcern(), ADVISER, TODAY);
      const of = <Type extends ConcernEvent["type"]>(type: Type) =>
        record.filter((one): one is Recorded & { event: Extract<ConcernEvent, { type: Type }> } => one.event.type === type);

      let today = TODAY;
      for (const { command, actor, days } of tried) {
        const change = state && nextChange(state, certainDay(today));
        const before = state && factsOf(state, { ...certainDay(today), inForce: new Set(), blocked: NONE_BLOCKED }).wordsClosed;
        const later = daysAfter(today, days);
        // Between two days on which the concern says that it changes, it does not.
        if (state && (change === undefined || later < change))
          expect(factsOf(state, { ...certainDay(later), inForce: new Set(), blocked: NONE_BLOCKED }).wordsClosed).toBe(before);
        today = later;
        execute(command, actor, today);
        if (!state) throw new Error("There is a concern.");

        const [told] = of("CouncilMadeAware.v2");
        const [discarded, extension] = [of("ConcernDiscarded.v1"), of("TellingExtended.v1")];
        const tellBy = extension[0]?.event.data.tellBy ?? LAST;
        // One extension, by another than the logger, before the last day.
        expect(extension.length).toBeLessThanOrEqual(1);
        expect(tellBy <= LATEST).toBe(true);
        for (const one of extension) expect([one.actor, one.today <= LAST]).toEqual([SECOND_ADVISER, true]);
        // No evidence on an untold concern past its last day.
        for (const one of of("EvidenceAdded.v2")) if (!told || one.today < told.today) expect(one.today <= tellBy).toBe(true);
        // Words are read before the last day, once told, and on the days of an opening.
        const isOpen = of("UntoldWordsOpened.v1").some((one) => today <= workingDaysAfter(one.today, 1));
        const { wordsClosed } = factsOf(state, { ...certainDay(today), inForce: new Set(), blocked: NONE_BLOCKED });
        if (discarded.length === 0) expect(wordsClosed).toBe(!told && today > tellBy && !isOpen);
        // Two advisers discard, and never after the council was told; nothing follows.
        for (const one of discarded) {
          expect(of("DiscardProposed.v1").at(-1)?.actor).not.toBe(one.actor);
          expect([told, record.at(-1)]).toEqual([undefined, one]);
        }
        reached.closed += Number(wordsClosed);
        reached.opened += Number(isOpen);
      }
      reached.told += of("CouncilMadeAware.v2").length;
      reached.discarded += of("ConcernDiscarded.v1").length;
      reached.extended += of("TellingExtended.v1").length;
    }),
    { numRuns: RUNS },
  );
  for (const [name, times] of Object.entries(reached)) expect(times, name).toBeGreaterThan(RUNS / 20);
});
