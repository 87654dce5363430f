// Who opened a concern, and who has read its outcome, by the record of disclosures.
import type { DisclosureEntry } from "../../projections/disclosures/entries.ts";
import type { DisclosureToBody } from "../../services/concern/outcome-recipients.ts";
import type { ReadDeps } from "../deps.ts";
import { entryOfDisclosure } from "./read-ledger.ts";
import { capacitiesOf } from "./recipients.ts";

type Deps = Pick<ReadDeps, "disclosed" | "people" | "register" | "support" | "intake" | "councils">;

const BATCH = 200;

/** The disclosures of a concern, newest first. */
function* disclosuresOf({ disclosed }: Deps, concern: string, until?: string): Generator<DisclosureEntry, void> {
  for (let last: DisclosureEntry | undefined; ; ) {
    const batch = disclosed.queries().ofConcern(concern, last && entryOfDisclosure(last), until, BATCH) ?? [];
    yield* batch;
    last = batch.at(-1);
    if (!last || batch.length < BATCH) return;
  }
}

/** Bodies of the people who opened the headline or the summary, each in the capacity in which they did, and when. */
export function bodiesThatOpened(deps: Deps, concern: string): readonly DisclosureToBody[] {
  const openers: DisclosureToBody[] = [];
  for (const entry of disclosuresOf(deps, concern))
    if (entry.parts.headline || entry.parts.summary)
      for (const { bodies } of capacitiesOf(deps, entry)) openers.push(...bodies.map((body) => ({ body, at: entry.at })));
  return openers;
}

/** When somebody first read an outcome, and for which bodies. */
export type OutcomeReader = { readonly person: string; readonly at: string; readonly bodies: readonly string[] };

/** The people who have read the outcome since an instant, in the order in which they first did. */
export function readersOfOutcome(deps: Deps, concern: string, since: string, until?: string): readonly OutcomeReader[] {
  const readers = new Map<string, OutcomeReader>();
  for (const entry of disclosuresOf(deps, concern, until)) {
    if (entry.at < since) break;
    if (!entry.parts.outcome) continue;
    const { person, at } = entry;
    // Entries come newest first, and the first read is put last.
    readers.delete(person);
    readers.set(person, { person, at, bodies: [...new Set(capacitiesOf(deps, entry).flatMap(({ bodies }) => bodies))] });
  }
  return [...readers.values()].reverse();
}
