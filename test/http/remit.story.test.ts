// Departments and inspectorates receive the strand of their remit, and another only with the council's yes (docs/decisions/0038).
import { afterAll, beforeAll, describe } from "vitest";
import { CIB, proposal, submission, TARROWSHIRE, told } from "../examples/api-inputs.ts";
import { reach } from "../helpers/fair-days.ts";
import { command } from "../helpers/send-command.ts";
import { type Story, startStory } from "../helpers/story-hub.ts";
import { check, storySteps } from "../helpers/story-steps.ts";

const MINISTRY = "mhclg";
const SHARES = "query($id: ID!) { concern(id: $id) { sharingRecord { beyondRemit silence status basis } } }";
type Shares = { readonly concern: { readonly sharingRecord: readonly object[] } };

describe("A ministry whose remit is not children's services", () => {
  const step = storySteps();
  let story: Story;
  let id: string;
  let share: { readonly concern: string; readonly share: string };
  const toMinistry = { ...proposal, body: MINISTRY, parts: ["HEADLINE"], purpose: "OFFER_SUPPORT", answerBy: "2026-03-16" };
  beforeAll(async () => {
    story = await startStory();
    const person = "ministry-officer";
    await story.does("administrator", "registerPerson", { person, name: "Ottoline Marsh (invented)" });
    const assignment = { person, role: "DEPARTMENT", body: MINISTRY, from: "2026-01-01", until: "2026-12-31" };
    await story.does("administrator", "startAssignment", assignment);
    id = await story.awareConcern([CIB]);
  });
  afterAll(() => story.close());
  const shown = async (): Promise<object | undefined> =>
    (await story.asks<Shares>("chief-executive", SHARES, { id })).concern.sharingRecord.at(-1);
  const ministrySees = () => story.sees("ministry-officer", id);

  step("cannot be named to the council or get a share proposed, and the refusal names the bodies whose remit it is", async () => {
    const telling = { concern: id, ...told, bodies: [MINISTRY] };
    const { code, message } = await command(story.test, "adviser", "recordAwareness", telling);
    check(code).toBe("BEYOND_REMIT");
    check(message).toMatch(/standing agreement .* Department for Education, Ofsted\.$/);
    check(await story.refused("adviser", "proposeShare", { concern: id, ...toMinistry })).toBe("BEYOND_REMIT");
  });

  step(
    "can be named once the council has a standing agreement with it, and silence on a share with it is an objection",
    async () => {
      const inAdvance = {
        council: TARROWSHIRE,
        body: MINISTRY,
        purpose: "ALIGN_SUPPORT",
        parts: ["HEADLINE"],
        strand: "CHILDRENS",
      };
      await story.does("chief-executive", "giveStandingAgreement", inAdvance);
      await story.does("adviser", "recordAwareness", { concern: id, ...told, bodies: [MINISTRY] });
      await story.does("adviser", "proposeShare", { concern: id, ...toMinistry });
      share = { concern: id, share: await story.lastShare(id) };
      check(await shown()).toMatchObject({ beyondRemit: true, silence: "IS_OBJECTION", status: "AWAITING_ANSWER" });
    },
  );

  step("gets nothing on the silence of a council that was reached, nor by an override", async () => {
    await reach(story.test, share);
    story.on("2026-03-17");
    check(await shown()).toMatchObject({ status: "OBJECTED" });
    check(await story.refused("adviser", "makeShare", share)).toBe("BEYOND_REMIT");
    check(await story.refused("second-adviser", "overrideObjection", { ...share, reason: "It is urgent." })).toBe("BEYOND_REMIT");
    check(await ministrySees()).toBeNull();
  });

  step("reads it once the council says yes to the share, until the council takes that back", async () => {
    await story.does("chief-executive", "statePosition", { ...share, position: "AGREES" });
    await story.does("adviser", "makeShare", share);
    check(await shown()).toMatchObject({ status: "LIVE", basis: "AGREED" });
    check(await ministrySees()).toMatchObject({ stage: "SHARED" });
    await story.does("chief-executive", "statePosition", { ...share, position: "OBJECTS" });
    check(await ministrySees()).toBeNull();
    check(await story.refused("second-adviser", "overrideObjection", { ...share, reason: "It is urgent." })).toBe("BEYOND_REMIT");
  });

  step(
    "submits what is outside its remit only with a reason, which the advisers read, and the council once it is told",
    async () => {
      const outside = { ...submission, body: MINISTRY };
      check(await story.refused("ministry-officer", "submitInformation", outside)).toBe("BEYOND_REMIT");
      const beyondRemitReason = "Its accounts do not provide for the late assessments.";
      const submitted = await story.does("ministry-officer", "submitInformation", { ...outside, beyondRemitReason });
      const query = "query($id: ID!) { submission(id: $id) { beyondRemitReason } }";
      const seenBy = async (person: string) =>
        (await story.asks<{ submission: object | null }>(person, query, { id: submitted })).submission;
      check([await seenBy("adviser"), await seenBy("chief-executive")]).toEqual([{ beyondRemitReason }, null]);
      await story.does("adviser", "tellCouncilOfSubmission", { submission: submitted, ...told });
      check(await seenBy("chief-executive")).toEqual({ beyondRemitReason });
    },
  );
});
