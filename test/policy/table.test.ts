// Who sees which part at which stage: one table, readable as the policy it checks. Each row is a reader, each column a stage of one
// children's concern in the East Midlands, each cell the parts that reader may read then.
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type FactValues, holds } from "../../policies/engine/condition.ts";
import {
  type ConcernFacts,
  NO_CONCERN,
  NO_SUPPORT,
  type PersonFacts,
  READ_ACTIONS,
  READ_OUTCOME,
  type Resource,
  type SupportFacts,
} from "../../policies/engine/facts.ts";
import { loadPolicy } from "../../policies/engine/policy.ts";
import { actionsWithin } from "../../policies/engine/policy-schema.ts";
import { conditionOf } from "../../policies/engine/residual.ts";
import { rightsUnder } from "../../policies/engine/rights.ts";
import { LISTED, type ListedAction } from "../../policies/engine/sql.ts";
import { PARTS, type Part } from "../../reference/concern-parts.ts";
import { personFacts } from "../../services/people/assignments.ts";
import { ROLE_NAMES, type RoleName } from "../../services/people/roles.ts";
import type { Assignment } from "../../services/people/state.ts";

import { decideBy } from "../helpers/decide.ts";
import { changedPolicy, policyText } from "../helpers/policy-files.ts";

const TODAY = "2026-03-02";
const [MIDLANDS, LONDON] = ["E12000004", "E12000007"];
const [COUNCIL, OTHER_COUNCIL] = ["X00000004", "X00000005"];

const policy = loadPolicy();
const decide = decideBy(policy);

const CHILDRENS = { strand: "childrens", scope: `${MIDLANDS}/childrens`, councilStrand: `${COUNCIL}/childrens` };

const concern = (more: Partial<ConcernFacts>): ConcernFacts => ({
  ...{ ...NO_CONCERN, ...CHILDRENS, council: COUNCIL, region: MIDLANDS },
  ...{ cause: "finance", evidenced: true, ...more },
});

/** Every body with which a children's concern of this region can be shared. */
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
  "untold too long": concern({ wordsClosed: true }),
  restricted: concern({ ...aware, cause: "leadership", restricted: true, namedReaders: ["named", "somebody"] }),
};

// Letters of a cell: headline, summary, evidence, withdrawn evidence, protected source, conversations, the panel's challenges, sharing
// record.
const LETTERS: Readonly<Record<string, Part>> = {
  H: "headline",
  S: "summary",
  E: "evidence",
  W: "unsharedEvidence",
  P: "protectedSource",
  C: "conversations",
  X: "challenges",
  R: "sharingRecord",
};

const ALL = "HSEWPCXR";
const SAVE_SOURCE = "HSEWCXR";
/** Of a concern that the council was not told of by its last day. */
const CLOSED = "HXR";

