// Notices to one person, on a separate hub: the tests call the decider only through its service.
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { londonDate } from "../../services/dates.ts";
import type { NoticeKind } from "../../services/notice/events.ts";
import { decideNotice, type NoticeCommand, type NoticeCommandName, type NoticeOutcome } from "../../services/notice/service.ts";
import { evolveNotice, type NoticeState } from "../../services/notice/stream.ts";
import { isRefusal } from "../../services/refusals.ts";
import { cases } from "../helpers/soak.ts";
import { startHub, type TestHub } from "../helpers/test-hub.ts";

let test: TestHub;
let commands: number;
beforeEach(async () => {
  test = await startHub({ seed: false });
  commands = 0;
});
afterEach(() => test.close());

/** Runs the command as the hub does, each time under a new idempotency key. */
const execute = (name: NoticeCommandName, notice?: string, person = "ines") =>
  executeWith(name, { person, ...(notice !== undefined && { notice }) });
const executeWith = (name: NoticeCommandName, input: object) =>
  test.hub.services.notice.execute(name, input, test.hub.asHub(`notice-${commands++}`));
const decideOverride = () => executeWith("decideNotice", { person: "ines", kind: "override" });
const on = (instant: string) => test.clock.set(instant);
const recorded = async (person = "ines") =>
  (await test.hub.log.readStream(`notice-${person}`)).map(({ type, data }) => ({
    type,
    ...(data as { notice: string; kind?: string }),
  }));
const lastNotice = async (person = "ines") => (await recorded(person)).at(-1)?.notice ?? expect.fail("No notice was decided.");
const types = async (person = "ines") => (await recorded(person)).map(({ type }) => type);
const [DECIDED, SENT] = ["NoticeDecided.v2", "NoticeSent.v1"];

describe("The decision on a notice", () => {
  it("is recorded once a day for each person, whether the notice is sent or not", async () => {
    await execute("decideNotice");
    expect(await execute("decideNotice")).toMatchObject({ kind: "done" });
    await execute("recordNoticeSent", await lastNotice());
    await execute("decideNotice");
    expect(await types()).toEqual([DECIDED, SENT]);
    await execute("decideNotice", undefined, "ida");
    expect(await types("ida")).toEqual([DECIDED]);
  });

  it("follows the date in England, and each date has another notice", async () => {
    for (const instant of ["2026-06-15T22:30:00.000Z", "2026-06-15T22:59:00.000Z", "2026-06-15T23:00:00.000Z"]) {
      on(instant);
      await execute("decideNotice");
    }
    const notices = (await recorded()).map(({ notice }) => notice);
    expect(notices).toHaveLength(2);
    expect(new Set(notices).size).toBe(2);
  });
});

describe("The decision on a further notice for an override", () => {
  it("is recorded once a day, after the day's notice has an outcome", async () => {
    await decideOverride();
    expect(await types()).toEqual([]);
    await execute("decideNotice");
    await decideOverride();
    expect(await types()).toEqual([DECIDED]);
    await execute("recordNoticeSent", await lastNotice());
    on("2026-03-02T13:00:00.000Z");
    await decideOverride();
    await decideOverride();
    await execute("decideNotice");
    await execute("recordNoticeSent", await lastNotice());
    await decideOverride();
    expect(await types()).toEqual([DECIDED, SENT, DECIDED, SENT]);
    expect((await recorded()).map(({ kind }) => kind)).toEqual(["daily", undefined, "override", undefined]);
    // The next day begins with the day's notice.
    on("2026-03-03T12:00:00.000Z");
    await decideOverride();
    await execute("decideNotice");
    expect((await recorded()).slice(4)).toMatchObject([{ type: DECIDED, kind: "daily" }]);
  });

  it("never gives a day two notices of a kind, nor two that wait to be sent, whatever is tried when", () => {
    const step = fc.record({
      hours: fc.constantFrom(0, 1, 7, 23),
      command: fc.constantFrom<readonly [NoticeKind | "outcome", NoticeOutcome?]>(
        ...([["daily"], ["override"], ["outcome", "sent"], ["outcome", "uncertain"], ["outcome", "refused"]] as const),
      ),
    });
    const met = new Set<string>();
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        let [last, now]: [NoticeState | undefined, number] = [undefined, Date.parse("2026-03-27T12:00:00.000Z")];
        const decided: { readonly kind: NoticeKind; readonly day: string }[] = [];
        steps.forEach(({ hours, command: [what, outcome] }, n) => {
          now += hours * 3_600_000;
          const at = new Date(now).toISOString();
          const today = londonDate(new Date(now));
          const command: NoticeCommand =
            what === "outcome"
              ? { name: "recordNoticeSent", input: { person: "ines", notice: last?.notice ?? "", outcome: outcome ?? "sent" } }
              : { name: "decideNotice", input: { person: "ines", kind: what } };
          const before = last;
          const events = decideNotice(before, command, { today, newId: () => `notice-${n}` });
          for (const event of isRefusal(events) ? [] : events) {
            last = evolveNotice(last, event, at);
            if (event.type !== "NoticeDecided.v2") continue;
            const { kind } = event.data;
            const isPending = before !== undefined && !before.isComplete && londonDate(new Date(before.at)) === today;
            expect([isPending, decided.some((one) => one.kind === kind && one.day === today)]).toEqual([false, false]);
            if (kind === "override") expect(decided.at(-1)).toEqual({ kind: "daily", day: today });
            decided.push({ kind, day: today });
            met.add(kind);
          }
        });
      }),
      { numRuns: cases(200, 5_000) },
    );
    expect([...met].sort()).toEqual(["daily", "override"]);
  });
});

describe("The sending of a notice", () => {
  it("is recorded once", async () => {
    await execute("decideNotice");
    const notice = await lastNotice();
    await execute("recordNoticeSent", notice);
    expect(await execute("recordNoticeSent", notice)).toMatchObject({ kind: "done" });
    expect(await recorded()).toEqual([
      { type: DECIDED, notice, kind: "daily" },
      { type: SENT, notice },
    ]);
  });

  it("is refused for a notice that was not decided, another person's notice, and one before the last", async () => {
    const refused = { kind: "refused", code: "NOT_FOUND" };
    expect(await execute("recordNoticeSent", "other")).toMatchObject(refused);
    await execute("decideNotice");
    const first = await lastNotice();
    expect(await execute("recordNoticeSent", "other")).toMatchObject(refused);
    await execute("decideNotice", undefined, "ida");
    expect(await execute("recordNoticeSent", first, "ida")).toMatchObject(refused);
    on("2026-03-03T12:00:00.000Z");
    await execute("decideNotice");
    expect(await execute("recordNoticeSent", first)).toMatchObject(refused);
    expect(await types()).toEqual([DECIDED, DECIDED]);
  });
});
