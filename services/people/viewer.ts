import { lazy } from "../../caching/cache.ts";
import type { PersonFacts } from "../../policies/engine/facts.ts";
import { isCurrent, personFacts } from "./assignments.ts";
import type { Assignment, PersonState } from "./state.ts";

/** An assignment's state on one day. */
type ViewerAssignment = Assignment & {
  readonly current: boolean;
  /** The facts of a person with only this assignment on that day, and with all their interests. */
  readonly factsAlone: () => PersonFacts;
};

/** A correction of a name. `former`: the name before it. */
export type NameCorrection = PersonState["renamed"][number] & { readonly former: PersonState["name"] };

/** A signed-in person: the facts that policies read, and the data that the person reads about themselves. */
export type Viewer = {
  readonly person: string;
  readonly facts: PersonFacts;
  readonly assignments: readonly ViewerAssignment[];
  /** Each declaration of interests, first to last. */
  readonly declarations: PersonState["declarations"];
  /** Undefined when the name has been erased. */
  readonly name: string | undefined;
  /** Each correction of the name with the name before it, first to last. */
  readonly renamed: readonly NameCorrection[];
  /** How to reach them at work; undefined if they have not said so. */
  readonly workContact: string | undefined;
  /** How they joined, if it was by invitation. */
  readonly joined?: PersonState["joined"] | undefined;
  /** Who looks after their concerns while they are away, and to whom these were handed over. */
  readonly covers: PersonState["covers"];
  readonly handedOver: PersonState["handedOver"];
  /** The address for notices; undefined for a person who receives none. */
  readonly mailAddress: string | undefined;
};

/** The same person with other assignments and facts. Names and addresses are still unsealed at each read. */
export const withAssignments = (viewer: Viewer, changed: Pick<Viewer, "assignments" | "facts">): Viewer =>
  Object.create(Object.prototype, { ...Object.getOwnPropertyDescriptors(viewer), ...Object.getOwnPropertyDescriptors(changed) });

export const nameCorrections = ({ firstName, renamed }: PersonState): readonly NameCorrection[] =>
  renamed.map((one, index) => ({ ...one, former: renamed[index - 1]?.text ?? firstName }));

export const viewerAssignment = (
  person: string,
  assignment: Assignment,
  day: string,
  interests: readonly string[] = [],
  current = isCurrent(assignment, day),
): ViewerAssignment => ({
  ...assignment,
  current,
  factsAlone: lazy(() => personFacts(person, [assignment], day, interests)),
});
