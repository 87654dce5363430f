import { randomBytes } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import type { KeyStore } from "../../event-log/keys/port.ts";
import { openSqliteKeyring } from "../../event-log/keys/sqlite-keys.ts";
import type { EventLog, StoredEvent } from "../../event-log/port.ts";
import { openSqliteLog } from "../../event-log/sqlite/sqlite-log.ts";
import { loadPolicy } from "../../policies/engine/policy.ts";
import { rightsUnder } from "../../policies/engine/rights.ts";
import { councilModel } from "../../projections/council/council.ts";
import { metricsModel } from "../../projections/metrics/metrics.ts";
import { overviewModel } from "../../projections/overview/overview.ts";
import { peopleModel } from "../../projections/people/people.ts";
import { registerModel } from "../../projections/register/register.ts";
import { openBuilder } from "../../projections/runtime/builder.ts";
import { eraseDestroyed } from "../../projections/runtime/catch-up.ts";
import { currentFile } from "../../projections/runtime/files.ts";
import type { Trouble } from "../../projections/runtime/follower.ts";
import { NotReady } from "../../projections/runtime/not-ready.ts";
import type { Quarantined } from "../../projections/runtime/quarantine.ts";
import type { ReadModel } from "../../projections/runtime/read-model.ts";
import { type FollowerDeps, startFollower } from "../../projections/runtime/start-follower.ts";
import { openStore } from "../../projections/runtime/store.ts";
import { registerQueries } from "../../queries/concerns/register-queries.ts";
import { sideOf, streamIdOf, type TaskName } from "../../services/claim/task-name.ts";
import { nextDeadline } from "../../services/concern/deadlines.ts";
import { concernStream } from "../../services/concern/events.ts";
import { asOfDate } from "../../services/concern/latest-position.ts";
import { tasksOf } from "../../services/concern/tasks.ts";
import { keyOf, sealUnder } from "../../services/confidential.ts";
import { councilStream } from "../../services/council/events.ts";
import { foldCouncil } from "../../services/council/stream.ts";
import { certainDay } from "../../services/decision-context.ts";
import { personStream } from "../../services/people/events.ts";
import { UnreadableEvent } from "../../services/stored-events.ts";
import type { Task, TaskAudience, TaskKind } from "../../services/tasks.ts";
import { anyKey, memoryKeys } from "../helpers/memory-keys.ts";
import { DAYS, FIRST_DAY, historyWriter, type Script, script, TODAY, WORD } from "../helpers/random-histories.ts";
import { contentsOf } from "../helpers/read-model-contents.ts";
import { cases } from "../helpers/soak.ts";
import { eventMetadata, storedEvent } from "../helpers/stored-event.ts";
import { assignmentOf, readerOf } from "../helpers/viewer.ts";

