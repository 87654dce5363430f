import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { z } from "zod";
import { REGIONS } from "../../reference/regions.ts";
import { recoded } from "../../test/examples/concern.ts";
import { by, givenPerson, personOf } from "../../test/helpers/specification.ts";
import { plain } from "../confidential.ts";
import { parse } from "../input.ts";
import { isRefusal } from "../refusals.ts";
import { decidePeople, type PeopleCommand, peopleCommands } from "./decide.ts";
import type { PersonEvent } from "./events.ts";
import { ROLE_NAMES, type RoleName, roleOf } from "./roles.ts";
import { evolvePerson } from "./state.ts";
import { nameCorrections } from "./viewer.ts";

type Start = Extract<PeopleCommand, { name: "startAssignment" }>["input"];
type Started = Extract<PersonEvent, { type: "AssignmentStarted.v2" }>["data"];

const NORTH_EAST = "E12000001";
const dates = { from: "2026-03-02", until: "2027-03-01" };
const nothing = { regions: [], strands: [] };

const register = (name: string): PeopleCommand => ({ name: "registerPerson", input: { person: "person", name } });
const registered: PersonEvent = { type: "PersonRegistered.v1", data: { text: plain({ name: "Ines Hollowell" }) } };
const start = (role: RoleName, given: Partial<Start> = {}): PeopleCommand => ({
  name: "startAssignment",
  input: { person: "person", role, ...nothing, ...dates, ...given },
});
const started = (role: RoleName, given: Partial<Started> = {}): PersonEvent => ({
  type: "AssignmentStarted.v2",
  data: { assignment: "assignment", role, ...nothing, ...dates, ...given },
});
const end = (assignment = "assignment", reason?: string): PeopleCommand => ({
  name: "endAssignment",
  input: { person: "person", assignment, ...(reason !== undefined && { reason }) },
});
const ended = (assignment = "assignment"): PersonEvent => ({ type: "AssignmentEnded.v1", data: { assignment } });

/** What fills each field that a role may need. */
const filled = (role: RoleName): Pick<Started, "body" | "council"> & Partial<Pick<Started, "regions" | "strands">> => {
  const { regions, strands, council, body } = roleOf(role).needs;
  const bodies = { "group-office": "group-office-labour", department: "dfe", inspectorate: "cqc" };
  const named = body && body in bodies ? bodies[body as keyof typeof bodies] : undefined;
  return {
    ...(regions && { regions: [NORTH_EAST] }),
    ...(strands && { strands: ["childrens" as const] }),
    ...(council && { council: "X00000001" }),
    ...(named !== undefined && { body: named }),
  };
};

/** Directors of services have the strand of their office. */
const ownStrands = (role: RoleName): Partial<Pick<Started, "strands">> => {
  const { strand } = roleOf(role);
  return strand ? { strands: [strand] } : {};
};

describe("Registering a person", () => {
  it("records the name, sealed", () => {
    givenPerson([]).when(register("Ines Hollowell")).then([registered]);
  });

  it("under the same name again does nothing", () => {
    givenPerson([registered], { name: "Ines Hollowell" }).when(register("Ines Hollowell")).thenNothing();
  });

  it("under the same name, which an earlier release stored in another Unicode form, does nothing", () => {
    const name = "Jose\u0301\u200b Hollowell";
    givenPerson([registered], { name }).when(register("Jos\u00e9 Hollowell")).thenNothing();
    givenPerson([registered], { name })
      .when({ name: "renamePerson", input: { person: "person", name: "Jos\u00e9 Hollowell", reason: "Misspelt." } })
      .thenNothing();
  });

  it("under another name, or once the name was erased, is refused", () => {
    givenPerson([registered], { name: "Ines Hollowell" })
      .when(register("Ines Holloway"))
      .thenRefused("PERSON_REGISTERED", "person");
    givenPerson([registered]).when(register("Ines Hollowell")).thenRefused("PERSON_REGISTERED", "person");
  });
});

