// While another connection applies any log in any pages, a read store that was opened before answers every query as a store that is opened now.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import fc from "fast-check";
import { afterEach, expect, it } from "vitest";
import type { KeyStore } from "../../event-log/keys/port.ts";
import { toPosition } from "../../event-log/numbered-position.ts";
import type { StoredEvent } from "../../event-log/port.ts";
import { streamParts } from "../../event-log/stream-name.ts";
import { loadPolicy } from "../../policies/engine/policy.ts";
import { type Rights, rightsUnder } from "../../policies/engine/rights.ts";
import { READ_MODELS } from "../../projections/all.ts";
import type { PeopleQueries } from "../../projections/people/people.ts";
import type { RegisterTables } from "../../projections/register/register.ts";
import type { ReadModelName } from "../../projections/runtime/placement.ts";
import { openStore, type Store } from "../../projections/runtime/store.ts";
import { openReadStore } from "../../projections/runtime/threaded/read-store.ts";
import type { SupportQueries } from "../../projections/support/queries.ts";
import { ownersToday } from "../../queries/concerns/owners.ts";
import { type RegisterQueries, registerQueries } from "../../queries/concerns/register-queries.ts";
import { plain, sealUnder } from "../../services/confidential.ts";
import { type PersonEvent, personStream } from "../../services/people/events.ts";
import type { Assignment } from "../../services/people/state.ts";
import { aboutOf, answersOf, settled } from "../helpers/every-query.ts";
import { anyKey, memoryKeys } from "../helpers/memory-keys.ts";
import { assignments, DAYS, FIRST_DAY, historyWriter, script, viewerId, WORD } from "../helpers/random-histories.ts";
import { historyOf, supportActions } from "../helpers/random-supports.ts";
import { cases } from "../helpers/soak.ts";
import { storedEvent } from "../helpers/stored-event.ts";

const cleanups: (() => unknown)[] = [];
afterEach(() => {
  for (const cleanup of cleanups.splice(0).reverse()) cleanup();
});

/** An event of each type there is. Their keys are lost. */
const GOLDEN = readFileSync(join(import.meta.dirname, "../golden/events.jsonl"), "utf8")
  .trim()
  .split("\n")
  .map((line): StoredEvent => JSON.parse(line))
  .filter((line) => "stream" in line)
  .map((event) => ({ ...event, ...streamParts(event.stream) }));

const world = fc.record({
  scripts: fc.array(script, { minLength: 4, maxLength: 8 }),
  supports: supportActions(20),
  people: fc.array(assignments, { minLength: 6, maxLength: 6 }),
  /** Which of the golden concerns, councils and supports there are. */
  golden: fc.nat(2),
  /** From which history the next events come: one with many events is chosen often, so that all last until the end. */
  turns: fc.array(fc.nat(), { minLength: 50 }),
  sizes: fc.array(fc.constantFrom(1, 20, 60, 150), { minLength: 4 }),
  /** Whether a day passes before a page. */
  days: fc.array(fc.boolean(), { minLength: 4 }),
  unreadable: fc.array(
    fc.record({ at: fc.nat(), category: fc.constantFrom("concern", "council", "council", "person", "support") }),
    {
      maxLength: 5,
    },
  ),
});
type World = typeof world extends fc.Arbitrary<infer W> ? W : never;

const MANY: readonly string[] = ["concern", "council", "support"];
const goldenEvents = (third: number): readonly StoredEvent[] => {
  const streams = [...new Set(GOLDEN.map(({ stream }) => stream))].filter((_, index) => index % 3 === third);
  return GOLDEN.filter(({ stream, category }) => !MANY.includes(category) || streams.includes(stream));
};

/** The assignments of a person start one after the other, and the first of several ends. */
function eventsOf(keys: KeyStore, person: string, all: readonly Assignment[]): readonly StoredEvent[] {
  const registered: PersonEvent = { type: "PersonRegistered.v1", data: { text: plain({ name: person }) } };
  const started = all.map(({ started: _, ...assignment }, n): PersonEvent => {
    const data = { ...assignment, assignment: `${person}-${n}` } as Extract<
      PersonEvent,
      { type: "AssignmentStarted.v2" }
    >["data"];
    return { type: "AssignmentStarted.v2", data };
  });
  const ended: PersonEvent = { type: "AssignmentEnded.v1", data: { assignment: `${person}-0` } };
  return sealUnder(keys, anyKey(), [registered, ...started, ...(all.length > 1 ? [ended] : [])]).map((event, n) =>
    storedEvent(n, event, { stream: personStream(person), version: n + 1, at: `${FIRST_DAY}T10:00:00.000Z` }),
  );
}

/** One log of several: each keeps its order. */
function merged(histories: readonly (readonly StoredEvent[])[], turns: readonly number[]): readonly StoredEvent[] {
  const left = histories.map((events) => [...events]);
  const versions = new Map<string, number>();
  const log: StoredEvent[] = [];
  for (let n = 0; left.some((events) => events.length > 0); n += 1) {
    const next = left.flatMap((events) => events.map(() => events));
    const from = next[(turns[n % turns.length] ?? 0) % next.length];
    for (const event of from?.splice(0, 1 + (n % 4)) ?? []) {
      const version = (versions.get(event.stream) ?? 0) + 1;
      versions.set(event.stream, version);
      log.push({ ...event, version, id: `event-${log.length}`, position: toPosition(log.length + 1) });
    }
  }
  return log;
}