/** The timeout of waits. It is long, because a busy machine can take many times as long for the same work. */
const LONGEST_WAIT_MS = 600_000;
const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const master = Buffer.alloc(32, 1);
const folder = (): string => {
  const dir = mkdtempSync(join(tmpdir(), "candour-read-models-"));
  cleanups.push(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
};
const registerIn = (keys: KeyStore, today: () => string, file = ":memory:") => {
  const store = openStore(registerModel, file, { keys, today });
  cleanups.push(() => store.db.isOpen && store.close());
  return store;
};
const manyScripts = fc.array(script, { minLength: 12, maxLength: 12 });
const adviser = readerOf(
  [
    assignmentOf("principal-adviser", {
      regions: ["E12000004", "E12000007", "E12000008"],
      strands: ["corporate", "childrens", "adults"],
    }),
  ],
  rightsUnder(loadPolicy()),
  TODAY,
  "adviser",
);

/** Whether a file, or what is written beside it, holds a word's bytes: its ending, as an index can leave out what it begins with. */
const standsIn = (file: string, word: string): boolean =>
  [file, `${file}-wal`].some((one) => existsSync(one) && readFileSync(one).includes(word.slice(2, -2)));

/** A log that holds these events and is only read by streams. */
const logOf = (events: readonly StoredEvent[]) =>
  ({
    head: async () => events.at(-1)?.position ?? "",
    proofAt: async () => "a proof",
    streams: async (of: string) =>
      events.filter(({ category, version }) => category === of && version === 1).map(({ streamId }) => streamId),
    readStreams: async (names: readonly string[]) => names.map((name) => events.filter(({ stream }) => stream === name)),
  }) as unknown as EventLog;

/** A task as the table keeps it. */
const rowOf = (
  { id, council, owner }: { readonly id: string; readonly council: string; readonly owner?: string | undefined },
  { kind, about, audience, due, since, from, until, notFor }: Task,
) => ({
  subject: id,
  kind,
  about: about ?? "",
  audience,
  due: due ?? "9999-12-31",
  since,
  from_day: from,
  until: until ?? null,
  not_for: notFor ?? null,
  council,
  owner: owner ?? null,
  claimant: null,
  put_off_until: null,
});

type NamedTask = { readonly subject: string; readonly kind: TaskKind; readonly about: string; readonly since: string };
const nameOf = (task: object): string => {
  const { subject, kind, about, since, audience, side } = task as NamedTask & { audience: TaskAudience; side?: string };
  return JSON.stringify([subject, kind, about, since, side ?? sideOf({ kind, audience })]);
};

/** Claims of every second of these tasks, each of which is put off too. */
function claimsOf(rows: readonly unknown[], after: number): readonly StoredEvent[] {
  const tasks = new Map(rows.map((row) => [nameOf(JSON.parse(String(row))), JSON.parse(String(row))]));
  return [...tasks.values()]
    .filter((_, n) => n % 2 === 0)
    .flatMap(({ subject, kind, about, since, audience }, n) => {
      const task: TaskName = { type: "concern", subject, kind, about, since, side: sideOf({ kind, audience }) };
      const place = { stream: `task-${streamIdOf(task)}`, at: `${TODAY}T10:00:00.000Z` };
      return [
        storedEvent(after + 2 * n + 1, { type: "TaskClaimed.v1", data: { task } }, { ...place, version: 1 }),
        storedEvent(after + 2 * n + 2, { type: "TaskPutOff.v1", data: { task, until: "2026-12-01" } }, { ...place, version: 2 }),
      ];
    });
}

describe("the register", () => {
  it("is the same for events one by one, in pages of any size, or all at once, and whenever a new day begins", () => {
    fc.assert(
      fc.property(manyScripts, fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }), (scripts, sizes) => {
        const keys = memoryKeys();
        const writer = historyWriter(keys);
        for (const [index, s] of scripts.entries()) writer.write(s, index);

        const atOnce = registerIn(keys, () => TODAY);
        atOnce.applyPage(writer.events);

        let today = FIRST_DAY;
        const bitByBit = registerIn(keys, () => today);
        const reads = registerQueries(bitByBit.queries);
        for (let at = 0, n = 0; at < writer.events.length; n += 1) {
          const size = sizes[n % sizes.length] ?? 1;
          bitByBit.applyPage(writer.events.slice(at, at + size));
          at += size;
          if (n % 3 === 0) reads.counts(adviser, {});
          if (n === 5) today = DAYS[2] ?? TODAY;
        }
        today = TODAY;
        expect(reads.counts(adviser, {})).toEqual(registerQueries(atOnce.queries).counts(adviser, {}));
        expect(contentsOf(bitByBit.db)).toEqual(contentsOf(atOnce.db));
        const open = (reads.list(adviser, {}, undefined, 1_000) ?? []).filter(({ facts }) => facts.stage !== "closed");
        const byCouncil = Map.groupBy(open, ({ facts }) => facts.council);
        expect(reads.openByCouncil(adviser)).toEqual(new Map([...byCouncil].map(([council, { length }]) => [council, length])));
        for (const council of new Set(open.map(({ facts }) => facts.council))) {
          const last = reads.lastConversation(adviser, council, adviser.person.adviserScopes);
          const days = (reads.list(adviser, { council }, undefined, 1_000) ?? []).flatMap(({ state }) =>
            state().conversations.map(({ heldOn }) => heldOn),
          );
          expect(last?.heldOn).toBe(days.sort().at(-1));
          expect(reads.lastConversation(adviser, council, [])).toBeUndefined();
        }
      }),
      { numRuns: cases(5, 100), endOnFailure: true },
    );
  });

  it("built stream by stream is the same as applied event by event", async () => {
    await fc.assert(
      fc.asyncProperty(manyScripts, async (scripts) => {
        const keys = memoryKeys();
        const writer = historyWriter(keys);
        for (const [index, s] of scripts.entries()) writer.write(s, index);
        const applied = registerIn(keys, () => TODAY);
        applied.applyPage(writer.events);
        const file = join(folder(), "register.sqlite");
        const building = openStore(registerModel, file, { keys, today: () => TODAY }, "building");
        await building.buildByStreams(logOf(writer.events));
        building.close();
        const built = registerIn(keys, () => TODAY, file);
        expect(contentsOf(built.db)).toEqual(contentsOf(applied.db));
        expect(built.position()).toBe(writer.events.at(-1)?.position);
        for (const text of Object.values(WORD))
          expect(registerQueries(built.queries).counts(adviser, { text })).toEqual(
            registerQueries(applied.queries).counts(adviser, { text }),
          );
      }),
      { numRuns: cases(4, 60), endOnFailure: true },
    );
  });

  it("has the same claims of tasks built stream by stream as applied event by event, whatever became of the tasks since", async () => {
    let shown = 0;
    let gone = 0;
    await fc.assert(
      fc.asyncProperty(manyScripts, fc.integer({ min: 10, max: 60 }), async (scripts, half) => {
        const keys = memoryKeys();
        const writer = historyWriter(keys);
        for (const [index, s] of scripts.entries()) writer.write(s, index);
        const until = registerIn(keys, () => TODAY);
        until.applyPage(writer.events.slice(0, half));
        const claims = claimsOf(contentsOf(until.db).tasks ?? [], half);
        const later = writer.events
          .slice(half)
          .map((event) => ({ ...event, position: storedEvent(Number(event.position) + claims.length, event, event).position }));
        const events = [...writer.events.slice(0, half), ...claims, ...later];

        const applied = registerIn(keys, () => TODAY);
        for (const event of events) applied.applyPage([event]);
        const file = join(folder(), "register.sqlite");
        const building = openStore(registerModel, file, { keys, today: () => TODAY }, "building");
        await building.buildByStreams(logOf(events));
        building.close();
        const built = registerIn(keys, () => TODAY, file);
        expect(contentsOf(built.db)).toEqual(contentsOf(applied.db));

        const rows = (contentsOf(applied.db).tasks ?? []).map((row) => JSON.parse(String(row)));
        const marked = rows.filter(({ claimant }) => claimant !== null).map(nameOf);
        const claimed = new Set(
          claims.flatMap(({ type, data }) => (type === "TaskClaimed.v1" ? [nameOf(data.task as object)] : [])),
        );
        expect(new Set(marked)).toEqual(new Set(rows.map(nameOf).filter((name) => claimed.has(name))));
        shown += marked.length;
        gone += [...claimed].filter((name) => !marked.includes(name)).length;
      }),
      { numRuns: cases(4, 60), endOnFailure: true },
    );
    expect(Math.min(shown, gone)).toBeGreaterThan(0);
  });

  it("keeps the open tasks and the next deadline of every concern, whatever happened to agreements since", () => {
    const met = new Set<string>();
    fc.assert(
      fc.property(manyScripts, (scripts) => {
        const keys = memoryKeys();
        const writer = historyWriter(keys);
        for (const [index, s] of scripts.entries()) writer.write(s, index);
        const store = registerIn(keys, () => TODAY);
        store.applyPage(writer.events);

        const councilOf = (code: string) => foldCouncil(writer.events.filter(({ stream }) => stream === councilStream(code)));
        const states = scripts.flatMap((_, index) => store.queries.findUnchecked(`concern-${index}`)?.state() ?? []);
        const wanted = states.flatMap((state) =>
          tasksOf(state, asOfDate(certainDay(TODAY), state, councilOf(state.council))).map((task) => rowOf(state, task)),
        );
        const { tasks = [], deadlines = [] } = contentsOf(store.db);
        expect(tasks).toEqual(wanted.map((row) => JSON.stringify(row)).sort());
        expect(deadlines.map((row) => JSON.parse(String(row)).on_day).sort()).toEqual(
          states.flatMap((state) => nextDeadline(state) ?? []).sort(),
        );
        for (const { kind } of wanted) met.add(kind);
      }),
      { numRuns: cases(10, 100), endOnFailure: true },
    );
    expect(met.size).toBeGreaterThan(8);
  });

  it("ends a share with its last day, without any event", () => {
    const keys = memoryKeys();
    const writer = historyWriter(keys);
    writer.write(
      {
        council: "X00000004",
        strand: "childrens",
        cause: "finance",
        aware: true,
        steps: [
          { do: "share", body: 0, parts: ["headline"], until: TODAY, on: FIRST_DAY, standing: false },
          { do: "position", share: 0, say: "agrees", parts: ["headline"], until: TODAY, on: FIRST_DAY },
          { do: "make", share: 0, on: FIRST_DAY },
        ],
      },
      0,
    );
    let today = TODAY;
    const store = registerIn(keys, () => today);
    store.applyPage(writer.events);
    expect(store.queries.findUnchecked("concern-0")?.facts.headlineSharedWith).toHaveLength(1);
    today = "2026-03-11";
    expect(store.queries.findUnchecked("concern-0")?.facts.headlineSharedWith).toEqual([]);
    expect(store.queries.due(10).map(({ id }) => id)).toEqual(["concern-0"]);
  });

  it("keeps neither the new day nor its new classes if the update to that day failed", () => {
    const keys = memoryKeys();
    const writer = historyWriter(keys);
    const steps: Script["steps"] = [
      { do: "share", body: 0, parts: ["headline"], until: TODAY, on: FIRST_DAY, standing: false },
      { do: "position", share: 0, say: "agrees", parts: ["headline"], until: TODAY, on: FIRST_DAY },
      { do: "make", share: 0, on: FIRST_DAY },
    ];
    const about = { council: "X00000004", cause: "finance", aware: true, steps } as const;
    for (const [index, strand] of (["childrens", "adults", "childrens"] as const).entries())
      writer.write({ ...about, strand }, index);
    let today = TODAY;
    const store = registerIn(keys, () => today);
    store.applyPage(writer.events);
    const reads = registerQueries(store.queries);
    const councilOf = (id: string) => {
      const { facts, state } = store.queries.findUnchecked(id) ?? {};
      return [facts?.council, facts?.strand, state?.().council, state?.().strand, facts?.headlineSharedWith.length];
    };

    today = "2026-03-11";
    store.db.exec(
      "CREATE TEMP TRIGGER full BEFORE UPDATE ON concerns WHEN NEW.id = 'concern-1' BEGIN SELECT RAISE(ABORT, 'full'); END",
    );
    expect(() => store.queries.findUnchecked("concern-0")).toThrow("full");
    expect(() => reads.counts(adviser, {})).toThrow("full");
    store.db.exec("DROP TRIGGER full");

    const before = writer.events.length;
    writer.write({ council: "X00000009", strand: "corporate", cause: "leadership", aware: false, steps: [] }, 3);
    store.applyPage(writer.events.slice(before));
    expect(["concern-0", "concern-1", "concern-2", "concern-3"].map(councilOf)).toEqual([
      ["X00000004", "childrens", "X00000004", "childrens", 0],
      ["X00000004", "adults", "X00000004", "adults", 0],
      ["X00000004", "childrens", "X00000004", "childrens", 0],
      ["X00000009", "corporate", "X00000009", "corporate", 0],
    ]);
    const afresh = registerIn(keys, () => today);
    afresh.applyPage(writer.events);
    expect(reads.counts(adviser, {})).toEqual(registerQueries(afresh.queries).counts(adviser, {}));
  });

  it("removes the words of a concern whose key is destroyed, at once or at the next start", async () => {
    const keys = memoryKeys();
    const writer = historyWriter(keys);
    const plain = { council: "X00000004", strand: "childrens", cause: "finance", aware: false, steps: [] } as const;
    writer.write(plain, 0);
    writer.write(plain, 1);
    const file = join(folder(), "register.sqlite");
    const store = registerIn(keys, () => TODAY, file);
    store.applyPage(writer.events);
    const found = (text: string) =>
      (registerQueries(store.queries).list(adviser, { text }, undefined, 10) ?? []).map(({ id }) => id);
    expect(found(WORD.summary)).toEqual(["concern-1", "concern-0"]);
    expect(standsIn(file, WORD.summary)).toBe(true);

    const key = (id: string) => keyOf(store.queries.findUnchecked(id)?.state().narrative ?? { plain: null });
    await keys.destroy(key("concern-0"));
    expect(found(WORD.summary)).toEqual(["concern-1"]);
    expect(registerQueries(store.queries).counts(adviser, {}).total).toBe(2);

    const second = key("concern-1");
    store.close();
    await keys.destroy(second);
    const reopened = registerIn(keys, () => TODAY, file);
    await eraseDestroyed(reopened);
    expect(standsIn(file, WORD.summary)).toBe(false);
    expect(registerQueries(reopened.queries).list(adviser, { text: WORD.summary }, undefined, 10)).toEqual([]);
    expect(registerQueries(reopened.queries).counts(adviser, {}).total).toBe(2);
  });

  it("leaves no word of a concern in its file after its key was destroyed, however often its index was merged before", async () => {
    const keys = memoryKeys();
    const file = join(folder(), "register.sqlite");
    const store = registerIn(keys, () => TODAY, file);
    const CONCERNS = 300;
    const words = Array.from({ length: CONCERNS }, () => Array.from({ length: 40 }, () => `w${randomBytes(9).toString("hex")}`));
    const keyOfConcern = words.map(() => anyKey());
    let position = 0;
    const event = (n: number, version: number, type: string, data: object): StoredEvent => {
      position += 1;
      const [sealed] = sealUnder(keys, keyOfConcern[n] ?? "", [{ type, data }]);
      const place = { stream: `concern-${n}`, version, at: `${TODAY}T10:00:00.000Z` };
      return storedEvent(position, { type, data: sealed?.data ?? {} }, place);
    };
    const about = { council: "X00000004", region: "E12000004", strand: "childrens", cause: "finance" };
    const period = { from: "2026-01-01", to: "2026-02-01" };
    const events = [
      ...words.map((some, n) =>
        event(n, 1, "ConcernLogged.v1", { ...about, period, narrative: { plain: { summary: some.join(" "), observed: "o" } } }),
      ),
      // What is said anew moves the words to other pages, and frees those on which they stood.
      ...words.map((_, n) => event(n, 2, "CouncilReplied.v2", { reply: "r", text: { plain: { reply: "It is so." } } })),
    ];
    for (let next = 0; next < events.length; next += 5) store.applyPage(events.slice(next, next + 5));
    // With so many words the index leaves out more of what one begins with.
    const stands = (word: string) => standsIn(file, word.slice(6));
    for (const n of [3, 60, 177, 299]) {
      await keys.destroy(keyOfConcern[n] ?? "");
      expect(words[n]?.filter(stands), `concern ${n}`).toEqual([]);
    }
    expect(words[100]?.filter(stands).length).toBeGreaterThan(0);
    expect(store.db.prepare("PRAGMA integrity_check").get()).toEqual({ integrity_check: "ok" });
  });

  it("stores narrative only encrypted: its file contains no word of it", async () => {
    const keys = memoryKeys();
    const writer = historyWriter(keys);
    writer.write({ council: "X00000004", strand: "childrens", cause: "finance", aware: true, steps: [] }, 0);
    const dir = folder();
    const store = registerIn(keys, () => TODAY, join(dir, "register.sqlite"));
    store.applyPage(writer.events);
    // The protected source is in no index at all; the rest stands in the text index alone.
    expect(JSON.stringify(contentsOf(store.db, { withTextIndex: false }))).not.toMatch(new RegExp(Object.values(WORD).join("|")));
    expect(JSON.stringify(contentsOf(store.db, { withTextIndex: true }))).not.toContain(WORD.source);
  });
});

