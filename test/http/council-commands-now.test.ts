// What the API says that somebody may do in the conversation with a council, and what support they may offer it, held against what it lets them do.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { LISTED_COUNCIL_COMMANDS } from "../../services/council/possible-commands.ts";
import { enumName } from "../../text/enum-name.ts";
import { approach, CIB, contact, offer, routineContact, TARROWSHIRE } from "../examples/api-inputs.ts";
import { command, done } from "../helpers/send-command.ts";
import { startHub, type TestHub } from "../helpers/test-hub.ts";

type Named = { readonly id: string };
type Part = Named & { readonly commands: readonly string[] };
type Answer = {
  readonly council: {
    readonly commands: readonly string[];
    readonly approaches: readonly Part[];
    readonly pastApproaches: readonly Part[];
    readonly practiceContacts: readonly Part[] | null;
    readonly routineContacts: readonly Part[];
    readonly supportToOffer: readonly {
      readonly strand: string;
      readonly kinds: readonly string[];
      readonly causes: readonly string[];
      readonly providers: readonly Named[];
      readonly shownTo: readonly Named[];
    }[];
  };
};
const LISTING = `{ council(code: "${TARROWSHIRE}") { commands approaches { id commands } pastApproaches { id commands }
  practiceContacts { id commands } routineContacts { id commands } supportToOffer { strand kinds causes providers { id } shownTo { id } } } }`;
const PEOPLE = ["adviser", "second-adviser", "chief-executive", "leader", "monitoring-officer", "cib-lead", "adviser-london"];

let hub: TestHub;
beforeAll(async () => {
  hub = await startHub({ env: { CANDOUR_COMMANDS_A_MINUTE: "99999" } });
});
afterAll(() => hub.close());

async function listing(person: string): Promise<Answer["council"]> {
  const { body } = await hub.ask<Answer>(person, LISTING);
  return body.data?.council ?? expect.fail(JSON.stringify(body.errors));
}

const reason = "Because the lead moves to another region.";
const of = { council: TARROWSHIRE };
const said = { people: "Maren Tolliver (invented)", topic: "Late returns.", saysNothingUntold: true };
/** Commands on one of several records -> where these are. */
const PARTS: Readonly<Record<string, (council: Answer["council"]) => readonly Part[]>> = {
  cancelApproach: ({ approaches, pastApproaches }) => [...approaches, ...pastApproaches],
  takeBackContact: ({ practiceContacts }) => practiceContacts ?? [],
  correctContact: ({ routineContacts }) => routineContacts,
  withdrawContact: ({ routineContacts }) => routineContacts,
};
/** Each command as each person would send it. */
const inputOf = (person: string, name: string, part?: string): object =>
  ({
    nameLead: { ...of, person: "second-adviser" },
    endLead: { ...of, reason },
    planApproach: { ...approach, ...(person === "cib-lead" && { body: CIB }), leadConsulted: true },
    cancelApproach: { ...of, approach: part ?? "nothing", reason },
    agreeToBeContacted: contact,
    takeBackContact: { ...of, contact: part ?? "nothing" },
    correctContact: { ...of, contact: part ?? "nothing", ...said, reason },
    withdrawContact: { ...of, contact: part ?? "nothing", reason },
  })[name] ?? {};

const events = () => hub.hub.council.queries().findUnchecked(TARROWSHIRE).events;

/** What is not listed is refused, or changes nothing. */
async function expectRefused(): Promise<void> {
  for (const person of PEOPLE) {
    const council = await listing(person);
    for (const name of LISTED_COUNCIL_COMMANDS) {
      const parts = PARTS[name]?.(council) ?? [];
      const listed = name in PARTS ? parts.flatMap((one) => one.commands) : council.commands;
      if (listed.includes(enumName(name))) continue;
      const before = events();
      await command(hub, person, name, inputOf(person, name, parts[0]?.id));
      expect(events(), `${person} ${name}`).toBe(before);
    }
  }
}

