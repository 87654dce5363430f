// The read models of a hub with their queries: of the serving thread, and of each reader thread.
import { councilModel } from "../projections/council/council.ts";
import { disclosuresModel } from "../projections/disclosures/disclosures.ts";
import { intakeModel } from "../projections/intake/intake.ts";
import { metricsModel } from "../projections/metrics/metrics.ts";
import { overviewModel } from "../projections/overview/overview.ts";
import { peopleModel } from "../projections/people/people.ts";
import { policyModel } from "../projections/policy/policy.ts";
import { registerModel } from "../projections/register/register.ts";
import { type Follower, guardedBy, withQueries } from "../projections/runtime/follower.ts";
import type { ReadModel } from "../projections/runtime/read-model.ts";
import { supportModel } from "../projections/support/support.ts";
import { registerQueries } from "../queries/concerns/register-queries.ts";
import type { Trace } from "./observability/trace.ts";
import { tracedReads } from "./observability/traced.ts";

type Follow = <Queries>(model: ReadModel<Queries>) => Follower<Queries>;
type FollowDeps = {
  readonly trace: Trace;
  /** Throws NotReady if this node may lack events on record. */
  readonly assertFresh: () => void;
};

export function followAll(follow: Follow, { trace, assertFresh }: FollowDeps) {
  const start = <Queries extends object>(model: ReadModel<Queries>) => tracedReads(follow(model), trace);
  const register = withQueries(follow(registerModel), registerQueries);
  return {
    ofLog: {
      register: tracedReads(register, trace),
      // Every request reads these two from memory, so spans would say nothing. Only here a person's roles are read, on which every answer depends.
      people: guardedBy(assertFresh, follow(peopleModel)),
      policyVersions: follow(policyModel),
      metrics: start(metricsModel),
      support: start(supportModel),
      intake: start(intakeModel),
      council: start(councilModel),
      overview: start(overviewModel),
    },
    disclosed: start(disclosuresModel),
    /** The people and tokens that some concern names: from memory, for each decision, so that spans would say nothing. Throws NotReady. */
    peopleNamed: () => register.queries().named(),
  };
}
