// What happens to an invented concern, and to an invented offer of support: the events that its commands would have made, with the day of
// each, from its number alone. It keeps the principles: evidence from the first day, and nothing shared before the council is aware.

import { bodiesOfKind, bodyMayReceive, findBody } from "../../reference/bodies.ts";
import { CAUSES, causeAllowedIn } from "../../reference/causes.ts";
import type { SharedPart } from "../../reference/concern-parts.ts";
import type { Council } from "../../reference/councils.ts";
import { STRANDS, type Strand } from "../../reference/strands.ts";
import { type ConcernEvent, concernStream } from "../../services/concern/events.ts";
import { plain } from "../../services/confidential.ts";
import { daysAfter } from "../../services/dates.ts";
import { type SupportEvent, supportStream } from "../../services/support/events.ts";
import { type Numbers, numbersFrom } from "./numbers.ts";

/** Two years of concerns, evenly; the last day has passed, so that no deadline of theirs is still to be recorded. */
export const FIRST_DAY = "2024-11-01";
export const DAYS = 730;
export const LAST_DAY = "2026-10-31";
/** A date after every run of the benchmarks. */
const FAR = "2099-12-31";

/** One command: its events, the day after the first one, and its person. */
export type Deed = { readonly after: number; readonly actor: string; readonly events: readonly (ConcernEvent | SupportEvent)[] };
export type Life = { readonly stream: string; readonly begins: number; readonly deeds: readonly Deed[] };

export const concernId = (n: number): string => `00000000-0000-8000-8000-${n.toString(16).padStart(12, "0")}`;

/** A body to which the same few concerns are shared in any world, all of them old, and one to which nothing is. */
export const SELDOM = "group-office-labour";
export const NEVER = "group-office-independent";
const isSeldom = (n: number): boolean => n < 500 && n % 100 === 7;

const actorIn = (region: string): string => `adviser-${region}`;

/** Returns the n-th of `count` concerns. */
export function concernLife(n: number, count: number, councils: readonly Council[]): Life {
  const numbers = numbersFrom(n);
  const { code, region } = numbers.oneOf(councils);
  const strand = numbers.oneOf(STRANDS);
  const begins = Math.floor((n * DAYS) / count);
  const period = periodBefore(begins);
  const deeds: Deed[] = [];
  let after = 0;
  const does = (days: number, ...events: readonly ConcernEvent[]) => {
    after += days;
    deeds.push({ after, actor: actorIn(region), events });
  };

  const cause = numbers.oneOf(CAUSES.filter((one) => causeAllowedIn(one, strand)));
  const narrative = plain({ summary: numbers.sentence(12), observed: numbers.sentence(20) });
  does(
    0,
    { type: "ConcernLogged.v2", data: { council: code, region, strand, cause, period, narrative } },
    evidence(numbers, begins, "first"),
  );
  if (numbers.chance(10)) does(numbers.below(10), evidence(numbers, begins, "second"));
  if (!isSeldom(n) && !numbers.chance(75)) return { stream: concernStream(concernId(n)), begins, deeds };

  const bodies = [
    ...(isSeldom(n) || numbers.chance(15) ? recipients(numbers, region, strand) : []),
    ...(isSeldom(n) ? [SELDOM] : []),
  ];
  does(numbers.below(30), {
    type: "CouncilMadeAware.v2",
    data: {
      ...{
        awareness: "a",
        toldOffice: "chief-executive",
        channel: "telephone",
        toldOn: daysAfter(FIRST_DAY, begins + after),
        bodies,
      },
      text: plain({ toldName: "A chief executive (invented)", about: numbers.sentence(10) }),
    },
  });
  if (numbers.chance(30)) does(numbers.below(10), reply(numbers, "r"));
  if (numbers.chance(10)) does(numbers.below(10), conversation(numbers, begins + after, "c"));
  let live = false;
  for (const [index, body] of bodies.entries()) {
    const agrees = numbers.chance(70);
    const ends = !isSeldom(n) && numbers.chance(25);
    const until = ends ? daysAfter(FIRST_DAY, begins + after + 60) : FAR;
    does(numbers.below(5), ...share(numbers, `s${index}`, body, until, daysAfter(FIRST_DAY, begins + after + 14), agrees));
    if (ends && begins + after + 75 < DAYS) does(75, { type: "ShareExpired.v1", data: { share: `s${index}` } });
    else live = true;
  }
  if (numbers.chance(50)) does(numbers.below(90), conclusion(numbers));
  if (!live && numbers.chance(20)) {
    const last = deeds.at(-1)?.events.at(-1)?.type;
    if (last && CLOSABLE.has(last))
      does(30, { type: "ConcernClosed.v2", data: { awaitsTelling: false, text: plain({ reason: numbers.sentence(8) }) } });
  }
  return { stream: concernStream(concernId(n)), begins, deeds };
}

