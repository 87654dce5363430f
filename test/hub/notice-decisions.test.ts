// Notices to one person, on a separate hub: the tests call the decider only through its service.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { NoticeCommandName } from "../../services/notice/service.ts";
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
  test.hub.services.notice.execute(
    name,
    { person, ...(notice !== undefined && { notice }) },
    test.hub.asHub(`notice-${commands++}`),
  );
const on = (instant: string) => test.clock.set(instant);
const recorded = async (person = "ines") =>
  (await test.hub.log.readStream(`notice-${person}`)).map(({ type, data }) => ({ type, ...(data as { notice: string }) }));
const lastNotice = async (person = "ines") => (await recorded(person)).at(-1)?.notice ?? expect.fail("No notice was decided.");
const types = async (person = "ines") => (await recorded(person)).map(({ type }) => type);
const [DECIDED, SENT] = ["NoticeDecided.v1", "NoticeSent.v1"];

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

describe("The sending of a notice", () => {
  it("is recorded once", async () => {
    await execute("decideNotice");
    const notice = await lastNotice();
    await execute("recordNoticeSent", notice);
    expect(await execute("recordNoticeSent", notice)).toMatchObject({ kind: "done" });
    expect(await recorded()).toEqual([
      { type: DECIDED, notice },
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
