// What was recorded within the last hour is not recorded again.
import { describe, expect, it } from "vitest";
import { LogUnavailable } from "../event-log/port.ts";
import {
  disclosure,
  HEADLINE,
  MINUTE,
  MORE,
  promised,
  recorderForEachTest,
  settle,
  view,
} from "../test/helpers/disclosure/recorder.ts";
import type { Disclosure } from "./events.ts";
import { openRecentDisclosures } from "./recent-disclosures.ts";

const recorder = recorderForEachTest();

describe("A repeated disclosure of the same version", () => {
  it("is covered for an hour after the last record, not after the last request, and recorded again after that", async () => {
    await recorder.record([disclosure()]);
    recorder.later(30 * MINUTE);
    await recorder.record([disclosure({ request: "another" })]);
    recorder.later(30 * MINUTE - 1);
    await recorder.record([disclosure()]);
    expect(await recorder.howMany()).toBe(1);
    recorder.later(1);
    await recorder.record([disclosure()]);
    expect(await recorder.howMany()).toBe(2);
  });

  it("is covered if it has fewer parts than the record, and recorded if it has a further part", async () => {
    await recorder.record([disclosure({ views: [view(MORE, "one")] })]);
    await recorder.record([disclosure()]);
    expect(await recorder.howMany()).toBe(1);
    await recorder.record([disclosure({ views: [view({ ...MORE, evidence: ["advisers-read"] }, "one")] })]);
    expect(await recorder.howMany()).toBe(2);
  });

  it("is covered if its parts were recorded separately within the hour, in any order", async () => {
    const parts = (...named: readonly string[]) =>
      disclosure({ views: [view(Object.fromEntries(named.map((part) => [part, ["advisers-read"]])), "one")] });
    await recorder.record([parts("headline")]);
    await recorder.record([parts("sharingRecord")]);
    for (const again of [parts("headline"), parts("sharingRecord"), parts("sharingRecord", "headline")])
      await recorder.record([again]);
    expect((await recorder.recorded()).map(({ views }) => views.map(({ parts }) => Object.keys(parts)))).toEqual([
      [["headline"]],
      [["sharingRecord"]],
    ]);
    // A part that had not left yet is recorded with those it leaves with, and then covered too.
    for (let n = 0; n < 2; n += 1) await recorder.record([parts("headline", "evidence")]);
    await recorder.record([parts("evidence", "sharingRecord")]);
    expect(await recorder.howMany()).toBe(3);
  });

  it("is covered by several records for only an hour after the first of them", async () => {
    const more = disclosure({ views: [view({ sharingRecord: ["advisers-read"] }, "one")] });
    await recorder.record([disclosure()]);
    recorder.later(40 * MINUTE);
    await recorder.record([more]);
    recorder.later(20 * MINUTE - 1);
    for (const one of [disclosure(), more]) await recorder.record([one]);
    expect(await recorder.howMany()).toBe(2);
    recorder.later(1);
    await recorder.record([disclosure()]);
    expect(await recorder.howMany()).toBe(3);
  });

  it("is not covered for longer by another part that was recorded after the hour", async () => {
    const more = disclosure({ views: [view({ sharingRecord: ["advisers-read"] }, "one")] });
    await recorder.record([disclosure()]);
    recorder.later(60 * MINUTE);
    await recorder.record([more]);
    await recorder.record([disclosure()]);
    expect(await recorder.howMany()).toBe(3);
  });

  it("is recorded again if other policies than before permit one of its parts", async () => {
    const by = (...policies: readonly string[]) => disclosure({ views: [view({ headline: policies }, "one")] });
    await recorder.record([by("advisers-read")]);
    for (const other of [by("council-reads"), by("advisers-read", "council-reads")])
      for (let n = 0; n < 2; n += 1) await recorder.record([other]);
    await recorder.record([by("advisers-read")]);
    expect((await recorder.recorded()).map(({ views }) => views[0]?.parts.headline)).toEqual([
      ["advisers-read"],
      ["council-reads"],
      ["advisers-read", "council-reads"],
    ]);
  });

  it("is not covered by parts that were recorded for another person or another concern", async () => {
    const more = { sharingRecord: ["advisers-read"] };
    await recorder.record([disclosure()]);
    await recorder.record([disclosure({ person: "chief-executive", views: [view(more, "one")] })]);
    await recorder.record([disclosure({ views: [view(more, "two")] })]);
    await recorder.record([disclosure({ views: [view({ ...HEADLINE, ...more }, "one")] })]);
    expect(await recorder.howMany()).toBe(4);
  });

  const one: Readonly<Record<string, Partial<Disclosure>>> = {
    "another version": { views: [{ kind: "concern", records: [{ id: "one", version: 4 }], parts: HEADLINE }] },
    "another kind of record": { views: [{ kind: "support", records: [{ id: "one", version: 3 }], parts: HEADLINE }] },
    "another concern": { views: [view(HEADLINE, "two")] },
    "another part": { views: [view({ sharingRecord: ["advisers-read"] }, "one")] },
    "another surface": { surface: "list" },
    "another assignment": { assignments: ["b"] },
    "one more assignment": { assignments: ["a", "b"] },
    "another policy version": { policyVersion: "p2" },
    "another person": { person: "second-adviser" },
    "a count of the same council": { surface: "count", views: [] },
  };
  it.each(Object.entries(one))("is not covered if it has %s", async (_, more) => {
    await recorder.record([disclosure()]);
    await recorder.record([disclosure(more)]);
    expect(await recorder.howMany()).toBe(2);
  });

  it("on a page is recorded without the concerns that are covered", async () => {
    await recorder.record([disclosure({ views: [view(HEADLINE, "one", "two"), view(MORE, "three")] })]);
    await recorder.record([disclosure({ views: [view(HEADLINE, "two", "four", "three"), view(MORE, "one")] })]);
    const [, second] = await recorder.recorded();
    expect(second?.views).toEqual([view(HEADLINE, "four"), view(MORE, "one")]);
  });

  it("is never confused with another by its person, assignments and concern", async () => {
    await recorder.record([disclosure({ person: "a b", assignments: ["c"] })]);
    await recorder.record([disclosure({ person: "a", assignments: ["b", "c"] })]);
    await recorder.record([disclosure({ person: "a", assignments: ["b"] })]);
    expect(await recorder.howMany()).toBe(3);
  });

  it("for a second request during the record of the first waits until that is durable, and is not recorded twice", async () => {
    const disk = promised();
    recorder.holdAppends(disk.promise);
    const done: string[] = [];
    const first = recorder.record([disclosure()]).then(() => done.push("first"));
    await settle();
    const second = recorder.record([disclosure({ request: "second" })]).then(() => done.push("second"));
    await settle();
    expect([done, recorder.appends().length]).toEqual([[], 1]);
    disk.keep();
    await Promise.all([first, second]);
    expect([done.sort(), recorder.appends().length, await recorder.howMany()]).toEqual([["first", "second"], 1, 1]);
  });

  it("for a second request fails with the first, and covers nothing afterwards", async () => {
    const disk = promised();
    recorder.holdAppends(disk.promise);
    const [first, second] = [recorder.record([disclosure()]), recorder.record([disclosure({ request: "second" })])];
    const failed = [expect(first).rejects.toThrow(LogUnavailable), expect(second).rejects.toThrow(LogUnavailable)];
    await settle();
    disk.fail(new LogUnavailable("The event log could not be written."));
    await Promise.all(failed);
    recorder.holdAppends(undefined);
    await recorder.record([disclosure({ request: "third" })]);
    expect((await recorder.recorded()).map(({ request }) => request)).toEqual(["third"]);
  });
});

describe("The memory of recent disclosures", () => {
  const REMEMBERED = 200_000;
  const recent = openRecentDisclosures();
  const isCovered = (concern: string) => recent.filterNew("who", [view(HEADLINE, concern)], 0, new Set()).length === 0;
  const names = Array.from({ length: REMEMBERED }, (_, n) => `c${n}`);
  const records = names.map((id) => ({ id, version: 3 }));
  recent.remember("who", [{ kind: "concern", records, parts: HEADLINE }], 0, Promise.resolve());

  it("is limited: the oldest are dropped, and then recorded again", () => {
    expect(names.every(isCovered)).toBe(true);
    recent.remember("who", [view(HEADLINE, "new", "newer")], 0, Promise.resolve());
    expect(["c0", "c1", "c2", names.at(-1) ?? "", "new", "newer"].map(isCovered)).toEqual([false, false, true, true, true, true]);
    // Covered anew it is among the newest; what is met again does not push another out.
    recent.remember("who", [view(HEADLINE, "c3", "c3", "c0")], 0, Promise.resolve());
    expect(["c0", "c2", "c3", "c4"].map(isCovered)).toEqual([true, false, true, true]);
  });
});
