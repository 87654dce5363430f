// What a policy has to be before it is published: it keeps the principles, every policy of it can take effect, and another can follow it.
import * as cedar from "@cedar-policy/cedar-wasm/nodejs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { judgePolicy, MOST } from "../../policies/check.ts";
import { namingFlaws } from "../../policies/names.ts";
import { compilePolicy, type PolicyFiles, PolicyInvalid, SCHEMA_FILE } from "../../policies/policy.ts";
import { principleFlaws, shippedPolicy } from "../../policies/principles.ts";
import { unreachable } from "../../policies/reach.ts";
import { changedFiles, policyText } from "../support/policy-files.ts";

const PRINCIPLES_FILE = "1-principles.cedar";
const shipped = shippedPolicy();
const principles = Object.entries(shipped.staticPolicies).filter(([id]) => id.startsWith("principle-"));
type Json = cedar.PolicyJson;

const jsonOf = (text: string): Json => {
  const parsed = cedar.policyToJson(text);
  return parsed.type === "success" ? parsed.json : expect.fail(text);
};
const textOf = (json: Json): string => {
  const written = cedar.policyToText(json);
  return written.type === "success" ? `${written.text}\n` : expect.fail(JSON.stringify(json));
};
/** The principles' file with one of them replaced, or with undefined left out. */
const withPrinciple = (id: string, text: string | undefined): PolicyFiles =>
  changedFiles({
    [PRINCIPLES_FILE]: principles.map(([other, own]) => (other === id ? (text ?? "") : own)).join("\n"),
  });
/** How a set weakens the principles, or why it is none at all. */
const flawsOf = (files: PolicyFiles): readonly string[] => {
  try {
    return principleFlaws(compilePolicy(files)).map(({ why }) => why);
  } catch (error) {
    if (error instanceof PolicyInvalid) return [error.message];
    throw error;
  }
};

describe("The policy that the hub comes with", () => {
  it("holds, all of it", { timeout: 60_000 }, async () => {
    expect(await judgePolicy(shipped.files)).toMatchObject({ kind: "holds", policy: { version: shipped.version } });
  });
});

