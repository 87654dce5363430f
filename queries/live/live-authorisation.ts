// What policy is asked for those who follow something: once for each class of people, and counted, so that it can be seen to stay so.
import { boundedCache } from "../../caching/cache.ts";
import type { ConcernFacts, PersonFacts, Resource, ShareFacts } from "../../policies/engine/facts.ts";
import type { PolicySet } from "../../policies/engine/policy-set.ts";
import type { Rights } from "../../policies/engine/rights.ts";
import type { PeopleQueries } from "../../projections/people/people.ts";
import type { ConcernRecord } from "../../projections/register/records.ts";
import type { Follower } from "../../projections/runtime/follower.ts";
import type { Part } from "../../reference/concern-parts.ts";
import type { Councils } from "../../reference/councils.ts";
import { londonDate } from "../../services/dates.ts";
import type { Viewer } from "../../services/people/viewer.ts";
import { supportFacts } from "../../services/support/facts.ts";
import type { RegisterQueries } from "../concerns/register-queries.ts";
import { mayReadApproach } from "../council/read-council.ts";
import { viewerAt } from "../past/as-of.ts";
import type { Wakes } from "./invalidations.ts";

export type AskedOf = {
  readonly policy: PolicySet;
  readonly rights: Rights;
  readonly councils: Councils;
  readonly today: () => string;
  readonly people: Pick<Follower<PeopleQueries>, "queries">;
  readonly register: Pick<Follower<RegisterQueries>, "queries" | "status">;
};

/** What everybody sees who sees the thing at all. */
export const SEEN = "all";

export type LiveAuthorisation = {
  /** The person's facts of now. */
  viewerOf(person: string): PersonFacts;
  /** The person's facts as they were assigned at an instant. */
  viewerAt(person: string, at: string): PersonFacts;
  /** People of one class get the same answer on concerns and on this action. */
  classOn(action: string): (viewer: PersonFacts) => string;
  /** The parts of a concern with these facts that the class may read. */
  parts(viewer: PersonFacts, facts: ConcernFacts): readonly Part[];
  /** Whether the class has a share with these facts through a body of its own. */
  receives(viewer: PersonFacts, share: ShareFacts): boolean;
  /** Whether the class may do this with a council: SEEN, or undefined. */
  ofCouncil(action: string): (code: string, viewer: PersonFacts) => typeof SEEN | undefined;
  /** Whether the class may see what changed the picture of a council's support. */
  ofSupport(viewer: PersonFacts, support: NonNullable<Wakes["support"]>): boolean;
  /** The concern as it stands now: the same object until anything changes, so that what a class may read of it is decided once. */
  findUnchecked(id: string): ConcernRecord | undefined;
  /** How often policy was asked. */
  asked(): number;
};

/** Concerns kept while nothing changes. */
const KEPT = 1_000;

export function askingFor(inside: AskedOf): LiveAuthorisation {
  const { policy, rights, councils } = inside;
  const found = boundedCache<string, ConcernRecord | undefined>(KEPT);
  let foundAt = "";
  let asked = 0;

  function viewerNow(person: string): Viewer {
    const people = inside.people.queries();
    return people.viewer(person) ?? people.stranger(person);
  }

  function may(viewer: PersonFacts, action: string, resource: Resource): boolean {
    asked += 1;
    return policy.decideCached({ type: "Person", facts: viewer }, action, resource).allowed;
  }

  function ofCouncil(action: string, code: string, viewer: PersonFacts): typeof SEEN | undefined {
    const { region } = councils.find(code) ?? { region: "" };
    return may(viewer, action, { type: "Council", id: "council", facts: { code, region } }) ? SEEN : undefined;
  }

  return {
    viewerOf: (person) => viewerNow(person).facts,
    viewerAt: (person, at) => viewerAt(viewerNow(person), { at, day: londonDate(new Date(at)) }).facts,
    // People whom policies on the action tell apart by more than their assignments are classes of their own.
    classOn: (action) => (viewer) => rights.classOf(viewer) + policy.viewerOf(viewer, action).id,
    parts(viewer, facts) {
      asked += 1;
      return [...rights.parts(viewer, facts).keys()];
    },
    receives: (viewer, facts) => may(viewer, "readShareTerms", { type: "Share", id: "share", facts }),
    ofCouncil: (action) => (code, viewer) => ofCouncil(action, code, viewer),
    ofSupport(viewer, support) {
      if (support.by === "support")
        return may(viewer, "readSupport", { type: "Support", id: "support", facts: supportFacts(support.state) });
      if (support.by === "lead") return ofCouncil("readConversationLead", support.council, viewer) !== undefined;
      const council = councils.find(support.council);
      asked += 1;
      return council !== undefined && mayReadApproach(inside, viewer, council, support.approach);
    },
    findUnchecked(id) {
      const at = `${inside.register.status().position} ${inside.today()} ${rights.version()}`;
      if (at !== foundAt) found.clear();
      foundAt = at;
      return found.getOrMake(id, () => inside.register.queries().findUnchecked(id));
    },
    asked: () => asked,
  };
}
