// A busy history in addition to the demonstration's, created by its people over HTTP: one of every record that some people may see and others may not,
// each with different words to search for.

import { type PersonEvent, personStream } from "../../services/people/events.ts";
import {
  approach,
  awareness,
  CIB,
  challenge,
  concern,
  conclusions,
  contact,
  conversation,
  EAST_MIDLANDS,
  escalation,
  evidence,
  offer,
  PANEL,
  proposal,
  signal,
  submission,
  TARROWSHIRE,
  told,
} from "../examples/api-inputs.ts";
import { done } from "./send-command.ts";
import { appendOf } from "./stored-event.ts";
import type { TestHub } from "./test-hub.ts";

/**
 * People in addition to the demonstration's: an adviser of another strand, an officer of another department, and somebody with two roles that do
 * not mix, which an earlier release allowed.
 */
export const EXTRA_PEOPLE = ["corporate-adviser", "other-department", "two-roles"] as const;
const ROLES: readonly (readonly [person: string, assignment: object])[] = [
  ["corporate-adviser", { role: "SENIOR_ADVISER", regions: [EAST_MIDLANDS], strands: ["CORPORATE"] }],
  ["other-department", { role: "DEPARTMENT", body: "mhclg" }],
  ["two-roles", { role: "SENIOR_ADVISER", regions: [EAST_MIDLANDS], strands: ["CHILDRENS"] }],
];
const DATES = { from: "2026-01-01", until: "2026-12-31" };
const MIXED = {
  type: "AssignmentStarted.v2",
  data: { assignment: "mixed", role: "panel-member", regions: [], strands: [], ...DATES },
} satisfies PersonEvent;

export async function addExtraPeople(hub: TestHub): Promise<void> {
  for (const person of EXTRA_PEOPLE) await done(hub, "administrator", "registerPerson", { person, name: `${person} (invented)` });
  for (const [person, assignment] of ROLES)
    await done(hub, "administrator", "startAssignment", { person, ...assignment, ...DATES });
  const appended = await hub.hub.log.append(appendOf(personStream("two-roles"), [MIXED]));
  if (appended.kind !== "appended") throw new Error(`Not appended: ${appended.kind}`);
  await hub.hub.caughtUp(appended.position);
  for (const person of EXTRA_PEOPLE) await done(hub, person, "declareInterests", { person });
}

export type HistoryIds = Awaited<ReturnType<typeof playHistory>>;

