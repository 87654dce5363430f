// What waits for one person: the tasks of their audiences from every read model that keeps some, each shown only when policy lets the person
// see what it is about now.

import { type PersonFacts, READ_ACTIONS } from "../../policies/engine/facts.ts";
import type { PolicySet } from "../../policies/engine/policy-set.ts";
import type { CouncilQueries } from "../../projections/council/council.ts";
import {
  comparePlaces,
  FIRST_PLACE,
  inOrder,
  placeOf,
  type TaskPlace,
  type Waiting,
} from "../../projections/inbox/task-table.ts";
import type { IntakeQueries } from "../../projections/intake/queries.ts";
import type { ConcernRecord } from "../../projections/register/records.ts";
import type { Follower } from "../../projections/runtime/follower.ts";
import type { SupportQueries } from "../../projections/support/queries.ts";
import type { DisclosedPart, Part } from "../../reference/concern-parts.ts";
import type { Councils } from "../../reference/councils.ts";
import { daysAfter } from "../../services/dates.ts";
import type { Viewer } from "../../services/people/viewer.ts";
import { audiencesOf, fromDay, type TaskKind } from "../../services/tasks.ts";
import { receivedShares } from "../concerns/read-one.ts";
import type { RegisterQueries } from "../concerns/register-queries.ts";
import { mayReadApproach } from "../council/read-council.ts";
import { maySeeSupport } from "../support/read-support.ts";

type Inside = {
  readonly policy: PolicySet;
  readonly councils: Councils;
  readonly today: () => string;
  readonly register: Follower<RegisterQueries>;
  readonly support: Follower<SupportQueries>;
  readonly intake: Follower<IntakeQueries>;
  readonly council: Follower<CouncilQueries>;
};

/** What a task is about, of which kind, and the council it concerns; undefined where the person may not see it. */
type Subject = {
  readonly type: "concern" | "support" | "submission" | "signal" | "council";
  readonly council: string;
  /** Of a concern: the parts that the task tells of by being there. */
  readonly tells?: readonly DisclosedPart[];
};
export type InboxItem = Omit<Waiting, "audience"> & {
  readonly type: Subject["type"] | "assignment";
  readonly council?: string;
  readonly tells?: readonly DisclosedPart[];
  readonly overdue: boolean;
};
export type InboxPage = { readonly items: readonly InboxItem[]; readonly end?: TaskPlace; readonly more: boolean };

/** Days ahead of which somebody learns that an assignment of theirs ends. */
const ASSIGNMENT_NOTICE = 30;

const modelsOf = ({ register, support, intake, council }: Inside) => [register, support, intake, council];

/** A page of what waits today, what is due first, after a place. It ends with the last item shown: what was passed over does not show in a cursor. */
export function readInbox(inside: Inside, viewer: Viewer, after: TaskPlace | undefined, limit: number): InboxPage {
  const today = inside.today();
  const items: InboxItem[] = [];
  const received = receivedOnce(inside, viewer.facts);
  let place = after ?? FIRST_PLACE;
  let end: TaskPlace | undefined;
  for (;;) {
    const batch = tasksAfter(inside, viewer, today, place, limit + 1);
    for (const task of batch) {
      const item = itemOf(inside, viewer.facts, task, today, received);
      if (item && items.length === limit) return { items, more: true, ...(end && { end }) };
      place = placeOf(task);
      if (!item) continue;
      items.push(item);
      end = place;
    }
    if (batch.length <= limit) return { items, more: false, ...(end && { end }) };
  }
}

/** Whether something that the person may see began to wait for them after an instant. */
export function hasNew(inside: Inside, viewer: Viewer, instant: string): boolean {
  const [today, audiences] = [inside.today(), audiencesOf(viewer.facts)];
  const received = receivedOnce(inside, viewer.facts);
  const isSeen = (task: Waiting) => itemOf(inside, viewer.facts, task, today, received) !== undefined;
  if (endingAssignments(viewer, today).some((task) => task.since > instant && isSeen(task))) return true;
  return modelsOf(inside).some((model) => {
    const { tasks } = model.queries();
    // By audience, so that each batch goes on where the last one of that audience ended.
    return audiences.some((audience) => {
      for (let after = instant; ; ) {
        const batch = tasks.since(audience, viewer.person, today, after, BATCH);
        if (batch.some(isSeen)) return true;
        const last = batch.at(-1);
        if (!last || batch.length < BATCH) return false;
        after = last.since;
      }
    });
  });
}

/** The shares of a concern that the person has, by id. */
type Received = (concern: ConcernRecord) => ReadonlySet<string>;

