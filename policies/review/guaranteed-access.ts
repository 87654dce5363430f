// What is always somebody's, whatever a policy says: a council that could not read what is held about it, or an officer who could publish
// no other policy, would be locked out for good, and by a policy that forbids no more than another may. So it is asked, of each kind of
// concern that policies can tell apart, whether those it is about still may.
import { isDeepStrictEqual } from "node:util";
import { CAUSES } from "../../reference/causes.ts";
import { STAGES } from "../../reference/concern-parts.ts";
import { REGIONS } from "../../reference/regions.ts";
import { STRANDS } from "../../reference/strands.ts";
import { type Condition, type FactValues, holds } from "../engine/condition.ts";
import { NO_ROLE, type PersonFacts, type Principal, READ_ACTIONS, scopeOf } from "../engine/facts.ts";
import { textsIn } from "../engine/policy-form.ts";
import { actionsWithin } from "../engine/policy-schema.ts";
import type { PolicySet } from "../engine/policy-set.ts";
import { conditionOf } from "../engine/residual.ts";
import type { PolicyReview } from "./policy-review.ts";
import type { PolicyFlaw } from "./principles.ts";
import { factsIn } from "./sample-resources.ts";

const HERE = "here";
const BODY = "body";
const CODES = REGIONS.map(({ code }) => code);

/** Somebody with no role but these. */
const person = (roles: Partial<PersonFacts>): Principal => ({ type: "Person", facts: { ...NO_ROLE, id: "x", ...roles } });
const COUNCIL = person({ councils: [HERE] });
const OFFICER = person({ governanceOfficer: true });
const HUB: Principal = { type: "Hub" };

/** The facts that things may have, each with its values. A fact that is not among them is of no concern here. */
type Choices = readonly (readonly [facts: readonly string[], values: readonly FactValues[]])[];

const each = (fact: string, values: readonly FactValues[string][]): Choices[number] => [
  [fact],
  values.map((value) => ({ [fact]: value })),
];
const EITHER = [true, false];
const PARTS = ["headlineSharedWith", "summarySharedWith", "evidenceSharedWith"];
/** A region with a strand, and no share or one of any depth: facts that go together. */
const placesIn = (regions: readonly string[]): Choices[number] => [
  ["region", "strand", "scope"],
  regions.flatMap((region) => STRANDS.map((strand) => ({ region, strand, scope: scopeOf(region, strand) }))),
];
const SHARES: Choices[number] = [
  PARTS,
  [0, 1, 2, 3].map((depth) => Object.fromEntries(PARTS.map((fact, at) => [fact, at < depth ? [BODY] : []]))),
];
const concerns = (regions: readonly string[], aware: readonly boolean[]): Choices => [
  placesIn(regions),
  each("council", [HERE]),
  each("cause", CAUSES),
  each("stage", STAGES),
  each("councilAware", aware),
  each("evidenced", EITHER),
  SHARES,
];
const SUPPORTS: Choices = [placesIn(CODES), each("council", [HERE]), each("provider", ["lga", BODY])];
const COUNCILS: Choices = [each("code", [HERE]), each("region", CODES)];
const SOMEBODY: Choices = [each("person", ["somebody-else"])];

type Always = readonly [who: string, as: Principal, actions: readonly string[], choices: Choices];

/** What is always allowed to whom. */
function always(policy: PolicySet): readonly Always[] {
  const within = (group: string) => actionsWithin(policy.schema, group);
  const ofCouncil = Object.values(READ_ACTIONS).filter((action) => action !== READ_ACTIONS.protectedSource);
  const agreements = ["readStandingAgreements", "giveStandingAgreement", "takeBackStandingAgreement"];
  const ofAdviser = [...Object.values(READ_ACTIONS), ...within("adviseOnConcern")];
  const deadlines = within("recordDeadline").filter((action) => action !== "recordMilestoneDue");
  return [
    ["the council", COUNCIL, [...ofCouncil, ...within("answerConcern")], concerns(CODES, [true])],
    ["the council", COUNCIL, ["readLedger", ...agreements], COUNCILS],
    ...regionsToldApart(policy).map((region): Always => {
      const adviser = person({ adviserScopes: STRANDS.map((strand) => scopeOf(region, strand)), adviserRegions: [region] });
      return ["an adviser of the region and strand", adviser, ofAdviser, concerns([region], EITHER)];
    }),
    ["the governance officer", OFFICER, ["publishPolicy"], []],
    ["the governance officer", OFFICER, ["registerPerson", "renamePerson", "startAssignment", "endAssignment"], SOMEBODY],
    ["the hub", HUB, deadlines, concerns(CODES, EITHER)],
    ["the hub", HUB, ["recordMilestoneDue"], SUPPORTS],
    ["the hub", HUB, ["decideNotice", "recordNoticeSent", "registerPerson", "startAssignment"], SOMEBODY],
    ["the hub", HUB, ["publishPolicy"], []],
  ];
}

/** Advisers differ by their region where a policy names one: each that is named, and one that is not. */
function regionsToldApart(policy: PolicySet): readonly string[] {
  const named = new Set(Object.values(policy.forms).flatMap(textsIn));
  const other = CODES.find((code) => !named.has(code));
  return [...CODES.filter((code) => named.has(code)), ...(other === undefined ? [] : [other])];
}

/** Whom a set would keep from what is always theirs; nothing where nobody. */
export function lockOuts({ policy, residual, isUnchanged }: PolicyReview): readonly PolicyFlaw[] {
  const said = always(policy).flatMap(([who, principal, actions, choices]) =>
    actions
      .filter((action) => !isUnchanged(action))
      .flatMap((action) => {
        const condition = conditionOf(residual(principal, action));
        const kept = sampleFacts(choices, condition).find((facts) => !holds(condition, facts));
        return kept ? [`It would keep ${who} from ${action}${where(kept, choices, condition)}, which is always theirs.`] : [];
      }),
  );
  return [...new Set(said)].map((why) => ({ code: "POLICY_LOCKS_OUT", why }));
}

/** Things of which each fact that the condition looks at takes each of its values; of the others, none is said. */
function sampleFacts(choices: Choices, condition: Condition): readonly FactValues[] {
  const spoken = factsIn([condition]);
  return choices
    .filter(([facts]) => facts.some((fact) => spoken.has(fact)))
    .reduce<readonly FactValues[]>(
      (worlds, [, values]) => worlds.flatMap((world) => values.map((value) => ({ ...world, ...value }))),
      [{}],
    );
}

/** The facts by which it is kept from them: any one of those with another value, and it would not be. */
function where(facts: FactValues, choices: Choices, condition: Condition): string {
  const said = choices.flatMap(([names, values]) =>
    names.filter((name) => {
      const others = names.filter((other) => other !== name && other !== "scope");
      const alike = values.filter((value) => others.every((other) => isDeepStrictEqual(value[other], facts[other])));
      return name !== "scope" && name in facts && alike.some((value) => holds(condition, { ...facts, ...value }));
    }),
  );
  return said.length > 0 ? ` (${said.map((name) => `${name} ${[facts[name] ?? ""].flat().join() || "none"}`).join(", ")})` : "";
}
