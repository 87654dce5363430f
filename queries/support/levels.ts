// What people see of supports: the level that policy lets them see, and the data of each level.
import type { PersonFacts, SupportFacts } from "../../policies/engine/facts.ts";
import { type Sight, sightBy } from "../../services/support/sight.ts";
import { lastProgress, type SupportState, statusOfSupport } from "../../services/support/state.ts";
import { may, type ReadDeps } from "../deps.ts";

/** Returns the level that a person may see of a support with these facts; undefined for none. */
export const sightOf = (deps: Pick<ReadDeps, "rights">, person: PersonFacts, facts: SupportFacts): Sight | undefined =>
  sightBy((action) => may(deps, person, action, { type: "Support", id: "support", facts }));

/** The same for the facts of many supports, with the conditions of lists. */
export function sightsOf({ rights }: Pick<ReadDeps, "rights">, person: PersonFacts): (facts: SupportFacts) => Sight | undefined {
  const allows = {
    readSupport: rights.allowsFor(person, "readSupport"),
    readSupportPurpose: rights.allowsFor(person, "readSupportPurpose"),
    readSupportDetail: rights.allowsFor(person, "readSupportDetail"),
  };
  return (facts) => sightBy((action) => allows[action](facts));
}

/** The engagement, without the name of its lead. */
export function engagementOf(state: SupportState) {
  const { id, council, strand, provider, offeredOn, answerBy, from, until } = state;
  return {
    ...{ id, council, strand, provider, offeredOn, answerBy, from, until },
    status: statusOfSupport(state),
    begunOn: state.begun?.begunOn,
    endedOn: state.ended?.endedOn,
    presence: state.presences
      .map(({ presence, from, to, cancelled }) => ({ id: presence, from, to, cancelled: cancelled !== undefined }))
      .sort((a, b) => a.from.localeCompare(b.from)),
  };
}

/** The purpose, and the support's state, without confidential data. */
export const purposeOf = (state: SupportState) => ({
  kind: state.kind,
  causes: state.causes,
  progress: lastProgress(state),
  milestones: state.milestones
    .map(({ milestone, kind, due, met, fellDue }) => ({ id: milestone, kind, due, metOn: met?.metOn, fellDueAt: fellDue?.at }))
    .sort((a, b) => a.due.localeCompare(b.due)),
  reviews: state.reviews
    .map(({ review, planned, cancelled, held }) => ({
      ...{ id: review, ...planned, cancelled: cancelled !== undefined },
      ...{ reviewedOn: held?.reviewedOn, progress: held?.progress },
    }))
    .sort((a, b) => dayOf(a).localeCompare(dayOf(b))),
  judgements: state.judgements.map(({ by, judgement }) => ({ by, judgement })),
});

const dayOf = ({ reviewedOn, from }: { readonly reviewedOn?: string | undefined; readonly from?: string }): string =>
  reviewedOn ?? from ?? "";

/** The data of a support at this level, as text for comparison; empty if there is none. */
export function seenAs(state: SupportState | undefined, sight: Sight | undefined): string {
  if (!state || !sight) return "";
  return JSON.stringify([
    ...[engagementOf(state), state.leadChanges.length],
    ...(sight.purpose ? [purposeOf(state)] : []),
    ...(sight.detail ? [state.version] : []),
  ]);
}
