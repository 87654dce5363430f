// Lives of concerns, from logging to closing, by the rules and in the time that the hub gives.
import { bodiesInRemit } from "../../reference/bodies.ts";
import type { Strand } from "../../reference/strands.ts";
import { concernStream } from "../../services/concern/events.ts";
import { foldConcern } from "../../services/concern/stream.ts";
import { daysAfter } from "../../services/dates.ts";
import type { Acts, Place } from "./acts.ts";
import type { Matter } from "./matters.ts";
import type { PlayedLife } from "./timeline.ts";

/** The region's body of a strand, with the person who leads for it. */
export const LEADS = {
  corporate: { body: "regional-improvement-east-midlands", person: "regional-improvement" },
  childrens: { body: "cib-east-midlands", person: "cib-lead" },
  adults: { body: "adass-east-midlands", person: "adass-lead" },
} as const satisfies Readonly<Record<Strand, object>>;

const PANEL = "performance-support-panel";

type About = { readonly acts: Acts; readonly place: Place; readonly matter: Matter };

const evidenceOf = ({ acts, matter }: About, more: object = {}) => ({
  ...{ kind: "conversation", account: matter.account, source: matter.source, handling: "P" },
  period: { from: daysAfter(acts.today(), -200), to: daysAfter(acts.today(), -10) },
  grading: { source: "1", content: "B" },
  ...more,
});

const log = (about: About): Promise<string> => {
  const { acts, place, matter } = about;
  const { strand, cause, summary, observed } = matter;
  const period = { from: daysAfter(acts.today(), -200), to: daysAfter(acts.today(), -10) };
  const input = { council: place.code, strand, cause, period, summary, observed, evidence: [evidenceOf(about)] };
  return acts.does("adviser", "concern", "logConcern", input);
};

/** What the council is told, today. */
const telling = ({ acts, place }: About, bodies: readonly string[]) => ({
  ...{
    toldName: `The chief executive of ${place.name}`,
    toldOffice: "chief-executive",
    channel: "in-person",
    toldOn: acts.today(),
  },
  ...{ about: "The concern as logged, the evidence it rests on, and whom it may be shared with.", bodies },
});

async function tell(about: About, concern: string, bodies: readonly string[]): Promise<void> {
  const { acts, place } = about;
  await acts.does("adviser", "concern", "recordAwareness", { concern, ...telling(about, bodies) });
  await acts.opens(place.chiefExecutive, concern);
}

const stateOf = async ({ hub }: Acts, concern: string) => foldConcern(concern, await hub.log.readStream(concernStream(concern)));
const lastShare = async (acts: Acts, concern: string): Promise<string> => (await stateOf(acts, concern))?.shares.at(-1)?.id ?? "";

const propose = (
  { acts }: About,
  concern: string,
  { body, ...more }: { readonly body: string; readonly [field: string]: unknown },
): Promise<string> =>
  acts.does("adviser", "concern", "proposeShare", {
    ...{
      concern,
      body,
      parts: ["summary"],
      purpose: "align-support",
      answerBy: acts.after(10),
      until: daysAfter(acts.today(), 240),
    },
    ...{ explanation: "So that what the region offers and what we offer fit together.", ...more },
  });

/** Explained within weeks, and closed. */
export async function* explained(about: About): PlayedLife {
  const { acts, place, matter } = about;
  const concern = await log(about);
  yield acts.after(3);
  await tell(about, concern, []);
  yield acts.after(4);
  await acts.does(place.chiefExecutive, "concern", "reply", { concern, reply: matter.reply });
  yield acts.after(12);
  await acts.does("adviser", "concern", "concludeConcern", {
    ...{ concern, kind: "satisfactory-explanation", told: telling(about, []) },
    ...{ explanation: matter.reply, appearance: "The figures are published with a note that explains them." },
  });
  yield acts.after(20);
  await acts.does("adviser", "concern", "closeConcern", { concern, told: telling(about, []), reason: "Nothing is left to do." });
}

