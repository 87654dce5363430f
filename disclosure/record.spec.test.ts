// What left is on disk before it leaves, and what cannot be recorded is refused.
import { describe, expect, it, vi } from "vitest";
import { LogUnavailable } from "../event-log/port.ts";
import { openSqliteLog } from "../event-log/sqlite/sqlite-log.ts";
import {
  COUNCIL,
  disclosure,
  HEADLINE,
  MINUTE,
  MORE,
  NOON,
  promised,
  recorderForEachTest,
  settle,
  unwritable,
  view,
} from "../test/helpers/disclosure/recorder.ts";
import { readLeaves } from "./answers.ts";
import type { AnswersDisclosed } from "./events.ts";

const recorder = recorderForEachTest();

describe("A disclosure", () => {
  it("is recorded with the person, parts, version, surface, assignments, policies and request", async () => {
    await recorder.record([disclosure({ views: [view(MORE, "one", "two")], assignments: ["a", "b"] })]);
    const [event] = await recorder.log().readAll("", 10);
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
    expect(await recorder.log().verify()).toEqual([]);
  });

  it("is durable before the call resolves", async () => {
    const disk = promised();
    recorder.holdAppends(disk.promise);
    let resolved = false;
    const asked = recorder.record([disclosure()]).then(() => {
      resolved = true;
    });
    await settle();
    expect([recorder.appends().length, resolved, await recorder.howMany()]).toEqual([1, false, 0]);
    disk.keep();
    await asked;
    expect(await recorder.howMany()).toBe(1);
  });

  it("of a print is recorded each time, and covers no reading", async () => {
    for (const surface of ["print", "print", "read", "read"] as const) await recorder.record([disclosure({ surface })]);
    expect((await recorder.recorded()).map(({ surface }) => surface)).toEqual(["print", "print", "read"]);
  });

  it("of a count has no views, and is covered like one of a view", async () => {
    const count = disclosure({ surface: "count", views: [] });
    await recorder.record([count]);
    recorder.later(59 * MINUTE);
    await recorder.record([count]);
    expect((await recorder.recorded()).map(({ surface, views }) => [surface, views])).toEqual([["count", []]]);
    await recorder.record([{ ...count, council: "X00000005" }]);
    recorder.later(MINUTE);
    await recorder.record([count]);
    expect((await recorder.recorded()).map(({ council }) => council)).toEqual([COUNCIL, "X00000005", COUNCIL]);
  });

  it("is not recorded for an answer that discloses nothing", async () => {
    await recorder.record([]);
    expect([recorder.appends().length, await recorder.howMany()]).toEqual([0, 0]);
  });
});