//                                          logged  aware        headline     summary      evidence     ended        no evidence  untold  restricted
// biome-ignore format: the columns of the table are aligned
const TABLE: Readonly<Record<string, readonly [string, string, string, string, string, string, string, string, string]>> = {
  "principal-adviser":                    [ALL,    ALL,         ALL,         ALL,         ALL,         ALL,         ALL,               CLOSED, ALL],
  "senior-adviser":                       [ALL,    ALL,         ALL,         ALL,         ALL,         ALL,         ALL,               CLOSED, ALL],
  "principal-adviser, another region":    ["",     "",          "",          "",          "",          "",          "",                "",     ""],
  "principal-adviser, another strand":    ["",     "",          "",          "",          "",          "",          "",                "",     ""],
  "senior-adviser, assignment ended":     ["",     "",          "",          "",          "",          "",          "",                "",     ""],
  "senior-adviser, not yet begun":        ["",     "",          "",          "",          "",          "",          "",                "",     ""],
  "chief-executive":                      ["",     SAVE_SOURCE, SAVE_SOURCE, SAVE_SOURCE, SAVE_SOURCE, SAVE_SOURCE, SAVE_SOURCE,       "",     ""],
  "leader":                               ["",     SAVE_SOURCE, SAVE_SOURCE, SAVE_SOURCE, SAVE_SOURCE, SAVE_SOURCE, SAVE_SOURCE,       "",     ""],
  "nominated-officer":                    ["",     SAVE_SOURCE, SAVE_SOURCE, SAVE_SOURCE, SAVE_SOURCE, SAVE_SOURCE, SAVE_SOURCE,       "",     ""],
  "nominated-officer, another strand":    ["",     "",          "",          "",          "",          "",          "",                "",     ""],
  "section-151-officer":                  ["",     SAVE_SOURCE, SAVE_SOURCE, SAVE_SOURCE, SAVE_SOURCE, SAVE_SOURCE, SAVE_SOURCE,       "",     ""],
  "monitoring-officer":                   ["",     SAVE_SOURCE, SAVE_SOURCE, SAVE_SOURCE, SAVE_SOURCE, SAVE_SOURCE, SAVE_SOURCE,       "",     ""],
  "director-of-childrens-services":       ["",     SAVE_SOURCE, SAVE_SOURCE, SAVE_SOURCE, SAVE_SOURCE, SAVE_SOURCE, SAVE_SOURCE,       "",     ""],
  "director-of-adult-social-services":    ["",     "",          "",          "",          "",          "",          "",                "",     ""],
  "lead-member":                          ["",     SAVE_SOURCE, SAVE_SOURCE, SAVE_SOURCE, SAVE_SOURCE, SAVE_SOURCE, SAVE_SOURCE,       "",     ""],
  "chief-executive, another council":     ["",     "",          "",          "",          "",          "",          "",                "",     ""],
  "member-peer":                          ["",     "",          "H",         "HS",        "HSE",       "",          "",                "",     ""],
  "cib-lead":                             ["",     "",          "H",         "HS",        "HSE",       "",          "",                "",     ""],
  "cib-lead, another region":             ["",     "",          "",          "",          "",          "",          "",                "",     ""],
  "adass-lead":                           ["",     "",          "",          "",          "",          "",          "",                "",     ""],
  "regional-improvement":                 ["",     "",          "",          "",          "",          "",          "",                "",     ""],
  "group-office":                         ["",     "",          "H",         "HS",        "HSE",       "",          "",                "",     ""],
  "panel-member":                         ["",     "",          "H",         "HSX",       "HSEX",      "",          "",                "",     ""],
  "department":                           ["",     "",          "H",         "HS",        "HSE",       "",          "",                "",     ""],
  "department, another department":       ["",     "",          "",          "",          "",          "",          "",                "",     ""],
  "inspectorate":                         ["",     "",          "H",         "HS",        "HSE",       "",          "",                "",     ""],
  "advisory-board":                       ["",     "",          "",          "",          "",          "",          "",                "",     ""],
  "improvement-board":                    ["",     "",          "",          "",          "",          "",          "",                "",     ""],
  "governance-officer":                   ["",     "",          "",          "",          "",          "",          "",                "",     ""],
  "administrator":                        ["",     "",          "",          "",          "",          "",          "",                "",     ""],
  "senior-adviser, own council":             [ALL,   ALL,         ALL,         ALL,         ALL,         ALL,         ALL,               CLOSED, ALL],
  "member-peer, own council":                ["",    "",          "",          "",          "",          "",          "",                "", ""],
  "cib-lead, own council":                   ["",    "",          "",          "",          "",          "",          "",                "", ""],
  "cib-lead, interest elsewhere":            ["",    "",          "H",         "HS",        "HSE",       "",          "",                "", ""],
  "group-office, own council":               ["",    "",          "",          "",          "",          "",          "",                "", ""],
  "panel-member, own council":               ["",    "",          "",          "",          "",          "",          "",                "", ""],
  "department, own council":                 ["",    "",          "",          "",          "",          "",          "",                "", ""],
  "inspectorate, own council":               ["",    "",          "",          "",          "",          "",          "",                "", ""],
  "cib-lead, and chief executive":           ["",    SAVE_SOURCE, SAVE_SOURCE, SAVE_SOURCE, SAVE_SOURCE, SAVE_SOURCE, SAVE_SOURCE,       "", ""],
  "cib-lead, and chief executive elsewhere": ["",    "",          "H",         "HS",        "HSE",       "",          "",                "", ""],
  "cib-lead, and officer of another strand": ["",    "",          "",          "",          "",          "",          "",                "", ""],
  "department, and chief executive":         ["",    SAVE_SOURCE, SAVE_SOURCE, SAVE_SOURCE, SAVE_SOURCE, SAVE_SOURCE, SAVE_SOURCE,       "", ""],
  "nobody":                               ["",     "",          "",          "",          "",          "",          "",                "",     ""],
  "chief-executive, named":               ["",     SAVE_SOURCE, SAVE_SOURCE, SAVE_SOURCE, SAVE_SOURCE, SAVE_SOURCE, SAVE_SOURCE,       "",      SAVE_SOURCE],
  "nominated-officer, named, another strand": ["", "",          "",          "",          "",          "",          "",                "",      ""],
  "adviser, officer of the council":      [ALL,    ALL,         ALL,         ALL,         ALL,         ALL,         ALL,               CLOSED,  ALL],
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
const ofChildrens = { council: COUNCIL, strands: ["childrens"] as Assignment["strands"] };
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
  "nominated-officer": [assignment("nominated-officer", ofChildrens)],
  // Somebody who speaks for the council, and reads in another strand.
  "nominated-officer, another strand": [assignment("nominated-officer", { council: COUNCIL, strands: ["adults"], speaks: true })],
  "section-151-officer": [assignment("section-151-officer", { council: COUNCIL, strands: ["corporate", "childrens"] })],
  "monitoring-officer": [assignment("monitoring-officer", ofChildrens)],
  "director-of-childrens-services": [assignment("director-of-childrens-services", ofChildrens)],
  "director-of-adult-social-services": [
    assignment("director-of-adult-social-services", { council: COUNCIL, strands: ["adults"] }),
  ],
  "lead-member": [assignment("lead-member", ofChildrens)],
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
  // People with an interest in the council, or in another one. An adviser reads and acts on; officers of the council read as its officers.
  "senior-adviser, own council": [assignment("senior-adviser", advising)],
  "member-peer, own council": [assignment("member-peer", here)],
  "cib-lead, own council": [assignment("cib-lead", here)],
  "cib-lead, interest elsewhere": [assignment("cib-lead", here)],
  "group-office, own council": [assignment("group-office", { body: "group-office-independent" })],
  "panel-member, own council": [assignment("panel-member")],
  "department, own council": [assignment("department", { body: "dfe" })],
  "inspectorate, own council": [assignment("inspectorate", { body: "ofsted" })],
  "cib-lead, and chief executive": [assignment("cib-lead", here), assignment("chief-executive", { council: COUNCIL })],
  "cib-lead, and chief executive elsewhere": [
    assignment("cib-lead", here),
    assignment("chief-executive", { council: OTHER_COUNCIL }),
  ],
  "cib-lead, and officer of another strand": [
    assignment("cib-lead", here),
    assignment("lead-member", { council: COUNCIL, strands: ["adults"] }),
  ],
  "department, and chief executive": [
    assignment("department", { body: "dfe" }),
    assignment("chief-executive", { council: COUNCIL }),
  ],
  nobody: [],
  "chief-executive, named": [assignment("chief-executive", { council: COUNCIL })],
  "nominated-officer, named, another strand": [assignment("nominated-officer", { council: COUNCIL, strands: ["adults"] })],
  "adviser, officer of the council": [assignment("principal-adviser", advising), assignment("nominated-officer", ofChildrens)],
};
/** A concern that is restricted inside the council names this person. */
const idOf = (reader: string): string => (reader.includes(", named") ? "named" : "reader");

