// The state at a past instant: the day in England, the policy that was in force, and people's assignments.
import { type EventLog, START, type StoredEvent } from "../../event-log/port.ts";
import { PolicyInvalid } from "../../policies/engine/policy-invalid.ts";
import type { PolicySet } from "../../policies/engine/policy-set.ts";
import type { Rights } from "../../policies/engine/rights.ts";
import { londonDate } from "../../services/dates.ts";
import { personFacts } from "../../services/people/assignments.ts";
import { type CodesOfReorganisedCouncil, declarationsAt, interestsOf } from "../../services/people/interests.ts";
import { assignmentsAt } from "../../services/people/state.ts";
import { type Viewer, viewerAssignment } from "../../services/people/viewer.ts";
import { type Refusal, refuse } from "../../services/refusals.ts";

type PolicyThen = { readonly policy: PolicySet; readonly rights: Rights };

export type Moment = PolicyThen & {
  /** The instant in ISO 8601 and UTC: it includes events that were recorded at it. */
  readonly at: string;
  readonly day: string;
  /** The last date that had certainly begun. */
  readonly certainDay: string;
};

/** The log, and the policy in force at an instant; undefined before the first was published. */
type Archive = {
  readonly log: EventLog;
  readonly now: () => Date;
  readonly certainToday: () => string;
  readonly policies: { at(instant: string): PolicyThen | undefined };
};

export async function momentOf({ log, now, certainToday, policies }: Archive, instant: string): Promise<Moment | Refusal> {
  const at = new Date(instant);
  if (at > now()) return refuse("NOT_YET", "at");
  const [first] = await log.readAll(START, 1);
  const then = policyAt(policies, at.toISOString());
  if (then === "unreadable") return refuse("POLICY_UNREADABLE", "at");
  if (!first || at.toISOString() < first.at || !then) return refuse("BEFORE_HUB_BEGAN", "at");
  const [day, certain] = [londonDate(at), certainToday()];
  const certainDay = day < certain ? day : certain;
  return { at: at.toISOString(), day, certainDay, policy: then.policy, rights: then.rights };
}

/** This version of the hub may not be able to read a policy that an earlier one published. */
function policyAt(policies: Archive["policies"], instant: string): PolicyThen | "unreadable" | undefined {
  try {
    return policies.at(instant);
  } catch (error) {
    if (error instanceof PolicyInvalid) return "unreadable";
    throw error;
  }
}

/** Returns a stream's events up to the last one recorded by an instant, without gaps, because a clock that was set back gives later events earlier instants. */
export const recordedBy = (stored: readonly StoredEvent[], instant: string): readonly StoredEvent[] =>
  stored.slice(0, stored.findLastIndex(({ at }) => at <= instant) + 1);

export type ViewerAt = (viewer: Viewer, moment: Pick<Moment, "at" | "day">) => Viewer;

/** Returns `viewerAt` with a cache of each person's last result. Rights are cached by the object, so that they are found for the same person and instant. */
export function cachedViewerAt(linkedCodes: CodesOfReorganisedCouncil): ViewerAt {
  const known = new WeakMap<Viewer, { readonly at: string; readonly then: Viewer }>();
  return (viewer, moment) => {
    const last = known.get(viewer);
    if (last?.at === moment.at) return last.then;
    const then = viewerAt(viewer, moment, linkedCodes);
    known.set(viewer, { at: moment.at, then });
    return then;
  };
}

/** Returns a person with the assignments at that time, and with today's name. */
export function viewerAt(
  viewer: Viewer,
  { at, day }: Pick<Moment, "at" | "day">,
  linkedCodes: CodesOfReorganisedCouncil,
): Viewer {
  const { person, renamed, covers, handedOver } = viewer;
  const declarations = declarationsAt(viewer.declarations, at);
  const held = assignmentsAt(viewer.assignments, at);
  const facts = personFacts(person, held, day, interestsOf({ assignments: held, declarations }, day, linkedCodes));
  const assignments = held.map((assignment) => viewerAssignment(person, assignment, day, facts.interests));
  return {
    ...{ person, renamed, covers, handedOver, assignments, declarations, facts },
    // Unsealed when it is read.
    get name() {
      return viewer.name;
    },
    get workContact() {
      return viewer.workContact;
    },
    get mailAddress() {
      return viewer.mailAddress;
    },
  };
}
