import { describe, expect, it } from "vitest";
import { isToken, NO_ROLE, type PersonFacts } from "../../policies/engine/facts.ts";
import { REGIONS } from "../../reference/regions.ts";
import { by } from "../../test/helpers/specification.ts";
import { isCurrent, officesIn, personFacts } from "./assignments.ts";
import { ROLE_NAMES, ROLES, type RoleName, roleOf } from "./roles.ts";
import type { Assignment } from "./state.ts";

const TODAY = "2026-03-02";
const [NORTH_EAST, NORTH_WEST] = ["E12000001", "E12000002"];
const NOTHING: PersonFacts = { ...NO_ROLE, id: "ines" };

const assigned = (role: RoleName, given: Partial<Assignment> = {}): Assignment => ({
  assignment: "assignment",
  role,
  regions: [],
  strands: [],
  from: "2026-01-01",
  until: "2026-12-31",
  started: by,
  ...given,
});
const EVERY_STRAND = ["adults", "childrens", "corporate"];
const NAMES_OFFICERS = { officersOf: ["X00000001"] };
const inTwoRegions = { regions: [NORTH_EAST, NORTH_WEST] };
const facts = (...assignments: Assignment[]) => personFacts("ines", assignments, TODAY);

const REACH: Record<RoleName, readonly [given: Partial<Assignment>, reach: Partial<PersonFacts>]> = {
  "principal-adviser": [
    { ...inTwoRegions, strands: ["corporate", "adults"] },
    {
      adviserScopes: [`${NORTH_EAST}/adults`, `${NORTH_EAST}/corporate`, `${NORTH_WEST}/adults`, `${NORTH_WEST}/corporate`],
      adviserRegions: [NORTH_EAST, NORTH_WEST],
    },
  ],
  "senior-adviser": [
    { regions: [NORTH_EAST], strands: ["childrens"] },
    { adviserScopes: [`${NORTH_EAST}/childrens`], adviserRegions: [NORTH_EAST] },
  ],
  "member-peer": [inTwoRegions, both("memberPeerBodies", "member-peers-north-east", "member-peers-north-west")],
  "chief-executive": [{ council: "X00000001" }, { ...office(...EVERY_STRAND), ...speaking(...EVERY_STRAND), ...NAMES_OFFICERS }],
  leader: [{ council: "X00000001" }, { ...office(...EVERY_STRAND), ...speaking(...EVERY_STRAND) }],
  "nominated-officer": [{ council: "X00000001", strands: ["corporate"] }, office("corporate")],
  "section-151-officer": [
    { council: "X00000001", strands: ["corporate", "adults"], speaks: true },
    { ...office("adults", "corporate"), ...speaking("adults", "corporate") },
  ],
  "monitoring-officer": [
    { council: "X00000001", strands: ["corporate"] },
    { ...office("corporate"), ...NAMES_OFFICERS, monitoringOfficerOf: ["X00000001"] },
  ],
  "director-of-childrens-services": [{ council: "X00000001", strands: ["childrens"] }, office("childrens")],
  "director-of-adult-social-services": [
    { council: "X00000001", strands: ["adults"], speaks: true },
    { ...office("adults"), ...speaking("adults") },
  ],
  "lead-member": [{ council: "X00000001", strands: ["childrens"] }, office("childrens")],
  "cib-lead": [inTwoRegions, leading("cibBodies", "cib-north-east", "cib-north-west")],
  "adass-lead": [inTwoRegions, leading("adassBodies", "adass-north-east", "adass-north-west")],
  "regional-improvement": [
    inTwoRegions,
    leading("regionalImprovementBodies", "regional-improvement-north-east", "regional-improvement-north-west"),
  ],
  "group-office": [{ body: "group-office-labour" }, both("groupOfficeBodies", "group-office-labour")],
  "panel-member": [{}, both("panelBodies", "performance-support-panel")],
  department: [{ body: "dfe" }, both("departmentBodies", "dfe")],
  inspectorate: [{ body: "cqc" }, both("inspectorateBodies", "cqc")],
  "advisory-board": [{}, { advisoryBoard: true }],
  "improvement-board": [{}, { improvementBoard: true }],
  "governance-officer": [{}, { governanceOfficer: true }],
  administrator: [{}, { administrator: true }],
};

