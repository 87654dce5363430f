// Notices to one person, on a hub of their own: the decider is reached through its service alone.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { NoticeCommandName } from "../../services/notice/service.ts";
import { startHub, type TestHub } from "../helpers/test-hub.ts";

let test: TestHub;
let asked: number;
beforeEach(async () => {
  test = await startHub({ seed: false });
  asked = 0;
});
afterEach(() => test.close());

/** As the hub asks, each time under a key of its own. */
const asks = (name: NoticeCommandName, notice?: string, person = "ines") =>
  test.hub.services.notice.execute(
    name,
    { person, ...(notice !== undefined && { notice }) },
    test.hub.asHub(`notice-${asked++}`),
  );
const on = (instant: string) => test.clock.set(instant);
const recorded = async (person = "ines") =>
  (await test.hub.log.readStream(`notice-${person}`)).map(({ type, data }) => ({ type, ...(data as { notice: string }) }));
const lastNotice = async (person = "ines") => (await recorded(person)).at(-1)?.notice ?? expect.fail("No notice was decided.");
const types = async (person = "ines") => (await recorded(person)).map(({ type }) => type);
const [DECIDED, SENT] = ["NoticeDecided.v1", "NoticeSent.v1"];

describe("Deciding on a notice", () => {
  it("is done once a day and person, sent or not", async () => {
    await asks("decideNotice");
    expect(await asks("decideNotice")).toMatchObject({ kind: "done" });
    await asks("recordNoticeSent", await lastNotice());
    await asks("decideNotice");
    expect(await types()).toEqual([DECIDED, SENT]);
    await asks("decideNotice", undefined, "ida");
    expect(await types("ida")).toEqual([DECIDED]);
  });

  it("goes by the day in England, and each day's is another notice", async () => {
    for (const instant of ["2026-06-15T22:30:00.000Z", "2026-06-15T22:59:00.000Z", "2026-06-15T23:00:00.000Z"]) {
      on(instant);
      await asks("decideNotice");
    }
    const notices = (await recorded()).map(({ notice }) => notice);
    expect(notices).toHaveLength(2);
    expect(new Set(notices).size).toBe(2);
  });
});

describe("That a notice was sent", () => {
  it("is recorded once", async () => {
    await asks("decideNotice");
    const notice = await lastNotice();
    await asks("recordNoticeSent", notice);
    expect(await asks("recordNoticeSent", notice)).toMatchObject({ kind: "done" });
    expect(await recorded()).toEqual([
      { type: DECIDED, notice },
      { type: SENT, notice },
    ]);
  });

  it("is refused of one that was not decided, of another person's, and of one before the last", async () => {
    const refused = { kind: "refused", code: "NOT_FOUND" };
    expect(await asks("recordNoticeSent", "other")).toMatchObject(refused);
    await asks("decideNotice");
    const first = await lastNotice();
    expect(await asks("recordNoticeSent", "other")).toMatchObject(refused);
    await asks("decideNotice", undefined, "ida");
    expect(await asks("recordNoticeSent", first, "ida")).toMatchObject(refused);
    on("2026-03-03T12:00:00.000Z");
    await asks("decideNotice");
    expect(await asks("recordNoticeSent", first)).toMatchObject(refused);
    expect(await types()).toEqual([DECIDED, DECIDED]);
  });
});
