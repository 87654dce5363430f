// Answer streams under failures: whatever fails, each series stays complete, nothing acknowledged is lost, and nothing is recorded twice.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Append, ClockBehind, type EventLog, LogUnavailable } from "../event-log/port.ts";
import { openSqliteLog } from "../event-log/sqlite/sqlite-log.ts";
import { disclosuresModel } from "../projections/disclosures/disclosures.ts";
import { openStore } from "../projections/runtime/store.ts";
import { isIncluded } from "../test/helpers/disclosure/inclusion.ts";
import { disclosuresIn } from "../test/helpers/disclosure/recorded-disclosures.ts";
import { cases } from "../test/helpers/soak.ts";
import { noKeys } from "../test/helpers/specification.ts";
import { AnswersNotRecorded, openAnswerLog } from "./answer-log.ts";
import { readLeaves } from "./answers.ts";
import type { Disclosure } from "./events.ts";
import { disclosureRecorder } from "./record.ts";
import { answerStreams } from "./streams.ts";

const NOON = Date.parse("2026-03-31T12:00:00.000Z");

/** `before`: fails and writes nothing. `after`: writes and fails. `late`: fails, and writes after the hub has checked the stream. */
const MODES = ["ok", "ok", "before", "after", "late"] as const;
type Mode = (typeof MODES)[number];

function faultyLog(log: EventLog) {
  let mode: Mode = "ok";
  let late: Append | undefined;
  const failed = () => Promise.reject(new LogUnavailable("The event log could not be written."));
  return {
    setMode: (next: Mode) => {
      mode = next;
    },
    log: {
      ...log,
      async append(append: Append) {
        if (late) await log.append(late);
        late = mode === "late" ? append : undefined;
        if (mode === "before" || mode === "late") return failed();
        const outcome = await log.append(append);
        return mode === "after" ? failed() : outcome;
      },
    },
  };
}

function opened() {
  const inner = openSqliteLog(":memory:");
  const faulty = faultyLog(inner);
  const clock = { instant: NOON };
  let ids = 0;
  const newId = () => {
    ids += 1;
    return `command-${ids}`;
  };
  const deps = (known: Parameters<typeof openAnswerLog>[0]["known"], node = "1") => ({
    ...{ log: faulty.log, node, known, newId, now: () => new Date(clock.instant) },
    random: (bytes: number) => Buffer.alloc(bytes, ids),
  });
  return { inner, faulty, clock, deps };
}
const nothing = () => undefined;
const all = async (log: EventLog) => (await log.readAll("", 10_000)).filter(({ stream }) => stream.startsWith("answers-"));
const answer = (request: string, more: Partial<Disclosure> = {}): Disclosure => ({
  ...{ council: "X00000004", series: "", surface: "read", person: `person-${request}`, assignments: ["a"], request },
  ...{ policyVersion: "p", views: [{ kind: "concern", records: [{ id: "c", version: 1 }], parts: { headline: ["q"] } }] },
  ...more,
});

/** Checks every stream as `candour verify` does, every leaf against its root, and the numbers of each series, which must have no gap. */
async function expectWhole(log: EventLog): Promise<void> {
  expect(await log.verify()).toEqual([]);
  const numbers = new Map<string, number[]>();
  for (const [stream, events] of Map.groupBy(await all(log), (event) => event.stream)) {
    const follow = answerStreams.follow?.() ?? expect.fail();
    for (const event of events) {
      expect(follow(event)).toEqual([]);
      for (const { leaf, hash, root, ...inclusion } of readLeaves(event)) {
        expect(isIncluded(hash, inclusion, root)).toBe(true);
        const key = `${stream} ${leaf.council} ${leaf.series}`;
        numbers.set(key, [...(numbers.get(key) ?? []), leaf.number]);
      }
    }
  }
  for (const [key, found] of numbers) expect(found, key).toEqual(found.map((_, index) => index + 1));
}

const step = fc.record({
  mode: fc.constantFrom(...MODES),
  /** The answers that several readers get at the same time. */
  answers: fc.array(
    fc.record({
      council: fc.constantFrom("X00000004", "X00000005"),
      series: fc.constantFrom("", "", "counts", "untold-1", "untold-2"),
      views: fc.constantFrom(0, 1, 3),
    }),
    { minLength: 1, maxLength: 5 },
  ),
  minutes: fc.constantFrom(0, 1, -3, 400),
  restart: fc.constantFrom(undefined, undefined, "with nothing known", "with a read model", "with a read model that is behind"),
});

