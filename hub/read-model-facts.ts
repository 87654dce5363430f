// Facts from read models, with which services can refuse a command before they read a stream.
import type { EventLog } from "../event-log/port.ts";
import type { Rights } from "../policies/engine/rights.ts";
import type { CouncilQueries } from "../projections/council/council.ts";
import type { DisclosureQueries } from "../projections/disclosures/disclosures.ts";
import type { IntakeQueries } from "../projections/intake/queries.ts";
import type { PeopleQueries } from "../projections/people/people.ts";
import type { Follower } from "../projections/runtime/follower.ts";
import { NotReady } from "../projections/runtime/not-ready.ts";
import type { SupportQueries } from "../projections/support/queries.ts";
import type { RegisterQueries } from "../queries/concerns/register-queries.ts";
import { taskOfPerson } from "../queries/inbox/task-claims.ts";
import { bodiesThatOpened } from "../queries/ledger/openers.ts";
import { clashesSeenBy } from "../queries/support/clashes.ts";
import { sightsOf } from "../queries/support/levels.ts";
import type { Councils } from "../reference/councils.ts";
import { concernStream } from "../services/concern/events.ts";
import type { ReadModelFacts, RecordType } from "../services/pipeline/visibility.ts";
import { signalStream } from "../services/signal/events.ts";
import { submissionStream } from "../services/submission/events.ts";
import { supportStream } from "../services/support/events.ts";
import type { HubQuarantine } from "./quarantine.ts";

type Deps = {
  readonly log: EventLog;
  readonly disclosures: EventLog;
  readonly disclosed: Follower<DisclosureQueries>;
  readonly councils: Councils;
  readonly register: Follower<RegisterQueries>;
  readonly support: Follower<SupportQueries>;
  readonly intake: Follower<IntakeQueries>;
  readonly people: Follower<PeopleQueries>;
  readonly council: Follower<CouncilQueries>;
  readonly rights: Rights;
  readonly today: () => string;
  readonly clashDays: number;
  /** Finds unreadable records too, because a person who may see one must not get the answer that it does not exist. */
  readonly quarantine: Pick<HubQuarantine, "factsOf">;
};

export function factsFromReadModels(deps: Deps, waitMs: number): ReadModelFacts {
  const { log, disclosures, disclosed, councils, register, support, intake, people, council, quarantine } = deps;
  const { rights, today } = deps;
  const inbox = { rights, councils, today, register, support, intake, council, people };
  const followers: Readonly<
    Record<RecordType | "Person" | "Council" | "Disclosure", Pick<Follower<unknown>, "reached" | "status">>
  > = {
    ...{ Concern: register, Support: support, Submission: intake, Signal: intake, Person: people, Council: council },
    Disclosure: disclosed,
  };
  const finders: Readonly<Record<RecordType, (id: string) => object | undefined>> = {
    Concern: (id) => register.queries().findUnchecked(id, false)?.facts ?? quarantine.factsOf(concernStream(id)),
    Support: (id) => support.queries().factsOf(id) ?? quarantine.factsOf(supportStream(id)),
    Submission: (id) => intake.queries().submissionFactsOf(id) ?? quarantine.factsOf(submissionStream(id)),
    Signal: (id) => intake.queries().signalFactsOf(id) ?? quarantine.factsOf(signalStream(id)),
  };
  return {
    find: (kind, id) => (followers[kind].status().state === "live" ? finders[kind](id) : undefined) as never,
    advises: (person, region) =>
      people.status().state === "live" && (people.queries().viewer(person)?.facts.adviserRegions.includes(region) ?? false),
    isCited: (submission) => intake.queries().isCited(submission),
    awaitsAcceptance: (share, bodies) => register.status().state === "live" && register.queries().awaitsAcceptance(share, bodies),
    newsOfEvent: (event) =>
      [register, support, intake, council].flatMap((model) =>
        model.status().state === "live" ? model.queries().news.ofEvent(event) : [],
      ),
    taskFor(person, name) {
      const isLive = [register, support, intake, people, council].every((model) => model.status().state === "live");
      const task = isLive ? taskOfPerson(inbox, person, name) : undefined;
      return task && { name, due: task.due, until: task.until };
    },
    untoldMatters: (...matter) => council.queries().untoldMatters(...matter),
    openersOf: (concern) => bodiesThatOpened({ disclosed, people, register, support, intake, councils }, concern),
    visibleClashes: (person, of) => clashesSeenBy(deps, person, sightsOf(deps, person))(of),
    async current(kind) {
      const head = await (kind === "Disclosure" ? disclosures : log).head();
      try {
        await followers[kind].reached(head, waitMs);
        return followers[kind].status().state === "live";
      } catch (error) {
        if (error instanceof NotReady) return false;
        throw error;
      }
    },
  };
}
