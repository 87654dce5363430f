// What left is on disk before it leaves; what was on record within the hour is not put there again; and what cannot be recorded is refused.
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Append, type AppendOutcome, type EventLog, LogUnavailable } from "../event-log/port.ts";
import { openSqliteLog } from "../event-log/sqlite/sqlite-log.ts";
import { disclosuresIn, type RecordedDisclosure } from "../test/helpers/disclosure/recorded-disclosures.ts";
import { readLeaves } from "./answers.ts";
import type { AnswersDisclosed, Disclosure, View } from "./events.ts";
import { openRecentDisclosures } from "./recent-disclosures.ts";
import { disclosureRecorder, type Recorder } from "./record.ts";

const COUNCIL = "X00000004";
const NOON = "2026-03-10T12:00:00.000Z";
const HEADLINE = { headline: ["advisers-read"] };
const MORE = { headline: ["advisers-read"], summary: ["advisers-read", "council-reads"] };

let log: EventLog;
let instant: number;
let recorder: Recorder;
/** Every append that reached the log. While `held` is set, an append waits for it first, and fails if it fails. */
let appends: Append[];
let held: Promise<unknown> | undefined;

beforeEach(() => {
  log = openSqliteLog(":memory:");
  instant = Date.parse(NOON);
  appends = [];
  held = undefined;
  recorder = recorderOver(log);
});
afterEach(() => {
  vi.useRealTimers();
  return log.close();
});

function recorderOver(inner: EventLog): Recorder {
  let ids = 0;
  const append = async (one: Append): Promise<AppendOutcome> => {
    appends.push(one);
    await held;
    return inner.append(one);
  };
  const newId = () => {
    ids += 1;
    return `id-${ids}`;
  };
  return disclosureRecorder({
    ...{ log: { ...inner, append }, node: "1", known: () => undefined, now: () => new Date(instant), newId },
    random: (bytes) => Buffer.alloc(bytes, 7),
  });
}

const view = (parts: View["parts"], ...concerns: readonly string[]): View => ({
  concerns: concerns.map((concern) => ({ concern, version: 3 })),
  parts,
});
const disclosure = (more: Partial<Disclosure> = {}): Disclosure => ({
  ...{ council: COUNCIL, series: "", surface: "read", person: "adviser", assignments: ["a"], request: "r", policyVersion: "p1" },
  views: [view(HEADLINE, "one")],
  ...more,
});
const later = (ms: number) => {
  instant += ms;
};
const MINUTE = 60_000;

const recorded = async (from = log): Promise<readonly RecordedDisclosure[]> =>
  (await from.readAll("", 10_000)).flatMap((event) => {
    readLeaves(event);
    return disclosuresIn(event);
  });
const howMany = async () => (await recorded()).length;

