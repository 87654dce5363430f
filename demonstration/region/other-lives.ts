// Lives of support without a concern, of submissions, of councils' own requests, and of the conversation with a council.
import { daysAfter } from "../../services/dates.ts";
import { loadSupport } from "../../services/support/service.ts";
import type { Acts, Place } from "./acts.ts";
import { LEADS, offer, planPresence } from "./concern-lives.ts";
import type { Matter } from "./matters.ts";
import type { PlayedLife } from "./timeline.ts";

type About = { readonly acts: Acts; readonly place: Place; readonly matter: Matter };

/** A corporate peer challenge with its four days at the council, its report and its progress review; `slipped`: its days move once. */
export async function* peerChallenge({ slipped, ...about }: About & { readonly slipped: boolean }): PlayedLife {
  const { acts, place } = about;
  const support = await offer(about, { kind: "corporate-peer-challenge", provider: "lga", days: 370 });
  await planPresence(about, { support, by: "adviser", after: 15, days: 4 });
  yield acts.after(6);
  await acts.does(place.chiefExecutive, "support", "answerSupport", { support, answer: "agreed", regionSees: "purpose" });
  if (slipped) {
    yield acts.after(2);
    await moveVisit(about, support);
  }
  yield acts.after(slipped ? 18 : 12);
  await acts.does("adviser", "support", "beginSupport", { support, begunOn: acts.today() });
  yield acts.after(55);
  const milestone = (await loadSupport(acts.hub.log, support))?.milestones[0]?.milestone;
  await acts.does("adviser", "support", "meetMilestone", { support, milestone, metOn: acts.today() });
  await planPresence(about, { support, by: "adviser", after: 139 });
  yield acts.after(140);
  await acts.does("second-adviser", "support", "recordProgress", {
    ...{ support, reviewedOn: acts.today(), progress: "partly-working", finding: "Four of six recommendations are done." },
  });
  yield acts.after(50);
  await acts.does("adviser", "support", "endSupport", {
    support,
    how: "completed",
    endedOn: acts.today(),
    reason: "The review is published.",
  });
  yield acts.after(6);
  await acts.does(place.leader, "support", "judgeOutcome", {
    support,
    by: "council",
    judgement: "effective",
    why: "It gave us our plan.",
  });
}

/** The council asks for the visit to be a week later, and the adviser agrees. */
async function moveVisit({ acts, place }: About, support: string): Promise<void> {
  const state = await loadSupport(acts.hub.log, support);
  await acts.does(place.chiefExecutive, "support", "moveSupport", {
    ...{ support, by: "council", from: state?.from, until: state?.until },
    presence: [{ from: acts.after(13), to: acts.after(16), place: `The offices of ${place.name} (invented)` }],
    reason: "The cabinet meets in the week that was planned.",
  });
  const move = (await loadSupport(acts.hub.log, support))?.moves.at(-1)?.move;
  await acts.does("adviser", "support", "answerMove", { support, move, by: "provider", answer: "agreed" });
}

/** Mentoring that the region's leads provide. */
export async function* mentored(about: About): PlayedLife {
  const { acts, place, matter } = about;
  const { body, person } = LEADS[matter.strand];
  const support = await offer(about, { kind: "mentoring", provider: body, by: person });
  yield acts.after(5);
  await acts.does(place.chiefExecutive, "support", "answerSupport", { support, answer: "agreed", regionSees: "dates" });
  yield acts.after(14);
  await acts.does(person, "support", "beginSupport", { support, begunOn: acts.today() });
  for (const after of [5, 25]) await planPresence(about, { support, by: person, after });
  yield acts.after(45);
  await acts.does(person, "support", "recordProgress", {
    ...{ support, reviewedOn: acts.today(), progress: "working", finding: "The mentor and the manager meet every fortnight." },
  });
  yield acts.after(30);
  await acts.does(person, "support", "endSupport", {
    support,
    how: "completed",
    endedOn: acts.today(),
    reason: "The six months are over.",
  });
}

/** Support that the council does not want. */
export async function* declined(about: About): PlayedLife {
  const { acts, place } = about;
  const support = await offer(about, { kind: "team-session", provider: "lga", days: 10 });
  yield acts.after(4);
  await acts.does(place.chiefExecutive, "support", "answerSupport", {
    support,
    answer: "declined",
    statement: "Not before the election.",
  });
}

const submit = ({ acts, place, matter }: About, person: string, body: string, more: object = {}): Promise<string> =>
  acts.does(person, "submission", "submitInformation", {
    ...{ body, council: place.code, strand: matter.strand, cause: matter.cause, account: matter.account, source: matter.source },
    ...{ period: { from: daysAfter(acts.today(), -120), to: daysAfter(acts.today(), -5) }, ...more },
  });

