// Prohibitions enforce the promises of docs/policy.md: whatever else is permitted, nobody gets more than the page says.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type FactValues, holds } from "../../policies/engine/condition.ts";
import type { Principal, Resource } from "../../policies/engine/facts.ts";
import { actionNames, actionsWithin } from "../../policies/engine/policy-schema.ts";
import { conditionOf } from "../../policies/engine/residual.ts";
import { judgePolicy } from "../../policies/review/check.ts";
import { reviewOf } from "../../policies/review/policy-review.ts";
import { brokenPromises, promiseGaps, readPromises } from "../../policies/review/promises.ts";
import { personWith, ROLE_FACTS, SAMPLE_PRINCIPALS } from "../../policies/review/sample-people.ts";
import { sampleResources } from "../../policies/review/sample-resources.ts";
import { changedFiles, changedPolicy, policyText, shipped } from "../helpers/policy-files.ts";
import { cases } from "../helpers/soak.ts";

const review = reviewOf(shipped);
const { actions } = shipped.schema;
const promises = readPromises();
/** The policy of an officer who permits everything to everyone. */
const broad = changedPolicy({ "9-broad.cedar": policyText("everything", "permit (principal, action, resource);") });

const person = (roles: readonly string[]): Principal => ({ type: "Person", facts: personWith("person", roles) });

/** What the broad policy allows somebody and the shipped one does not, among some things of each kind that the shipped one tells apart. */
function openedTo(principal: Principal, action: string): readonly FactValues[] {
  const { principalTypes = [], resourceTypes = [] } = actions[action]?.appliesTo ?? {};
  if (!principalTypes.includes(principal.type)) return [];
  const condition = conditionOf(review.residual(principal, action));
  return resourceTypes.flatMap((type) =>
    sampleResources(type, principal, [condition])
      .filter((facts) => !holds(condition, facts))
      .slice(0, 8)
      .filter((facts) => broad.decideCached(principal, action, { type, id: "x", facts } as unknown as Resource).allowed),
  );
}

describe("The promises of docs/policy.md", () => {
  it("are about every action there is, and name every prohibition that the hub comes with", () => {
    expect(promiseGaps(shipped)).toEqual([]);
    expect(promises.length).toBeGreaterThan(30);
  });

  it("stand in the table once each, and name each of their prohibitions once", () => {
    const repeated = (all: readonly string[]) => all.filter((one, index) => all.indexOf(one) < index);
    expect(repeated(promises.map(({ sentence }) => sentence))).toEqual([]);
    for (const { sentence, enforcedBy } of promises) expect([sentence, repeated(enforcedBy)]).toEqual([sentence, []]);
  });

  it("are reported if the page promises something that no prohibition enforces", () => {
    const [first, ...others] = promises;
    const edited = [{ sentence: first?.sentence ?? "", actions: [], enforcedBy: ["only-a-dream"] }, ...others];
    expect(promiseGaps(shipped, edited)).toEqual([
      "docs/policy.md promises nothing about readHeadline.",
      'docs/policy.md names "only-a-dream", which is no prohibition of the hub\'s.',
      'No promise of docs/policy.md names "principle-3-in-confidence-headline".',
    ]);
    expect(() => readPromises("# A page without the table\n")).toThrow("no table");
  });

  it("are each kept by the prohibitions that the page names, and by nothing less", async () => {
    expect(await brokenPromises(review, review)).toEqual([]);
    for (const promise of promises)
      expect(await brokenPromises(review, review, [{ ...promise, enforcedBy: [] }]), promise.sentence).not.toEqual([]);
  });

  it.each(promises.map(({ sentence, actions: named }) => [sentence, named] as const))(
    "hold though a policy permits everything to everybody: %s",
    (_, named) => {
      for (const action of named.flatMap((name) => actionsWithin(shipped.schema, name)))
        for (const principal of SAMPLE_PRINCIPALS) expect([principal, openedTo(principal, action)]).toEqual([principal, []]);
    },
  );

  it("apply to people with any combination of roles", () => {
    fc.assert(
      fc.property(fc.subarray([...ROLE_FACTS]), fc.constantFrom(...actionNames(actions)), (roles, action) => {
        expect(openedTo(person(roles), action)).toEqual([]);
      }),
      { numRuns: cases(100, 1_000) },
    );
  });
});

describe("A policy folder", () => {
  const flawsWithout = async (id: string, change: (text: string) => string) => {
    const [file, whole] = Object.entries(shipped.files).find(([, text]) => text.includes(`@id("${id}")`)) ?? expect.fail(id);
    const text = shipped.staticPolicies[id] ?? expect.fail(id);
    expect(whole).toContain(text);
    const verdict = await judgePolicy(changedFiles({ [file]: whole.replace(text, change(text)) }), shipped);
    return verdict.kind === "flawed" ? verdict.flaws.map(({ code, why }) => `${code}: ${why}`) : [];
  };

  it.each([
    [
      "only-council-answers-support",
      "answerSupport",
      "Support is agreed to, declined and judged in the council's name by its two heads and officers who may speak in the strand.",
    ],
    ["only-council-reads-standing-agreements", "readStandingAgreements", "standing agreements is for the council alone"],
    ["only-officers-and-oneself-read-people", "readPerson", "The records of people, with all assignments and mail addresses"],
    ["only-boards-read-figures", "readOverview", "Figures are for the Advisory Board and the Improvement Board."],
  ])("without a promised prohibition is refused with the promise that it would break: %s", async (id, action, sentence) => {
    const flaws = await flawsWithout(id, () => "");
    expect(flaws).toContain(`POLICY_WEAKENS_PRINCIPLE: "${id}" is missing.`);
    expect(flaws.join("\n")).toContain(`It breaks a promise, as ${action}`);
    expect(flaws.join("\n")).toContain(sentence);
  });

  it("whose promised prohibition has another exception is refused with the promise that it would break", async () => {
    const giveWay = (text: string) => text.replace(/;\s*$/, "\nunless { principal.administrator };");
    const flaws = await flawsWithout("only-council-requests-support", giveWay);
    expect(flaws.join("\n")).toContain(
      'as requestSupport, withdrawSignal could be permitted to more people: "A council asks for support itself',
    );
  });

  it("that permits what a promise excludes is refused, because the permission could have no effect", async () => {
    const text =
      'permit (principal is Person, action == Action::"answerSupport", resource) when { !principal.panelBodies.isEmpty() };';
    const verdict = await judgePolicy(changedFiles({ "9-added.cedar": policyText("panel-answers-support", text) }), shipped);
    expect(verdict).toMatchObject({
      flaws: [{ code: "POLICY_UNREACHABLE", why: expect.stringContaining('"only-council-answers-support" forbids all') }],
    });
  });
});
