// The three principles belong to the hub and not to a policy: every policy set must contain exactly the forbids that this version of the hub ships,
// with the schema for which they were written. A set may add to them and can remove nothing.
import { isDeepStrictEqual } from "node:util";
import {
  type ConcernFacts,
  councilStrandOf,
  NO_CONCERN,
  NO_SUPPORT,
  type PersonFacts,
  READ_ACTIONS,
  READ_OUTCOME,
  READ_SHARE_ENDING,
  type Resource,
  type ShareFacts,
  type SupportFacts,
} from "../engine/facts.ts";
import { meaningOf, type PolicyForm } from "../engine/policy-form.ts";
import { actionsWithin } from "../engine/policy-schema.ts";
import type { PolicySet } from "../engine/policy-set.ts";
import { type PolicyReview, reviewOf } from "./policy-review.ts";
import { COUNCIL, EVERY_ROLE, headOf, personWith } from "./sample-people.ts";
import { HERE } from "./sample-resources.ts";

/** A reason why a policy set cannot be published. `why` names the policy. */
export type PolicyFlaw = {
  readonly code: "POLICY_INVALID" | "POLICY_WEAKENS_PRINCIPLE" | "POLICY_UNREACHABLE" | "POLICY_LOCKS_OUT";
  readonly why: string;
};

/** The prefix of the ids of the principles: other policies may not use it. */
const PRINCIPLE = "principle-";

/** Returns how a set weakens the principles; empty if it does not. */
export function principleFlaws(
  candidate: PolicySet,
  hubs: PolicySet,
  review: PolicyReview = reviewOf(candidate),
): readonly PolicyFlaw[] {
  const same = isDeepStrictEqual(candidate.schema.json, hubs.schema.json);
  const changed = same ? changedPrinciples(candidate, hubs) : [OTHER_SCHEMA];
  const problems = changed.length > 0 ? changed : allowedAgainstPrinciples(review);
  return problems.map((why) => ({ code: "POLICY_WEAKENS_PRINCIPLE", why }));
}

/** If an action were moved out of its group, the forbids on the group would not apply to it; a renamed attribute would make them ineffective. */
export const OTHER_SCHEMA =
  "The schema is not the one that this version of the hub comes with: the principles are written for that one.";

/** The forbids that no set may lack or change: the shipped ones, under any id. */
const forbidsOf = ({ texts }: PolicySet) => [...texts.values()].filter(({ effect }) => effect === "forbid").map(({ id }) => id);

function changedPrinciples(candidate: PolicySet, hubs: PolicySet): readonly string[] {
  const ours = forbidsOf(hubs);
  const missing = ours.filter((id) => !candidate.texts.has(id)).map((id) => `"${id}" is missing.`);
  const added = [...candidate.texts.keys()]
    .filter((id) => id.startsWith(PRINCIPLE) && !ours.includes(id))
    .map((id) => `"${id}" is no principle of this hub: a policy of your own has an id that does not begin with "${PRINCIPLE}".`);
  const changed = ours
    .filter((id) => candidate.texts.has(id))
    .flatMap((id) => {
      if (!hasSameMeaning(candidate, hubs, id)) return [`"${id}" does not say what this hub's policy of that name says.`];
      // The texts are compared too, because councils see them, and a changed text could claim a right that they do not have, or hide one.
      return isDeepStrictEqual(candidate.texts.get(id), hubs.texts.get(id))
        ? []
        : [`"${id}" has another reason or challenge than this hub's policy of that name.`];
    });
  return [...missing, ...changed, ...added];
}

/** Whether both sets have a policy with this id and the same meaning. */
export const hasSameMeaning = (one: PolicySet, other: PolicySet, id: string): boolean =>
  one.texts.has(id) &&
  other.texts.has(id) &&
  isDeepStrictEqual(meaningOf(one.forms[id] as PolicyForm), meaningOf(other.forms[id] as PolicyForm));

// In addition to the comparison of texts, the set itself is tested for decisions that must never happen.

const [SCOPE = ""] = EVERY_ROLE.adviserScopes;
/** Without interests, so that the prohibitions on these hide no other. */
const NO_INTERESTS = { interests: [] };
/** A person with every role, for everything except the concern's own scope and council. */
const everybodyElse: PersonFacts = {
  ...EVERY_ROLE,
  adviserScopes: EVERY_ROLE.adviserScopes.filter((scope) => scope !== SCOPE),
  ...headOf(["another-council"]),
  ...NO_INTERESTS,
};
const theCouncil: PersonFacts = { ...everybodyElse, ...headOf([COUNCIL]), ...NO_INTERESTS };
/** Somebody with an interest in the council, who acts neither for it nor as its adviser; and an adviser with one. */
const interested: PersonFacts = { ...everybodyElse, adviserRegions: [], interests: [COUNCIL] };
const interestedAdviser: PersonFacts = { ...EVERY_ROLE, ...headOf([]), interests: [COUNCIL] };
/** Somebody in an office of the council that reads no strand; and one that may not speak and names no officer. */
const idleOfficer: PersonFacts = { ...everybodyElse, ...headOf([]), councils: [COUNCIL] };
const silentOfficer = personWith("x", ["councils"], [], ["speaksFor", "speakerCouncils", "officersOf", "monitoringOfficerOf"]);
const allAdviser: PersonFacts = { ...everybodyElse, adviserScopes: EVERY_ROLE.adviserScopes };
const noAdviser: PersonFacts = { ...everybodyElse, adviserScopes: [] };
const noOfficer: PersonFacts = { ...EVERY_ROLE, ...NO_INTERESTS, governanceOfficer: false };

