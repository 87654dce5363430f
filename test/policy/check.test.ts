// The checks before a policy is published: it keeps the principles, each of its policies can take effect, and it locks nobody out.
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import * as cedar from "@cedar-policy/cedar-wasm/nodejs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MAX_POLICY } from "../../policies/engine/bounds.ts";
import { NO_ROLE } from "../../policies/engine/facts.ts";
import { compilePolicy, loadPolicy, SCHEMA_FILE } from "../../policies/engine/policy.ts";
import { PolicyInvalid } from "../../policies/engine/policy-invalid.ts";
import type { PolicyFiles } from "../../policies/engine/policy-set.ts";
import { checkPolicy, judgePolicy } from "../../policies/review/check.ts";
import { findDeadPolicies } from "../../policies/review/dead-policies.ts";
import { lockOuts } from "../../policies/review/guaranteed-access.ts";
import { namingFlaws } from "../../policies/review/names.ts";
import { reviewOf } from "../../policies/review/policy-review.ts";
import { principleFlaws } from "../../policies/review/principles.ts";
import { readPromises } from "../../policies/review/promises.ts";
import { boundHere } from "../helpers/machine-speed.ts";
import { changedFiles, changedPolicy, policyText, shipped } from "../helpers/policy-files.ts";
import { withProcessorTime } from "../helpers/processor-time.ts";

const own = Object.entries(shipped.staticPolicies);
const principles = own.filter(([id]) => id.startsWith("principle-"));
/** The forbids that no policy may lack or change, including those that belong to no principle. */
const forbids = own.filter(([id]) => shipped.texts.get(id)?.effect === "forbid");
type Json = cedar.PolicyJson;

const jsonOf = (text: string): Json => {
  const parsed = cedar.policyToJson(text);
  return parsed.type === "success" ? parsed.json : expect.fail(text);
};
const textOf = (json: Json): string => {
  const written = cedar.policyToText(json);
  return written.type === "success" ? `${written.text}\n` : expect.fail(JSON.stringify(json));
};
/** The shipped files with one policy replaced, or with undefined left out. */
const withPolicy = (id: string, text: string | undefined): PolicyFiles => {
  const [file, policies] =
    Object.entries(shipped.textsByFile).find(([, texts]) => texts.includes(ownText(id))) ?? expect.fail(id);
  return changedFiles({ [file]: policies.map((is) => (is === ownText(id) ? (text ?? "") : is)).join("\n") });
};
const ownText = (id: string): string => shipped.staticPolicies[id] ?? expect.fail(id);
/** Returns how a set weakens the principles, or why it is not valid, as its publication does: what it shares with the shipped set is not decided again. */
const flawsOf = (files: PolicyFiles): readonly string[] => {
  try {
    const set = compilePolicy(files, shipped);
    return principleFlaws(set, shipped, reviewOf(set, shipped)).map(({ why }) => why);
  } catch (error) {
    if (error instanceof PolicyInvalid) return [error.message];
    throw error;
  }
};

describe("The policy that the hub comes with", () => {
  it("is valid in every check", async () => {
    expect(await judgePolicy(shipped.files, shipped, { all: true })).toMatchObject({
      kind: "holds",
      policy: { version: shipped.version },
    });
  });

  it("is valid, and the same, when nothing of it is taken in parsed form from the release", () => {
    const parsed = compilePolicy(shipped.files);
    checkPolicy(parsed);
    expect([parsed.version, parsed.forms, parsed.textsByFile]).toEqual([shipped.version, shipped.forms, shipped.textsByFile]);
    expect(parsed.schema.json).toEqual(shipped.schema.json);
  });

  it("is checked again when a folder holds it with another text", () => {
    const dir = mkdtempSync(join(tmpdir(), "policy-"));
    const invalid = {
      "9-added.cedar": policyText(
        "mistyped",
        "permit (principal is Person, action, resource is Concern) when { resource.nothing };",
      ),
    };
    for (const [name, text] of Object.entries(changedFiles(invalid))) writeFileSync(join(dir, name), text);
    expect(() => loadPolicy(dir)).toThrow(PolicyInvalid);
  });
});

