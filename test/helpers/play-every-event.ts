// One of everything that follows sharing, played on the demonstration hub: conversations and conclusions, escalation, the panel, support,
// submissions, signals, one conversation with a council, notices. Returns the events of the streams it touched.
import type { StoredEvent } from "../../event-log/port.ts";
import { recordDeadlines } from "../../hub/clock/scheduled-jobs.ts";
import { findViewer } from "../../queries/people/read-people.ts";
import { clashesSeenBy } from "../../queries/support/clashes.ts";
import { sightsOf } from "../../queries/support/levels.ts";
import type { ConclusionKind } from "../../reference/concern-terms.ts";
import type { ConcernCommandName } from "../../services/concern/commands.ts";
import type { CouncilCommandName } from "../../services/council/decide.ts";
import type { Done, Outcome } from "../../services/pipeline/execute-command.ts";
import type { SupportCommandName } from "../../services/support/commands.ts";
import { joinByInvitation } from "./join-by-invitation.ts";
import { policyFiles } from "./policy-files.ts";
import type { TestHub } from "./test-hub.ts";

const COUNCIL = "X00000005";
const period = { from: "2025-04-01", to: "2025-09-30" };
const told = { toldName: "SECRET", toldOffice: "leader", channel: "telephone", toldOn: "2026-03-01", about: "SECRET" };

