// A concern about leadership that is restricted inside the council: its other people learn that there is one and nothing else, over any query or export.
import { afterAll, beforeAll, describe, expect } from "vitest";
import { hasNew } from "../../queries/inbox/read-inbox.ts";
import { CIB, concern, proposal, TARROWSHIRE } from "../examples/api-inputs.ts";
import { type Story, startStory } from "../helpers/story-hub.ts";
import { check, storySteps } from "../helpers/story-steps.ts";

const restriction = (more: object = {}) => ({
  aboutOffices: ["CHIEF_EXECUTIVE"],
  named: ["leader", "monitoring-officer"],
  reason: "Members have lost trust in the chief executive.",
  ...more,
});
const RESTRICTIONS = `query($id: ID!) { concern(id: $id) {
  restrictions { isCurrent aboutOffices named { person offices } made { by reason } reviewed { by reason } reviewBy lifted { by reason } }
  audience { people { id } } history { event said }
} }`;
const EXPLAIN = "query($id: ID!, $part: ExplainedPart!) { explain(concern: $id, part: $part) { sentence facts { name value } } }";
const PAST = "query($id: ID!, $at: DateTime!) { pastConcern(concern: $id, at: $at) { ... on Refused { code } } }";
type Shown = {
  readonly concern: {
    readonly restrictions: readonly object[];
    readonly audience: readonly { readonly people: readonly { readonly id: string }[] }[];
    readonly history: readonly object[];
  } | null;
};
const EVERYTHING = `{
  concerns { totalCount nodes { id } facets { cause { value count } } }
  found: concerns(filter: { text: "assessments" }) { totalCount nodes { id } }
  inbox(first: 100) { nodes { kind } }
  ledger(council: "${TARROWSHIRE}") { ... on Ledger {
    restrictedCount concerns { nodes { id } } disclosures { nodes { kind subject } }
  } }
}`;
type Everything = {
  readonly concerns: { readonly totalCount: number; readonly nodes: readonly object[] };
  readonly found: { readonly totalCount: number };
  readonly inbox: { readonly nodes: readonly { readonly kind: string }[] };
  readonly ledger: {
    readonly restrictedCount: number;
    readonly concerns: { readonly nodes: readonly object[] };
    readonly disclosures: { readonly nodes: readonly { readonly kind: string; readonly subject: string | null }[] };
  };
};
/** What `everything` gives somebody who sees nothing about the council but the number of restricted concerns. */
const ONLY_THAT = {
  concerns: { totalCount: 0, nodes: [], facets: { cause: [] } },
  found: { totalCount: 0, nodes: [] },
  inbox: { nodes: [] },
  ledger: { restrictedCount: 1, concerns: { nodes: [] } },
};
const OTHERS = ["chief-executive", "nominated-officer", "section-151-officer"];