describe("The prohibitions of the hub", () => {
  it("include some for each of the three principles", () => {
    for (const number of [1, 2, 3]) expect(principles.filter(([id]) => id.startsWith(`principle-${number}-`))).not.toEqual([]);
  });

  it("include, beside the principles, those that the promises name", () => {
    const others = forbids.map(([id]) => id).filter((id) => !id.startsWith("principle-"));
    const promised = readPromises().flatMap(({ enforcedBy }) => enforcedBy.filter((id) => !id.startsWith("principle-")));
    expect(others.sort()).toEqual([...new Set(promised)].sort());
    expect(others).toContain("nobody-assigns-themselves");
  });

  it("may have another layout, but no other reason or challenge", () => {
    const written = (annotations: object) =>
      changedFiles({
        "1-principles.cedar": undefined,
        "9-principles.cedar": principles
          .map(([, text]) => textOf({ ...jsonOf(text), annotations: { ...jsonOf(text).annotations, ...annotations } }))
          .join("\n"),
      });
    expect(flawsOf(written({}))).toEqual([]);
    for (const annotations of [{ reason: "Said otherwise." }, { challenge: "There is nothing to be done." }])
      expect(flawsOf(written(annotations))).toEqual(
        principles.map(([id]) => `"${id}" has another reason or challenge than this hub's policy of that name.`),
      );
  });

  describe.each(forbids.map(([id]) => id))("%s", (id) => {
    const text = ownText(id);

    it("cannot be left out", () => {
      expect(flawsOf(withPolicy(id, undefined))).toEqual([`"${id}" is missing.`]);
    });

    it("cannot have another id", () => {
      expect(flawsOf(withPolicy(id, text.replace(id, `own-${id}`)))).toEqual([`"${id}" is missing.`]);
      expect(flawsOf(withPolicy(id, text.replace(id, `${id}-too`)))).toContain(`"${id}" is missing.`);
    });

    it("cannot have another exception", () => {
      const json = jsonOf(text);
      // The hub has no attributes: it is let off by name.
      const body = json.principal.op === "is" && json.principal.entity_type === "Hub" ? HUB : ADMINISTRATOR;
      const unless = [...json.conditions, { kind: "unless", body } as const];
      expect(flawsOf(withPolicy(id, textOf({ ...json, conditions: unless })))).toEqual([
        `"${id}" does not say what this hub's policy of that name says.`,
      ]);
    });

    it("cannot become a permit", () => {
      expect(flawsOf(withPolicy(id, textOf({ ...jsonOf(text), effect: "permit" })))).not.toEqual([]);
    });
  });

  it("cannot be changed in any other way", () => {
    // One without a condition has none to change; what else can be done to it is above.
    const principle = fc.constantFrom(...forbids.filter(([, text]) => jsonOf(text).conditions.length > 0));
    fc.assert(
      fc.property(
        principle.chain(([id, text]) => fc.tuple(fc.constant(id), mutated(jsonOf(text)))),
        ([id, json]) => {
          expect(flawsOf(withPolicy(id, textOf(json)))).not.toEqual([]);
        },
      ),
      { numRuns: 40 },
    );
  });

  it("need the schema that they are written for: no action in another group, no attribute of another name", () => {
    const regrouped = (from: string, to: string) => flawsOf(changedFiles({ [SCHEMA_FILE]: (text) => text.replace(from, to) }));
    const changes = [
      ["in [readShared] appliesTo", "in [readOther] appliesTo"],
      ["action readShared in [readConcern];", "action readShared;"],
      ["action readConcern;", "action readConcern;\naction readAnything;"],
      ["action readOverview appliesTo { principal: [Person]", "action readOverview appliesTo { principal: [Person, Hub]"],
      ["  evidenced: Bool,", "  evidenced: Bool,\n  harmless: Bool,"],
    ] as const;
    for (const [from, to] of changes) {
      expect(shipped.schema.text).toContain(from);
      const flaws = regrouped(from, to);
      expect(flaws, to).not.toEqual([]);
      if (to === "action readShared;") expect(flaws.join()).toMatch(/schema/);
    }
    expect(flawsOf(changedFiles({ [SCHEMA_FILE]: (text) => `// A remark.\n${text}` }))).toEqual([]);
  });

  it("can be added to under other ids than those of principles", () => {
    const forbid = (id: string) =>
      policyText(
        id,
        'forbid (principal is Person, action == Action::"readHeadline", resource) when { principal.administrator };',
      );
    expect(flawsOf(changedFiles({ "9-added.cedar": forbid("administrator-reads-nothing") }))).toEqual([]);
    expect(flawsOf(changedFiles({ "9-added.cedar": forbid("principle-4-added") })).join()).toContain('"principle-4-added"');
    const permit = forbid("principle-1-permit").replace("forbid", "permit");
    expect(flawsOf(changedFiles({ "9-added.cedar": permit })).join()).toContain('"principle-1-permit"');
  });
});

