// The news of an event of a concern: for the council, its advisers, and those it is shared with (docs/decisions/0042-news.md). Pure, and independent of the
// date: news of what begins later has its first day, and policy decides when it is read.
import { lazy } from "../../caching/cache.ts";
import { scopeOf } from "../../policies/engine/facts.ts";
import { findBody } from "../../reference/bodies.ts";
import type { DisclosedPart } from "../../reference/concern-parts.ts";
import { londonDate, workingDaysAfter } from "../dates.ts";
import type { NewsAudience, NewsEntry, NewsKind } from "../news.ts";
import { awaitsAcceptance } from "./conditions.ts";
import type { ConcernEventDeclaration } from "./event-declaration.ts";
import { type ConcernEvent, concernEvents } from "./events.ts";
import { CONCERN_NEWS } from "./news-table.ts";
import { type AsOf, answerOf, audienceOf, firstDayOf, termsOf } from "./shares.ts";
import { type ConcernState, partOnceTold, type Share } from "./state.ts";
import { firstDayOpen, type Word, wordsOf } from "./words.ts";

/** News of a share that is over tells nothing else of the concern, and has an action of its own. */
export type ConcernNewsPart = DisclosedPart | "shareEnding";
export type ConcernNews = NewsEntry<ConcernNewsPart>;

/** An event of a concern, with the state before and after it, and its time. */
export type ConcernStep = {
  readonly before: ConcernState | undefined;
  readonly event: ConcernEvent;
  readonly after: ConcernState;
  readonly at: string;
};

export function newsOfConcern(step: ConcernStep): readonly ConcernNews[] {
  const { event, after } = step;
  const rule = CONCERN_NEWS[event.type];
  const told = (audience: NewsAudience, kind: NewsKind | undefined): readonly ConcernNews[] =>
    kind === undefined ? [] : [{ kind, audience, about: subjectOf(event), tells: partTold(event) }];
  const kindIn = (whose: "council" | "advisers"): NewsKind | undefined => {
    const kind = rule[whose];
    return typeof kind === "function" ? kind(event.data as never, after) : kind;
  };
  const words = lazy(() => wordsAround(step));
  return [
    ...told(`council:${after.council}`, kindIn("council")),
    ...told(`scope:${scopeOf(after.region, after.strand)}`, kindIn("advisers")),
    ...(rule.recipients ? after.shares.flatMap((share) => newsOfShare(step, share, words)) : []),
  ];
}

const declarationOf = ({ type }: ConcernEvent): Omit<ConcernEventDeclaration<never>, "schema" | "words"> => concernEvents[type];

/** The id of the record that the event creates or changes. */
function subjectOf(event: ConcernEvent): string | undefined {
  const { creates, changes } = declarationOf(event);
  const id: unknown = (event.data as Readonly<Record<string, unknown>>)[creates ?? changes ?? ""];
  return typeof id === "string" ? id : undefined;
}

/** The part that live messages of the event tell of. */
const partTold = (event: ConcernEvent): DisclosedPart =>
  partOnceTold(!("awaitsTelling" in event.data && event.data.awaitsTelling), declarationOf(event).newsIn);

/** What an event is to those with whom a share is. */
function newsOfShare(step: ConcernStep, share: Share, words: () => WordsAround): readonly ConcernNews[] {
  const { before, event, at } = step;
  const toAll = (news: Omit<ConcernNews, "audience">) =>
    audienceOf(share).map((receiver): ConcernNews => ({ ...news, audience: `body:${receiver}` }));
  const former = before?.shares.find(({ id }) => id === share.id);
  if (share.ended)
    return former?.ended || !endingUntil(share) ? [] : toAll({ kind: "share-over", about: share.id, tells: "shareEnding" });
  const [opened, opens] = [former && dayReadable(former), dayReadable(share)];
  if (!former || opens === undefined) return [];
  const isOther = opened !== opens || termsView(former) !== termsView(share);
  const isAhead = opened !== undefined && opened > londonDate(new Date(at));
  const ofTerms = { about: share.id, tells: "shareTerms", ...begins(opens) } as const;
  if (isFirstReadable(event, former) || (isAhead && isOther)) return toAll({ kind: kindOfShare(share), ...ofTerms });
  if (isOther) return toAll({ kind: "terms-changed", ...ofTerms });
  // What is new before the first day is read with the share.
  return isAhead ? [] : newsOfWords(step, share, words()).flatMap(toAll);
}

const kindOfShare = ({ body }: Share): NewsKind => (findBody(body)?.kind === "panel" ? "reported" : "shared");

/** Whether an event lets the body of a share read for the first time: the share is made, or the conditions of it are first accepted. */
const isFirstReadable = ({ type, data }: ConcernEvent, former: Share): boolean =>
  "share" in data &&
  data.share === former.id &&
  (type === "ShareMade.v2" || (type === "ConditionsAccepted.v1" && former.accepted === undefined));

