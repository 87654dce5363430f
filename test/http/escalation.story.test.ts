// Escalation, in the rare case that a department is not persuaded: the council is aware first and is asked, and two people decide.
import { afterAll, beforeAll, describe } from "vitest";
import { CIB, concern, told } from "../examples/api-inputs.ts";
import { type Story, startStory } from "../helpers/story-hub.ts";
import { check, storySteps } from "../helpers/story-steps.ts";

const reason = "Eighteen months of support have changed nothing that can be measured.";
const escalation = {
  body: "dfe",
  parts: ["EVIDENCE"],
  explanation: "So that the department can add its support.",
  until: "2026-08-31",
  answerBy: "2026-03-16",
  grounds: ["SUPPORT_WITHOUT_EFFECT"],
  reason,
};
const ofDepartment = { body: "dfe", grounds: ["DENIAL"], reason: "The council's reply does not speak of the two teams." };

describe("A department that is not persuaded", () => {
  const step = storySteps();
  let story: Story;
  let escalated: { readonly concern: string; readonly escalation: string | undefined };
  let share: { readonly concern: string; readonly share: string };
  let id: string;
  let first: string;
  beforeAll(async () => {
    story = await startStory();
    id = await story.awareConcern([CIB, "dfe"]);
    await story.does("chief-executive", "reply", { concern: id, reply: "Support is working." });
    await story.share(id, CIB);
    first = await story.share(id, "dfe", { purpose: "REASSURE_ON_SUPPORT" });
  });
  afterAll(() => story.close());
  const onEscalation = async () => ({ concern: id, escalation: (await story.seen("adviser", id)).escalations?.at(-1)?.id });

  step("says so, with grounds, to the advisers and the council; a body that has not been shown the summary cannot", async () => {
    const { refused, does, seen } = story;
    check(await refused("inspectorate", "sayNotPersuaded", { concern: id, ...ofDepartment, body: "ofsted" })).toBe("NOT_FOUND");
    check(await refused("department", "sayNotPersuaded", { concern: id, ...ofDepartment, body: "ofsted" })).toBe("NOT_YOUR_BODY");
    check(await refused("cib-lead", "sayNotPersuaded", { concern: id, ...ofDepartment })).toBe("NOT_PERMITTED");
    await does("department", "sayNotPersuaded", { concern: id, ...ofDepartment });

    const said = [{ body: { id: "dfe" }, grounds: ["DENIAL"], said: { by: "department", reason: ofDepartment.reason } }];
    for (const person of ["adviser", "second-adviser", "chief-executive"])
      check([person, (await seen(person, id)).notPersuaded]).toEqual([person, said]);
    for (const person of ["cib-lead", "department"]) check((await seen(person, id)).notPersuaded).toBeNull();
    check(await story.waits("second-adviser")).toContain("NOT_PERSUADED");
  });

  step(
    "is not escalated to before the council is aware or by an ordinary share, and only bodies of government are escalated to",
    async () => {
      const { refused, does } = story;
      const unaware = await does("adviser", "logConcern", concern);
      check(await refused("adviser", "raiseEscalation", { concern: unaware, ...escalation })).toBe("COUNCIL_NOT_AWARE");
      check(await refused("adviser", "raiseEscalation", { concern: id, ...escalation, body: "ofsted" })).toBe("BODY_NOT_COVERED");
      check(await refused("adviser", "raiseEscalation", { concern: id, ...escalation, body: CIB })).toBe("NOT_GOVERNMENT");
      const { grounds: _, reason: __, ...share } = escalation;
      const ordinary = { concern: id, ...share, purpose: "ESCALATE_SUPPORT" };
      check(await refused("adviser", "proposeShare", ordinary)).toBe("ESCALATION_BY_SHARE");
      for (const person of ["chief-executive", "department", "cib-lead"])
        check(await refused(person, "raiseEscalation", { concern: id, ...escalation })).toBe("NOT_PERMITTED");
    },
  );

  step("is escalated to by one adviser, once at a time; the council reads why, and is asked for its position", async () => {
    const { refused, does, seen, waits } = story;
    await does("adviser", "raiseEscalation", { concern: id, ...escalation });
    check(await refused("second-adviser", "raiseEscalation", { concern: id, ...escalation })).toBe("ESCALATION_OPEN");
    escalated = await onEscalation();
    share = { concern: id, share: await story.lastShare(id) };
    check((await seen("chief-executive", id)).escalations).toMatchObject([
      { body: { id: "dfe" }, grounds: ["SUPPORT_WITHOUT_EFFECT"], raised: { by: "adviser", reason }, confirmed: null },
    ]);
    check(await waits("chief-executive")).toContain("POSITION_WANTED");
    check((await seen("department", id)).sharedWithMe).toHaveLength(1);
  });

  step("is shown nothing more before another adviser has confirmed the escalation", async () => {
    const { refused, does, seen, waits } = story;
    check(await waits("adviser")).not.toContain("ESCALATION_TO_CONFIRM");
    check(await waits("second-adviser")).toContain("ESCALATION_TO_CONFIRM");
    check(await refused("adviser", "confirmEscalation", { ...escalated, reason })).toBe("ESCALATION_BY_RAISER");
    check(await refused("department", "confirmEscalation", { ...escalated, reason })).toBe("NOT_PERMITTED");
    await does("chief-executive", "statePosition", { ...share, position: "AGREES" });
    check(await refused("adviser", "makeShare", share)).toBe("ESCALATION_NOT_CONFIRMED");
    check((await seen("department", id)).evidence).toBeNull();
    await does("second-adviser", "confirmEscalation", { ...escalated, reason: "I have read it all, and agree." });
    check(await refused("second-adviser", "confirmEscalation", { ...escalated, reason })).toBe("ESCALATION_CONFIRMED");
    check(await waits("second-adviser")).not.toContain("ESCALATION_TO_CONFIRM");
    await does("adviser", "makeShare", share);
  });

  step("sees the evidence and the grounds when the share is made, and no other body sees them", async () => {
    const { seen, waits } = story;
    const { sharedWithMe, evidence, escalations, sharingRecord } = await seen("department", id);
    check(sharedWithMe).toMatchObject([
      { body: { id: "dfe" }, purpose: "REASSURE_ON_SUPPORT", escalation: null },
      { purpose: "ESCALATE_SUPPORT", escalation: { grounds: ["SUPPORT_WITHOUT_EFFECT"], reason } },
    ]);
    check(evidence).toHaveLength(1);
    check([escalations, sharingRecord]).toEqual([null, null]);
    check((await seen("cib-lead", id)).sharedWithMe).toMatchObject([{ body: { id: CIB }, escalation: null }]);
    check(await waits("adviser")).not.toContain("NOT_PERSUADED");
    check(await story.sees("inspectorate", id)).toBeNull();
  });

  step("is reassured within its own share, which no other recipient sees", async () => {
    const { does, refused, seen } = story;
    const reassurance = "A director from a neighbouring council starts on 1 April.";
    const toCib = (await seen("adviser", id)).sharingRecord?.find(({ body }) => body.id === CIB)?.id;
    check(await refused("adviser", "giveReassurance", { concern: id, share: toCib, reassurance })).toBe("NOT_GOVERNMENT");
    check(await refused("chief-executive", "giveReassurance", { concern: id, share: first, reassurance })).toBe("NOT_PERMITTED");
    await does("adviser", "giveReassurance", { concern: id, share: first, reassurance });
    check((await seen("department", id)).sharedWithMe).toMatchObject([{ id: first, reassurances: [] }, {}]);
    await does("adviser", "recordAwareness", { concern: id, ...told, bodies: [] });
    await story.openWords(id);

    const [own, escalated] = (await seen("department", id)).sharedWithMe;
    check([own, escalated]).toMatchObject([{ id: first, reassurances: [{ text: reassurance }] }, { reassurances: [] }]);
    check(JSON.stringify(await seen("cib-lead", id))).not.toContain(reassurance);
    check(JSON.stringify((await seen("chief-executive", id)).sharingRecord)).toContain(reassurance);
  });

  step("keeps what it was shown before when the escalation is stood down", async () => {
    const { does, refused, seen } = story;
    escalated = await onEscalation();
    check(await refused("chief-executive", "standDownEscalation", { ...escalated, reason })).toBe("NOT_PERMITTED");
    await does("adviser", "standDownEscalation", { ...escalated, reason: "The new director is in post." });
    check(await refused("second-adviser", "confirmEscalation", { ...escalated, reason })).toBe("ESCALATION_ENDED");

    const { sharedWithMe, evidence } = await seen("department", id);
    check(sharedWithMe.map((share) => share.id)).toEqual([first]);
    check(evidence).toBeNull();
    check(await seen("chief-executive", id)).toMatchObject({
      escalations: [{ confirmed: { by: "second-adviser" }, stoodDown: { by: "adviser" } }],
      sharingRecord: [{ status: "LIVE" }, { status: "LIVE" }, { status: "WITHDRAWN" }],
    });
    // It was reassured since it said that it was not persuaded.
    check(await story.waits("adviser")).not.toContain("NOT_PERSUADED");
  });

  step("is escalated to over the council's objection only by a further decision of a second person", async () => {
    const { does, refused, seen } = story;
    await does("adviser", "raiseEscalation", { concern: id, ...escalation, grounds: ["IMMINENT_DANGER", "DENIAL"] });
    escalated = await onEscalation();
    share = { concern: id, share: await story.lastShare(id) };
    await does("chief-executive", "statePosition", { ...share, position: "OBJECTS", statement: "The director is in post." });
    await does("second-adviser", "confirmEscalation", { ...escalated, reason });
    check(await refused("adviser", "makeShare", share)).toBe("COUNCIL_OBJECTS");
    check(await refused("adviser", "overrideObjection", { ...share, reason })).toBe("OVERRIDE_BY_PROPOSER");
    check((await seen("department", id)).sharedWithMe).toHaveLength(1);
    await does("second-adviser", "overrideObjection", { ...share, reason: "Two children came to harm this week.", urgent: true });
    await does("adviser", "makeShare", share);
    check((await seen("department", id)).sharedWithMe).toHaveLength(1);
    check((await seen("chief-executive", id)).sharingRecord?.at(-1)).toMatchObject({ status: "OPENING" });
    check(await refused("second-adviser", "confirmDanger", { ...share, reason })).toBe("DANGER_BY_CLAIMANT");
    check(await story.waits("adviser")).toContain("DANGER_TO_CONFIRM");
    await does("adviser", "confirmDanger", { ...share, reason });
    check((await seen("department", id)).sharedWithMe).toMatchObject([
      { id: first },
      {
        ...{ escalation: { grounds: ["IMMINENT_DANGER", "DENIAL"] } },
        ...{ councilObjects: true, objection: "The director is in post." },
      },
    ]);
    check((await seen("chief-executive", id)).sharingRecord?.at(-1)).toMatchObject({
      ...{ status: "LIVE", position: "OBJECTS" },
      override: { by: "second-adviser", reason: "Two children came to harm this week." },
    });
  });
});