const tellOf = ({ acts, place }: About, submission: string): Promise<string> =>
  acts.does("adviser", "submission", "tellCouncilOfSubmission", {
    ...{ submission, toldName: `The chief executive of ${place.name}`, toldOffice: "chief-executive", channel: "video-call" },
    ...{ toldOn: acts.today(), about: "What was submitted, and that it is looked into." },
  });

/** What a regional lead hears, from a source that asks to be protected: told to the council, answered and set aside. */
export async function* heard(about: About): PlayedLife {
  const { acts, place, matter } = about;
  const { body, person } = LEADS[matter.strand];
  const submission = await submit(about, person, body, { protectedSource: true, source: "Somebody of the service (invented)" });
  yield acts.after(6);
  await tellOf(about, submission);
  yield acts.after(3);
  await acts.does(place.chiefExecutive, "submission", "answerSubmissionTelling", { submission, answer: "confirmed" });
  yield acts.after(10);
  await acts.does("adviser", "submission", "setSubmissionAside", {
    submission,
    reason: "The council has shown that it is put right.",
  });
}

/** What the Department for Education sends of children's services: told to the council and set aside. */
export async function* reported(about: About): PlayedLife {
  const { acts } = about;
  const submission = await submit(about, "department", "dfe");
  yield acts.after(4);
  await tellOf(about, submission);
  yield acts.after(15);
  await acts.does("second-adviser", "submission", "setSubmissionAside", {
    submission,
    reason: "The returns have been sent again.",
  });
}

/** The council asks for support itself, and is offered some. */
export async function* asked(about: About): PlayedLife {
  const { acts, place, matter } = about;
  const signal = await acts.does(place.leader, "signal", "requestSupport", {
    ...{ council: place.code, strand: matter.strand, causes: [matter.cause], wanted: "Somebody who has done this before." },
  });
  yield acts.after(4);
  const support = await offer(about, { kind: "mentoring", provider: "lga", days: 60 });
  await acts.does("adviser", "signal", "answerSignal", {
    signal,
    answer: "A colleague from another region.",
    supports: [support],
  });
  await planPresence(about, { support, by: "adviser", after: 14, days: 2 });
  yield acts.after(5);
  await acts.does(place.leader, "support", "answerSupport", { support, answer: "agreed", regionSees: "purpose" });
  yield acts.after(12);
  await acts.does("adviser", "support", "beginSupport", { support, begunOn: acts.today() });
  yield acts.after(40);
  await acts.does("adviser", "support", "endSupport", {
    support,
    how: "completed",
    endedOn: acts.today(),
    reason: "What was asked for is done.",
  });
}

/** One adviser leads the conversation, and visits are planned and made. */
export async function* visited({ acts, place }: Omit<About, "matter">): PlayedLife {
  await acts.does("adviser", "council", "nameLead", { council: place.code, person: "adviser" });
  for (;;) {
    await acts.does("adviser", "council", "planApproach", {
      ...{ council: place.code, body: "lga", kind: "visit", strand: "corporate", from: acts.after(15), to: acts.after(15) },
      about: "The yearly conversation with the chief executive and the leader.",
    });
    yield acts.after(240);
  }
}

/** The days that others plan around: the council notes when it sets its budget, and the adviser when it is inspected. */
export async function* noted({ acts, place }: Omit<About, "matter">): PlayedLife {
  for (;;) {
    await acts.does(place.chiefExecutive, "council", "noteDate", {
      ...{ council: place.code, kind: "budget", from: acts.after(40), to: acts.after(40) },
    });
    yield acts.after(20);
    await acts.does("adviser", "council", "noteDate", {
      ...{ council: place.code, kind: "inspection", from: acts.after(60), to: acts.after(64) },
    });
    yield acts.after(235);
  }
}

/** The adviser talks with the chief executive every few months about nothing that is a concern, and notes what was agreed. */
export async function* talked({ acts, place }: Omit<About, "matter">): PlayedLife {
  for (let turn = 0; ; turn += 1) {
    await acts.does("adviser", "council", "recordContact", {
      ...{ council: place.code, strand: "corporate", heldOn: acts.today(), channel: turn % 2 === 0 ? "video-call" : "in-person" },
      ...{ offices: ["chief-executive"], people: `The chief executive of ${place.name} and the adviser` },
      ...{
        topic: "How the year goes, and what the region offers.",
        agreed: "The council looks at the region's offer for members.",
      },
      ...{ nextStep: "A call before the next budget round.", nextStepBy: acts.after(70) },
      saysNothingUntold: true,
    });
    yield acts.after(65);
  }
}

/** The second adviser is away for two weeks, and the adviser covers. */
export async function* covered(acts: Acts): PlayedLife {
  const cover = { person: "second-adviser", by: "adviser", from: acts.today(), until: acts.after(10) };
  await acts.does("second-adviser", "people", "arrangeCover", cover);
  yield acts.after(11);
}