describe("The conversation with a council", () => {
  it("lists what each may do in it, and refuses the rest", async () => {
    const seen = new Set<string>();
    const act = async (person: string, name: (typeof LISTED_COUNCIL_COMMANDS)[number], part?: string) => {
      const { commands, approaches, practiceContacts, routineContacts } = await listing(person);
      const parts = [...approaches, ...(practiceContacts ?? []), ...routineContacts];
      const listed = part === undefined ? commands : parts.find(({ id }) => id === part)?.commands;
      expect(listed, `${person} ${name}`).toContain(enumName(name));
      await done(hub, person, name, inputOf(person, name, part));
      seen.add(name);
      await expectRefused();
    };
    await expectRefused();
    if ((await listing("adviser")).commands.includes("END_LEAD")) await act("adviser", "endLead");
    await act("adviser", "nameLead");
    await act("adviser", "planApproach");
    const [planned] = (await listing("adviser")).approaches;
    await act("adviser", "cancelApproach", planned?.id);
    await act("second-adviser", "endLead");
    await act("chief-executive", "agreeToBeContacted");
    const [agreed] = (await listing("leader")).practiceContacts ?? [];
    await act("leader", "takeBackContact", agreed?.id);
    await done(hub, "adviser", "recordContact", routineContact);
    const [recorded] = (await listing("adviser")).routineContacts;
    expect((await listing("chief-executive")).routineContacts.find(({ id }) => id === recorded?.id)?.commands).toEqual([]);
    await act("second-adviser", "correctContact", recorded?.id);
    await act("adviser", "withdrawContact", recorded?.id);
    expect(LISTED_COUNCIL_COMMANDS.filter((name) => !seen.has(name))).toEqual([]);
  });
});

describe("An approach to a council", () => {
  it("can be planned for those bodies that are listed, and for no other", async () => {
    for (const [person, bodies] of [
      ["adviser", ["lga"]],
      ["cib-lead", [CIB]],
      ["chief-executive", []],
      ["adviser-london", []],
    ] as const) {
      const { body } = await hub.ask<{ council: { approachesFor: Named[] } }>(
        person,
        `{ council(code: "${TARROWSHIRE}") { approachesFor { id } } }`,
      );
      expect(
        body.data?.council.approachesFor.map(({ id }) => id),
        person,
      ).toEqual(bodies);
      for (const one of ["lga", CIB, "cib-london"].filter((id) => !bodies.some((body) => body === id)))
        expect((await command(hub, person, "planApproach", { ...approach, body: one, leadConsulted: true })).code).toBeDefined();
    }
  });
});

describe("Support that somebody may offer a council", () => {
  it("is what an adviser of the strand and a provider may offer, and nothing for others", async () => {
    for (const person of [
      "chief-executive",
      "department",
      "panel-member",
      "governance-officer",
      "adviser-london",
      "somebody-unknown",
    ])
      expect((await listing(person)).supportToOffer, person).toEqual([]);
    const [byLead, ...more] = (await listing("cib-lead")).supportToOffer;
    expect([byLead?.strand, byLead?.providers.map(({ id }) => id), more]).toEqual(["CHILDRENS", [CIB], []]);
  });

  it("can be offered with every listed kind, cause, provider and lead, and with no other provider or lead", async () => {
    const { supportToOffer } = await listing("adviser");
    expect(supportToOffer.length).toBeGreaterThan(0);
    for (const { strand, kinds, causes, providers, shownTo } of supportToOffer) {
      const [kind, cause, provider] = [kinds.at(-1), causes[0], providers[0]?.id];
      const base = { ...offer, strand, kind, provider, causes: [cause] };
      for (const changed of [
        ...kinds.map((one) => ({ kind: one })),
        ...causes.map((one) => ({ causes: [one] })),
        ...providers.map(({ id }) => ({ provider: id })),
        { shownTo: shownTo.map(({ id }) => id) },
      ])
        await done(hub, "adviser", "offerSupport", { ...base, ...changed });
      for (const changed of [{ provider: "cib-london" }, { provider: "dfe" }, { shownTo: ["cib-london"] }])
        expect((await command(hub, "adviser", "offerSupport", { ...base, ...changed })).code, strand).toBeDefined();
    }
  });
});
