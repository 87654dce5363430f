// A concern as it was held at a past moment, from its own stream and its council's, for those who may read its sharing record: the council and
// its advisers. They see what their office could see then under the policy then in force, as far as it still may. To recipients the past is
// closed: looking back would open what was withdrawn or corrected since.
import type { PolicySet } from "../../policies/engine/policy-set.ts";
import type { Rights } from "../../policies/engine/rights.ts";
import { type ConcernRecord, concernRecord } from "../../projections/register/records.ts";
import type { Follower } from "../../projections/runtime/follower.ts";
import { concernStream } from "../../services/concern/events.ts";
import { factsOf } from "../../services/concern/facts.ts";
import { dayFor } from "../../services/concern/last-word.ts";
import { foldConcern } from "../../services/concern/stream.ts";
import { councilStream } from "../../services/council/events.ts";
import { foldCouncil } from "../../services/council/stream.ts";
import type { Viewer } from "../../services/people/viewer.ts";
import type { AuthorisedConcern } from "../concerns/authorised-concern.ts";
import { type Received, readOne, receivedShares, seenBy } from "../concerns/read-one.ts";
import type { RegisterQueries } from "../concerns/register-queries.ts";
import { type Archive, type Moment, recordedBy } from "./as-of.ts";

type Inside = Pick<Archive, "log"> & {
  readonly policy: PolicySet;
  readonly rights: Rights;
  readonly register: Follower<RegisterQueries>;
};

/** `listed` with the parts that the viewer's office could read then and may read now; `received`, the shares it had then and has now. */
export type PastConcern = { readonly listed: AuthorisedConcern; readonly received: readonly Received[] };

/** `heldThen` gives what `heldAt` does, so that several questions can share it. The concern as it was held; null where there is none, it was not held yet, or the viewer may not look back at it. */
export async function readPast(
  inside: Inside,
  viewer: Viewer,
  id: string,
  moment: Moment,
  heldThen = () => heldAt(inside, id, moment),
): Promise<PastConcern | null> {
  // Today's facts decide first: no stream is read for who may not look back, so that unknown takes as long as invisible.
  if (!readOne(inside, viewer.facts, id, false)?.parts.has("sharingRecord")) return null;
  const held = await heldThen();
  const now = readOne(inside, viewer.facts, id);
  const seen = seenBy(moment.policy, viewer.facts, held);
  if (!seen || !now?.parts.has("sharingRecord")) return null;
  const still = new Set(receivedShares(inside, viewer.facts, now).map(({ share }) => share.id));
  return {
    listed: { ...seen, parts: new Map([...now.parts].filter(([part]) => seen.parts.has(part))) },
    received: receivedShares({ policy: moment.policy }, viewer.facts, seen).filter(({ share }) => still.has(share.id)),
  };
}

/** The concern's state and facts at the moment; undefined where it was not held. No rights are applied. */
export async function heldAt({ log }: Pick<Inside, "log">, id: string, { at, day }: Moment): Promise<ConcernRecord | undefined> {
  const state = foldConcern(id, recordedBy(await log.readStream(concernStream(id)), at));
  if (!state) return undefined;
  const council = foldCouncil(recordedBy(await log.readStream(councilStream(state.council)), at));
  const on = dayFor(day, state, council);
  return concernRecord(state, factsOf(state, on), on);
}
