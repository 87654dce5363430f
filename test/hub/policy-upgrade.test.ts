// A hub of a new release on the log of an earlier one: the additions to its policy, and when they take effect.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pino from "pino";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readConfig } from "../../hub/config.ts";
import { type Hub, openHub } from "../../hub/hub.ts";
import { NO_CONCERN, NO_ROLE, type PersonFacts } from "../../policies/engine/facts.ts";
import { compilePolicy, readPolicyFiles, SCHEMA_FILE } from "../../policies/engine/policy.ts";
import { PolicyInvalid } from "../../policies/engine/policy-invalid.ts";
import type { PolicyFiles, PolicySet } from "../../policies/engine/policy-set.ts";
import { AWAITING_APPROVAL, addedActions, mergePolicies, underRelease } from "../../policies/review/release.ts";
import { foldPolicy } from "../../services/policy/stream.ts";
import { changedFiles, policyText, shipped } from "../helpers/policy-files.ts";
import { recordPolicies } from "../helpers/record-policies.ts";

const without =
  (...ids: readonly string[]) =>
  (text: string): string =>
    ids.reduce((kept, id) => kept.replace(new RegExp(`@id\\("${id}"\\)[^;]*;\n`), ""), text);
const cut =
  (...parts: readonly (string | RegExp)[]) =>
  (text: string): string =>
    parts.reduce<string>((kept, part) => kept.replace(part, ""), text);

/** The policy of an earlier release: without some of today's actions, prohibitions and an attribute, and therefore with other permissions. */
const FORMER = {
  [SCHEMA_FILE]: cut(/action importMetrics[^;]*;\n/, /action readPolicy,[^;]*;\n/, "  improvementBoard: Bool,\n"),
  "2-advisers.cedar": without("adviser-imports-metrics"),
  "5-people.cedar": (text: string) =>
    cut(/,\s*Action::"importMetrics"/)(
      without("administrator-imports-metrics", "only-officers-keep-people", "everybody-with-a-role-reads-policy")(text),
    ),
  "6-support.cedar": cut(" || principal.improvementBoard"),
  "7-promises.cedar": undefined,
};
const former = changedFiles(FORMER);
const OWN = policyText(
  "adviser-registers",
  'permit (principal is Person, action == Action::"registerPerson", resource) unless { principal.adviserScopes.isEmpty() };',
);
/** The officer's changes to it: one policy added, one removed. */
const officers: PolicyFiles = {
  ...former,
  "4-recipients.cedar": without("cib-lead-reads-evidence")(former["4-recipients.cedar"] ?? ""),
  "9-own.cedar": `// Agreed with the advisers.\n${OWN}`,
};

const sets = new Map<PolicyFiles, PolicySet>();
/** Each policy is parsed once, as one over another schema takes nothing from the shipped one. */
const compiled = (files: PolicyFiles): PolicySet => {
  const set = sets.get(files) ?? compilePolicy(files, shipped);
  sets.set(files, set);
  return set;
};

const adviser: PersonFacts = { ...NO_ROLE, id: "adviser", adviserScopes: ["E12000004/childrens"], adviserRegions: ["E12000004"] };
const officer: PersonFacts = { ...NO_ROLE, id: "officer", governanceOfficer: true };
const administrator: PersonFacts = { ...NO_ROLE, id: "administrator", administrator: true };
const METRICS = { type: "Metrics", id: "x", facts: {} } as const;
const SOMEBODY = { type: "PersonRecord", id: "somebody", facts: { person: "somebody" } } as const;
const person = (facts: PersonFacts) => ({ type: "Person", facts }) as const;