const ADMINISTRATOR = { ".": { left: { Var: "principal" }, attr: "administrator" } } as const;
const HUB = { "==": { left: { Var: "principal" }, right: { Value: { __entity: { type: "Hub", id: "hub" } } } } } as const;
const AWARE = { "==": { left: { Value: true }, right: { Value: false } } } as const;

/** One change of what a policy says: a way out more, a condition less or more, another effect, fewer actions, another scope. */
function mutated(json: Json): fc.Arbitrary<Json> {
  const at = fc.nat({ max: json.conditions.length - 1 });
  const body = fc.constantFrom<cedar.Expr>(ADMINISTRATOR, AWARE, { "!": { arg: ADMINISTRATOR } });
  const operator = fc.constantFrom("||", "&&");
  const changed = fc.tuple(at, body, operator).map(([index, added, word]) => ({
    ...json,
    conditions: json.conditions.map((condition, n) =>
      n === index ? { ...condition, body: { [word]: { left: condition.body, right: added } } as cedar.Expr } : condition,
    ),
  }));
  const dropped = at.map((index) => ({ ...json, conditions: json.conditions.filter((_, n) => n !== index) }));
  const turned = at.map((index) => ({
    ...json,
    conditions: json.conditions.map((condition, n) =>
      n === index ? { ...condition, kind: condition.kind === "when" ? ("unless" as const) : ("when" as const) } : condition,
    ),
  }));
  const narrowed: Json[] =
    "entities" in json.action
      ? json.action.entities.map((entity) => ({ ...json, action: { op: "in", entities: [entity] } }))
      : [{ ...json, action: { op: "==", entity: { type: "Action", id: "readSummary" } } }];
  const any = fc.oneof(
    changed,
    dropped,
    turned,
    fc.constantFrom(...narrowed, {
      ...json,
      effect: "permit" as const,
    }),
    fc.constant<Json>({ ...json, principal: { op: "is", entity_type: "Person" } }),
    fc.constant<Json>({ ...json, principal: { op: "==", entity: { type: "Person", id: "somebody" } } }),
  );
  // The forbids on people already apply only to people.
  return any.filter((one) => !isDeepStrictEqual(one, json));
}

