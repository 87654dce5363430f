// A concern as it would be if the council agreed to a share on some terms, and the share was made. Pure.
import { narrower, type Terms } from "./council-position.ts";
import type { Occurrence } from "./events.ts";
import { termsOf, withOuterParts } from "./shares.ts";
import type { ConcernState, Share } from "./state.ts";

/** The given terms, as far as they are within the proposal; without any, the terms in force. */
export function termsIfAgreed(share: Share, { parts, until }: Partial<Terms>): Terms {
  if (!parts && until === undefined) return termsOf(share);
  return narrower(share, { parts: parts ? withOuterParts(parts) : share.parts, until: until ?? share.until });
}

/** Conditions as the body will have accepted them. */
const accepted = ({ toAccept: _, ...conditions }: NonNullable<Share["conditions"]>) => conditions;

/** The concern with this share alone, so that a preview shows nothing of others. */
export function ifAgreed(state: ConcernState, share: Share, { parts, until }: Terms, by: Occurrence): ConcernState {
  const { override: _, standingAgreement: __, conditions, ...rest } = share;
  const stated = { ...by, version: state.version + 1 };
  const isAsBefore = conditions && parts.length === conditions.parts.length && until === conditions.until;
  const agreed: Share = {
    ...rest,
    ...{ parts: [...parts], until },
    positions: [{ holder: "unrecorded", kind: "agrees", stated }],
    position: { kind: "agrees", stated },
    ...(isAsBefore && { conditions: accepted(conditions) }),
    made: share.made ?? { ...by, basis: "agreed" },
  };
  return { ...state, shares: [agreed] };
}