describe("The principles are absolute", () => {
  it("are there to be tested", () => {
    for (const number of [1, 2, 3]) expect(principles.filter(([id]) => id.startsWith(`principle-${number}-`))).not.toEqual([]);
  });

  it("and may be written anew with other reasons and another layout", () => {
    const written = principles.map(([, text]) => {
      const json = jsonOf(text);
      return textOf({ ...json, annotations: { ...json.annotations, reason: "Said otherwise." } });
    });
    expect(flawsOf(changedFiles({ [PRINCIPLES_FILE]: undefined, "9-principles.cedar": written.join("\n") }))).toEqual([]);
  });

  describe.each(principles.map(([id]) => id))("%s", (id) => {
    const text = shipped.staticPolicies[id] ?? "";

    it("is there", () => {
      expect(flawsOf(withPrinciple(id, undefined))).toEqual([`"${id}" is missing.`]);
    });

    it("keeps its name", () => {
      expect(flawsOf(withPrinciple(id, text.replace(id, `own-${id}`)))).toEqual([`"${id}" is missing.`]);
      expect(flawsOf(withPrinciple(id, text.replace(id, `${id}-too`)))).toContain(`"${id}" is missing.`);
    });

    it("gives way to nobody else", () => {
      const json = jsonOf(text);
      const unless = [...json.conditions, { kind: "unless", body: ADMINISTRATOR } as const];
      expect(flawsOf(withPrinciple(id, textOf({ ...json, conditions: unless })))).toEqual([
        `"${id}" does not say what this hub's principle of that name says.`,
      ]);
    });

    it("is no permit", () => {
      expect(flawsOf(withPrinciple(id, textOf({ ...jsonOf(text), effect: "permit" })))).not.toEqual([]);
    });
  });

  it("whatever is changed in one of them", { timeout: 120_000 }, () => {
    const principle = fc.constantFrom(...principles);
    fc.assert(
      fc.property(
        principle.chain(([id, text]) => fc.tuple(fc.constant(id), mutated(jsonOf(text)))),
        ([id, json]) => {
          expect(flawsOf(withPrinciple(id, textOf(json)))).not.toEqual([]);
        },
      ),
      { numRuns: 40 },
    );
  });

  it("and over the schema that they are written for: no action leaves its group, no attribute another name", () => {
    const regrouped = (from: string, to: string) => flawsOf(changedFiles({ [SCHEMA_FILE]: (text) => text.replace(from, to) }));
    const changes = [
      ["in [readShared] appliesTo", "in [readOther] appliesTo"],
      ["action readShared in [readConcern];", "action readShared;"],
      ["action readConcern;", "action readConcern;\naction readAnything;"],
      ["action readOverview appliesTo { principal: [Person]", "action readOverview appliesTo { principal: [Person, Hub]"],
      ["  evidenced: Bool,", "  evidenced: Bool,\n  harmless: Bool,"],
    ] as const;
    for (const [from, to] of changes) {
      expect(shipped.schema).toContain(from);
      expect(regrouped(from, to), to).not.toEqual([]);
    }
    expect(regrouped("action readShared in [readConcern];", "action readShared;").join()).toMatch(/schema/);
    expect(flawsOf(changedFiles({ [SCHEMA_FILE]: (text) => `// A remark.\n${text}` }))).toEqual([]);
  });

  it("may be added to under another name, and under theirs not", () => {
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
  return fc.oneof(
    changed,
    dropped,
    turned,
    fc.constantFrom(...narrowed.filter((one) => JSON.stringify(one) !== JSON.stringify(json)), {
      ...json,
      effect: "permit" as const,
    }),
    fc.constant<Json>({ ...json, principal: { op: "is", entity_type: "Person" } }),
    fc.constant<Json>({ ...json, principal: { op: "==", entity: { type: "Person", id: "somebody" } } }),
  );
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
      `permit ${on("readOverview", "principal.administrator")}`,
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
    "unless-they-hold-a-role": `permit ${on("readStandingAgreements", "principal.adviserRegions.contains(resource.region) && !principal.administrator")}`,
    "of-one-council": `permit ${on("readSignal", 'principal.councils.contains("X00000004") && resource.council == "X00000004" && resource.strand == "adults"')}`,
    "of-one-body": `permit ${on("readShareTerms", 'resource.live && resource.body == "dfe" && principal.departmentBodies.contains("dfe")')}`,
    "of-one-person": 'permit (principal == Person::"ida", action == Action::"importMetrics", resource);',
    "shared-with-two": `permit ${on("readSummary", 'resource.summarySharedWith.contains("dfe") && resource.summarySharedWith.containsAny(principal.panelBodies)')}`,
    "of-the-hub": 'permit (principal, action == Action::"setMailAddress", resource) when { resource.person == "nobody" };',
    "where-evidence-is-not-shared": `forbid ${on("readSummary", "resource.summarySharedWith.containsAny(principal.groupOfficeBodies) && !resource.evidenceSharedWith.containsAny(principal.groupOfficeBodies)")}`,
    "late-stages": `forbid ${on("readHeadline", 'resource.stage == "closed" && principal.memberPeerBodies.contains("member-peers-london")')}`,
  };

  it("is found and named, and none that can", { timeout: 60_000 }, async () => {
    const added = [...Object.entries(IDLE).map(([id, [text]]) => [id, text] as const), ...Object.entries(FINE)];
    const candidate = compilePolicy(
      changedFiles({ "9-added.cedar": added.map(([id, text]) => policyText(id, text)).join("\n") }),
    );
    const said = (await unreachable(candidate)).map(({ why }) => why);
    for (const [id, [, why]] of Object.entries(IDLE)) {
      const about = said.find((sentence) => sentence.startsWith(`"${id}" `)) ?? expect.fail(`${id}: ${said.join("\n")}`);
      expect(about).toContain(why);
    }
    expect(said).toHaveLength(Object.keys(IDLE).length);
  });
});

describe("A candidate", () => {
  const flaws = async (files: PolicyFiles) => {
    const verdict = await judgePolicy(files);
    return verdict.kind === "flawed" ? verdict.flaws.map(({ code, why }) => `${code}: ${why}`) : [];
  };

  it("has files of the names it should, and not too many or too long", async () => {
    const problem = async (changes: Parameters<typeof changedFiles>[0]) => (await flaws(changedFiles(changes))).join();
    expect(await problem({ [SCHEMA_FILE]: undefined })).toMatch(/POLICY_INVALID: There is no candour.cedarschema/);
    expect(await problem({ "../etc.cedar": "" })).toMatch(/POLICY_INVALID: A file is called/);
    expect(await problem({ "9-long.cedar": " ".repeat(MOST.characters) })).toMatch(/more than 500000 characters/);
    expect(await problem(Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`x${n}.cedar`, ""])))).toMatch(
      /more than 50 files/,
    );
    expect(await problem({ "9-broken.cedar": "permit (" })).toMatch(/^POLICY_INVALID: 9-broken.cedar/);
  });

  it("uses only what lists can follow", async () => {
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
  ])("speaks of roles and kinds of things, and names no council, body, person or record: %s", (condition) => {
    const text = `@id("a-rule-for-one") @reason("r") @challenge("c")
      forbid (principal is Person, action == Action::"readEvidence", resource) when { ${condition} };`;
    const set = compilePolicy(changedFiles({ "7-more.cedar": text }));
    expect(namingFlaws(set).map(({ why }) => why)).toEqual([
      expect.stringContaining('"a-rule-for-one" names somebody or something'),
    ]);
  });

  it("may speak of a strand, a cause, a stage and a region", () => {
    const text = `@id("a-rule-for-many") @reason("r") @challenge("c")
      forbid (principal is Person, action == Action::"readEvidence", resource)
      when { resource.strand == "adults" && ["finance", "leadership"].contains(resource.cause) && resource.region == "E12000007" && resource.stage == "closed" };`;
    expect(namingFlaws(compilePolicy(changedFiles({ "7-more.cedar": text })))).toEqual([]);
    expect(namingFlaws(shipped)).toEqual([]);
  });

  it("lets the officer publish another after it", async () => {
    const locked = { "5-people.cedar": (text: string) => text.replace(/@id\("governance-publishes-policy"\)[^;]*;\n/, "") };
    expect(await flaws(changedFiles(locked))).toEqual([
      "POLICY_INVALID: It would let no information governance officer publish another policy after it.",
    ]);
  });
});
