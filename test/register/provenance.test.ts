// Whatever has happened to a concern, each fact is laid to where it really last changed: held against facts folded anew for every event and
// every day, by no more than the rules' own functions.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { StoredEvent } from "../../event-log/port.ts";
import type { ConcernFacts, PersonFacts } from "../../policies/engine/facts.ts";
import { assignmentsBehind, type Provenance, type ProvenanceStep, provenanceOf } from "../../queries/concerns/provenance.ts";
import { CONCERN_CATEGORY } from "../../services/concern/events.ts";
import { factsOf } from "../../services/concern/facts.ts";
import { asOfDate } from "../../services/concern/latest-position.ts";
import { audienceOf } from "../../services/concern/shares.ts";
import { foldConcern } from "../../services/concern/stream.ts";
import { COUNCIL_CATEGORY } from "../../services/council/events.ts";
import { foldCouncil } from "../../services/council/stream.ts";
import { daysAfter } from "../../services/dates.ts";
import { certainDay } from "../../services/decision-context.ts";
import { personFacts } from "../../services/people/assignments.ts";
import { memoryKeys } from "../helpers/memory-keys.ts";
import { assignments, historyWriter, type Script, TODAY } from "../helpers/random-histories.ts";
import { histories } from "../helpers/random-shared-histories.ts";
import { cases } from "../helpers/soak.ts";

const ID = "concern-0";
const AFTER = "2026-03-13";
const isOf = (category: string) => (event: StoredEvent) => event.category === category;

/** One script's events in log order, and the facts after so many of them on a day. */
function played(what: Script) {
  const keys = memoryKeys();
  const writer = historyWriter(keys);
  writer.write(what, 0);
  const events = [...writer.events];
  keys.close();
  const known = new Map<string, ConcernFacts>();
  function factsAt(count: number, today: string): ConcernFacts {
    const key = `${count} ${today}`;
    const past = events.slice(0, count);
    const make = () => {
      const state = foldConcern(ID, past.filter(isOf(CONCERN_CATEGORY)));
      const council = foldCouncil(past.filter(isOf(COUNCIL_CATEGORY)));
      if (!state) throw new Error("Nothing was logged.");
      return factsOf(state, asOfDate(certainDay(today), state, council));
    };
    const facts = known.get(key) ?? make();
    known.set(key, facts);
    return facts;
  }
  const dayOf = (count: number) => events[count - 1]?.at.slice(0, 10) ?? "";
  return { events, factsAt, dayOf };
}
type Played = ReturnType<typeof played>;
/** After how many events and on which day. */
type Point = { readonly count: number; readonly day: string };

/** Every point from one to another: an event is another point, and so is a day that comes between. */
function pointsBetween({ dayOf }: Played, from: Point, to: Point): readonly Point[] {
  const points: Point[] = [];
  for (let { count, day } = from; ; ) {
    points.push({ count, day });
    if (count < to.count && dayOf(count + 1) === day) count += 1;
    else if (day < to.day) day = daysAfter(day, 1);
    else return points;
  }
}

/** The point that a step led to, and the one just before it. */
function around(
  { events, dayOf }: Played,
  step: ProvenanceStep,
  until: number,
): readonly [before: Point | undefined, after: Point] {
  if (step.kind === "day") {
    const count = events.filter((event, at) => at < until && event.at.slice(0, 10) < step.day).length;
    return [
      { count, day: daysAfter(step.day, -1) },
      { count, day: step.day },
    ];
  }
  const count = events.findIndex(({ id }) => id === step.stored.id) + 1;
  return [count > 1 ? { count: count - 1, day: dayOf(count) } : undefined, { count, day: dayOf(count) }];
}

const valueAt = ({ factsAt }: Played, { count, day }: Point, name: keyof ConcernFacts): string =>
  JSON.stringify(factsAt(count, day)[name]);