describe("a read model's follower", () => {
  const surroundings = (dir: string, onTrouble = (_: string, __: Trouble) => {}) => {
    const keys = openSqliteKeyring(join(dir, "keys.sqlite"), master);
    const log = openSqliteLog(join(dir, "events.sqlite"));
    cleanups.push(async () => {
      await log.close();
      keys.close();
    });
    const files = {
      log: { kind: "sqlite", file: join(dir, "events.sqlite") } as const,
      keyring: { kind: "sqlite", file: join(dir, "keys.sqlite") } as const,
    };
    const builder = openBuilder({ ...files, source: log, masterKey: master, today: () => TODAY });
    return { log, keys, around: { log, tools: { keys, today: () => TODAY }, dir, builder, onTrouble } };
  };
  const follow = (around: FollowerDeps) => {
    const follower = startFollower(registerModel, around);
    cleanups.push(() => follower.close());
    return follower;
  };
  const metadata = (commandId: string) => eventMetadata({ commandId });

  async function logConcerns(around: ReturnType<typeof surroundings>, from: number, count: number): Promise<string> {
    const made = await Promise.all(Array.from({ length: 2 * count }, around.keys.newKey));
    const writer = historyWriter(around.keys, () => made.pop() ?? "");
    const scripts = fc.sample(script, { numRuns: count, seed: from + 1 });
    let position = "";
    for (const [index, s] of scripts.entries()) {
      const { events } = writer.write(
        { ...s, steps: s.steps.filter((step) => step.do !== "takeBack" && !("standing" in step && step.standing)) },
        from + index,
      );
      const outcome = await around.log.append({
        stream: events[0]?.stream ?? "",
        expected: "new",
        events: events.map(({ type, data }) => ({ type, data })),
        metadata: metadata(`c-${from + index}`),
        bodyDigest: "d",
        at: `${TODAY}T00:00:00.000Z`,
      });
      if (outcome.kind === "appended") position = outcome.position;
    }
    return position;
  }

  it("rebuilds beside the live one in a worker and switches, while events keep coming, to the same contents", async () => {
    const dir = folder();
    const around = surroundings(dir);
    const follower = follow(around.around);
    await logConcerns(around, 0, 250);
    const before = currentFile(registerModel, dir);
    const rebuilding = follower.rebuild();
    const last = await logConcerns(around, 250, 50);
    // The live one answers throughout.
    expect(registerQueries(follower.queries()).counts(adviser, {}).total).toBeGreaterThan(0);
    await rebuilding;
    await follower.reached(last, LONGEST_WAIT_MS);
    expect(currentFile(registerModel, dir)).not.toBe(before);
    expect(registerQueries(follower.queries()).counts(adviser, {}).total).toBe(300);

    const afresh = registerIn(around.keys, () => TODAY);
    afresh.applyPage(await around.log.readAll("", 100_000));
    const switched = registerIn(around.keys, () => TODAY, currentFile(registerModel, dir));
    expect(contentsOf(switched.db)).toEqual(contentsOf(afresh.db));
  });

  describe("that is rebuilt while events keep coming", () => {
    /** `atEnd` is called when the end of the log was read, to catch up. */
    async function rebuildable() {
      const around = surroundings(folder());
      const hooks = { atEnd: async () => {} };
      const readAll: EventLog["readAll"] = async (...page) => {
        const events = await around.log.readAll(...page);
        if (events.length === 0) await hooks.atEnd();
        return events;
      };
      const follower = follow({ ...around.around, log: { ...around.log, readAll } });
      let logged = 0;
      async function log(): Promise<void> {
        logged += 1;
        await follower.reached(await logConcerns(around, logged, 1), LONGEST_WAIT_MS);
      }
      await log();
      const events = () => around.log.readAll("", 100);
      return { hooks, follower, log, events, total: () => registerQueries(follower.queries()).counts(adviser, {}).total };
    }

    it("switches only when the new file has every event that was reached before", async () => {
      const { hooks, follower, log, total } = await rebuildable();
      hooks.atEnd = async () => {
        hooks.atEnd = async () => {};
        await log();
      };
      await follower.rebuild();
      expect(total()).toBe(2);
    });

    it.each([
      ["while the new file is built", 0],
      ["while the new file catches up", 1],
    ])("withdraws from both files a stream that turns out to be unreadable %s", async (_, ends) => {
      const { hooks, follower, log, events, total } = await rebuildable();
      await log();
      const [event] = await events();
      let reached = 0;
      const totals: number[] = [];
      hooks.atEnd = async () => {
        if (reached === ends) {
          follower.quarantine(new UnreadableEvent(event as StoredEvent, "UNKNOWN_TYPE"));
          totals.push(total());
        }
        reached += 1;
      };
      await follower.rebuild();
      expect([...totals, total()]).toEqual([1, 1]);
      expect(follower.quarantined().map(({ stream }) => stream)).toEqual([event?.stream]);
    });

    it("stays with its file if the new one cannot catch up", async () => {
      const { hooks, follower, log, total } = await rebuildable();
      hooks.atEnd = async () => {
        hooks.atEnd = () => Promise.reject(new Error("It fails for good."));
        await log();
      };
      await expect(follower.rebuild()).rejects.toThrow("It fails for good.");
      expect(total()).toBe(2);
      await log();
      expect(total()).toBe(3);
    });
  });

  it.each([
    ["has a stream with a broken seal in quarantine", true],
    ["has no quarantine if every seal opens", false],
  ])("%s, if it is built together with one that examines the seals for both", async (_, isBroken) => {
    const dir = folder();
    const { log, keys, around } = surroundings(dir);
    await logConcerns({ log, keys, around }, 0, 20);
    const [first] = (await log.readAll("", 100)).filter(({ category }) => category === "concern");
    const data = JSON.parse(JSON.stringify(first?.data), (name, value) =>
      isBroken && name === "box" ? `${value.slice(0, -8)}AAAAAAAA` : value,
    );
    const stream = concernStream("last");
    const type = first?.type ?? "";
    const events = [{ type, data }];
    await log.append({
      ...{ stream, expected: "new", events, metadata: metadata("last"), bodyDigest: "d", at: `${TODAY}T00:00:00.000Z` },
    });
    const models = [registerModel, councilModel, overviewModel] as readonly ReadModel<unknown>[];
    const fileOf = ({ name }: ReadModel<unknown>) => join(dir, `${name}.sqlite`);
    await Promise.all(models.map((model) => around.builder.build(model, fileOf(model))));
    for (const model of models) {
      const built = openStore(model, fileOf(model), around.tools);
      cleanups.push(built.close);
      expect(built.quarantined().map((one) => one.stream)).toEqual(isBroken ? [stream] : []);
      const followed = openStore(model, ":memory:", around.tools);
      cleanups.push(followed.close);
      followed.applyPage(await log.readAll("", 100_000));
      expect(contentsOf(built.db)).toEqual(contentsOf(followed.db));
    }
  });

  it("refuses a query after it was closed, and reports no fault", async () => {
    const troubles: Trouble[] = [];
    const { around } = surroundings(folder(), (_, trouble) => troubles.push(trouble));
    const follower = follow(around);
    await follower.live();
    const queries = follower.queries();
    await follower.close();
    expect(() => queries.findUnchecked("any")).toThrow(NotReady);
    expect(troubles).toEqual([]);
  });

  it("continues after a restart from its checkpoint, without a rebuild", async () => {
    const dir = folder();
    const first = surroundings(dir);
    const follower = startFollower(registerModel, first.around);
    const position = await logConcerns(first, 0, 5);
    await follower.reached(position, LONGEST_WAIT_MS);
    const file = currentFile(registerModel, dir);
    await follower.close();
    const again = follow(first.around);
    await again.reached(await logConcerns(first, 5, 1), LONGEST_WAIT_MS);
    expect(currentFile(registerModel, dir)).toBe(file);
    expect(registerQueries(again.queries()).counts(adviser, {}).total).toBe(6);
  });

  it("quarantines the stream of an unreadable event, reports that, and continues", async () => {
    const dir = folder();
    const told: unknown[] = [];
    const around = surroundings(dir);
    const follower = follow({
      ...around.around,
      onQuarantine: (_: string, streams: readonly Quarantined[]) => told.push(streams),
    });
    await follower.reached(await logConcerns(around, 0, 1), LONGEST_WAIT_MS);
    const poison = {
      stream: "concern-poison",
      expected: "new" as const,
      events: [{ type: "ConcernLogged.v99", data: { text: randomBytes(4).toString("hex") } }],
      metadata: metadata("poison"),
      bodyDigest: "d",
      at: `${TODAY}T00:00:00.000Z`,
    };
    const outcome = await around.log.append(poison);
    const position = outcome.kind === "appended" ? outcome.position : "";
    await follower.reached(position, LONGEST_WAIT_MS);
    const name = { stream: "concern-poison", category: "concern", streamId: "poison" };
    const entry = { ...name, position, type: "ConcernLogged.v99", reason: "UNKNOWN_TYPE", facts: undefined };
    expect(follower.quarantined()).toEqual([entry]);
    expect(told).toEqual([[entry]]);
    expect(follower.status().state).toBe("live");
    await follower.reached(await logConcerns(around, 1, 1), LONGEST_WAIT_MS);
    expect(registerQueries(follower.queries()).counts(adviser, {}).total).toBe(2);
    // So it is after a rebuild and a restart.
    await follower.rebuild();
    expect(follower.quarantined()).toEqual([entry]);
    await follower.close();
    const again = follow(around.around);
    await again.live();
    expect(again.quarantined()).toEqual([entry]);
  });

  it("writes no checkpoint for events of other streams until there are many of them or it is closed", async () => {
    const dir = folder();
    const around = surroundings(dir);
    await logConcerns(around, 0, 2);
    const events = await around.log.readAll("", 100);
    const file = join(dir, "people.sqlite");
    const store = openStore(peopleModel, file, { keys: around.keys, today: () => TODAY });
    const written = () => store.db.prepare("SELECT position FROM checkpoint").get()?.position;
    const [first, second] = [events.slice(0, 1), events.slice(1)];
    store.applyPage(first, "a proof");
    expect([store.position(), written()]).toEqual([first.at(-1)?.position, ""]);
    store.applyPage(second, "a proof");
    expect([store.position(), written()]).toEqual([events.at(-1)?.position, ""]);
    store.applyPage(
      Array.from({ length: 500 }, () => second.at(-1) as StoredEvent),
      "a proof",
    );
    expect(written()).toBe(events.at(-1)?.position);
    store.applyPage(first, "another proof");
    store.close();
    const again = openStore(peopleModel, file, { keys: around.keys, today: () => TODAY });
    cleanups.push(() => again.close());
    expect(again.mark()).toEqual([first.at(-1)?.position, "another proof"]);
  });

  it("leaves no file of a failed build", async () => {
    const dir = folder();
    const around = surroundings(dir);
    const follower = follow(around.around);
    await follower.reached(await logConcerns(around, 0, 3), LONGEST_WAIT_MS);
    const files = () => readdirSync(dir).filter((name) => name.startsWith("register-"));
    const before = files();
    let asked = 0;
    const readAll: EventLog["readAll"] = (...words) => {
      asked += 1;
      return asked > 1 ? Promise.reject(new Error("The disk is full.")) : around.log.readAll(...words);
    };
    const full = { ...around.log, readAll };
    const failing = startFollower(registerModel, { ...around.around, log: full });
    await expect(failing.rebuild()).rejects.toThrow("The disk is full.");
    expect(asked).toBe(2);
    await failing.close();
    expect(files().filter((name) => name.endsWith(".sqlite"))).toEqual(before.filter((name) => name.endsWith(".sqlite")));
  });

  it("has the same quarantine if it is built together with others in a worker", async () => {
    const dir = folder();
    const around = surroundings(dir);
    await logConcerns(around, 0, 3);
    const poison = { type: "PersonRegistered.v99", data: { text: "a secret" } };
    await around.log.append({
      ...{ stream: personStream("poison"), expected: "new", events: [poison], metadata: metadata("poison") },
      ...{ bodyDigest: "d", at: `${TODAY}T00:00:00.000Z` },
    });
    const models: readonly ReadModel<unknown>[] = [peopleModel, metricsModel, registerModel];
    const fileOf = ({ name }: ReadModel<unknown>) => join(dir, `${name}-built.sqlite`);
    await Promise.all(models.map((model) => around.around.builder.build(model, fileOf(model))));
    const built = models.map((model) => {
      const store = openStore(model, fileOf(model), { keys: around.keys, today: () => TODAY });
      cleanups.push(() => store.close());
      return store;
    });
    const head = await around.log.head();
    expect(built.map((store) => store.position())).toEqual([head, head, head]);
    expect(built.map((store) => store.quarantined().map(({ stream }) => stream))).toEqual([[personStream("poison")], [], []]);
  });

  it("is rebuilt when its file is ahead of the log, as after a restored backup", async () => {
    const dir = folder();
    const around = surroundings(dir);
    const follower = startFollower(registerModel, around.around);
    await follower.reached(await logConcerns(around, 0, 3), LONGEST_WAIT_MS);
    await follower.close();
    const other = openSqliteLog(":memory:");
    cleanups.push(() => other.close());
    const restored = follow({ ...around.around, log: other });
    await restored.reached("", LONGEST_WAIT_MS);
    expect(registerQueries(restored.queries()).counts(adviser, {}).total).toBe(0);
  });
});
