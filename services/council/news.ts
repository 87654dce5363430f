// The news of an event of a council's own stream: that a body opened a concern, for the council; that an approach to it was cancelled, also for who leads
// the conversation with it and for planners of other approaches. The inbox has what is planned.
import type { NewsEntry, NewsKind } from "../news.ts";
import type { CouncilEvent } from "./events.ts";
import type { CouncilState } from "./state.ts";
import { plannersBeside } from "./tasks.ts";

export type CouncilNews = NewsEntry<"approach">;
const NONE = undefined;

/** Says of every kind of event of a council's stream whether it is news. An event that is missing here does not compile. */
export const COUNCIL_NEWS: { readonly [Type in CouncilEvent["type"]]: NewsKind | undefined } = {
  // Only the council sees its agreements, and it made them itself.
  "StandingAgreementGiven.v2": NONE,
  "StandingAgreementTakenBack.v2": NONE,
  "SharingPositionRecorded.v2": NONE,
  "LeadNamed.v1": NONE,
  "LeadEnded.v1": NONE,
  "ApproachPlanned.v2": NONE,
  "ApproachCancelled.v1": "approach-cancelled",
  // Whoever sees the clash sees with it how it is settled.
  "ClashSettled.v1": NONE,
  "ContactAgreed.v1": NONE,
  "ContactTakenBack.v1": NONE,
  "ConcernOpenedByBody.v1": "opened",
  // The council reads them in its list, and its own people took part.
  "RoutineContactRecorded.v1": NONE,
  "RoutineContactCorrected.v1": NONE,
  "RoutineContactWithdrawn.v1": NONE,
  // They are in the diary, where whoever plans a visit looks.
  "DateNoted.v1": NONE,
  "NotedDateCancelled.v1": NONE,
};

/** News of a concern, for the council, in the part that shows it who has the concern. Undefined for other events. */
export function newsOfOpening(code: string, { type, data }: CouncilEvent) {
  if (type !== "ConcernOpenedByBody.v1") return undefined;
  const { concern, body: about } = data;
  const news = { kind: "opened", audience: `council:${code}`, about, tells: "sharingRecord" } as const satisfies NewsEntry;
  return { concern, news };
}

export function newsOfCouncil(
  code: string,
  { type, data }: CouncilEvent,
  { lead, approaches }: CouncilState,
): readonly CouncilNews[] {
  const kind = COUNCIL_NEWS[type];
  const about = "approach" in data ? data.approach : undefined;
  const approach = approaches.find((one) => one.approach === about);
  if (!kind || !approach) return [];
  const people = new Set([...(lead ? [lead.person] : []), ...plannersBeside(approaches, approach.approach, approach.from)]);
  const audiences = [`council:${code}` as const, ...[...people].map((person) => `person:${person}` as const)];
  return audiences.map((audience): CouncilNews => ({ kind, audience, about, tells: "approach" }));
}
