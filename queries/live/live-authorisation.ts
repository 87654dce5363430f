// Authorises subscribers with one decision for each class of people. Decisions are counted for tests.
import { hash } from "node:crypto";
import { boundedCache } from "../../caching/cache.ts";
import type { ConcernFacts, PersonFacts, Resource, ShareFacts } from "../../policies/engine/facts.ts";
import type { ConcernRecord } from "../../projections/register/records.ts";
import type { Follower } from "../../projections/runtime/follower.ts";
import type { Part } from "../../reference/concern-parts.ts";
import { londonDate } from "../../services/dates.ts";
import type { Viewer } from "../../services/people/viewer.ts";
import { supportFacts } from "../../services/support/facts.ts";
import { showsSide } from "../../services/support/sight.ts";
import type { SupportState } from "../../services/support/state.ts";
import type { RegisterQueries } from "../concerns/register-queries.ts";
import { mayReadApproach } from "../council/read-council.ts";
import { may, type ReadDeps } from "../deps.ts";
import { readsStrand } from "../ledger/strands-read.ts";
import { viewerAt } from "../past/as-of.ts";
import { findViewer } from "../people/read-people.ts";
import { seenAs, sightOf } from "../support/levels.ts";
import { readSupport } from "../support/read-support.ts";
import type { Invalidations, LedgerChange } from "./invalidations.ts";

export type LiveAuthorisationDeps = Pick<
  ReadDeps,
  "policy" | "rights" | "councils" | "today" | "certainToday" | "people" | "support"
> & {
  readonly register: Pick<Follower<RegisterQueries>, "queries" | "status">;
};

/** The access text of resources without parts: everyone who may see the resource sees the same. */
export const VISIBLE = "all";

/** The number of concerns in the cache, which is valid while nothing changes. */
const CONCERNS = 1_000;

export type LiveAuthorisation = ReturnType<typeof openLiveAuthorisation>;

export function openLiveAuthorisation(deps: LiveAuthorisationDeps) {
  const { policy, rights, councils } = deps;
  const found = boundedCache<string, ConcernRecord | undefined>(CONCERNS);
  let foundAt = "";
  let foundBy: object | undefined;
  let decisions = 0;

  function mayCounted(viewer: PersonFacts, action: string, resource: Resource): boolean {
    decisions += 1;
    return may(deps, viewer, action, resource);
  }

  function ofCouncil(action: string, code: string, viewer: PersonFacts): typeof VISIBLE | undefined {
    const { region } = councils.find(code) ?? { region: "" };
    return mayCounted(viewer, action, { type: "Council", id: "council", facts: { code, region } }) ? VISIBLE : undefined;
  }

  /** What the class sees of a support in the picture of its council, as text for comparison; empty if there is nothing. */
  function seenInPicture(viewer: PersonFacts, state: SupportState | undefined): string {
    decisions += 1;
    const seen = seenAs(state, state && sightOf(deps, viewer, supportFacts(state)));
    // Its package is shown only with its detail, but decides which clashes are in the picture.
    return seen && JSON.stringify([seen, state?.partOf]);
  }

  return {
    /** The person, with their own record. */
    wholeViewerOf: (person: string): Viewer => findViewer(deps, person),
    /** The person's current facts. */
    viewerOf: (person: string): PersonFacts => findViewer(deps, person).facts,
    /** The person's facts with the assignments at an instant. */
    viewerAt: (person: string, at: string): PersonFacts =>
      viewerAt(findViewer(deps, person), { at, day: londonDate(new Date(at)) }, councils.linkedCodes).facts,
    /** People of one class get the same decisions on concerns and on this action. Policies may distinguish people by more than assignments. */
    classOn: (action: string) => (viewer: PersonFacts) => rights.classOf(viewer) + policy.viewerOf(viewer, action).id,
    /** The parts of a concern with these facts that the class may read. */
    parts(viewer: PersonFacts, facts: ConcernFacts): readonly Part[] {
      decisions += 1;
      return [...rights.parts(viewer, facts).keys()];
    },
    /** Whether the class has a share with these facts through one of its bodies. */
    receives: (viewer: PersonFacts, facts: ShareFacts): boolean =>
      mayCounted(viewer, "readShareTerms", { type: "Share", id: "share", facts }),
    /** Whether the class may do the action with a council. */
    ofCouncil: (action: string) => (code: string, viewer: PersonFacts) => ofCouncil(action, code, viewer),
    /** Whether the change altered anything that the class sees of a council's support. */
    ofSupport(viewer: PersonFacts, support: NonNullable<Invalidations["support"]>): boolean {
      if (support.by === "support") return seenInPicture(viewer, support.before) !== seenInPicture(viewer, support.after);
      if (support.by === "lead") return ofCouncil("readConversationLead", support.council, viewer) !== undefined;
      const council = councils.find(support.council);
      decisions += 1;
      if (!council) return false;
      if (support.by === "approach") return mayReadApproach(deps, viewer, council, support.approach);
      return support.sides.every((side) => {
        if (side.kind === "approach") return side.approach !== undefined && mayReadApproach(deps, viewer, council, side.approach);
        const sight = side.support && sightOf(deps, viewer, supportFacts(side.support));
        return sight !== undefined && showsSide(sight, side.kind);
      });
    },
    /** A digest of what the class sees of a support, for comparison; undefined for nothing. */
    seenOfSupport(id: string, viewer: PersonFacts): string | undefined {
      decisions += 1;
      const seen = readSupport(deps, viewer, id);
      return seen ? hash("sha256", seenAs(seen.state, seen), "base64url") : undefined;
    },
    /** Whether the class reads what changed in a council's ledger. */
    ofLedger(viewer: PersonFacts, { council: code, strands, restricted = [] }: LedgerChange): boolean {
      const council = councils.find(code);
      decisions += 1;
      const readsOne = () => restricted.some((facts) => rights.parts(viewer, facts).has("sharingRecord"));
      return (
        !strands || (council !== undefined && strands.some((strand) => readsStrand(deps, viewer, council, strand))) || readsOne()
      );
    },
    /** Returns the same object until something changes, so that each class's access to it is decided once. */
    findUnchecked(id: string): ConcernRecord | undefined {
      const at = `${deps.register.status().position} ${deps.today()} ${deps.certainToday()} ${rights.version()}`;
      const queries = deps.register.queries();
      // After a rebuild the file that records were read from is closed.
      if (at !== foundAt || queries !== foundBy) found.clear();
      [foundAt, foundBy] = [at, queries];
      return found.getOrMake(id, () => queries.findUnchecked(id));
    },
    /** The number of policy decisions. */
    decisions: () => decisions,
  };
}
