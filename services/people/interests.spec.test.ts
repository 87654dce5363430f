// Interests: which council is somebody's home, and in which others they have an interest.
import { describe, expect, it } from "vitest";
import { createCouncils, demonstrationCouncils } from "../../reference/councils.ts";
import { by, givenPerson, personOf, TODAY } from "../../test/helpers/specification.ts";
import { assignmentOf, viewerOf } from "../../test/helpers/viewer.ts";
import { plain } from "../confidential.ts";
import { personFacts } from "./assignments.ts";
import type { PeopleCommand } from "./decide.ts";
import type { PersonEvent } from "./events.ts";
import { DECLARATIONS_WITHOUT_ROLE, declarationDue, declarationsAt, declaredCouncils, interestsOf } from "./interests.ts";
import type { InterestsDeclared } from "./state.ts";

type Declared = Extract<PersonEvent, { type: "InterestsDeclared.v1" }>["data"];

const [FIRST, SECOND, THIRD] = ["X00000001", "X00000002", "X00000004"];
const registered: PersonEvent = { type: "PersonRegistered.v1", data: { text: plain({ name: "Ines Hollowell" }) } };
const assigned: PersonEvent = {
  type: "AssignmentStarted.v2",
  data: { assignment: "a", role: "panel-member", regions: [], strands: [], from: "2026-01-01", until: "2026-12-31" },
};
const declare = (given: Partial<Extract<PeopleCommand, { name: "declareInterests" }>["input"]> = {}): PeopleCommand => ({
  name: "declareInterests",
  input: { person: "person", councils: [], ...given },
});
const declared = (data: Partial<Declared> = {}): PersonEvent => ({
  type: "InterestsDeclared.v1",
  data: { councils: [], ...data },
});

describe("Declaring interests", () => {
  it("records the home council, other councils, and what the interest is, sealed", () => {
    givenPerson([registered, assigned])
      .when(declare({ home: FIRST, councils: [SECOND, THIRD], about: "My partner is a director there." }))
      .then([declared({ home: FIRST, councils: [SECOND, THIRD], text: plain({ about: "My partner is a director there." }) })]);
  });

  it("can be that there are none, and names a council once", () => {
    givenPerson([registered, assigned]).when(declare()).then([declared()]);
    givenPerson([registered, assigned])
      .when(declare({ councils: [SECOND, SECOND] }))
      .then([declared({ councils: [SECOND] })]);
  });

  it("is recorded again if nothing has changed, because it is asked for once a year", () => {
    givenPerson([registered, assigned, declared({ home: FIRST })])
      .when(declare({ home: FIRST }))
      .then([declared({ home: FIRST })]);
  });

  it("is refused for councils that are unknown or not in force, each by its field", () => {
    givenPerson([registered, assigned])
      .when(declare({ home: "X99999999" }))
      .thenRefused("UNKNOWN_COUNCIL", "home");
    givenPerson([registered, assigned])
      .when(declare({ councils: [SECOND, "X99999999"] }))
      .thenRefused("UNKNOWN_COUNCIL", "councils.1");
  });

  it("is refused to somebody who is not registered, and to somebody without a role who keeps declaring", () => {
    givenPerson([]).when(declare()).thenRefused("UNKNOWN_PERSON", "person");
    const often = Array.from({ length: DECLARATIONS_WITHOUT_ROLE }, () => declared());
    givenPerson([registered, ...often.slice(1)])
      .when(declare())
      .then([declared()]);
    givenPerson([registered, ...often])
      .when(declare())
      .thenRefused("TOO_MANY", undefined, "You have no role today.");
  });
});

describe("The interests of a person", () => {
  const lead = assignmentOf("cib-lead", { regions: ["E12000004"] });
  const officer = assignmentOf("chief-executive", { council: FIRST });

  it("are what they last declared", () => {
    const state = personOf([registered, declared({ home: FIRST, councils: [SECOND] }), declared({ councils: [THIRD] })]);
    expect(declaredCouncils(state?.declarations ?? [])).toEqual([THIRD]);
    expect(declaredCouncils([])).toEqual([]);
  });

  it("are as of an instant what they had declared by then", () => {
    const at = (instant: string): InterestsDeclared => ({ ...by, at: instant, councils: [instant.slice(0, 4)] });
    const all = [at("2024-05-01T10:00:00.000Z"), at("2025-05-01T10:00:00.000Z")];
    expect(declaredCouncils(declarationsAt(all, "2025-04-30T10:00:00.000Z"))).toEqual(["2024"]);
    expect(declaredCouncils(declarationsAt(all, "2024-04-30T10:00:00.000Z"))).toEqual([]);
  });

  it("are the councils of their offices too, and of somebody who only has offices these alone", () => {
    expect(personFacts("a", [lead, officer], TODAY, [SECOND]).interests).toEqual([FIRST, SECOND]);
    expect(personFacts("a", [lead], TODAY, [SECOND]).interests).toEqual([SECOND]);
    expect(personFacts("a", [officer], TODAY, [SECOND]).interests).toEqual([FIRST]);
    expect(personFacts("a", [], TODAY, [SECOND]).interests).toEqual([]);
  });

  it("go with each of their roles alone, so that no role is said to let them read what another keeps from them", () => {
    const { assignments } = viewerOf("a", [lead, officer], TODAY, [SECOND]);
    expect(assignments.map(({ factsAlone }) => factsAlone().interests)).toEqual([[FIRST, SECOND], [FIRST]]);
  });
});