/** The councils in which a reader has declared an interest. */
const DECLARED: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  Object.keys(READERS).map((reader) => [
    reader,
    reader.endsWith(", own council") ? [COUNCIL] : reader.endsWith(", interest elsewhere") ? [OTHER_COUNCIL] : [],
  ]),
);
const factsOf = (reader: string): PersonFacts => personFacts(idOf(reader), READERS[reader] ?? [], TODAY, DECLARED[reader]);

const lettersOf = (may: (part: Part) => boolean): string =>
  Object.entries(LETTERS)
    .filter(([, part]) => may(part))
    .map(([letter]) => letter)
    .join("");

const byCedar = (person: PersonFacts, facts: ConcernFacts) => (part: Part) =>
  decide({ type: "Person", facts: person }, READ_ACTIONS[part], { type: "Concern", id: "c", facts }).allowed;

describe("who sees which part at which stage", () => {
  const rights = rightsUnder(policy);
  const stages = Object.entries(STAGES);

  it("has a row for every role and a letter for every part", () => {
    expect(
      [...new Set(Object.keys(TABLE).map((row) => row.split(",")[0]))]
        .filter((row) => row !== "nobody" && row !== "adviser")
        .sort(),
    ).toEqual([...ROLE_NAMES].sort());
    expect(Object.values(LETTERS).sort()).toEqual([...PARTS].sort());
    expect(Object.keys(READERS)).toEqual(Object.keys(TABLE));
  });

  for (const [reader, row] of Object.entries(TABLE)) {
    const person = factsOf(reader);
    it(`${reader}: ${row.map((cell) => cell || "nothing").join(" | ")}`, () => {
      expect(stages.map(([, facts]) => lettersOf(byCedar(person, facts)))).toEqual(row);
    });
    it(`${reader}: the residual that lists are made of says the same`, () => {
      const may = (facts: ConcernFacts) => (part: Part) => holds(conditionOf(rights.of(person, READ_ACTIONS[part])), facts);
      expect(stages.map(([, facts]) => lettersOf(may(facts)))).toEqual(row);
    });
  }
});

// What else there is to read, about the same council: support by the Local Government Association, the CIB leads of its region, a group
// office and its member peers, of which the council lets its region see the purpose; what a department submitted, what the CIB leads did with a protected source, its own request for support, the picture of its support, a
// visit, who leads the conversation with it, contacts at another council, the figures, a contact without a concern, and noted dates. Children's services throughout.
const aboutCouncil = { ...CHILDRENS, council: COUNCIL, region: MIDLANDS };
const support = (provider: string, more: Partial<SupportFacts> = { regionSees: true, regionSeesPurpose: true }): Resource => ({
  type: "Support",
  id: "s",
  facts: { ...NO_SUPPORT, ...aboutCouncil, provider, ...more },
});
const submission = (councilAware: boolean, body = "dfe", protectedSource = false): Resource => ({
  type: "Submission",
  id: "s",
  facts: { ...aboutCouncil, body, councilAware, protectedSource },
});
const council = (code: string, region: string): Resource => ({ type: "Council", id: code, facts: { code, region } });

const ofSupport = { S: "readSupport", D: "readSupportDetail", J: "judgeAsProvider" } as const;
const ofSubmission = { y: "readSubmission", h: "readSubmissionHandling" } as const;
const ofProtected = { ...ofSubmission, s: "readSubmissionSource" } as const;
type Column = { readonly letters: Readonly<Record<string, string>>; readonly of: Resource };
const OTHER: Readonly<Record<string, Column>> = {
  "support of the LGA's": { letters: ofSupport, of: support("lga") },
  "support of the CIB's": { letters: ofSupport, of: support("cib-east-midlands") },
  "support of a group office's": { letters: ofSupport, of: support("group-office-independent") },
  "support of the member peers'": { letters: ofSupport, of: support("member-peers-east-midlands") },
  "submission, council unaware": { letters: ofSubmission, of: submission(false) },
  "submission, council aware": { letters: ofSubmission, of: submission(true) },
  "protected submission, council unaware": { letters: ofProtected, of: submission(false, "cib-east-midlands", true) },
  "protected submission, council aware": { letters: ofProtected, of: submission(true, "cib-east-midlands", true) },
  "request for support": { letters: { y: "readSignal" }, of: { type: "Signal", id: "s", facts: aboutCouncil } },
  "picture of support": { letters: { y: "readAlignedSupport", c: "settleClash" }, of: council(COUNCIL, MIDLANDS) },
  approach: {
    letters: { y: "readApproach" },
    of: { type: "Approach", id: "a", facts: { council: COUNCIL, region: MIDLANDS, body: "cib-east-midlands" } },
  },
  "lead of the conversation": { letters: { y: "readConversationLead" }, of: council(COUNCIL, MIDLANDS) },
  "practice contacts": { letters: { y: "readPracticeContacts" }, of: council("X00000001", "E12000001") },
  figures: { letters: { y: "readOverview" }, of: { type: "Overview", id: "o", facts: {} } },
  // Of a concern that every body had opened, whose shares have all ended.
  outcome: {
    letters: { y: READ_OUTCOME },
    of: { type: "Concern", id: "c", facts: concern({ ...shared, outcomeFor: EVERYBODY }) },
  },
  "contact without a concern": { letters: { y: "readContact" }, of: { type: "RoutineContact", id: "c", facts: aboutCouncil } },
  "noted dates": { letters: { y: "readNotedDates", n: "noteDate", x: "cancelNotedDate" }, of: council(COUNCIL, MIDLANDS) },
};