/** A review that is not over keeps a concern open. */
const CLOSABLE: ReadonlySet<string> = new Set(["ExplanationAccepted.v2", "LightSupportArranged.v2", "ConcernNotAccepted.v2"]);

function periodBefore(begins: number): { from: string; to: string } {
  const to = daysAfter(FIRST_DAY, begins - 30);
  return { from: daysAfter(to, -90), to };
}

/** Evidence about a time before a day. */
export function evidence(numbers: Numbers, day: number, id: string): ConcernEvent {
  const period = periodBefore(day);
  const protectedSource = numbers.chance(5);
  const source = { source: "Somebody who told (invented)", reference: numbers.sentence(3) };
  return {
    type: "EvidenceAdded.v2",
    data: {
      ...{ evidence: id, suppliedBy: "adviser", kind: "conversation", period, grading: { source: "2", content: "B" } },
      ...{ handling: "P", protectedSource, attachments: [] },
      text: plain({ account: numbers.sentence(16), ...(!protectedSource && source) }),
      ...(protectedSource && { protectedText: plain(source) }),
    },
  };
}

/** Returns a strand's regional leads, and occasionally others. */
function recipients(numbers: Numbers, region: string, strand: Strand): readonly string[] {
  const regional = ({ childrens: "cib", adults: "adass", corporate: "regional-improvement" } as const)[strand];
  const department = { childrens: "dfe", adults: "dhsc", corporate: "mhclg" }[strand];
  const inspectorate = { childrens: "ofsted", adults: "cqc", corporate: undefined }[strand];
  const peers = bodiesOfKind("member-peers").find((body) => body.region === region)?.id;
  const chosen = [
    bodiesOfKind(regional).find((body) => body.region === region)?.id,
    numbers.chance(30) ? department : undefined,
    numbers.chance(10) ? inspectorate : undefined,
    numbers.chance(10) ? peers : undefined,
    numbers.chance(5) ? "performance-support-panel" : undefined,
  ].filter((id) => id !== undefined);
  return chosen.filter((id) => {
    const body = findBody(id);
    return body !== undefined && bodyMayReceive(body, { region, strand });
  });
}

function share(numbers: Numbers, id: string, body: string, until: string, answerBy: string, agrees: boolean): ConcernEvent[] {
  const parts: SharedPart[] = numbers.chance(40) ? ["headline", "summary", "evidence"] : ["headline", "summary"];
  const proposal = { share: id, body, parts, purpose: "align-support", until, answerBy, silence: "may-go-ahead" } as const;
  return [
    { type: "ShareProposed.v2", data: { ...proposal, text: plain({ explanation: numbers.sentence(10) }) } },
    ...(agrees ? [{ type: "PositionStated.v2", data: { share: id, position: "agrees" } } as const] : []),
    { type: "ShareMade.v2", data: { share: id, basis: agrees ? "agreed" : "silence" } },
  ];
}

export function reply(numbers: Numbers, id: string): ConcernEvent {
  return { type: "CouncilReplied.v2", data: { reply: id, text: plain({ reply: numbers.sentence(16) }) } };
}

