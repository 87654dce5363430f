// The three principles are the hub's and not a policy's: every policy set holds the very forbids that this version of the hub comes with,
// all of them, over the very schema they were written for. A set may add to them and can take nothing away.
import { isDeepStrictEqual } from "node:util";
import * as cedar from "@cedar-policy/cedar-wasm/nodejs";
import { type ConcernFacts, type PersonFacts, READ_ACTIONS, type Resource } from "../engine/facts.ts";
import { loadPolicy, PolicyInvalid } from "../engine/policy.ts";
import type { PolicySet } from "../engine/policy-set.ts";
import { formOf, groupsOf } from "../engine/scopes.ts";

/** What keeps a policy set from being published. `why` names the policy. */
export type PolicyFlaw = {
  readonly code: "POLICY_INVALID" | "POLICY_WEAKENS_PRINCIPLE" | "POLICY_UNREACHABLE" | "POLICY_LOCKS_OUT";
  readonly why: string;
};

/** Ids that begin so are the principles': a set of its own making has none. */
const PRINCIPLE = "principle-";

let shipped: PolicySet | undefined;
/** The policy set that this version of the hub comes with, compiled once. */
export function shippedPolicy(): PolicySet {
  shipped ??= loadPolicy();
  return shipped;
}

/** How a set weakens the principles; nothing when it does not. */
export function principleFlaws(candidate: PolicySet, hubs: PolicySet = shippedPolicy()): readonly PolicyFlaw[] {
  const same = candidate.schema === hubs.schema || isDeepStrictEqual(schemaOf(candidate), schemaOf(hubs));
  const changed = same ? changedPrinciples(candidate, hubs) : [OTHER_SCHEMA];
  const said = changed.length > 0 ? changed : reached(candidate);
  return said.map((why) => ({ code: "POLICY_WEAKENS_PRINCIPLE", why }));
}

/** An action moved out of its group would leave the forbids on the group; an attribute renamed would empty them. */
export const OTHER_SCHEMA =
  "The schema is not the one that this version of the hub comes with: the principles are written for that one.";

/** Compared as Cedar reads it: comments and layout are free. */
function schemaOf({ schema }: PolicySet): unknown {
  const answer = cedar.schemaToJson(schema);
  if (answer.type === "failure") throw new PolicyInvalid(answer.errors.map(({ message }) => message).join("; "));
  return answer.json;
}

/** What a policy does, without what is said about it: effect, scope and conditions. */
export function meaningOf(policy: string): unknown {
  const parsed = formOf(policy);
  if (parsed.type === "failure") throw new PolicyInvalid(parsed.errors.map(({ message }) => message).join("; "));
  const { annotations: _, ...meaning } = parsed.json;
  return meaning;
}

/** Those that no set may lack or change: the forbids that the hub comes with, under whatever name. */
const forbidsOf = ({ texts }: PolicySet) => [...texts.values()].filter(({ effect }) => effect === "forbid").map(({ id }) => id);

function changedPrinciples(candidate: PolicySet, hubs: PolicySet): readonly string[] {
  const ours = forbidsOf(hubs);
  const missing = ours.filter((id) => !(id in candidate.staticPolicies)).map((id) => `"${id}" is missing.`);
  const added = Object.keys(candidate.staticPolicies)
    .filter((id) => id.startsWith(PRINCIPLE) && !ours.includes(id))
    .map((id) => `"${id}" is no principle of this hub: a policy of your own has an id that does not begin with "${PRINCIPLE}".`);
  const changed = ours
    .filter((id) => id in candidate.staticPolicies)
    .flatMap((id) => {
      if (!isDeepStrictEqual(meaningOf(text(candidate, id)), meaningOf(text(hubs, id))))
        return [`"${id}" does not say what this hub's policy of that name says.`];
      // The texts are compared too: councils are shown them, and one could tell them of a right they do not have, or hide one.
      return isDeepStrictEqual(candidate.texts.get(id), hubs.texts.get(id))
        ? []
        : [`"${id}" has another reason or challenge than this hub's policy of that name.`];
    });
  return [...missing, ...changed, ...added];
}

const text = ({ staticPolicies }: PolicySet, id: string): string => staticPolicies[id] ?? "";

// A belt beside the braces: whatever the texts look like, what must never be decided is asked of the set itself.

const HERE = { council: "here", region: "region", strand: "strand", scope: "region/strand" };
const OTHERS = ["elsewhere"];
const BODY = "body";