// Letters of a cell: S and D read support and what is in it, J judges for its provider whether it has worked; h reads what became of a
// submission, s who submitted one with a protected source; y reads what the column says, c settles a clash in it, n notes a date and x cancels one.
//                                      support of the              submission  of the CIB's,  request picture approach    contacts
//                                      LGA    CIB    group  peers  untold told protected      for     of            lead        figures
//                                                    office                    untold told                                       outcome
//                                                                                                                                    contact without a concern
//                                                                                                                                         noted dates
// biome-ignore format: the columns of the table are aligned
const OTHER_TABLE: Readonly<Record<string, readonly string[]>> = {
  "principal-adviser":                  ["SDJ", "SD",  "SD",  "SD",  "yh", "yh", "yhs", "yhs",  "y",  "yc", "y",  "y",  "y",  "",  "",  "y", "ynx"],
  "senior-adviser":                     ["SDJ", "SD",  "SD",  "SD",  "yh", "yh", "yhs", "yhs",  "y",  "yc", "y",  "y",  "y",  "",  "",  "y", "ynx"],
  "principal-adviser, another region":  ["",    "",    "",    "",    "",   "",   "",    "",     "",   "",   "",   "",   "y",  "",  "",  "",  ""],
  "principal-adviser, another strand":  ["S",   "S",   "S",   "S",   "",   "",   "",    "",     "",   "yc", "y",  "y",  "y",  "",  "",  "",  "ynx"],
  "senior-adviser, assignment ended":   ["",    "",    "",    "",    "",   "",   "",    "",     "",   "",   "",   "",   "",   "",  "",  "",  ""],
  "senior-adviser, not yet begun":      ["",    "",    "",    "",    "",   "",   "",    "",     "",   "",   "",   "",   "",   "",  "",  "",  ""],
  "chief-executive":                    ["SD",  "SD",  "SD",  "SD",  "",   "yh", "",    "yh",   "y",  "y",  "y",  "y",  "y",  "",  "",  "y", "ynx"],
  "leader":                             ["SD",  "SD",  "SD",  "SD",  "",   "yh", "",    "yh",   "y",  "y",  "y",  "y",  "y",  "",  "",  "y", "ynx"],
  "nominated-officer":                 ["SD",  "SD",  "SD",  "SD",  "",   "yh", "",    "yh",   "y",  "y",  "y",  "y",  "y",  "",  "",  "y", "y"],
  "nominated-officer, another strand": ["",    "",    "",    "",    "",   "",   "",    "",     "",   "y",  "y",  "y",  "y",  "",  "",  "",  "ynx"],
  "section-151-officer":               ["SD",  "SD",  "SD",  "SD",  "",   "yh", "",    "yh",   "y",  "y",  "y",  "y",  "y",  "",  "",  "y", "y"],
  "monitoring-officer":                ["SD",  "SD",  "SD",  "SD",  "",   "yh", "",    "yh",   "y",  "y",  "y",  "y",  "y",  "",  "",  "y", "ynx"],
  "director-of-childrens-services":    ["SD",  "SD",  "SD",  "SD",  "",   "yh", "",    "yh",   "y",  "y",  "y",  "y",  "y",  "",  "",  "y", "y"],
  "director-of-adult-social-services": ["",    "",    "",    "",    "",   "",   "",    "",     "",   "y",  "y",  "y",  "y",  "",  "",  "",  "y"],
  "lead-member":                       ["SD",  "SD",  "SD",  "SD",  "",   "yh", "",    "yh",   "y",  "y",  "y",  "y",  "y",  "",  "",  "y", "y"],
  "chief-executive, another council":   ["",    "",    "",    "",    "",   "",   "",    "",     "",   "",   "",   "",   "y",  "",  "",  "",  ""],
  "member-peer":                        ["",    "",    "",    "SDJ", "",   "",   "",    "",     "",   "",   "",   "",   "",   "",  "y",  "",  ""],
  "cib-lead":                           ["S",   "SDJ", "S",   "S",   "",   "",   "ys",  "ys",   "",   "yc", "y",  "y",  "y",  "",  "y",  "",  "y"],
  "cib-lead, another region":           ["",    "",    "",    "",    "",   "",   "",    "",     "",   "",   "",   "",   "y",  "",  "",  "",  ""],
  "adass-lead":                         ["S",   "S",   "S",   "S",   "",   "",   "",    "",     "",   "yc", "y",  "y",  "y",  "",  "",  "",  "y"],
  "regional-improvement":               ["S",   "S",   "S",   "S",   "",   "",   "",    "",     "",   "yc", "y",  "y",  "y",  "",  "",  "",  "y"],
  "group-office":                       ["",    "",    "SDJ", "",    "",   "",   "",    "",     "",   "",   "",   "",   "",   "",  "y",  "",  ""],
  "panel-member":                       ["",    "",    "",    "",    "",   "",   "",    "",     "",   "",   "",   "",   "",   "",  "y",  "",  ""],
  "department":                         ["",    "",    "",    "",    "y",  "y",  "",    "",     "",   "",   "",   "",   "",   "",  "y",  "",  ""],
  "department, another department":     ["",    "",    "",    "",    "",   "",   "",    "",     "",   "",   "",   "",   "",   "",  "",  "",  ""],
  "inspectorate":                       ["",    "",    "",    "",    "",   "",   "",    "",     "",   "",   "",   "",   "",   "",  "y",  "",  ""],
  "advisory-board":                     ["",    "",    "",    "",    "",   "",   "",    "",     "",   "",   "",   "",   "",   "y", "",  "",  ""],
  "improvement-board":                  ["",    "",    "",    "",    "",   "",   "",    "",     "",   "",   "",   "",   "",   "y", "",  "",  ""],
  "governance-officer":                 ["",    "",    "",    "",    "",   "",   "",    "",     "",   "",   "",   "",   "",   "",  "",  "",  ""],
  "administrator":                      ["",    "",    "",    "",    "",   "",   "",    "",     "",   "",   "",   "",   "",   "",  "",  "",  ""],
  "senior-adviser, own council":             ["SDJ", "SD",  "SD",  "SD",  "yh", "yh", "yhs", "yhs",  "y",  "yc", "y",  "y",  "y",  "",  "",  "y", "ynx"],
  "member-peer, own council":                ["",    "",    "",    "",    "",   "",   "",    "",     "",   "",   "",   "",   "",   "",  "",  "",  ""],
  "cib-lead, own council":                   ["",    "",    "",    "",    "",   "",   "",    "",     "",   "",   "",   "",   "y",  "",  "",  "",  ""],
  "cib-lead, interest elsewhere":            ["S",   "SDJ", "S",   "S",   "",   "",   "ys",  "ys",   "",   "yc", "y",  "y",  "y",  "", "y",  "",  "y"],
  "group-office, own council":               ["",    "",    "",    "",    "",   "",   "",    "",     "",   "",   "",   "",   "",   "",  "",  "",  ""],
  "panel-member, own council":               ["",    "",    "",    "",    "",   "",   "",    "",     "",   "",   "",   "",   "",   "",  "",  "",  ""],
  "department, own council":                 ["",    "",    "",    "",    "",   "",   "",    "",     "",   "",   "",   "",   "",   "",  "",  "",  ""],
  "inspectorate, own council":               ["",    "",    "",    "",    "",   "",   "",    "",     "",   "",   "",   "",   "",   "",  "",  "",  ""],
  "cib-lead, and chief executive":           ["SD",  "SD",  "SD",  "SD",  "",   "yh", "",    "yh",   "y",  "y",  "y",  "y",  "y",  "",  "",  "y", "ynx"],
  "cib-lead, and chief executive elsewhere": ["S",   "SDJ", "S",   "S",   "",   "",   "ys",  "ys",   "",   "yc", "y",  "y",  "y",  "", "y",  "",  "y"],
  "cib-lead, and officer of another strand": ["",    "",    "",    "",    "",   "",   "",    "",     "",   "y",  "y",  "y",  "y",  "",  "",  "",  "y"],
  "department, and chief executive":         ["SD",  "SD",  "SD",  "SD",  "",   "yh", "",    "yh",   "y",  "y",  "y",  "y",  "y",  "",  "",  "y", "ynx"],
  "nobody":                             ["",    "",    "",    "",    "",   "",   "",    "",     "",   "",   "",   "",   "",   "",  "",  "",  ""],
  "chief-executive, named":             ["SD",  "SD",  "SD",  "SD",  "",   "yh", "",    "yh",   "y",  "y",  "y",  "y",  "y",  "",  "",  "y", "ynx"],
  "nominated-officer, named, another strand": ["", "", "",   "",    "",   "",   "",    "",     "",   "y",  "y",  "y",  "y",  "",  "",  "",  "y"],
  "adviser, officer of the council":    ["SDJ", "SD",  "SD",  "SD",  "yh", "yh", "yhs", "yhs",  "y",  "yc", "y",  "y",  "y",  "",  "",  "y", "ynx"],
};

