// What the API says that somebody may do with people's records and with the officers of a council, held against what it lets them do.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { LISTED_OFFICER_COMMANDS, LISTED_PERSON_COMMANDS } from "../../services/people/possible-commands.ts";
import { enumName } from "../../text/enum-name.ts";
import { TARROWSHIRE } from "../examples/api-inputs.ts";
import { command, done } from "../helpers/send-command.ts";
import { startHub, type TestHub } from "../helpers/test-hub.ts";

type PersonName = (typeof LISTED_PERSON_COMMANDS)[number];
type Part = { readonly id: string; readonly commands: readonly string[] };

const PEOPLE = [
  "governance-officer",
  "administrator",
  "adviser",
  "second-adviser",
  "chief-executive",
  "section-151-officer",
  "cib-lead",
];
const reason = "Because it is so.";
const days = { from: "2026-03-02", until: "2026-12-31" };

let hub: TestHub;
beforeAll(async () => {
  hub = await startHub({ seed: "people", env: { CANDOUR_COMMANDS_A_MINUTE: "99999" } });
});
afterAll(() => hub.close());

const ask = async <Data>(person: string, question: string): Promise<Data> => {
  const { body } = await hub.ask<Data>(person, question);
  return body.data ?? expect.fail(JSON.stringify(body.errors));
};
/** What is listed for somebody on the record of a person; null where they do not see it. */
const listedOn = async (viewer: string, person: string) =>
  (await ask<{ person: Part | null }>(viewer, `{ person(id: "${person}") { id commands } }`)).person?.commands ?? null;
const own = (viewer: string) =>
  ask<{ viewer: Omit<Part, "id"> & { readonly covers: readonly Part[] } }>(
    viewer,
    "{ viewer { commands covers { id commands } } }",
  );

let serial = 0;
const officesOf = (person: string) => hub.hub.people.queries().viewer(person)?.assignments ?? [];
const lastOffice = (person: string) => officesOf(person).findLast(({ ended }) => !ended)?.assignment ?? "nothing";
/** Each command as somebody would send it, with other words each time. */
function inputOf(name: PersonName, person: string, part?: string): object {
  serial += 1;
  return {
    renamePerson: { name: `Somebody ${"abcdefghij"[serial % 10]}`, reason },
    startAssignment: { role: "IMPROVEMENT_BOARD", ...days, until: `2030-01-${10 + (serial % 20)}` },
    endAssignment: { assignment: lastOffice(person), reason },
    setMailAddress: { address: `one${serial}@candour.test` },
    setFirstMailAddress: { address: `one${serial}@candour.test` },
    setWorkContact: { contact: `01234 ${serial}` },
    declareInterests: { councils: [] },
    arrangeCover: { by: person === "adviser" ? "second-adviser" : "adviser", ...days, until: `2026-12-${10 + (serial % 20)}` },
    endCover: { cover: part ?? "nothing" },
  }[name];
}
/** Id of an office of a person -> what is listed for it. */
const listedOnOffices = async (viewer: string, person: string) => {
  const found = await ask<{ person: { readonly assignments: readonly Part[] } }>(
    viewer,
    `{ person(id: "${person}") { assignments { id commands } } }`,
  );
  return new Map(found.person.assignments.map(({ id, commands }) => [id, commands]));
};
const eventsOf = (person: string) => hub.hub.people.queries().findUnchecked(person)?.version;

/** What is not listed is refused, or changes nothing. */
async function expectRefused(person: string): Promise<void> {
  for (const viewer of PEOPLE) {
    const listed = viewer === person ? (await own(viewer)).viewer.commands : await listedOn(viewer, person);
    if (viewer === person) expect(listed).toEqual(await listedOn(viewer, person));
    for (const name of LISTED_PERSON_COMMANDS) {
      if (name === "endCover" || listed?.includes(enumName(name))) continue;
      // Whoever may not see a record is told of no command on it.
      if (listed === null && name === "arrangeCover") continue;
      const before = eventsOf(person);
      await command(hub, viewer, name, { person, ...inputOf(name, person) });
      expect(eventsOf(person), `${viewer} ${name} ${person}`).toBe(before);
    }
  }
}

