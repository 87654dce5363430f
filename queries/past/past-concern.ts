// A concern as it was at a past moment, from its own stream and its council's, for those who may read its sharing record: the council and its
// advisers. They see what they could see then under the policy of then, as far as they still may. Recipients see nothing of the past: it would show
// what was withdrawn or corrected since.
import { type ConcernRecord, concernRecord } from "../../projections/register/records.ts";
import { concernStream } from "../../services/concern/events.ts";
import { factsOf } from "../../services/concern/facts.ts";
import { asOfDate } from "../../services/concern/latest-position.ts";
import { foldConcern } from "../../services/concern/stream.ts";
import { councilStream } from "../../services/council/events.ts";
import { foldCouncil } from "../../services/council/stream.ts";
import type { Viewer } from "../../services/people/viewer.ts";
import type { AuthorisedConcern } from "../concerns/authorised-concern.ts";
import { type ReceivedShare, readOne, receivedShares, seenBy } from "../concerns/read-one.ts";
import type { ReadDeps } from "../deps.ts";
import { type Moment, recordedBy } from "./as-of.ts";

type Deps = Pick<ReadDeps, "log" | "policy" | "rights" | "register">;

/** With the parts that the viewer could read then and may read now, and the shares that they had then and have now. */
export type PastConcern = { readonly concern: AuthorisedConcern; readonly received: readonly ReceivedShare[] };

/** Null where there was no such concern, or the viewer may not look back at it. `recordThen` does what `recordAt` does, for several reads at once. */
export async function readPast(
  deps: Deps,
  viewer: Viewer,
  id: string,
  moment: Moment,
  recordThen = () => recordAt(deps, id, moment),
): Promise<PastConcern | null> {
  // Today's facts decide first: no stream is read for those who may not look back, so that unknown takes as long as invisible.
  if (!readOne(deps, viewer.facts, id, false)?.parts.has("sharingRecord")) return null;
  const record = await recordThen();
  const now = readOne(deps, viewer.facts, id);
  const then = seenBy(moment.policy, viewer.facts, record);
  if (!then || !now?.parts.has("sharingRecord")) return null;
  const still = new Set(receivedShares(deps, viewer.facts, now).map(({ share }) => share.id));
  return {
    concern: { ...then, parts: new Map([...now.parts].filter(([part]) => then.parts.has(part))) },
    received: receivedShares(moment, viewer.facts, then).filter(({ share }) => still.has(share.id)),
  };
}

/** Undefined where there was none. No rights are applied. */
export async function recordAt({ log }: Pick<Deps, "log">, id: string, { at, day }: Moment): Promise<ConcernRecord | undefined> {
  const state = foldConcern(id, recordedBy(await log.readStream(concernStream(id)), at));
  if (!state) return undefined;
  const council = foldCouncil(recordedBy(await log.readStream(councilStream(state.council)), at));
  const asOf = asOfDate(day, state, council);
  return concernRecord(state, factsOf(state, asOf), asOf);
}
