// What a person sees of a task in their inbox: nothing, unless policy lets them see its record and do it.
import { boundedCache } from "../../caching/cache.ts";
import { type PersonFacts, READ_ACTIONS, READ_OUTCOME } from "../../policies/engine/facts.ts";
import type { Waiting } from "../../projections/inbox/waiting-task.ts";
import type { ConcernRecord } from "../../projections/register/records.ts";
import type { DisclosedPart } from "../../reference/concern-parts.ts";
import type { RecordPart } from "../../reference/record-parts.ts";
import type { ClaimState } from "../../services/claim/stream.ts";
import type { TaskName } from "../../services/claim/task-name.ts";
import type { Occurrence } from "../../services/concern/events.ts";
import { partTold } from "../../services/concern/task-parts.ts";
import type { TaskKind } from "../../services/tasks.ts";
import { receivedShares } from "../concerns/read-one.ts";
import { isToAccept } from "../concerns/to-accept.ts";
import { mayAddContact, mayReadApproach } from "../council/read-council.ts";
import { may, type ReadDeps } from "../deps.ts";
import { findSubjectUnchecked, type SubjectRecord } from "../subject-record.ts";
import { sightOf } from "../support/levels.ts";
import { mayDo } from "./task-actions.ts";

export type InboxDeps = Pick<ReadDeps, "rights" | "councils" | "today" | "register" | "support" | "intake" | "council">;
type Deps = InboxDeps;

/** The subject of a task. */
type Subject = {
  readonly type: "concern" | "support" | "submission" | "signal" | "council";
  readonly council: string;
  /** For a record: the parts that the task itself discloses. */
  readonly tells?: readonly RecordPart[];
};
export type InboxItem = Omit<Waiting, "audience" | "notFor"> & {
  readonly type: Subject["type"] | "assignment" | "person";
  readonly council?: string;
  readonly tells?: readonly RecordPart[];
  readonly overdue: boolean;
  /** Undefined for what follows from the person's own record, which nobody else has. */
  readonly name?: TaskName;
  /** Who has claimed it, unless they have it no longer. */
  readonly claimed?: Occurrence;
  /** Until when it is put off, and by whom. */
  readonly putOff?: ClaimState["putOff"];
};
/** Id -> a share of a concern that the person has. */
export type Received = (concern: ConcernRecord) => ReadonlySet<string>;

/** Looked up once for a concern with several waiting shares, because it needs the concern's state. */
const CONCERNS = 1_000;
export function receivedOnce(deps: Deps, person: PersonFacts): Received {
  const known = boundedCache<string, ReadonlySet<string>>(CONCERNS);
  return (concern) =>
    known.getOrMake(concern.id, () => new Set(receivedShares(deps, person, concern).map(({ share }) => share.id)));
}

/** A task that waits, as the person sees it now. */
export const itemOf = (
  deps: Deps,
  person: PersonFacts,
  task: Waiting,
  today: string,
  receivedIn: Received,
): InboxItem | undefined => itemOn(deps, person, task, findSubjectUnchecked(deps, task.subject), today, receivedIn);

/** The same with the record that the task is about: of today, or as it was before or after an event. */
export function itemOn(
  deps: Deps,
  person: PersonFacts,
  task: Waiting,
  record: SubjectRecord | undefined,
  today: string,
  receivedIn: Received,
): InboxItem | undefined {
  const { audience: _, notFor: __, ...item } = task;
  const overdue = task.due !== undefined && task.due < today;
  if (task.kind === "interests-to-declare") return { ...item, type: "person", overdue };
  if (task.kind === "assignment-ending") return { ...item, type: "assignment", overdue };
  const subject = record && subjectIn(deps, person, task, record, receivedIn);
  return subject && { ...item, ...subject, overdue };
}

/** The tasks of a support that disclose its purpose: that it has a milestone or a review. */
const TELLS_PURPOSE: ReadonlySet<TaskKind> = new Set(["milestone-due", "progress-review-due"]);

function subjectIn(
  deps: Deps,
  person: PersonFacts,
  task: Waiting,
  record: SubjectRecord,
  receivedIn: Received,
): Subject | undefined {
  switch (record.type) {
    case "concern":
      return subjectInConcern(deps, person, task, record.concern, receivedIn);
    case "support": {
      const { facts } = record;
      const sight = sightOf(deps, person, facts);
      const tellsPurpose = TELLS_PURPOSE.has(task.kind);
      if (!sight || (tellsPurpose && !sight.purpose)) return undefined;
      if (!mayDo(deps, person, task.kind, { type: "Support", id: "support", facts })) return undefined;
      return { type: "support", council: facts.council, tells: tellsPurpose ? ["engagement", "purpose"] : ["engagement"] };
    }
    case "submission": {
      const resource = { type: "Submission", id: "submission", facts: record.facts } as const;
      const isTheirs = may(deps, person, "readSubmission", resource) && mayDo(deps, person, task.kind, resource);
      return isTheirs ? { type: "submission", council: record.facts.council, tells: ["submission"] } : undefined;
    }
    case "signal": {
      const resource = { type: "Signal", id: "signal", facts: record.facts } as const;
      const isTheirs = may(deps, person, "readSignal", resource) && mayDo(deps, person, task.kind, resource);
      return isTheirs ? { type: "signal", council: record.facts.council, tells: ["signal"] } : undefined;
    }
    case "council": {
      const { council, state } = record;
      const contact = state.routineContacts.find((one) => one.contact === task.about);
      if (contact) return mayAddContact(deps, person, council, contact) ? { type: "council", council: council.code } : undefined;
      const approach = state.approaches.find((one) => one.approach === task.about);
      const isVisible = approach && mayReadApproach(deps, person, council, approach);
      return isVisible ? { type: "council", council: council.code } : undefined;
    }
  }
}

function subjectInConcern(
  deps: Deps,
  person: PersonFacts,
  task: Waiting,
  concern: ConcernRecord,
  receivedIn: Received,
): Subject | undefined {
  const { facts } = concern;
  const resource = { type: "Concern", id: "concern", facts } as const;
  // Whoever is to accept conditions sees the terms, and nothing else of the concern yet.
  if (task.kind === "conditions-to-accept")
    return isToAccept(deps, person, concern, task.about)
      ? { type: "concern", council: facts.council, tells: ["shareTerms"] }
      : undefined;
  if (task.kind === "outcome-to-read")
    return may(deps, person, READ_OUTCOME, resource)
      ? { type: "concern", council: facts.council, tells: ["outcome"] }
      : undefined;
  const tells = [...new Set<DisclosedPart>(["headline", partTold(task)])];
  const mayRead = (part: DisclosedPart) =>
    part === "shareTerms" ? receivedIn(concern).has(task.about ?? "") : may(deps, person, READ_ACTIONS[part], resource);
  const isTheirs = tells.every(mayRead) && mayDo(deps, person, task.kind, resource);
  return isTheirs ? { type: "concern", council: facts.council, tells } : undefined;
}
