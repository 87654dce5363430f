// Contacts with a council that belong to no concern.
import { describe, expect, it } from "vitest";
import { byCouncil, councilOf, councils, givenAgreements, TODAY } from "../../test/helpers/specification.ts";
import { plain } from "../confidential.ts";
import type { CouncilCommand } from "./decide.ts";
import type { CouncilEvent } from "./events.ts";
import { contactsHeld } from "./state.ts";
import { councilTasks } from "./tasks.ts";

const COUNCIL = "X00000001";
type Recorded = Extract<CouncilEvent, { type: "RoutineContactRecorded.v1" }>["data"];
type Record = Extract<CouncilCommand, { name: "recordContact" }>["input"];
type Correct = Extract<CouncilCommand, { name: "correctContact" }>["input"];

const words = { people: "The chief executive", topic: "The budget round.", agreed: "To meet in May." };
const step = { nextStep: "Send dates.", nextStepBy: "2026-03-20" };
const confirmed = { saysNothingUntold: true };
const held = { strand: "corporate", heldOn: "2026-03-01", channel: "telephone", offices: ["chief-executive"] } as const;

const record = (given: Partial<Record> = {}): CouncilCommand => ({
  name: "recordContact",
  input: { council: COUNCIL, ...held, offices: [...held.offices], ...words, ...step, ...confirmed, ...given },
});
const recorded = (given: Partial<Recorded> = {}): CouncilEvent => ({
  type: "RoutineContactRecorded.v1",
  data: {
    ...{ contact: "contact", region: REGION, ...held, offices: [...held.offices], nextStepBy: step.nextStepBy },
    ...{ text: plain({ ...words, nextStep: step.nextStep }), ...given },
  },
});
const correct = (given: Partial<Correct> = {}): CouncilCommand => ({
  name: "correctContact",
  input: { council: COUNCIL, contact: "contact", ...words, ...confirmed, reason: "It was in June.", ...given },
});
const corrected = {
  type: "RoutineContactCorrected.v1",
  data: { contact: "contact", text: plain({ ...words, reason: "It was in June." }) },
} satisfies CouncilEvent;
const withdraw: CouncilCommand = { name: "withdrawContact", input: { council: COUNCIL, contact: "contact", reason: "Twice." } };
const withdrawn: CouncilEvent = {
  type: "RoutineContactWithdrawn.v1",
  data: { contact: "contact", text: plain({ reason: "Twice." }) },
};
const status = councils.status(COUNCIL, TODAY);
const REGION = status.kind === "in-force" ? status.council.region : "";

describe("Recording a contact with a council without a concern", () => {
  it("keeps who, when, how, about what and what is next, with the words sealed", () => {
    givenAgreements([]).when(record()).then([recorded()]);
  });

  it("is refused unless the adviser confirms that it says nothing of a concern that the council was not told of", () => {
    givenAgreements([])
      .when(record({ saysNothingUntold: false }))
      .thenRefused("CONTACT_NOT_CONFIRMED", "saysNothingUntold");
    givenAgreements([recorded()])
      .when(correct({ saysNothingUntold: false }))
      .thenRefused("CONTACT_NOT_CONFIRMED", "saysNothingUntold");
  });

  it.each(["people", "topic", "agreed", "nextStep"] as const)("is refused if %s names a concern or another record", (field) => {
    const words = { [field]: "See 6f1c9a52-7d1e-4a57-9f43-2f0f8f2f1c11." };
    givenAgreements([]).when(record(words)).thenRefused("CONTACT_NAMES_RECORD", field);
  });

  it("is refused for a day to come, a date without a next step, and a council that there is not", () => {
    givenAgreements([])
      .when(record({ heldOn: "2026-03-03" }))
      .thenRefused("FUTURE_DATE", "heldOn");
    const { nextStep: _, ...withoutStep } = { ...step };
    givenAgreements([])
      .when({
        name: "recordContact",
        input: { council: COUNCIL, ...held, offices: [...held.offices], ...words, ...withoutStep, ...confirmed },
      })
      .thenRefused("NEXT_STEP_MISSING", "nextStep");
    givenAgreements([], { council: councils.status("X99999999", TODAY) })
      .when(record())
      .thenRefused("UNKNOWN_COUNCIL", "council");
  });
});

describe("Correcting and withdrawing a contact", () => {
  it("replaces the words and the next step, with a reason, and keeps the former ones", () => {
    givenAgreements([recorded()]).when(correct()).then([corrected]);
    const [one] = councilOf([recorded(), corrected]).routineContacts;
    expect(one).toMatchObject({
      heldOn: "2026-03-01",
      corrected: [
        { ...byCouncil, replaced: { text: plain({ ...words, nextStep: step.nextStep }), nextStepBy: step.nextStepBy } },
      ],
      text: plain({ ...words, reason: "It was in June." }),
    });
    expect(one?.nextStepBy).toBeUndefined();
  });

  it("keeps the words that each of several corrections replaced", () => {
    const again = {
      ...corrected,
      data: { contact: "contact", text: plain({ ...words, topic: "Housing.", reason: "Wrong topic." }) },
    };
    const [one] = councilOf([recorded(), corrected, again]).routineContacts;
    expect(one?.corrected.map(({ replaced }) => replaced)).toEqual([
      { text: plain({ ...words, nextStep: step.nextStep }), nextStepBy: step.nextStepBy },
      { text: corrected.data.text },
    ]);
  });

  it("keeps a withdrawn contact on record, which nobody corrects", () => {
    givenAgreements([recorded()]).when(withdraw).then([withdrawn]);
    givenAgreements([recorded(), withdrawn]).when(withdraw).thenNothing();
    givenAgreements([recorded(), withdrawn]).when(correct()).thenRefused("ROUTINE_CONTACT_WITHDRAWN", "contact");
    expect(contactsHeld(councilOf([recorded(), withdrawn]))).toEqual([]);
  });

  it("is refused for a contact that there is not", () => {
    givenAgreements([]).when(correct()).thenRefused("UNKNOWN_ROUTINE_CONTACT", "contact");
    givenAgreements([]).when(withdraw).thenRefused("UNKNOWN_ROUTINE_CONTACT", "contact");
  });
});

describe("The next step of a contact", () => {
  const tasks = (events: readonly CouncilEvent[]) => councilTasks(COUNCIL, councilOf(events));

  it("is a task for the advisers of the scope from 14 days before it is due", () => {
    expect(tasks([recorded()])).toMatchObject([
      {
        kind: "contact-step-due",
        audience: `scope:${REGION}/corporate`,
        about: "contact",
        from: "2026-03-06",
        due: "2026-03-20",
      },
    ]);
  });

  it("ends with a later contact in the strand, a correction without one, or a withdrawal; a contact in another strand leaves it", () => {
    const later = { contact: "later", heldOn: "2026-03-02" };
    const { nextStepBy: _, ...without } = (recorded(later) as { data: Recorded }).data;
    expect(tasks([recorded(), { type: "RoutineContactRecorded.v1", data: without }])).toEqual([]);
    expect(tasks([recorded(), corrected])).toEqual([]);
    expect(tasks([recorded(), withdrawn])).toEqual([]);
    const other = { type: "RoutineContactRecorded.v1", data: { ...without, strand: "adults" } } as const;
    expect(tasks([recorded(), other])).toHaveLength(1);
  });
});
