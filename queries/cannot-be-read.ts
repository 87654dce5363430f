// Unreadable records: only people who could see one learn that it exists. Policy decides with the last readable facts, without shares,
// because recipients cannot see unreadable records.
import {
  NO_CONCERN,
  NO_SIGNAL,
  NO_SUBMISSION,
  NO_SUPPORT,
  type PersonFacts,
  READ_ACTIONS,
  type Resource,
} from "../policies/engine/facts.ts";
import type { Rights } from "../policies/engine/rights.ts";
import type { Quarantined } from "../projections/runtime/quarantine.ts";
import { CONCERN_CATEGORY, concernStream } from "../services/concern/events.ts";
import { SIGNAL_CATEGORY, signalStream } from "../services/signal/events.ts";
import { SUBMISSION_CATEGORY, submissionStream } from "../services/submission/events.ts";
import { SUPPORT_CATEGORY, supportStream } from "../services/support/events.ts";

type QuarantineDeps = {
  readonly rights: Pick<Rights, "permits">;
  readonly quarantine: {
    of(category: string): readonly Quarantined[];
    factsOf(stream: string): object | undefined;
  };
};

/** Kind -> its streams, the action that reads it, and the facts if it does not exist. */
const KINDS = {
  concern: {
    ...{ category: CONCERN_CATEGORY, streamOf: concernStream },
    ...{ type: "Concern", action: READ_ACTIONS.headline, none: NO_CONCERN },
  },
  support: {
    ...{ category: SUPPORT_CATEGORY, streamOf: supportStream },
    ...{ type: "Support", action: "readSupport", none: NO_SUPPORT },
  },
  submission: {
    ...{ category: SUBMISSION_CATEGORY, streamOf: submissionStream },
    ...{ type: "Submission", action: "readSubmission", none: NO_SUBMISSION },
  },
  signal: {
    ...{ category: SIGNAL_CATEGORY, streamOf: signalStream },
    ...{ type: "Signal", action: "readSignal", none: NO_SIGNAL },
  },
} as const;
export type ThingById = keyof typeof KINDS;

/** Whether a person reads records of a kind with these facts, which no list holds any more. */
const reads = ({ rights }: Pick<QuarantineDeps, "rights">, person: PersonFacts, kind: ThingById, facts: object): boolean =>
  rights.permits(person, KINDS[kind].action, { type: KINDS[kind].type, id: kind, facts } as Resource);

/** Returns the number of unreadable records of a kind. `wanted` filters by facts, as the list does. */
export function countCannotBeRead(
  deps: QuarantineDeps,
  person: PersonFacts,
  kind: ThingById,
  wanted: Readonly<Record<string, string | undefined>> = {},
): number {
  const isWanted = (facts: object) =>
    Object.entries(wanted).every(([name, value]) => value === undefined || (facts as Record<string, unknown>)[name] === value);
  return deps.quarantine
    .of(KINDS[kind].category)
    .filter(({ facts }) => facts && isWanted(facts) && reads(deps, person, kind, facts)).length;
}

/** Whether a record that a person did not find is unreadable. Policy decides even if it does not exist, so that both take the same time. */
export function isUnreadableTo(deps: QuarantineDeps, person: PersonFacts, kind: ThingById, id: string): boolean {
  const { streamOf, none } = KINDS[kind];
  const facts = deps.quarantine.factsOf(streamOf(id));
  return reads(deps, person, kind, facts ?? none) && facts !== undefined;
}
