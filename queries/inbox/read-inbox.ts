// Reads a person's inbox: the tasks of their audiences from every read model with tasks, if policy lets the person see the subject of the task and do the
// task.
import { boundedCache } from "../../caching/cache.ts";
import { type PersonFacts, READ_ACTIONS, READ_OUTCOME } from "../../policies/engine/facts.ts";
import {
  comparePlaces,
  FIRST_PLACE,
  inOrder,
  placeOf,
  type TaskFilter,
  type TaskPlace,
  type Waiting,
} from "../../projections/inbox/task-table.ts";
import type { ConcernRecord } from "../../projections/register/records.ts";
import type { DisclosedPart } from "../../reference/concern-parts.ts";
import type { RecordPart } from "../../reference/record-parts.ts";
import { partTold } from "../../services/concern/task-parts.ts";
import { daysAfter } from "../../services/dates.ts";
import { declarationDue } from "../../services/people/interests.ts";
import type { Viewer } from "../../services/people/viewer.ts";
import { audiencesOf, fromDay, type TaskKind } from "../../services/tasks.ts";
import { receivedShares } from "../concerns/read-one.ts";
import { isToAccept } from "../concerns/to-accept.ts";
import { mayAddContact, mayReadApproach } from "../council/read-council.ts";
import { may, type ReadDeps } from "../deps.ts";
import { sightOf } from "../support/levels.ts";
import { mayDo } from "./task-actions.ts";

type Deps = Pick<ReadDeps, "policy" | "councils" | "today" | "register" | "support" | "intake" | "council">;

/** The subject of a task. */
type Subject = {
  readonly type: "concern" | "support" | "submission" | "signal" | "council";
  readonly council: string;
  /** For a record: the parts that the task itself discloses. */
  readonly tells?: readonly RecordPart[];
};
export type InboxItem = Omit<Waiting, "audience"> & {
  readonly type: Subject["type"] | "assignment" | "person";
  readonly council?: string;
  readonly tells?: readonly RecordPart[];
  readonly overdue: boolean;
};
export type InboxFilter = TaskFilter;
export type InboxPage = { readonly items: readonly InboxItem[]; readonly end?: TaskPlace; readonly more: boolean };

/** The days before the end of an assignment on which its holder gets a task. */
const ASSIGNMENT_NOTICE = 30;

const modelsOf = ({ register, support, intake, council }: Deps) => [register, support, intake, council];

/** Returns the tasks that wait today, in order of their due dates. `end` belongs to the last item on the page, so that a cursor does not reveal omitted tasks. */
export function readInbox(
  deps: Deps,
  viewer: Viewer,
  after: TaskPlace | undefined,
  limit: number,
  filter: TaskFilter = {},
): InboxPage {
  const today = deps.today();
  const items: InboxItem[] = [];
  const received = receivedOnce(deps, viewer.facts);
  let place = after ?? FIRST_PLACE;
  let end: TaskPlace | undefined;
  for (;;) {
    const batch = tasksAfter(deps, viewer, today, place, limit + 1, filter);
    for (const task of batch) {
      const item = itemOf(deps, viewer.facts, task, today, received);
      if (item && items.length === limit) return { items, more: true, ...(end && { end }) };
      place = placeOf(task);
      if (!item) continue;
      items.push(item);
      end = place;
    }
    if (batch.length <= limit) return { items, more: false, ...(end && { end }) };
  }
}

/** The most waiting tasks that are counted. */
const MAX_COUNTED = 100;

export function countTasks(deps: Deps, viewer: Viewer): { readonly count: number; readonly more: boolean } {
  const { items, more } = readInbox(deps, viewer, undefined, MAX_COUNTED);
  return { count: items.length, more };
}