describe("When the log cannot be written", () => {
  it("a further part is not covered, and the parts on record are at most recorded again", async () => {
    const more = disclosure({ views: [view({ sharingRecord: ["advisers-read"] }, "one")] });
    await recorder.record([disclosure()]);
    recorder.holdAppends(unwritable());
    await expect(recorder.record([more])).rejects.toThrow(LogUnavailable);
    recorder.holdAppends(undefined);
    await recorder.record([more]);
    await recorder.record([disclosure()]);
    const left = (await recorder.recorded()).flatMap(({ views }) => views.map(({ parts }) => Object.keys(parts).join()));
    expect(left.filter((parts) => parts === "sharingRecord")).toHaveLength(1);
    expect(left.length).toBeLessThanOrEqual(3);
  });

  it("a part that was recorded meanwhile does not cover the one that could not be recorded", async () => {
    const disk = promised();
    recorder.holdAppends(disk.promise);
    const first = expect(recorder.record([disclosure()])).rejects.toThrow(LogUnavailable);
    await settle();
    const second = recorder.record([disclosure({ views: [view({ sharingRecord: ["advisers-read"] }, "one")] })]);
    disk.fail(new LogUnavailable("The event log could not be written."));
    await first;
    recorder.holdAppends(undefined);
    await second;
    await recorder.record([disclosure()]);
    expect((await recorder.recorded()).map(({ views }) => Object.keys(views[0]?.parts ?? {}))).toEqual([
      ["sharingRecord"],
      ["headline"],
    ]);
  });

  it("the call fails, nothing is covered, and a later attempt records the disclosure", async () => {
    const closed = openSqliteLog(":memory:");
    await closed.close();
    const broken = recorder.over(closed);
    for (let n = 0; n < 3; n += 1) await expect(broken.record([disclosure()])).rejects.toThrow();
    recorder.holdAppends(unwritable());
    for (let n = 0; n < 2; n += 1) await expect(recorder.record([disclosure()])).rejects.toThrow(LogUnavailable);
    recorder.holdAppends(undefined);
    await recorder.record([disclosure()]);
    await recorder.record([disclosure()]);
    expect(await recorder.howMany()).toBe(1);
  });

  it("an answer also fails if only one half of it is covered", async () => {
    await recorder.record([disclosure()]);
    recorder.holdAppends(unwritable());
    await expect(recorder.record([disclosure(), disclosure({ views: [view(HEADLINE, "two")] })])).rejects.toThrow(LogUnavailable);
    // What had been recorded before still covers.
    await recorder.record([disclosure()]);
    expect(await recorder.howMany()).toBe(1);
  });

  it("a disclosure that was requested later and recorded still covers", async () => {
    const disk = promised();
    recorder.holdAppends(disk.promise);
    const first = expect(recorder.record([disclosure()])).rejects.toThrow(LogUnavailable);
    await settle();
    // The clock passes the hour while the first one still waits: the second is recorded separately, after it.
    recorder.later(61 * MINUTE);
    const second = recorder.record([disclosure()]);
    disk.fail(new LogUnavailable("The event log could not be written."));
    await first;
    recorder.holdAppends(undefined);
    await second;
    await recorder.record([disclosure()]);
    expect(await recorder.howMany()).toBe(1);
  });
});

describe("Answers of the same moment", () => {
  const eventsIn = async () => (await recorder.log().readAll("", 100)).map(({ data }) => data as unknown as AnswersDisclosed);

  it("share one append and one event, whichever councils they are about", async () => {
    const people = ["adviser", "chief-executive", "cib-lead"];
    await Promise.all(
      people.flatMap((person) => [
        recorder.record([disclosure({ person, views: [view(HEADLINE, `of ${person}`)] })]),
        recorder.record([disclosure({ person, council: "X00000005", views: [view(HEADLINE, `other of ${person}`)] })]),
      ]),
    );
    expect(recorder.appends().map(({ stream, events }) => [stream, events.length])).toEqual([["answers-1-2026-03", 1]]);
    expect(new Set((await recorder.recorded()).map(({ council, person }) => `${council} ${person}`)).size).toBe(6);
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
      (await recorder.recorded()).map(({ person, assignments, surface, request }) => [person, assignments, surface, request]),
    ).toEqual([
      ["adviser", ["a"], "read", "1"],
      ["chief-executive", ["b"], "read", "2"],
      ["panel-member", ["a"], "list", "3"],
    ]);
  });

  it("under two policies each name their own policy", async () => {
    await Promise.all([
      recorder.record([disclosure()]),
      recorder.record([disclosure({ person: "chief-executive", policyVersion: "p2" })]),
    ]);
    expect((await recorder.recorded()).map(({ policyVersion, person }) => [policyVersion, person])).toEqual([
      ["p1", "adviser"],
      ["p2", "chief-executive"],
    ]);
  });

  it("that come while an append is running wait, and share the next append", async () => {
    const disk = promised();
    recorder.holdAppends(disk.promise);
    const asked = [recorder.record([disclosure()])];
    await settle();
    for (const person of ["chief-executive", "cib-lead"]) {
      asked.push(recorder.record([disclosure({ person })]));
      await settle();
    }
    expect(recorder.appends()).toHaveLength(1);
    disk.keep();
    await Promise.all(asked);
    expect(recorder.appends()).toHaveLength(2);
    expect((await recorder.recorded()).map(({ person }) => person)).toEqual(["adviser", "chief-executive", "cib-lead"]);
  });

  it("that are large become several events, each below 512 KiB with leaves of at most 2,000 records, appended one by one within the store's limit", async () => {
    const many = Array.from({ length: 4_500 }, (_, n) => `concern-${n}-${"x".repeat(200)}`);
    const sets = Array.from({ length: 30 }, (_, n) => view({ headline: [`policy-${n}-${"y".repeat(40_000)}`] }, `one-${n}`));
    await recorder.record([disclosure({ views: [view(HEADLINE, ...many), ...sets] })]);
    const events = await recorder.log().readAll("", 100);
    expect(recorder.appends().map((append) => append.events.length)).toEqual(events.map(() => 1));
    expect(events.length).toBeGreaterThan(3);
    for (const event of events) {
      expect(Buffer.byteLength(JSON.stringify(event.data))).toBeLessThan(512 * 1024);
      for (const { leaf } of readLeaves(event))
        expect(leaf.views.flatMap(({ records }) => records).length).toBeLessThanOrEqual(2_000);
    }
    const given = (await recorder.recorded()).flatMap(({ views }) => views.flatMap(({ records }) => records.map(({ id }) => id)));
    expect(given).toEqual([...many, ...sets.map((_, n) => `one-${n}`)]);
  });
});

