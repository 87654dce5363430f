// The dependencies of queries: each query picks the ones it needs.
import type { KeyStore } from "../event-log/keys/port.ts";
import type { EventLog } from "../event-log/port.ts";
import type { PersonFacts, Resource } from "../policies/engine/facts.ts";
import type { PolicySet } from "../policies/engine/policy-set.ts";
import type { Rights } from "../policies/engine/rights.ts";
import type { CouncilQueries } from "../projections/council/council.ts";
import type { DisclosureQueries } from "../projections/disclosures/disclosures.ts";
import type { IntakeQueries } from "../projections/intake/queries.ts";
import type { MetricsQueries } from "../projections/metrics/metrics.ts";
import type { OverviewQueries } from "../projections/overview/overview.ts";
import type { PeopleQueries } from "../projections/people/people.ts";
import type { Follower } from "../projections/runtime/follower.ts";
import type { SupportQueries } from "../projections/support/queries.ts";
import type { Councils } from "../reference/councils.ts";
import type { RegisterQueries } from "./concerns/register-queries.ts";

export type ReadDeps = {
  readonly log: EventLog;
  readonly keys: KeyStore;
  readonly policy: PolicySet;
  readonly rights: Rights;
  readonly councils: Councils;
  /** The date in England. */
  readonly today: () => string;
  /** The last date that has certainly begun, even if the clock is wrong. */
  readonly certainToday: () => string;
  /** Two providers at a council within this many days of each other clash. */
  readonly clashDays: number;
  readonly register: Pick<Follower<RegisterQueries>, "queries">;
  readonly support: Pick<Follower<SupportQueries>, "queries">;
  readonly intake: Pick<Follower<IntakeQueries>, "queries">;
  readonly council: Pick<Follower<CouncilQueries>, "queries">;
  readonly overview: Pick<Follower<OverviewQueries>, "queries">;
  readonly people: Pick<Follower<PeopleQueries>, "queries">;
  readonly metrics: Pick<Follower<MetricsQueries>, "queries">;
  readonly disclosed: Pick<Follower<DisclosureQueries>, "queries">;
};

/**
 * Whether policy permits the action, in a time that tells nothing of the facts. For a record that is requested by id or code and does not exist, callers
 * give the facts of none (`NO_FACTS`), so that unknown and invisible take the same time.
 */
export const may = ({ rights }: Pick<ReadDeps, "rights">, person: PersonFacts, action: string, resource: Resource): boolean =>
  rights.permits(person, action, resource);