describe("Correcting a person's name", () => {
  const rename = (name: string): PeopleCommand => ({
    name: "renamePerson",
    input: { person: "person", name, reason: "Misspelt." },
  });
  const renamed = (name: string): PersonEvent => ({
    type: "PersonRenamed.v1",
    data: { text: plain({ name, reason: "Misspelt." }) },
  });
  it("records the new name, sealed with the reason, and the person has that name from then on", () => {
    givenPerson([registered], { name: "Ines Hollowell" })
      .when(rename("Ines Holloway"))
      .then([renamed("Ines Holloway")]);
    expect(personOf([registered, renamed("Ines Holloway")])?.name).toEqual(plain({ name: "Ines Holloway", reason: "Misspelt." }));
  });
  it("to the same name does nothing, and is refused for an unknown person", () => {
    givenPerson([registered], { name: "Ines Hollowell" }).when(rename("Ines Hollowell")).thenNothing();
    givenPerson([]).when(rename("Ines Holloway")).thenRefused("UNKNOWN_PERSON", "person");
  });
});

describe("What can be the name of a person", () => {
  const rename = (name: string): PeopleCommand => ({
    name: "renamePerson",
    input: { person: "person", name, reason: "Misspelt." },
  });
  const ID = "6f1c9a52-7d1e-4a57-9f43-2f0f8f2f1c11";

  it.each([
    "42",
    "020 7946 0000",
    "ines@council.example",
    "https://council.example/ines",
    "Ines\nHollowell",
    ID,
    `Ines ${ID}`,
    "person",
    "PERSON",
  ])("is not %j, on registering or on correcting a name", (name) => {
    givenPerson([]).when(register(name)).thenRefused("NOT_A_NAME", "name");
    givenPerson([registered], { name: "Ines Hollowell" }).when(rename(name)).thenRefused("NOT_A_NAME", "name");
  });

  it.each(["Ø", "Ines O'Hollowell-Smith, MBE", "Duty adviser 2 (invented)", "李小龙", "Person"])("can be %j", (name) => {
    const id = name === "Person" ? "somebody" : "person";
    givenPerson([])
      .when({ name: "registerPerson", input: { person: id, name } })
      .then([{ type: "PersonRegistered.v1", data: { text: plain({ name }) } }]);
  });

  it("keeps every name that the person had, each with the correction that ended it", () => {
    const renamed = (name: string): PersonEvent => ({
      type: "PersonRenamed.v1",
      data: { text: plain({ name, reason: "Misspelt." }) },
    });
    const state = personOf([registered, renamed("Ines Holloway"), renamed("Ines Hallow")]);
    const former = state && nameCorrections(state).map((one) => [one.former, one.text, one.actor]);
    expect(former).toEqual([
      [plain({ name: "Ines Hollowell" }), plain({ name: "Ines Holloway", reason: "Misspelt." }), by.actor],
      [plain({ name: "Ines Holloway", reason: "Misspelt." }), plain({ name: "Ines Hallow", reason: "Misspelt." }), by.actor],
    ]);
  });
});

describe("A person's work contact", () => {
  const set = (contact?: string): PeopleCommand => ({
    name: "setWorkContact",
    input: { person: "person", ...(contact !== undefined && { contact }) },
  });
  const given = (contact: string): PersonEvent => ({ type: "WorkContactGiven.v1", data: { text: plain({ contact }) } });
  const removed: PersonEvent = { type: "WorkContactRemoved.v1", data: {} };

  it("can be given, changed and removed, and is stored sealed", () => {
    givenPerson([registered])
      .when(set("020 7946 0000"))
      .then([given("020 7946 0000")]);
    givenPerson([registered, given("020 7946 0000")], { workContact: "020 7946 0000" })
      .when(set())
      .then([removed]);
    expect(personOf([registered, given("1"), given("2")])?.workContact).toEqual(plain({ contact: "2" }));
    expect(personOf([registered, given("1"), removed])?.workContact).toBeUndefined();
  });

  it("that is the same, or none that is removed, does nothing", () => {
    givenPerson([registered, given("020 7946 0000")], { workContact: "020 7946 0000" })
      .when(set("020 7946 0000"))
      .thenNothing();
    givenPerson([registered]).when(set()).thenNothing();
  });

  it("stands on one line, within 200 characters", () => {
    for (const contact of ["020 7946 0000\nat night", "1".repeat(201), "", "…"])
      expect(parse<unknown>(peopleCommands.setWorkContact.input, { person: "ines", contact })).toMatchObject({
        code: "INVALID_INPUT",
        field: "contact",
      });
  });
});

