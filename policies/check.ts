// What must hold of a policy set before the hub starts, beyond that it parses and validates: that the facts this code makes are the ones
// the schema asks for, and that lists can follow every policy. Better no hub than one whose lists fail, or say something else.
import {
  type ConcernFacts,
  NO_SIGNAL,
  NO_SUBMISSION,
  NO_SUPPORT,
  type PersonFacts,
  READ_ACTIONS,
  type Resource,
} from "./facts.ts";
import { PolicyInvalid, type PolicySet } from "./policy.ts";
import { conditionOf, residualFor } from "./residual.ts";
import { LISTED, toSql } from "./sql.ts";

// Every set holds something, so that no policy is simplified away before it has been looked at.
const some = ["x"];
const person: PersonFacts = {
  id: "x",
  adviserScopes: some,
  councils: some,
  memberPeerBodies: some,
  cibBodies: some,
  adassBodies: some,
  regionalImprovementBodies: some,
  groupOfficeBodies: some,
  panelBodies: some,
  departmentBodies: some,
  inspectorateBodies: some,
  bodies: some,
  adviserRegions: some,
  leadRegions: some,
  advisoryBoard: true,
  improvementBoard: true,
  governanceOfficer: true,
  administrator: true,
};
const concern: ConcernFacts = {
  council: "x",
  region: "x",
  strand: "x",
  scope: "x",
  cause: "x",
  stage: "logged",
  councilAware: true,
  evidenced: true,
  headlineSharedWith: some,
  summarySharedWith: some,
  evidenceSharedWith: some,
};
const SAMPLES: readonly (readonly [action: string, resource: Resource])[] = [
  ["readHeadline", { type: "Concern", id: "x", facts: concern }],
  ["readShareTerms", { type: "Share", id: "x", facts: { body: "x", live: true, councilAware: true, evidenced: true } }],
  ["readStandingAgreements", { type: "Council", id: "x", facts: { code: "x", region: "x" } }],
  ["readSupport", { type: "Support", id: "x", facts: NO_SUPPORT }],
  ["readSubmission", { type: "Submission", id: "x", facts: NO_SUBMISSION }],
  ["readSignal", { type: "Signal", id: "x", facts: NO_SIGNAL }],
  ["readApproach", { type: "Approach", id: "x", facts: { council: "x", region: "x", body: "x" } }],
  ["readOverview", { type: "Overview", id: "x", facts: {} }],
  ["readPerson", { type: "PersonRecord", id: "x", facts: { person: "x" } }],
  ["importMetrics", { type: "Metrics", id: "x", facts: {} }],
];

/** Throws PolicyInvalid, naming what does not fit. */
export function checkPolicy(policy: PolicySet): void {
  for (const number of [1, 2, 3])
    if (![...policy.texts.values()].some(({ id, effect }) => effect === "forbid" && id.startsWith(`principle-${number}-`)))
      throw new PolicyInvalid(`Principle ${number} has no policy that forbids: there is no "principle-${number}-…".`);
  for (const [action, resource] of SAMPLES) policy.decide({ type: "Person", facts: person }, action, resource);
  for (const action of Object.values(READ_ACTIONS))
    toSql(conditionOf(residualFor(policy, { type: "Person", facts: person }, action)), { row: "c", key: "seq", sets: "shared" });
  for (const [action, columns] of Object.entries(LISTED))
    toSql(conditionOf(residualFor(policy, { type: "Person", facts: person }, action)), { row: "c", columns });
}