/** Somebody with every role there is, over everything but the concern's own scope and council. */
const everybodyElse: PersonFacts = {
  id: "x",
  adviserScopes: ["region/another-strand", "elsewhere/strand"],
  councils: OTHERS,
  memberPeerBodies: [BODY],
  cibBodies: [BODY],
  adassBodies: [BODY],
  regionalImprovementBodies: [BODY],
  groupOfficeBodies: [BODY],
  panelBodies: [BODY],
  departmentBodies: [BODY],
  inspectorateBodies: [BODY],
  bodies: [BODY],
  adviserRegions: ["region", "elsewhere"],
  leadRegions: ["region"],
  advisoryBoard: true,
  improvementBoard: true,
  governanceOfficer: true,
  administrator: true,
};
const theCouncil: PersonFacts = { ...everybodyElse, councils: ["here"] };

/** The same person and, for each of their roles, one who has that role alone: a forbid that looks for roles must hold for all of them. */
const aloneAndTogether = (person: PersonFacts): readonly PersonFacts[] => {
  const { id, ...roles } = person;
  const none = Object.fromEntries(Object.entries(roles).map(([name, value]) => [name, Array.isArray(value) ? [] : false]));
  return [person, ...Object.entries(roles).map(([name, value]) => ({ id, ...none, [name]: value }) as PersonFacts)];
};

const shared = { headlineSharedWith: [BODY], summarySharedWith: [BODY], evidenceSharedWith: [BODY] };
const notShared = { headlineSharedWith: [], summarySharedWith: [], evidenceSharedWith: [] };
const concern = (differing: Partial<ConcernFacts>): Resource => ({
  type: "Concern",
  id: "x",
  facts: { ...HERE, cause: "finance", stage: "shared", councilAware: true, evidenced: true, ...shared, ...differing },
});
const share = (differing: object): Resource => ({
  type: "Share",
  id: "x",
  facts: { body: BODY, live: true, councilAware: true, evidenced: true, ...differing },
});
const record = (person: string): Resource => ({ type: "PersonRecord", id: person, facts: { person } });

const READING: readonly string[] = Object.values(READ_ACTIONS);
const AGREEING = ["giveStandingAgreement", "takeBackStandingAgreement"];
const PEOPLE = ["registerPerson", "startAssignment", "endAssignment"];
const noOfficer: PersonFacts = { ...theCouncil, adviserScopes: ["region/strand"], governanceOfficer: false };

/** The actions of a group; of an action, itself. */
export function actionsWithin({ actions }: PolicySet, group: string): readonly string[] {
  return [...groupsOf(actions)]
    .filter(([name, of]) => actions[name]?.appliesTo?.resourceTypes.length && of.has(group))
    .map(([name]) => name);
}

type Never = readonly [whose: string, actions: readonly string[], who: PersonFacts, what: Resource];
/** What nobody but those a forbid names may ever be allowed. */
function never(policy: PolicySet): readonly Never[] {
  const within = (group: string) => actionsWithin(policy, group);
  return [
    ["principle 1", READING, theCouncil, concern({ councilAware: false })],
    ["principle 1", ["readShareTerms"], theCouncil, share({ councilAware: false })],
    ["principle 1", within("adviseOnConcern"), theCouncil, concern({})],
    ["principle 1", within("answerConcern"), { ...everybodyElse, adviserScopes: ["region/strand"] }, concern({})],
    ["principle 1", AGREEING, everybodyElse, { type: "Council", id: "x", facts: { code: "here", region: "region" } }],
    ["principle 2", READING, everybodyElse, concern({ evidenced: false })],
    ["principle 2", ["sayNotPersuaded", "challengeConcern", "reviewEffectiveness"], everybodyElse, concern({ evidenced: false })],
    ["principle 2", ["readShareTerms"], theCouncil, share({ evidenced: false })],
    ["principle 3", READING, everybodyElse, concern(notShared)],
    ["principle 3", ["readProtectedSource"], theCouncil, concern({})],
    ["principle 3", ["readUnsharedEvidence", "readConversations", "readSharingRecord"], everybodyElse, concern({})],
    ["principle 3", ["readShareTerms"], theCouncil, share({ live: false })],
    ["principle 3", ["readShareTerms"], theCouncil, share({ body: "another-body" })],
    ['"only-officer-publishes-policy"', ["publishPolicy"], noOfficer, { type: "Policy", id: "policy", facts: {} }],
    ['"only-officers-keep-people"', PEOPLE, { ...noOfficer, administrator: false }, record("somebody")],
    ['"only-officers-rename-people"', ["renamePerson"], { ...noOfficer, administrator: false }, record("somebody")],
    ['"nobody-renames-themselves"', ["renamePerson"], everybodyElse, record(everybodyElse.id)],
    ['"nobody-assigns-themselves"', ["registerPerson", "startAssignment"], everybodyElse, record(everybodyElse.id)],
  ];
}

function reached(policy: PolicySet): readonly string[] {
  const said = new Set<string>();
  for (const [whose, actions, who, what] of never(policy))
    for (const action of actions)
      for (const facts of aloneAndTogether(who))
        if (policy.decide({ type: "Person", facts }, action, what).allowed)
          said.add(`${action} is allowed where ${whose} forbids it.`);
  return [...said];
}
