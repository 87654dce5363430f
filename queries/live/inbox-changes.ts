// Whether an event changed what a person sees of their inbox: the tasks of each record that it changed are compared, before and after it, with the person's
// rights of today.
import type { StoredEvent } from "../../event-log/port.ts";
import type { PersonFacts } from "../../policies/engine/facts.ts";
import { inOrder, isWaitingFor, type Waiting } from "../../projections/inbox/waiting-task.ts";
import { type ClaimState, foldClaim, readClaimEvent } from "../../services/claim/stream.ts";
import { sideOf, type TaskName } from "../../services/claim/task-name.ts";
import { personFacts } from "../../services/people/assignments.ts";
import { interestsOf } from "../../services/people/interests.ts";
import { foldPerson } from "../../services/people/stream.ts";
import type { Viewer } from "../../services/people/viewer.ts";
import { audiencesOf, type TaskAudience } from "../../services/tasks.ts";
import type { ReadDeps } from "../deps.ts";
import { itemOn, receivedOnce } from "../inbox/inbox-item.ts";
import { type ClaimedTaskDeps, claimOf, withClaimOf } from "../inbox/task-claims.ts";
import { findSubjectUnchecked, recordReadModelOf, recordReadModels, type SubjectRecord } from "../subject-record.ts";
import { aroundOf } from "./around-event.ts";
import { decidingFacts } from "./deciding-facts.ts";
import type { PersonalChange } from "./personal-topic.ts";
import type { RecordChange, RecordSide } from "./record-changes.ts";

type Deps = ClaimedTaskDeps & Pick<ReadDeps, "certainToday">;

/** The tasks of a record at one time, with who had claimed them and the rights of those. */
type Tasks = {
  readonly tasks: readonly Waiting[];
  readonly record: () => SubjectRecord | undefined;
  readonly claimOf: (task: Waiting, type: SubjectRecord["type"]) => ClaimState | undefined;
  /** Undefined for somebody who is not there. */
  readonly factsOf: (person: string) => PersonFacts | undefined;
};

/** None if nobody's inbox can be another. */
export function inboxChangesByRecord(deps: Deps, { before, after }: RecordChange): readonly PersonalChange[] {
  const [earlier, later] = differing(before, after);
  return changeBetween(deps, ofToday(deps, earlier), ofToday(deps, later));
}

/** A claim on a task: everybody who has the task sees who claimed it, and until when it is put off. */
export function inboxChangesByClaim(deps: Deps, event: StoredEvent, stream: readonly StoredEvent[]): readonly PersonalChange[] {
  const { type, ...task } = readClaimEvent(event).data.task;
  const found = recordReadModelOf(deps, type)
    .queries()
    .tasks.of(task.subject)
    .filter((one) => isNamed(one, task));
  const [before, after] = aroundOf(stream, event, (events) => foldClaim(event.streamId, events)).map((claim) => ({
    ...ofToday(deps, { tasks: found, record: undefined }),
    record: () => findSubjectUnchecked(deps, task.subject),
    claimOf: () => claim,
  }));
  return before && after ? changeBetween(deps, before, after) : [];
}

/** An event of a person's own record: a claim of theirs counts as long as they have the task. */
export function inboxChangesByPerson(deps: Deps, event: StoredEvent, stream: readonly StoredEvent[]): readonly PersonalChange[] {
  const person = event.streamId;
  const [before] = aroundOf(stream, event, (events) => foldPerson(person, events));
  const today = deps.today();
  const assignments = before?.assignments.filter(({ from }) => from <= deps.certainToday()) ?? [];
  const interests = before && interestsOf({ ...before, assignments }, today, deps.councils.linkedCodes);
  const facts = personFacts(person, assignments, today, interests);
  return recordReadModels(deps)
    .flatMap((model) => model.queries().tasks.claimedBy(person))
    .flatMap((task) => {
      const after = {
        ...ofToday(deps, { tasks: [task], record: undefined }),
        record: () => findSubjectUnchecked(deps, task.subject),
      };
      const earlier = { ...after, factsOf: (one: string) => (one === person ? facts : after.factsOf(one)) };
      return changeBetween(deps, earlier, after);
    });
}

function changeBetween(deps: Deps, before: Tasks, after: Tasks): readonly PersonalChange[] {
  const audiences = new Set([...before.tasks, ...after.tasks].map(({ audience }) => audience));
  if (audiences.size === 0) return [];
  const isSeenBy = ({ person, facts }: Viewer) =>
    itemsSeen(deps, person, facts, before) !== itemsSeen(deps, person, facts, after);
  return [{ audiences, isSeenBy }];
}

/** What a person sees of the tasks, as text for comparison. */
function itemsSeen(deps: Deps, person: string, facts: PersonFacts, { tasks, record: find, claimOf, factsOf }: Tasks): string {
  const record = find();
  if (!record) return "[]";
  const today = deps.today();
  const seenBy = (viewer: PersonFacts, task: Waiting) => itemOn(deps, viewer, task, record, today, receivedOnce(deps, viewer));
  const hasTask = (holder: string, name: TaskName): boolean => {
    const viewer = factsOf(holder);
    return (
      viewer !== undefined &&
      waitingFor(holder, viewer, tasks, today).some((task) => isNamed(task, name) && seenBy(viewer, task)?.type === name.type)
    );
  };
  const items = inOrder(waitingFor(person, facts, tasks, today)).flatMap((task) => {
    const item = seenBy(facts, task);
    return item ? [withClaimOf(item, task, today, claimOf(task, record.type), hasTask)] : [];
  });
  return JSON.stringify(items);
}

/** In the order of the person's audiences, as lists have them. */
function waitingFor(person: string, facts: PersonFacts, tasks: readonly Waiting[], today: string): readonly Waiting[] {
  const of = (audience: TaskAudience) => tasks.filter((task) => task.audience === audience && isWaitingFor(task, person, today));
  return audiencesOf(facts).flatMap(of);
}

const ofToday = (deps: Deps, { tasks, record }: RecordSide): Tasks => ({
  tasks,
  record: () => record,
  claimOf: (task, type) => claimOf(deps, { type }, task),
  factsOf: (person) => deps.people.queries().viewer(person)?.facts,
});

const isNamed = (task: Waiting, { kind, about, since, side }: Omit<TaskName, "type" | "subject">): boolean =>
  task.kind === kind && (task.about ?? "") === about && task.since === since && sideOf(task) === side;

/** The tasks that differ, where the record decides the same of both sides; otherwise all of them. */
function differing(before: RecordSide, after: RecordSide): readonly [RecordSide, RecordSide] {
  if (decidingFacts(before.record) !== decidingFacts(after.record)) return [before, after];
  const [earlier, later] = [before, after].map(({ tasks }) => new Set(tasks.map((task) => JSON.stringify(task))));
  const differs = [...before.tasks, ...after.tasks].filter((task) => {
    const text = JSON.stringify(task);
    return earlier?.has(text) !== later?.has(text);
  });
  // Of the same task for several audiences a person sees one.
  const keys = new Set(differs.map(keyOf));
  const only = (side: RecordSide): RecordSide => ({ ...side, tasks: side.tasks.filter((task) => keys.has(keyOf(task))) });
  return [only(before), only(after)];
}

const keyOf = ({ kind, about }: Waiting): string => JSON.stringify([kind, about]);
