// A concern in a response: the data behind the GraphQL type Concern.
import type { Surface } from "../reference/surfaces.ts";
import type { Viewer } from "../services/people/viewer.ts";
import type { AuthorisedConcern } from "./concerns/authorised-concern.ts";
import { type ReceivedShare, receivedShares, sharesToAccept } from "./concerns/read-one.ts";
import type { FoundPlace } from "./concerns/search.ts";
import type { ReadDeps } from "./deps.ts";
import type { Moment } from "./past/as-of.ts";
import type { PastConcern } from "./past/past-concern.ts";
import { assignmentsThat } from "./people/granting-assignments.ts";

export type DisclosedConcern = AuthorisedConcern & {
  readonly kind: "concern";
  readonly surface: Surface;
  /** The viewer to whom it is disclosed, with the assignments by which they read it. */
  readonly viewer: Viewer;
  /** The version of the policy under which it is disclosed: today's, even for a past concern. */
  readonly policyVersion: string;
  /** The past instant of its state. */
  readonly moment?: Moment;
  /** Where the words of a search stand, if it was found by them. */
  readonly foundIn?: readonly FoundPlace[];
  /** The shares through which the viewer has it. */
  readonly received: () => readonly ReceivedShare[];
  /** What the viewer can accept the conditions of, and sees nothing else of before; absent for a past concern. */
  readonly toAccept?: {
    readonly shares: () => readonly ReceivedShare[];
    /** The assignments by which they can. */
    readonly through: () => readonly string[];
  };
};

type Deps = Pick<ReadDeps, "rights">;

export const buildDisclosedConcern = (
  deps: Deps,
  viewer: Viewer,
  surface: Surface,
  concern: AuthorisedConcern,
): DisclosedConcern => disclosedConcernBuilder(deps, viewer, surface)(concern);

/** The same for concerns that are disclosed at once. */
export function disclosedConcernBuilder(
  deps: Deps,
  viewer: Viewer,
  surface: Surface,
): (concern: AuthorisedConcern) => DisclosedConcern {
  const policyVersion = deps.rights.version();
  return (concern) => ({
    ...concern,
    kind: "concern",
    surface,
    viewer,
    policyVersion,
    received: () => receivedShares(deps, viewer.facts, concern),
    toAccept: {
      shares: () => sharesToAccept(deps, viewer.facts, concern),
      through: () => assignmentsThat(viewer, (person) => sharesToAccept(deps, person, concern).length > 0),
    },
  });
}

export const buildDisclosedPastConcern = (
  { rights }: Deps,
  viewer: Viewer,
  surface: Surface,
  { concern, received }: PastConcern,
  moment: Moment,
): DisclosedConcern => ({
  ...{ ...concern, kind: "concern", surface, viewer },
  ...{ policyVersion: rights.version(), moment, received: () => received },
});
