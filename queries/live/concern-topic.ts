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
import { type Access, accessIn, accessText, accessTo } from "./access.ts";
import { sharesChanged } from "./event-visibility.ts";
import type { LiveAuthorisation } from "./live-authorisation.ts";
import { resumeText } from "./resume-token.ts";
import type { Change, Group, Message, Subscriber } from "./topic.ts";

type Authorisation = Pick<LiveAuthorisation, "parts" | "receives">;

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
  const accessOf = accessAfter(authorisation, change);
  for (const { viewer, members } of groups) {
    const parts = authorisation.parts(viewer, change.after.facts);
    const access = accessOf(viewer, parts);
    const changes = parts.length > 0 ? changesFor(viewer, parts) : [];
    const seen = accessText(access);
    const message = messageAt(change.position, seen, changes);
    const withRights = { ...message, changes: [...changes, rightsChanged(change.at)] };
    for (const member of members) offerTo(member, change.position, seen, access, message, withRights);
  }
}

/** What a class sees of the concern after a change. */
export const accessAfter = ({ parts }: Authorisation, { after }: ConcernChange) =>
  accessTo({ facts: after.facts, day: after.day, state: () => after.state }, parts);

function offerTo(
  member: Subscriber,
  position: Position,
  seen: string,
  access: Access,
  message: Message,
  withRights: Message,
): void {
  if (member.after !== undefined) {
    if (position <= member.after) return;
    member.after = undefined;
  }
  const isOther = member.seen !== seen && isOtherAccess(accessIn(member.seen), access, message.changes);
  const next = isOther ? withRights : message;
  member.seen = seen;
  if (access.parts === "") member.queue.end("access-ended");
  else if (next.changes.length > 0) member.queue.offer(next);
}

/** Whether a message has to say that the access has changed. Where it has news, its reader reads the words again anyway. */
const isOtherAccess = (former: Access, access: Access, changes: readonly Change[]): boolean =>
  former.parts !== access.parts || (former.words !== access.words && changes.length === 0);

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
  now: { readonly position: Position; readonly parts: readonly Part[]; readonly seen: string; readonly at: string },
): readonly Message[] {
  const messages: Message[] = [];
  let { seen } = then;
  for (const change of history.filter(({ position }) => position > then.position)) {
    // Uses the assignments at the time of the event, so that events in a time without access stay invisible.
    const viewer = viewerAt(change.at);
    const parts = authorisation.parts(viewer, change.after.facts).filter((part) => now.parts.includes(part));
    if (parts.length === 0) continue;
    const access = accessAfter(authorisation, change)(viewer, parts);
    const news = changesOf(authorisation, change)(viewer, parts);
    const changes = [...news, ...(isOtherAccess(accessIn(seen), access, news) ? [rightsChanged(change.at)] : [])];
    seen = accessText(access);
    if (changes.length > 0) messages.push(messageAt(change.position, seen, changes));
  }
  // Rights also change without an event of the concern: because of a new day, an assignment or a policy.
  return seen === now.seen ? messages : [...messages, messageAt(now.position, now.seen, [rightsChanged(now.at)])];
}