/** Plays it on the day the test's hub starts with. Everything is about Tarrowshire, but what is named as London's. */
export async function playHistory(hub: TestHub) {
  await addExtraPeople(hub);
  const act = (name: string, as: string, input: object) => done(hub, as, name, input);
  const stateOf = (id: string) => hub.hub.register.queries().findUnchecked(id)?.state();

  // Support of three kinds of provider and strand, and of another region.
  const mentors = { ...offer, kind: "MENTORING", provider: CIB, aim: "Secretaim of the leads." };
  const cibSupport = await act("offerSupport", "cib-lead", mentors);
  const lgaSupport = await act("offerSupport", "adviser", { ...offer, aim: "Secretaim of the advisers." });
  for (const support of [cibSupport, lgaSupport]) {
    const arranger = support === cibSupport ? "cib-lead" : "adviser";
    const statement = "Secretstatement of the council.";
    await act("answerSupport", "chief-executive", { support, answer: "AGREED", regionSees: "PURPOSE", statement });
    await act("beginSupport", arranger, { support, begunOn: "2026-03-02" });
    await act("setMilestone", arranger, { support, kind: "OTHER", due: "2026-03-12", about: "Secretmilestone." });
    await act("planReview", arranger, { support, from: "2026-03-10", to: "2026-03-11" });
    await act("planPresence", arranger, { support, from: "2026-03-16", to: "2026-03-17", place: "Secretplace." });
    await act("recordProgress", arranger, { support, reviewedOn: "2026-03-02", progress: "WORKING", finding: "Secretfinding." });
  }
  const adultsSupport = await act("offerSupport", "adviser", { ...offer, strand: "ADULTS", causes: ["LEADERSHIP"] });
  const inLondon = { ...offer, council: "X00000009", aim: "Secretaim in London." };
  const londonSupport = await act("offerSupport", "adviser-london", inLondon);

  // Support of which the region sees the dates, that ended, was judged, and answered a request: the council lets others learn from it.
  const signalId = await act("requestSupport", "chief-executive", { ...signal, wanted: "Secretwish." });
  const endedSupport = await act("offerSupport", "adviser", { ...offer, kind: "TEAM_SESSION" });
  await act("answerSupport", "chief-executive", { support: endedSupport, answer: "AGREED" });
  await act("beginSupport", "adviser", { support: endedSupport, begunOn: "2026-03-02" });
  await act("endSupport", "adviser", { support: endedSupport, how: "COMPLETED", endedOn: "2026-03-02", reason: "Secretreason." });
  await act("answerSignal", "adviser", { signal: signalId, answer: "Secretanswer.", supports: [endedSupport] });
  for (const [as, by] of [
    ["chief-executive", "COUNCIL"],
    ["adviser", "PROVIDER"],
  ] as const)
    await act("judgeOutcome", as, { support: endedSupport, by, judgement: "EFFECTIVE", why: "Secretwhy." });
  await act("agreeToBeContacted", "chief-executive", { ...contact, contact: "Secretcontact." });
  const openSignal = await act("requestSupport", "nominated-officer", signal);

  // One conversation: the adviser leads it (demonstration), and two approaches are ahead.
  await act("planApproach", "adviser", { ...approach, about: "Secretvisit of the advisers." });
  const [{ approach: first } = { approach: "" }] = hub.hub.council.queries().findUnchecked(TARROWSHIRE).approaches;
  const knowing = { knowing: [first], leadConsulted: true };
  await act("planApproach", "cib-lead", { ...approach, body: CIB, about: "Secretvisit of the leads.", ...knowing });

  // A cancelled approach, a former lead, and a standing agreement that was taken back, each with its reason.
  const others = hub.hub.council
    .queries()
    .findUnchecked(TARROWSHIRE)
    .approaches.map((one) => one.approach);
  await act("planApproach", "adviser", {
    ...approach,
    kind: "APPROACH",
    about: "Secretapproach.",
    knowing: others,
    leadConsulted: true,
  });
  const given = hub.hub.council.queries().findUnchecked(TARROWSHIRE).approaches.at(-1)?.approach;
  await act("cancelApproach", "adviser", { council: TARROWSHIRE, approach: given, reason: "Secretreason of cancelling." });
  await act("endLead", "adviser", { council: TARROWSHIRE, reason: "Secretreason of ending the lead." });
  await act("nameLead", "adviser", { council: TARROWSHIRE, person: "adviser" });
  const inAdvance = { council: TARROWSHIRE, body: "dfe", purpose: "REASSURE_ON_SUPPORT", parts: ["HEADLINE"], strand: "ADULTS" };
  await act("giveStandingAgreement", "chief-executive", { ...inAdvance, statement: "Secretstatement in advance." });
  const agreement = hub.hub.council.queries().findUnchecked(TARROWSHIRE).agreements.at(-1)?.agreement;
  const takenBack = { council: TARROWSHIRE, agreement, statement: "Secretstatement of taking back." };
  await act("takeBackStandingAgreement", "chief-executive", takenBack);

  // Submissions: one of which nobody was told, one of which the council was told, and two that are evidence.
  const submit = (account: string) => act("submitInformation", "department", { ...submission, account });
  const untold = await submit("Secretsubmission, untold.");
  const toldOf = await submit("Secretsubmission, told.");
  await act("tellCouncilOfSubmission", "adviser", { submission: toldOf, ...told });
  const citedUnaware = await submit("Secretsubmission, cited before the council is aware.");
  const cited = await submit("Secretsubmission, cited.");
  const restingOn = (submission: string) => ({ ...concern, evidence: [evidence, { ...evidence, submission }] });
  const unaware = await act("logConcern", "adviser", restingOn(citedUnaware));

  // A concern with a complete later life: it is shared with the panel and with a department that is not persuaded, and others have its headline.
  const main = await act("logConcern", "adviser", restingOn(cited));
  await act("recordAwareness", "adviser", {
    ...{ concern: main, ...awareness },
    bodies: [CIB, PANEL, "dfe", "ofsted", "member-peers-east-midlands"],
  });
  const onMain = (name: string, as: string, input: object) => act(name, as, { concern: main, ...input });
  await onMain("recordConversation", "adviser", { ...conversation, nextStep: "Secretstep.", nextStepBy: "2026-03-10" });
  await onMain("concludeConcern", "adviser", { ...conclusions.package, package: lgaSupport, told });
  await onMain("requestCorrection", "chief-executive", { request: "Six teams." });
  const share = async (terms: object) => {
    await onMain("proposeShare", "adviser", { ...proposal, ...terms });
    const share = stateOf(main)?.shares.at(-1)?.id;
    await onMain("statePosition", "chief-executive", { share, position: "AGREES" });
    await onMain("makeShare", "adviser", { share });
    return share ?? "";
  };
  await share({ body: PANEL, purpose: "CHALLENGE_SUPPORT", until: "2026-12-31" });
  await share({ body: "member-peers-east-midlands", parts: ["HEADLINE"] });
  const toDepartment = await share({ body: "dfe", purpose: "REASSURE_ON_SUPPORT" });
  await onMain("giveReassurance", "adviser", { share: toDepartment, reassurance: "Secretreassurance.", told });
  await onMain("sayNotPersuaded", "department", { body: "dfe", grounds: ["DENIAL"], reason: "Secretdoubt." });
  await onMain("raiseEscalation", "adviser", { ...escalation, body: "ofsted", reason: "Secretground." });
  for (const words of ["Secretchallenge.", "Secretchallenge, unanswered."])
    await onMain("challengeConcern", "panel-member", { ...challenge, challenge: words });
  const answered = stateOf(main)?.challenges[0]?.id;
  await onMain("answerChallenge", "adviser", { challenge: answered, answer: "Secretreply to the panel.", told });
  const words = [stateOf(main)?.reassurances[0]?.reassurance, answered];
  await onMain("answerWords", "chief-executive", { words, answer: "OPEN", statement: "Secretopening." });

  // A concern that was shared with the panel. Once the panel's challenge is answered, the council limits the share to the headline.
  const narrowed = await act("logConcern", "adviser", { ...concern, strand: "ADULTS", cause: "LEADERSHIP" });
  const onNarrowed = (name: string, as: string, input: object) => act(name, as, { concern: narrowed, ...input });
  await onNarrowed("recordAwareness", "adviser", { ...awareness, bodies: [PANEL] });
  await onNarrowed("concludeConcern", "adviser", { ...conclusions.notAccepted, told });
  await onNarrowed("proposeShare", "adviser", { ...proposal, body: PANEL, purpose: "CHALLENGE_SUPPORT" });
  const toPanel = { share: stateOf(narrowed)?.shares[0]?.id };
  await onNarrowed("statePosition", "chief-executive", { ...toPanel, position: "AGREES" });
  await onNarrowed("makeShare", "adviser", toPanel);
  await onNarrowed("challengeConcern", "panel-member", { ...challenge, about: "DISPUTED_CONCERN" });
  await onNarrowed("answerChallenge", "adviser", {
    challenge: stateOf(narrowed)?.challenges[0]?.id,
    answer: "It is disputed.",
    told,
  });
  const ofNarrowed = [stateOf(narrowed)?.challenges[0]?.id];
  await onNarrowed("answerWords", "chief-executive", { words: ofNarrowed, answer: "OPEN" });
  const less = { position: "AGREES_WITH_CONDITIONS", parts: ["HEADLINE"], statement: "The headline will do." };
  await onNarrowed("statePosition", "chief-executive", { ...toPanel, ...less });
  await onNarrowed("acceptConditions", "panel-member", { ...toPanel, statement: 1 });

  return {
    ...{ cibSupport, lgaSupport, adultsSupport, londonSupport, endedSupport },
    ...{ untold, toldOf, citedUnaware, cited, signal: signalId, openSignal },
    ...{ unaware, main, narrowed },
  };
}
