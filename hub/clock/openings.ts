// Records for councils which bodies have opened their concerns, by the record of disclosures. The council gets news of the first opening by each body.
import { setImmediate } from "node:timers/promises";
import { deriveId } from "../../event-log/ids.ts";
import type { DisclosureQueries } from "../../projections/disclosures/disclosures.ts";
import type { OpeningRow } from "../../projections/disclosures/opening-rows.ts";
import { capacityOf } from "../../queries/people/granting-assignments.ts";
import type { RefusalCode } from "../../services/refusals.ts";
import type { Hub } from "../hub.ts";

const BATCH = 200;
/** How far back a hub looks when it starts. While none runs, nobody opens anything. */
const LOOK_BACK_MS = 31 * 24 * 60 * 60_000;
/** The maximum number of refused openings that are kept for the next run. */
const MAX_REFUSED = 100;
/** Refusals that end by themselves or by repair. One by policy is no reason to try again. */
const PASSING: ReadonlySet<RefusalCode> = new Set<RefusalCode>(["BUSY", "CANNOT_BE_READ"]);

/**
 * Returns a job that records the openings since its last run, while the clock is believed, and returns how many bodies opened a concern for the first time.
 * No run looks at openings from before the policy let the hub record them: an installed hub does not begin with years of them.
 */
export function openingRecorder(hub: Hub): () => Promise<number> {
  /** The last opening that was looked at. Another file of the read model has other numbers. */
  let last: { readonly of: DisclosureQueries; readonly seq: number } | undefined;
  /** Openings that were refused, because others append to the council's stream or it cannot be read now. */
  let refused: readonly OpeningRow[] = [];

  return async () => {
    const permitted = hub.policyVersions.queries().firstNaming("recordOpening");
    if (permitted === undefined) return 0;
    const lookBack = new Date(hub.now().getTime() - LOOK_BACK_MS).toISOString();
    const since = permitted > lookBack ? permitted : lookBack;
    let recorded = 0;
    for (const opening of refused) {
      if (!hub.clock.isBelieved()) return recorded;
      recorded += await record(opening);
      await setImmediate();
    }
    for (;;) {
      const queries = hub.disclosed.queries();
      const after = last?.of === queries ? last.seq : queries.openings.before(since);
      const page = queries.openings.page(after, BATCH);
      for (const opening of page) {
        if (!hub.clock.isBelieved()) return recorded;
        recorded += await record(opening);
        last = { of: queries, seq: opening.seq };
        // Most openings are not the first of a body, and the search for those that are must not delay requests.
        await setImmediate();
      }
      if (page.length < BATCH) return recorded;
    }
  };

  async function record(opening: OpeningRow): Promise<number> {
    const { concern, assignment, person, council } = opening;
    let [recorded, isRefused] = [0, false];
    for (const body of bodiesOf(person, assignment, concern)) {
      if (hub.council.queries().news.has(concern, "opened", body)) continue;
      const key = `recordOpening-${deriveId(concern, body)}`;
      const outcome = await hub.services.opening.execute("recordOpening", { council, concern, body }, hub.asHub(key));
      if (outcome.kind === "refused") isRefused ||= PASSING.has(outcome.code);
      else if (outcome.recorded) recorded += 1;
    }
    refused = [...refused.filter((one) => one !== opening), ...(isRefused ? [opening] : [])].slice(-MAX_REFUSED);
    return recorded;
  }

  /** The bodies for which somebody reads a concern by an assignment: none for advisers and people of the council. */
  function bodiesOf(person: string, id: string, concern: string): readonly string[] {
    const facts = hub.register.queries().findUnchecked(concern, false)?.facts;
    const assignment = hub.people
      .queries()
      .viewer(person)
      ?.assignments.find((one) => one.assignment === id);
    return facts && assignment ? capacityOf(assignment, facts).bodies : [];
  }
}