/** The same person and, for each role, a person with only that role and all interests: a forbid that reads roles must apply to all of them. */
const aloneAndTogether = (person: PersonFacts): readonly PersonFacts[] => {
  const { id, interests, ...roles } = person;
  const none = Object.fromEntries(Object.entries(roles).map(([name, value]) => [name, Array.isArray(value) ? [] : false]));
  return [person, ...Object.entries(roles).map(([name, value]) => ({ id, interests, ...none, [name]: value }) as PersonFacts)];
};

const { bodies } = EVERY_ROLE;
const OF_COUNCIL = councilStrandOf(COUNCIL, SCOPE.split("/")[1] ?? "");
const SHARED = { headlineSharedWith: bodies, summarySharedWith: bodies, evidenceSharedWith: bodies };
const NOT_SHARED = { headlineSharedWith: [], summarySharedWith: [], evidenceSharedWith: [] };
/** To others of the council than the sample people. */
const RESTRICTED = { ...NOT_SHARED, restricted: true, namedReaders: ["somebody"] };
const concern = (differing: Partial<ConcernFacts>): Resource => {
  const facts = {
    ...NO_CONCERN,
    ...SHARED,
    council: COUNCIL,
    region: HERE,
    scope: SCOPE,
    councilAware: true,
    evidenced: true,
    councilStrand: OF_COUNCIL,
  };
  return { type: "Concern", id: "x", facts: { ...facts, ...differing } };
};
const share = (differing: Partial<ShareFacts>): Resource => {
  const facts = {
    council: COUNCIL,
    body: bodies[0] ?? "",
    audience: bodies.slice(0, 1),
    live: true,
    awaitsAcceptance: false,
    endingShown: false,
    councilAware: true,
    evidenced: true,
  };
  return { type: "Share", id: "x", facts: { ...facts, ...differing } };
};
/** Of another provider than the sample people act for. */
const support = (differing: Partial<SupportFacts>): Resource => {
  const facts = { ...NO_SUPPORT, council: COUNCIL, region: HERE, scope: SCOPE, provider: "another-body" };
  return { type: "Support", id: "x", facts: { ...facts, ...differing } };
};
const council: Resource = { type: "Council", id: "x", facts: { code: COUNCIL, region: HERE } };
const record = (person: string): Resource => ({ type: "PersonRecord", id: person, facts: { person } });

const READING: readonly string[] = Object.values(READ_ACTIONS);
/** What reads a concern's words. Before the council is aware, there are no challenges. */
const WORDS = ["readSummary", "readEvidence", "readUnsharedEvidence", "readProtectedSource", "readConversations"];
const SUPPORTING = ["readSupport", "readSupportPurpose", "readSupportDetail"];
/** What a second person does. */
const SECOND = ["overrideObjection", "confirmEscalation", "confirmLetter", "confirmDanger", "extendTelling", "discardConcern"];
const AGREEING = ["giveStandingAgreement", "takeBackStandingAgreement"];
const INVITING = ["readInvitations", "invitePerson", "sendInvitationAgain", "withdrawInvitation"];
const JOINING = ["acceptInvitation", "joinByInvitation", "recordInvitationMail"];
const PEOPLE = ["registerPerson", "startAssignment", "endAssignment"];

/** Reading and accepting the conditions of a share that waits for that. */
const ACCEPTING = ["readShareConditions", "acceptConditions"];
const WAITING: Partial<ShareFacts> = { live: false, awaitsAcceptance: true };

/** A share that has ended, of which its recipients are told. */
const ENDED: Partial<ShareFacts> = { live: false, endingShown: true };

