// Who has claimed a task, until when it is put off, and whether somebody has it.
import { type PersonFacts, READ_ACTIONS } from "../../policies/engine/facts.ts";
import type { Waiting } from "../../projections/inbox/waiting-task.ts";
import type { ClaimState } from "../../services/claim/stream.ts";
import { sideOf, type TaskName } from "../../services/claim/task-name.ts";
import { audiencesOf } from "../../services/tasks.ts";
import { may, type ReadDeps } from "../deps.ts";
import { recordReadModelOf } from "../subject-record.ts";
import { type InboxDeps, type InboxItem, itemOf, receivedOnce } from "./inbox-item.ts";

type Deps = InboxDeps;
export type ClaimedTaskDeps = Deps & Pick<ReadDeps, "people">;

/** Whoever filters by whose a task is learns who owns its concern, which is in the sharing record. */
export function withOwnerDisclosed(deps: Deps, person: PersonFacts, item: InboxItem): InboxItem | undefined {
  const facts = item.type === "concern" ? deps.register.queries().findUnchecked(item.subject, false)?.facts : undefined;
  if (!facts || !person.adviserScopes.includes(facts.scope)) return item;
  if (!may(deps, person, READ_ACTIONS.sharingRecord, { type: "Concern", id: "concern", facts })) return undefined;
  return { ...item, tells: [...new Set([...(item.tells ?? []), "sharingRecord" as const])] };
}

/** Adds who has claimed a task, if they still have it, and until when it is put off. */
export const withClaim = (deps: ClaimedTaskDeps, item: InboxItem, task: Waiting): InboxItem =>
  withClaimOf(
    item,
    task,
    deps.today(),
    claimOf(deps, item, task),
    (person, name) => taskOfPerson(deps, person, name) !== undefined,
  );

/** The same with a claim of today, or from before or after an event. `hasTask`: whether a person has a task at that time. */
export function withClaimOf(
  item: InboxItem,
  task: Waiting,
  today: string,
  claim: ClaimState | undefined,
  hasTask: (person: string, name: TaskName) => boolean,
): InboxItem {
  const { type, subject, kind, about = "", since } = item;
  if (type === "assignment" || type === "person") return item;
  const name: TaskName = { type, subject, kind, about, since, side: sideOf(task) };
  const { claimed, putOff } = claim ?? {};
  const isHeld = claimed !== undefined && hasTask(claimed.actor, name);
  return { ...item, name, ...(isHeld && { claimed }), ...(putOff && putOff.until > today && { putOff }) };
}

/** Who has claimed a task, and until when it is put off, as last recorded. */
export const claimOf = (deps: Deps, { type }: Pick<InboxItem, "type">, task: Waiting): ClaimState | undefined =>
  type === "assignment" || type === "person" ? undefined : recordReadModelOf(deps, type).queries().tasks.claimOf(task);

/** A task, if somebody has it in their inbox today. */
export function taskOfPerson(deps: ClaimedTaskDeps, person: string, name: TaskName): Waiting | undefined {
  const viewer = deps.people.queries().viewer(person);
  if (!viewer) return undefined;
  const [today, { facts }] = [deps.today(), viewer];
  const task = recordReadModelOf(deps, name.type).queries().tasks.find(name, audiencesOf(facts), person, today);
  return task && itemOf(deps, facts, task, today, receivedOnce(deps, facts))?.type === name.type ? task : undefined;
}
