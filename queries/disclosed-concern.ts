// A concern on its way out of the hub: what the GraphQL type Concern is made of.
import type { Surface } from "../reference/surfaces.ts";
import type { Viewer } from "../services/people/viewer.ts";
import type { AuthorisedConcern } from "./concerns/authorised-concern.ts";
import { type ReceivedShare, receivedShares } from "./concerns/read-one.ts";
import type { ReadDeps } from "./deps.ts";
import type { Moment } from "./past/as-of.ts";
import type { PastConcern } from "./past/past-concern.ts";

export type DisclosedConcern = AuthorisedConcern & {
  readonly surface: Surface;
  /** Whom it is disclosed to, with the assignments by which they read it. */
  readonly viewer: Viewer;
  /** The version of the policy under which it leaves: today's, also for a past concern. */
  readonly policyVersion: string;
  /** The past moment that it is disclosed as of. */
  readonly moment?: Moment;
  /** The shares through which the viewer has it. */
  readonly received: () => readonly ReceivedShare[];
};

type Deps = Pick<ReadDeps, "policy">;

export const discloseConcern = (deps: Deps, viewer: Viewer, surface: Surface, concern: AuthorisedConcern): DisclosedConcern => ({
  ...concern,
  surface,
  viewer,
  policyVersion: deps.policy.version,
  received: () => receivedShares(deps, viewer.facts, concern),
});

export const disclosePast = (
  { policy }: Deps,
  viewer: Viewer,
  surface: Surface,
  { concern, received }: PastConcern,
  moment: Moment,
): DisclosedConcern => ({ ...concern, surface, viewer, policyVersion: policy.version, moment, received: () => received });