/** Shared with the region's leads with the council's agreement, looked after by a second adviser, supported lightly, and closed. */
export async function* supported(about: About): PlayedLife {
  const { acts, place, matter } = about;
  const lead = LEADS[matter.strand];
  const concern = await log(about);
  await acts.does("adviser", "concern", "setOwner", { concern, owner: "second-adviser" });
  yield acts.after(2);
  await tell(about, concern, [lead.body]);
  await acts.does("adviser", "concern", "recordConversation", {
    ...{
      concern,
      heldOn: acts.today(),
      channel: "in-person",
      offices: ["chief-executive"],
      people: "The chief executive and the adviser",
    },
    ...{ discussed: matter.summary, agreed: "The council looks at its own figures first.", liaison: [lead.body] },
    ...{ nextStep: "A second conversation with the leader.", nextStepBy: acts.after(15) },
  });
  await propose(about, concern, { body: lead.body });
  const share = await lastShare(acts, concern);
  yield acts.after(4);
  await acts.does(place.chiefExecutive, "concern", "reply", { concern, reply: matter.reply });
  await acts.does(place.chiefExecutive, "concern", "statePosition", { concern, share, position: "agrees" });
  yield acts.after(1);
  await acts.does("adviser", "concern", "makeShare", { concern, share });
  await acts.opens(lead.person, concern);
  yield acts.after(15);
  const support = await offer(about, { kind: "mentoring", provider: "lga" });
  yield acts.after(5);
  await acts.does(place.chiefExecutive, "support", "answerSupport", { support, answer: "agreed", regionSees: "purpose" });
  await acts.does("adviser", "concern", "concludeConcern", {
    ...{ concern, kind: "light-support", told: telling(about, [lead.body]), supports: [support] },
    ...{ causalFactors: matter.observed, solutions: "Mentoring of the team that has to turn it round." },
  });
  yield acts.after(10);
  await acts.does("adviser", "support", "beginSupport", { support, begunOn: acts.today() });
  yield acts.after(50);
  await acts.does("adviser", "support", "recordProgress", {
    ...{ support, reviewedOn: acts.today(), progress: "working", finding: "The team meets weekly and its figures move." },
  });
  yield acts.after(30);
  await acts.does("adviser", "support", "endSupport", {
    support,
    how: "completed",
    endedOn: acts.today(),
    reason: "It has run its course.",
  });
  yield acts.after(5);
  await acts.does(place.chiefExecutive, "support", "judgeOutcome", {
    support,
    by: "council",
    judgement: "effective",
    why: "It changed how we work.",
  });
  await acts.does("second-adviser", "support", "judgeOutcome", {
    support,
    by: "provider",
    judgement: "effective",
    why: "The figures bear it out.",
  });
  yield acts.after(10);
  await acts.does("adviser", "concern", "closeConcern", {
    concern,
    told: telling(about, [lead.body]),
    reason: "The support has worked.",
  });
}

/** A package, reported to the panel, which challenges it. */
export async function* packaged(about: About): PlayedLife {
  const { acts, place, matter } = about;
  const lead = LEADS[matter.strand];
  const concern = await log(about);
  yield acts.after(4);
  await tell(about, concern, [lead.body, PANEL]);
  await propose(about, concern, { body: PANEL, purpose: "challenge-support" });
  const share = await lastShare(acts, concern);
  yield acts.after(6);
  await acts.does(place.chiefExecutive, "concern", "statePosition", { concern, share, position: "agrees" });
  await acts.does("adviser", "concern", "makeShare", { concern, share });
  yield acts.after(3);
  const support = await offer(about, { kind: "package", provider: "lga", days: 300 });
  yield acts.after(7);
  await acts.does(place.chiefExecutive, "support", "answerSupport", { support, answer: "agreed", regionSees: "dates" });
  await acts.does("adviser", "concern", "concludeConcern", {
    ...{ concern, kind: "support-package", told: telling(about, [PANEL]), package: support },
    ...{ causalFactors: matter.observed, solutions: "A package that council, region and the Association agreed." },
  });
  await acts.does("adviser", "support", "beginSupport", { support, begunOn: acts.today() });
  yield acts.after(30);
  await acts.opens("panel-member", concern);
  await acts.does("panel-member", "concern", "challengeConcern", {
    ...{
      concern,
      about: "support-package",
      answerBy: acts.after(15),
      challenge: "What has changed for residents after six weeks?",
    },
  });
  const challenge = (await stateOf(acts, concern))?.challenges.at(-1)?.id ?? "";
  yield acts.after(8);
  await acts.does("adviser", "concern", "answerChallenge", {
    ...{
      concern,
      challenge,
      told: telling(about, [PANEL]),
      answer: "The first of three milestones is met, and the second is due in spring.",
    },
  });
  yield acts.after(12);
  await acts.does("panel-member", "concern", "reviewEffectiveness", {
    ...{ concern, challenge, judgement: "partly-effective", finding: "We look again in six months." },
  });
}