const begins = (day: string): { readonly from?: string } => (day === "" ? {} : { from: day });

/** What its recipient sees of the terms of a share, as text for comparison. */
const termsView = (share: Share): string =>
  JSON.stringify([termsOf(share), share.conditions?.texts.length, share.override !== undefined]);

/**
 * The first day on which a share lets its body read; empty if that is at once, undefined while it does not, or if its last day is before. Agreements that
 * the council takes back end that without an event of the concern: policy decides on it when the news is read.
 */
function dayReadable(share: Share): string | undefined {
  if (!share.made || share.ended || share.isDisputed || awaitsAcceptance(share)) return undefined;
  const first = firstDayOf(share) ?? "";
  return answerOf(share, ANY_DAY) === "objects" || first > termsOf(share).until ? undefined : first;
}
const ANY_DAY: AsOf = { today: "", certainToday: "9999-12-31", inForce: { has: () => true }, blocked: { has: () => false } };

/** A word as it is after an event, and as it was before the event; undefined if the event made it. */
type WordAround = { readonly word: Word; readonly former: Word | undefined };
/** All words of the concern after the event, and those that the event made or changed. */
type WordsAround = { readonly all: readonly WordAround[]; readonly changed: readonly WordAround[] };

function wordsAround({ before, after }: ConcernStep): WordsAround {
  const earlier = new Map(before ? wordsOf(before).map((word) => [word.id, word]) : []);
  const all = wordsOf(after).map((word) => ({ word, former: earlier.get(word.id) }));
  return { all, changed: all.filter(({ word, former }) => !former || !isSameWord(word, former)) };
}

/** Compares every field, so that a field by which words open cannot be left out. */
function isSameWord({ within, ...one }: Word, { within: otherWithin, ...other }: Word): boolean {
  const names = Object.keys({ ...one, ...other }) as (keyof typeof one)[];
  if (names.some((name) => one[name] !== other[name])) return false;
  return within && otherWithin ? isSameWord(within, otherWithin) : within === otherWithin;
}

/** News of the words that an event opens to the body of a share, which could read before it. */
function newsOfWords(
  { before, event, after }: ConcernStep,
  share: Share,
  words: WordsAround,
): readonly Omit<ConcernNews, "audience">[] {
  const { parts, until } = termsOf(share);
  const isReply = event.type === "CouncilReplied.v2" && parts.includes("summary");
  // For one share, when a word opens depends only on the word and on the council's answers to words. Most events change one word and no answer.
  const opened = (before?.wordAnswers === after.wordAnswers ? words.changed : words.all)
    .filter(({ word }) => parts.includes(word.part))
    .flatMap(({ word, former }) => {
      const [was, is] = [before && former && firstDayOpen(before, share, former), firstDayOpen(after, share, word)];
      return is === undefined || is === was || is > until ? [] : [{ ...NEWS_OF_WORDS[word.kind], about: word.id, ...begins(is) }];
    });
  return [...(isReply ? [{ kind: "replied", about: event.data.reply, tells: "summary" } as const] : []), ...opened];
}

/** Kind of word -> its news for recipients, and the part that shows it to them. Reassurance is shown with the terms of its share. */
const NEWS_OF_WORDS: { readonly [Kind in Word["kind"]]: Pick<ConcernNews, "kind" | "tells"> } = {
  evidence: { kind: "evidence-opened", tells: "evidence" },
  correction: { kind: "corrected", tells: "summary" },
  conclusion: { kind: "concluded", tells: "summary" },
  reopening: { kind: "reopened", tells: "summary" },
  closing: { kind: "closed", tells: "summary" },
  reassurance: { kind: "reassured", tells: "shareTerms" },
  "answer-to-panel": { kind: "challenge-answered", tells: "challenges" },
};

/** Whether news is of a word, which is open to some recipients of its part and not to others. */
export const isOfWord = (kind: NewsKind): boolean => Object.values(NEWS_OF_WORDS).some((news) => news.kind === kind);

/** The working days for which the end of a share is shown. */
const ENDING_SHOWN_FOR = 20;

/**
 * The last day on which those with whom a share was read that it has ended; undefined if it has not, or if they could not read by it. Of a share of which the
 * council disputes that it was told, nobody learns the end.
 */
export function endingUntil(share: Share): string | undefined {
  const { ended, made, isDisputed, position } = share;
  if (!made || !ended || isDisputed || (awaitsAcceptance(share) && !share.accepted)) return undefined;
  const first = firstDayOf(share);
  const isSuspended = answerOf(share, ANY_DAY) === "objects";
  // A share that was to open some days later may have been suspended before that day.
  const readUntil = londonDate(new Date((isSuspended && position.stated?.at) || ended.at));
  if (first !== undefined && readUntil < first) return undefined;
  return workingDaysAfter(londonDate(new Date(ended.at)), ENDING_SHOWN_FOR);
}
