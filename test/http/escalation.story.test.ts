// Escalation, in the rare case that a department is not persuaded: the council is aware first and is asked, and two people decide.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CIB, concern, told } from "../examples/api-inputs.ts";
import { type Story, startStory } from "../helpers/story-hub.ts";

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
  let story: Story;
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

  it("says so, with grounds, to the advisers and the council; who has not been shown the summary cannot", async () => {
    const { refused, does, seen } = story;
    expect(await refused("inspectorate", "sayNotPersuaded", { concern: id, ...ofDepartment, body: "ofsted" })).toBe("NOT_FOUND");
    expect(await refused("department", "sayNotPersuaded", { concern: id, ...ofDepartment, body: "ofsted" })).toBe(
      "NOT_YOUR_BODY",
    );
    expect(await refused("cib-lead", "sayNotPersuaded", { concern: id, ...ofDepartment })).toBe("NOT_PERMITTED");
    await does("department", "sayNotPersuaded", { concern: id, ...ofDepartment });

    const said = [{ body: { id: "dfe" }, grounds: ["DENIAL"], said: { by: "department", reason: ofDepartment.reason } }];
    for (const person of ["adviser", "second-adviser", "chief-executive"])
      expect([person, (await seen(person, id)).notPersuaded]).toEqual([person, said]);
    for (const person of ["cib-lead", "department"]) expect((await seen(person, id)).notPersuaded).toBeNull();
    expect(await story.waits("second-adviser")).toContain("NOT_PERSUADED");
  });

  it("is not escalated to before the council is aware, nor by an ordinary share, nor to anybody but government", async () => {
    const { refused, does } = story;
    const unaware = await does("adviser", "logConcern", concern);
    expect(await refused("adviser", "raiseEscalation", { concern: unaware, ...escalation })).toBe("COUNCIL_NOT_AWARE");
    expect(await refused("adviser", "raiseEscalation", { concern: id, ...escalation, body: "ofsted" })).toBe("BODY_NOT_COVERED");
    expect(await refused("adviser", "raiseEscalation", { concern: id, ...escalation, body: CIB })).toBe("NOT_GOVERNMENT");
    const { grounds: _, reason: __, ...share } = escalation;
    const ordinary = { concern: id, ...share, purpose: "ESCALATE_SUPPORT" };
    expect(await refused("adviser", "proposeShare", ordinary)).toBe("ESCALATION_BY_SHARE");
    for (const person of ["chief-executive", "department", "cib-lead"])
      expect(await refused(person, "raiseEscalation", { concern: id, ...escalation })).toBe("NOT_PERMITTED");
  });

  it("is escalated to when one adviser raises it and another confirms it, once the council has been asked", async () => {
    const { refused, does, seen, waits } = story;
    await does("adviser", "raiseEscalation", { concern: id, ...escalation });
    expect(await refused("second-adviser", "raiseEscalation", { concern: id, ...escalation })).toBe("ESCALATION_OPEN");
    const escalated = await onEscalation();
    const share = { concern: id, share: await story.lastShare(id) };

    // The council knows at once, with the reason, and is asked.
    expect((await seen("chief-executive", id)).escalations).toMatchObject([
      { body: { id: "dfe" }, grounds: ["SUPPORT_WITHOUT_EFFECT"], raised: { by: "adviser", reason }, confirmed: null },
    ]);
    expect(await waits("chief-executive")).toContain("POSITION_WANTED");
    expect((await seen("department", id)).sharedWithMe).toHaveLength(1);

    // Nobody goes alone.
    expect(await waits("adviser")).not.toContain("ESCALATION_TO_CONFIRM");
    expect(await waits("second-adviser")).toContain("ESCALATION_TO_CONFIRM");
    expect(await refused("adviser", "confirmEscalation", { ...escalated, reason })).toBe("ESCALATION_BY_RAISER");
    expect(await refused("department", "confirmEscalation", { ...escalated, reason })).toBe("NOT_PERMITTED");
    await does("chief-executive", "statePosition", { ...share, position: "AGREES" });
    expect(await refused("adviser", "makeShare", share)).toBe("ESCALATION_NOT_CONFIRMED");
    expect((await seen("department", id)).evidence).toBeNull();
    await does("second-adviser", "confirmEscalation", { ...escalated, reason: "I have read it all, and agree." });
    expect(await refused("second-adviser", "confirmEscalation", { ...escalated, reason })).toBe("ESCALATION_CONFIRMED");
    expect(await waits("second-adviser")).not.toContain("ESCALATION_TO_CONFIRM");
    await does("adviser", "makeShare", share);

    const { sharedWithMe, evidence, escalations, sharingRecord } = await seen("department", id);
    expect(sharedWithMe).toMatchObject([
      { body: { id: "dfe" }, purpose: "REASSURE_ON_SUPPORT", escalation: null },
      { purpose: "ESCALATE_SUPPORT", escalation: { grounds: ["SUPPORT_WITHOUT_EFFECT"], reason } },
    ]);
    expect(evidence).toHaveLength(1);
    expect([escalations, sharingRecord]).toEqual([null, null]);
    expect((await seen("cib-lead", id)).sharedWithMe).toMatchObject([{ body: { id: CIB }, escalation: null }]);
    expect(await waits("adviser")).not.toContain("NOT_PERSUADED");
    expect(await story.sees("inspectorate", id)).toBeNull();
  });

  it("is reassured within its own share, which no other recipient sees", async () => {
    const { does, refused, seen } = story;
    const reassurance = "A director from a neighbouring council starts on 1 April.";
    const toCib = (await seen("adviser", id)).sharingRecord?.find(({ body }) => body.id === CIB)?.id;
    expect(await refused("adviser", "giveReassurance", { concern: id, share: toCib, reassurance })).toBe("NOT_GOVERNMENT");
    expect(await refused("chief-executive", "giveReassurance", { concern: id, share: first, reassurance })).toBe("NOT_PERMITTED");
    await does("adviser", "giveReassurance", { concern: id, share: first, reassurance });
    expect((await seen("department", id)).sharedWithMe).toMatchObject([{ id: first, reassurances: [] }, {}]);
    await does("adviser", "recordAwareness", { concern: id, ...told, bodies: [] });

    const [own, escalated] = (await seen("department", id)).sharedWithMe;
    expect([own, escalated]).toMatchObject([{ id: first, reassurances: [{ text: reassurance }] }, { reassurances: [] }]);
    expect(JSON.stringify(await seen("cib-lead", id))).not.toContain(reassurance);
    expect(JSON.stringify((await seen("chief-executive", id)).sharingRecord)).toContain(reassurance);
  });

  it("keeps what it was shown before when the escalation is stood down", async () => {
    const { does, refused, seen } = story;
    const escalated = await onEscalation();
    expect(await refused("chief-executive", "standDownEscalation", { ...escalated, reason })).toBe("NOT_PERMITTED");
    await does("adviser", "standDownEscalation", { ...escalated, reason: "The new director is in post." });
    expect(await refused("second-adviser", "confirmEscalation", { ...escalated, reason })).toBe("ESCALATION_ENDED");

    const { sharedWithMe, evidence } = await seen("department", id);
    expect(sharedWithMe.map((share) => share.id)).toEqual([first]);
    expect(evidence).toBeNull();
    expect(await seen("chief-executive", id)).toMatchObject({
      escalations: [{ confirmed: { by: "second-adviser" }, stoodDown: { by: "adviser" } }],
      sharingRecord: [{ status: "LIVE" }, { status: "LIVE" }, { status: "WITHDRAWN" }],
    });
    // It was reassured since it said that it was not persuaded.
    expect(await story.waits("adviser")).not.toContain("NOT_PERSUADED");
  });

  it("is escalated to without the council's agreement only over its objection: by yet another decision of a second person", async () => {
    const { does, refused, seen } = story;
    await does("adviser", "raiseEscalation", { concern: id, ...escalation, grounds: ["IMMINENT_DANGER", "DENIAL"] });
    const escalated = await onEscalation();
    const share = { concern: id, share: await story.lastShare(id) };
    await does("chief-executive", "statePosition", { ...share, position: "OBJECTS", statement: "The director is in post." });
    await does("second-adviser", "confirmEscalation", { ...escalated, reason });
    expect(await refused("adviser", "makeShare", share)).toBe("COUNCIL_OBJECTS");
    expect(await refused("adviser", "overrideObjection", { ...share, reason })).toBe("OVERRIDE_BY_PROPOSER");
    expect((await seen("department", id)).sharedWithMe).toHaveLength(1);
    await does("second-adviser", "overrideObjection", { ...share, reason: "Two children came to harm this week." });
    await does("adviser", "makeShare", share);
    expect((await seen("department", id)).sharedWithMe).toMatchObject([
      { id: first },
      { escalation: { grounds: ["IMMINENT_DANGER", "DENIAL"] } },
    ]);
    expect((await seen("chief-executive", id)).sharingRecord?.at(-1)).toMatchObject({
      ...{ status: "LIVE", position: "OBJECTS" },
      override: { by: "second-adviser", reason: "Two children came to harm this week." },
    });
  });
});