/** Somebody in an office of the council reads these strands. */
function office(...strands: string[]): Partial<PersonFacts> {
  return {
    councils: ["X00000001"],
    interests: ["X00000001"],
    councilStrands: strands.map((strand) => `X00000001/${strand}`),
    councilPerson: ["ines"],
  };
}
function speaking(...strands: string[]): Partial<PersonFacts> {
  return { speaksFor: strands.map((strand) => `X00000001/${strand}`), speakerCouncils: ["X00000001"] };
}

/** A role's own bodies are among all the person's bodies, each with the token of the person beside it. */
function both(fact: keyof PersonFacts, ...bodies: string[]): Partial<PersonFacts> {
  return { [fact]: withTokens(bodies), bodies: withTokens(bodies) };
}
function withTokens(bodies: readonly string[]): readonly string[] {
  return bodies.flatMap((body) => [body, `${body}#person:ines`]).sort();
}
/** A regional lead aligns support in its regions besides. */
function leading(fact: keyof PersonFacts, ...bodies: string[]): Partial<PersonFacts> {
  return { ...both(fact, ...bodies), leadRegions: [NORTH_EAST, NORTH_WEST] };
}

describe("A role", () => {
  it.each(ROLE_NAMES)("%s reaches its own bodies, scopes or council and nothing else", (role) => {
    const [given, reach] = REACH[role];
    expect(facts(assigned(role, given))).toEqual({ ...NOTHING, ...reach });
  });

  it("has a different label", () => {
    expect(new Set(ROLE_NAMES.map((role) => roleOf(role).label)).size).toBe(ROLE_NAMES.length);
    expect(Object.keys(ROLES)).toEqual(ROLE_NAMES);
  });

  it("of the boards, which only see figures, reaches no concern", () => {
    expect(facts(assigned("advisory-board"), assigned("improvement-board"))).toEqual({
      ...NOTHING,
      advisoryBoard: true,
      improvementBoard: true,
    });
  });

  it("that advises or leads in a region does so there, over all strands; the others have no region", () => {
    const where = (role: RoleName) => {
      const { adviserRegions, leadRegions } = facts(assigned(role, REACH[role][0]));
      return { adviserRegions, leadRegions };
    };
    const withRegion = ROLE_NAMES.filter((role) => Object.values(where(role)).flat().length > 0);
    expect(withRegion).toEqual(["principal-adviser", "senior-adviser", "cib-lead", "adass-lead", "regional-improvement"]);
    expect(where("member-peer")).toEqual({ adviserRegions: [], leadRegions: [] });
  });

  it("in all nine regions reaches nine bodies", () => {
    const regions = REGIONS.map(({ code }) => code);
    const { memberPeerBodies } = facts(assigned("member-peer", { regions }));
    expect(memberPeerBodies.filter((body) => !isToken(body))).toHaveLength(9);
  });
});

describe("A person", () => {
  it("without an assignment, or with none that is current, reaches nothing", () => {
    expect(facts()).toEqual(NOTHING);
    expect(facts(assigned("administrator", { until: "2026-03-01" }), assigned("panel-member", { ended: by }))).toEqual(NOTHING);
  });

  it("with several assignments reaches what each of them reaches, once and in order", () => {
    const strandsOfBoth = (fact: "councilStrands" | "speaksFor") => ({
      [fact]: ["X00000001", "X00000002"].flatMap((council) => EVERY_STRAND.map((strand) => `${council}/${strand}`)),
    });
    const reached = facts(
      assigned("cib-lead", { regions: [NORTH_WEST] }),
      assigned("cib-lead", inTwoRegions),
      assigned("chief-executive", { council: "X00000002" }),
      assigned("leader", { council: "X00000001" }),
      assigned("department", { body: "dhsc" }),
      assigned("administrator"),
    );
    expect(reached).toEqual({
      ...NOTHING,
      cibBodies: withTokens(["cib-north-east", "cib-north-west"]),
      councils: ["X00000001", "X00000002"],
      ...strandsOfBoth("councilStrands"),
      ...strandsOfBoth("speaksFor"),
      speakerCouncils: ["X00000001", "X00000002"],
      officersOf: ["X00000002"],
      councilPerson: ["ines"],
      interests: ["X00000001", "X00000002"],
      departmentBodies: withTokens(["dhsc"]),
      bodies: withTokens(["cib-north-east", "cib-north-west", "dhsc"]),
      leadRegions: [NORTH_EAST, NORTH_WEST],
      administrator: true,
    });
  });

  it("in a seat of a region's CIB leads has a token for it beside each body of theirs", () => {
    const [lead, other] = [assigned("cib-lead", { ...inTwoRegions, seat: "director" }), assigned("adass-lead", inTwoRegions)];
    expect(facts(lead, other).cibBodies.filter((body) => body.includes("#seat"))).toEqual([
      "cib-north-east#seat:director",
      "cib-north-west#seat:director",
    ]);
    expect(facts(other).bodies.filter((body) => body.includes("#seat"))).toEqual([]);
  });

  it("has the regions of all assignments once and in order, separately as adviser and as lead", () => {
    const reached = facts(
      assigned("senior-adviser", { regions: [NORTH_WEST], strands: ["corporate"] }),
      assigned("principal-adviser", { ...inTwoRegions, strands: ["adults"] }),
      assigned("adass-lead", { regions: [NORTH_WEST] }),
      assigned("regional-improvement", { regions: [NORTH_WEST] }),
      assigned("cib-lead", { regions: [NORTH_EAST], until: "2026-03-01" }),
    );
    expect(reached).toMatchObject({ adviserRegions: [NORTH_EAST, NORTH_WEST], leadRegions: [NORTH_WEST] });
  });

  it("loses access to the figures and every region with the assignment", () => {
    const over = { until: "2026-03-01" };
    expect(
      facts(
        assigned("advisory-board", over),
        assigned("improvement-board", { ended: by }),
        assigned("principal-adviser", { ...inTwoRegions, strands: ["adults"], ...over }),
        assigned("cib-lead", { ...inTwoRegions, from: "2026-03-03" }),
      ),
    ).toEqual(NOTHING);
  });

  it("never has the regions of one assignment with the strands of another", () => {
    const adviser = (region: string, strand: "corporate" | "adults") =>
      assigned("senior-adviser", { regions: [region], strands: [strand] });
    expect(facts(adviser(NORTH_EAST, "corporate"), adviser(NORTH_WEST, "adults")).adviserScopes).toEqual([
      `${NORTH_EAST}/corporate`,
      `${NORTH_WEST}/adults`,
    ]);
  });
});

