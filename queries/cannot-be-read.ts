// Unreadable records: only people who could see one learn that it exists. Policy decides with the last readable facts, without shares,
// because recipients cannot see unreadable records.
import { NO_CONCERN, NO_SIGNAL, NO_SUBMISSION, NO_SUPPORT, type PersonFacts, READ_ACTIONS } from "../policies/engine/facts.ts";
import { permittedBy } from "../policies/engine/residual.ts";
import type { Rights } from "../policies/engine/rights.ts";
import type { ListedAction } from "../policies/engine/sql.ts";
import type { Quarantined } from "../projections/runtime/quarantine.ts";
import { CONCERN_CATEGORY, concernStream } from "../services/concern/events.ts";
import { signalStream } from "../services/signal/events.ts";
import { submissionStream } from "../services/submission/events.ts";
import { supportStream } from "../services/support/events.ts";

type QuarantineDeps = {
  readonly rights: Rights;
  readonly quarantine: {
    of(category: string): readonly Quarantined[];
    factsOf(stream: string): object | undefined;
  };
};

type Action = typeof READ_ACTIONS.headline | ListedAction;

/** Returns the number of unreadable records of a kind. `wanted` filters by facts, as the list does. */
export function countCannotBeRead(
  { rights, quarantine }: QuarantineDeps,
  person: PersonFacts,
  [category, action]: readonly [category: string, Action],
  wanted: Readonly<Record<string, string | undefined>> = {},
): number {
  const isWanted = (facts: object) =>
    Object.entries(wanted).every(([name, value]) => value === undefined || (facts as Record<string, unknown>)[name] === value);
  return quarantine
    .of(category)
    .filter(({ facts }) => facts && isWanted(facts) && permittedBy(rights.of(person, action), facts as never).length > 0).length;
}

/** Kind -> its stream, the action that reads it, and the facts if it does not exist. */
const BY_ID = {
  concern: { streamOf: concernStream, action: READ_ACTIONS.headline, none: NO_CONCERN },
  support: { streamOf: supportStream, action: "readSupport", none: NO_SUPPORT },
  submission: { streamOf: submissionStream, action: "readSubmission", none: NO_SUBMISSION },
  signal: { streamOf: signalStream, action: "readSignal", none: NO_SIGNAL },
} as const satisfies Readonly<Record<string, { streamOf: (id: string) => string; action: Action; none: object }>>;
export type ThingById = keyof typeof BY_ID;

/** Whether a record that a person did not find is unreadable. Policy decides even if it does not exist, so that both take the same time. */
export function isUnreadableTo(
  { rights, quarantine }: QuarantineDeps,
  person: PersonFacts,
  thing: ThingById,
  id: string,
): boolean {
  const { streamOf, action, none } = BY_ID[thing];
  const facts = quarantine.factsOf(streamOf(id));
  return permittedBy(rights.of(person, action), (facts ?? none) as never).length > 0 && facts !== undefined;
}

export const CONCERNS = [CONCERN_CATEGORY, READ_ACTIONS.headline] as const;
