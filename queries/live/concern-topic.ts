// Messages about one concern: decides once for each class of subscribers which changes they may see.

import { lazy } from "../../caching/cache.ts";
import type { Position } from "../../event-log/port.ts";
import type { PersonFacts } from "../../policies/engine/facts.ts";
import type { Part } from "../../reference/concern-parts.ts";
import type { ConcernChange } from "../../services/concern/event-news.ts";
import { type News, newsOf } from "../../services/concern/event-news.ts";
import { wordOf } from "../../services/concern/event-words.ts";
import { shareFacts } from "../../services/concern/facts.ts";
import { factsOfWord } from "../concerns/words-read.ts";
import { sharesChanged } from "./event-visibility.ts";
import type { LiveAuthorisation } from "./live-authorisation.ts";
import { resumeText } from "./resume-token.ts";
import type { Change, Group, Message, Subscriber } from "./topic.ts";

type Authorisation = Pick<LiveAuthorisation, "parts" | "receives">;

/** The parts that a person may read, as text. */
export const seenOf = (parts: readonly Part[]): string => parts.join(" ");
export const messageAt = (position: Position, seen: string, changes: readonly Change[]): Message => ({
  kind: "update",
  resume: resumeText(position, seen),
  snapshot: false,
  changes,
});
/** The message for a subscriber whose access has changed without an event of the concern. */
export const rightsChanged = (at: string): Change => ({ what: "rights-changed", at, tells: "headline" });

/** Publishes to each class the message that it may see. Access ends for a class that may no longer read anything. */
export function publishChange(authorisation: Authorisation, change: ConcernChange, groups: Iterable<Group>): void {
  const changesFor = changesOf(authorisation, change);
  for (const { viewer, members } of groups) {
    const parts = authorisation.parts(viewer, change.after.facts);
    const seen = seenOf(parts);
    const changes = parts.length > 0 ? changesFor(viewer, parts) : [];
    const message = messageAt(change.position, seen, changes);
    const withRights = messageAt(change.position, seen, [...changes, rightsChanged(change.at)]);
    for (const member of members) offerTo(member, change.position, seen, message, withRights);
  }
}

function offerTo(member: Subscriber, position: Position, seen: string, message: Message, withRights: Message): void {
  if (member.after !== undefined) {
    if (position <= member.after) return;
    member.after = undefined;
  }
  const next = member.seen === seen ? message : withRights;
  member.seen = seen;
  if (seen === "") member.queue.end("access-ended");
  else if (next.changes.length > 0) member.queue.offer(next);
}

/** Returns a function that finds what a class sees of a change, if it may read these parts after it. What is the same for all classes is computed once. */
function changesOf(authorisation: Authorisation, change: ConcernChange) {
  const { at, event, before, after } = change;
  const allNews = lazy(() => newsOf(change));
  const shares = lazy(() => sharesChanged(change));

  /** Whoever reads words gets news of them. That is decided like their part, with the facts of the bodies to which they are open. */
  const isFor = (viewer: PersonFacts, parts: readonly Part[], { part, words }: News): boolean =>
    parts.includes(part) &&
    (!words ||
      parts.includes("unsharedEvidence") ||
      authorisation.parts(viewer, factsOfWord(after.facts, { part: words.of }, words.bodies)).includes(part));

  /** Whether a share of the viewer has other terms after the change, or is new. */
  const receivesOther = (viewer: PersonFacts): boolean =>
    shares().length > 0 &&
    [before, after].some((side) =>
      side?.state.shares.some(
        (share) => shares().includes(share.id) && authorisation.receives(viewer, shareFacts(share, side.facts, side.day)),
      ),
    );

  return (viewer: PersonFacts, parts: readonly Part[]): readonly Change[] => {
    const news = allNews().find((one) => isFor(viewer, parts, one));
    if (news) return [{ what: wordOf(event.type), at, tells: news.part }];
    const isStage = before !== undefined && before.facts.stage !== after.facts.stage;
    return [
      ...(isStage ? [{ what: "stage-changed", at, tells: "headline" } as const] : []),
      ...(receivesOther(viewer) ? [{ what: "terms-changed", at, tells: "shareTerms" } as const] : []),
    ];
  };
}

/** Returns the missed messages of a returning subscriber that they may still read. `seen` is their access at that time. */
export function missed(
  authorisation: Authorisation,
  history: readonly ConcernChange[],
  viewerAt: (at: string) => PersonFacts,
  then: { readonly position: Position; readonly seen: string },
  now: { readonly position: Position; readonly parts: readonly Part[]; readonly at: string },
): readonly Message[] {
  const messages: Message[] = [];
  let { seen } = then;
  for (const change of history.filter(({ position }) => position > then.position)) {
    // Uses the assignments at the time of the event, so that events in a time without access stay invisible.
    const viewer = viewerAt(change.at);
    const parts = authorisation.parts(viewer, change.after.facts).filter((part) => now.parts.includes(part));
    if (parts.length === 0) continue;
    const isChanged = seenOf(parts) !== seen;
    seen = seenOf(parts);
    const changes = [...changesOf(authorisation, change)(viewer, parts), ...(isChanged ? [rightsChanged(change.at)] : [])];
    if (changes.length > 0) messages.push(messageAt(change.position, seen, changes));
  }
  // Rights also change without an event of the concern: because of a new day, an assignment or a policy.
  const seenNow = seenOf(now.parts);
  return seen === seenNow ? messages : [...messages, messageAt(now.position, seenNow, [rightsChanged(now.at)])];
}