describe("An office of a council", () => {
  it("below its heads reads its own strands, and speaks in them only if the assignment says so", () => {
    const officer = { council: "X00000001", strands: ["corporate" as const] };
    expect(facts(assigned("section-151-officer", officer)).speaksFor).toEqual([]);
    expect(facts(assigned("section-151-officer", { ...officer, speaks: true })).speaksFor).toEqual(["X00000001/corporate"]);
  });

  it("never reads or speaks in one council in the strands of another", () => {
    const reached = facts(
      assigned("lead-member", { council: "X00000001", strands: ["adults"], speaks: true }),
      assigned("nominated-officer", { council: "X00000002", strands: ["corporate"] }),
    );
    expect(reached.councilStrands).toEqual(["X00000001/adults", "X00000002/corporate"]);
    expect(reached.speaksFor).toEqual(["X00000001/adults"]);
    expect(reached.speakerCouncils).toEqual(["X00000001"]);
  });

  it("speaks from its first day on, and not before that has certainly begun", () => {
    const leader = assigned("leader", { council: "X00000001", from: TODAY });
    const speaksOn = (certainToday: string, council = "X00000001") =>
      officesIn([leader], council, { today: TODAY, certainToday })("adults");
    expect(speaksOn(TODAY)).toEqual([{ office: "leader" }]);
    expect(speaksOn("2026-03-01")).toEqual([]);
    expect(speaksOn(TODAY, "X00000002")).toEqual([]);
  });

  it("names officers as chief executive or monitoring officer, acting ones too", () => {
    const acting = { council: "X00000001", acting: true as const };
    expect(facts(assigned("chief-executive", acting)).officersOf).toEqual(["X00000001"]);
    expect(facts(assigned("monitoring-officer", { ...acting, strands: ["corporate"] })).officersOf).toEqual(["X00000001"]);
    const others = ROLE_NAMES.filter((role) => !["chief-executive", "monitoring-officer"].includes(role));
    for (const role of others) expect(facts(assigned(role, REACH[role][0])).officersOf).toEqual([]);
  });
});

describe("An assignment", () => {
  it.each([
    ["2026-01-09", false],
    ["2026-01-10", true],
    ["2026-02-01", true],
    ["2026-02-20", true],
    ["2026-02-21", false],
  ])("from 10 January until 20 February: on %s it is current: %s", (today, current) => {
    expect(isCurrent(assigned("leader", { from: "2026-01-10", until: "2026-02-20" }), today)).toBe(current);
  });

  it("ends as soon as someone ends it", () => {
    expect(isCurrent(assigned("leader", { ended: by }), TODAY)).toBe(false);
  });
});