describe("The record of a person", () => {
  it("lists what the person, and those who keep people, may do with it, and refuses the rest", async () => {
    const seen = new Set<string>();
    const act = async (viewer: string, name: PersonName, person: string, part?: string) => {
      const { covers } = (await own(viewer)).viewer;
      const listed = part === undefined ? await listedOn(viewer, person) : covers.find(({ id }) => id === part)?.commands;
      expect(listed, `${viewer} ${name} ${person}`).toContain(enumName(name));
      await done(hub, viewer, name, { person, ...inputOf(name, person, part) });
      seen.add(name);
    };
    for (const person of ["section-151-officer", "second-adviser"]) await expectRefused(person);
    await act("governance-officer", "setFirstMailAddress", "section-151-officer");
    expect(await listedOn("governance-officer", "section-151-officer")).not.toContain("SET_FIRST_MAIL_ADDRESS");
    await act("section-151-officer", "setMailAddress", "section-151-officer");
    await act("section-151-officer", "setWorkContact", "section-151-officer");
    await act("cib-lead", "declareInterests", "cib-lead");
    await act("administrator", "renamePerson", "cib-lead");
    await act("governance-officer", "startAssignment", "improvement-board");
    const office = lastOffice("improvement-board");
    expect((await listedOnOffices("governance-officer", "improvement-board")).get(office)).toEqual(["END_ASSIGNMENT"]);
    await act("governance-officer", "endAssignment", "improvement-board");
    expect((await listedOnOffices("governance-officer", "improvement-board")).get(office)).toEqual([]);
    await act("second-adviser", "arrangeCover", "second-adviser");
    const [cover] = (await own("second-adviser")).viewer.covers;
    await act("second-adviser", "endCover", "second-adviser", cover?.id);
    const [ended] = (await own("second-adviser")).viewer.covers;
    expect(ended?.commands).toEqual([]);
    for (const person of ["section-151-officer", "second-adviser", "cib-lead"]) await expectRefused(person);
    expect(LISTED_PERSON_COMMANDS.filter((name) => !seen.has(name))).toEqual([]);
  });

  it("lists for each office whether it can be ended, and refuses to end the others", async () => {
    for (const viewer of ["governance-officer", "administrator", "cib-lead"]) {
      for (const [assignment, commands] of await listedOnOffices(viewer, "cib-lead")) {
        if (commands.length > 0) expect([viewer, commands]).toEqual([expect.not.stringMatching("cib-lead"), ["END_ASSIGNMENT"]]);
        else
          expect(
            (await command(hub, viewer, "endAssignment", { person: "cib-lead", assignment, reason })).recorded,
            `${viewer} ${assignment}`,
          ).not.toBe(true);
      }
    }
  });

  it("lists nothing for somebody who is not registered, nor for others", async () => {
    expect((await own("somebody-unknown")).viewer.commands).toEqual([]);
    expect(await listedOn("somebody-unknown", "somebody-unknown")).toBeNull();
    expect(await listedOn("adviser", "second-adviser")).toBeNull();
  });

  it("can be seen and made by those whom policy permits", async () => {
    for (const [viewer, may] of [
      ["governance-officer", true],
      ["administrator", true],
      ["adviser", false],
      ["chief-executive", false],
      ["somebody-unknown", false],
    ] as const) {
      const { viewer: found } = await ask<{ viewer: object }>(
        viewer,
        "{ viewer { mayReadPeople mayInvitePeople mayRegisterPeople } }",
      );
      expect(found, viewer).toEqual({ mayReadPeople: may, mayInvitePeople: may, mayRegisterPeople: may });
    }
  });
});

type Officer = Part & { readonly person: string; readonly office: string };
const SPEAKERS = ["chief-executive", "monitoring-officer", "leader", "section-151-officer", "adviser", "governance-officer"];

describe("The officers of a council", () => {
  const council = async (viewer: string) =>
    (
      await ask<{ council: { commands: readonly string[]; officers: readonly Officer[] | null } }>(
        viewer,
        `{ council(code: "${TARROWSHIRE}") { commands officers { id person office commands } } }`,
      )
    ).council;
  const named = {
    council: TARROWSHIRE,
    person: "lead-member",
    name: "Cllr Ada Moss",
    office: "LEAD_MEMBER",
    strands: ["ADULTS"],
    ...days,
  };

  it("are named and ended by those for whom that is listed, and by nobody else", async () => {
    const seen = new Set<string>();
    for (const viewer of SPEAKERS) {
      const may = viewer === "chief-executive" || viewer === "monitoring-officer";
      expect((await council(viewer)).commands.includes("NAME_OFFICER"), viewer).toBe(may);
      if (!may) expect((await command(hub, viewer, "nameOfficer", named)).code, viewer).toBeDefined();
    }
    await done(hub, "monitoring-officer", "nameOfficer", named);
    seen.add("nameOfficer");
    for (const viewer of SPEAKERS) {
      for (const { person, office, commands } of (await council(viewer)).officers ?? []) {
        if (commands.length > 0) expect(commands).toEqual(["END_OFFICER"]);
        else
          expect(
            (await command(hub, viewer, "endOfficer", { council: TARROWSHIRE, person, office, reason })).recorded,
            `${viewer} ${office}`,
          ).not.toBe(true);
      }
    }
    const added = (await council("chief-executive")).officers?.find(({ person }) => person === "lead-member");
    expect(added?.commands).toEqual(["END_OFFICER"]);
    await done(hub, "chief-executive", "endOfficer", {
      council: TARROWSHIRE,
      person: "lead-member",
      office: "LEAD_MEMBER",
      reason,
    });
    seen.add("endOfficer");
    expect((await council("chief-executive")).officers?.find(({ person }) => person === "lead-member")?.commands).toEqual([]);
    expect(LISTED_OFFICER_COMMANDS.filter((name) => !seen.has(name))).toEqual([]);
  });
});

it("An office whose last day has passed is not listed to be ended", async () => {
  const office = {
    person: "department",
    role: "IMPROVEMENT_BOARD",
    regions: [],
    strands: [],
    from: days.from,
    until: "2026-04-01",
  };
  await done(hub, "governance-officer", "startAssignment", office);
  const listed = async () => (await listedOnOffices("governance-officer", "department")).get(lastOffice("department"));
  expect(await listed()).toEqual(["END_ASSIGNMENT"]);
  hub.clock.set("2026-04-02T12:00:00.000Z");
  expect(await listed()).toEqual([]);
});