export async function playEveryEvent({ hub, clock }: TestHub): Promise<readonly StoredEvent[]> {
  clock.set("2026-03-02T12:00:00.000Z");
  let n = 0;
  const asking = (person: string) => {
    n += 1;
    const facts = hub.people.queries().viewer(person)?.facts;
    if (!facts) throw new Error(person);
    return { principal: { type: "Person", facts } as const, idempotencyKey: `rest-${n}`, correlation: "golden" };
  };
  const must = (outcome: Outcome): Done => {
    if (outcome.kind === "refused") throw new Error(JSON.stringify(outcome));
    return outcome;
  };
  const { concern, support, submission, signal, council, people, notice } = hub.services;
  const touched: string[] = [];

  const submitted = must(
    await submission.execute(
      "submitInformation",
      {
        body: "dfe",
        council: COUNCIL,
        strand: "corporate",
        cause: "finance",
        period,
        account: "SECRET",
        source: "SECRET",
        reference: "SECRET",
        beyondRemitReason: "SECRET",
      },
      asking("department"),
    ),
  );
  const ofSector = { body: "regional-improvement-east-midlands", council: COUNCIL, strand: "corporate", period };
  const hidden = { ...ofSector, account: "SECRET", source: "SECRET", reference: "SECRET", protectedSource: true };
  const protectedId = must(await submission.execute("submitInformation", hidden, asking("regional-improvement"))).id;
  touched.push(`submission-${protectedId}`);
  const evidence = {
    kind: "department-information",
    account: "SECRET",
    source: "SECRET",
    period,
    handling: "P",
    grading: { source: "1", content: "A" },
    submission: submitted.id,
  };
  const log = async (): Promise<string> => {
    const logged = must(
      await concern.execute(
        "logConcern",
        {
          council: COUNCIL,
          strand: "corporate",
          cause: "finance",
          period,
          summary: "SECRET",
          observed: "SECRET",
          evidence: [evidence],
        },
        asking("adviser"),
      ),
    );
    const id = logged.id;
    touched.push(`concern-${id}`);
    const bodies = ["dfe", "performance-support-panel"];
    must(await concern.execute("recordAwareness", { concern: id, ...told, bodies }, asking("adviser")));
    return id;
  };
  const on = (id: string) => async (name: ConcernCommandName, person: string, input: object) =>
    must(await concern.execute(name, { concern: id, ...input }, asking(person)));
  const stateOf = (id: string) => hub.register.queries().findUnchecked(id)?.state();
  const supported = async (kind: string): Promise<string> => {
    const offered = must(
      await support.execute(
        "offerSupport",
        {
          ...{ council: COUNCIL, strand: "corporate", kind, provider: "lga", causes: ["finance"], aim: "SECRET", lead: "SECRET" },
          ...{ offeredTo: "chief-executive", toldName: "SECRET", channel: "letter", offeredOn: "2026-03-01" },
          ...{ from: "2026-03-10", until: "2026-12-31", answerBy: "2026-03-20", shownTo: ["regional-improvement-east-midlands"] },
        },
        asking("adviser"),
      ),
    );
    touched.push(`support-${offered.id}`);
    return String(offered.id);
  };
  const onSupport = (id: string) => async (name: SupportCommandName, person: string, input: object) =>
    must(await support.execute(name, { support: id, ...input }, asking(person)));
  const onCouncil = async (name: CouncilCommandName, person: string, input: object) =>
    must(await council.execute(name, { council: COUNCIL, ...input }, asking(person)));
  touched.push(`council-${COUNCIL}`, `submission-${submitted.id}`);
  // The department receives corporate concerns beyond its remit.
  const beyondRemit = { body: "dfe", strand: "corporate", purpose: "offer-support", parts: ["headline"], statement: "SECRET" };
  await onCouncil("giveStandingAgreement", "leader-ambleford", beyondRemit);

  // Support: a peer challenge from offer to judgement, and a package for a conclusion.
  const challengeId = await supported("corporate-peer-challenge");
  const peer = onSupport(challengeId);
  await peer("answerOfferTelling", "leader-ambleford", { answer: "not-told", statement: "SECRET" });
  await peer("tellOfOfferAgain", "second-adviser", { ...told, shownTo: ["regional-improvement-east-midlands"] });
  await peer("answerSupport", "leader-ambleford", { answer: "declined", statement: "SECRET" });
  await peer("answerSupport", "leader-ambleford", { answer: "agreed", statement: "SECRET" });
  await peer("setRegionView", "leader-ambleford", { regionSees: "purpose" });
  await peer("beginSupport", "adviser", { begunOn: "2026-03-02" });
  await peer("setMilestone", "adviser", { kind: "other", due: "2026-03-20", about: "SECRET" });
  await peer("planReview", "adviser", { from: "2026-04-01", to: "2026-04-03" });
  const peerState = () => hub.support.queries().findUnchecked(challengeId);
  await peer("cancelReview", "adviser", { review: peerState()?.reviews[0]?.review });
  await peer("planPresence", "adviser", { from: "2026-04-01", to: "2026-04-03", place: "SECRET" });
  await peer("cancelPresence", "adviser", { presence: peerState()?.presences[0]?.presence });
  await peer("recordProgress", "adviser", { reviewedOn: "2026-03-02", progress: "working", finding: "SECRET" });
  await peer("meetMilestone", "adviser", { milestone: peerState()?.milestones[0]?.milestone, metOn: "2026-03-02" });
  const packageId = await supported("package");
  await onSupport(packageId)("answerSupport", "leader-ambleford", { answer: "agreed" });
  const other = {
    from: "2026-03-10",
    until: "2026-11-30",
    presence: [{ from: "2026-05-01", to: "2026-05-02", place: "SECRET" }],
  };
  await peer("moveSupport", "adviser", { by: "provider", ...other, reason: "SECRET" });
  const lastMove = () => peerState()?.moves.at(-1)?.move;
  await peer("answerMove", "leader-ambleford", { by: "council", move: lastMove(), answer: "declined", note: "SECRET" });
  await peer("moveSupport", "leader-ambleford", { by: "council", ...other, reason: "SECRET" });
  await peer("answerMove", "adviser", { by: "provider", move: lastMove(), answer: "agreed", note: "SECRET" });
  // Both are for one cause.
  const { facts } = findViewer(hub, "adviser");
  const [clash] = clashesSeenBy(hub, facts, sightsOf(hub, facts))({ code: COUNCIL, region: "E12000004" });
  await onCouncil("settleClash", "adviser", { clash: clash?.id, how: "both-run", note: "SECRET" });
  await peer("setPackage", "adviser", { package: packageId });

  // A concern for each conclusion.
  const arranged = { causalFactors: "SECRET", solutions: "SECRET" };
  const conclusions: Readonly<Record<Exclude<ConclusionKind, "support-package">, object>> = {
    "satisfactory-explanation": { explanation: "SECRET", appearance: "SECRET" },
    "under-review": { acting: "SECRET", reviewOn: "2026-04-02" },
    "light-support": { ...arranged, supports: [challengeId] },
    "not-accepted": { whyViewsDiffer: "SECRET", choice: "refusal" },
  };
  for (const [kind, content] of Object.entries(conclusions)) {
    const id = await log();
    await on(id)("concludeConcern", "adviser", { kind, ...content });
    if (kind !== "satisfactory-explanation") continue;
    await on(id)("reopenConcern", "adviser", { reason: "SECRET" });
    await on(id)("concludeConcern", "adviser", { kind, ...content });
    await on(id)("closeConcern", "adviser", { reason: "SECRET" });
  }

  // A concern that is shared and then cleared: the council says no to the outcome once it is shown.
  const cleared = await log();
  const onCleared = on(cleared);
  const terms = { parts: ["summary"], explanation: "SECRET", until: "2026-06-30", answerBy: "2026-03-20" };
  await onCleared("proposeShare", "adviser", { body: "performance-support-panel", purpose: "challenge-support", ...terms });
  const shownTo = { share: stateOf(cleared)?.shares[0]?.id };
  await onCleared("statePosition", "leader-ambleford", { ...shownTo, position: "agrees" });
  await onCleared("makeShare", "adviser", shownTo);
  await onCleared("concludeConcern", "adviser", {
    ...{ kind: "satisfactory-explanation", ...conclusions["satisfactory-explanation"], told },
  });

  // The package: conversation, the panel, a department that is not persuaded, escalation.
  const id = await log();
  const run = on(id);
  await run("recordConversation", "adviser", {
    ...{ heldOn: "2026-03-01", channel: "in-person", offices: ["leader"], liaison: ["dfe"], people: "SECRET" },
    ...{ discussed: "SECRET", agreed: "SECRET", nextStep: "SECRET", nextStepBy: "2026-03-30" },
  });
  await run("concludeConcern", "adviser", { kind: "support-package", ...arranged, package: packageId, told });
  const share = async (body: string, purpose: string) => {
    const terms = { parts: ["summary"], explanation: "SECRET", until: "2026-06-30", answerBy: "2026-03-20" };
    await run("proposeShare", "adviser", { body, purpose, ...terms });
    const made = stateOf(id)?.shares.at(-1)?.id;
    await run("statePosition", "leader-ambleford", { share: made, position: "agrees" });
    await run("makeShare", "adviser", { share: made });
    return made;
  };
  await share("performance-support-panel", "challenge-support");
  const challenge = { about: "support-package", challenge: "SECRET", answerBy: "2026-03-20" };
  await run("challengeConcern", "panel-member", challenge);
  await run("answerChallenge", "adviser", { challenge: stateOf(id)?.challenges[0]?.id, answer: "SECRET", told });
  const words = [stateOf(id)?.challenges[0]?.id];
  await run("answerWords", "leader-ambleford", { words, answer: "object", statement: "SECRET" });
  await run("answerWords", "leader-ambleford", { words, answer: "open" });
  await run("reviewEffectiveness", "panel-member", {
    challenge: stateOf(id)?.challenges[0]?.id,
    judgement: "partly-effective",
    finding: "SECRET",
  });
  await run("challengeConcern", "panel-member", challenge);
  const reassuring = await share("dfe", "reassure-on-support");
  const conditions = { share: reassuring, position: "agrees-with-conditions", until: "2026-06-29", statement: "SECRET" };
  await run("statePosition", "leader-ambleford", conditions);
  await run("acceptConditions", "department", { share: reassuring, statement: 1 });
  await run("giveReassurance", "adviser", { share: reassuring, reassurance: "SECRET" });
  await run("sayNotPersuaded", "department", { body: "dfe", grounds: ["denial"], reason: "SECRET" });
  const escalation = {
    ...{ body: "dfe", parts: ["summary"], explanation: "SECRET", until: "2026-06-30", answerBy: "2026-03-20" },
    ...{ grounds: ["denial", "imminent-danger"], reason: "SECRET" },
  };
  await run("raiseEscalation", "adviser", escalation);
  const raised = stateOf(id)?.escalations[0]?.id;
  await run("confirmEscalation", "second-adviser", { escalation: raised, reason: "SECRET" });
  await run("standDownEscalation", "adviser", { escalation: raised, reason: "SECRET" });

  // The council is reached by a letter, by acting and by nobody; it takes more time; and it has less in imminent danger.
  const propose = async (differing: object = {}) => {
    const terms = { parts: ["summary"], explanation: "SECRET", until: "2026-06-30", answerBy: "2026-03-20" };
    await run("proposeShare", "adviser", {
      body: "performance-support-panel",
      purpose: "challenge-support",
      ...terms,
      ...differing,
    });
    return { share: stateOf(id)?.shares.at(-1)?.id };
  };
  const byLetter = await propose();
  const letter = { reference: "SECRET", sentOn: "2026-03-02", chiefExecutive: "SECRET", monitoringOfficer: "SECRET" };
  await run("recordLetter", "adviser", { ...byLetter, ...letter });
  await run("confirmLetter", "second-adviser", byLetter);
  await run("takeMoreTime", "leader-ambleford", byLetter);
  const wanted = { body: "performance-support-panel", parts: ["summary"], purpose: "challenge-support", until: "2026-06-30" };
  for (const [answer, person, input] of [
    ["makeRequestedShare", "adviser", {}],
    ["declineShareRequest", "adviser", { reason: "SECRET" }],
    ["withdrawShareRequest", "leader-ambleford", {}],
  ] as const) {
    await run("requestShare", "leader-ambleford", { ...wanted, explanation: "SECRET" });
    await run(answer, person, { request: stateOf(id)?.requests.at(-1)?.id, ...input });
  }
  const inDanger = await propose({ answerBy: "2026-03-03", imminentDanger: "SECRET" });
  await run("confirmDanger", "second-adviser", { ...inDanger, reason: "SECRET" });

  // What is of the council alone, submissions and signals, and a notice.
  await onCouncil("nameLead", "adviser", { person: "adviser" });
  const approach = { kind: "visit", strand: "corporate", from: "2026-03-10", to: "2026-03-11", about: "SECRET" };
  await onCouncil("planApproach", "adviser", { body: "lga", ...approach });
  const planned = hub.council.queries().findUnchecked(COUNCIL).approaches[0]?.approach;
  await onCouncil("cancelApproach", "adviser", { approach: planned, reason: "SECRET" });
  await onCouncil("endLead", "adviser", { reason: "SECRET" });
  const inContact = { people: "SECRET", topic: "SECRET", agreed: "SECRET", nextStep: "SECRET", saysNothingUntold: true };
  const held = { strand: "corporate", heldOn: "2026-03-01", channel: "telephone", offices: ["leader"] };
  await onCouncil("recordContact", "adviser", { ...held, ...inContact });
  const talk = hub.council.queries().findUnchecked(COUNCIL).routineContacts[0]?.contact;
  await onCouncil("correctContact", "adviser", { contact: talk, ...inContact, reason: "SECRET" });
  await onCouncil("withdrawContact", "adviser", { contact: talk, reason: "SECRET" });
  await onCouncil("noteDate", "adviser", { kind: "inspection", from: "2026-06-01", to: "2026-06-05" });
  const noted = hub.council.queries().findUnchecked(COUNCIL).notedDates[0]?.notedDate;
  await onCouncil("cancelNotedDate", "leader-ambleford", { notedDate: noted });
  await onCouncil("agreeToBeContacted", "leader-ambleford", {
    strand: "corporate",
    cause: "finance",
    contact: "SECRET",
    learned: "SECRET",
  });
  const contact = hub.council.queries().findUnchecked(COUNCIL).contacts[0]?.contact;
  await onCouncil("takeBackContact", "leader-ambleford", { contact });
  const aside = { submission: submitted.id };
  must(await submission.execute("tellCouncilOfSubmission", { ...aside, ...told }, asking("adviser")));
  const answered = { ...aside, answer: "confirmed", statement: "SECRET" };
  must(await submission.execute("answerSubmissionTelling", answered, asking("leader-ambleford")));
  must(await submission.execute("setSubmissionAside", { ...aside, reason: "SECRET" }, asking("adviser")));
  for (const last of ["answerSignal", "withdrawSignal"] as const) {
    const wanted = { council: COUNCIL, strand: "corporate", causes: ["finance"], wanted: "SECRET" };
    const requested = must(await signal.execute("requestSupport", wanted, asking("leader-ambleford")));
    touched.push(`signal-${requested.id}`);
    const input = last === "answerSignal" ? { answer: "SECRET", supports: [challengeId] } : { reason: "SECRET" };
    must(
      await signal.execute(
        last,
        { signal: requested.id, ...input },
        asking(last === "answerSignal" ? "adviser" : "leader-ambleford"),
      ),
    );
  }
  const opening = { council: COUNCIL, concern: "a concern", body: "dfe" };
  must(await hub.services.opening.execute("recordOpening", opening, hub.asHub("rest-opening")));
  const person = "group-office";
  must(await people.execute("recordSignIn", { person }, hub.asHub("rest-sign-in")));
  must(await people.execute("setMailAddress", { person, address: "SECRET@candour.test" }, asking(person)));
  must(await notice.execute("decideNotice", { person }, hub.asHub("rest-notice")));
  const decided = hub.people.queries().address(person)?.last?.notice;
  must(await notice.execute("recordNoticeSent", { person, notice: decided }, hub.asHub("rest-notice-sent")));
  must(await people.execute("setMailAddress", { person }, asking(person)));
  must(await people.execute("renamePerson", { person, name: "SECRET", reason: "SECRET" }, asking("administrator")));
  for (const [invited, address] of [
    ["joined", "SECRET@joined.test"],
    ["withdrawn", "SECRET@withdrawn.test"],
  ] as const) {
    const invitation = { name: "SECRET", address, role: "panel-member", from: "2026-03-02", until: "2026-12-31" };
    if (invited === "joined") {
      const id = await joinByInvitation(hub, asking("governance-officer"), { person: "joined-by-invitation", ...invitation });
      touched.push(`invitation-${id}`, "person-joined-by-invitation");
      continue;
    }
    const { id } = must(await hub.services.invitation.execute("invitePerson", invitation, asking("administrator")));
    for (const name of ["sendInvitationAgain", "withdrawInvitation"] as const)
      must(await hub.services.invitation.execute(name, { invitation: id }, asking("administrator")));
    touched.push(`invitation-${id}`);
  }
  const officer = { council: "X00000004", person: "improvement-board", office: "lead-member" };
  const named = { ...officer, name: "SECRET", strands: ["adults"], from: "2026-03-02", until: "2026-12-31" };
  must(await people.execute("nameOfficer", named, asking("monitoring-officer")));
  must(await people.execute("endOfficer", { ...officer, reason: "SECRET" }, asking("chief-executive")));
  touched.push(`person-${person}`, `person-${officer.person}`, `notice-${person}`);
  for (const [whom, outcome] of [
    ["adviser", "uncertain"],
    ["leader-ambleford", "refused"],
  ] as const) {
    must(await notice.execute("decideNotice", { person: whom }, hub.asHub(`rest-notice-${outcome}`)));
    const [{ data } = { data: {} }] = await hub.log.readStream(`notice-${whom}`);
    const became = { person: whom, notice: (data as { notice?: string }).notice, outcome };
    must(await notice.execute("recordNoticeSent", became, hub.asHub(`rest-notice-became-${outcome}`)));
    touched.push(`notice-${whom}`);
  }

  // The policy, without one of its sentences.
  const files = policyFiles({ "5-people.cedar": (text) => text.replace(/@id\("administrator-imports-metrics"\)[^;]*;\n/, "") });
  must(
    await hub.services.policy.execute(
      "publishPolicy",
      { files, basedOn: hub.policy.version, reason: "SECRET" },
      asking("governance-officer"),
    ),
  );
  touched.push("policy");

  // Dates pass: the review, the second challenge, a milestone. Then the support ends and is judged.
  clock.set("2026-06-15T12:00:00.000Z");
  await recordDeadlines(hub);
  await onCleared("refuseOutcome", "leader-ambleford", {});
  await peer("endSupport", "adviser", { how: "completed", endedOn: "2026-06-15", reason: "SECRET" });
  await peer("judgeOutcome", "leader-ambleford", { by: "council", judgement: "effective", why: "SECRET" });
  return (await hub.log.readAll("", 10_000)).filter(({ stream }) => touched.includes(stream));
}
