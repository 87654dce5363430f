// Fair time for the council (docs/decisions/0033): how many days it has to answer a share, when it counts as reached, and what its silence opens. Pure.
import { isGovernment } from "../../reference/bodies.ts";
import type { SharedPart } from "../../reference/concern-parts.ts";
import { workingDaysAfter } from "../dates.ts";
import type { ConcernEvent } from "./events.ts";
import type { ConcernState, Share } from "./state.ts";

/** Departments and inspectorates: who keeps formal powers, and who is reassured that sector support works. */

type Offer = { readonly body: string; readonly parts: readonly SharedPart[] };

const hasEvidence = ({ parts }: Offer): boolean => parts.includes("evidence");

/** Evidence never goes to a department or inspectorate on silence. */
export const needsYes = (offer: Offer): boolean => isGovernment(offer.body) && hasEvidence(offer);

/** The working days that the council has at least. In imminent danger, which a second person confirms, it has one. */
const fairDays = (offer: Offer): number => (hasEvidence(offer) || isGovernment(offer.body) ? 10 : 5);
const DAYS_IN_DANGER = 1;
/** The working days by which the council can prolong its time, once a share. */
const MORE_DAYS = 5;

/** The earliest last day to answer that can be given on a day. */
export const earliestAnswer = (offer: Offer, today: string): string => workingDaysAfter(today, fairDays(offer));
export const earliestInDanger = (today: string): string => workingDaysAfter(today, DAYS_IN_DANGER);

const later = (a: string, b: string): string => (a > b ? a : b);

/** The council's last day to answer if it is reached on `today`, from which its working days are counted. */
const answerByIfReached = (share: Share, today: string): string =>
  share.reached ? share.answerBy : later(share.answerBy, share.danger ? earliestInDanger(today) : earliestAnswer(share, today));

/** The last day to answer with the days that the council takes in addition. */
export const answerByWithMoreTime = (share: Share, today: string): string =>
  workingDaysAfter(answerByIfReached(share, today), MORE_DAYS);

/** The last day to answer once a second person has confirmed imminent danger. Days that the council has taken stay. */
export function answerByInDanger({ urgent, answerBy, moreTime }: Share, today: string): string {
  const soonest = later(urgent?.answerBy ?? answerBy, earliestInDanger(today));
  const withMoreTime = moreTime ? workingDaysAfter(soonest, MORE_DAYS) : soonest;
  return withMoreTime < answerBy ? withMoreTime : answerBy;
}

type Confirmed = Extract<ConcernEvent, { type: "DangerConfirmed.v1" }>;
type DangerClaim = {
  readonly by: string;
  readonly confirmed: boolean;
  readonly effect: Pick<Confirmed["data"], "answerBy" | "from">;
};

/** The claims of imminent danger on a share: by its proposal, for less time to answer; and by its override, for opening at once. */
export const dangerClaimsOn = (share: Share, today: string): readonly DangerClaim[] => [
  ...(share.urgent
    ? [
        {
          by: share.proposed.actor,
          confirmed: share.danger !== undefined,
          effect: { answerBy: answerByInDanger(share, today) },
        },
      ]
    : []),
  ...(share.override?.danger
    ? [{ by: share.override.actor, confirmed: share.override.confirmed !== undefined, effect: { from: today } }]
    : []),
];

/** Confirms the claims that other people made. */
export function dangerConfirmed(
  share: Share,
  { actor, today }: { readonly actor: string; readonly today: string },
  text: Confirmed["data"]["text"],
): readonly Confirmed[] {
  const effects = dangerClaimsOn(share, today).flatMap(({ by, confirmed, effect }) => (confirmed || by === actor ? [] : effect));
  if (effects.length === 0) return [];
  return [{ type: "DangerConfirmed.v1", data: { share: share.id, ...Object.assign({}, ...effects), text } }];
}

/** Whether a share waits for the council: no position, agreement or override decides it, and it is neither made nor ended. */
export const isAwaited = ({ position, override, standingAgreement, made, ended }: Share): boolean =>
  position.kind === "awaited" && !override && standingAgreement === undefined && !made && !ended;

/** Shares that wait for the council and of which nobody who can speak for it has been reached. */
export const awaitingReach = ({ shares }: ConcernState): readonly Share[] =>
  shares.filter((share) => isAwaited(share) && !share.reached);

type Reached = Extract<ConcernEvent, { type: "CouncilReached.v1" }>;
export const reachedBy = (
  share: Share,
  today: string,
  how: Pick<Reached["data"], "how" | "person">,
  answerBy = answerByIfReached(share, today),
): Reached => ({ type: "CouncilReached.v1", data: { share: share.id, ...how, answerBy } });

/**
 * Somebody who can speak for the council and acts on the concern has been reached on every share that waits for it, but on those that they proposed
 * themselves in another role.
 */
export function reachedByActing(
  state: ConcernState,
  events: readonly ConcernEvent[],
  { actor, today }: { readonly actor: string; readonly today: string },
): readonly Reached[] {
  const answered = new Set(events.flatMap((event) => (event.type === "PositionStated.v2" ? event.data.share : [])));
  const prolonged = new Map(
    events.flatMap((event) => (event.type === "TimeTaken.v1" ? [[event.data.share, event.data.answerBy] as const] : [])),
  );
  return awaitingReach(state)
    .filter(({ id, proposed }) => !answered.has(id) && proposed.actor !== actor)
    .map((share) => reachedBy(share, today, { how: "spoke" }, prolonged.get(share.id)));
}
