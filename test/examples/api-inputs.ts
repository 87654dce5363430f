// Inputs of commands in the API's form: a concern about an invented council, and its later life.
export const TARROWSHIRE = "X00000004";
export const EAST_MIDLANDS = "E12000004";
export const PANEL = "performance-support-panel";
export const CIB = "cib-east-midlands";
export const period = { from: "2025-04-01", to: "2025-09-30" };
export const evidence = {
  kind: "CONVERSATION",
  account: "A manager described two teams without supervision since June.",
  source: "Conversation with a team manager (invented)",
  period,
  grading: { source: "GRADE_1", content: "B" },
  handling: "P",
};
export const concern = {
  council: TARROWSHIRE,
  strand: "CHILDRENS",
  cause: "SERVICE_PERFORMANCE",
  period,
  summary: "Assessments of children in need are late in two of five teams.",
  observed: "In July and in September two teams completed fewer than half of their assessments in time.",
  evidence: [evidence],
};
export const awareness = {
  toldName: "Maren Tolliver (invented)",
  toldOffice: "CHIEF_EXECUTIVE",
  channel: "IN_PERSON",
  toldOn: "2026-03-01",
  about: "Late assessments in two teams.",
  bodies: [CIB],
};
export const proposal = {
  body: CIB,
  parts: ["SUMMARY"],
  purpose: "ALIGN_SUPPORT",
  explanation: "So that two offers of mentoring do not meet.",
  until: "2026-06-30",
  answerBy: "2026-03-16",
};

// What follows sharing.

export const { grading: _, ...councilEvidence } = evidence;
export const conversation = {
  heldOn: "2026-03-01",
  channel: "IN_PERSON",
  offices: ["CHIEF_EXECUTIVE"],
  people: "Maren Tolliver (invented) and the adviser",
  discussed: "Whether the two teams have managers now.",
  agreed: "A plan for supervision by the end of the month.",
};
const arranged = { causalFactors: "Two managers left in one month.", solutions: "A mentor for each new manager." };
/** Each kind of conclusion with the content that it needs; a package has to be added. */
export const conclusions = {
  explained: { kind: "SATISFACTORY_EXPLANATION", explanation: "Figures were late, not the work.", appearance: "Corrected." },
  underReview: { kind: "UNDER_REVIEW", acting: "Managers are being hired.", reviewOn: "2026-04-02" },
  lightSupport: { kind: "LIGHT_SUPPORT", ...arranged },
  package: { kind: "SUPPORT_PACKAGE", ...arranged },
  notAccepted: { kind: "NOT_ACCEPTED", whyViewsDiffer: "It counts assessments otherwise.", choice: "REFUSAL" },
} as const;
export const escalation = {
  ...{ body: "dfe", parts: ["SUMMARY"], explanation: "So that its offer and ours are one.", until: "2026-06-30" },
  ...{ answerBy: "2026-03-20", grounds: ["SUPPORT_WITHOUT_EFFECT"], reason: "A year of mentoring changed nothing." },
};
export const challenge = { about: "SUPPORT_PACKAGE", challenge: "Does mentoring reach the teams?", answerBy: "2026-03-20" };

export const offer = {
  ...{ council: TARROWSHIRE, strand: "CHILDRENS", kind: "PACKAGE", provider: "lga", causes: ["SERVICE_PERFORMANCE"] },
  ...{ aim: "Two teams with supervision again.", lead: "Improvement adviser (invented)", offeredTo: "CHIEF_EXECUTIVE" },
  ...{ toldName: "Maren Tolliver (invented)", channel: "IN_PERSON", offeredOn: "2026-03-01" },
  ...{ from: "2026-03-10", until: "2026-12-31", answerBy: "2026-03-20" },
};
export const approach = {
  ...{ council: TARROWSHIRE, body: "lga", kind: "VISIT", strand: "CHILDRENS", from: "2026-03-23", to: "2026-03-24" },
  about: "Half a day with the new team managers.",
};
export const contact = {
  ...{ council: TARROWSHIRE, strand: "CHILDRENS", cause: "SERVICE_PERFORMANCE", contact: "Head of quality (invented)" },
  learned: "How supervision was brought back in six weeks.",
};
export const routineContact = {
  ...{ council: TARROWSHIRE, strand: "CHILDRENS", heldOn: "2026-03-01", channel: "TELEPHONE", offices: ["CHIEF_EXECUTIVE"] },
  ...{
    people: "Maren Tolliver (invented)",
    topic: "The new leadership team, and what it wants to learn.",
    agreed: "A visit in May.",
  },
  ...{ nextStep: "Propose dates for the visit.", nextStepBy: "2026-03-10", saysNothingUntold: true },
};
export const notedDate = { council: TARROWSHIRE, kind: "ELECTION", from: "2026-05-07", to: "2026-05-07" };
export const submission = {
  ...{ body: "dfe", council: TARROWSHIRE, strand: "CHILDRENS", cause: "SERVICE_PERFORMANCE", period },
  ...{ account: "Returns of two teams came without dates.", source: "Returns team (invented)", reference: "R-1 (invented)" },
};
export const told = {
  ...{ toldName: "Maren Tolliver (invented)", toldOffice: "CHIEF_EXECUTIVE", channel: "TELEPHONE", toldOn: "2026-03-01" },
  about: "What the department says of the returns.",
};
export const signal = {
  ...{ council: TARROWSHIRE, strand: "CHILDRENS", causes: ["SERVICE_PERFORMANCE"] },
  wanted: "Somebody who has rebuilt a team.",
};