describe("A policy that can never take effect", () => {
  const on = (action: string, when: string) => `(principal is Person, action == Action::"${action}", resource) when { ${when} };`;
  const CIB = "resource.headlineSharedWith.containsAny(principal.cibBodies)";
  const IDLE: Readonly<Record<string, readonly [policy: string, said: string]>> = {
    "unaware-for-anybody": [
      `permit ${on("readHeadline", "!resource.councilAware")}`,
      'can never permit readHeadline: "principle-1-council-aware" forbids all that it would permit.',
    ],
    "unaware-for-the-council": [
      `permit ${on("readSummary", "!resource.councilAware && principal.councils.contains(resource.council)")}`,
      'can never permit readSummary: "principle-1-council-aware" forbids',
    ],
    "unaware-for-recipients": [
      `permit ${on("readHeadline", `!resource.councilAware && ${CIB}`)}`,
      "can never permit readHeadline: nobody and nothing can meet its conditions.",
    ],
    "without-evidence": [
      `permit ${on("readHeadline", `!resource.evidenced && ${CIB}`)}`,
      '"principle-2-evidence-based" forbids all',
    ],
    "board-reads": [
      `permit ${on("readHeadline", "principal.advisoryBoard")}`,
      '"principle-3-in-confidence-headline" forbids all',
    ],
    contradiction: [
      `permit ${on("readHeadline", `${CIB} && resource.strand == "adults" && resource.strand == "childrens"`)}`,
      "nobody and nothing can meet its conditions.",
    ],
    "unknown-strand": [
      `permit ${on("readHeadline", 'principal.adviserScopes.contains(resource.scope) && resource.strand == "children"')}`,
      "nobody and nothing",
    ],
    "strand-that-a-body-does-not-take": [
      `permit ${on("readHeadline", `${CIB} && resource.strand == "adults"`)}`,
      "nobody and nothing",
    ],
    "one-action-of-two": [
      'permit (principal is Person, action in [Action::"readHeadline", Action::"readPerson"], resource) when { principal.governanceOfficer };',
      "can never permit readHeadline:",
    ],
    "overridden-by-a-new-forbid": [
      `permit ${on("readOverview", "principal.improvementBoard && principal.administrator")}`,
      'can never permit readOverview: "no-figures-for-administrators" forbids all that it would permit.',
    ],
    "forbids-nothing": [
      `forbid ${on("readHeadline", 'resource.cause == "weather"')}`,
      "can never forbid anything: nobody and nothing can meet its conditions.",
    ],
    "said-twice": [
      shipped.staticPolicies["adviser-acts"]?.replace(/@\w+\("[^"]*"\)\s*/g, "") ?? "",
      'says the same as "adviser-acts".',
    ],
  };
  const FINE: Readonly<Record<string, string>> = {
    "no-figures-for-administrators": `forbid ${on("readOverview", "principal.administrator")}`,
    "unless-they-hold-a-role": `permit ${on("readConversationLead", "principal.adviserRegions.contains(resource.region) && !principal.administrator")}`,
    "of-one-council": `permit ${on("readSignal", 'principal.councils.contains("X00000004") && resource.council == "X00000004" && resource.strand == "adults"')}`,
    "of-one-body": `permit ${on("readShareTerms", 'resource.live && resource.body == "dfe" && principal.departmentBodies.contains("dfe")')}`,
    "of-one-person": 'permit (principal == Person::"ida", action == Action::"readPerson", resource);',
    "shared-with-two": `permit ${on("readSummary", 'resource.summarySharedWith.contains("dfe") && resource.summarySharedWith.containsAny(principal.panelBodies)')}`,
    "of-the-hub": 'permit (principal, action == Action::"registerPerson", resource) when { resource.person == "nobody" };',
    "where-evidence-is-not-shared": `forbid ${on("readSummary", "resource.summarySharedWith.containsAny(principal.groupOfficeBodies) && !resource.evidenceSharedWith.containsAny(principal.groupOfficeBodies)")}`,
    "late-stages": `forbid ${on("readHeadline", 'resource.stage == "closed" && principal.memberPeerBodies.contains("member-peers-london")')}`,
  };

  it("is found and named, unlike policies that can take effect, and the thread does other work meanwhile", async () => {
    const added = [...Object.entries(IDLE).map(([id, [text]]) => [id, text] as const), ...Object.entries(FINE)];
    const candidate = compilePolicy(
      changedFiles({ "9-added.cedar": added.map(([id, text]) => policyText(id, text)).join("\n") }),
      shipped,
    );
    let turns = 0;
    let isDone = false;
    const countTurns = () => {
      turns += 1;
      if (!isDone) setImmediate(countTurns);
    };
    setImmediate(countTurns);
    const said = (await findDeadPolicies(reviewOf(candidate, shipped))).map(({ why }) => why);
    isDone = true;
    expect(turns).toBeGreaterThan(added.length);
    for (const [id, [, why]] of Object.entries(IDLE)) {
      const about = said.find((sentence) => sentence.startsWith(`"${id}" `)) ?? expect.fail(`${id}: ${said.join("\n")}`);
      expect(about).toContain(why);
    }
    expect(said).toHaveLength(Object.keys(IDLE).length);
  });
});

describe("A candidate", () => {
  const flaws = async (files: PolicyFiles) => {
    const verdict = await judgePolicy(files, shipped);
    return verdict.kind === "flawed" ? verdict.flaws.map(({ code, why }) => `${code}: ${why}`) : [];
  };

  it("is refused without a schema, with a file of another name, with too many or too long files, or with one that cannot be read", async () => {
    const problem = async (changes: Parameters<typeof changedFiles>[0]) => (await flaws(changedFiles(changes))).join();
    expect(await problem({ [SCHEMA_FILE]: undefined })).toMatch(/POLICY_INVALID: There is no candour.cedarschema/);
    expect(await problem({ "../etc.cedar": "" })).toMatch(/POLICY_INVALID: A file is called/);
    expect(await problem({ "9-long.cedar": " ".repeat(MAX_POLICY.characters) })).toMatch(/more than 500000 characters/);
    expect(await problem(Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`x${n}.cedar`, ""])))).toMatch(
      /more than 50 files/,
    );
    expect(await problem({ "9-broken.cedar": "permit (" })).toMatch(/^POLICY_INVALID: 9-broken.cedar/);
  });

  it("uses only expressions that lists can follow", async () => {
    const like = policyText(
      "like",
      'permit (principal is Person, action == Action::"readHeadline", resource) when { resource.council like "E*" };',
    );
    expect((await flaws(changedFiles({ "9-like.cedar": like }))).join()).toMatch(/POLICY_INVALID: .*lists cannot follow/);
  });

  it.each([
    'resource.council == "X00000004"',
    '["X00000004", "X00000005"].contains(resource.council)',
    'principal.councils.contains("X00000004")',
    'resource.headlineSharedWith.contains("dfe")',
    'principal.id == "chief-executive"',
    'principal.id like "chief*"',
    'principal == Person::"chief-executive"',
    'resource == Concern::"d7196f36-8a34-8d3c-aeaf-2ea2fca81d4a"',
  ])("cannot name a council, a body, a person or a record: %s", (condition) => {
    const text = `@id("a-rule-for-one") @reason("r") @challenge("c")
      forbid (principal is Person, action == Action::"readEvidence", resource) when { ${condition} };`;
    const set = changedPolicy({ "7-more.cedar": text });
    expect(namingFlaws(set).map(({ why }) => why)).toEqual([
      expect.stringContaining('"a-rule-for-one" names somebody or something'),
    ]);
  });

  it("is validated with the whole schema if it names a type that its action does not have", () => {
    const named = (type: string) =>
      policyText(
        "typed",
        `permit (principal is Person, action == Action::"readOverview", resource) when { principal is ${type} || principal.administrator };`,
      );
    expect(changedPolicy({ "9-added.cedar": named("Hub") }).texts.has("typed")).toBe(true);
    expect(() => changedPolicy({ "9-added.cedar": named("Nobody") })).toThrow(/"typed" is not valid against the schema/);
  });

  it("can name a strand, a cause, a stage and a region", () => {
    const text = `@id("a-rule-for-many") @reason("r") @challenge("c")
      forbid (principal is Person, action == Action::"readEvidence", resource)
      when { resource.strand == "adults" && ["finance", "leadership"].contains(resource.cause) && resource.region == "E12000007" && resource.stage == "closed" };`;
    expect(namingFlaws(changedPolicy({ "7-more.cedar": text }))).toEqual([]);
    expect(namingFlaws(shipped)).toEqual([]);
  });
});