describe("Starting an assignment", () => {
  it.each(ROLE_NAMES)("as %s accepts the fields that the role needs", (role) => {
    givenPerson([registered])
      .when(start(role, filled(role)))
      .then([started(role, { ...filled(role), ...ownStrands(role) })]);
  });

  const NEEDED: Readonly<Record<string, string>> = {
    ...{ regions: "at least one region", strands: "at least one strand", council: "a council", body: "a body" },
  };
  it.each(ROLE_NAMES.flatMap((role) => Object.keys(filled(role)).map((field) => ({ role, field }))))(
    "as $role without its $field is refused",
    ({ role, field }) => {
      const { [field as "council"]: _, ...rest } = filled(role);
      givenPerson([registered])
        .when(start(role, rest))
        .thenRefused("ASSIGNMENT_INCOMPLETE", field, `The role "${roleOf(role).label}" needs ${NEEDED[field]}.`);
    },
  );

  const everything = { regions: [NORTH_EAST], strands: ["adults" as const], council: "X00000001", body: "dfe" };
  it.each(
    ROLE_NAMES.flatMap((role) =>
      (["regions", "strands", "council", "body"] as const)
        .filter((field) => !(field in filled(role)))
        .map((field) => ({ role, field })),
    ),
  )("as $role with a $field, which the role does not take, is refused", ({ role, field }) => {
    givenPerson([registered])
      .when(start(role, { ...filled(role), [field]: everything[field] }))
      .thenRefused(
        "ASSIGNMENT_EXCESS",
        field,
        `The role "${roleOf(role).label}" has ${field in ownStrands(role) ? "its own" : "no"} ${field.replace(/s$/, "")}.`,
      );
  });

  it.each(ROLE_NAMES)(
    "lets %s speak for a council, or act for a holder, only in an office below its heads, or in any office",
    (role) => {
      const { office } = roleOf(role);
      const given = { ...filled(role), ...ownStrands(role) };
      const speaking = givenPerson([registered]).when(start(role, { ...filled(role), speaks: true }));
      if (office === "officer") speaking.then([started(role, { ...given, speaks: true })]);
      else speaking.thenRefused("ASSIGNMENT_EXCESS", "speaks");
      const seated = givenPerson([registered]).when(start(role, { ...filled(role), seat: "director" }));
      if (role === "cib-lead") seated.then([started(role, { ...given, seat: "director" })]);
      else seated.thenRefused("ASSIGNMENT_EXCESS", "seat");
      const acting = givenPerson([registered]).when(start(role, { ...filled(role), acting: true }));
      if (office) acting.then([started(role, { ...given, acting: true })]);
      else acting.thenRefused("ASSIGNMENT_EXCESS", "acting");
      givenPerson([registered])
        .when(start(role, { ...filled(role), speaks: false, acting: false }))
        .then([started(role, given)]);
    },
  );

  it("is refused to someone who was not registered", () => {
    givenPerson([]).when(start("panel-member")).thenRefused("UNKNOWN_PERSON", "person");
  });

  it("can be for several regions and strands, and in addition to other assignments", () => {
    const wide = { regions: [NORTH_EAST, "E12000002"], strands: ["corporate" as const, "adults" as const] };
    givenPerson([registered, started("improvement-board")])
      .when(start("principal-adviser", wide))
      .then([started("principal-adviser", wide)]);
  });

  it("is refused for a region that does not exist, and names which", () => {
    givenPerson([registered])
      .when(start("cib-lead", { regions: [NORTH_EAST, "E12000010"] }))
      .thenRefused("UNKNOWN_REGION", "regions.1");
  });

  it("is refused for a body that does not exist or is of another kind", () => {
    for (const body of ["newspaper", "ofsted", "performance-support-panel"])
      givenPerson([registered])
        .when(start("department", { body }))
        .thenRefused("UNKNOWN_BODY", "body", 'The role "Government department" is for bodies of another kind.');
    givenPerson([registered])
      .when(start("inspectorate", { body: "dfe" }))
      .thenRefused("UNKNOWN_BODY", "body");
    givenPerson([registered])
      .when(start("group-office", { body: "cqc" }))
      .thenRefused("UNKNOWN_BODY", "body");
  });

  it("needs a last day on or after the first day", () => {
    const reversed = { from: "2026-03-02", until: "2026-03-01" };
    givenPerson([registered]).when(start("administrator", reversed)).thenRefused("ASSIGNMENT_REVERSED", "until");
    const oneDay = { from: "2026-03-02", until: "2026-03-02" };
    givenPerson([registered])
      .when(start("administrator", oneDay))
      .then([started("administrator", oneDay)]);
  });

  it("for a council needs a council that is in force on the first day", () => {
    const asChief = (council: string, from: string) =>
      givenPerson([registered]).when(start("chief-executive", { council, from }));
    asChief("X99999999", "2026-03-02").thenRefused("UNKNOWN_COUNCIL", "council");
    asChief("X00000007", "2024-04-01").thenRefused("COUNCIL_NOT_IN_FORCE", "council");
    asChief("X00000008", "2024-03-31").thenRefused("COUNCIL_NOT_IN_FORCE", "council");
    asChief("X00000008", "2024-04-01").then([started("chief-executive", { council: "X00000008", from: "2024-04-01" })]);
  });

  it("for a council's former code is recorded under its current one", () => {
    givenPerson([registered], { council: recoded.status })
      .when(start("leader", { council: "X00000098" }))
      .then([started("leader", { council: "X00000099" })]);
  });
});

