// The access that every policy must leave: a council that could not read the concerns about it, or an officer who could publish no
// other policy, would be locked out permanently. So each kind of resource that policies can distinguish
// is tested: the people to whom it belongs must keep their access.
import { REGIONS } from "../../reference/regions.ts";
import { STRANDS } from "../../reference/strands.ts";
import { type FactValues, holds } from "../engine/condition.ts";
import { councilStrandOf, NO_ROLE, type Principal, READ_ACTIONS, scopeOf } from "../engine/facts.ts";
import { textsIn } from "../engine/policy-form.ts";
import { actionsWithin } from "../engine/policy-schema.ts";
import type { PolicySet } from "../engine/policy-set.ts";
import { conditionOf } from "../engine/residual.ts";
import type { PolicyReview } from "./policy-review.ts";
import type { PolicyFlaw } from "./principles.ts";
import { COUNCIL, personWith } from "./sample-people.ts";
import { sampleResources, TooWide } from "./sample-resources.ts";

const withRole = (fact: string): Principal => ({ type: "Person", facts: personWith("x", [fact]) });
const HUB: Principal = { type: "Hub" };

/** `theirs` sets the facts of a resource that make it the people's own. */
type Always = readonly [who: string, principal: Principal, actions: readonly string[], theirs: (facts: FactValues) => FactValues];

/** The guaranteed actions and the people who have them. */
function always({ schema, forms }: PolicySet): readonly Always[] {
  const within = (group: string) => actionsWithin(schema, group);
  const council = withRole("councils");
  const officer = withRole("governanceOfficer");
  const ofCouncil = Object.values(READ_ACTIONS).filter((action) => action !== READ_ACTIONS.protectedSource);
  const agreements = ["readStandingAgreements", "giveStandingAgreement", "takeBackStandingAgreement"];
  const ofAdviser = [...Object.values(READ_ACTIONS), ...within("adviseOnConcern"), ...within("restrictInside")];
  const ofOfficer = [
    ...["registerPerson", "renamePerson", "startAssignment", "endAssignment"],
    ...["readInvitations", "invitePerson", "sendInvitationAgain", "withdrawInvitation"],
  ];
  const ofHub = [
    "acceptInvitation",
    "joinByInvitation",
    "recordInvitationMail",
    "decideNotice",
    "recordNoticeSent",
    "recordSignIn",
    "registerPerson",
    "startAssignment",
  ];
  const anyOne = (facts: FactValues) => facts;
  const somebodyElse = () => ({ person: "somebody-else" });
  return [
    [
      ...(["the council", council, [...ofCouncil, ...within("answerConcern")]] as const),
      (facts) => ({
        ...{ ...facts, council: COUNCIL, councilAware: true, wordsClosed: false },
        councilStrand: councilStrandOf(COUNCIL, String(facts.strand)),
        // Where the concern is restricted, they are among the named.
        namedReaders: facts.restricted ? ["x"] : [],
      }),
    ],
    ["the council", council, ["readLedger", ...agreements], (facts) => ({ ...facts, code: COUNCIL })],
    ...representativeRegions(Object.values(forms).flatMap(textsIn)).map((region): Always => {
      const adviserScopes = STRANDS.map((strand) => scopeOf(region, strand));
      const adviser: Principal = { type: "Person", facts: { ...NO_ROLE, id: "x", adviserScopes, adviserRegions: [region] } };
      // Once the time to tell the council has passed, the release itself closes the words to advisers too.
      const here = (facts: FactValues) => ({
        ...facts,
        region,
        scope: scopeOf(region, String(facts.strand)),
        wordsClosed: false,
      });
      return ["an adviser of the region and strand", adviser, ofAdviser, here];
    }),
    ["the governance officer", officer, ["publishPolicy"], anyOne],
    ["the governance officer", officer, ofOfficer, somebodyElse],
    ["the hub", HUB, within("recordDeadline"), anyOne],
    ["the hub", HUB, ofHub, somebodyElse],
    ["the hub", HUB, ["publishPolicy"], anyOne],
  ];
}

/** Advisers differ by their region if a policy names one: each named region, and one that is not named. */
function representativeRegions(named: readonly string[]): readonly string[] {
  const codes = REGIONS.map(({ code }) => code);
  return [...codes.filter((code) => named.includes(code)), ...codes.filter((code) => !named.includes(code)).slice(0, 1)];
}

/** Returns the people whom a set would exclude from their guaranteed access; empty if there are none. */
export function lockOuts({ policy, residual, isUnchanged }: PolicyReview): readonly PolicyFlaw[] {
  const found = new Map<string, PolicyFlaw["code"]>();
  for (const [who, principal, actions, theirs] of always(policy))
    for (const action of actions.filter((name) => !isUnchanged(name))) {
      const condition = conditionOf(residual(principal, action));
      const [type = ""] = policy.schema.actions[action]?.appliesTo?.resourceTypes ?? [];
      try {
        const things = sampleResources(type, principal, [condition]).map(theirs);
        const kept = things.find((facts) => !holds(condition, facts));
        const others = things.filter((facts) => holds(condition, facts));
        if (kept)
          found.set(`It would keep ${who} from ${action}${where(kept, others)}, which is always theirs.`, "POLICY_LOCKS_OUT");
      } catch (error) {
        if (!(error instanceof TooWide)) throw error;
        found.set(
          `${action} is too wide to check: its policies tell more cases apart than can be worked through.`,
          "POLICY_INVALID",
        );
      }
    }
  return [...found].map(([why, code]) => ({ code, why }));
}

/** The facts that exclude them from a resource: with another value of any of these facts they would have access. */
function where(kept: FactValues, others: readonly FactValues[]): string {
  const without = (facts: FactValues, name: string) =>
    JSON.stringify({ ...facts, [name]: null, scope: null, councilStrand: null });
  const names = Object.keys(kept).filter(
    (name) => !["scope", "councilStrand"].includes(name) && others.some((other) => without(other, name) === without(kept, name)),
  );
  return names.length > 0 ? ` (${names.map((name) => `${name} ${[kept[name] ?? ""].flat().join() || "none"}`).join(", ")})` : "";
}