/** Whether a task that the person may see started to wait after an instant. */
export function hasNew(deps: Deps, viewer: Viewer, instant: string): boolean {
  const [today, audiences] = [deps.today(), audiencesOf(viewer.facts)];
  const received = receivedOnce(deps, viewer.facts);
  const isSeen = (task: Waiting) => itemOf(deps, viewer.facts, task, today, received) !== undefined;
  if (ownTasks(deps, viewer, today).some((task) => task.since > instant && isSeen(task))) return true;
  return modelsOf(deps).some((model) => {
    const { tasks } = model.queries();
    // Reads by audience, so that each batch starts where the last one of that audience ended.
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

/** Id -> a share of a concern that the person has. */
type Received = (concern: ConcernRecord) => ReadonlySet<string>;

/** Looked up once for a concern with several waiting shares, because it needs the concern's state. */
const CONCERNS = 1_000;
function receivedOnce(deps: Deps, person: PersonFacts): Received {
  const known = boundedCache<string, ReadonlySet<string>>(CONCERNS);
  return (concern) =>
    known.getOrMake(concern.id, () => new Set(receivedShares(deps, person, concern).map(({ share }) => share.id)));
}

/** The tasks of one batch. Further tasks of one audience that started at the same instant are skipped. */
const BATCH = 500;

function tasksAfter(
  deps: Deps,
  viewer: Viewer,
  today: string,
  place: TaskPlace,
  limit: number,
  filter: TaskFilter,
): readonly Waiting[] {
  const audiences = audiencesOf(viewer.facts);
  const tasks = modelsOf(deps).flatMap((model) =>
    model.queries().tasks.waiting(audiences, viewer.person, today, place, limit, filter),
  );
  const own = ownTasks(deps, viewer, today).filter(
    (task) => comparePlaces(placeOf(task), place) > 0 && isWanted(task, filter, today),
  );
  return inOrder([...tasks, ...own]).slice(0, limit);
}

/** The person's own record is of no council. */
const isWanted = ({ kind, due }: Waiting, filter: TaskFilter, today: string): boolean =>
  filter.council === undefined &&
  (filter.kind === undefined || kind === filter.kind) &&
  (filter.overdue === undefined || (due !== undefined && due < today) === filter.overdue);

/** The tasks that follow from the person's own record. */
const ownTasks = (deps: Deps, viewer: Viewer, today: string): readonly Waiting[] => [
  ...endingAssignments(viewer, today),
  ...interestsToDeclare(deps, viewer, today),
];

function interestsToDeclare(deps: Deps, viewer: Viewer, today: string): readonly Waiting[] {
  const { person, facts } = viewer;
  const waits = declarationDue(viewer, today);
  if (!waits || !may(deps, facts, "declareInterests", { type: "PersonRecord", id: person, facts: { person } })) return [];
  return [{ kind: "interests-to-declare", subject: person, audience: `person:${person}`, ...waits }];
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

function itemOf(deps: Deps, person: PersonFacts, task: Waiting, today: string, receivedIn: Received): InboxItem | undefined {
  const { audience: _, ...item } = task;
  const overdue = task.due !== undefined && task.due < today;
  if (task.kind === "interests-to-declare") return { ...item, type: "person", overdue };
  if (task.kind === "assignment-ending") return { ...item, type: "assignment", overdue };
  const subject = subjectOf(deps, person, task, receivedIn);
  return subject && { ...item, ...subject, overdue };
}

/** The tasks of a support that disclose its purpose: that it has a milestone or a review. */
const TELLS_PURPOSE: ReadonlySet<TaskKind> = new Set(["milestone-due", "progress-review-due"]);

function subjectOf(deps: Deps, person: PersonFacts, task: Waiting, receivedIn: Received): Subject | undefined {
  const { subject, about } = task;
  const concern = deps.register.queries().findUnchecked(subject, false);
  if (concern) {
    const { facts } = concern;
    // Whoever is to accept conditions sees the terms, and nothing else of the concern yet.
    if (task.kind === "conditions-to-accept")
      return isToAccept(deps, person, concern, about)
        ? { type: "concern", council: facts.council, tells: ["shareTerms"] }
        : undefined;
    if (task.kind === "outcome-to-read") {
      const isShown = may(deps, person, READ_OUTCOME, { type: "Concern", id: "concern", facts });
      return isShown ? { type: "concern", council: facts.council, tells: ["outcome"] } : undefined;
    }
    const tells = [...new Set<DisclosedPart>(["headline", partTold(task)])];
    const mayRead = (part: DisclosedPart) =>
      part === "shareTerms"
        ? receivedIn(concern).has(about ?? "")
        : may(deps, person, READ_ACTIONS[part], { type: "Concern", id: "concern", facts });
    const isTheirs = tells.every(mayRead) && mayDo(deps, person, task.kind, { type: "Concern", id: "concern", facts });
    return isTheirs ? { type: "concern", council: facts.council, tells } : undefined;
  }
  const support = deps.support.queries().factsOf(subject);
  if (support) {
    const sight = sightOf(deps, person, support);
    const tellsPurpose = TELLS_PURPOSE.has(task.kind);
    if (!sight || (tellsPurpose && !sight.purpose)) return undefined;
    if (!mayDo(deps, person, task.kind, { type: "Support", id: "support", facts: support })) return undefined;
    return { type: "support", council: support.council, tells: tellsPurpose ? ["engagement", "purpose"] : ["engagement"] };
  }
  const submission = deps.intake.queries().submissionFactsOf(subject);
  if (submission) {
    const record = { type: "Submission", id: "submission", facts: submission } as const;
    const isTheirs = may(deps, person, "readSubmission", record) && mayDo(deps, person, task.kind, record);
    return isTheirs ? { type: "submission", council: submission.council, tells: ["submission"] } : undefined;
  }
  const signal = deps.intake.queries().signalFactsOf(subject);
  if (signal) {
    const record = { type: "Signal", id: "signal", facts: signal } as const;
    const isTheirs = may(deps, person, "readSignal", record) && mayDo(deps, person, task.kind, record);
    return isTheirs ? { type: "signal", council: signal.council, tells: ["signal"] } : undefined;
  }
  const council = deps.councils.find(subject);
  const { approaches = [], routineContacts = [] } = council ? deps.council.queries().findUnchecked(council.code) : {};
  const contact = routineContacts.find((one) => one.contact === about);
  if (council && contact)
    return mayAddContact(deps, person, council, contact) ? { type: "council", council: council.code } : undefined;
  const approach = approaches.find((one) => one.approach === about);
  const isVisible = council && approach && mayReadApproach(deps, person, council, approach);
  return isVisible ? { type: "council", council: council.code } : undefined;
}
