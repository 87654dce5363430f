// The audience of a concern equals its readers: for every person and every part, the audience and a read agree.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { boundedCache } from "../../caching/cache.ts";
import { compilePolicy, loadPolicy } from "../../policies/engine/policy.ts";
import type { PolicySet } from "../../policies/engine/policy-set.ts";
import { rightsUnder } from "../../policies/engine/rights.ts";
import type { PeopleQueries } from "../../projections/people/people.ts";
import type { ConcernRecord } from "../../projections/register/records.ts";
import { registerModel } from "../../projections/register/register.ts";
import { openStore } from "../../projections/runtime/store.ts";
import { audienceOf, type ConcernAudience, everybody, keptOutOf } from "../../queries/concerns/audience.ts";
import { PARTS } from "../../reference/concern-parts.ts";
import { STRANDS } from "../../reference/strands.ts";
import { certainDay } from "../../services/decision-context.ts";
import { partsByCedar } from "../helpers/decide.ts";
import { memoryKeys } from "../helpers/memory-keys.ts";
import { assignments, historyWriter, TODAY } from "../helpers/random-histories.ts";
import { histories } from "../helpers/random-shared-histories.ts";
import { assignmentOf, viewerOf } from "../helpers/viewer.ts";

const policy = loadPolicy();
const rights = rightsUnder(policy);

/** Rights that count the residuals that Cedar computes for them. */
function countedRights() {
  const computed = { times: 0 };
  const forAction: PolicySet["schema"]["forAction"] = (action) => {
    computed.times += 1;
    return policy.schema.forAction(action);
  };
  return { computed, rights: rightsUnder({ ...policy, schema: { ...policy.schema, forAction }, templates: boundedCache(100) }) };
}

/** Each part that a person sees, with the policies. */
const seenIn = (rows: readonly ConcernAudience[], person: string) =>
  rows.filter(({ people }) => people.some(({ id }) => id === person)).flatMap(({ parts }) => parts);