describe("Ending an assignment", () => {
  it("is recorded with or without a reason", () => {
    givenPerson([registered, started("panel-member")])
      .when(end())
      .then([ended()]);
    givenPerson([registered, started("panel-member")])
      .when(end("assignment", "Left the panel."))
      .then([{ type: "AssignmentEnded.v1", data: { assignment: "assignment", text: plain({ reason: "Left the panel." }) } }]);
  });

  it("a second time does nothing", () => {
    givenPerson([registered, started("panel-member"), ended()])
      .when(end())
      .thenNothing();
  });

  it("is refused for an unknown assignment or person", () => {
    givenPerson([registered]).when(end()).thenRefused("UNKNOWN_ASSIGNMENT", "assignment");
    givenPerson([]).when(end()).thenRefused("UNKNOWN_PERSON", "person");
  });

  it("ends only that assignment", () => {
    const person = personOf([registered, started("panel-member"), started("administrator", { assignment: "other" }), ended()]);
    expect(person?.assignments.map(({ assignment, ended }) => [assignment, ended])).toEqual([
      ["assignment", by],
      ["other", undefined],
    ]);
  });
});

describe("A person's mail address", () => {
  const [FIRST, SECOND] = ["ines@council.example", "ines.hollowell@council.example"];
  const set = (address?: string): PeopleCommand => ({
    name: "setMailAddress",
    input: { person: "person", ...(address !== undefined && { address }) },
  });
  const given = (address: string): PersonEvent => ({ type: "MailAddressGiven.v1", data: { text: plain({ address }) } });
  const removed: PersonEvent = { type: "MailAddressRemoved.v1", data: {} };

  it("can be given and changed, and is stored sealed", () => {
    givenPerson([registered])
      .when(set(FIRST))
      .then([given(FIRST)]);
    givenPerson([registered, given(FIRST)], { address: FIRST })
      .when(set(SECOND))
      .then([given(SECOND)]);
    expect(personOf([registered, given(FIRST), given(SECOND)])?.mail).toEqual({ text: plain({ address: SECOND }), given: by });
  });

  it("can be removed", () => {
    givenPerson([registered, given(FIRST)], { address: FIRST })
      .when(set())
      .then([removed]);
    expect(personOf([registered, given(FIRST), removed])).not.toHaveProperty("mail");
    expect(personOf([registered, given(FIRST), removed, given(SECOND)])?.mail).toMatchObject({
      text: plain({ address: SECOND }),
    });
  });

  it("is not recorded again if it is the same, and is not removed if there is none", () => {
    givenPerson([registered, given(FIRST)], { address: FIRST })
      .when(set(FIRST))
      .thenNothing();
    givenPerson([registered]).when(set()).thenNothing();
    givenPerson([registered, given(FIRST), removed])
      .when(set())
      .thenNothing();
  });

  it("can be given again after it was erased, and does not have to be removed", () => {
    givenPerson([registered, given(FIRST)])
      .when(set(FIRST))
      .then([given(FIRST)]);
    givenPerson([registered, given(FIRST)])
      .when(set())
      .thenNothing();
  });

  it("needs a registered person", () => {
    for (const address of [FIRST, undefined]) givenPerson([]).when(set(address)).thenRefused("UNKNOWN_PERSON", "person");
  });

  it.each([
    "",
    " ",
    "ines",
    "@council.example",
    "ines@",
    "Ines <ines@council.example>",
    "ines@council.example,ida@council.example",
    "ines@council.example\nBcc: ida@council.example",
    '"ines hollowell"@council.example',
    " ines@council.example",
    "ínes@council.example",
    `${"i".repeat(65)}@council.example`,
    `ines@${"council.".repeat(32)}example`,
  ])("%j is refused: it is not one plain address", (address) => {
    const outcome = parse<unknown>(peopleCommands.setMailAddress.input, { person: "ines", address });
    expect(isRefusal(outcome) && outcome.field).toBe("address");
  });

  it("may be as long as mail servers accept", () => {
    for (const address of [FIRST, "i.h+hub_1@council.example", `${"i".repeat(64)}@council.example`])
      expect(parse<unknown>(peopleCommands.setMailAddress.input, { person: "ines", address })).toMatchObject({
        input: { address },
      });
  });
});