export function conversation(numbers: Numbers, day: number, id: string): ConcernEvent {
  return {
    type: "ConversationRecorded.v1",
    data: {
      ...{
        conversation: id,
        heldOn: daysAfter(FIRST_DAY, day),
        channel: "video-call",
        offices: ["chief-executive"],
        liaison: [],
      },
      text: plain({ people: "A chief executive (invented)", discussed: numbers.sentence(14), agreed: numbers.sentence(10) }),
    },
  };
}

function conclusion(numbers: Numbers): ConcernEvent {
  const id = { conclusion: "c" };
  switch (numbers.below(4)) {
    case 0: {
      const text = plain({ explanation: numbers.sentence(14), appearance: numbers.sentence(8) });
      return { type: "ExplanationAccepted.v2", data: { awaitsTelling: false, ...id, text } };
    }
    case 1:
      return {
        type: "ReviewAgreed.v2",
        data: { awaitsTelling: false, ...id, reviewOn: FAR, text: plain({ acting: numbers.sentence(15) }) },
      };
    case 2: {
      const text = plain({ causalFactors: numbers.sentence(10), solutions: numbers.sentence(10) });
      return { type: "LightSupportArranged.v2", data: { awaitsTelling: false, ...id, supports: [], text } };
    }
    default: {
      const text = plain({ whyViewsDiffer: numbers.sentence(14) });
      return { type: "ConcernNotAccepted.v2", data: { awaitsTelling: false, ...id, choice: "justified-local-choice", text } };
    }
  }
}

/** One offer of support for so many concerns. Open support and its days of presence are as many in every world, as in life; what has ended piles up. */
export const CONCERNS_A_SUPPORT = 10;
const OPEN_SUPPORTS = 500;

/** Returns the n-th of `count` offers of support. */
export function supportLife(n: number, count: number, councils: readonly Council[]): Life {
  const numbers = numbersFrom(-2 - n);
  const open = n >= count - OPEN_SUPPORTS;
  // The open ones are agreed or run on; they begin in time for all of that.
  const begins = open ? DAYS - 60 : Math.floor((n * (DAYS - 200)) / count);
  const { code, region } = numbers.oneOf(councils);
  const day = (after: number) => daysAfter(FIRST_DAY, begins + after);
  const actor = actorIn(region);
  const regionSees = numbers.oneOf(["dates", "dates", "purpose", "nothing"] as const);
  const provider = numbers.oneOf([
    "lga",
    bodiesOfKind("regional-improvement").find((body) => body.region === region)?.id ?? "lga",
  ]);
  const offered: SupportEvent = {
    type: "SupportOffered.v2",
    data: {
      ...{ council: code, region, strand: numbers.oneOf(STRANDS), kind: "mentoring", provider },
      causes: [numbers.oneOf(["leadership", "high-risk-change", "disengagement", "finance"] as const)],
      ...{ offeredTo: "chief-executive", channel: "email", offeredOn: day(0), answerBy: day(14) },
      ...{ from: day(20), until: open ? FAR : day(150), shownTo: [] },
      text: plain({ aim: numbers.sentence(10), lead: "Somebody (invented)", toldName: "Somebody (invented)" }),
    },
  };
  const visited = daysAfter(LAST_DAY, 5 + numbers.below(20));
  const presence: SupportEvent = {
    type: "PresencePlanned.v1",
    data: { presence: `presence-${n}`, from: visited, to: daysAfter(visited, 2), text: plain({ place: numbers.sentence(3) }) },
  };
  const deeds: readonly Deed[] = [
    { after: 0, actor, events: [offered] },
    { after: 10, actor, events: [{ type: "SupportAgreed.v2", data: { regionSees } }] },
    { after: 20, actor, events: [{ type: "SupportBegun.v1", data: { begunOn: day(20) } }, ...(open ? [presence] : [])] },
    {
      ...{ after: 150, actor },
      events: [
        { type: "SupportEnded.v1", data: { how: "completed", endedOn: day(150), text: plain({ reason: numbers.sentence(8) }) } },
      ],
    },
  ];
  return { stream: supportStream(concernId(n)), begins, deeds: deeds.slice(0, open ? 3 : 4) };
}