describe("Actions that decide who reads", () => {
  const rule = (action: string, when: string) =>
    `permit (principal is Person, action == Action::"${action}", resource) when { ${when} };`;
  it.each([
    ["recordAwareness", "!principal.departmentBodies.isEmpty()", "principle-1-council-aware-adviser-acts"],
    ["proposeShare", "principal.councils.contains(resource.council)", "principle-1-council-aware-adviser-acts"],
    ["makeShare", 'resource.stage == "aware"', "principle-1-council-aware-adviser-acts"],
    ["statePosition", "!principal.adviserScopes.isEmpty()", "principle-1-council-aware-council-answers"],
    [
      "giveStandingAgreement",
      "principal.adviserRegions.contains(resource.region)",
      "principle-1-council-aware-standing-agreements",
    ],
    ["publishPolicy", "principal.advisoryBoard", "only-officer-publishes-policy"],
    ["startAssignment", "principal.improvementBoard", "only-officers-keep-people"],
  ])("cannot be permitted to anyone else: %s", async (action, when, by) => {
    const files = changedFiles({ "9-added.cedar": policyText("wider", rule(action, when)) });
    expect(flawsOf(files)).toEqual([]);
    expect(await judgePolicy(files, shipped)).toMatchObject({
      flaws: [{ code: "POLICY_UNREACHABLE", why: expect.stringContaining(`"${by}" forbids all that it would permit`) }],
    });
  });

  it("are tried with the set itself, in case its forbids do not prohibit them", () => {
    // Both sets lack the forbid: what is left is what must never be decided.
    const said = (id: string, added: string) => {
      const set = compilePolicy({ ...withPolicy(id, undefined), "9-added.cedar": policyText("wider", added) }, shipped);
      return principleFlaws(set, set, reviewOf(set, shipped)).map(({ why }) => why);
    };
    expect(said("principle-1-council-aware-adviser-acts", rule("makeShare", "!principal.departmentBodies.isEmpty()"))).toEqual([
      "makeShare is allowed where principle 1 forbids it.",
    ]);
    expect(said("principle-1-council-aware-council-answers", rule("statePosition", "principal.advisoryBoard"))).toEqual([
      "statePosition is allowed where principle 1 forbids it.",
    ]);
    expect(said("only-officer-publishes-policy", rule("publishPolicy", "principal.administrator"))).toEqual([
      'publishPolicy is allowed where "only-officer-publishes-policy" forbids it.',
    ]);
    expect(said("only-officers-keep-people", rule("endAssignment", "principal.advisoryBoard"))).toEqual([
      'endAssignment is allowed where "only-officers-keep-people" forbids it.',
    ]);
    expect(said("nobody-assigns-themselves", rule("setMailAddress", "principal.advisoryBoard"))).toEqual([
      'registerPerson is allowed where "nobody-assigns-themselves" forbids it.',
      'startAssignment is allowed where "nobody-assigns-themselves" forbids it.',
    ]);
  });
});

