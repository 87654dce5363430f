// The council confirms or disputes that it was told; what rests on a disputed record is suspended until a second adviser has told a head.
import { afterAll, beforeAll, describe } from "vitest";
import { awareness, CIB, proposal } from "../examples/api-inputs.ts";
import { answerDay } from "../helpers/fair-days.ts";
import { type Story, startStory } from "../helpers/story-hub.ts";
import { check, storySteps } from "../helpers/story-steps.ts";

const RECORDS = `query($id: ID!) { concern(id: $id) { awareness { id answerBy answer answered { by } statement disputedBodies { id } repairs standing } } }`;
type Shown = { readonly id: string } & Readonly<Record<string, unknown>>;

describe("A council about which an adviser recorded that it was told of a concern", () => {
  const step = storySteps();
  let story: Story;
  let id: string;
  beforeAll(async () => {
    story = await startStory();
    id = await story.awareConcern([CIB, "dfe"]);
    await story.share(id, CIB);
  });
  afterAll(() => story.close());
  const records = async (person = "chief-executive"): Promise<readonly Shown[]> =>
    (await story.asks<{ concern: { awareness: readonly Shown[] } }>(person, RECORDS, { id })).concern.awareness;
  const statuses = async () => (await story.seen("adviser", id)).sharingRecord?.map(({ status }) => status);

  step("is asked to confirm or dispute the record, which counts as not confirmed until then", async () => {
    const [record] = await records();
    check(record).toMatchObject({ answerBy: "2026-03-09", answer: null, standing: "The adviser's record, not confirmed." });
    check(await story.waits("chief-executive")).toContain("AWARENESS_TO_ANSWER");
    check(await story.sees("cib-lead", id)).not.toBeNull();
    const answer = { concern: id, awareness: record?.id, answer: "NOT_TOLD" };
    check(await story.refused("adviser", "answerAwareness", answer)).toBe("NOT_PERMITTED");
    check(await story.refused("cib-lead", "answerAwareness", answer)).toBe("NOT_PERMITTED");
    check(await story.refused("chief-executive-london", "answerAwareness", answer)).toBe("NOT_FOUND");
  });

  step(
    "suspends the shares that rest on the record by answering that it was not told, and no new share can be proposed",
    async () => {
      const [record] = await records();
      const statement = "Nobody spoke to me.";
      await story.does("chief-executive", "answerAwareness", {
        concern: id,
        awareness: record?.id,
        answer: "NOT_TOLD",
        statement,
      });
      check(await statuses()).toEqual(["SUSPENDED"]);
      check(await story.sees("cib-lead", id)).toBeNull();
      check((await records())[0]).toMatchObject({
        ...{ answer: "NOT_TOLD", answered: { by: "chief-executive" }, statement },
        standing: "The council says that it was not told.",
      });
      const again = { concern: id, ...proposal, answerBy: answerDay("2026-03-02") };
      check(await story.refused("adviser", "proposeShare", again)).toBe("AWARENESS_DISPUTED");
    },
  );

  step("is told again by a second adviser, who speaks with one of its heads: the suspended shares are live again", async () => {
    const told = { concern: id, ...awareness, bodies: [CIB], toldOn: "2026-03-02" };
    check(await story.waits("adviser")).not.toContain("AWARENESS_DISPUTED");
    check(await story.waits("second-adviser")).toContain("AWARENESS_DISPUTED");
    check(await story.refused("adviser", "recordAwareness", told)).toBe("TOLD_BY_SAME_ADVISER");
    check(await story.refused("second-adviser", "recordAwareness", { ...told, toldOffice: "LEAD_MEMBER" })).toBe("TELL_A_HEAD");
    await story.does("second-adviser", "recordAwareness", told);
    const [first, second] = await records();
    check(second).toMatchObject({ repairs: first?.id, answer: null });
    check(await statuses()).toEqual(["LIVE"]);
    check(await story.sees("cib-lead", id)).not.toBeNull();
  });

  step("can dispute the second record too, which is recorded and suspends nothing", async () => {
    const [, second] = await records();
    await story.does("chief-executive", "answerAwareness", { concern: id, awareness: second?.id, answer: "NOT_TOLD" });
    check(await statuses()).toEqual(["LIVE"]);
    check((await records())[1]).toMatchObject({ answer: "NOT_TOLD" });
  });

  step("suspends only the shares that it disputes by answering, on another concern, that it was told otherwise", async () => {
    id = await story.awareConcern([CIB, "dfe"]);
    await story.share(id, CIB);
    await story.share(id, "dfe", { purpose: "REASSURE_ON_SUPPORT" });
    const [record] = await records();
    const otherwise = { concern: id, awareness: record?.id, answer: "TOLD_OTHERWISE", bodies: ["dfe"] };
    check(await story.refused("chief-executive", "answerAwareness", otherwise)).toBe("INVALID_INPUT");
    await story.does("chief-executive", "answerAwareness", { ...otherwise, statement: "Not of the department." });
    check(await statuses()).toEqual(["LIVE", "SUSPENDED"]);
    check(await story.sees("cib-lead", id)).not.toBeNull();
    check(await story.sees("department", id)).toBeNull();
    await story.does("chief-executive", "answerAwareness", { concern: id, awareness: record?.id, answer: "CONFIRMED" });
    check(await statuses()).toEqual(["LIVE", "LIVE"]);
  });
});
