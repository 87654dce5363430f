// Subjects in any form of a directory: every person who can sign in can get a role, and their name can be corrected.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { noticeSender } from "../../hub/mail/notices.ts";
import { concern, EAST_MIDLANDS, TARROWSHIRE } from "../examples/api-inputs.ts";
import { command, done } from "../helpers/send-command.ts";
import { startHub, type TestHub } from "../helpers/test-hub.ts";

const SUBJECTS = [
  "CN=Ida Holm+OU=Corporate/North#2",
  "aGVsbG8/+w==",
  "ida.o'brien@council.example",
  "auth0|6f3",
  "=1+1",
  "x".repeat(255),
];
const OFFICER = "governance-officer";

describe("Somebody whose directory calls them", () => {
  let hub: TestHub;
  beforeAll(async () => {
    hub = await startHub();
    await done(hub, "adviser", "endLead", { council: TARROWSHIRE, reason: "Somebody else leads." });
  });
  afterAll(() => hub.close());
  const adviser = {
    role: "SENIOR_ADVISER",
    regions: [EAST_MIDLANDS],
    strands: ["CHILDRENS"],
    from: "2026-03-01",
    until: "2026-12-31",
  };

  it.each(SUBJECTS)("%s is registered, gets a role, acts, and has the corrected name", async (person) => {
    await done(hub, OFFICER, "registerPerson", { person, name: "Ida Hlom (invented)" });
    await done(hub, OFFICER, "startAssignment", { person, ...adviser });
    const id = await done(hub, person, "logConcern", concern);
    await done(hub, person, "setMailAddress", { person, address: "ida@candour.test" });
    await done(hub, OFFICER, "renamePerson", { person, name: "Ida Holm (invented)", reason: "It was misspelt." });

    const { body } = await hub.ask<{ viewer: { person: string; assignments: { role: string }[] } }>(
      person,
      "{ viewer { person assignments { role } } }",
    );
    expect(body.data.viewer).toEqual({ person, assignments: [{ role: "SENIOR_ADVISER" }] });
    expect((await named()).get(person)).toBe("Ida Holm (invented)");
    const said = await hub.ask<{ explain: { sentence: string } }>(
      person,
      "query($id: ID!, $person: ID!) { explain(concern: $id, part: SUMMARY, person: $person) { sentence } }",
      { id, person },
    );
    expect(said.body.errors).toBeUndefined();
    expect((await hub.hub.log.readStream(`person-${person}`)).map(({ type }) => type)).toEqual([
      ...["PersonRegistered.v1", "AssignmentStarted.v2", "MailAddressGiven.v1", "PersonRenamed.v1"],
    ]);
    expect(JSON.stringify(await hub.hub.log.readStream(`person-${person}`))).not.toMatch(/Holm \(|misspelt/);

    const sent: string[] = [];
    const mailer = { send: async ({ to }: { to: string }) => void sent.push(to), close() {} };
    expect(await noticeSender(hub.hub, mailer, hub.logger)()).toBe(1);
    expect(sent).toEqual(["ida@candour.test"]);
    const notices = (await hub.hub.log.readStream(`notice-${person}`)).map(({ type }) => type);
    expect(notices).toEqual(["NoticeDecided.v2", "NoticeSent.v1"]);
    await done(hub, person, "nameLead", { council: TARROWSHIRE, person });
    await done(hub, person, "endLead", { council: TARROWSHIRE, reason: "Somebody else leads." });
  });

  it("cannot be renamed by themselves, or by anyone who does not manage people", async () => {
    const other = { name: "Somebody else (invented)", reason: "To be another." };
    for (const [asking, person] of [
      ["adviser", "adviser"],
      ["adviser", "second-adviser"],
      [OFFICER, OFFICER],
      ["chief-executive", "adviser"],
    ] as const)
      expect(await command(hub, asking, "renamePerson", { person, ...other })).toMatchObject({ code: "NOT_PERMITTED" });
    expect(await command(hub, "administrator", "renamePerson", { person: OFFICER, ...other })).toMatchObject({
      __typename: "PersonChanged",
    });
    expect((await named()).get(OFFICER)).toBe(other.name);
  });

  async function named(): Promise<ReadonlyMap<string, string>> {
    const { body } = await hub.ask<{ people: { nodes: { id: string; name: string }[] } }>(
      OFFICER,
      "{ people(first: 100) { nodes { id name } } }",
    );
    return new Map(body.data.people.nodes.map(({ id, name }) => [id, name]));
  }
});