const flawsOfFile = async (text: string): Promise<readonly string[]> => {
  const verdict = await judgePolicy(changedFiles({ "9-added.cedar": text }), shipped);
  return verdict.kind === "flawed" ? verdict.flaws.map(({ code, why }) => `${code}: ${why}`) : [];
};

describe("A policy that removes guaranteed access", () => {
  const forbid = (action: string, when: string) =>
    policyText("stricter", `forbid (principal, action ${action}, resource) when { ${when} };`);
  const reading = (action: string, when: string) => forbid(`== Action::"${action}"`, when);

  it("is not the one that the hub comes with, which is checked in less than 3 seconds", async () => {
    const { result, ms } = await withProcessorTime(() => lockOuts(reviewOf(shipped)));
    expect(result).toEqual([]);
    expect(ms).toBeLessThan(boundHere(3_000, ms));
  });

  it.each([
    [
      "the council of a strand",
      reading("readSummary", 'resource.strand == "adults"'),
      "the council from readSummary (strand adults)",
    ],
    ["of a stage", reading("readEvidence", 'resource.stage == "closed"'), "the council from readEvidence (stage closed)"],
    ["of a region", reading("readHeadline", 'resource.region == "E12000007"'), "the council from readHeadline"],
    ["without evidence", reading("readConversations", "!resource.evidenced"), "the council from readConversations"],
    ["while it is not shared", reading("readSharingRecord", '!resource.headlineSharedWith.contains("lga")'), "the council from"],
    ["of an answer", reading("statePosition", 'resource.cause == "finance"'), "the council from statePosition (cause finance)"],
    ["of its ledger", forbid('== Action::"readLedger"', 'resource.region == "E12000007"'), "the council from readLedger"],
    ["of its agreements", reading("takeBackStandingAgreement", "!principal.councils.isEmpty()"), "the council from takeBack"],
    [
      "an adviser of reading",
      reading("readProtectedSource", 'resource.stage == "logged"'),
      "an adviser of the region and strand from",
    ],
    ["of one region", reading("logConcern", '!principal.adviserRegions.contains("E12000007")'), "an adviser of the region"],
    [
      "of acting",
      forbid('in Action::"adviseOnConcern"', "!resource.councilAware"),
      "an adviser of the region and strand from recordAwareness (councilAware false)",
    ],
    [
      "an officer of assigning",
      reading("startAssignment", 'resource.person != "lga"'),
      "the governance officer from startAssign",
    ],
    ["of publishing", reading("publishPolicy", "true"), "the governance officer from publishPolicy"],
    [
      "the hub of its dates",
      forbid('== Action::"expireShare"', 'resource.strand == "adults"'),
      "the hub from expireShare (strand adults)",
    ],
    [
      "of a milestone",
      forbid('== Action::"recordMilestoneDue"', 'resource.provider == "lga"'),
      "the hub from recordMilestoneDue",
    ],
    ["of notices", forbid('== Action::"decideNotice"', "true"), "the hub from decideNotice"],
  ])("is refused: %s", async (_, text, said) => {
    const flaws = await flawsOfFile(text);
    expect(flaws.join("\n")).toContain(`It would keep ${said}`);
    for (const flaw of flaws) expect(flaw).toMatch(/^POLICY_LOCKS_OUT: /);
  });

  it("is refused if it lacks the permission", async () => {
    for (const id of [
      "governance-publishes-policy",
      "council-answers",
      "adviser-acts",
      "hub-sends-notices",
      "council-reads-ledger",
    ]) {
      const verdict = await judgePolicy(withPolicy(id, undefined), shipped);
      expect(verdict.kind === "flawed" && verdict.flaws.every(({ code }) => code === "POLICY_LOCKS_OUT"), id).toBe(true);
    }
  });
});