describe("A command about people", () => {
  const field = (name: PeopleCommand["name"], input: unknown) => {
    const schema: z.ZodType = peopleCommands[name].input;
    const outcome = parse(schema, input);
    return isRefusal(outcome) ? outcome.field : undefined;
  };

  it("names a person by any subject that a directory can give, and by nothing else", () => {
    const subjects = [
      "ines",
      "auth0|6f3",
      "ines@x.example",
      "a:b-c_d.e",
      "O'Brien",
      "CN=Ines+OU=A/B#1",
      "aGVsbG8/+w==",
      "ines hollowell",
    ];
    for (const person of [...subjects, "-ines", "x".repeat(255)]) {
      for (const [name, input] of [
        ["registerPerson", { name: "Ines" }],
        ["renamePerson", { name: "Ines", reason: "It was misspelt." }],
        ["startAssignment", { role: "administrator", ...dates }],
        ["endAssignment", { assignment: "a" }],
        ["setMailAddress", {}],
      ] as const)
        expect([person, field(name, { person, ...input })]).toEqual([person, undefined]);
    }
    for (const person of ["", " ines", "ines ", "ines\n", "ine\ts", "í", "x".repeat(256), "hub"])
      expect(field("registerPerson", { person, name: "Ines" })).toBe("person");
  });

  it("needs a name that is not blank, a known role and both dates", () => {
    expect(field("registerPerson", { person: "ines", name: " " })).toBe("name");
    const input = { person: "ines", role: "administrator", ...dates };
    expect(field("startAssignment", input)).toBeUndefined();
    expect(field("startAssignment", { ...input, role: "inspector-general" })).toBe("role");
    expect(field("startAssignment", { ...input, from: "2026-02-30" })).toBe("from");
    expect(field("startAssignment", { person: "ines", role: "administrator", from: dates.from })).toBe("until");
  });

  it("never throws in any order of commands, and ending an assignment twice creates one event", () => {
    const role = fc.constantFrom(...ROLE_NAMES);
    const given = fc.record(
      {
        regions: fc.subarray([NORTH_EAST, "E12000010"]),
        strands: fc.subarray(["adults" as const, "childrens" as const]),
        council: fc.constantFrom("X00000001", "X00000007"),
        body: fc.constantFrom("dfe", "newspaper"),
        until: fc.constantFrom("2026-03-01", "2027-03-01"),
      },
      { requiredKeys: [] },
    );
    const command = fc.oneof(
      fc.tuple(role, fc.oneof(given, fc.constant(undefined))).map(([role, given]) => start(role, given ?? filled(role))),
      fc.nat(2).map((n) => end(`assignment-${n}`)),
      fc.constantFrom("Ines", "Ida").map(register),
    );
    let endings = 0;
    fc.assert(
      fc.property(fc.array(command, { minLength: 5, maxLength: 20, size: "max" }), (commands) => {
        let [person, number] = [personOf([registered]), 0];
        for (const command of commands) {
          const on = {
            today: "2026-01-01",
            certainToday: "2026-01-01",
            actor: by.actor,
            interests: [],
            name: "Ines",
            address: undefined,
            workContact: undefined,
            council: recoded.status,
            scopesOf: () => [],
            newId: (...words: readonly string[]) => `${words[0]}-${number}`,
          };
          const outcome = decidePeople(person, command, on);
          if (isRefusal(outcome)) continue;
          for (const event of outcome) person = evolvePerson("person", person, event, by);
          if (command.name === "startAssignment") number += 1;
          if (command.name !== "endAssignment") continue;
          endings += outcome.length;
          expect(decidePeople(person, command, on)).toEqual([]);
        }
      }),
    );
    expect(endings).toBeGreaterThan(10);
  });

  it("does not start an assignment that exists already, but starts one that was ended or differs", () => {
    const both = ["adults" as const, "childrens" as const];
    for (const role of ["leader", "principal-adviser"] as const) {
      const given = { ...filled(role), ...(roleOf(role).needs.strands && { strands: both }) };
      const same = { ...given, ...(given.strands && { strands: both.toReversed() }) };
      givenPerson([registered, started(role, given)])
        .when(start(role, same))
        .thenNothing();
      for (const other of [{ until: "2027-02-28" }, { from: "2026-03-01" }]) {
        const differing = { ...given, ...other };
        givenPerson([registered, started(role, given)])
          .when(start(role, differing))
          .then([started(role, differing)]);
      }
      givenPerson([registered, started(role, given), ended()])
        .when(start(role, given))
        .then([started(role, given)]);
    }
    const council = { council: "X00000001" };
    givenPerson([registered, started("leader", council)])
      .when(start("leader", { council: "X00000002" }))
      .then([started("leader", { council: "X00000002" })]);
    givenPerson([registered, started("leader", { council: "E08000016" })])
      .when(start("leader", { council: "E08000038" }))
      .thenNothing();
  });

  it("accepts each of the nine regions", () => {
    const regions = REGIONS.map(({ code }) => code);
    givenPerson([registered])
      .when(start("adass-lead", { regions }))
      .then([started("adass-lead", { regions })]);
  });
});
