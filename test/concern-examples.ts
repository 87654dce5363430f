// A concern about an invented council, for specs to vary: its events, and the commands that are asked of it.
import { createCouncils, demonstrationCouncils } from "../reference/councils.ts";
import type { ConcernCommand } from "../services/concern/commands.ts";
import type { ConcernEvent } from "../services/concern/events.ts";
import { plain } from "../services/confidential.ts";
import type { StandingAgreement } from "../services/council/state.ts";
import { byCouncil } from "./given.ts";

type Input<Name extends ConcernCommand["name"]> = Extract<ConcernCommand, { name: Name }>["input"];
type Data<Type extends ConcernEvent["type"]> = Extract<ConcernEvent, { type: Type }>["data"];

/** Wendlehaugh (invented), North East. */
export const COUNCIL = "X00000001";
export const REGION = "E12000001";
/** The demonstration councils and one, X00000099, that was once X00000098. */
export const recoded = createCouncils([
  ...demonstrationCouncils,
  {
    code: "X00000099",
    formerCodes: ["X00000098"],
    name: "Recoded Council (invented)",
    shortName: "Recoded (invented)",
    type: "unitary",
    region: REGION,
    invented: true,
  },
]);
export const BODY = "regional-improvement-north-east";
export const PEERS = "member-peers-north-east";
export const ANSWER_BY = "2026-03-16";
export const UNTIL = "2026-06-30";

export const period = { from: "2025-04-01", to: "2025-12-31" };
const narrative = { summary: "No agreed budget.", observed: "Two budgets were voted down; reserves cover four months." };

export const adviserEvidence: Input<"addEvidence">["evidence"] = {
  kind: "audit-report",
  account: "The auditor found that savings were not delivered.",
  source: "External auditor",
  reference: "Annual report, page 12",
  period,
  handling: "P",
  grading: { source: "1", content: "A" },
  protectedSource: false,
};
export const councilEvidence: Input<"supplyEvidence">["evidence"] = {
  kind: "self-assessment",
  account: "The council has a recovery plan.",
  source: "Corporate plan",
  period,
  handling: "P",
};

export const logged = (differing: Partial<Data<"ConcernLogged.v1">> = {}): ConcernEvent => ({
  type: "ConcernLogged.v1",
  data: {
    council: COUNCIL,
    region: REGION,
    strand: "corporate",
    cause: "finance",
    period,
    narrative: plain(narrative),
    ...differing,
  },
});
export const evidenceAdded = (differing: Partial<Data<"EvidenceAdded.v1">> = {}): ConcernEvent => ({
  type: "EvidenceAdded.v1",
  data: {
    evidence: "evidence-0",
    suppliedBy: "adviser",
    kind: adviserEvidence.kind,
    period,
    handling: "P",
    protectedSource: false,
    grading: adviserEvidence.grading,
    text: plain({ account: adviserEvidence.account, source: "External auditor", reference: "Annual report, page 12" }),
    ...differing,
  },
});
export const evidenceWithdrawn = (evidence = "evidence-0"): ConcernEvent => ({
  type: "EvidenceWithdrawn.v1",
  data: { evidence, text: plain({ reason: "It was of another council." }) },
});
export const councilSupplied = (evidence = "supplied", differing: Partial<Data<"EvidenceAdded.v1">> = {}): ConcernEvent => ({
  type: "EvidenceAdded.v1",
  data: {
    evidence,
    suppliedBy: "council",
    kind: councilEvidence.kind,
    period,
    handling: "P",
    protectedSource: false,
    text: plain({ account: councilEvidence.account, source: councilEvidence.source }),
    ...differing,
  },
});
export const madeAware = (bodies: string[] = [BODY], awareness = "awareness", toldOn = "2026-02-27"): ConcernEvent => ({
  type: "CouncilMadeAware.v1",
  data: {
    awareness,
    toldOffice: "chief-executive",
    channel: "in-person",
    toldOn,
    bodies,
    text: plain({ toldName: "Ines Hollowell", about: "The budget, and who will be told of it." }),
  },
});
export const proposed = (differing: Partial<Data<"ShareProposed.v1">> = {}): ConcernEvent => ({
  type: "ShareProposed.v1",
  data: {
    share: "share",
    body: BODY,
    parts: ["headline", "summary", "evidence"],
    purpose: "align-support",
    until: UNTIL,
    answerBy: ANSWER_BY,
    silence: "may-go-ahead",
    text: plain({ explanation: "So that two finance reviews do not clash." }),
    ...differing,
  },
});
type Stated = Data<"PositionStated.v1">;
export const stated = (position: Stated["position"], differing: Partial<Stated> = {}): ConcernEvent => ({
  type: "PositionStated.v1",
  data: { share: "share", position, ...differing },
});
export const overridden = (share = "share"): ConcernEvent => ({
  type: "ObjectionOverridden.v1",
  data: { share, text: plain({ reason: "Support cannot be aligned otherwise." }) },
});
export const made = (share = "share"): ConcernEvent => ({ type: "ShareMade.v1", data: { share } });
export const withdrawn = (share = "share"): ConcernEvent => ({
  type: "ShareWithdrawn.v1",
  data: { share, text: plain({ reason: "The support has been arranged." }) },
});
export const expired = (share = "share"): ConcernEvent => ({ type: "ShareExpired.v1", data: { share } });

