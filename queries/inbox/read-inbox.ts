// Reads a person's inbox: the tasks of their audiences from every read model with tasks, if policy lets the person see the subject of the task and do the
// task.
import type { TaskFilter } from "../../projections/inbox/task-table.ts";
import {
  comparePlaces,
  FIRST_PLACE,
  inOrder,
  placeOf,
  type TaskPlace,
  type Waiting,
} from "../../projections/inbox/waiting-task.ts";
import type { TaskName } from "../../services/claim/task-name.ts";
import { daysAfter } from "../../services/dates.ts";
import { declarationDue } from "../../services/people/interests.ts";
import type { Viewer } from "../../services/people/viewer.ts";
import { audiencesOf, fromDay, type TaskAudience } from "../../services/tasks.ts";
import { ownersToday } from "../concerns/owners.ts";
import { may } from "../deps.ts";
import { recordReadModels } from "../subject-record.ts";
import { type InboxDeps, type InboxItem, itemOf, receivedOnce } from "./inbox-item.ts";
import { type ClaimedTaskDeps, taskOfPerson, withClaim, withOwnerDisclosed } from "./task-claims.ts";

type Deps = InboxDeps;

export type InboxFilter = Omit<TaskFilter, "mine"> & {
  /** Whether they have claimed it, it is addressed to them alone, or it is about a concern that they own or cover. */
  readonly mine?: boolean;
};
export type InboxPage = { readonly items: readonly InboxItem[]; readonly end?: TaskPlace; readonly more: boolean };

/** The days before the end of an assignment on which its holder gets a task. */
const ASSIGNMENT_NOTICE = 30;

/** Returns the tasks that wait today, in order of their due dates. `end` belongs to the last item on the page, so that a cursor does not reveal omitted tasks. */
export function readInbox(
  deps: ClaimedTaskDeps,
  viewer: Viewer,
  after: TaskPlace | undefined,
  limit: number,
  wanted: InboxFilter = {},
): InboxPage {
  const today = deps.today();
  const filter = filterFor(deps, viewer, wanted);
  const items: InboxItem[] = [];
  const received = receivedOnce(deps, viewer.facts);
  let place = after ?? FIRST_PLACE;
  let end: TaskPlace | undefined;
  for (;;) {
    const batch = tasksAfter(deps, viewer, today, place, limit + 1, filter);
    for (const task of batch) {
      const found = itemOf(deps, viewer.facts, task, today, received);
      const told = found && wanted.mine !== undefined ? withOwnerDisclosed(deps, viewer.facts, found) : found;
      const item = told && withClaim(deps, told, task);
      if (item && items.length === limit) return { items, more: true, ...(end && { end }) };
      place = placeOf(task);
      if (!item) continue;
      items.push(item);
      end = place;
    }
    if (batch.length <= limit) return { items, more: false, ...(end && { end }) };
  }
}

/** The tasks of a council and audience that are read first: the person may not see or do them all. */
const TRIED = 3;

/** Council -> the first task about it in the person's inbox: what `readInbox` finds for each, read for all of them at once. */
export function readFirstTasks(
  deps: ClaimedTaskDeps,
  viewer: Viewer,
  councils: readonly string[],
): ReadonlyMap<string, InboxItem> {
  const [today, audiences] = [deps.today(), audiencesOf(viewer.facts)];
  const received = receivedOnce(deps, viewer.facts);
  const byCouncil = recordReadModels(deps).map((model) =>
    model.queries().tasks.firstByCouncil(councils, audiences, viewer.person, today, TRIED),
  );
  const found = new Map<string, InboxItem>();
  for (const council of councils) {
    // Of each audience's first tasks so many are certainly the first of all.
    const first = inOrder(byCouncil.flatMap((tasks) => tasks.get(council) ?? [])).slice(0, TRIED);
    const item = firstOf(first) ?? (first.length === TRIED ? firstAfter(council, first) : undefined);
    if (item) found.set(council, item);
  }
  return found;

  function firstOf(tasks: readonly Waiting[]): InboxItem | undefined {
    for (const task of tasks) {
      const item = itemOf(deps, viewer.facts, task, today, received);
      if (item) return withClaim(deps, item, task);
    }
    return undefined;
  }
  function firstAfter(council: string, tried: readonly Waiting[]): InboxItem | undefined {
    const last = tried.at(-1);
    return readInbox(deps, viewer, last && placeOf(last), 1, { council }).items[0];
  }
}

/** A task that the person has in their inbox today; undefined if they do not. */
export function readTask(deps: ClaimedTaskDeps, viewer: Viewer, name: TaskName): InboxItem | undefined {
  const task = taskOfPerson(deps, viewer.person, name);
  const item = task && itemOf(deps, viewer.facts, task, deps.today(), receivedOnce(deps, viewer.facts));
  return task && item && withClaim(deps, item, task);
}

/** The most waiting tasks that are counted. */
const MAX_COUNTED = 100;

export function countTasks(deps: ClaimedTaskDeps, viewer: Viewer): { readonly count: number; readonly more: boolean } {
  const { items, more } = readInbox(deps, viewer, undefined, MAX_COUNTED);
  return { count: items.length, more };
}

function filterFor(deps: ClaimedTaskDeps, viewer: Viewer, { mine: wanted, ...filter }: InboxFilter): TaskFilter {
  if (wanted === undefined) return filter;
  const ofScopes = ownersToday(deps).caseloadOf(viewer.person);
  const owners = new Map([...ofScopes].map(([scope, people]): [TaskAudience, readonly string[]] => [`scope:${scope}`, people]));
  return { ...filter, mine: { wanted, owners } };
}

/** Whether a task that the person may see started to wait after an instant. */
export function hasNew(deps: Deps, viewer: Viewer, instant: string): boolean {
  const [today, audiences] = [deps.today(), audiencesOf(viewer.facts)];
  const received = receivedOnce(deps, viewer.facts);
  const isSeen = (task: Waiting) => itemOf(deps, viewer.facts, task, today, received) !== undefined;
  if (ownTasks(deps, viewer, today).some((task) => task.since > instant && isSeen(task))) return true;
  return recordReadModels(deps).some((model) => {
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
  const tasks = recordReadModels(deps).flatMap((model) =>
    model.queries().tasks.waiting(audiences, viewer.person, today, place, limit, filter),
  );
  const own = ownTasks(deps, viewer, today).filter(
    (task) => comparePlaces(placeOf(task), place) > 0 && isWanted(task, filter, today),
  );
  return inOrder([...tasks, ...own]).slice(0, limit);
}

/** The person's own record is of no council, and theirs alone. */
const isWanted = ({ kind, due }: Waiting, filter: TaskFilter, today: string): boolean =>
  filter.council === undefined &&
  filter.mine?.wanted !== false &&
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
