// Streams that cannot be read, at random places of random histories: they are withdrawn, and nothing else is.
import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import type { EventLog, StoredEvent } from "../../event-log/port.ts";
import { streamName, streamParts } from "../../event-log/stream-name.ts";
import { loadPolicy } from "../../policies/engine/policy.ts";
import { rightsUnder } from "../../policies/engine/rights.ts";
import { councilModel } from "../../projections/council/council.ts";
import { intakeModel } from "../../projections/intake/intake.ts";
import { registerModel } from "../../projections/register/register.ts";
import type { ReadModel } from "../../projections/runtime/read-model.ts";
import { openStore, type Store } from "../../projections/runtime/store.ts";
import { supportModel } from "../../projections/support/support.ts";
import { registerQueries } from "../../queries/concerns/register-queries.ts";
import { CONCERN_CATEGORY } from "../../services/concern/events.ts";
import { COUNCIL_CATEGORY } from "../../services/council/events.ts";
import { memoryKeys } from "../helpers/memory-keys.ts";
import { assignments, historyWriter, TODAY } from "../helpers/random-histories.ts";
import { histories } from "../helpers/random-shared-histories.ts";
import { contentsOf } from "../helpers/read-model-contents.ts";
import { cases } from "../helpers/soak.ts";
import { readerOf } from "../helpers/viewer.ts";

const keys = memoryKeys();
const rights = rightsUnder(loadPolicy());
const tools = { keys, today: () => TODAY };
const stores: Store<unknown>[] = [];
afterEach(() => {
  for (const store of stores.splice(0)) store.close();
});
function open<Queries>(model: ReadModel<Queries>, how?: "building"): Store<Queries> {
  const store = openStore(model, ":memory:", tools, how);
  stores.push(store);
  return store;
}

/** Ways of not being readable. */
const WAYS: readonly ((event: StoredEvent) => StoredEvent)[] = [
  (event) => ({ ...event, type: event.type.replace(/\d+$/, "99") }),
  (event) => ({ ...event, type: "toString" }),
  (event) => ({ ...event, data: { not: "of its form" } }),
  (event) => ({ ...event, data: {}, unreadable: "NOT_JSON" }),
  (event) => ({ ...event, data: {}, unreadable: "CHANGED" }),
  (event) => ({ ...event, data: {}, unreadable: "CHAIN_BROKEN" }),
  (event) => withSeals(event, (seal) => ({ ...seal, key: "a-key-that-was-never-held" })),
  (event) => withSeals(event, (seal) => ({ ...seal, box: `${seal.box.slice(0, -8)}AAAAAAAA` })),
];
/** Where nothing is sealed, of another form. */
function withSeals(event: StoredEvent, change: (seal: { key: string; box: string }) => object): StoredEvent {
  let changed = false;
  const data = JSON.parse(JSON.stringify(event.data), (_, value) => {
    if (typeof value !== "object" || value === null || !("box" in value)) return value;
    changed = true;
    return change(value);
  });
  return changed ? { ...event, data } : { ...event, data: { not: "of its form" } };
}

const poisons = fc.array(fc.record({ at: fc.nat(), way: fc.nat(WAYS.length - 1), council: fc.boolean() }), {
  minLength: 1,
  maxLength: 3,
});
type Poison = { readonly at: number; readonly way: number; readonly council: boolean };

function poisoned(events: readonly StoredEvent[], all: readonly Poison[]) {
  const made = [...events];
  const streams = new Set<string>();
  for (const { at, way, council } of all) {
    const places = made.flatMap(({ category }, place) =>
      category === (council ? COUNCIL_CATEGORY : CONCERN_CATEGORY) ? [place] : [],
    );
    const place = places[at % (places.length || 1)];
    const event = place === undefined ? undefined : made[place];
    if (place === undefined || !event) continue;
    made[place] = WAYS[way]?.(event) ?? event;
    streams.add(event.stream);
  }
  return { events: made, streams };
}

/** A log of some events, as far as a build reads it. */
const logOf = (events: readonly StoredEvent[]): EventLog =>
  ({
    streams: async (category: string) => [
      ...new Set(events.filter((event) => event.category === category).map(({ streamId }) => streamId)),
    ],
    readStreams: async (names: readonly string[]) => names.map((name) => events.filter(({ stream }) => stream === name)),
    head: async () => events.at(-1)?.position ?? "",
    proofAt: async () => "",
  }) as Partial<EventLog> as EventLog;

function written(scripts: readonly Parameters<ReturnType<typeof historyWriter>["write"]>[0][]) {
  const writer = historyWriter(keys);
  for (const [index, script] of scripts.entries()) writer.write(script, index);
  return writer.events;
}
const many = fc.array(histories, { minLength: 6, maxLength: 6 });
const finished = <Q>(store: Store<Q>): Store<Q> => {
  while (store.work?.());
  return store;
};

