// Who sees which part at which stage: one table, readable as the policy it checks. Each row is a reader, each column a stage of one
// children's concern in the East Midlands, each cell the parts that reader may read then.
import { describe, expect, it } from "vitest";
import { type ConcernFacts, PARTS, type Part, type PersonFacts, READ_ACTIONS } from "../../policies/facts.ts";
import { loadPolicy } from "../../policies/policy.ts";
import { conditionOf } from "../../policies/residual.ts";
import { rightsUnder } from "../../policies/rights.ts";
import { personFacts, ROLE_NAMES, type RoleName } from "../../services/people/roles.ts";
import type { Assignment } from "../../services/people/state.ts";
import { holdsFor } from "../support/conditions.ts";

const TODAY = "2026-03-02";
const [MIDLANDS, LONDON] = ["E12000004", "E12000007"];
const [COUNCIL, OTHER_COUNCIL] = ["X00000004", "X00000005"];

const policy = loadPolicy();

const concern = (more: Partial<ConcernFacts>): ConcernFacts => ({
  council: COUNCIL,
  region: MIDLANDS,
  strand: "childrens",
  scope: `${MIDLANDS}/childrens`,
  cause: "finance",
  stage: "logged",
  councilAware: false,
  evidenced: true,
  headlineSharedWith: [],
  summarySharedWith: [],
  evidenceSharedWith: [],
  ...more,
});

/** Every body that a children's concern of this region can be shared with. */
const EVERYBODY = [
  "cib-east-midlands",
  "member-peers-east-midlands",
  "performance-support-panel",
  "group-office-independent",
  "dfe",
  "ofsted",
];
const aware = { stage: "aware", councilAware: true } as const;
const shared = { stage: "shared", councilAware: true } as const;

const STAGES: Readonly<Record<string, ConcernFacts>> = {
  logged: concern({}),
  aware: concern(aware),
  "shared: headline": concern({ ...shared, headlineSharedWith: EVERYBODY }),
  "shared: summary": concern({ ...shared, headlineSharedWith: EVERYBODY, summarySharedWith: EVERYBODY }),
  "shared: evidence": concern({
    ...shared,
    headlineSharedWith: EVERYBODY,
    summarySharedWith: EVERYBODY,
    evidenceSharedWith: EVERYBODY,
  }),
  "shares ended": concern(shared),
  "evidence withdrawn": concern({
    ...shared,
    evidenced: false,
    headlineSharedWith: EVERYBODY,
    summarySharedWith: EVERYBODY,
    evidenceSharedWith: EVERYBODY,
  }),
};

// Letters of a cell: headline, summary, evidence, withdrawn evidence, protected source, conversations, sharing record.
const LETTERS: Readonly<Record<string, Part>> = {
  H: "headline",
  S: "summary",
  E: "evidence",
  W: "unsharedEvidence",
  P: "protectedSource",
  C: "conversations",
  R: "sharingRecord",
};

const ALL = "HSEWPCR";
const SAVE_SOURCE = "HSEWCR";

//                                          logged  aware        headline     summary      evidence     ended        no evidence
// biome-ignore format: a table, to be read as one
const TABLE: Readonly<Record<string, readonly [string, string, string, string, string, string, string]>> = {
  "principal-adviser":                    [ALL,    ALL,         ALL,         ALL,         ALL,         ALL,         ALL],
  "senior-adviser":                       [ALL,    ALL,         ALL,         ALL,         ALL,         ALL,         ALL],
  "principal-adviser, another region":    ["",     "",          "",          "",          "",          "",          ""],
  "principal-adviser, another strand":    ["",     "",          "",          "",          "",          "",          ""],
  "senior-adviser, assignment ended":     ["",     "",          "",          "",          "",          "",          ""],
  "senior-adviser, not yet begun":        ["",     "",          "",          "",          "",          "",          ""],
  "chief-executive":                      ["",     SAVE_SOURCE, SAVE_SOURCE, SAVE_SOURCE, SAVE_SOURCE, SAVE_SOURCE, SAVE_SOURCE],
  "leader":                               ["",     SAVE_SOURCE, SAVE_SOURCE, SAVE_SOURCE, SAVE_SOURCE, SAVE_SOURCE, SAVE_SOURCE],
  "nominated-officer":                    ["",     SAVE_SOURCE, SAVE_SOURCE, SAVE_SOURCE, SAVE_SOURCE, SAVE_SOURCE, SAVE_SOURCE],
  "chief-executive, another council":     ["",     "",          "",          "",          "",          "",          ""],
  "member-peer":                          ["",     "",          "H",         "HS",        "HSE",       "",          ""],
  "cib-lead":                             ["",     "",          "H",         "HS",        "HSE",       "",          ""],
  "cib-lead, another region":             ["",     "",          "",          "",          "",          "",          ""],
  "adass-lead":                           ["",     "",          "",          "",          "",          "",          ""],
  "regional-improvement":                 ["",     "",          "",          "",          "",          "",          ""],
  "group-office":                         ["",     "",          "H",         "HS",        "HSE",       "",          ""],
  "panel-member":                         ["",     "",          "H",         "HS",        "HSE",       "",          ""],
  "department":                           ["",     "",          "H",         "HS",        "HSE",       "",          ""],
  "department, another department":       ["",     "",          "",          "",          "",          "",          ""],
  "inspectorate":                         ["",     "",          "H",         "HS",        "HSE",       "",          ""],
  "advisory-board":                       ["",     "",          "",          "",          "",          "",          ""],
  "improvement-board":                    ["",     "",          "",          "",          "",          "",          ""],
  "governance-officer":                   ["",     "",          "",          "",          "",          "",          ""],
  "administrator":                        ["",     "",          "",          "",          "",          "",          ""],
  "nobody":                               ["",     "",          "",          "",          "",          "",          ""],
};