describe("A policy that is too deep, too long or too wide", () => {
  const when = (condition: string) =>
    policyText("deep", `forbid (principal is Person, action == Action::"readOverview", resource) when { ${condition} };`);
  const decides = () => {
    const officer = { type: "Person", facts: { ...NO_ROLE, id: "x", governanceOfficer: true } } as const;
    expect(shipped.decide(officer, "publishPolicy", { type: "Policy", id: "policy", facts: {} }).allowed).toBe(true);
    expect(changedPolicy().version).toBe(shipped.version);
  };
  const times = (word: string, n: number) => word.repeat(n);

  it.each<[string, string, RegExp]>([
    ["parentheses", when(`${times("(", 200)}true${times(")", 200)}`), /9-added.cedar: brackets are nested more than 12 deep/],
    ["negations", when(`${times("!(", 200)}true${times(")", 200)}`), /more than 12 deep/],
    ["sets", when(`${times("[", 200)}"x"${times("]", 200)}.isEmpty()`), /more than 12 deep/],
    [
      "ands",
      when(`principal.administrator${times(" && principal.administrator", 1_000)}`),
      /more than 60 operators|longer than 4000/,
    ],
    ["ors", when(`true${times("||true", 61)}`), /9-added.cedar: a policy has more than 60 operators/],
    ["ifs", when(`${times("if true then true else ", 100)}true`), /more than 60 operators/],
    ["minus signs", when(`${times("- ", 100)}1 == 1`), /more than 60 operators/],
    ["sums", when(`1${times(" + 1", 1_000)} == 3`), /more than 60 operators/],
    ["conditions", when("true").replace(";", `${times("when{true}", 1_000)};`), /more than 60 operators/],
    ["attributes", when(`principal${times(".a", 1_000)}`), /more than 400 dots/],
    ["indices", when(`principal${times('["a"]', 390)}`), /^POLICY_INVALID: /],
    ["attributes within the bound", when(`principal${times(".a", 390)}`), /^POLICY_INVALID: /],
    ["words", when(`principal.id == "${times("x", 4_000)}"`), /a policy is longer than 4000 characters/],
    [
      "comments that end in a carriage return",
      when(`// \r ${times("(", 200)}true${times(")", 200)}\n true`),
      /more than 12 deep/,
    ],
    ["strings that hold quotes", when(`principal.id == "\\"" || ${times("(", 200)}true${times(")", 200)}`), /more than 12 deep/],
    ["brackets that close nothing", when(`${times(") ] (", 200)}`), /"\]" closes nothing|"\)" closes nothing/],
    [
      "a file of many",
      Array.from({ length: 11 }, (_, n) => when(`true${times("||true", 55)}`).replace("deep", `d${n}`)).join(""),
      /more than 600 operators together/,
    ],
  ])("is refused before Cedar parses it, and the process continues to decide: %s", async (_, text, why) => {
    expect(() => changedPolicy({ "9-added.cedar": text })).toThrow(PolicyInvalid);
    const flaws = await flawsOfFile(text);
    expect(flaws.join()).toMatch(why);
    expect(flaws.join()).toMatch(/^POLICY_INVALID: /);
    decides();
  });

  it("is refused with a schema that nests, or any other than the hub's", async () => {
    const schema = `${shipped.schema.text}\nentity Deep { x: ${times("Set<", 300)}String${times(">", 300)} };`;
    expect(() => changedPolicy({ [SCHEMA_FILE]: schema })).toThrow(/candour.cedarschema: brackets are nested/);
    expect(await judgePolicy(changedFiles({ [SCHEMA_FILE]: schema }), shipped)).toMatchObject({
      flaws: [{ code: "POLICY_WEAKENS_PRINCIPLE", why: expect.stringContaining("schema") }],
    });
    decides();
  });

  it("is refused with too many policies, before they are parsed", async () => {
    const many = Array.from({ length: MAX_POLICY.policies }, (_, n) => when("principal.administrator").replace("deep", `d${n}`));
    const files = { "7-a.cedar": many.slice(0, 150).join(""), "8-b.cedar": many.slice(150).join("") };
    expect(await judgePolicy(changedFiles(files), shipped)).toMatchObject({
      flaws: [{ code: "POLICY_INVALID", why: "There are more than 300 policies." }],
    });
  });

  it("is refused with more operators on one action than lists can follow", async () => {
    const some = Array.from({ length: 8 }, (_, n) =>
      when(Array.from({ length: 40 }, () => "principal.administrator").join(" || ")).replace("deep", `d${n}`),
    );
    expect(await flawsOfFile(some.join(""))).toEqual([
      "POLICY_INVALID: The policies on readOverview are more than 300, counted with their operators.",
    ]);
  });

  it("is refused if it distinguishes too many cases", async () => {
    const bodies = ["memberPeer", "cib", "adass", "regionalImprovement", "groupOffice", "panel", "department", "inspectorate"];
    const shares = ["headline", "summary", "evidence"].flatMap((part) =>
      bodies.map((body) => `resource.${part}SharedWith.containsAny(principal.${body}Bodies)`),
    );
    const wide = `(${shares.join(" || ")}) && resource.cause != "finance" && resource.stage == "aware" && resource.region == "E12000007" && resource.strand == "adults" && principal.councils.contains(resource.council)`;
    const text = policyText("wide", `permit (principal is Person, action == Action::"readHeadline", resource) when { ${wide} };`);
    const verdict = await judgePolicy(changedFiles({ "9-added.cedar": text }), shipped);
    expect(verdict).toMatchObject({
      flaws: [{ code: "POLICY_INVALID", why: expect.stringContaining('"wide" is too wide to check') }],
    });
  });
});