describe("A stream that cannot be read", () => {
  it("is withdrawn in the same way for any paging of events, and if the register is built stream by stream", async () => {
    await fc.assert(
      fc.asyncProperty(many, poisons, fc.integer({ min: 1, max: 40 }), async (scripts, all, size) => {
        const { events, streams } = poisoned(written(scripts), all);
        const expected = [...streams].sort();
        for (const model of [registerModel, councilModel, supportModel, intakeModel] as readonly ReadModel<unknown>[]) {
          const followed =
            streams.size === 0 ? [] : expected.filter((name) => model.categories.includes(streamParts(name).category));
          const [whole, paged, alone] = [open(model), open(model), open(model)];
          whole.applyPage(events);
          for (let at = 0; at < events.length; at += size) paged.applyPage(events.slice(at, at + size));
          for (const event of events) alone.applyPage([event]);
          for (const store of [whole, paged, alone]) {
            finished(store);
            expect(
              store
                .quarantined()
                .map(({ stream }) => stream)
                .sort(),
            ).toEqual(followed);
          }
          expect(contentsOf(paged.db)).toEqual(contentsOf(whole.db));
          expect(contentsOf(alone.db)).toEqual(contentsOf(whole.db));
          if (!model.byStreams) continue;
          const built = open(model, "building");
          await built.buildByStreams(logOf(events));
          expect(contentsOf(finished(built).db)).toEqual(contentsOf(whole.db));
        }
      }),
      { numRuns: cases(5, 100) },
    );
  });

  it("does not change any other concern, and gives nobody a new right", () => {
    fc.assert(
      fc.property(many, poisons, fc.array(assignments, { minLength: 4, maxLength: 4 }), (scripts, all, people) => {
        const events = written(scripts);
        const { events: bad, streams } = poisoned(events, all);
        const [before, after] = [finished(open(registerModel)), finished(open(registerModel))];
        before.applyPage(events);
        after.applyPage(bad);
        finished(before);
        finished(after);
        const silenced = (council: string) => streams.has(streamName(COUNCIL_CATEGORY, council));
        for (const [index, held] of people.entries()) {
          const reader = readerOf(held, rights, TODAY, `person-${index}`);
          const seen = (store: typeof before) =>
            new Map((registerQueries(store.queries).list(reader, {}, undefined, 100) ?? []).map((one) => [one.id, one]));
          const [then, now] = [seen(before), seen(after)];
          for (const [id, one] of now) {
            expect(streams.has(streamName(CONCERN_CATEGORY, id))).toBe(false);
            const parts = [...one.parts.keys()];
            expect([...(then.get(id)?.parts.keys() ?? [])]).toEqual(expect.arrayContaining(parts));
            if (silenced(one.facts.council)) expect(one.facts.headlineSharedWith).toEqual([]);
            else {
              expect(one.facts).toEqual(then.get(id)?.facts);
              expect(one.state()).toEqual(then.get(id)?.state());
            }
          }
          for (const [id, one] of then)
            if (!streams.has(streamName(CONCERN_CATEGORY, id)) && !silenced(one.facts.council)) expect(now.has(id)).toBe(true);
          expect(registerQueries(after.queries).counts(reader, {}).total).toBe(now.size);
        }
        for (const { facts } of after.quarantined())
          if (facts && "headlineSharedWith" in facts)
            expect(facts).toMatchObject({ headlineSharedWith: [], summarySharedWith: [], evidenceSharedWith: [] });
      }),
      { numRuns: cases(6, 150) },
    );
  });

  it("can also be one whose event cannot be applied because of a fault of the hub", () => {
    const events = written(fc.sample(histories, { numRuns: 5, seed: 1 }));
    const poison = events.find(({ version, category }) => version === 2 && category === CONCERN_CATEGORY);
    const failing: typeof registerModel = {
      ...registerModel,
      open(db, tools, quarantine) {
        const opened = registerModel.open(db, tools, quarantine);
        return {
          ...opened,
          apply(event) {
            opened.apply(event);
            if (event.position === poison?.position) throw new TypeError("It cannot be applied.");
          },
        };
      },
    };
    const [whole, alone] = [open(failing), open(failing)];
    whole.applyPage(events);
    for (const event of events) alone.applyPage([event]);
    expect(whole.quarantined()).toMatchObject([{ stream: poison?.stream, position: poison?.position, reason: "FAILED" }]);
    expect(contentsOf(finished(alone).db)).toEqual(contentsOf(finished(whole).db));
  });
});
