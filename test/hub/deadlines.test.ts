// Deadlines that pass without a request: each is recorded once, however often the jobs run, and a rebuild records nothing.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CIB, told } from "../examples/api-inputs.ts";
import { PANEL, type Story, startStory } from "../helpers/story-hub.ts";

const FALLEN = ["ShareExpired.v1", "ReviewFellDue.v1", "ChallengeFellDue.v1", "MilestoneFellDue.v1"];

describe("A deadline that passes", () => {
  let story: Story;
  let disputed: string;
  let reviewed: string;
  let challenge: string;
  beforeAll(async () => {
    story = await startStory();
    const { does } = story;
    // A share until 30 June, and a challenge to answer by 16 March.
    disputed = await story.awareConcern([CIB, PANEL]);
    await story.share(disputed, CIB);
    await does("adviser", "concludeConcern", {
      ...{ concern: disputed, kind: "NOT_ACCEPTED", choice: "REFUSAL", whyViewsDiffer: "The council says that all is well." },
      told: { ...told, about: "The conclusion." },
    });
    await story.share(disputed, PANEL, { purpose: "CHALLENGE_SUPPORT", until: "2026-12-31" });
    await does("panel-member", "challengeConcern", {
      ...{ concern: disputed, about: "DISPUTED_CONCERN", challenge: "What now?", answerBy: "2026-03-16" },
    });
    // A review on 1 April.
    reviewed = await story.awareConcern([]);
    await does("adviser", "concludeConcern", {
      concern: reviewed,
      kind: "UNDER_REVIEW",
      acting: "A plan.",
      reviewOn: "2026-04-01",
    });
    // Milestones on 2 June, 2 January and 2 March, and one more on 10 June.
    challenge = await story.offer("adviser", { strand: "CORPORATE", kind: "CORPORATE_PEER_CHALLENGE", causes: ["FINANCE"] });
    await does("chief-executive", "answerSupport", { support: challenge, answer: "AGREED" });
    await does("adviser", "beginSupport", { support: challenge, begunOn: "2026-03-02" });
    await does("adviser", "setMilestone", { support: challenge, kind: "OTHER", due: "2026-06-10", about: "Budget." });
  });
  afterAll(() => story.close());

  const recorded = async () =>
    (await story.hub.log.readAll("", 10_000))
      .filter(({ type }) => FALLEN.includes(type))
      .map(({ type, at }) => [type, at.slice(0, 10)]);
  /** Runs the job repeatedly and concurrently, as overlapping hubs and timers do. */
  const passesOften = async () => {
    await Promise.all([story.passes(), story.passes(), story.passes()]);
    const head = await story.hub.log.head();
    expect(await story.passes()).toBe(0);
    expect(await story.hub.log.head()).toBe(head);
  };

  it.each([
    ["2026-03-16", [], "nothing on the last day to answer the panel"],
    ["2026-03-17", ["ChallengeFellDue.v1"], "the day after it"],
    ["2026-03-31", [], "the day before a review"],
    ["2026-04-01", ["ReviewFellDue.v1"], "the day of the review itself"],
    ["2026-06-02", [], "on a milestone's day, not yet"],
    ["2026-06-03", ["MilestoneFellDue.v1"], "the day after it"],
    ["2026-06-30", ["MilestoneFellDue.v1"], "a fortnight late, as after a standstill; on a share's last day, not yet"],
    ["2026-07-01", ["ShareExpired.v1"], "the day after it"],
  ])("by %s records %j: %s", async (day, types) => {
    story.on(day);
    const before = await recorded();
    await passesOften();
    const since = (await recorded()).slice(before.length);
    expect(since).toEqual(types.map((type) => [type, day]));
  });

  it("is recorded as an act of the hub, and the people concerned see it", async () => {
    for (const person of ["adviser", "chief-executive", "panel-member"])
      expect((await story.seen(person, disputed)).challenges).toMatchObject([{ fellDueAt: "2026-03-17T12:00:00.000Z" }]);
    expect((await story.seen("chief-executive", disputed)).sharingRecord).toMatchObject([
      { status: "EXPIRED", ended: { by: "hub" } },
      { status: "LIVE", ended: null },
    ]);
    // The panel's challenge still has to be answered after its deadline.
    expect(await story.inbox("adviser")).toContainEqual(
      expect.objectContaining({ kind: "CHALLENGE_TO_ANSWER", due: "2026-03-16", overdue: true }),
    );
  });

  it("is not recorded again during or after a rebuild", async () => {
    const before = await recorded();
    const head = await story.hub.log.head();
    let over = false;
    const rebuilt = story.hub.rebuild().finally(() => {
      over = true;
    });
    while (!over) {
      await story.passes();
      await new Promise(setImmediate);
    }
    await rebuilt;
    await passesOften();
    expect(await story.hub.log.head()).toBe(head);
    expect(await recorded()).toEqual(before);
  });

  it("is recorded once even if read models are being rebuilt", async () => {
    const before = await recorded();
    story.on("2027-03-31");
    const rebuilt = story.hub.rebuild();
    await passesOften();
    await rebuilt;
    await passesOften();
    expect((await recorded()).slice(before.length)).toEqual([
      ["ShareExpired.v1", "2027-03-31"],
      ["MilestoneFellDue.v1", "2027-03-31"],
      ["MilestoneFellDue.v1", "2027-03-31"],
    ]);
  });

  it("is never recorded for a matter that was settled, ended or closed before the day", async () => {
    const { does } = story;
    story.on("2027-04-01");
    const id = await story.awareConcern([CIB]);
    await story.share(id, CIB, { until: "2027-06-30", answerBy: "2027-04-12" });
    await does("adviser", "concludeConcern", { concern: id, kind: "UNDER_REVIEW", acting: "A plan.", reviewOn: "2027-05-03" });
    await does("adviser", "concludeConcern", {
      ...{ concern: id, kind: "SATISFACTORY_EXPLANATION", explanation: "It was a move of systems.", appearance: "Corrected." },
    });
    await does("adviser", "closeConcern", { concern: id, reason: "As agreed." });
    const support = await story.offer("adviser", {
      offeredOn: "2027-04-01",
      from: "2027-04-01",
      until: "2027-12-31",
      answerBy: "2027-04-12",
    });
    await does("chief-executive", "answerSupport", { support, answer: "AGREED" });
    await does("adviser", "beginSupport", { support, begunOn: "2027-04-01" });
    await does("adviser", "setMilestone", { support, kind: "OTHER", due: "2027-05-03" });
    await does("adviser", "endSupport", { support, how: "STOPPED", endedOn: "2027-04-01", reason: "As agreed." });
    const before = await recorded();
    story.on("2027-12-31");
    await passesOften();
    expect(await recorded()).toEqual(before);
  });
});