describe("The audience of a concern", () => {
  it("is exactly the people who can read it, with every part that they can read", () => {
    const met = { seen: 0, unseen: 0, rows: 0, twice: 0 };
    fc.assert(
      fc.property(
        fc.array(histories, { minLength: 12, maxLength: 12 }),
        fc.array(assignments, { minLength: 25, maxLength: 25 }),
        (scripts, held) => {
          const keys = memoryKeys();
          const store = openStore(registerModel, ":memory:", { keys, today: () => TODAY });
          const writer = historyWriter(keys);
          const histories = scripts.map((one, n) => writer.write(one, n));
          store.applyPage(writer.events);
          // One of the people is the council's and an adviser too.
          const twice = [
            assignmentOf("principal-adviser", { regions: ["E12000004"], strands: [...STRANDS] }),
            assignmentOf("chief-executive", { council: "X00000004" }),
          ];
          const people = [...held, twice].map((one, n) => viewerOf(`viewer-${n}`, one, TODAY));
          for (const { id } of histories) {
            const found = store.queries.findUnchecked(id) ?? expect.fail("The register lost it.");
            const rows = audienceOf({ rights, people }, found);
            met.rows += rows.length;
            for (const { person, facts } of people) {
              const read = partsByCedar(policy, facts, found);
              const shown = seenIn(rows, person);
              expect(new Set(shown.map(({ part }) => part))).toEqual(new Set(read?.keys()));
              for (const { part, policies } of shown) for (const one of policies) expect(read?.get(part)).toContain(one);
              met[read ? "seen" : "unseen"] += 1;
              if (rows.filter((row) => row.people.some((one) => one.id === person)).length > 1) met.twice += 1;
            }
            for (const { people: listed } of rows) expect(new Set(listed.map((one) => one.id)).size).toBe(listed.length);
          }
          store.close();
          keys.close();
        },
      ),
      { numRuns: 4, endOnFailure: true },
    );
    expect(met.seen).toBeGreaterThan(50);
    expect(met.unseen).toBeGreaterThan(100);
    expect(met.rows).toBeGreaterThan(50);
    expect(met.twice).toBeGreaterThan(0);
  });

  const CIB = "cib-east-midlands";
  const found: ConcernRecord = {
    ...{ id: "c", version: 1, state: () => ({ id: "c" }) as ReturnType<ConcernRecord["state"]> },
    day: { ...certainDay(TODAY), blocked: new Set<string>(), inForce: new Set() },
    facts: {
      ...{ council: "X00000004", region: "E12000004", strand: "childrens", scope: "E12000004/childrens", cause: "leadership" },
      ...{ stage: "shared", councilAware: true, evidenced: true, wordsClosed: false },
      ...{ restricted: false, namedReaders: [] },
      councilStrand: "X00000004/childrens",
      ...{ headlineSharedWith: [CIB, "dfe"], summarySharedWith: [CIB], evidenceSharedWith: [], outcomeFor: [] },
    },
  };
  const member = (id: string, interest = false, declared = true) => ({ id, name: `Name of ${id}`, interest, declared });
  const cibLead = assignmentOf("cib-lead", { regions: ["E12000004", "E12000007"] });

  it("names the seat of a region's CIB lead, apart from the others", () => {
    const seated = (id: string, seat?: "director") =>
      viewerOf(id, [assignmentOf("cib-lead", { regions: ["E12000004"], ...(seat && { seat }) })], TODAY);
    const rows = audienceOf({ rights, people: [seated("a", "director"), seated("b")] }, found);
    expect(rows.map(({ label, people }) => [label, people.map(({ id }) => id)])).toEqual([
      ["CIB regional lead", ["b"]],
      ["CIB regional lead, director of children's services", ["a"]],
    ]);
  });

  it("names a role only with the scope of this concern, and without its other regions", () => {
    const people = [
      viewerOf("a", [cibLead], TODAY),
      viewerOf(
        "b",
        [assignmentOf("principal-adviser", { regions: ["E12000004", "E12000007"], strands: ["adults", "childrens"] })],
        TODAY,
      ),
      viewerOf("c", [assignmentOf("leader", { council: "X00000004" })], TODAY),
      viewerOf("d", [assignmentOf("leader", { council: "X00000005" })], TODAY),
      viewerOf("e", [cibLead, assignmentOf("department", { body: "dfe" })], TODAY),
    ];
    const rows = audienceOf({ rights, people }, found);
    expect(rows.map(({ parts, ...row }) => ({ ...row, parts: parts.map(({ part }) => part) }))).toEqual([
      {
        ...{ role: "principal-adviser", label: "Principal Adviser", bodies: [], council: undefined },
        ...{ region: "E12000004", strand: "childrens", people: [member("b")], parts: [...PARTS] },
      },
      {
        ...{
          role: "leader",
          label: "Leader or elected mayor",
          bodies: [],
          council: "X00000004",
          region: undefined,
          strand: undefined,
        },
        ...{ people: [member("c", true)], parts: PARTS.filter((part) => part !== "protectedSource") },
      },
      {
        ...{
          role: "cib-lead",
          label: "CIB regional lead",
          bodies: [CIB],
          council: undefined,
          region: undefined,
          strand: undefined,
        },
        people: ["a", "e"].map((id) => member(id)),
        parts: ["headline", "summary"],
      },
      {
        ...{ role: "department", label: "Government department", bodies: ["dfe"], council: undefined, region: undefined },
        ...{ strand: undefined, people: [member("e")], parts: ["headline"] },
      },
    ]);
  });

  it("says who has an interest in the council, and who has not declared their interests within a year", () => {
    const advising = assignmentOf("principal-adviser", { regions: ["E12000004"], strands: ["childrens"] });
    const long = { actor: "late", at: "2025-03-10T09:00:00.000Z", councils: [] };
    const people = [
      viewerOf("own", [advising], TODAY, ["X00000004"]),
      viewerOf("other", [advising], TODAY, ["X00000005"]),
      { ...viewerOf("never", [advising], TODAY), declarations: [] },
      { ...viewerOf("late", [advising], TODAY), declarations: [long] },
    ];
    expect(audienceOf({ rights, people }, found).map((row) => row.people)).toEqual([
      [member("own", true), member("other"), member("never", false, false), member("late", false, false)],
    ]);
  });

  it("leaves out who has an interest in the council, and the shares say who that is", () => {
    const people = [
      viewerOf("own", [cibLead], TODAY, ["X00000004"]),
      viewerOf("lead", [cibLead], TODAY),
      viewerOf("officer", [cibLead, assignmentOf("leader", { council: "X00000004" })], TODAY),
      viewerOf("elsewhere", [cibLead], TODAY, ["X00000005"]),
      viewerOf("adviser", [assignmentOf("senior-adviser", { regions: ["E12000004"], strands: ["childrens"] })], TODAY, [
        "X00000004",
      ]),
      viewerOf("department", [assignmentOf("department", { body: "dfe" })], TODAY, ["X00000004"]),
      viewerOf("other-body", [assignmentOf("department", { body: "mhclg" })], TODAY, ["X00000004"]),
    ];
    const rows = audienceOf({ rights, people }, found);
    expect(rows.flatMap(({ role, people: listed }) => listed.map(({ id }) => `${role}: ${id}`))).toEqual([
      ...["senior-adviser: adviser", "leader: officer", "cib-lead: lead", "cib-lead: elsewhere"],
    ]);
    const shares = [CIB, "dfe", CIB].map((body, n) => ({ id: `share-${n}`, body }));
    const state = () => ({ shares }) as unknown as ReturnType<ConcernRecord["state"]>;
    expect(keptOutOf({ rights, people }, { ...found, state })).toEqual([
      { id: "own", name: "Name of own", bodies: [CIB] },
      // An officer of the council reads the sharing record as the council, and not the terms as the body.
      { id: "officer", name: "Name of officer", bodies: [CIB] },
      { id: "department", name: "Name of department", bodies: ["dfe"] },
    ]);
  });

  it("evaluates the policies no more often for people with many different interests", () => {
    const { computed, rights } = countedRights();
    const people = Array.from({ length: 500 }, (_, n) => viewerOf(`lead-${n}`, [cibLead], TODAY, [`X${n}`]));
    const rows = audienceOf({ rights, people }, found);
    expect(rows.map(({ people: listed }) => listed.length)).toEqual([500]);
    expect(computed.times).toBe(PARTS.length);
  });

  it("evaluates the policies once for all people with equal facts", () => {
    const { computed, rights } = countedRights();
    const many = Array.from({ length: 500 }, (_, n) => viewerOf(`lead-${n}`, [cibLead], TODAY));
    const others = Array.from({ length: 500 }, (_, n) => viewerOf(`other-${n}`, [assignmentOf("panel-member")], TODAY));
    const rows = audienceOf({ rights, people: [...many, ...others] }, found);
    expect(rows.map(({ people }) => people.length)).toEqual([500]);
    // Every part for people who see it, only the headline for others.
    expect(computed.times).toBe(PARTS.length + 1);
  });

  it("evaluates the policies once for all people with equal facts for this concern, whatever their other assignments", () => {
    const { computed, rights } = countedRights();
    const regions = ["E12000001", "E12000002", "E12000004", "E12000005", "E12000006"];
    const people = Array.from({ length: 800 }, (_, n) =>
      viewerOf(
        `viewer-${n}`,
        [
          assignmentOf("leader", { council: `X${n}` }),
          assignmentOf("senior-adviser", { regions: regions.slice(n % 5), strands: ["adults"] }),
          ...(n % 2 === 0 ? [assignmentOf("cib-lead", { regions: ["E12000004", regions[n % 5] ?? ""] })] : []),
        ],
        TODAY,
      ),
    );
    const rows = audienceOf({ rights, people }, found);
    expect(rows.map(({ role, people: listed }) => [role, listed.length])).toEqual([["cib-lead", 400]]);
    // A few kinds: with a body of it or not, advising in its region or not.
    expect(computed.times).toBeLessThan(60);
  });

  it("tells people apart whose attributes a policy compares with each other", () => {
    const twice =
      '@id("twice")\n@reason("Twice.")\n@challenge("Ask.")\npermit (principal is Person, action == Action::"readHeadline", resource) when { principal.adviserRegions.containsAny(principal.leadRegions) };\n';
    const { "1-principles.cedar": _, ...files } = policy.files;
    const set = compilePolicy({ ...files, "9-more.cedar": twice });
    const lead = assignmentOf("adass-lead", { regions: ["E12000001"] });
    const here = assignmentOf("senior-adviser", { regions: ["E12000001"], strands: ["adults"] });
    const elsewhere = assignmentOf("senior-adviser", { regions: ["E12000002"], strands: ["adults"] });
    const people = [viewerOf("both-here", [lead, here], TODAY), viewerOf("apart", [lead, elsewhere], TODAY)];
    const rows = audienceOf({ rights: rightsUnder(set), people }, { ...found, facts: { ...found.facts, region: "E12000004" } });
    expect(rows.flatMap((row) => row.people.map(({ id }) => id))).toEqual(["both-here"]);
  });

  it("ignores assignments that have ended or have not begun", () => {
    const over = viewerOf("over", [assignmentOf("cib-lead", { regions: ["E12000004"], until: "2026-03-09" })], TODAY);
    const early = viewerOf("early", [assignmentOf("cib-lead", { regions: ["E12000004"], from: "2026-03-11" })], TODAY);
    expect(audienceOf({ rights, people: [over, early] }, found)).toEqual([]);
  });

  it("says so if only several roles together give access", () => {
    const together =
      '@id("both")\n@reason("Both.")\n@challenge("Ask.")\npermit (principal is Person, action == Action::"readHeadline", resource) when { principal.advisoryBoard && resource.headlineSharedWith.containsAny(principal.departmentBodies) };\n';
    const set = compilePolicy({ ...policy.files, "4-recipients.cedar": together });
    const dfe = assignmentOf("department", { body: "dfe" });
    const people = [viewerOf("one", [dfe], TODAY), viewerOf("both", [dfe, assignmentOf("advisory-board")], TODAY)];
    expect(audienceOf({ rights: rightsUnder(set), people }, found)).toEqual([
      {
        ...{
          role: undefined,
          label: "Several roles together",
          bodies: [],
          council: undefined,
          region: undefined,
          strand: undefined,
        },
        people: [member("both")],
        parts: [{ part: "headline", policies: ["both"] }],
      },
    ]);
  });
});

describe("The list of all people", () => {
  it("is read a page at a time, each person once", () => {
    const all = Array.from({ length: 1_201 }, (_, n) => viewerOf(String(n).padStart(5, "0"), [], TODAY));
    const pages: number[] = [];
    const page: PeopleQueries["page"] = (after, limit) => {
      const some = all.filter(({ person }) => person > after).slice(0, limit);
      pages.push(some.length);
      return some;
    };
    expect([...everybody({ people: { queries: () => ({ page }) } })]).toEqual(all);
    expect(pages).toEqual([500, 500, 201, 0]);
    expect([...everybody({ people: { queries: () => ({ page: () => [] }) } })]).toEqual([]);
  });
});
