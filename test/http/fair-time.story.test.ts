// If a council does not answer, a share can be made only after a fair time and only if the council was reached (docs/decisions/0033).
import { afterAll, beforeAll, describe } from "vitest";
import { recordCouncilsReached } from "../../hub/clock/scheduled-jobs.ts";
import type { Mailer } from "../../hub/mail/mailer.ts";
import { noticeSender } from "../../hub/mail/notices.ts";
import { CIB, proposal } from "../examples/api-inputs.ts";
import { reach } from "../helpers/fair-days.ts";
import { type Story, startStory } from "../helpers/story-hub.ts";
import { check, storySteps } from "../helpers/story-steps.ts";

const FAIR_TIME = `query($id: ID!) { concern(id: $id) { sharingRecord { id status answerBy notReachedAt basis
  reached { how at } letter { reference sentOn chiefExecutive recordedBy } moreTime { by } urgent { answerBy danger } dangerConfirmed { by reason } } } }`;
type Shown = { readonly id: string; readonly status: string; readonly answerBy: string } & Readonly<Record<string, unknown>>;

const evidenceForDepartment = { ...proposal, body: "dfe", parts: ["EVIDENCE"], purpose: "REASSURE_ON_SUPPORT" };
const reason = "The school year begins without enough social workers.";

describe("A share on which the council says nothing", () => {
  const step = storySteps();
  let story: Story;
  let id: string;
  let share: { readonly concern: string; readonly share: string };
  beforeAll(async () => {
    story = await startStory();
    id = await story.awareConcern([CIB, "dfe"]);
  });
  afterAll(() => story.close());
  const shown = async (person = "chief-executive"): Promise<Shown> => {
    const { concern } = await story.asks<{ concern: { sharingRecord: readonly Shown[] } }>(person, FAIR_TIME, { id });
    const found = concern.sharingRecord.find((one) => one.id === share?.share) ?? concern.sharingRecord.at(-1);
    if (!found) throw new Error("No share was proposed.");
    return found;
  };
  async function proposes(input: object): Promise<void> {
    await story.does("adviser", "proposeShare", { concern: id, ...input });
    share = { concern: id, share: await story.lastShare(id) };
  }

  step("cannot be proposed on a Friday to open after the weekend: the council has 10 working days for a department", async () => {
    story.on("2026-03-06");
    const overTheWeekend = { concern: id, ...evidenceForDepartment, answerBy: "2026-03-08" };
    check(await story.refused("adviser", "proposeShare", overTheWeekend)).toBe("ANSWER_DATE_TOO_EARLY");
    check(await story.refused("adviser", "proposeShare", { ...overTheWeekend, answerBy: "2026-03-19" })).toBe(
      "ANSWER_DATE_TOO_EARLY",
    );
    await proposes({ ...evidenceForDepartment, answerBy: "2026-03-20" });
    check(await shown()).toMatchObject({ status: "AWAITING_ANSWER", answerBy: "2026-03-20", reached: null });
  });

  step("is not made while nobody of the council has been reached, which the hub records once", async () => {
    check(await story.waits("adviser")).not.toContain("COUNCIL_TO_REACH");
    story.on("2026-03-11");
    check(await story.waits("adviser")).toContain("COUNCIL_TO_REACH");
    story.on("2026-03-23");
    check([await story.passes(), await story.passes()]).toEqual([1, 0]);
    check(await shown()).toMatchObject({ status: "NOT_REACHED", notReachedAt: "2026-03-23T12:00:00.000Z" });
    check(await story.refused("adviser", "makeShare", share)).toBe("COUNCIL_NOT_REACHED");
    check(await story.refused("second-adviser", "overrideObjection", { ...share, reason })).toBe("COUNCIL_NOT_REACHED");
    check(await story.sees("department", id)).toBeNull();
  });

  step("has a last day to answer that is counted from a letter, once a second adviser has confirmed it", async () => {
    const letter = {
      reference: "LGA/2026/41",
      sentOn: "2026-03-23",
      chiefExecutive: "Maren (invented)",
      monitoringOfficer: "Bram (invented)",
    };
    check(await story.refused("second-adviser", "confirmLetter", share)).toBe("NO_LETTER");
    await story.does("adviser", "recordLetter", { ...share, ...letter });
    check(await story.waits("adviser")).not.toContain("LETTER_TO_CONFIRM");
    check(await story.waits("second-adviser")).toContain("LETTER_TO_CONFIRM");
    check(await story.refused("adviser", "confirmLetter", share)).toBe("LETTER_BY_SENDER");
    for (const person of ["chief-executive", "cib-lead", "adviser-london"])
      check(["NOT_PERMITTED", "NOT_FOUND"]).toContain(await story.refused(person, "confirmLetter", share));
    await story.does("second-adviser", "confirmLetter", share);
    check(await shown()).toMatchObject({
      ...{ status: "AWAITING_ANSWER", answerBy: "2026-04-08", reached: { how: "LETTER" } },
      letter: { reference: "LGA/2026/41", sentOn: "2026-03-23", recordedBy: "adviser" },
    });
  });

  step(
    "never opens evidence to a department on silence; a second person can override that with a reason, which the council reads",
    async () => {
      story.on("2026-04-08");
      check(await story.refused("adviser", "makeShare", share)).toBe("AWAITING_COUNCIL");
      story.on("2026-04-09");
      check(await shown()).toMatchObject({ status: "OBJECTED" });
      check(await story.refused("adviser", "makeShare", share)).toBe("SILENCE_NOT_ENOUGH");
      await story.does("second-adviser", "overrideObjection", { ...share, reason });
      await story.does("adviser", "makeShare", share);
      check(await shown()).toMatchObject({ status: "OPENING", basis: "OVERRIDE" });
      check(await story.sees("department", id)).toBeNull();
      story.on("2026-04-13");
      check(await shown()).toMatchObject({ status: "LIVE", basis: "OVERRIDE" });
      check((await story.seen("department", id)).sharedWithMe).toMatchObject([{ councilObjects: true, objection: null }]);
    },
  );
});

