// Reads a concern at a past instant, from its own stream and its council's, for readers of its sharing record: the council and its
// advisers. They see what they could see at that time under the policy of that time, if they may still see it. Recipients see nothing of the past, because it
// would show text that was withdrawn or corrected since.
import { type ConcernRecord, concernRecord } from "../../projections/register/records.ts";
import { concernStream } from "../../services/concern/events.ts";
import { factsOf } from "../../services/concern/facts.ts";
import { asOfDate } from "../../services/concern/latest-position.ts";
import { foldConcern } from "../../services/concern/stream.ts";
import { councilStream } from "../../services/council/events.ts";
import { foldCouncil } from "../../services/council/stream.ts";
import type { Viewer } from "../../services/people/viewer.ts";
import { type AuthorisedConcern, authoriseConcern } from "../concerns/authorised-concern.ts";
import { type ReceivedShare, readOne, receivedShares } from "../concerns/read-one.ts";
import type { ReadDeps } from "../deps.ts";
import { type Moment, recordedBy } from "./as-of.ts";

type Deps = Pick<ReadDeps, "log" | "rights" | "register">;

/** A past concern with the parts that the viewer could read then and may read now, and the shares that they had then and have now. */
export type PastConcern = { readonly concern: AuthorisedConcern; readonly received: readonly ReceivedShare[] };

/** Null if there was no such concern, or the viewer may not read its past. `recordThen` caches the results of `recordAt` for several reads. */
export async function readPast(
  deps: Deps,
  viewer: Viewer,
  id: string,
  moment: Moment,
  recordThen = () => recordAt(deps, id, moment),
): Promise<PastConcern | null> {
  // Today's facts decide first: no stream is read for viewers who may not read the past, so that unknown and invisible take the same time.
  if (!readOne(deps, viewer.facts, id, false)?.parts.has("sharingRecord")) return null;
  const record = await recordThen();
  const now = readOne(deps, viewer.facts, id);
  const then = record && authoriseConcern({ person: viewer.facts, rights: moment.rights }, record);
  if (!then?.parts.has("headline") || !now?.parts.has("sharingRecord")) return null;
  const still = new Set(receivedShares(deps, viewer.facts, now).map(({ share }) => share.id));
  return {
    concern: { ...then, parts: new Map([...now.parts].filter(([part]) => then.parts.has(part))) },
    received: receivedShares(moment, viewer.facts, then).filter(({ share }) => still.has(share.id)),
  };
}

/** Undefined if there was none. No rights are applied. */
export async function recordAt(
  { log }: Pick<Deps, "log">,
  id: string,
  { at, day: today, certainDay: certainToday }: Moment,
): Promise<ConcernRecord | undefined> {
  const state = foldConcern(id, recordedBy(await log.readStream(concernStream(id)), at));
  if (!state) return undefined;
  const council = foldCouncil(recordedBy(await log.readStream(councilStream(state.council)), at));
  const asOf = asOfDate({ today, certainToday }, state, council);
  return concernRecord(state, factsOf(state, asOf), asOf);
}