/** Looked up once a concern, however many of its shares wait: it takes the concern's state. */
function receivedOnce(inside: Inside, person: PersonFacts): Received {
  const known = new Map<string, ReadonlySet<string>>();
  return (concern) => {
    const shares = known.get(concern.id) ?? new Set(receivedShares(inside, person, concern).map(({ share }) => share.id));
    known.set(concern.id, shares);
    return shares;
  };
}

/** Tasks looked at together. More of one audience that begin in the very same instant are not told apart. */
const BATCH = 500;

function tasksAfter(inside: Inside, viewer: Viewer, today: string, place: TaskPlace, limit: number): readonly Waiting[] {
  const audiences = audiencesOf(viewer.facts);
  const tasks = modelsOf(inside).flatMap((model) => model.queries().tasks.waiting(audiences, viewer.person, today, place, limit));
  const ending = endingAssignments(viewer, today).filter((task) => comparePlaces(placeOf(task), place) > 0);
  return inOrder([...tasks, ...ending]).slice(0, limit);
}

function endingAssignments({ person, assignments }: Viewer, today: string): readonly Waiting[] {
  return assignments
    .filter(({ current, until }) => current && until <= daysAfter(today, ASSIGNMENT_NOTICE))
    .map(({ assignment, until }) => ({
      kind: "assignment-ending",
      subject: assignment,
      audience: `person:${person}`,
      ...fromDay(daysAfter(until, -ASSIGNMENT_NOTICE)),
      due: until,
    }));
}

function itemOf(inside: Inside, person: PersonFacts, task: Waiting, today: string, receivedIn: Received): InboxItem | undefined {
  const { audience: _, ...item } = task;
  const overdue = task.due !== undefined && task.due < today;
  if (task.kind === "assignment-ending") return { ...item, type: "assignment", overdue };
  const subject = subjectOf(inside, person, task, receivedIn);
  return subject && { ...item, ...subject, overdue };
}

/** What a task in a concern tells of beside that there is one; nobody has it who may not read that. */
const TELLS: Partial<Record<TaskKind, Part>> = {
  ...{ "tell-council-of-evidence": "unsharedEvidence", "tell-council-of-text": "unsharedEvidence" },
  ...{ "reply-wanted": "summary", "correction-to-resolve": "summary", "review-due": "summary", "report-to-panel": "summary" },
  ...{ "position-wanted": "sharingRecord", "share-to-make": "sharingRecord", "objection-to-settle": "sharingRecord" },
  ...{ "share-expiring": "sharingRecord", "not-persuaded": "sharingRecord", "escalation-to-confirm": "sharingRecord" },
  "next-step-due": "conversations",
  ...{ "challenge-to-answer": "challenges", "effectiveness-to-review": "challenges" },
};

/** A share's body knows of it by its terms, and the others by the sharing record. */
const toldBy = ({ kind, audience }: Waiting): DisclosedPart =>
  kind === "share-expiring" && audience.startsWith("body:") ? "shareTerms" : (TELLS[kind] ?? "headline");

function subjectOf(inside: Inside, person: PersonFacts, task: Waiting, receivedIn: Received): Subject | undefined {
  const { subject, about } = task;
  const { policy } = inside;
  const principal = { type: "Person", facts: person } as const;
  const concern = inside.register.queries().findUnchecked(subject, false);
  if (concern) {
    const resource = { type: "Concern", id: "concern", facts: concern.facts } as const;
    const told = toldBy(task);
    const tells = [...new Set<DisclosedPart>(["headline", told])];
    const may = (part: DisclosedPart) =>
      part === "shareTerms"
        ? receivedIn(concern).has(about ?? "")
        : policy.decideOnce(principal, READ_ACTIONS[part], resource).allowed;
    return tells.every(may) ? { type: "concern", council: concern.facts.council, tells } : undefined;
  }
  const support = inside.support.queries().factsOf(subject);
  if (support) return maySeeSupport(inside, person, support) ? { type: "support", council: support.council } : undefined;
  const submission = inside.intake.queries().submissionFactsOf(subject);
  if (submission) {
    const resource = { type: "Submission", id: "submission", facts: submission } as const;
    return policy.decideOnce(principal, "readSubmission", resource).allowed
      ? { type: "submission", council: submission.council }
      : undefined;
  }
  const signal = inside.intake.queries().signalFactsOf(subject);
  if (signal)
    return policy.decideOnce(principal, "readSignal", { type: "Signal", id: "signal", facts: signal }).allowed
      ? { type: "signal", council: signal.council }
      : undefined;
  const council = inside.councils.find(subject);
  const approach =
    council &&
    inside.council
      .queries()
      .findUnchecked(council.code)
      .approaches.find((a) => a.approach === about);
  return council && approach && mayReadApproach(inside, person, council, approach)
    ? { type: "council", council: council.code }
    : undefined;
}