describe("who sees what else there is, and judges support for its provider", () => {
  const rights = rightsUnder(policy);
  const columns = Object.values(OTHER);
  const cell = ({ letters }: Column, may: (action: string) => boolean): string =>
    Object.keys(letters)
      .filter((letter) => may(letters[letter] ?? ""))
      .join("");

  it("has a row for every reader and a cell for every resource", () => {
    expect(Object.keys(OTHER_TABLE)).toEqual(Object.keys(READERS));
    for (const row of Object.values(OTHER_TABLE)) expect(row).toHaveLength(columns.length);
  });

  for (const [reader, row] of Object.entries(OTHER_TABLE)) {
    const person = factsOf(reader);
    it(`${reader}: ${row.map((cell) => cell || "nothing").join(" | ")}`, () => {
      const may =
        ({ of }: Column) =>
        (action: string) =>
          decide({ type: "Person", facts: person }, action, of).allowed;
      expect(columns.map((column) => cell(column, may(column)))).toEqual(row);
    });
    it(`${reader}: the residual that lists are made of says the same`, () => {
      const isListed = (action: string): action is ListedAction => Object.keys(LISTED).includes(action);
      for (const [index, { letters, of }] of columns.entries())
        for (const [letter, action] of Object.entries(letters))
          if (isListed(action))
            expect(holds(conditionOf(rights.of(person, action)), of.facts as FactValues)).toBe(row[index]?.includes(letter));
    });
  }

  it("stays the same if a policy permits everything: forbids protect confidential data", () => {
    const dir = mkdtempSync(join(tmpdir(), "candour-policies-"));
    try {
      cpSync(join(import.meta.dirname, "../../policies"), dir, { recursive: true });
      const all = '@id("all")\n@reason("All.")\n@challenge("Ask.")\npermit (principal, action, resource);\n';
      writeFileSync(join(dir, "6-all.cedar"), all);
      const lax = loadPolicy(dir);
      // Practice contacts, figures and judgements are not confidential: there a missing permit is enough.
      const open = ["readPracticeContacts", "readOverview", "judgeAsProvider"];
      for (const reader of Object.keys(READERS)) {
        const facts = factsOf(reader);
        const under = (set: typeof policy) =>
          columns.map((column) =>
            cell(
              column,
              (action) => !open.includes(action) && decideBy(set)({ type: "Person", facts }, action, column.of).allowed,
            ),
          );
        expect([reader, ...under(lax)]).toEqual([reader, ...under(policy)]);
      }
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  });
});

// Support that the Local Government Association offers the same council for its children's services, as the council's consent goes: who sees that
// there is an engagement (E), its purpose (P) and its detail (D). Named are the bodies that the council was told of.
const NAMED = { shownTo: ["cib-east-midlands", "regional-improvement-east-midlands"] };
const CONSENT: Readonly<Record<string, Partial<SupportFacts>>> = {
  "unanswered, nobody named": {},
  "unanswered, two named": NAMED,
  "agreed, nothing": {},
  "agreed, dates": { regionSees: true },
  "agreed, purpose": { regionSees: true, regionSeesPurpose: true },
  "declined or withdrawn": {},
};
const LEVELS = { E: "readSupport", P: "readSupportPurpose", D: "readSupportDetail" } as const;

//                                      unanswered       agreed, and the region sees    declined or
//                                      nobody  two      nothing   dates    purpose     withdrawn
//                                      named   named
// biome-ignore format: the columns of the table are aligned
const CONSENT_TABLE: Readonly<Record<string, readonly string[]>> = {
  "principal-adviser":                  ["EPD",  "EPD",   "EPD",    "EPD",   "EPD",      "EPD"],
  "senior-adviser":                     ["EPD",  "EPD",   "EPD",    "EPD",   "EPD",      "EPD"],
  "principal-adviser, another region":  ["",     "",      "",       "",      "",         ""],
  "principal-adviser, another strand":  ["",     "",      "",       "E",     "EP",       ""],
  "senior-adviser, assignment ended":   ["",     "",      "",       "",      "",         ""],
  "senior-adviser, not yet begun":      ["",     "",      "",       "",      "",         ""],
  "chief-executive":                    ["EPD",  "EPD",   "EPD",    "EPD",   "EPD",      "EPD"],
  "leader":                             ["EPD",  "EPD",   "EPD",    "EPD",   "EPD",      "EPD"],
  "nominated-officer":                  ["EPD",  "EPD",   "EPD",    "EPD",   "EPD",      "EPD"],
  "nominated-officer, another strand": ["",     "",      "",       "",      "",         ""],
  "section-151-officer":               ["EPD",  "EPD",   "EPD",    "EPD",   "EPD",      "EPD"],
  "monitoring-officer":                ["EPD",  "EPD",   "EPD",    "EPD",   "EPD",      "EPD"],
  "director-of-childrens-services":    ["EPD",  "EPD",   "EPD",    "EPD",   "EPD",      "EPD"],
  "director-of-adult-social-services": ["",     "",      "",       "",      "",         ""],
  "lead-member":                       ["EPD",  "EPD",   "EPD",    "EPD",   "EPD",      "EPD"],
  "chief-executive, another council":   ["",     "",      "",       "",      "",         ""],
  "member-peer":                        ["",     "",      "",       "",      "",         ""],
  "cib-lead":                           ["",     "E",     "",       "E",     "EP",       ""],
  "cib-lead, another region":           ["",     "",      "",       "",      "",         ""],
  "adass-lead":                         ["",     "",      "",       "E",     "EP",       ""],
  "regional-improvement":               ["",     "E",     "",       "E",     "EP",       ""],
  "group-office":                       ["",     "",      "",       "",      "",         ""],
  "panel-member":                       ["",     "",      "",       "",      "",         ""],
  "department":                         ["",     "",      "",       "",      "",         ""],
  "department, another department":     ["",     "",      "",       "",      "",         ""],
  "inspectorate":                       ["",     "",      "",       "",      "",         ""],
  "advisory-board":                     ["",     "",      "",       "",      "",         ""],
  "improvement-board":                  ["",     "",      "",       "",      "",         ""],
  "governance-officer":                 ["",     "",      "",       "",      "",         ""],
  "administrator":                      ["",     "",      "",       "",      "",         ""],
  "senior-adviser, own council":             ["EPD",  "EPD",   "EPD",    "EPD",   "EPD",      "EPD"],
  "member-peer, own council":                ["",     "",      "",       "",      "",         ""],
  "cib-lead, own council":                   ["",     "",      "",       "",      "",         ""],
  "cib-lead, interest elsewhere":            ["",     "E",     "",       "E",     "EP",       ""],
  "group-office, own council":               ["",     "",      "",       "",      "",         ""],
  "panel-member, own council":               ["",     "",      "",       "",      "",         ""],
  "department, own council":                 ["",     "",      "",       "",      "",         ""],
  "inspectorate, own council":               ["",     "",      "",       "",      "",         ""],
  "cib-lead, and chief executive":           ["EPD",  "EPD",   "EPD",    "EPD",   "EPD",      "EPD"],
  "cib-lead, and chief executive elsewhere": ["",     "E",     "",       "E",     "EP",       ""],
  "cib-lead, and officer of another strand": ["",     "",      "",       "",      "",         ""],
  "department, and chief executive":         ["EPD",  "EPD",   "EPD",    "EPD",   "EPD",      "EPD"],
  "nobody":                             ["",     "",      "",       "",      "",         ""],
  "chief-executive, named":             ["EPD",  "EPD",   "EPD",    "EPD",   "EPD",      "EPD"],
  "nominated-officer, named, another strand": ["", "",    "",       "",      "",         ""],
  "adviser, officer of the council":    ["EPD",  "EPD",   "EPD",    "EPD",   "EPD",      "EPD"],
};

describe("who sees how much of support, by the council's consent", () => {
  const rights = rightsUnder(policy);
  const lettersWith = (may: (action: SupportAction) => boolean): string =>
    Object.entries(LEVELS)
      .filter(([, action]) => may(action))
      .map(([letter]) => letter)
      .join("");
  type SupportAction = (typeof LEVELS)[keyof typeof LEVELS];
  const rowUnder = (by: typeof policy, person: PersonFacts, provider = "lga") =>
    Object.values(CONSENT).map((consent) =>
      lettersWith((action) => by.decide({ type: "Person", facts: person }, action, support(provider, consent)).allowed),
    );

  it("has a row for every reader and a cell for every state of consent", () => {
    expect(Object.keys(CONSENT_TABLE)).toEqual(Object.keys(READERS));
    for (const row of Object.values(CONSENT_TABLE)) expect(row).toHaveLength(Object.keys(CONSENT).length);
    // Each level comes with those before it.
    for (const cell of Object.values(CONSENT_TABLE).flat()) expect(["", "E", "EP", "EPD"]).toContain(cell);
  });

  for (const [reader, row] of Object.entries(CONSENT_TABLE)) {
    const person = factsOf(reader);
    it(`${reader}: ${row.map((cell) => cell || "nothing").join(" | ")}`, () => {
      expect(rowUnder(policy, person)).toEqual(row);
    });
    it(`${reader}: the residual that lists are made of says the same`, () => {
      const holdsFor = (consent: Partial<SupportFacts>) => (action: SupportAction) =>
        holds(conditionOf(rights.of(person, action)), support("lga", consent).facts as FactValues);
      expect(Object.values(CONSENT).map((consent) => lettersWith(holdsFor(consent)))).toEqual(row);
    });
  }

  it("is everything for whoever provides it, whatever the council has said", () => {
    for (const [reader, body] of [
      ["cib-lead", "cib-east-midlands"],
      ["member-peer", "member-peers-east-midlands"],
      ["group-office", "group-office-independent"],
    ] as const) {
      const person = factsOf(reader);
      expect(rowUnder(policy, person, body)).toEqual(Object.keys(CONSENT).map(() => "EPD"));
    }
  });

  it("stays so where a policy permits everything, by forbids of its own", () => {
    const lax = changedPolicy({ "9-all.cedar": policyText("all", "permit (principal, action, resource);") });
    for (const [reader, row] of Object.entries(CONSENT_TABLE))
      expect([reader, ...rowUnder(lax, factsOf(reader))]).toEqual([reader, ...row]);
    const lead = factsOf("adass-lead");
    const forbidding = (action: SupportAction, consent: Partial<SupportFacts>) =>
      lax.decide({ type: "Person", facts: lead }, action, support("lga", consent)).policies.map(({ id }) => id);
    expect(forbidding("readSupport", NAMED)).toEqual(["principle-3-in-confidence-support-consent"]);
    expect(forbidding("readSupportPurpose", { regionSees: true })).toEqual(["principle-3-in-confidence-support-purpose"]);
  });
});

describe("who acts on a concern that is shared with them", () => {
  const ACTS = ["sayNotPersuaded", "challengeConcern", "reviewEffectiveness"];
  const GOVERNMENT = ["department", "inspectorate"];
  const acts = (reader: string, facts: ConcernFacts) => {
    const person = factsOf(reader);
    const may = (action: string) => policy.decide({ type: "Person", facts: person }, action, { type: "Concern", id: "c", facts });
    return ACTS.filter((action) => may(action).allowed);
  };
  const stage = (name: string) => STAGES[name] ?? expect.fail(name);

  it.each(Object.keys(READERS))("%s, if the summary is shared", (reader) => {
    const expected = reader === "panel-member" ? ACTS.slice(1) : GOVERNMENT.includes(reader) ? ACTS.slice(0, 1) : [];
    for (const name of ["shared: summary", "shared: evidence"]) expect(acts(reader, stage(name))).toEqual(expected);
  });

  it.each(Object.keys(READERS))("%s does not if less than the summary is shared, or nothing any more", (reader) => {
    for (const name of ["logged", "aware", "shared: headline", "shares ended"]) expect(acts(reader, stage(name))).toEqual([]);
  });

  it.each(Object.keys(READERS))("%s does not if the concern rests on no evidence, although it is shared", (reader) => {
    expect(acts(reader, stage("evidence withdrawn"))).toEqual([]);
  });

  it("is forbidden without evidence, not only not permitted", () => {
    for (const [reader, actions] of [
      ["panel-member", ACTS.slice(1)],
      ["department", ACTS.slice(0, 1)],
    ] as const)
      for (const action of actions) {
        const person = factsOf(reader);
        const facts = stage("evidence withdrawn");
        const decision = policy.decide({ type: "Person", facts: person }, action, { type: "Concern", id: "c", facts });
        expect(decision.policies.map(({ id }) => id)).toEqual(["principle-2-evidence-based-acts"]);
      }
  });
});

describe("who restricts a concern inside the council, and who answers then", () => {
  const acts = (reader: string, facts: ConcernFacts) => {
    const person = factsOf(reader);
    const may = (action: string) => policy.decide({ type: "Person", facts: person }, action, { type: "Concern", id: "c", facts });
    return ["restrictConcern", "reviewRestriction", "liftRestriction", "reply"].filter((action) => may(action).allowed);
  };
  const RESTRICTING = ["restrictConcern", "reviewRestriction", "liftRestriction"];
  const ANSWERING = ["reply"];
  const stage = (name: string) => STAGES[name] ?? expect.fail(name);
  const ADVISERS = ["principal-adviser", "senior-adviser", "senior-adviser, own council", "adviser, officer of the council"];
  const SPEAKERS = [
    ...["chief-executive", "leader", "chief-executive, named"],
    ...["cib-lead, and chief executive", "department, and chief executive"],
  ];

  it.each(Object.keys(READERS))("%s", (reader) => {
    const ofAdvisers = ADVISERS.includes(reader) ? RESTRICTING : [];
    const ofOfficer = reader === "monitoring-officer" ? RESTRICTING : [];
    expect(acts(reader, stage("logged"))).toEqual(ofAdvisers);
    expect(acts(reader, stage("aware"))).toEqual([...ofAdvisers, ...ofOfficer, ...(SPEAKERS.includes(reader) ? ANSWERING : [])]);
    expect(acts(reader, stage("restricted"))).toEqual([...ofAdvisers, ...(reader === "chief-executive, named" ? ANSWERING : [])]);
  });

  it("a named monitoring officer goes on deciding, one of another strand does not begin", () => {
    const officer = (id: string, strands: Assignment["strands"]) =>
      personFacts(id, [assignment("monitoring-officer", { council: COUNCIL, strands })], TODAY);
    const may = (person: PersonFacts, name: string) =>
      policy.decide({ type: "Person", facts: person }, "liftRestriction", { type: "Concern", id: "c", facts: stage(name) })
        .allowed;
    expect(may(officer("named", ["childrens"]), "restricted")).toBe(true);
    expect(may(officer("named", ["adults"]), "restricted")).toBe(false);
    expect(may(officer("reader", ["adults"]), "aware")).toBe(false);
  });

  it("stays so where a policy permits everything", () => {
    const lax = changedPolicy({ "9-all.cedar": policyText("all", "permit (principal, action, resource);") });
    const may = (reader: string, action: string) =>
      lax.decide({ type: "Person", facts: factsOf(reader) }, action, {
        ...{ type: "Concern", id: "c", facts: stage("restricted") },
      }).allowed;
    const actions = [...Object.values(READ_ACTIONS), ...RESTRICTING, ...ANSWERING];
    for (const reader of ["chief-executive", "leader", "nominated-officer", "monitoring-officer", "lead-member"])
      expect(actions.filter((action) => may(reader, action))).toEqual([]);
  });
});

describe("who has an interest in the council", () => {
  const decide = (reader: string, action: string, resource: Resource) =>
    policy.decide({ type: "Person", facts: factsOf(reader) }, action, resource);
  const forbidding = (reader: string, action: string, resource: Resource) => {
    const { allowed, policies } = decide(reader, action, resource);
    return allowed ? [] : policies.map(({ id }) => id);
  };
  const concernOf = (facts: ConcernFacts): Resource => ({ type: "Concern", id: "c", facts });
  const terms = (body: string): Resource => ({
    type: "Share",
    id: "s",
    facts: {
      council: COUNCIL,
      body,
      audience: [body],
      live: true,
      awaitsAcceptance: false,
      endingShown: false,
      councilAware: true,
      evidenced: true,
    },
  });

  it("does not see the terms of a share with their body, and others of the body do", () => {
    expect(decide("cib-lead", "readShareTerms", terms("cib-east-midlands")).allowed).toBe(true);
    expect(decide("cib-lead, interest elsewhere", "readShareTerms", terms("cib-east-midlands")).allowed).toBe(true);
    for (const reader of ["cib-lead, own council", "cib-lead, and chief executive"])
      expect(forbidding(reader, "readShareTerms", terms("cib-east-midlands"))).toEqual(["own-council-share-terms"]);
  });

  it("is not told that a share with their body has ended, and others of the body are, and nobody else", () => {
    const ended = (body: string): Resource => {
      const { facts } = terms(body) as Extract<Resource, { type: "Share" }>;
      return { type: "Share", id: "s", facts: { ...facts, live: false, endingShown: true } };
    };
    expect(decide("cib-lead", "readShareEnding", ended("cib-east-midlands")).allowed).toBe(true);
    expect(decide("cib-lead", "readShareEnding", terms("cib-east-midlands")).allowed).toBe(false);
    for (const reader of ["principal-adviser", "chief-executive", "adass-lead", "panel-member", "governance-officer"])
      expect([reader, decide(reader, "readShareEnding", ended("cib-east-midlands")).allowed]).toEqual([reader, false]);
    expect(forbidding("cib-lead, own council", "readShareEnding", ended("cib-east-midlands"))).toEqual([
      "own-council-share-ending",
    ]);
  });

  it("does not see how a concern about the council ended, and others of the body do", () => {
    const ended = concernOf({ ...(STAGES["shares ended"] ?? expect.fail()), outcomeFor: ["cib-east-midlands"] });
    for (const reader of ["cib-lead", "cib-lead, interest elsewhere"])
      expect(decide(reader, "readOutcome", ended).allowed).toBe(true);
    expect(forbidding("cib-lead, own council", "readOutcome", ended)).toContain("own-council-through-a-body");
  });

  it("is no second person, and does everything else that an adviser does", () => {
    const SECOND = [
      "overrideObjection",
      "confirmEscalation",
      "confirmLetter",
      "confirmDanger",
      "extendTelling",
      "discardConcern",
    ];
    const told = concernOf(STAGES.aware ?? expect.fail());
    for (const action of actionsWithin(policy.schema, "adviseOnConcern"))
      expect([action, forbidding("senior-adviser, own council", action, told)]).toEqual([
        action,
        SECOND.includes(action) ? ["own-interest-no-second-person"] : [],
      ]);
  });

  it("does not act through a body, and the policy says why", () => {
    const ofBody = (body: string): Resource => ({
      type: "Approach",
      id: "a",
      facts: { council: COUNCIL, region: MIDLANDS, body },
    });
    for (const reader of ["cib-lead, own council", "cib-lead, and chief executive"]) {
      expect(forbidding(reader, "offerSupport", support("cib-east-midlands"))).toEqual(["own-council-arranges-support"]);
      expect(forbidding(reader, "planApproach", ofBody("cib-east-midlands"))).toEqual(["own-council-plans-approach"]);
    }
    for (const reader of ["cib-lead, own council", "cib-lead, and chief executive"])
      expect(forbidding(reader, "settleClash", council(COUNCIL, MIDLANDS))).toEqual(["own-council-settles-clash"]);
    for (const reader of ["department, own council", "department, and chief executive"])
      expect(forbidding(reader, "submitInformation", submission(false))).toEqual(["own-council-submits"]);
    for (const reader of ["cib-lead, own council", "cib-lead, and chief executive"]) {
      const ofBody = submission(false, "cib-east-midlands");
      expect(forbidding(reader, "submitIntelligence", ofBody)).toEqual(["own-council-submits-intelligence"]);
      // Whether their body sent something with a protected source decides nothing for them.
      for (const body of ["cib-east-midlands", "cib-london"])
        expect(forbidding(reader, "requestIntelligenceChange", submission(true, body, true))).toContain(
          "own-council-changes-intelligence",
        );
    }
    expect(
      forbidding("panel-member, own council", "challengeConcern", concernOf(STAGES["shared: summary"] ?? expect.fail())),
    ).toEqual(["own-council-acts"]);
    expect(decide("senior-adviser, own council", "offerSupport", support("lga")).allowed).toBe(true);
    expect(decide("senior-adviser, own council", "planApproach", ofBody("lga")).allowed).toBe(true);
  });
});