describe("A hub whose log has the policy of an earlier release", () => {
  let dir: string;
  let logged: Record<string, unknown>[];
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), "candour-upgrade-"));
    logged = [];
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  /** The log of the earlier release. */
  const recorded = (...published: readonly (readonly [actor: string, files: PolicyFiles])[]): Promise<void> =>
    recordPolicies(
      dir,
      published.map(([actor, files]) => ({ actor, files, version: compiled(files).version })),
    );
  /** Every start logs that read models are being built. */
  const write = (line: string) => {
    const told = JSON.parse(line);
    if (told.problem !== "READ_MODEL_BUILDING") logged.push(told);
  };
  async function opened<T>(use: (hub: Hub) => Promise<T> | T, env: Record<string, string> = {}): Promise<T> {
    const logger = pino({ level: "warn", base: null }, { write });
    // Two days after the last recorded event, so that the clock is believed.
    const now = () => new Date("2026-03-05T09:00:00.000Z");
    const hub = await openHub(readConfig({ CANDOUR_DATA_DIR: dir, ...env }), logger, { now, shipped });
    try {
      await hub.live();
      return await use(hub);
    } finally {
      await hub.close();
    }
  }
  const approved = { CANDOUR_POLICY_APPROVED: shipped.version };
  const byOfficer = () => recorded(["hub", former], ["officer", officers]);

  it("starts if the schema only has additions, applies the new prohibitions at once and permits new actions to nobody", async () => {
    await byOfficer();
    await opened(async ({ policy, log, services }) => {
      expect(policy.version).toBe(compiled(officers).version);
      expect(await log.readStream("policy")).toHaveLength(2);
      // The officer's own policy permits the action, and the release's prohibition overrides that.
      const refused = policy.decide(person(adviser), "registerPerson", SOMEBODY);
      expect([refused.allowed, refused.policies.map(({ id }) => id)]).toEqual([false, ["only-officers-keep-people"]]);
      expect(policy.decide(person(officer), "registerPerson", SOMEBODY).allowed).toBe(true);
      for (const who of [person(adviser), person(administrator), { type: "Hub" } as const]) {
        const decision = policy.decide(who, "importMetrics", METRICS);
        expect([decision.allowed, decision.policies.map(({ id }) => id)]).toEqual([false, [AWAITING_APPROVAL]]);
      }
      const asking = { principal: person(administrator), idempotencyKey: "import", correlation: "import" };
      const series = { metric: "1", label: "Debt", unit: "GBP", valueType: "raw", period: "2025", periodLabel: "2025" };
      const values = [{ area: "X00000001", value: 1 }];
      expect(await services.metrics.importSeries({ ...series, values }, asking)).toMatchObject({ code: "AWAITS_APPROVAL" });
    });
    expect(logged).toEqual([
      expect.objectContaining({
        shipped: shipped.version,
        notPermittedYet: ["importMetrics", "readPolicy", "readPolicyHistory"],
      }),
    ]);
  });

  it("publishes the additions after they are approved, and keeps the officer's changes", async () => {
    await byOfficer();
    await opened(async ({ policy, log }) => {
      const events = await log.readStream("policy");
      expect(events).toHaveLength(3);
      expect(events[2]?.metadata).toMatchObject({ actor: "hub", permittedBy: ["hub-sets-up"] });
      const inForce = foldPolicy(events);
      expect(inForce).toMatchObject({
        version: policy.version,
        basedOn: compiled(officers).version,
        release: shipped.files,
      });
      // The release's text, except for the officer's changes.
      const ids = new Set([...shipped.texts.keys(), "adviser-registers"]);
      ids.delete("cib-lead-reads-evidence");
      expect(new Set(policy.texts.keys())).toEqual(ids);
      expect(policy.files["9-own.cedar"]).toBe(officers["9-own.cedar"]);
      expect(policy.decide(person(administrator), "importMetrics", METRICS).allowed).toBe(true);
      expect(
        policy.decide(person({ ...NO_ROLE, id: "x", improvementBoard: true }), "readOverview", {
          type: "Overview",
          id: "x",
          facts: {},
        }),
      ).toMatchObject({ allowed: true });
      expect(policy.decide(person(adviser), "registerPerson", SOMEBODY).allowed).toBe(false);
    }, approved);
    // After that the setting has no further effect.
    await opened(async ({ log }) => expect(await log.readStream("policy")).toHaveLength(3), approved);
    await opened(({ policy }) => expect(policy.texts.has("cib-lead-reads-evidence")).toBe(false));
  });

  it("publishes the release's own text if the officer had changed nothing", async () => {
    await recorded(["hub", former]);
    await opened(({ policy }) => expect(policy.version).toBe(compiled(former).version));
    await opened(({ policy }) => expect(policy.version).toBe(shipped.version), approved);
  });

  it("answers about a past date by the policy of that date", async () => {
    await byOfficer();
    await opened(({ policies }) => {
      const { policy: then } = policies.at("2026-03-01T12:00:00Z") ?? expect.fail("There was a policy.");
      expect(then.version).toBe(compiled(former).version);
      expect(then.texts.has("cib-lead-reads-evidence")).toBe(true);
      // The facts that this release derives fit the earlier policy.
      expect(then.decide(person(officer), "registerPerson", SOMEBODY).allowed).toBe(true);
      expect(then.decide(person(administrator), "importMetrics", METRICS).allowed).toBe(false);
    }, approved);
  });

  it("does not permit a new action through a group of actions that was permitted", async () => {
    const files = { ...former, [SCHEMA_FILE]: cut("withdrawShare, ")(former[SCHEMA_FILE] ?? "") };
    const plain = Object.fromEntries(
      Object.entries(files).map(([name, text]) => [name, text.replaceAll(/,\s*Action::"withdrawShare"/g, "")]),
    );
    expect(addedActions(plain, shipped.schema)).toContain("withdrawShare");
    const set = underRelease(plain, shipped);
    const where = { region: "E12000004", strand: "childrens", scope: "E12000004/childrens" };
    const concern = { ...NO_CONCERN, ...where, stage: "aware", councilAware: true, evidenced: true } as const;
    const may = (action: string) => set.decide(person(adviser), action, { type: "Concern", id: "x", facts: concern }).allowed;
    expect([may("makeShare"), may("withdrawShare")]).toEqual([true, false]);
  });

  it.each<[string, PolicyFiles]>([
    [
      "takes an action away",
      changedFiles({
        [SCHEMA_FILE]: (text) => `${text}\naction formerAction appliesTo { principal: [Person], resource: [Policy] };`,
      }),
    ],
    [
      "takes an attribute away",
      changedFiles({
        [SCHEMA_FILE]: (text) => text.replace("code: String, region: String", "code: String, region: String, extra: Bool"),
      }),
    ],
    [
      "puts an action into another group",
      changedFiles({
        [SCHEMA_FILE]: (text) => text.replace("action sayNotPersuaded,", "action withdrawnGroup;\naction sayNotPersuaded,"),
      }),
    ],
    [
      "changes a prohibition",
      changedFiles({
        "5-people.cedar": (text) =>
          text.replace("principal.id == resource.person };", "principal.id == resource.person && principal.administrator };"),
      }),
    ],
  ])("does not start if the release %s and nobody has approved that", async (_, files) => {
    await recorded(["hub", files]);
    await expect(opened(() => {})).rejects.toThrow(PolicyInvalid);
  });

  const last = readPolicyFiles(join(import.meta.dirname, "../fixtures/former-release/policies"));

  it("starts on the real policy of the last release: an equivalent prohibition is in the release's text, and a permission in the recorded text until it is approved", async () => {
    await recorded(["hub", last]);
    const before = compiled(last);
    await opened(({ policy, policies }) => {
      const { policies: by } = policy.decide(person(officer), "readHeadline", { type: "Concern", id: "x", facts: NO_CONCERN });
      const unaware = by.find(({ id }) => id === "principle-1-council-aware");
      expect(unaware?.reason).not.toBe(before.texts.get("principle-1-council-aware")?.reason);
      expect(unaware).toEqual(shipped.texts.get("principle-1-council-aware"));
      expect(policy.texts.get("adviser-reads")).toEqual(before.texts.get("adviser-reads"));
      expect(policy.texts.get("adviser-reads")).not.toEqual(shipped.texts.get("adviser-reads"));
      // The recorded text does not change.
      expect([policy.version, policies.draft().added.includes("adviser-reads")]).toEqual([before.version, false]);
    });
    await opened(({ policy }) => {
      expect(policy.texts).toEqual(shipped.texts);
      expect(policy.version).toBe(shipped.version);
    }, approved);
  });

  const PROMISES = "7-promises.cedar";
  const lines = (indent: string) => (text: string) => text.replaceAll(/^(?=.)/gm, indent);
  it.each<[string, (text: string) => string]>([
    ["spaces before every line", lines("  ")],
    ["tabs before every line", lines("\t")],
    ["one policy indented", (text) => text.replace('@id("only-boards-read-figures")', '   @id("only-boards-read-figures")')],
    ["all policies on one line", (text) => text.replaceAll(/^\/\/.*$/gm, "").replaceAll("\n", " ")],
    ["lines that end in CR and LF", (text) => text.replaceAll("\n", "\r\n")],
    ["a policy quoted in a comment before it", (text) => `${lines("// ")(text)}\n${text}`],
    ["a comment at the end", (text) => `${text.trimEnd()} // The end.`],
  ])("shows a prohibition in the release's text for any layout of its file: %s", (_, layOut) => {
    const reason = (text: string) => text.replaceAll(/@reason\("[^"]*"\)/g, '@reason("In other words.")');
    const files = changedFiles({ [PROMISES]: (text) => layOut(reason(text)) });
    const recorded = compilePolicy(files, shipped);
    expect(recorded.texts.get("only-boards-read-figures")?.reason).toBe("In other words.");
    const { texts } = underRelease(files, shipped);
    expect(new Set(texts.keys())).toEqual(new Set(recorded.texts.keys()));
    for (const [id, text] of texts) expect(text).toEqual(shipped.texts.get(id));
  });
});

