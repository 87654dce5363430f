// The outcomes of concerns, for the bodies that had opened them and for the council (docs/decisions/0037-outcomes.md). A reader of an outcome may not see
// anything else of the concern: neither its summary nor its evidence.
import type { KeyStore } from "../../event-log/keys/port.ts";
import { bodyOfToken } from "../../policies/engine/facts.ts";
import type { ConcernRecord } from "../../projections/register/records.ts";
import { currentConclusion } from "../../services/concern/life.ts";
import { outcomeReaders, outcomeRefusal, outcomesAhead } from "../../services/concern/outcome.ts";
import type { ConcernState } from "../../services/concern/state.ts";
import { reveal } from "../../services/confidential.ts";
import type { Viewer } from "../../services/people/viewer.ts";
import { speaker } from "../attribution.ts";
import type { ReadDeps } from "../deps.ts";
import { readersOfOutcome } from "../ledger/openers.ts";
import type { ConclusionText } from "./present-life.ts";

type Deps = Pick<ReadDeps, "rights" | "register">;

/** Returns up to `limit` concerns after one, whose outcome the person may read. Undefined if that one does not exist. */
export const listOutcomes = (
  { rights, register }: Deps,
  { facts: person }: Viewer,
  after: string | undefined,
  limit: number,
): readonly ConcernRecord[] | undefined => register.queries().outcomes({ person, rights }, after, limit);

/** Undefined if there is no such concern, or the person may not read its outcome. Both take the same time. */
export const findOutcome = ({ rights, register }: Deps, { facts: person }: Viewer, id: string): ConcernRecord | undefined =>
  register.queries().outcome({ person, rights }, id);

/**
 * Presents the outcome to a person of a body, who may read it by these policies: how the concern ended, and the council's last reply. Throws if the
 * concern has none.
 */
export function presentOutcome(
  { keys, policy }: Pick<ReadDeps, "keys" | "policy">,
  { id, facts, day, state: stateOf }: ConcernRecord,
  { facts: person }: Viewer,
  policies: readonly string[],
) {
  const state = stateOf();
  const conclusion = currentConclusion(state);
  const isExplained = conclusion?.kind === "satisfactory-explanation";
  const text = isExplained ? reveal<ConclusionText>(keys, conclusion.text) : undefined;
  const readers = outcomeReaders(state, day.today);
  const until = person.bodies
    .flatMap((body) => readers.get(body) ?? [])
    .sort()
    .at(-1);
  if (!conclusion || until === undefined) throw new Error("An outcome was to be shown of a concern that has none.");
  return {
    concern: id,
    council: facts.council,
    strand: facts.strand,
    cause: facts.cause,
    conclusion: conclusion.kind,
    explanation: text?.explanation,
    appearance: text?.appearance,
    lastReply: lastReplyOf(keys, state),
    until,
    policies: policies.flatMap((one) => policy.texts.get(one) ?? []),
  };
}

/** Recipients see the office of a reply and no person. */
function lastReplyOf(keys: KeyStore, { replies }: ConcernState) {
  const last = replies.at(-1);
  if (!last) return undefined;
  const { given, text, reply: _, ...spoken } = last;
  const { office, at } = speaker(given, spoken, {}, { named: false });
  return { text: reveal(keys, text)?.reply, office, at };
}

/** Presents to readers of the sharing record when and to whom the outcome is shown. Undefined where it is shown to nobody, now or later. */
export function presentOutcomeRecord(state: ConcernState, today: string) {
  const conclusion = currentConclusion(state);
  const refused = conclusion && outcomeRefusal(state, conclusion);
  const [opensOn] = outcomesAhead(state)
    .map((ahead) => ahead.opensOn)
    .sort();
  const { opened } = state.outcomes;
  if (!refused && opened.length === 0 && opensOn === undefined) return undefined;
  return {
    opensOn,
    refused: refused && speaker(refused, refused, state),
    shownTo: bodiesOf([...outcomeReaders(state, today).keys()]),
    shown: opened.map(({ at, bodies, until, ending }) => ({ at, bodies: bodiesOf(bodies), until, ending })),
  };
}

/** Each body once, also where an outcome is for some people or seats of it. */
const bodiesOf = (audience: readonly string[]) => [...new Set(audience.map(bodyOfToken))].sort();

/** The people who have read an outcome of the concern by an instant. */
export const readersOf = (deps: Parameters<typeof readersOfOutcome>[0], state: ConcernState, until?: string) => {
  const first = state.outcomes.opened[0];
  return first ? readersOfOutcome(deps, state.id, first.at, until) : [];
};