function logOf({ scripts, supports, people, golden, turns, unreadable }: World, keys: KeyStore): readonly StoredEvent[] {
  const concerns = historyWriter(keys);
  for (const [index, one] of scripts.entries()) concerns.write(one, index);
  const persons = people.flatMap((all, n) => eventsOf(keys, viewerId(n), all));
  const log = [...merged([goldenEvents(golden), concerns.events, historyOf(supports).events, persons], turns)];
  for (const { at, category } of unreadable) {
    const places = log.flatMap((event, place) => (event.category === category ? [place] : []));
    const place = places[at % Math.max(places.length, 1)] ?? 0;
    log[place] = { ...(log[place] as StoredEvent), type: "Unknown.v99" };
  }
  return log;
}

/** What three people find of concerns. */
function found(register: RegisterQueries, people: PeopleQueries, rights: Rights, today: string) {
  const owners = ownersToday({ people: { queries: () => people }, today: () => today });
  return [0, 1, 2].map((n) => {
    const person = people.viewer(viewerId(n))?.facts;
    if (!person) return undefined;
    const reader = { person, rights };
    const mine = { owners, caseload: { filter: { mine: true }, order: "due" } } as const;
    const latest = { owners, caseload: { filter: { open: true }, order: "changed" } } as const;
    const ids = (register.list(reader, {}, undefined, 100) ?? []).map(({ id }) => id);
    return settled([
      ...[register.list(reader, {}, undefined, 100), register.list(reader, { stage: "logged" }, ids[0], 5)],
      ...Object.values(WORD).map((text) => [register.list(reader, { text }, undefined, 20), register.counts(reader, { text })]),
      ...[register.counts(reader, {}), register.openByCouncil(reader), register.outcomes(reader, undefined, 20)],
      ...[register.caseload(reader, {}, latest, undefined, 20), register.caseloadCounts(reader, {}, mine)],
      ...ids.slice(0, 5).map((id) => [register.one(reader, id), register.outcome(reader, id)]),
      register.lastConversation(reader, "X00000004", person.adviserScopes),
    ]);
  });
}

const [policy, policyAnew] = [loadPolicy(), loadPolicy()];

it("A read store answers every query as a store that is opened now, whatever was applied and whichever day it is", async () => {
  await fc.assert(
    fc.asyncProperty(world, async (drawn) => {
      const folder = mkdtempSync(join(tmpdir(), "candour-read-stores-"));
      cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
      const memory = memoryKeys();
      const keys: KeyStore = { ...memory, unseal: (sealed) => unsealIfKept(memory, sealed) };
      const log = logOf(drawn, keys);
      let day = 0;
      const today = () => DAYS[day] ?? FIRST_DAY;
      const tools = { keys, today };
      const opened = READ_MODELS.map((model) => {
        const file = join(folder, model.name);
        const writer = openStore(model, file, tools);
        const reader = openReadStore(model, file, tools, () => turn(model.name, writer));
        cleanups.push(() => writer.close(), reader.close);
        return { model, file, writer, reader };
      });
      const readers = new Map<ReadModelName, unknown>(opened.map(({ model, reader }) => [model.name, reader.queries]));
      const kept = { ...ofConcerns(readers), rights: rightsUnder(policy, () => ofConcerns(readers).tables.named()) };
      const register = registerQueries(kept.tables);

      for (let at = 0, n = 0; at < log.length; n += 1) {
        const size = drawn.sizes[n % drawn.sizes.length] ?? 1;
        const page = log.slice(at, at + size);
        at += size;
        for (const { writer } of opened) {
          writer.applyPage(page);
          while (writer.work?.());
        }
        if (drawn.days[n % drawn.days.length] && day < DAYS.length - 1) day += 1;
        await nextTurn();

        const about = aboutOf(log.slice(0, at), today());
        const fresh = new Map<ReadModelName, Store<unknown>>();
        for (const { model, file, reader } of opened) {
          const answers = answersOf(model.name, reader.queries, about);
          const now = openStore(model, file, tools);
          fresh.set(model.name, now);
          expect(answers, model.name).toEqual(answersOf(model.name, now.queries, about));
          expect(reader.quarantined(), model.name).toEqual(now.quarantined());
          expect(reader.day(), model.name).toBe(now.day?.());
        }
        const anew = ofConcerns(new Map([...fresh].map(([name, store]) => [name, store.queries])));
        const rightsAnew = rightsUnder(policyAnew, () => anew.tables.named());
        expect(found(register, kept.people, kept.rights, today())).toEqual(
          found(registerQueries(anew.tables), anew.people, rightsAnew, today()),
        );
        for (const store of fresh.values()) store.close();
      }
      for (const cleanup of cleanups.splice(0).reverse()) cleanup();
    }),
    { numRuns: cases(3, 60), endOnFailure: true },
  );
});

const ofConcerns = (queries: ReadonlyMap<ReadModelName, unknown>) => ({
  tables: queries.get("register") as RegisterTables,
  people: queries.get("people") as PeopleQueries,
});

/** A query that depends on the day turns the rows. */
function turn(name: ReadModelName, { queries }: Store<unknown>): void {
  if (name === "register") (queries as RegisterTables).day();
  if (name === "support") (queries as SupportQueries).pictures([]);
}

function unsealIfKept(keys: KeyStore, sealed: Parameters<KeyStore["unseal"]>[0]) {
  try {
    return keys.unseal(sealed);
  } catch {
    return undefined;
  }
}