describe("The provenance of a fact", () => {
  it("is the event that last changed its value, at every prefix of every history; or the first event if none has", () => {
    const met = { event: 0, day: 0, ended: 0, agreement: 0, members: 0 };
    fc.assert(
      fc.property(histories, (what) => {
        const story = played(what);
        for (let count = 1; count <= story.events.length; count += 1)
          for (const today of new Set([story.dayOf(count), TODAY, AFTER])) {
            const to = { count, day: today };
            const from = provenanceOf(
              ID,
              story.events.slice(0, count).filter(isOf(CONCERN_CATEGORY)),
              story.events.slice(0, count).filter(isOf(COUNCIL_CATEGORY)),
              certainDay(today),
            );
            if (!from) throw new Error("Nothing comes from anywhere.");
            expect(from.facts).toEqual(story.factsAt(count, today));
            for (const name of Object.keys(from.facts) as (keyof ConcernFacts)[]) {
              const { changed, members } = from.origins[name];
              met[changed.kind] += 1;
              const [before, after] = around(story, changed, count);
              const now = valueAt(story, to, name);
              const other = pointsBetween(story, after, to).find((point) => valueAt(story, point, name) !== now);
              if (other) expect.fail(`${name} is not ${now} at ${JSON.stringify(other)}.`);
              if (before) expect(valueAt(story, before, name), name).not.toBe(now);
              else expect(changed).toMatchObject({ stored: { id: story.events[0]?.id } });
              for (const member of members) holdsOf(story, name, member, to);
              const value = from.facts[name];
              // The people whom a restriction names are no bodies.
              if (Array.isArray(value) && name !== "namedReaders")
                expect(members.flatMap(({ body, stands }) => (stands ? [body] : [])).sort()).toEqual([...value]);
            }
          }

        function holdsOf(
          story: Played,
          name: keyof ConcernFacts,
          member: Provenance["origins"]["scope"]["members"][number],
          to: Point,
        ) {
          const has = (point: Point) => valueAt(story, point, name).includes(`"${member.body}"`);
          const [before, after] = around(story, member.changed, to.count);
          expect(before && has(before)).toBe(!member.stands);
          const other = pointsBetween(story, after, to).find((point) => has(point) !== member.stands);
          if (other) expect.fail(`${member.body} changes in ${name} at ${JSON.stringify(other)}.`);
          met[member.stands ? "members" : "ended"] += 1;
          // No share gives a body the outcome.
          expect(member.shares.length > 0).toBe(member.stands && name !== "outcomeFor");
          for (const { share, steps, until } of member.shares) {
            expect(audienceOf(share)).toContain(member.body);
            expect(until >= to.day).toBe(true);
            const types = steps.map((step) => (step.kind === "event" ? step.event.type : "day"));
            expect(types).toContain("ShareProposed.v2");
            expect(types).toContain("ShareMade.v2");
            if (share.standingAgreement !== undefined) {
              met.agreement += 1;
              expect(types).toContain("StandingAgreementGiven.v2");
            }
            for (const step of steps)
              if (step.kind === "event" && !("agreement" in step.event.data)) expect(step.share).toBe(share.id);
          }
        }
      }),
      { numRuns: cases(20, 500), endOnFailure: true },
    );
    // The histories get everywhere, or the test would prove little.
    for (const [what, times] of Object.entries(met)) expect(times, what).toBeGreaterThan(20);
  });

  it("does not exist for a concern without events", () => {
    expect(provenanceOf(ID, [], [], certainDay(TODAY))).toBeUndefined();
  });
});

describe("The assignments behind a fact of a person", () => {
  const valuesOf = (value: unknown) => (Array.isArray(value) ? value : []);

  it("give all of its used values, and without them the fact is different", () => {
    fc.assert(
      fc.property(assignments, fc.nat(), (held, pick) => {
        const facts = personFacts("person", held, TODAY);
        for (const name of Object.keys(facts) as (keyof PersonFacts)[]) {
          const values = valuesOf(facts[name]);
          const used = values.length > 0 ? [values[pick % values.length]] : [];
          const behind = assignmentsBehind("person", name, used, held, TODAY);
          const without = personFacts(
            "person",
            held.filter((one) => !behind.includes(one)),
            TODAY,
          )[name];
          if (typeof facts[name] === "boolean") expect([behind.length > 0, without]).toEqual([facts[name], false]);
          else expect(valuesOf(without).filter((value) => used.includes(value))).toEqual([]);
          for (const one of behind)
            expect(
              valuesOf(personFacts("person", [one], TODAY)[name]).some((v) => used.includes(v)) || facts[name] === true,
            ).toBe(true);
        }
      }),
      { numRuns: cases(100, 1_000) },
    );
  });
});
