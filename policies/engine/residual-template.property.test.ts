// The residual from a template is the one that Cedar computes for the person, and gives the same decisions as Cedar.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { boundedCache } from "../../caching/cache.ts";
import { personFacts } from "../../services/people/assignments.ts";
import { changedPolicy, policyText, shipped } from "../../test/helpers/policy-files.ts";
import { concernFacts } from "../../test/helpers/random-facts.ts";
import { assignments, declared, TODAY } from "../../test/helpers/random-histories.ts";
import { cases } from "../../test/helpers/soak.ts";
import type { Condition, FactValues, Residual } from "./condition.ts";
import { NO_ROLE, type PersonFacts, READ_ACTIONS, READ_OUTCOME } from "./facts.ts";
import { actionNames } from "./policy-schema.ts";
import type { PolicySet } from "./policy-set.ts";
import { permittedBy, residualFor } from "./residual.ts";
import { residualsByTemplate } from "./residual-template.ts";

/** Policies that an officer might add. Each compares a value of the person with something else than a value of the resource alone. */
const ADDED = [
  // With constants that generated people have as values.
  ["readHeadline", "forbid", `principal.councils.contains("X00000004") && resource.stage == "logged"`],
  [
    "readSummary",
    "permit",
    `principal.councils.containsAny(["X00000004", "X00000005"]) && principal.councils.contains(resource.council)`,
  ],
  ["readEvidence", "forbid", `principal.bodies.contains("dfe") && !principal.cibBodies.isEmpty()`],
  // With another value of the person.
  ["readConversations", "forbid", "principal.adviserRegions.containsAny(principal.leadRegions)"],
  ["readOutcome", "forbid", "!principal.interests.containsAny(principal.councils) && resource.restricted"],
  ["readChallenges", "permit", "principal.councilPerson.contains(principal.id) && principal.councils.contains(resource.council)"],
  ["readUnsharedEvidence", "permit", "resource.namedReaders.contains(principal.id)"],
  // With a constant that is written like a placeholder of a template.
  ["readProtectedSource", "forbid", `principal.adviserScopes.contains("?adviserScopes")`],
  // With a pattern.
  ["readSharingRecord", "forbid", `principal.id like "viewer-1*"`],
] as const;

const changed = changedPolicy({
  "9-tried.cedar": ADDED.map(([action, effect, condition], index) =>
    policyText(
      `tried-${index}`,
      `${effect} (principal is Person, action == Action::"${action}", resource) when { ${condition} };`,
    ),
  ).join(""),
});

const id = fc.constantFrom("viewer", "viewer-1");
const withRoles: fc.Arbitrary<PersonFacts> = fc
  .tuple(id, assignments, declared)
  .map(([id, held, interests]) => personFacts(id, held, TODAY, interests));
/** Any of these in any fact: more kinds of people than roles can make. */
const VALUES = [
  ...["X00000004", "X00000005", "X00000009", "X00000004/adults", "X00000009/childrens"],
  ...["E12000004", "E12000007", "E12000004/adults", "E12000007/childrens", "cib-east-midlands", "dfe", "viewer"],
];
const anyValue = (none: PersonFacts[keyof PersonFacts]) => (typeof none === "boolean" ? fc.boolean() : fc.subarray(VALUES));
const withAnyFacts = fc.record({
  ...Object.fromEntries(Object.entries(NO_ROLE).map(([fact, none]) => [fact, anyValue(none)])),
  id,
}) as unknown as fc.Arbitrary<PersonFacts>;
const person = fc.oneof(withRoles, withAnyFacts);

const actionsOn = ({ schema }: PolicySet): readonly string[] =>
  actionNames(schema.actions).filter((action) => schema.actions[action]?.appliesTo?.principalTypes.includes("Person"));

/** Sets have no order. */
function sorted(condition: Condition): Condition {
  if (condition.kind === "one-of" || condition.kind === "meets") return { ...condition, values: condition.values.toSorted() };
  if (condition.kind === "not") return { ...condition, of: sorted(condition.of) };
  return condition.kind === "all" || condition.kind === "any" ? { ...condition, of: condition.of.map(sorted) } : condition;
}
const withSortedSets = ({ permits, forbidden }: Residual): Residual => ({
  permits: permits.map(({ policy, where }) => ({ policy, where: sorted(where) })),
  forbidden: sorted(forbidden),
});

describe.each([
  ["the policy that the hub comes with", shipped],
  ["a policy that compares people's values with texts and with each other", changed],
])("Under %s, a residual from a template", (_, policy) => {
  const ACTIONS = actionsOn(policy);

  it("is the residual that Cedar computes for the person, for every action", () => {
    const byTemplate = residualsByTemplate(policy);
    fc.assert(
      fc.property(person, (facts) => {
        for (const action of ACTIONS)
          expect([action, withSortedSets(byTemplate(facts, action))]).toEqual([
            action,
            withSortedSets(residualFor(policy, { type: "Person", facts }, action)),
          ]);
      }),
      { numRuns: cases(8, 400) },
    );
  });

  it("permits what Cedar permits, and names the same policies", () => {
    const byTemplate = residualsByTemplate(policy);
    const permitted = new Set<string>();
    fc.assert(
      fc.property(person, fc.array(concernFacts, { minLength: 5, maxLength: 5 }), (facts, concerns) => {
        for (const action of [...Object.values(READ_ACTIONS), READ_OUTCOME])
          for (const concern of concerns) {
            const decision = policy.decide({ type: "Person", facts }, action, { type: "Concern", id: "one", facts: concern });
            const by = decision.allowed ? decision.policies.map(({ id }) => id) : [];
            expect([action, permittedBy(byTemplate(facts, action), concern as FactValues)]).toEqual([action, by]);
            if (decision.allowed) permitted.add(action);
          }
      }),
      { numRuns: cases(40, 2_000) },
    );
    expect(permitted.size).toBeGreaterThan(5);
  });
});

describe("A template", () => {
  it("is computed once for people of other councils, regions and bodies, however many they have", () => {
    const computed: string[] = [];
    const forAction: PolicySet["schema"]["forAction"] = (action) => {
      computed.push(action);
      return shipped.schema.forAction(action);
    };
    const counting: PolicySet = { ...shipped, schema: { ...shipped.schema, forAction }, templates: boundedCache(100) };
    const byTemplate = residualsByTemplate(counting);
    const advises = (...scopes: string[]) => ({ ...personFacts("ada", [], TODAY), adviserScopes: scopes });
    const [one, many] = [advises("E12000004/adults"), advises("E12000001/adults", "E12000002/adults", "E12000002/corporate")];
    expect(byTemplate(one, "readSummary")).not.toEqual(byTemplate(many, "readSummary"));
    expect(computed).toEqual(["readSummary"]);
    byTemplate({ ...one, bodies: ["dfe"] }, "readSummary");
    expect(computed).toEqual(["readSummary", "readSummary"]);
  });
});