type Never = readonly [whose: string, actions: readonly string[], who: PersonFacts, what: Resource];
/** Actions that only the people whom a forbid excepts may ever be allowed. */
function never({ schema }: PolicySet): readonly Never[] {
  const within = (group: string) => actionsWithin(schema, group);
  return [
    ["principle 1", READING, theCouncil, concern({ councilAware: false })],
    ["principle 1", ["readShareTerms"], theCouncil, share({ councilAware: false })],
    ["principle 1", within("adviseOnConcern"), theCouncil, concern({})],
    ["principle 1", within("answerConcern"), allAdviser, concern({})],
    ["principle 1", AGREEING, everybodyElse, council],
    ["principle 2", READING, everybodyElse, concern({ evidenced: false })],
    ["principle 2", ["sayNotPersuaded", "challengeConcern", "reviewEffectiveness"], everybodyElse, concern({ evidenced: false })],
    ["principle 2", ["readShareTerms"], theCouncil, share({ evidenced: false })],
    ["principle 3", READING, everybodyElse, concern(NOT_SHARED)],
    ["principle 3", [READ_OUTCOME], theCouncil, concern({})],
    ["principle 3", ["readProtectedSource"], theCouncil, concern({})],
    ["principle 3", ["readUnsharedEvidence", "readConversations", "readSharingRecord"], everybodyElse, concern({})],
    ["principle 3", ["readShareTerms"], theCouncil, share({ live: false })],
    ["principle 3", ["readShareTerms"], theCouncil, share({ body: "another-body" })],
    ["principle 1", ACCEPTING, theCouncil, share({ ...WAITING, councilAware: false })],
    ["principle 2", ACCEPTING, theCouncil, share({ ...WAITING, evidenced: false })],
    ["principle 3", ACCEPTING, theCouncil, share({})],
    ["principle 3", ACCEPTING, theCouncil, share({ ...WAITING, audience: ["another-body"] })],
    ["principle 3", [READ_SHARE_ENDING], theCouncil, share({})],
    ["principle 3", [READ_SHARE_ENDING], theCouncil, share({ ...ENDED, audience: ["another-body"] })],
    ["principle 3", [READ_SHARE_ENDING], theCouncil, share({ ...ENDED, councilAware: false })],
    ['"own-council-share-ending"', [READ_SHARE_ENDING], interested, share(ENDED)],
    ['"limited-share-terms"', ["readShareTerms"], theCouncil, share({ audience: ["a-body#seat:another"] })],
    ['"only-recipient-reads-conditions"', ACCEPTING, theCouncil, share({ ...WAITING, audience: ["a-body#seat:another"] })],
    ['"untold-words-closed"', WORDS, allAdviser, concern({ councilAware: false, wordsClosed: true })],
    ["principle 3", SUPPORTING, everybodyElse, support({})],
    ["principle 3", ["readSupportPurpose"], everybodyElse, support({ shownTo: bodies, regionSees: true })],
    ['"restricted-inside-the-council"', [...READING, ...within("restrictInside")], theCouncil, concern(RESTRICTED)],
    ['"only-named-readers-answer"', within("answerConcern"), theCouncil, concern(RESTRICTED)],
    ['"only-adviser-or-monitoring-officer-restricts"', within("restrictInside"), silentOfficer, concern({})],
    ['"only-officer-publishes-policy"', ["publishPolicy"], noOfficer, { type: "Policy", id: "policy", facts: {} }],
    ['"only-officers-keep-people"', PEOPLE, { ...noOfficer, administrator: false }, record("somebody")],
    ['"only-officers-rename-people"', ["renamePerson"], { ...noOfficer, administrator: false }, record("somebody")],
    ['"only-officers-invite-people"', INVITING, { ...noOfficer, administrator: false }, record("")],
    ['"only-hub-records-joining"', JOINING, everybodyElse, record("")],
    ['"nobody-renames-themselves"', ["renamePerson"], everybodyElse, record(everybodyElse.id)],
    ['"officers-read-their-strands"', READING, idleOfficer, concern(NOT_SHARED)],
    ['"only-speakers-answer"', within("answerConcern"), silentOfficer, concern({})],
    ['"only-speakers-of-the-council"', AGREEING, silentOfficer, council],
    ['"only-the-council-names-its-officers"', ["nameOfficer", "endOfficer"], silentOfficer, council],
    ['"own-council-through-a-body"', [...READING, "readOutcome"], interested, concern({ outcomeFor: bodies })],
    ['"own-council-share-terms"', ["readShareTerms"], interested, share({})],
    [
      '"own-council-support"',
      SUPPORTING,
      interested,
      support({ provider: bodies[0] ?? "", regionSees: true, regionSeesPurpose: true }),
    ],
    ['"own-council-in-the-region"', ["readAlignedSupport", "readConversationLead", "readPracticeContacts"], interested, council],
    ['"own-interest-no-second-person"', SECOND, interestedAdviser, concern({})],
    ['"only-oneself-marks-news-read"', ["markNewsRead"], everybodyElse, record("somebody")],
    ['"only-oneself-claims-tasks"', ["claimTask", "releaseTask", "putOffTask"], everybodyElse, record("somebody")],
    ['"only-advisers-arrange-cover"', ["arrangeCover", "endCover"], noAdviser, record("somebody")],
    ['"only-oneself-declares-interests"', ["declareInterests"], everybodyElse, record("somebody")],
    ['"nobody-assigns-themselves"', ["registerPerson", "startAssignment"], everybodyElse, record(everybodyElse.id)],
  ];
}

function allowedAgainstPrinciples({ policy, isUnchanged }: PolicyReview): readonly string[] {
  const problems = new Set<string>();
  for (const [whose, actions, who, what] of never(policy))
    for (const action of actions.filter((name) => !isUnchanged(name)))
      for (const facts of aloneAndTogether(who))
        if (policy.decideCached({ type: "Person", facts }, action, what).allowed)
          problems.add(`${action} is allowed where ${whose} forbids it.`);
  return [...problems];
}
