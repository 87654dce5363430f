// Roles that do not mix are refused; those that an earlier release started stay, and are shown.
import { describe, expect, it } from "vitest";
import { by, givenPerson, TODAY } from "../../test/helpers/specification.ts";
import { assignmentOf } from "../../test/helpers/viewer.ts";
import { plain } from "../confidential.ts";
import type { PeopleCommand } from "./decide.ts";
import type { PersonEvent } from "./events.ts";
import { mixesOf } from "./role-mixes.ts";
import { ROLE_NAMES, type RoleName, roleOf } from "./roles.ts";

type Start = Extract<PeopleCommand, { name: "startAssignment" }>["input"];
type Started = Extract<PersonEvent, { type: "AssignmentStarted.v2" }>["data"];

const dates = { from: "2026-03-02", until: "2026-12-31" };
const BODIES = { "group-office": "group-office-labour", department: "dfe", inspectorate: "cqc" };
const filled = (role: RoleName): Pick<Started, "regions" | "strands" | "body" | "council"> => {
  const { regions, strands, council, body } = roleOf(role).needs;
  return {
    regions: regions ? ["E12000001"] : [],
    strands: strands ? ["childrens"] : [],
    ...(council && { council: "X00000001" }),
    ...(body && body in BODIES && { body: BODIES[body as keyof typeof BODIES] }),
  };
};
const start = (role: RoleName, given: Partial<Start> = {}): PeopleCommand => ({
  name: "startAssignment",
  input: { person: "person", role, ...filled(role), ...dates, ...given },
});
const registered: PersonEvent = { type: "PersonRegistered.v1", data: { text: plain({ name: "Ines Hollowell" }) } };
const started = (role: RoleName, given: Partial<Started> = {}): PersonEvent => ({
  type: "AssignmentStarted.v2",
  data: { assignment: role, role, ...filled(role), ...dates, ...given },
});
const ended = (assignment: string): PersonEvent => ({ type: "AssignmentEnded.v1", data: { assignment } });

/** Every pair that does not mix, in the words of the rule. */
const READERS: readonly RoleName[] = [
  ...(["principal-adviser", "senior-adviser", "member-peer", "cib-lead", "adass-lead", "regional-improvement"] as const),
  ...(["group-office", "panel-member", "department", "inspectorate"] as const),
];
const PAIRS: readonly (readonly [RoleName, RoleName])[] = [
  ...READERS.map((reader) => ["advisory-board", reader] as const),
  ...(["principal-adviser", "senior-adviser"] as const).flatMap((adviser) => [
    ["governance-officer", adviser] as const,
    ["panel-member", adviser] as const,
  ]),
];
const mixes = (one: RoleName, other: RoleName) =>
  !PAIRS.some((pair) => pair.includes(one) && pair.includes(other) && one !== other);

describe("Roles that do not mix", () => {
  it.each(PAIRS.flatMap(([one, other]) => [[one, other] as const, [other, one] as const]))(
    "refuse each other on the same days: %s, then %s",
    (held, requested) => {
      const names = `The roles are "${roleOf(requested).label}" and "${roleOf(held).label}", which lasts until 31 December 2026.`;
      givenPerson([registered, started(held)])
        .when(start(requested))
        .thenRefused("ROLES_DO_NOT_MIX", "role", names);
    },
  );

  it("are exactly these pairs: every other pair of roles mixes", () => {
    for (const held of ROLE_NAMES)
      for (const requested of ROLE_NAMES.filter((role) => role !== held && mixes(held, role))) {
        const { strand } = roleOf(requested);
        const own = strand ? { strands: [strand] } : {};
        givenPerson([registered, started(held)])
          .when(start(requested))
          .then([started(requested, { ...own, assignment: "assignment" })]);
      }
  });

  it("refuse each other if they share one day, and not if they share none", () => {
    const held = [registered, started("advisory-board")];
    givenPerson(held)
      .when(start("cib-lead", { from: "2026-12-31", until: "2027-06-30" }))
      .thenRefused("ROLES_DO_NOT_MIX", "role");
    const after = { from: "2027-01-01", until: "2027-06-30" };
    givenPerson(held)
      .when(start("cib-lead", after))
      .then([started("cib-lead", { ...after, assignment: "assignment" })]);
    const before = { from: "2026-01-01", until: "2026-03-01" };
    givenPerson(held)
      .when(start("cib-lead", before))
      .then([started("cib-lead", { ...before, assignment: "assignment" })]);
  });

  it("no longer refuse each other after one was ended", () => {
    givenPerson([registered, started("panel-member"), ended("panel-member")])
      .when(start("senior-adviser"))
      .then([started("senior-adviser", { assignment: "assignment" })]);
  });

  it("that are held together already are not started again, and refuse nothing else", () => {
    const mixed = [registered, started("advisory-board"), started("cib-lead")];
    givenPerson(mixed).when(start("cib-lead")).thenNothing();
    givenPerson(mixed)
      .when(start("administrator"))
      .then([started("administrator", { assignment: "assignment" })]);
    givenPerson(mixed)
      .when({ name: "endAssignment", input: { person: "person", assignment: "cib-lead" } })
      .then([ended("cib-lead")]);
  });

  it("leave an Advisory Board member the offices of their own council, which the council itself gives", () => {
    const strands: Started["strands"] = ["corporate"];
    givenPerson([registered, started("advisory-board")])
      .when({
        name: "nameOfficer",
        input: {
          ...{ council: "X00000001", person: "person", name: "Ines Hollowell", ...dates },
          ...{ office: "section-151-officer", strands },
        },
      })
      .then([started("section-151-officer", { strands, assignment: "assignment" })]);
  });
});

describe("The roles of a person that do not mix", () => {
  const mixed = [assignmentOf("advisory-board"), assignmentOf("cib-lead"), assignmentOf("administrator")];

  it("are named in pairs, each pair once", () => {
    expect(mixesOf(mixed, TODAY)).toEqual(["Advisory Board, CIB regional lead"]);
    expect(mixesOf([...mixed, assignmentOf("cib-lead", { regions: ["E12000001"] })], TODAY)).toHaveLength(1);
    expect(
      mixesOf([assignmentOf("senior-adviser"), assignmentOf("panel-member"), assignmentOf("governance-officer")], TODAY),
    ).toEqual(["Performance Support Panel member, Senior Adviser", "Information governance officer, Senior Adviser"]);
  });

  it("are none once one of them is over or was ended, or if they share no day", () => {
    const [board, lead] = [assignmentOf("advisory-board"), assignmentOf("cib-lead")];
    expect(mixesOf([board, { ...lead, ended: by }], TODAY)).toEqual([]);
    expect(mixesOf([board, { ...lead, until: "2026-03-01" }], TODAY)).toEqual([]);
    expect(mixesOf([board, { ...lead, from: "2027-01-01", until: "2027-06-30" }], TODAY)).toEqual([]);
  });
});