describe("A council that is reached", () => {
  const step = storySteps();
  let story: Story;
  let id: string;
  let share: { readonly concern: string; readonly share: string };
  let notices: () => Promise<number>;
  beforeAll(async () => {
    story = await startStory();
    id = await story.awareConcern([CIB]);
    const mailer: Mailer = { send: async () => {}, close() {} };
    notices = noticeSender(story.hub, mailer, story.test.logger, { steady: () => 0 });
    await story.does("adviser", "proposeShare", { concern: id, ...proposal, answerBy: "2026-03-09" });
    share = { concern: id, share: await story.lastShare(id) };
  });
  afterAll(() => story.close());
  const shown = async (): Promise<Shown | undefined> =>
    (await story.asks<{ concern: { sharingRecord: readonly Shown[] } }>("adviser", FAIR_TIME, { id })).concern.sharingRecord.at(
      -1,
    );

  step("needs a mail address for a notice, and only the governance officer can set the first one, once", async () => {
    check(await recordCouncilsReached(story.hub)).toBe(0);
    const first = { person: "chief-executive", address: "maren.tolliver@tarrowshire.example" };
    for (const person of ["administrator", "adviser", "cib-lead"])
      check(await story.refused(person, "setFirstMailAddress", first)).toBe("NOT_PERMITTED");
    check(await story.refused("governance-officer", "setFirstMailAddress", { ...first, person: "cib-lead" })).toBe(
      "FIRST_ADDRESS_GIVEN",
    );
    await story.does("governance-officer", "setFirstMailAddress", first);
    check(await story.refused("governance-officer", "setFirstMailAddress", { ...first, address: "me@gov.example" })).toBe(
      "FIRST_ADDRESS_GIVEN",
    );
    check(await recordCouncilsReached(story.hub)).toBe(0);
    story.test.clock.set("2026-03-02T12:00:01.000Z");
    check(await notices()).toBe(1);
  });

  step("is recorded as reached once, however often the job runs, even several times at once", async () => {
    const often = await Promise.all([1, 2, 3].map(() => recordCouncilsReached(story.hub)));
    check(often.toSorted()).toEqual([0, 0, 1]);
    check(await recordCouncilsReached(story.hub)).toBe(0);
    const stored = await story.hub.log.readStream(`concern-${id}`);
    check(
      stored.filter(({ type }) => type === "CouncilReached.v1").map(({ data, metadata }) => [data.person, metadata.actor]),
    ).toEqual([["chief-executive", "hub"]]);
    check(await shown()).toMatchObject({ status: "AWAITING_ANSWER", answerBy: "2026-03-09", reached: { how: "NOTICE" } });
  });

  step("can take more time to answer, once", async () => {
    check(await story.refused("adviser", "takeMoreTime", share)).toBe("NOT_PERMITTED");
    await story.does("chief-executive", "takeMoreTime", share);
    check(await story.refused("nominated-officer", "takeMoreTime", share)).toBe("TIME_TAKEN");
    check(await shown()).toMatchObject({ answerBy: "2026-03-16", moreTime: { by: "chief-executive" } });
  });

  step("allows the share by silence after its last day to answer, but not because a clock is ahead", async () => {
    story.test.clock.leap("2026-05-04T12:00:00.000Z");
    check(await story.refused("adviser", "makeShare", share)).toBe("AWAITING_COUNCIL");
    story.test.clock.leap("2026-03-02T12:00:02.000Z");
    story.on("2026-03-16");
    check(await story.refused("adviser", "makeShare", share)).toBe("AWAITING_COUNCIL");
    story.on("2026-03-17");
    check(await shown()).toMatchObject({ status: "UNANSWERED" });
    await story.does("adviser", "makeShare", share);
    check(await shown()).toMatchObject({ status: "LIVE", basis: "SILENCE" });
    check(await story.sees("cib-lead", id)).not.toBeNull();
  });

  step("has one day to answer in imminent danger, once a second adviser has confirmed the danger", async () => {
    const urgent = { ...proposal, answerBy: "2026-03-18", imminentDanger: "A home closes on Friday." };
    await story.does("adviser", "proposeShare", { concern: id, ...urgent });
    const inDanger = { concern: id, share: await story.lastShare(id) };
    check(await shown()).toMatchObject({
      answerBy: "2026-03-24",
      urgent: { answerBy: "2026-03-18", danger: "A home closes on Friday." },
    });
    check(await story.refused("adviser", "confirmDanger", { ...inDanger, reason })).toBe("DANGER_BY_CLAIMANT");
    check(await story.waits("second-adviser")).toContain("DANGER_TO_CONFIRM");
    await story.does("second-adviser", "confirmDanger", { ...inDanger, reason });
    await reach(story.test, inDanger);
    check(await shown()).toMatchObject({ answerBy: "2026-03-18", dangerConfirmed: { by: "second-adviser", reason } });
  });
});