describe("The interests of a person in a council that is reorganised", () => {
  const { linkedCodes } = createCouncils(demonstrationCouncils);
  /** The council with `E07000190` ended on 31 March 2019, its successor `E07000246` on 31 March 2023; `E06000066` succeeded that one and others. */
  const [FIRST_OF_THREE, SECOND_OF_THREE, LAST_OF_THREE] = ["E07000190", "E07000246", "E06000066"];
  const at = (home: string): InterestsDeclared => ({ ...by, home, councils: [] });
  const on = (day: string, home: string) => interestsOf({ assignments: [], declarations: [at(home)] }, day, linkedCodes);

  it("include its successors, each from the day on which it succeeds the council", () => {
    expect(on("2019-03-31", FIRST_OF_THREE)).toEqual([FIRST_OF_THREE]);
    expect(on("2019-04-01", FIRST_OF_THREE)).toEqual(expect.arrayContaining([FIRST_OF_THREE, SECOND_OF_THREE]));
    expect(on("2023-03-31", FIRST_OF_THREE)).not.toContain(LAST_OF_THREE);
    expect(on("2023-04-01", FIRST_OF_THREE)).toEqual(expect.arrayContaining([FIRST_OF_THREE, SECOND_OF_THREE, LAST_OF_THREE]));
  });

  it("include its predecessors, and are the same whichever of these councils was declared", () => {
    expect(on("2023-04-01", LAST_OF_THREE)).toEqual(on("2023-04-01", FIRST_OF_THREE));
    expect(on(TODAY, "X00000008")).toEqual(["X00000007", "X00000008"]);
    expect(on(TODAY, "X00000007")).toEqual(["X00000007", "X00000008"]);
  });

  it("include every code of a council whose code has changed", () => {
    expect(on(TODAY, "E08000016")).toEqual(["E08000016", "E08000038"]);
    expect(on(TODAY, "E08000038")).toEqual(["E08000016", "E08000038"]);
  });

  it("follow an office as they follow a home council, while the office lasts", () => {
    const office = assignmentOf("nominated-officer", { council: "X00000007", strands: ["corporate"], until: "2026-12-31" });
    const lead = assignmentOf("department", { body: "mhclg" });
    const followed = (day: string) => interestsOf({ assignments: [lead, office], declarations: [] }, day, linkedCodes);
    expect(followed(TODAY)).toEqual(["X00000007", "X00000008"]);
    expect(followed("2027-01-01")).toEqual([]);
    expect(personFacts("a", [lead, office], TODAY, followed(TODAY)).interests).toEqual(["X00000007", "X00000008"]);
  });

  it("add no facts to somebody who only holds offices, so that the people of councils share as many decisions as before", () => {
    const office = assignmentOf("chief-executive", { council: "X00000008" });
    const all = interestsOf({ assignments: [office], declarations: [] }, TODAY, linkedCodes);
    expect(personFacts("a", [office], TODAY, all).interests).toEqual(["X00000008"]);
  });
});

describe("A declaration of interests", () => {
  const lead = assignmentOf("cib-lead", { from: "2026-02-02", until: "2027-12-31" });
  const at = (day: string): InterestsDeclared => ({ ...by, at: `${day}T12:00:00.000Z`, councils: [] });
  const due = (assignments: readonly (typeof lead)[], declarations: readonly InterestsDeclared[], today = TODAY) =>
    declarationDue({ assignments, declarations }, today);

  it("is due within 10 working days of the first day in a role, or of its recording if that was later", () => {
    expect(due([lead], [])).toEqual({ since: "2026-02-02T00:00:00.000Z", from: "2026-02-02", due: "2026-02-16" });
    const late = { ...lead, started: { actor: "hub", at: "2026-02-26T09:00:00.000Z" } };
    expect(due([late], [])).toEqual({ since: "2026-02-26T09:00:00.000Z", from: "2026-02-26", due: "2026-03-12" });
    expect(due([late, lead], [])).toMatchObject({ from: "2026-02-02" });
  });

  it("is due of nobody without a role today", () => {
    expect(due([], [])).toBeUndefined();
    expect(due([{ ...lead, ended: by }], [])).toBeUndefined();
    expect(due([{ ...lead, from: "2026-03-03" }], [])).toBeUndefined();
  });

  it("is due again a year after the last one", () => {
    expect(due([lead], [at("2025-01-10"), at("2026-02-02")])).toBeUndefined();
    expect(due([lead], [at("2026-02-02")], "2027-02-01")).toBeUndefined();
    expect(due([lead], [at("2026-02-02")], "2027-02-02")).toEqual({
      ...{ since: "2027-02-02T00:00:00.000Z", from: "2027-02-02", due: "2027-02-16" },
    });
  });
});
