// Following one concern: for each event, who of those who follow it may be told of it, decided once a class.

import type { Position } from "../../event-log/port.ts";
import type { PersonFacts } from "../../policies/engine/facts.ts";
import type { Part } from "../../reference/concern-parts.ts";
import type { ConcernChange } from "../../services/concern/event-news.ts";
import { partsWithNews } from "../../services/concern/event-news.ts";
import { shareFacts } from "../../services/concern/facts.ts";
import { sharesChanged, wordOf } from "./event-visibility.ts";
import type { LiveAuthorisation } from "./live-authorisation.ts";
import { placeText } from "./resume-token.ts";
import type { Change, Group, Message, Subscriber } from "./topic.ts";

type Asked = Pick<LiveAuthorisation, "parts" | "receives">;

/** The parts that somebody may read, as one text. */
export const seenOf = (parts: readonly Part[]): string => parts.join(" ");
export const messageAt = (position: Position, seen: string, changes: readonly Change[]): Message => ({
  kind: "update",
  resume: placeText(position, seen),
  snapshot: false,
  changes,
});
/** What is told when somebody sees something else although nothing happened to the concern. */
export const rightsChanged = (at: string): Change => ({ what: "rights-changed", at, tells: "headline" });

/** Tells each class of what it may know. A class that may read nothing any more is told that its access has ended. */
export function tellOfStep(asked: Asked, step: ConcernChange, groups: Iterable<Group>): void {
  for (const { viewer, members } of groups) {
    const parts = asked.parts(viewer, step.after.facts);
    const seen = seenOf(parts);
    const changes = parts.length > 0 ? changesFor(asked, step, viewer, parts) : [];
    const message = messageAt(step.position, seen, changes);
    const anew = messageAt(step.position, seen, [...changes, rightsChanged(step.at)]);
    for (const member of members) tellMember(member, step.position, seen, message, anew);
  }
}

function tellMember(member: Subscriber, position: Position, seen: string, message: Message, anew: Message): void {
  if (member.after !== undefined) {
    if (position <= member.after) return;
    member.after = undefined;
  }
  const told = member.seen === seen ? message : anew;
  member.seen = seen;
  if (seen === "") member.queue.end("access-ended");
  else if (told.changes.length > 0) member.queue.offer(told);
}

/** What one class, which may read these parts after it, is told of a step. */
function changesFor(asked: Asked, step: ConcernChange, viewer: PersonFacts, parts: readonly Part[]): readonly Change[] {
  const { at, event, before, after } = step;
  const told = partsWithNews(step).find((part) => parts.includes(part));
  if (told) return [{ what: wordOf(event.type), at, tells: told }];
  const isStage = before !== undefined && before.facts.stage !== after.facts.stage;
  return [
    ...(isStage ? [{ what: "stage-changed", at, tells: "headline" } as const] : []),
    ...(receivesOther(asked, step, viewer) ? [{ what: "terms-changed", at, tells: "shareTerms" } as const] : []),
  ];
}

/** Whether a share that the viewer receives says something else after the step, or is one that they did not receive before. */
function receivesOther({ receives }: Asked, step: ConcernChange, viewer: PersonFacts): boolean {
  const { before, after } = step;
  const changed = sharesChanged(step);
  if (changed.length === 0) return false;
  return [before, after].some((held) =>
    held?.state.shares.some((share) => changed.includes(share.id) && receives(viewer, shareFacts(share, held.facts, held.day))),
  );
}

/**
 * What somebody who comes back missed: what they would have been told, as far as they may still read it now. `seen` is what they saw
 * then, `now` what they see now.
 */
export function missed(
  asked: Asked,
  steps: readonly ConcernChange[],
  viewerAt: (at: string) => PersonFacts,
  then: { readonly position: Position; readonly seen: string },
  now: { readonly position: Position; readonly parts: readonly Part[]; readonly at: string },
): readonly Message[] {
  const messages: Message[] = [];
  let { seen } = then;
  for (const step of steps.filter(({ position }) => position > then.position)) {
    // As they were assigned when it happened: of a time without access nothing is told afterwards.
    const viewer = viewerAt(step.at);
    const parts = asked.parts(viewer, step.after.facts).filter((part) => now.parts.includes(part));
    if (parts.length === 0) continue;
    const isOther = seenOf(parts) !== seen;
    seen = seenOf(parts);
    const changes = [...changesFor(asked, step, viewer, parts), ...(isOther ? [rightsChanged(step.at)] : [])];
    if (changes.length > 0) messages.push(messageAt(step.position, seen, changes));
  }
  // Rights change without an event of the concern, too: the day turned, an assignment or a policy is another.
  const seenNow = seenOf(now.parts);
  return seen === seenNow ? messages : [...messages, messageAt(now.position, seenNow, [rightsChanged(now.at)])];
}
