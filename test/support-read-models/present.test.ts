import { afterEach, describe, expect, it } from "vitest";
import { loadPolicy } from "../../policies/engine/policy.ts";
import { rightsUnder } from "../../policies/engine/rights.ts";
import type { Follower } from "../../projections/runtime/follower.ts";
import { openStore } from "../../projections/runtime/store.ts";
import type { SupportQueries } from "../../projections/support/queries.ts";
import { supportModel } from "../../projections/support/support.ts";
import { readAlignedSupport } from "../../queries/support/aligned-support.ts";
import { presentConcluded, presentContact, presentSupport } from "../../queries/support/present.ts";
import { readPracticeContacts, readSupport } from "../../queries/support/read-support.ts";
import type { RegionView } from "../../reference/support-kinds.ts";
import { plain } from "../../services/confidential.ts";
import { personFacts } from "../../services/people/assignments.ts";
import type { RoleName } from "../../services/people/roles.ts";
import type { Assignment } from "../../services/people/state.ts";
import { USUAL_CLASH_DAYS } from "../../services/support/clashes.ts";
import {
  ANSWER_BY,
  agreed,
  BEGUN_ON,
  begun,
  CIB,
  COUNCIL,
  ended,
  FROM,
  judged,
  milestoneSet,
  offered,
  progressReviewed,
  REGION,
  reviewPlanned,
  UNTIL,
} from "../examples/support.ts";
import { logWriter } from "../helpers/random-supports.ts";
import { councils, noKeys, TODAY } from "../helpers/specification.ts";
import { assignmentOf } from "../helpers/viewer.ts";

const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup();
});

const policy = loadPolicy();
const rights = rightsUnder(policy);
const person = (role: RoleName, differing: Partial<Assignment> = {}) =>
  personFacts(role, [assignmentOf(role, { regions: [REGION], ...differing })], TODAY);
const adviser = person("principal-adviser", { strands: ["childrens"] });
const chief = person("chief-executive", { regions: [], council: COUNCIL });
const [cib, adass] = [person("cib-lead"), person("adass-lead")];
const elsewhere = person("cib-lead", { regions: ["E12000007"] });

/** Support of the children's strand by the region's CIB leads, gone through to its end. */
function inside(regionSees: RegionView = "purpose") {
  const store = openStore(supportModel, ":memory:", { keys: noKeys, today: () => TODAY });
  cleanups.push(() => store.close());
  const writer = logWriter();
  writer.append("support-support", "2026-02-20T10:00:00.000Z", [
    offered({ strand: "childrens", provider: CIB }),
    agreed("From May, please.", regionSees),
    begun(),
    milestoneSet({ milestone: "later", due: "2026-08-31", text: plain({ about: "Placements reviewed." }) }),
    milestoneSet({ milestone: "sooner", due: "2026-06-30" }),
    reviewPlanned("2026-03-09", "2026-03-11", "ahead"),
    progressReviewed(),
    ended(),
    judged("council", "partly-effective"),
  ]);
  store.applyPage(writer.events);
  return { policy, rights, support: { queries: () => store.queries } as Follower<SupportQueries> };
}

