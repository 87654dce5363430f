// Who looks after an adviser's concerns while they are away, and after their assignment has ended.
import { describe, expect, it } from "vitest";
import { ADVISER, givenPerson, personOf, SECOND_ADVISER, TODAY } from "../../test/helpers/specification.ts";
import { plain } from "../confidential.ts";
import { dayAfter, daysAfter } from "../dates.ts";
import type { PeopleCommand } from "./decide.ts";
import type { PersonEvent } from "./events.ts";

const SCOPE = "E12000004/childrens";
const ELSEWHERE = "E12000004/adults";
const adviser: readonly PersonEvent[] = [
  { type: "PersonRegistered.v1", data: { text: plain({ name: "Ines Hollowell" }) } },
  {
    type: "AssignmentStarted.v2",
    data: {
      ...{ assignment: "a", role: "principal-adviser", regions: ["E12000004"], strands: ["childrens"] },
      ...{ from: "2025-01-01", until: "2027-12-31" },
    },
  },
];
const panelMember: PersonEvent = {
  type: "AssignmentStarted.v2",
  data: { assignment: "b", role: "panel-member", regions: [], strands: [], from: "2025-01-01", until: "2027-12-31" },
};
const UNTIL = daysAfter(TODAY, 14);
type Arrange = Extract<PeopleCommand, { name: "arrangeCover" }>["input"];
const arrange = (differing: Partial<Arrange> = {}): PeopleCommand => ({
  name: "arrangeCover",
  input: { person: "person", by: SECOND_ADVISER, from: TODAY, until: UNTIL, ...differing },
});
const end = (cover = "cover"): PeopleCommand => ({ name: "endCover", input: { person: "person", cover } });
const endAssignment = (caseloadTo?: string, assignment = "a"): PeopleCommand => ({
  name: "endAssignment",
  input: { person: "person", assignment, caseloadTo },
});
const arranged: PersonEvent = {
  type: "CoverArranged.v1",
  data: { cover: "cover", by: SECOND_ADVISER, from: TODAY, until: UNTIL },
};
const ended: PersonEvent = { type: "CoverEnded.v1", data: { cover: "cover" } };
const handedOver: PersonEvent = { type: "CaseloadHandedOver.v1", data: { to: SECOND_ADVISER, scopes: [SCOPE] } };
const scopes = (of: Readonly<Record<string, readonly string[]>>) => ({ scopesOf: (person: string) => of[person] ?? [] });
const both = scopes({ [ADVISER]: [SCOPE, ELSEWHERE], [SECOND_ADVISER]: [SCOPE], elsewhere: [ELSEWHERE] });

describe("Cover", () => {
  it("is arranged by the adviser, or by a colleague who advises all that the adviser advises", () => {
    givenPerson(adviser, both).when(arrange()).then([arranged]);
    givenPerson(adviser, { ...scopes({ [SECOND_ADVISER]: [SCOPE] }), actor: "person" })
      .when(arrange())
      .then([arranged]);
    givenPerson(adviser, scopes({ [ADVISER]: [ELSEWHERE], [SECOND_ADVISER]: [SCOPE] }))
      .when(arrange())
      .thenRefused("COVER_FOR_STRANGER", "person");
  });

  it("is refused in the same words for somebody who is no adviser, and for an unknown person", () => {
    givenPerson([...adviser.slice(0, 1), panelMember], both)
      .when(arrange())
      .thenRefused("COVER_FOR_STRANGER", "person");
    givenPerson([], both).when(arrange()).thenRefused("COVER_FOR_STRANGER", "person");
  });

  it("is by another adviser of at least one of the regions and strands", () => {
    givenPerson(adviser, both)
      .when(arrange({ by: "elsewhere" }))
      .thenRefused("COVER_NOT_ADVISER", "by");
    givenPerson(adviser, both)
      .when(arrange({ by: "person" }))
      .thenRefused("COVER_NOT_ADVISER", "by");
  });

  it("has a last day that is neither over nor before the first", () => {
    const past = { from: daysAfter(TODAY, -9), until: daysAfter(TODAY, -1) };
    givenPerson(adviser, both).when(arrange(past)).thenRefused("COVER_OVER", "until");
    givenPerson(adviser, both)
      .when(arrange({ from: dayAfter(UNTIL) }))
      .thenRefused("PERIOD_REVERSED", "until");
  });

  it("is neither arranged twice nor ended twice", () => {
    givenPerson([...adviser, arranged], both)
      .when(arrange())
      .thenNothing();
    givenPerson([...adviser, arranged], both)
      .when(end())
      .then([ended]);
    givenPerson([...adviser, arranged, ended], both)
      .when(end())
      .thenNothing();
    givenPerson([...adviser, arranged], both)
      .when(end("another"))
      .thenRefused("NOT_FOUND", "cover");
    givenPerson([...adviser, arranged], scopes({}))
      .when(end())
      .thenRefused("COVER_FOR_STRANGER", "person");
    expect(personOf([...adviser, arranged, ended])?.covers).toMatchObject([{ cover: "cover", ended: {} }]);
  });
});

describe("Ending the assignment of an adviser", () => {
  const assignmentEnded: PersonEvent = { type: "AssignmentEnded.v1", data: { assignment: "a" } };

  it("hands the caseload over to another adviser of all its regions and strands", () => {
    givenPerson(adviser, both).when(endAssignment(SECOND_ADVISER)).then([assignmentEnded, handedOver]);
    givenPerson(adviser, both).when(endAssignment("elsewhere")).thenRefused("CASELOAD_NOT_ADVISER", "caseloadTo");
    givenPerson(adviser, both).when(endAssignment("person")).thenRefused("CASELOAD_NOT_ADVISER", "caseloadTo");
  });

  it("leaves the caseload without an owner if nobody takes it over", () => {
    givenPerson(adviser, both).when(endAssignment()).then([assignmentEnded]);
  });

  it("hands nothing over with the assignment of somebody who advises nothing", () => {
    givenPerson([...adviser, panelMember], both)
      .when(endAssignment(SECOND_ADVISER, "b"))
      .thenRefused("CASELOAD_NOT_ADVISER", "caseloadTo");
  });
});