describe("Merging a release's policy with the recorded one", () => {
  const policy = (id: string, when = "principal.administrator") =>
    policyText(id, `permit (principal is Person, action == Action::"importMetrics", resource) when { ${when} };`);
  const set = (...texts: readonly string[]): PolicyFiles => ({ [SCHEMA_FILE]: shipped.schema.text, "1.cedar": texts.join("\n") });
  const merged = (base: PolicyFiles, recorded: PolicyFiles, release: PolicyFiles) => {
    const files = mergePolicies({ base, recorded, release });
    return compilePolicy(files, shipped).staticPolicies;
  };
  const [A, B, C] = [policy("a"), policy("b"), policy("c")];
  const otherA = policy("a", "principal.governanceOfficer");
  const thirdA = policy("a", "principal.advisoryBoard");

  it("takes the release's text if the officer changed nothing", () => {
    expect(mergePolicies({ base: set(A), recorded: set(`// Layout.\n${A}`), release: set(otherA, B) })).toEqual(set(otherA, B));
    expect(Object.keys(merged(set(A, B), set(A, B), set(A)))).toEqual(["a"]);
  });

  it("keeps policies that the officer reworded, removed or added", () => {
    expect(merged(set(A), set(otherA), set(thirdA)).a).toBe(otherA.trim());
    expect(Object.keys(merged(set(A, B), set(A), set(A, B, C)))).toEqual(["a", "c"]);
    expect(Object.keys(merged(set(A), set(A, B), set(A, C)))).toEqual(["a", "c", "b"]);
    expect(Object.keys(merged(set(A), { ...set(A), "2.cedar": `// Ours.\n${B}` }, set(A)))).toEqual(["a", "b"]);
  });

  it("takes prohibitions from the release", () => {
    const forbid = (when: string) =>
      policyText("f", `forbid (principal is Person, action == Action::"importMetrics", resource) when { ${when} };`);
    const [ours, others] = [forbid("principal.advisoryBoard"), forbid("principal.improvementBoard")];
    expect(merged(set(ours), set(others), set(ours)).f).toBe(ours.trim());
    expect(merged(set(ours), set(), set(ours)).f).toBe(ours.trim());
  });
});