describe("A concern about leadership that is restricted inside the council", () => {
  const step = storySteps();
  let story: Story;
  let id: string;
  beforeAll(async () => {
    story = await startStory();
  });
  afterAll(() => story.close());
  const viewer = (person: string) => story.hub.people.queries().viewer(person) ?? expect.fail(person);
  const everything = (person: string) => story.asks<Everything>(person, EVERYTHING);
  const restrictions = async (person: string) => (await story.asks<Shown>(person, RESTRICTIONS, { id })).concern;
  const exported = async (person: string) => {
    const headers = { "content-type": "application/json", authorization: `Bearer ${await story.test.token(person)}` };
    const body = JSON.stringify({ council: TARROWSHIRE, format: "json" });
    return (await fetch(`${story.test.url}/ledger`, { method: "POST", body, headers })).text();
  };
  const restrict = (person: string, more: object = {}) =>
    story.refused(person, "restrictConcern", { concern: id, ...restriction(more) });

  step("is restricted only by the adviser and the monitoring officer, and never by somebody whom it is about", async () => {
    id = await story.awareConcern([CIB], { cause: "LEADERSHIP" });
    await story.share(id, CIB);
    check(await story.sees("nominated-officer", id)).toMatchObject({ withheld: ["PROTECTED_SOURCE"] });
    for (const person of ["chief-executive", "leader", "nominated-officer", "cib-lead"])
      check([person, await restrict(person)]).toEqual([person, "NOT_PERMITTED"]);
    check(await restrict("director-adults")).toBe("NOT_FOUND");
    check(await restrict("monitoring-officer", { aboutOffices: ["MONITORING_OFFICER"] })).toBe("RESTRICTION_ABOUT_YOURSELF");
    check(await restrict("monitoring-officer", { named: ["leader", "section-151-officer"] })).toBe("RESTRICTION_TOO_FEW_NAMED");
    check(await restrict("monitoring-officer", { named: ["leader", "monitoring-officer", "adviser"] })).toBe(
      "NAMED_WITHOUT_OFFICE",
    );
    await story.does("monitoring-officer", "restrictConcern", { concern: id, ...restriction() });
  });

  step("is read by the named people, who see the reason, and stays shared with recipients, who do not see it", async () => {
    const shown = await restrictions("leader");
    check(shown?.restrictions).toEqual([
      {
        isCurrent: true,
        aboutOffices: ["CHIEF_EXECUTIVE"],
        named: [
          { person: "leader", offices: ["LEADER"] },
          { person: "monitoring-officer", offices: ["MONITORING_OFFICER"] },
        ],
        made: { by: "monitoring-officer", reason: restriction().reason },
        reviewed: null,
        reviewBy: "2026-04-02",
        lifted: null,
      },
    ]);
    const readers = shown?.audience.flatMap(({ people }) => people.map((one) => one.id)) ?? [];
    check(readers).toEqual(expect.arrayContaining(["adviser", "leader", "monitoring-officer", "cib-lead"]));
    for (const person of OTHERS) check(readers).not.toContain(person);
    await story.does("leader", "reply", { concern: id, reply: "The members stand by their view." });
    check(await story.sees("cib-lead", id)).toMatchObject({ summary: { text: concern.summary } });
    const asked = await story.asks<object>("cib-lead", EXPLAIN, { id, part: "CONVERSATIONS" });
    check(JSON.stringify(asked)).not.toMatch(/restrict|named people/i);
    check(await story.asks("cib-lead", "query($id: ID!) { concern(id: $id) { restrictions { id } } }", { id })).toEqual({
      concern: { restrictions: null },
    });
  });

  step(
    "shows the others of the council only that it exists: in lists, counts, search, inbox, news, ledger and export",
    async () => {
      const then = story.hub.now().toISOString();
      for (const person of OTHERS) {
        const seen = await everything(person);
        check({ person, ...seen }).toMatchObject({ person, ...ONLY_THAT });
        for (const { kind, subject } of seen.ledger.disclosures.nodes)
          check({ person, kind, subject }).toEqual({ person, kind: "COUNT", subject: null });
        check(await story.sees(person, id)).toBe(null);
        check(await restrictions(person)).toBe(null);
        check(await story.asks(person, EXPLAIN, { id, part: "HEADLINE" })).toEqual({ explain: null });
        check(await story.asks(person, PAST, { id, at: then })).toEqual({ pastConcern: { code: "NOT_FOUND" } });
        check(await story.refused(person, "reply", { concern: id, reply: "I disagree." })).toBe("NOT_FOUND");
        const text = await exported(person);
        check(text).toContain(
          "Concerns about the council that are restricted to other people of the council, and are not included: 1.",
        );
        check(text).not.toContain(id);
      }
      check(await everything("leader")).toMatchObject({
        concerns: { totalCount: 1 },
        found: { totalCount: 1 },
        ledger: { restrictedCount: 0 },
      });
      check(await everything("adviser")).toMatchObject({ concerns: { totalCount: 1 } });
      // Somebody who reads another strand does not learn that it exists either.
      check(await everything("director-adults")).toMatchObject({ ...ONLY_THAT, ledger: { restrictedCount: 0 } });
    },
  );

  step("has the council's tasks in the inboxes of the named people only, and must be reviewed each month", async () => {
    await story.does("adviser", "proposeShare", {
      concern: id,
      ...proposal,
      body: CIB,
      parts: ["EVIDENCE"],
      purpose: "OFFER_SUPPORT",
    });
    check(await story.waits("leader")).toContain("POSITION_WANTED");
    check(await story.waits("chief-executive")).toEqual([]);
    // The monitoring officer is named and reads the concern, but may not speak for the council.
    check(await story.sees("monitoring-officer", id)).toMatchObject({ stage: "SHARED" });
    check(await story.waits("monitoring-officer")).toEqual([]);
    for (const [person, isNotified] of [
      ["leader", true],
      ["monitoring-officer", false],
    ] as const)
      check({ person, isNotified: hasNew(story.hub, viewer(person), "") }).toEqual({ person, isNotified });
    story.on("2026-03-19");
    check(await story.waits("adviser")).toContain("RESTRICTION_TO_REVIEW");
    check(await story.waits("monitoring-officer")).toContain("RESTRICTION_TO_REVIEW");
    check(await story.refused("leader", "reviewRestriction", { concern: id, reason: "It is needed." })).toBe("NOT_PERMITTED");
    await story.does("adviser", "reviewRestriction", { concern: id, reason: "The inquiry has begun." });
    check(await story.waits("adviser")).not.toContain("RESTRICTION_TO_REVIEW");
    check(await restrictions("leader")).toMatchObject({
      restrictions: [{ reviewed: { by: "adviser", reason: "The inquiry has begun." }, reviewBy: "2026-04-19" }],
    });
  });

  step("is read by the whole council once the restriction is lifted, with the history of the restriction", async () => {
    await story.does("monitoring-officer", "liftRestriction", { concern: id, reason: "The inquiry is over." });
    check(await everything("chief-executive")).toMatchObject({ concerns: { totalCount: 1 }, ledger: { restrictedCount: 0 } });
    check((await restrictions("chief-executive"))?.history).toEqual(
      expect.arrayContaining([
        { event: "CONCERN_RESTRICTED", said: restriction().reason },
        { event: "RESTRICTION_REVIEWED", said: "The inquiry has begun." },
        { event: "RESTRICTION_LIFTED", said: "The inquiry is over." },
      ]),
    );
    check(await story.refused("monitoring-officer", "liftRestriction", { concern: id, reason: "Again." })).toBe("NOT_RESTRICTED");
  });
});