/** The council objects to a share with its department, and an override takes it there. */
export async function* overridden(about: About): PlayedLife {
  const { acts, place, matter } = about;
  const body = bodiesInRemit(matter.strand).find(({ kind }) => kind === "department")?.id ?? "";
  const concern = await log(about);
  yield acts.after(5);
  await tell(about, concern, [body]);
  await propose(about, concern, { body, purpose: "reassure-on-support" });
  const share = await lastShare(acts, concern);
  yield acts.after(7);
  await acts.does(place.chiefExecutive, "concern", "statePosition", {
    ...{ concern, share, position: "objects", statement: "The department has our own report already." },
  });
  yield acts.after(8);
  await acts.does("second-adviser", "concern", "overrideObjection", {
    ...{ concern, share, reason: "The department asks for it in writing, and our support is the answer to it." },
  });
  await acts.does("adviser", "concern", "makeShare", { concern, share });
  yield acts.after(20);
  await acts.does("adviser", "concern", "concludeConcern", {
    ...{ concern, kind: "not-accepted", told: telling(about, [body]), choice: "justified-local-choice" },
    ...{ whyViewsDiffer: "The council has chosen to spend on this service before others, and says so to its residents." },
  });
}

/** Corrected where it was wrong, and kept under review. */
export async function* corrected(about: About): PlayedLife {
  const { acts, place, matter } = about;
  const concern = await log(about);
  yield acts.after(6);
  await tell(about, concern, []);
  yield acts.after(3);
  await acts.does(place.leader, "concern", "requestCorrection", { concern, request: "The figure is of last year's quarter." });
  const correction = (await stateOf(acts, concern))?.corrections.at(-1)?.correction ?? "";
  yield acts.after(5);
  await acts.does("adviser", "concern", "resolveCorrection", {
    ...{ concern, correction, outcome: "accepted", reason: "The quarter was named wrongly.", told: telling(about, []) },
    ...{ correctedSummary: matter.summary.replace(/\.$/, ", by the figures of this year.") },
  });
  yield acts.after(10);
  await acts.does("adviser", "concern", "concludeConcern", {
    ...{ concern, kind: "under-review", told: telling(about, []), acting: matter.reply, reviewOn: acts.after(60) },
  });
  yield acts.after(65);
  await acts.does("adviser", "concern", "closeConcern", {
    concern,
    told: telling(about, []),
    reason: "The review found it put right.",
  });
}

/** Logged on a figure that did not stand, and discarded by a second adviser. */
export async function* discarded(about: About): PlayedLife {
  const { acts } = about;
  const concern = await log(about);
  yield acts.after(5);
  await acts.does("adviser", "concern", "proposeDiscard", { concern, ground: "did-not-stand" });
  yield acts.after(2);
  await acts.does("second-adviser", "concern", "discardConcern", { concern });
}

/** Logged, and not told yet. */
export async function* untold(about: About): PlayedLife {
  await log(about);
  yield about.acts.after(1);
}

/** Somebody of the provider will be at the council from a working day from now on, for so many working days. */
export const planPresence = async (
  { acts, place }: Pick<About, "acts" | "place">,
  { support, by, after, days = 1 }: { support: string; by: string; after: number; days?: number },
): Promise<void> => {
  const dates = { from: acts.after(after), to: acts.after(after + days - 1) };
  await acts.does(by, "support", "planPresence", { support, ...dates, place: `The offices of ${place.name} (invented)` });
};

/** Offers support to the council. Returns its id. */
export function offer(
  { acts, place, matter }: About,
  { kind, provider, by = "adviser", days = 120 }: { kind: string; provider: string; by?: string; days?: number },
): Promise<string> {
  return acts.does(by, "support", "offerSupport", {
    ...{ council: place.code, strand: matter.strand, kind, provider, causes: [matter.cause] },
    ...{ aim: `To put right what was observed: ${matter.observed}`, lead: "Improvement manager (invented)" },
    ...{
      offeredTo: "chief-executive",
      toldName: `The chief executive of ${place.name}`,
      channel: "in-person",
      offeredOn: acts.today(),
    },
    ...{ from: daysAfter(acts.today(), 14), until: daysAfter(acts.today(), 14 + days), answerBy: acts.after(10) },
    shownTo: [LEADS[matter.strand].body],
  });
}
