// A council names its own officers and acting holders.
import { describe, it } from "vitest";
import { COUNCIL_OFFICES } from "../../reference/concern-terms.ts";
import { by, givenPerson } from "../../test/helpers/specification.ts";
import { plain } from "../confidential.ts";
import type { PeopleCommand } from "./decide.ts";
import type { PersonEvent } from "./events.ts";
import type { RoleName } from "./roles.ts";

const COUNCIL = "X00000001";
const dates = { from: "2026-03-02", until: "2027-03-01" };
type Named = Extract<PeopleCommand, { name: "nameOfficer" }>["input"];
type Started = Extract<PersonEvent, { type: "AssignmentStarted.v2" }>["data"];

const name = (given: Partial<Named> = {}): PeopleCommand => ({
  name: "nameOfficer",
  input: {
    ...{ council: COUNCIL, person: "person", name: "Tamsin Rudd", ...dates },
    ...{ office: "section-151-officer", strands: ["corporate"], ...given },
  },
});
const end = (office: Named["office"] = "section-151-officer", council = COUNCIL): PeopleCommand => ({
  name: "endOfficer",
  input: { council, person: "person", office, reason: "The officer has left." },
});
const registered: PersonEvent = { type: "PersonRegistered.v1", data: { text: plain({ name: "Tamsin Rudd" }) } };
const started = (role: RoleName, given: Partial<Started> = {}): PersonEvent => ({
  type: "AssignmentStarted.v2",
  data: { assignment: "assignment", role, regions: [], strands: ["corporate"], council: COUNCIL, ...dates, ...given },
});
const ended: PersonEvent = {
  type: "AssignmentEnded.v1",
  data: { assignment: "assignment", text: plain({ reason: "The officer has left." }) },
};

describe("Naming an officer of a council", () => {
  it("registers an unknown person, and gives the person the office", () => {
    givenPerson([])
      .when(name({ speaks: true }))
      .then([registered, started("section-151-officer", { speaks: true })]);
  });

  it("is refused for an unknown person with a name that is no name", () => {
    givenPerson([])
      .when(name({ name: "1234" }))
      .thenRefused("NOT_A_NAME", "name");
  });

  it("leaves the name of a registered person as it is", () => {
    givenPerson([registered])
      .when(name({ name: "Somebody else" }))
      .then([started("section-151-officer")]);
  });

  it("gives a director the strand of the office, which the command does not have", () => {
    givenPerson([registered])
      .when(name({ office: "director-of-adult-social-services", strands: [] }))
      .then([started("director-of-adult-social-services", { strands: ["adults"] })]);
    givenPerson([registered])
      .when(name({ office: "director-of-adult-social-services", strands: ["adults"] }))
      .thenRefused("ASSIGNMENT_EXCESS", "strands");
  });

  it.each(["chief-executive", "leader"] as const)("gives the office of %s to acting holders only", (office) => {
    givenPerson([registered])
      .when(name({ office, strands: [], acting: true }))
      .then([started(office, { strands: [], acting: true })]);
    givenPerson([registered])
      .when(name({ office, strands: [] }))
      .thenRefused("NOT_AN_OFFICE_OF_THE_COUNCIL", "office");
  });

  it("needs the strands of an office without a fixed strand", () => {
    givenPerson([registered])
      .when(name({ strands: [] }))
      .thenRefused("ASSIGNMENT_INCOMPLETE", "strands");
  });

  it("is refused if people name themselves, the council is not in force, or the last day is before the first", () => {
    givenPerson([])
      .when(name({ person: by.actor }))
      .thenRefused("NOT_PERMITTED", "person");
    givenPerson([])
      .when(name({ council: "X00000098" }))
      .thenRefused("UNKNOWN_COUNCIL", "council");
    givenPerson([])
      .when(name({ until: "2026-03-01" }))
      .thenRefused("ASSIGNMENT_REVERSED", "until");
  });

  it.each([
    ["senior-adviser", { regions: ["E12000004"], strands: ["adults"] }],
    ["cib-lead", { regions: ["E12000004"], strands: [] }],
    ["panel-member", { strands: [] }],
    ["department", { body: "dfe", strands: [] }],
  ] as const)("is refused for somebody who is %s on some of the days, whom the office would keep from that", (role, given) => {
    const other = started(role, { ...given, council: undefined, assignment: "other" } as never);
    givenPerson([registered, other]).when(name()).thenRefused("NOT_PERMITTED", "person");
    givenPerson([registered, other])
      .when(name({ from: "2027-03-02", until: "2027-12-31" }))
      .then([started("section-151-officer", { from: "2027-03-02", until: "2027-12-31" })]);
    givenPerson([registered, other, { ...ended, data: { ...ended.data, assignment: "other" } } as PersonEvent])
      .when(name())
      .then([started("section-151-officer")]);
    givenPerson([registered, other, started("section-151-officer")])
      .when(name())
      .thenNothing();
  });

  it("does nothing if the person already holds the office, with the same strands and days", () => {
    givenPerson([registered, started("section-151-officer")])
      .when(name())
      .thenNothing();
    givenPerson([registered, started("section-151-officer")])
      .when(name({ speaks: true }))
      .then([started("section-151-officer", { speaks: true })]);
  });
});

describe("Ending an office that a council gave", () => {
  const kept = ["chief-executive", "leader", "monitoring-officer"];
  it.each(COUNCIL_OFFICES.filter((office) => !kept.includes(office)))("is possible for %s", (office) => {
    givenPerson([registered, started(office)])
      .when(end(office))
      .then([ended]);
  });

  it("is refused for the monitoring officer, acting or not, to whom a concern about the chief executive may be restricted", () => {
    for (const acting of [{}, { acting: true }] as const)
      givenPerson([registered, started("monitoring-officer", acting)])
        .when(end("monitoring-officer"))
        .thenRefusedSaying(
          "NOT_AN_OFFICE_OF_THE_COUNCIL",
          "office",
          "A council does not end the office of its monitoring officer or of its heads. Ask the information governance officer.",
        );
  });

  it("is possible for an acting head, but not for a head", () => {
    givenPerson([registered, started("leader", { strands: [], acting: true })])
      .when(end("leader"))
      .then([ended]);
    givenPerson([registered, started("leader", { strands: [] })])
      .when(end("leader"))
      .thenRefused("NOT_AN_OFFICE_OF_THE_COUNCIL", "office");
  });

  it("is refused for an office that has ended, another council, another office, or an unknown person", () => {
    givenPerson([registered, started("section-151-officer"), ended])
      .when(end())
      .thenRefused("UNKNOWN_ASSIGNMENT", "office");
    givenPerson([registered, started("section-151-officer", { from: "2025-01-01", until: "2026-03-01" })])
      .when(end())
      .thenRefused("UNKNOWN_ASSIGNMENT", "office");
    givenPerson([registered, started("section-151-officer", { council: "X00000002" })])
      .when(end())
      .thenRefused("UNKNOWN_ASSIGNMENT", "office");
    givenPerson([registered, started("section-151-officer")])
      .when(end("lead-member"))
      .thenRefused("UNKNOWN_ASSIGNMENT", "office");
    givenPerson([]).when(end()).thenRefused("UNKNOWN_ASSIGNMENT", "office");
  });
});