const assignment = (role: RoleName, more: Partial<Assignment> = {}): Assignment => ({
  assignment: "a",
  role,
  regions: [],
  strands: [],
  from: "2026-01-01",
  until: "2026-12-31",
  started: { actor: "hub", at: "2026-01-01T00:00:00.000Z" },
  ...more,
});
const here = { regions: [MIDLANDS] };
const advising = { ...here, strands: ["corporate", "childrens", "adults"] as Assignment["strands"] };

const READERS: Readonly<Record<string, readonly Assignment[]>> = {
  "principal-adviser": [assignment("principal-adviser", advising)],
  "senior-adviser": [assignment("senior-adviser", advising)],
  "principal-adviser, another region": [assignment("principal-adviser", { ...advising, regions: [LONDON] })],
  // Two assignments: their regions and strands are not mixed.
  "principal-adviser, another strand": [
    assignment("principal-adviser", { regions: [MIDLANDS], strands: ["adults"] }),
    assignment("principal-adviser", { regions: [LONDON], strands: ["childrens"] }),
  ],
  "senior-adviser, assignment ended": [assignment("senior-adviser", { ...advising, until: "2026-03-01" })],
  "senior-adviser, not yet begun": [assignment("senior-adviser", { ...advising, from: "2026-03-03" })],
  "chief-executive": [assignment("chief-executive", { council: COUNCIL })],
  leader: [assignment("leader", { council: COUNCIL })],
  "nominated-officer": [assignment("nominated-officer", { council: COUNCIL })],
  "chief-executive, another council": [assignment("chief-executive", { council: OTHER_COUNCIL })],
  "member-peer": [assignment("member-peer", here)],
  "cib-lead": [assignment("cib-lead", here)],
  "cib-lead, another region": [assignment("cib-lead", { regions: [LONDON] })],
  "adass-lead": [assignment("adass-lead", here)],
  "regional-improvement": [assignment("regional-improvement", here)],
  "group-office": [assignment("group-office", { body: "group-office-independent" })],
  "panel-member": [assignment("panel-member")],
  department: [assignment("department", { body: "dfe" })],
  "department, another department": [assignment("department", { body: "dhsc" })],
  inspectorate: [assignment("inspectorate", { body: "ofsted" })],
  "advisory-board": [assignment("advisory-board")],
  "improvement-board": [assignment("improvement-board")],
  "governance-officer": [assignment("governance-officer")],
  administrator: [assignment("administrator")],
  nobody: [],
};

const lettersOf = (may: (part: Part) => boolean): string =>
  Object.entries(LETTERS)
    .filter(([, part]) => may(part))
    .map(([letter]) => letter)
    .join("");

const byCedar = (person: PersonFacts, facts: ConcernFacts) => (part: Part) =>
  policy.decide({ type: "Person", facts: person }, READ_ACTIONS[part], { type: "Concern", id: "c", facts }).allowed;

describe("who sees which part at which stage", () => {
  const rights = rightsUnder(policy);
  const stages = Object.entries(STAGES);

  it("has a row for every role and a letter for every part", () => {
    expect([...new Set(Object.keys(TABLE).map((row) => row.split(",")[0]))].filter((row) => row !== "nobody").sort()).toEqual(
      [...ROLE_NAMES].sort(),
    );
    expect(Object.values(LETTERS).sort()).toEqual([...PARTS].sort());
    expect(Object.keys(READERS)).toEqual(Object.keys(TABLE));
  });

  for (const [reader, row] of Object.entries(TABLE)) {
    const person = personFacts("reader", READERS[reader] ?? [], TODAY);
    it(`${reader}: ${row.map((cell) => cell || "nothing").join(" | ")}`, () => {
      expect(stages.map(([, facts]) => lettersOf(byCedar(person, facts)))).toEqual(row);
    });
    it(`${reader}: the residual that lists are made of says the same`, () => {
      const may = (facts: ConcernFacts) => (part: Part) => holdsFor(conditionOf(rights(person, READ_ACTIONS[part])), facts);
      expect(stages.map(([, facts]) => lettersOf(may(facts)))).toEqual(row);
    });
  }
});