/** A promise to be kept or broken by the test. */
function promised() {
  let keep: () => void = () => {};
  let fail: (error: Error) => void = () => {};
  const promise = new Promise<void>((resolve, reject) => {
    [keep, fail] = [resolve, reject];
  });
  promise.catch(() => {});
  return { promise, keep, fail };
}
function unwritable(): Promise<unknown> {
  const { promise, fail } = promised();
  fail(new LogUnavailable("The event log could not be written."));
  return promise;
}
/** Long enough for everything to happen that does not wait for the test. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 15));

describe("What is recorded", () => {
  it("says who was given which parts of which version, how, through which assignments, by which policies and for which request", async () => {
    await recorder.record([disclosure({ views: [view(MORE, "one", "two")], assignments: ["a", "b"] })]);
    const [event] = await log.readAll("", 10);
    expect(event).toMatchObject({
      type: "AnswersDisclosed.v1",
      stream: "answers-1-2026-03",
      at: NOON,
      metadata: { actor: "hub", policyVersion: "p1", permittedBy: ["advisers-read", "council-reads"] },
      data: {
        at: NOON,
        answers: [{ person: "adviser", surface: "read", policy: "p1", request: "r" }],
        rights: [MORE],
        views: [
          {
            records: [
              ["concern", "one", 3],
              ["concern", "two", 3],
            ],
            rights: 0,
          },
        ],
        leaves: [{ council: COUNCIL, series: "", number: 1, previous: "", answer: 0, assignments: ["a", "b"], views: [0] }],
      },
    });
    expect(await log.verify()).toEqual([]);
  });

  it("is durable before it resolves", async () => {
    const disk = promised();
    held = disk.promise;
    let resolved = false;
    const asked = recorder.record([disclosure()]).then(() => {
      resolved = true;
    });
    await settle();
    expect([appends.length, resolved, await howMany()]).toEqual([1, false, 0]);
    disk.keep();
    await asked;
    expect(await howMany()).toBe(1);
  });

  it("of a mere count has no views, and is covered like a view", async () => {
    const count = disclosure({ surface: "count", views: [] });
    await recorder.record([count]);
    later(59 * MINUTE);
    await recorder.record([count]);
    expect((await recorded()).map(({ surface, views }) => [surface, views])).toEqual([["count", []]]);
    await recorder.record([{ ...count, council: "X00000005" }]);
    later(MINUTE);
    await recorder.record([count]);
    expect((await recorded()).map(({ council }) => council)).toEqual([COUNCIL, "X00000005", COUNCIL]);
  });

  it("is nothing for an answer that carries nothing", async () => {
    await recorder.record([]);
    expect([appends.length, await howMany()]).toEqual([0, 0]);
  });
});

describe("The same view of the same version", () => {
  it("is covered for an hour, counted from when it was recorded and not from when it was last asked, and recorded again after that", async () => {
    await recorder.record([disclosure()]);
    later(30 * MINUTE);
    await recorder.record([disclosure({ request: "another" })]);
    later(30 * MINUTE - 1);
    await recorder.record([disclosure()]);
    expect(await howMany()).toBe(1);
    later(1);
    await recorder.record([disclosure()]);
    expect(await howMany()).toBe(2);
  });

  it("is covered where fewer parts than recorded leave, and recorded where another does", async () => {
    await recorder.record([disclosure({ views: [view(MORE, "one")] })]);
    await recorder.record([disclosure()]);
    expect(await howMany()).toBe(1);
    await recorder.record([disclosure({ views: [view({ ...MORE, evidence: ["advisers-read"] }, "one")] })]);
    expect(await howMany()).toBe(2);
  });

  it("adds up within the hour: what left part by part is covered together, in whatever order", async () => {
    const parts = (...named: readonly string[]) =>
      disclosure({ views: [view(Object.fromEntries(named.map((part) => [part, ["advisers-read"]])), "one")] });
    await recorder.record([parts("headline")]);
    await recorder.record([parts("sharingRecord")]);
    for (const again of [parts("headline"), parts("sharingRecord"), parts("sharingRecord", "headline")])
      await recorder.record([again]);
    expect((await recorded()).map(({ views }) => views.map(({ parts }) => Object.keys(parts)))).toEqual([
      [["headline"]],
      [["sharingRecord"]],
    ]);
    // A part that had not left yet is recorded with those it leaves with, and then covered too.
    for (let n = 0; n < 2; n += 1) await recorder.record([parts("headline", "evidence")]);
    await recorder.record([parts("evidence", "sharingRecord")]);
    expect(await howMany()).toBe(3);
  });

  it("is covered no longer than an hour from the first of what adds up to it", async () => {
    const more = disclosure({ views: [view({ sharingRecord: ["advisers-read"] }, "one")] });
    await recorder.record([disclosure()]);
    later(40 * MINUTE);
    await recorder.record([more]);
    later(20 * MINUTE - 1);
    for (const one of [disclosure(), more]) await recorder.record([one]);
    expect(await howMany()).toBe(2);
    later(1);
    await recorder.record([disclosure()]);
    expect(await howMany()).toBe(3);
  });

  it("does not outlive a part that was recorded when the hour was over", async () => {
    const more = disclosure({ views: [view({ sharingRecord: ["advisers-read"] }, "one")] });
    await recorder.record([disclosure()]);
    later(60 * MINUTE);
    await recorder.record([more]);
    await recorder.record([disclosure()]);
    expect(await howMany()).toBe(3);
  });

  it("is recorded again where other policies permit a part of it than before", async () => {
    const by = (...policies: readonly string[]) => disclosure({ views: [view({ headline: policies }, "one")] });
    await recorder.record([by("advisers-read")]);
    for (const other of [by("council-reads"), by("advisers-read", "council-reads")])
      for (let n = 0; n < 2; n += 1) await recorder.record([other]);
    await recorder.record([by("advisers-read")]);
    expect((await recorded()).map(({ views }) => views[0]?.parts.headline)).toEqual([
      ["advisers-read"],
      ["council-reads"],
      ["advisers-read", "council-reads"],
    ]);
  });

  it("of another person, or of another concern, does not add up with it", async () => {
    const more = { sharingRecord: ["advisers-read"] };
    await recorder.record([disclosure()]);
    await recorder.record([disclosure({ person: "chief-executive", views: [view(more, "one")] })]);
    await recorder.record([disclosure({ views: [view(more, "two")] })]);
    await recorder.record([disclosure({ views: [view({ ...HEADLINE, ...more }, "one")] })]);
    expect(await howMany()).toBe(4);
  });

  const one: Readonly<Record<string, Partial<Disclosure>>> = {
    "another version": { views: [{ concerns: [{ concern: "one", version: 4 }], parts: HEADLINE }] },
    "another concern": { views: [view(HEADLINE, "two")] },
    "another part": { views: [view({ sharingRecord: ["advisers-read"] }, "one")] },
    "another surface": { surface: "list" },
    "another assignment": { assignments: ["b"] },
    "one more assignment": { assignments: ["a", "b"] },
    "another policy version": { policyVersion: "p2" },
    "another person": { person: "second-adviser" },
    "a count of the same council": { surface: "count", views: [] },
  };
  it.each(Object.entries(one))("is not covered by it where it is %s", async (_, more) => {
    await recorder.record([disclosure()]);
    await recorder.record([disclosure(more)]);
    expect(await howMany()).toBe(2);
  });

  it("of a page of which some is covered leaves only the rest to record", async () => {
    await recorder.record([disclosure({ views: [view(HEADLINE, "one", "two"), view(MORE, "three")] })]);
    await recorder.record([disclosure({ views: [view(HEADLINE, "two", "four", "three"), view(MORE, "one")] })]);
    const [, second] = await recorded();
    expect(second?.views).toEqual([view(HEADLINE, "four"), view(MORE, "one")]);
  });

  it("names people, assignments and concerns so that no two of them read as one", async () => {
    await recorder.record([disclosure({ person: "a b", assignments: ["c"] })]);
    await recorder.record([disclosure({ person: "a", assignments: ["b", "c"] })]);
    await recorder.record([disclosure({ person: "a", assignments: ["b"] })]);
    expect(await howMany()).toBe(3);
  });

  it("asked by a second while the first is being recorded waits until that is durable, and is not recorded twice", async () => {
    const disk = promised();
    held = disk.promise;
    const done: string[] = [];
    const first = recorder.record([disclosure()]).then(() => done.push("first"));
    await settle();
    const second = recorder.record([disclosure({ request: "second" })]).then(() => done.push("second"));
    await settle();
    expect([done, appends.length]).toEqual([[], 1]);
    disk.keep();
    await Promise.all([first, second]);
    expect([done.sort(), appends.length, await howMany()]).toEqual([["first", "second"], 1, 1]);
  });

  it("asked by a second fails with the first, and covers nothing afterwards", async () => {
    const disk = promised();
    held = disk.promise;
    const [first, second] = [recorder.record([disclosure()]), recorder.record([disclosure({ request: "second" })])];
    const failed = [expect(first).rejects.toThrow(LogUnavailable), expect(second).rejects.toThrow(LogUnavailable)];
    await settle();
    disk.fail(new LogUnavailable("The event log could not be written."));
    await Promise.all(failed);
    held = undefined;
    await recorder.record([disclosure({ request: "third" })]);
    expect((await recorded()).map(({ request }) => request)).toEqual(["third"]);
  });
});

describe("When the log cannot be written", () => {
  it("for a part that was to be added to what is covered, it is not covered, and what was on record is at most recorded anew", async () => {
    const more = disclosure({ views: [view({ sharingRecord: ["advisers-read"] }, "one")] });
    await recorder.record([disclosure()]);
    held = unwritable();
    await expect(recorder.record([more])).rejects.toThrow(LogUnavailable);
    held = undefined;
    await recorder.record([more]);
    await recorder.record([disclosure()]);
    const left = (await recorded()).flatMap(({ views }) => views.map(({ parts }) => Object.keys(parts).join()));
    expect(left.filter((parts) => parts === "sharingRecord")).toHaveLength(1);
    expect(left.length).toBeLessThanOrEqual(3);
  });

  it("for the first, a part that was added while it was written does not cover the first", async () => {
    const disk = promised();
    held = disk.promise;
    const first = expect(recorder.record([disclosure()])).rejects.toThrow(LogUnavailable);
    await settle();
    const second = recorder.record([disclosure({ views: [view({ sharingRecord: ["advisers-read"] }, "one")] })]);
    disk.fail(new LogUnavailable("The event log could not be written."));
    await first;
    held = undefined;
    await second;
    await recorder.record([disclosure()]);
    expect((await recorded()).map(({ views }) => Object.keys(views[0]?.parts ?? {}))).toEqual([["sharingRecord"], ["headline"]]);
  });

  it("nothing is given, nothing is covered, and a later try records", async () => {
    const closed = openSqliteLog(":memory:");
    await closed.close();
    const broken = recorderOver(closed);
    for (let n = 0; n < 3; n += 1) await expect(broken.record([disclosure()])).rejects.toThrow();
    held = unwritable();
    for (let n = 0; n < 2; n += 1) await expect(recorder.record([disclosure()])).rejects.toThrow(LogUnavailable);
    held = undefined;
    await recorder.record([disclosure()]);
    await recorder.record([disclosure()]);
    expect(await howMany()).toBe(1);
  });

  it("an answer whose first half is covered and whose second cannot be recorded is refused too", async () => {
    await recorder.record([disclosure()]);
    held = unwritable();
    await expect(recorder.record([disclosure(), disclosure({ views: [view(HEADLINE, "two")] })])).rejects.toThrow(LogUnavailable);
    // What had been recorded before still covers.
    await recorder.record([disclosure()]);
    expect(await howMany()).toBe(1);
  });

  it("what was asked for after a failure is not undone by it: the later record covers", async () => {
    const disk = promised();
    held = disk.promise;
    const first = expect(recorder.record([disclosure()])).rejects.toThrow(LogUnavailable);
    await settle();
    // The clock passes the hour while the first one still waits: the second is recorded separately, after it.
    later(61 * MINUTE);
    const second = recorder.record([disclosure()]);
    disk.fail(new LogUnavailable("The event log could not be written."));
    await first;
    held = undefined;
    await second;
    await recorder.record([disclosure()]);
    expect(await howMany()).toBe(1);
  });
});

describe("Answers of the same moment", () => {
  const eventsIn = async () => (await log.readAll("", 100)).map(({ data }) => data as unknown as AnswersDisclosed);

  it("share one append and one event, whichever councils they are about", async () => {
    const people = ["adviser", "chief-executive", "cib-lead"];
    await Promise.all(
      people.flatMap((person) => [
        recorder.record([disclosure({ person, views: [view(HEADLINE, `of ${person}`)] })]),
        recorder.record([disclosure({ person, council: "X00000005", views: [view(HEADLINE, `other of ${person}`)] })]),
      ]),
    );
    expect(appends.map(({ stream, events }) => [stream, events.length])).toEqual([["answers-1-2026-03", 1]]);
    expect(new Set((await recorded()).map(({ council, person }) => `${council} ${person}`)).size).toBe(6);
  });

  it("store values that many of them share once", async () => {
    await Promise.all([
      recorder.record([disclosure({ person: "adviser", request: "1" })]),
      recorder.record([disclosure({ person: "chief-executive", assignments: ["b"], request: "2" })]),
      recorder.record([disclosure({ person: "panel-member", surface: "list", request: "3" })]),
    ]);
    const [event] = await eventsIn();
    expect(event).toMatchObject({ rights: [HEADLINE], views: [{ records: [["concern", "one", 3]], rights: 0 }] });
    expect(
      (await recorded()).map(({ person, assignments, surface, request }) => [person, assignments, surface, request]),
    ).toEqual([
      ["adviser", ["a"], "read", "1"],
      ["chief-executive", ["b"], "read", "2"],
      ["panel-member", ["a"], "list", "3"],
    ]);
  });

  it("under two policies each name the policy that permitted it", async () => {
    await Promise.all([
      recorder.record([disclosure()]),
      recorder.record([disclosure({ person: "chief-executive", policyVersion: "p2" })]),
    ]);
    expect((await recorded()).map(({ policyVersion, person }) => [policyVersion, person])).toEqual([
      ["p1", "adviser"],
      ["p2", "chief-executive"],
    ]);
  });

  it("that follow while an append is under way wait, and share the next append", async () => {
    const disk = promised();
    held = disk.promise;
    const asked = [recorder.record([disclosure()])];
    await settle();
    for (const person of ["chief-executive", "cib-lead"]) {
      asked.push(recorder.record([disclosure({ person })]));
      await settle();
    }
    expect(appends).toHaveLength(1);
    disk.keep();
    await Promise.all(asked);
    expect(appends).toHaveLength(2);
    expect((await recorded()).map(({ person }) => person)).toEqual(["adviser", "chief-executive", "cib-lead"]);
  });

  it("that are large become several events, each below 512 KiB with leaves of at most 2,000 records, appended one by one within the store's limit", async () => {
    const many = Array.from({ length: 4_500 }, (_, n) => `concern-${n}-${"x".repeat(200)}`);
    const sets = Array.from({ length: 30 }, (_, n) => view({ headline: [`policy-${n}-${"y".repeat(40_000)}`] }, `one-${n}`));
    await recorder.record([disclosure({ views: [view(HEADLINE, ...many), ...sets] })]);
    const events = await log.readAll("", 100);
    expect(appends.map((append) => append.events.length)).toEqual(events.map(() => 1));
    expect(events.length).toBeGreaterThan(3);
    for (const event of events) {
      expect(Buffer.byteLength(JSON.stringify(event.data))).toBeLessThan(512 * 1024);
      for (const { leaf } of readLeaves(event))
        expect(leaf.views.flatMap(({ records }) => records).length).toBeLessThanOrEqual(2_000);
    }
    const given = (await recorded()).flatMap(({ views }) =>
      views.flatMap(({ concerns }) => concerns.map(({ concern }) => concern)),
    );
    expect(given).toEqual([...many, ...sets.map((_, n) => `one-${n}`)]);
  });
});

describe("Where several read at the same time", () => {
  it("answers wait a moment for each other and share a commit, and one reader's are recorded at once again", async () => {
    const of = (person: string) => recorder.record([disclosure({ person })]);
    await Promise.all([of("first"), of("second")]);
    vi.useFakeTimers({ toFake: ["setTimeout"] });
    const third = of("third");
    await new Promise((resolve) => setImmediate(resolve));
    const fourth = of("fourth");
    expect(appends).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(50);
    vi.useRealTimers();
    await Promise.all([third, fourth]);
    expect(appends).toHaveLength(2);
    // Nobody waits for the fifth but itself: once it has, the next does not wait at all.
    await of("fifth");
    const sixth = of("sixth");
    await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setImmediate(resolve));
    expect(appends).toHaveLength(4);
    await sixth;
    expect((await recorded()).map(({ person }) => person)).toEqual(["first", "second", "third", "fourth", "fifth", "sixth"]);
  });
});

describe("A stream belongs to the month in England", () => {
  it.each([
    ["a minute before the New Year", "2026-12-31T23:59:00.000Z", "2026-12"],
    ["at the New Year", "2027-01-01T00:00:00.000Z", "2027-01"],
    ["in summer, at midnight by UTC an hour past it in London", "2026-06-30T22:59:59.000Z", "2026-06"],
    ["in summer, at London's midnight", "2026-06-30T23:00:00.000Z", "2026-07"],
    ["on the last night of winter time", "2026-03-29T00:30:00.000Z", "2026-03"],
    ["in the last hour of summer time's month", "2026-10-31T23:59:00.000Z", "2026-10"],
  ])("%s", async (_, at, month) => {
    instant = Date.parse(at);
    await recorder.record([disclosure()]);
    expect((await recorded()).map(({ stream }) => stream)).toEqual([`answers-1-${month}`]);
  });

  it("and covers nothing in the next: a month's record goes whole", async () => {
    instant = Date.parse("2026-12-31T23:50:00.000Z");
    await recorder.record([disclosure()]);
    later(20 * MINUTE);
    await recorder.record([disclosure()]);
    await recorder.record([disclosure({ person: "chief-executive" })]);
    expect((await recorded()).map(({ stream }) => stream.slice(-7))).toEqual(["2026-12", "2027-01", "2027-01"]);
  });
});

describe("What is remembered is bounded", () => {
  const REMEMBERED = 200_000;
  const recent = openRecentDisclosures();
  const isCovered = (concern: string) => recent.filterNew("who", [view(HEADLINE, concern)], 0).left.length === 0;
  const names = Array.from({ length: REMEMBERED }, (_, n) => `c${n}`);
  const concerns = names.map((concern) => ({ concern, version: 3 }));
  recent.remember("who", [{ concerns, parts: HEADLINE }], 0, Promise.resolve());

  it("by forgetting the oldest, which is then recorded once more", () => {
    expect(names.every(isCovered)).toBe(true);
    recent.remember("who", [view(HEADLINE, "new", "newer")], 0, Promise.resolve());
    expect(["c0", "c1", "c2", names.at(-1) ?? "", "new", "newer"].map(isCovered)).toEqual([false, false, true, true, true, true]);
    // Covered anew it is among the newest; what is met again does not push another out.
    recent.remember("who", [view(HEADLINE, "c3", "c3", "c0")], 0, Promise.resolve());
    expect(["c0", "c2", "c3", "c4"].map(isCovered)).toEqual([true, false, true, true]);
  });
});