/** Logged on evidence; and the council told, and with whom. */
export const evidenced = [logged(), evidenceAdded()];
export const aware = [...evidenced, madeAware()];

export const agreement = (differing: Partial<StandingAgreement> = {}): StandingAgreement => ({
  agreement: "in-advance",
  body: BODY,
  purpose: "align-support",
  parts: ["headline", "summary", "evidence"],
  strand: "corporate",
  given: byCouncil,
  ...differing,
});
export const takenBack = agreement({ takenBack: byCouncil });

export const logConcern = (differing: Partial<Input<"logConcern">> = {}): ConcernCommand => ({
  name: "logConcern",
  input: {
    council: COUNCIL,
    strand: "corporate",
    cause: "finance",
    period,
    ...narrative,
    evidence: [adviserEvidence],
    ...differing,
  },
});
export const addEvidence = (differing: Partial<typeof adviserEvidence> = {}): ConcernCommand => ({
  name: "addEvidence",
  input: { concern: "concern", evidence: { ...adviserEvidence, ...differing } },
});
export const supplyEvidence = (differing: Partial<typeof councilEvidence> = {}): ConcernCommand => ({
  name: "supplyEvidence",
  input: { concern: "concern", evidence: { ...councilEvidence, ...differing } },
});
export const withdrawEvidence = (evidence = "evidence-0"): ConcernCommand => ({
  name: "withdrawEvidence",
  input: { concern: "concern", evidence, reason: "It was of another council." },
});
export const recordAwareness = (differing: Partial<Input<"recordAwareness">> = {}): ConcernCommand => ({
  name: "recordAwareness",
  input: {
    concern: "concern",
    toldName: "Ines Hollowell",
    toldOffice: "chief-executive",
    channel: "in-person",
    toldOn: "2026-02-27",
    about: "The budget, and who will be told of it.",
    bodies: [BODY],
    ...differing,
  },
});
export const proposeShare = (differing: Partial<Input<"proposeShare">> = {}): ConcernCommand => ({
  name: "proposeShare",
  input: {
    concern: "concern",
    body: BODY,
    parts: ["headline", "summary", "evidence"],
    purpose: "align-support",
    explanation: "So that two finance reviews do not clash.",
    until: UNTIL,
    answerBy: ANSWER_BY,
    ...differing,
  },
});
export const statePosition = (position: Stated["position"], differing: Partial<Input<"statePosition">> = {}): ConcernCommand => ({
  name: "statePosition",
  input: { concern: "concern", share: "share", position, ...differing },
});
export const overrideObjection = (share = "share"): ConcernCommand => ({
  name: "overrideObjection",
  input: { concern: "concern", share, reason: "Support cannot be aligned otherwise." },
});
export const makeShare = (share = "share"): ConcernCommand => ({ name: "makeShare", input: { concern: "concern", share } });
export const withdrawShare = (share = "share"): ConcernCommand => ({
  name: "withdrawShare",
  input: { concern: "concern", share, reason: "The support has been arranged." },
});
export const expireShare = (share = "share"): ConcernCommand => ({ name: "expireShare", input: { concern: "concern", share } });