describe("A policy that lists could not follow for some viewers", () => {
  const permit = (condition: string, action = "readHeadline") =>
    policyText("odd", `permit (principal is Person, action == Action::"${action}", resource) when { ${condition} };`);

  it.each([
    "principal.advisoryBoard && resource.council == resource.region",
    "!principal.advisoryBoard || resource.councilAware == resource.evidenced",
    "principal.advisoryBoard && resource.headlineSharedWith.containsAny(resource.summarySharedWith)",
    "principal.advisoryBoard && resource.headlineSharedWith.containsAll(principal.bodies)",
    "principal.advisoryBoard && resource.headlineSharedWith.isEmpty()",
    "principal.advisoryBoard && resource.headlineSharedWith == principal.bodies",
    "principal.advisoryBoard && [true].contains(resource.evidenced)",
    "principal.advisoryBoard && [principal.id].contains(resource.stage)",
    'principal.advisoryBoard && resource.stage like "c*"',
    "principal.advisoryBoard && resource has stage",
    "principal.advisoryBoard && principal in resource",
    "principal.advisoryBoard && resource is Concern",
    "if principal.advisoryBoard then resource.evidenced else true",
    "principal.advisoryBoard && 1 + 1 == 2",
    "principal.advisoryBoard && 1 < 2",
    'principal.advisoryBoard && {"a": resource.stage}.a == "closed"',
    'principal.advisoryBoard && ip("10.0.0.1").isLoopback()',
    "principal.advisoryBoard && (resource.evidenced == true) == resource.councilAware",
  ])("is refused: %s", async (condition) => {
    const flaws = await flawsOfFile(permit(condition));
    expect(flaws.join()).toMatch(
      /^POLICY_INVALID: (Policy "odd" uses an expression that lists cannot follow|.*is not valid against)/,
    );
  });

  it("is refused if it names the type of resource that its action already has", async () => {
    const text = permit("true", "readSupport").replace(", resource)", ", resource is Support)");
    expect((await flawsOfFile(text)).join()).toMatch(/lists cannot follow/);
  });

  it("is accepted with all the expressions that lists can follow", async () => {
    const words =
      '["finance", "leadership"].contains(resource.cause) && resource.evidenced == true && resource.stage != "closed"';
    const fine = `${words} && principal.bodies.containsAny(resource.headlineSharedWith) && !principal.cibBodies.isEmpty() && true`;
    expect(await flawsOfFile(permit(fine))).toEqual([]);
  });
});
