// Acts 1 to 6: a concern, from the adviser who logs it to the lead who reads it, and the council's part in every act.
import { day, does, explains, say, sees } from "./teller.ts";

const period = { from: "2025-04-01", to: "2025-09-30" };
const item = {
  source: "Conversation with a team manager (invented)",
  period,
  grading: { source: "GRADE_1", content: "B" },
  handling: "P",
};
const concernInput = {
  council: "X00000004",
  strand: "CHILDRENS",
  cause: "SERVICE_PERFORMANCE",
  period,
  summary: "Assessments of children in need are late in two of five teams and getting later.",
  observed: "In July and again in September, two teams completed fewer than half of their assessments within 45 working days.",
};

const told = { toldName: "Maren Tolliver (invented)", toldOffice: "CHIEF_EXECUTIVE", channel: "IN_PERSON" };

/** Returns the concern, with which the story continues. */
export async function sharing(): Promise<string> {
  say("1. An adviser logs a concern: specific, and resting on evidence");
  await does(
    "adviser",
    "logs it without evidence",
    "logConcern",
    { ...concernInput, evidence: [] },
    { refusal: "VAGUE_CONCERN" },
  );
  const { id = "" } = await does("adviser", "logs it with evidence", "logConcern", {
    ...concernInput,
    evidence: [
      {
        ...item,
        kind: "CONVERSATION",
        account: "A manager described teams without supervision since June.",
        protectedSource: true,
      },
      {
        ...item,
        kind: "PUBLISHED_METRIC",
        source: "LG Inform (invented figures)",
        account: "Vacancies among children's social workers.",
        cites: { metric: "990001", area: "X00000004", period: "fin_2024_25" },
      },
    ],
  });
  await sees("adviser", id);
  for (const person of ["chief-executive", "cib-lead", "adviser-london", "governance-officer"]) await sees(person, id);

  say("\n2. Nothing is shared before the council is aware");
  const proposal = {
    concern: id,
    body: "cib-east-midlands",
    parts: ["EVIDENCE"],
    purpose: "ALIGN_SUPPORT",
    explanation: "So that the region's practice team and our mentoring do not both arrive in the same week.",
    until: day(120),
    // 10 working days, whatever bank holidays are among them.
    answerBy: day(21),
  };
  await does("adviser", "proposes to share it with the CIB leads", "proposeShare", proposal, { refusal: "COUNCIL_NOT_AWARE" });
  await does("adviser", "tells the chief executive in person and records it", "recordAwareness", {
    concern: id,
    ...told,
    toldOn: day(0),
    about: "Late assessments in two teams, and what the concern rests on.",
    bodies: ["cib-east-midlands"],
  });
  await sees("chief-executive", id);
  await explains("chief-executive", id, "PROTECTED_SOURCE");

  say("\n3. The council answers, and the answer travels with the concern");
  await does("chief-executive", "replies", "reply", {
    concern: id,
    reply: "Both teams have had a permanent manager since 1 October; the first results are due in December.",
  });
  await does("adviser", "proposes to share it with the CIB leads, now", "proposeShare", { ...proposal, concern: id });
  await does(
    "adviser",
    "proposes to share it with a body the council was not told of",
    "proposeShare",
    { ...proposal, body: "dfe" },
    { refusal: "BODY_NOT_COVERED" },
  );
  const asked = await does("chief-executive", "asks for a correction", "requestCorrection", {
    concern: id,
    request: "It is two teams of six: the disabled children's team was left out.",
  });
  const share = asked.concern?.sharingRecord[0]?.id ?? "";
  await does("adviser", "accepts it and tells the chief executive, and the summary says so from now on", "resolveCorrection", {
    concern: id,
    correction: asked.concern?.summary.corrections[0]?.id,
    outcome: "ACCEPTED",
    reason: "The service's own structure chart shows six.",
    correctedSummary: "Assessments of children in need are late in two of six teams and getting later.",
    told: { ...told, toldOn: day(0), about: "That the correction is accepted, with its words." },
  });
  await does(
    "adviser",
    "makes the share without waiting for an answer",
    "makeShare",
    { concern: id, share },
    { refusal: "AWAITING_COUNCIL" },
  );
  await does("chief-executive", "agrees, on conditions: the summary only, and for less long", "statePosition", {
    concern: id,
    share,
    position: "AGREES_WITH_CONDITIONS",
    parts: ["SUMMARY"],
    until: day(60),
    statement: "Not the evidence, while the manager's account is being checked.",
  });
  await does("adviser", "makes the share", "makeShare", { concern: id, share });
  await sees("cib-lead", id);
  await does("cib-lead", "reads the council's condition and accepts it", "acceptConditions", {
    concern: id,
    share,
    statement: 1,
  });

  say("\n4. Each person sees what policy allows, and nothing else");
  for (const person of [
    "cib-lead",
    "cib-lead-london",
    "adass-lead",
    "member-peer",
    "department",
    "inspectorate",
    "advisory-board",
    "leader-ambleford",
  ])
    await sees(person, id);
  await explains("cib-lead", id, "EVIDENCE");

  say("\n5. The council takes its agreement back: the share is suspended at once");
  await does("chief-executive", "objects", "statePosition", {
    concern: id,
    share,
    position: "OBJECTS",
    statement: "The regional team rang our managers directly.",
  });
  await sees("cib-lead", id);
  const reason = "Two children's cases are in court this month; the regional team's help cannot wait for the manager's return.";
  await does(
    "adviser",
    "overrides the objection alone",
    "overrideObjection",
    { concern: id, share, reason },
    { refusal: "OVERRIDE_BY_PROPOSER" },
  );
  await does("second-adviser", "overrides it, as a second authorised person, with a reason", "overrideObjection", {
    concern: id,
    share,
    reason,
    urgent: true,
  });
  say("    It takes effect in 2 working days, in which the council can state its position again.");
  await sees("cib-lead", id);
  await does("adviser", "confirms that there is imminent danger, so that the share opens at once", "confirmDanger", {
    concern: id,
    share,
    reason,
  });
  await sees("cib-lead", id);
  await sees("chief-executive", id);

  say("\n6. The adviser withdraws the share: access ends, the record stays");
  await does("adviser", "withdraws the share", "withdrawShare", {
    concern: id,
    share,
    reason: "The regional offer has begun and no longer needs it.",
  });
  await sees("cib-lead", id);
  await sees("chief-executive", id);
  return id;
}