describe("A support as its readers see it", () => {
  const seenBy = (reader: typeof chief, regionSees?: RegionView) => {
    const seen = readSupport(inside(regionSees), reader, "support");
    return seen && presentSupport(noKeys, seen);
  };

  it("is only the engagement for people who align support in the region, if the council lets its region see the dates", () => {
    const seen = seenBy(adass, "dates");
    expect(seen).toEqual({
      ...{ presence: [], id: "support", council: COUNCIL, strand: "childrens", lead: "Dara Okafor", status: "completed" },
      ...{ offeredOn: "2026-02-20", answerBy: ANSWER_BY, from: FROM, until: UNTIL, begunOn: BEGUN_ON, endedOn: "2026-03-01" },
      provider: { id: CIB, name: "Children's Improvement Board regional leads, North East" },
      ...{ purposeWithheld: true, detailWithheld: true, detail: false },
    });
    expect(seenBy(adass, "nothing")).toBeNull();
  });

  it("is also the purpose and the progress for them, if the council lets its region see the purpose", () => {
    const seen = seenBy(adass);
    expect(seen).toMatchObject({
      ...{ status: "completed", begunOn: BEGUN_ON, endedOn: "2026-03-01", progress: "working", lead: "Dara Okafor" },
      provider: { id: CIB, name: "Children's Improvement Board regional leads, North East" },
      milestones: [
        { id: "sooner", due: "2026-06-30" },
        { id: "later", due: "2026-08-31" },
      ],
      reviews: [
        { id: "review", reviewedOn: "2026-03-01", progress: "working" },
        { id: "ahead", from: "2026-03-09", to: "2026-03-11", cancelled: false },
      ],
      judgements: [{ by: "council", judgement: "partly-effective" }],
      ...{ kind: "mentoring", causes: ["finance"], purposeWithheld: false, detail: false, detailWithheld: true },
    });
    expect(JSON.stringify(seen)).not.toMatch(/strategy|Hollowell|From May|Placements|balanced|aim was met/);
  });

  it("is everything for the council, the advisers of its strand and the provider", () => {
    for (const reader of [chief, adviser, cib]) {
      const seen = seenBy(reader);
      expect(seen).toMatchObject({
        detail: {
          aim: expect.anything(),
          toldName: "Ines Hollowell",
          statement: "From May, please.",
          version: 9,
          regionSees: "purpose",
        },
        ...{ milestones: [{}, { about: "Placements reviewed." }], reviews: [{ finding: expect.anything() }, {}] },
        ...{ judgements: [{ why: expect.anything() }], detailWithheld: false },
      });
    }
  });

  it("is nothing for others, like unknown support", () => {
    expect(seenBy(elsewhere)).toBeNull();
    expect(seenBy(person("department", { regions: [], body: "dfe" }))).toBeNull();
    expect(readSupport(inside(), chief, "none")).toBeNull();
  });

  it("is its status and both judgements, for a reader of a conclusion that names it", () => {
    const state = inside().support.queries().findUnchecked("support");
    expect(state && presentConcluded(state)).toEqual({
      ...{ id: "support", kind: "mentoring", status: "completed", from: "2026-04-01", until: "2026-09-30", progress: "working" },
      provider: { id: CIB, name: "Children's Improvement Board regional leads, North East" },
      ...{ judgedByCouncil: "partly-effective", judgedByProvider: undefined },
    });
  });
});

describe("Aligned support", () => {
  const region = councils.inRegion(REGION, TODAY);
  const shown = (reader: typeof chief) =>
    readAlignedSupport({ ...inside(), today: () => TODAY, clashDays: USUAL_CLASH_DAYS }, reader, region).map((aligned) => ({
      ...{ ...aligned, clashes: aligned.clashes() },
    }));

  it("of a region is one picture of every council over all strands, including councils without support, for its advisers and leads", () => {
    for (const reader of [adviser, cib, adass]) {
      const aligned = shown(reader);
      expect(aligned.map(({ council }) => council.code)).toEqual(region.map(({ code }) => code));
      expect(aligned.filter(({ strands }) => strands.length > 0)).toMatchObject([
        { council: { code: COUNCIL }, strands: [{ strand: "childrens", ended: 1 }], clashes: [] },
      ]);
    }
  });

  it("is visible to a council only as its own, and to others not at all", () => {
    expect(shown(chief).map(({ council }) => council.code)).toEqual([COUNCIL]);
    expect(shown(elsewhere)).toEqual([]);
  });
});

describe("Councils with good practice", () => {
  const found = (reader: typeof chief) =>
    readPracticeContacts({ ...inside(), councils }, reader, "corporate", "finance")?.(undefined, 10) ?? null;

  it("can be searched for only by advisers, regional leads and councils", () => {
    for (const reader of [adviser, cib, chief]) expect(found(reader)).toEqual([]);
    for (const role of ["panel-member", "advisory-board", "administrator"] as const) expect(found(person(role))).toBeNull();
  });

  it("are shown with the person to contact and the subject of their experience", () => {
    const text = plain({ contact: "The section 151 officer", learned: "How a recovery plan is made." });
    expect(presentContact(noKeys, { contact: "c", council: COUNCIL, strand: "corporate", cause: "finance", text })).toEqual({
      ...{ id: "c", council: COUNCIL, strand: "corporate", cause: "finance", takenBackAt: undefined },
      ...{ contact: "The section 151 officer", learned: "How a recovery plan is made." },
    });
  });
});
