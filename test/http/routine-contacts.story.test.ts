// An adviser records a routine talk with a council: the council and the advisers of the scope read it, and nobody else.
import { afterAll, beforeAll, describe } from "vitest";
import { routineContact, TARROWSHIRE } from "../examples/api-inputs.ts";
import { type Story, startStory } from "../helpers/story-hub.ts";
import { check, storySteps } from "../helpers/story-steps.ts";

const CONTACTS = `{ council(code: "${TARROWSHIRE}") { routineContactCount routineContacts {
  id strand heldOn people topic agreed nextStep nextStepBy
  recorded { actor { id inWords } } corrected { reason } formerWords { people topic agreed nextStep nextStepBy } withdrawn { reason actor { id } }
} } }`;
type Contacts = {
  readonly council: { readonly routineContactCount: number; readonly routineContacts: readonly { readonly id: string }[] };
};

describe("A contact without a concern", () => {
  const step = storySteps();
  let story: Story;
  let contact: string;
  beforeAll(async () => {
    story = await startStory();
  });
  afterAll(() => story.close());

  const seen = async (person: string) => (await story.asks<Contacts>(person, CONTACTS)).council;
  const of = { council: TARROWSHIRE };

  step("is recorded by an adviser of the scope alone, who confirms that it tells of no untold concern", async () => {
    for (const person of ["cib-lead", "chief-executive", "governance-officer", "panel-member"])
      check(await story.refused(person, "recordContact", routineContact)).toBe("NOT_PERMITTED");
    check(await story.refused("adviser", "recordContact", { ...routineContact, saysNothingUntold: false })).toBe(
      "CONTACT_NOT_CONFIRMED",
    );
    await story.does("adviser", "recordContact", routineContact);
    contact = (await seen("adviser")).routineContacts[0]?.id ?? "";
  });

  step("is read by the council and its advisers, with who recorded it, and by nobody else", async () => {
    const { council: _, saysNothingUntold: __, channel: ___, offices: ____, ...words } = routineContact;
    for (const person of ["adviser", "second-adviser", "chief-executive", "leader"])
      check(await seen(person)).toMatchObject({
        routineContactCount: 1,
        routineContacts: [{ ...words, recorded: { actor: { id: "adviser", inWords: "Principal Adviser, East Midlands" } } }],
      });
    for (const person of ["cib-lead", "department", "panel-member", "leader-ambleford", "governance-officer", "advisory-board"])
      check(await seen(person)).toEqual({ routineContactCount: 0, routineContacts: [] });
  });

  step("asks the advisers for its next step by the day", async () => {
    const waits = (person: string) => story.waits(person);
    check(await waits("second-adviser")).toContain("CONTACT_STEP_DUE");
    check(JSON.stringify(await waits("chief-executive"))).not.toContain("CONTACT_STEP_DUE");
  });

  step("is corrected and withdrawn with a reason, which the council reads beside the former words", async () => {
    const words = { people: "Maren Tolliver (invented)", topic: "The leadership team.", saysNothingUntold: true };
    await story.does("second-adviser", "correctContact", { ...of, contact, ...words, reason: "No visit was agreed." });
    check(await seen("chief-executive")).toMatchObject({
      routineContacts: [
        { topic: "The leadership team.", agreed: null, nextStepBy: null, corrected: [{ reason: "No visit was agreed." }] },
      ],
    });
    const { people, topic, agreed, nextStep, nextStepBy } = routineContact;
    for (const person of ["chief-executive", "adviser"])
      check(await seen(person)).toMatchObject({
        routineContacts: [{ formerWords: [{ people, topic, agreed, nextStep, nextStepBy }] }],
      });
    check(await seen("cib-lead")).toEqual({ routineContactCount: 0, routineContacts: [] });
    check(JSON.stringify(await story.waits("second-adviser"))).not.toContain("CONTACT_STEP_DUE");
    check(await story.refused("chief-executive", "withdrawContact", { ...of, contact, reason: "Wrong." })).toBe("NOT_PERMITTED");
    await story.does("adviser", "withdrawContact", { ...of, contact, reason: "Recorded twice." });
    check(await seen("chief-executive")).toMatchObject({
      routineContacts: [{ withdrawn: { reason: "Recorded twice.", actor: { id: "adviser" } } }],
    });
  });

  step("stays unknown to those who may not see it, whatever id they try", async () => {
    const unknown = "00000000-0000-4000-8000-000000000000";
    for (const id of [contact, unknown])
      check(await story.refused("cib-lead", "withdrawContact", { ...of, contact: id, reason: "No." })).toBe("NOT_PERMITTED");
    check(await story.refused("adviser", "withdrawContact", { ...of, contact: unknown, reason: "No." })).toBe("NOT_PERMITTED");
  });
});