describe("Over random failures, restarts and clock changes", () => {
  it("records every acknowledged answer once and every failed one at most once, and keeps every series complete", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const { inner, faulty, clock, deps } = opened();
        const model = openStore(disclosuresModel, ":memory:", { keys: noKeys, today: () => "2026-03-31" });
        let recorder = disclosureRecorder(deps(nothing));
        const [acknowledged, refused]: [Disclosure[], Disclosure[]] = [[], []];
        for (const [n, { mode, answers, minutes, restart }] of steps.entries()) {
          clock.instant += minutes * 60_000;
          if (restart === "with a read model") model.applyPage(await inner.readAll(model.position(), 10_000));
          if (restart)
            recorder = disclosureRecorder(deps(restart === "with nothing known" ? nothing : model.queries.streamHeads));
          faulty.setMode(mode);
          await Promise.all(
            answers.map(async ({ council, series, views }, index) => {
              const read = Array.from({ length: views }, (_, view) => ({
                kind: "concern" as const,
                records: [{ id: `c-${view % 2}`, version: n }],
                parts: { summary: ["q"], headline: ["q", `${view}`] },
              }));
              const given = answer(`${n}-${index}`, { council, series, views: read });
              try {
                await recorder.record([given]);
                acknowledged.push(given);
              } catch (error) {
                expect(error).toBeInstanceOf(LogUnavailable);
                refused.push(given);
              }
            }),
          );
        }
        await expectWhole(inner);
        const recorded = (await all(inner)).flatMap(disclosuresIn).map(({ stream: _, at: __, ...given }) => given);
        const times = (one: Disclosure) => recorded.filter(({ request }) => request === one.request);
        for (const one of acknowledged) expect(times(one)).toEqual([one]);
        for (const one of refused) expect([[], [one]]).toContainEqual(times(one));
        expect(recorded.length).toBeLessThanOrEqual(acknowledged.length + refused.length);
        const dates = (await all(inner)).filter(({ stream }) => stream.endsWith("-03")).map(({ data }) => String(data.at));
        expect(dates).toEqual(dates.toSorted());
        model.close();
        await inner.close();
      }),
      { numRuns: cases(40, 500) },
    );
  });
});

describe("An answer stream", () => {
  it("refuses appends in words for operators if another process writes to it under the same node name, and duplicates nothing", async () => {
    const { inner, deps } = opened();
    const [one, other] = [openAnswerLog(deps(nothing)), openAnswerLog(deps(nothing))];
    await one.append([answer("1")]);
    await other.append([answer("2")]);
    await expect(one.append([answer("3")])).rejects.toThrow(AnswersNotRecorded);
    await expect(other.append([answer("4")])).resolves.toBeUndefined();
    await expect(one.append([answer("5")])).rejects.toThrow(
      "Something else wrote to answers-1-2026-03 in the record of disclosures. If another hub has CANDOUR_NODE=1 too, give each hub a name of its own.",
    );
    expect((await all(inner)).flatMap(disclosuresIn).map(({ request }) => request)).toEqual(["1", "2", "4"]);
    await expectWhole(inner);
    await inner.close();
  });

  it("refuses appends after another process wrote to it also if reading that was first impossible", async () => {
    const { inner, deps } = opened();
    let fails = false;
    const readStream: EventLog["readStream"] = (...given) =>
      fails ? Promise.reject(new LogUnavailable("The event log could not be read.")) : inner.readStream(...given);
    const one = openAnswerLog({ ...deps(nothing), log: { ...inner, readStream } });
    await one.append([answer("1")]);
    await openAnswerLog(deps(nothing)).append([answer("2")]);
    fails = true;
    await expect(one.append([answer("3")])).rejects.toThrow(LogUnavailable);
    fails = false;
    await expect(one.append([answer("4")])).rejects.toThrow(AnswersNotRecorded);
    await expectWhole(inner);
    await inner.close();
  });

  it("is separate from the stream of another node", async () => {
    const { inner, deps } = opened();
    const [one, other] = [openAnswerLog(deps(nothing)), openAnswerLog(deps(nothing, "b2"))];
    for (let n = 0; n < 3; n += 1) await Promise.all([one.append([answer(`1-${n}`)]), other.append([answer(`2-${n}`)])]);
    expect(await inner.streams("answers")).toEqual(["1-2026-03", "b2-2026-03"]);
    await expectWhole(inner);
    await inner.close();
  });

  it("is not continued after a restart if one of its events cannot be read, and the error names the setting with which the hub can continue", async () => {
    const { inner, deps } = opened();
    const first = openAnswerLog(deps(nothing));
    await first.append([answer("1")]);
    const [event] = await all(inner);
    const readStream = async () => [{ ...(event ?? expect.fail()), unreadable: "CHANGED" as const }];
    const restarted = { ...deps(nothing), log: { ...inner, readStream } };
    for (let n = 0; n < 2; n += 1)
      await expect(openAnswerLog(restarted).append([answer("2")])).rejects.toThrow(
        /Set CANDOUR_NODE to a name that no hub has had/,
      );
    await openAnswerLog({ ...restarted, node: "2", log: inner }).append([answer("3")]);
    await expectWhole(inner);
    await inner.close();
  });

  it("gets no events while the clock is far behind its last one, and continues when the clock is right", async () => {
    const { inner, clock, deps } = opened();
    const answers = openAnswerLog(deps(nothing));
    await answers.append([answer("1")]);
    clock.instant -= 60 * 60_000;
    await expect(answers.append([answer("2")])).rejects.toThrow(ClockBehind);
    clock.instant += 60 * 60_000;
    await answers.append([answer("3")]);
    expect((await all(inner)).flatMap(disclosuresIn).map(({ request }) => request)).toEqual(["1", "3"]);
    await expectWhole(inner);
    await inner.close();
  });

  it("is reported as inconsistent if a leaf was removed or added", async () => {
    const { inner, deps } = opened();
    const answers = openAnswerLog(deps(nothing));
    for (const request of ["1", "2", "3"]) await answers.append([answer(request)]);
    const [first, second, third] = await all(inner);
    const flawsOf = (events: readonly (typeof first)[]) => {
      const follow = answerStreams.follow?.() ?? expect.fail();
      return events.flatMap((event) => follow(event ?? expect.fail()));
    };
    const flaw = "a leaf in it does not follow the one before it in its series";
    expect(flawsOf([first, second, third])).toEqual([]);
    expect(flawsOf([first, third])).toEqual([flaw]);
    expect(flawsOf([first, second, second, third])).toEqual([flaw]);
    expect(flawsOf([second])).toEqual([flaw]);
    await inner.close();
  });
});
