// Departments and inspectorates receive concerns of the strand in their remit, and others only with the council's agreement (docs/decisions/0038). Pure.
import { bodiesInRemit, findBody, isBeyondRemit } from "../../reference/bodies.ts";
import { agreementsInForce } from "../council/state.ts";
import { type Refusal, refuse, refuseSaying } from "../refusals.ts";
import type { ConcernDecisionContext } from "./decision.ts";
import type { AsOf } from "./shares.ts";
import { answerOf } from "./shares.ts";
import type { ConcernState, Share } from "./state.ts";

type Receiver = { readonly body: string };

export const isOutsideRemit = ({ strand }: Pick<ConcernState, "strand">, { body }: Receiver): boolean =>
  isBeyondRemit(findBody(body), strand);

/** Whether a standing agreement in force, given by another person, lets the body receive the strand. */
const isAgreedTo = ({ strand }: ConcernState, { body }: Receiver, { agreements, actor }: ConcernDecisionContext): boolean =>
  agreementsInForce({ agreements }).some((one) => one.body === body && one.strand === strand && one.given.actor !== actor);

/** Refuses a body outside its remit without the council's agreement, in awareness records and proposals. */
export function refuseOutsideRemit(
  state: ConcernState,
  receiver: Receiver,
  field: string,
  context: ConcernDecisionContext,
): Refusal | undefined {
  if (!isOutsideRemit(state, receiver) || isAgreedTo(state, receiver, context)) return undefined;
  const names = bodiesInRemit(state.strand).map(({ name }) => name);
  return refuse("BEYOND_REMIT", field, `This strand is the remit of: ${names.join(", ")}.`);
}

/** Refuses a share outside the body's remit unless the council agrees to this share. Neither silence nor an override is enough. */
export const refuseWithoutYes = (state: ConcernState, share: Share, asOf: AsOf): Refusal | undefined =>
  isOutsideRemit(state, share) && !["agrees", "awaited"].includes(answerOf(share, asOf))
    ? refuseSaying(
        "BEYOND_REMIT",
        "share",
        "This is outside the remit of this department or inspectorate, and the council has not agreed to it. Withdraw the share.",
      )
    : undefined;
