// Which departments and inspectorates receive a concern's strand: those whose remit it is, and others as far as the council has agreed
// (docs/decisions/0038). Pure: the council's agreements are passed in.
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

/** Whether the council has said, other than by who proposes it, that the body may receive the strand: by a standing agreement in force. */
const isAgreedTo = ({ strand }: ConcernState, { body }: Receiver, { agreements, actor }: ConcernDecisionContext): boolean =>
  agreementsInForce({ agreements }).some((one) => one.body === body && one.strand === strand && one.given.actor !== actor);

/** Refuses to tell the council of sharing with a body, or to propose it, outside the body's remit and without the council's agreement. */
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

/** Outside its remit a body receives nothing without the council's yes to this share: neither on silence nor over an objection. */
export const refuseWithoutYes = (state: ConcernState, share: Share, asOf: AsOf): Refusal | undefined =>
  isOutsideRemit(state, share) && !["agrees", "awaited"].includes(answerOf(share, asOf))
    ? refuseSaying(
        "BEYOND_REMIT",
        "share",
        "This is outside the remit of this department or inspectorate, and the council has not agreed to it. Withdraw the share.",
      )
    : undefined;