describe("When several people read at the same time", () => {
  it("their answers wait briefly and share a commit, and afterwards a single reader's are recorded at once", async () => {
    const of = (person: string) => recorder.record([disclosure({ person })]);
    await Promise.all([of("first"), of("second")]);
    vi.useFakeTimers({ toFake: ["setTimeout"] });
    const third = of("third");
    await new Promise((resolve) => setImmediate(resolve));
    const fourth = of("fourth");
    expect(recorder.appends()).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(50);
    vi.useRealTimers();
    await Promise.all([third, fourth]);
    expect(recorder.appends()).toHaveLength(2);
    // Nobody waits for the fifth but itself: once it has, the next does not wait at all.
    await of("fifth");
    const sixth = of("sixth");
    await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setImmediate(resolve));
    expect(recorder.appends()).toHaveLength(4);
    await sixth;
    expect((await recorder.recorded()).map(({ person }) => person)).toEqual([
      "first",
      "second",
      "third",
      "fourth",
      "fifth",
      "sixth",
    ]);
  });
});

describe("A disclosure is in the stream of the month in England", () => {
  it.each([
    ["a minute before the New Year", "2026-12-31T23:59:00.000Z", "2026-12"],
    ["at the New Year", "2027-01-01T00:00:00.000Z", "2027-01"],
    ["in summer, at midnight by UTC an hour past it in London", "2026-06-30T22:59:59.000Z", "2026-06"],
    ["in summer, at London's midnight", "2026-06-30T23:00:00.000Z", "2026-07"],
    ["on the last night of winter time", "2026-03-29T00:30:00.000Z", "2026-03"],
    ["in the last hour of summer time's month", "2026-10-31T23:59:00.000Z", "2026-10"],
  ])("%s", async (_, at, month) => {
    recorder.goTo(at);
    await recorder.record([disclosure()]);
    expect((await recorder.recorded()).map(({ stream }) => stream)).toEqual([`answers-1-${month}`]);
  });

  it("and covers nothing in the next month, because a month's record is removed as a whole", async () => {
    recorder.goTo("2026-12-31T23:50:00.000Z");
    await recorder.record([disclosure()]);
    recorder.later(20 * MINUTE);
    await recorder.record([disclosure()]);
    await recorder.record([disclosure({ person: "chief-executive" })]);
    expect((await recorder.recorded()).map(({ stream }) => stream.slice(-7))).toEqual(["2026-12", "2027-01", "2027-01"]);
  });
});
