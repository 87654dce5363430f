// The council's last word on sharing with a body counts for every concern of the strand and cause until the council says otherwise:
// logging the same matter again does not turn an objection into silent consent. Pure: what the council said is passed in.
import type { SharedPart } from "../../reference/concern-parts.ts";
import type { CouncilEvent } from "../council/events.ts";
import { type CouncilState, type SharingPosition, type StandingAgreement, standingNow } from "../council/state.ts";
import { type AsOf, termsOf } from "./shares.ts";
import type { ConcernState, Share } from "./state.ts";

/** What the council has agreed to in advance, and what it said of shares on any concern. */
export type CouncilSays = Pick<CouncilState, "agreements" | "positions">;

type Proposal = { readonly body: string; readonly purpose: string; readonly parts: readonly SharedPart[] };

/** `order` is the number on the council's stream; the last where it does not stand there yet. */
type Word = { readonly at: string; readonly order: number; readonly says: "yes" | "narrows" | "objects" };

const NOT_ON_STREAM = Number.POSITIVE_INFINITY;
const SAYS = { agrees: "yes", "agrees-with-conditions": "narrows", objects: "objects" } as const;

/** Whether a yes is one to this: of its purpose, to all its parts, and by another person than proposes it. Nobody is on both sides. */
const isYesTo = (proposal: Omit<Proposal, "body">, yes: Omit<Proposal, "body">, speaker: string, proposer: string): boolean =>
  yes.purpose === proposal.purpose && proposal.parts.every((part) => yes.parts.includes(part)) && speaker !== proposer;

/**
 * What the council said of sharing matters of this strand and cause with the body, oldest first: positions on any share but `except`, and
 * standing agreements given and taken back. A yes is left out where it is one to something else.
 */
function wordsOn(state: ConcernState, proposal: Proposal, proposer: string, says: CouncilSays, except?: string): readonly Word[] {
  const positions = [...ownPositions(state, says), ...positionsElsewhere(state, says)].filter(
    (said) =>
      said.body === proposal.body &&
      said.share !== except &&
      (said.position !== "agrees" || isYesTo(proposal, said, said.statedBy, proposer)),
  );
  const inAdvance = says.agreements.filter((given) => given.body === proposal.body && given.strand === state.strand);
  const words: readonly Word[] = [
    ...inAdvance
      .filter((given) => isYesTo(proposal, given, given.given.actor, proposer))
      .map(({ given }) => ({ at: given.at, order: given.version ?? NOT_ON_STREAM, says: "yes" as const })),
    ...positions.map(({ statedAt, version, position }) => ({
      at: statedAt,
      order: version ?? NOT_ON_STREAM,
      says: SAYS[position],
    })),
    ...inAdvance.flatMap(({ takenBack }) =>
      takenBack ? [{ at: takenBack.at, order: takenBack.version ?? NOT_ON_STREAM, says: "narrows" as const }] : [],
    ),
  ];
  return words.toSorted((a, b) => a.at.localeCompare(b.at) || (a.order === b.order ? 0 : a.order - b.order));
}

/** Positions on this concern's own shares are read from the concern itself: they count before the council's stream holds them. */
function ownPositions({ id, shares }: ConcernState, { positions }: CouncilSays) {
  return shares
    .flatMap(({ id: share, body, purpose, parts, position: { kind, stated } }) =>
      kind === "awaited" || !stated ? [] : [{ share, body, purpose, parts, position: kind, stated }],
    )
    .sort((a, b) => a.stated.version - b.stated.version)
    .map(({ stated, ...said }) => {
      const onStream = positions.find((p) => p.concern === id && p.share === said.share && p.concernVersion === stated.version);
      return { ...said, statedBy: stated.actor, statedAt: stated.at, version: onStream?.version };
    });
}

const positionsElsewhere = ({ id, strand, cause }: ConcernState, { positions }: CouncilSays): readonly SharingPosition[] =>
  positions.filter((said) => said.concern !== id && said.strand === strand && said.cause === cause);

/** Whether silence on a new proposal is an objection, as the council's last word on sharing this with the body was against it. */
export const isSpokenAgainst = (state: ConcernState, proposal: Proposal, proposer: string, says: CouncilSays): boolean =>
  (wordsOn(state, proposal, proposer, says).at(-1)?.says ?? "yes") !== "yes";

/** The standing agreement that carries a proposal, where the council's last word was not against it. */
export const agreementFor = (
  state: ConcernState,
  proposal: Proposal,
  proposer: string,
  says: CouncilSays,
): StandingAgreement | undefined =>
  standingNow(says).find(
    (given) =>
      given.body === proposal.body && given.strand === state.strand && isYesTo(proposal, given, given.given.actor, proposer),
  );

/**
 * Whether a share that has not been made is held back by what the council said since of another one, on any concern of the strand and cause.
 * Silence and standing agreements give way to any word against; what the council said of this very share, and an override, to a later objection.
 */
function isHeldBack(state: ConcernState, share: Share, says: CouncilSays): boolean {
  if (share.made || share.ended) return false;
  const words = wordsOn(state, share, share.proposed.actor, says, share.id);
  const own = ownPositions(state, says).find((said) => said.share === share.id);
  const settled = [own?.statedAt, share.override?.at]
    .filter((at) => at !== undefined)
    .sort()
    .at(-1);
  if (settled === undefined) return (words.at(-1)?.says ?? "yes") !== "yes";
  const isLater = ({ at, order }: Word) => at > settled || (at === settled && order > (own?.version ?? NOT_ON_STREAM));
  return words.filter((word) => isLater(word) && word.says !== "narrows").at(-1)?.says === "objects";
}

/** What the council last said of a share, as its own stream holds it for other concerns. `offices` are those the speaker then held. */
export function sharingPosition(state: ConcernState, share: Share, offices: SharingPosition["offices"]): CouncilEvent {
  const { id: concern, strand, cause } = state;
  const { id, body, purpose, position } = share;
  if (position.kind === "awaited" || !position.stated) throw new Error("The council has not spoken of this share.");
  const { actor: statedBy, at: statedAt, version: concernVersion } = position.stated;
  const data = { concern, concernVersion, share: id, body, strand, cause, purpose, position: position.kind, ...termsOf(share) };
  return {
    type: "SharingPositionRecorded.v1",
    data: { ...data, parts: [...termsOf(share).parts], statedBy, offices, statedAt },
  };
}

/** The shares of a concern that wait to be made and that the council's last word is against. */
export const heldBackIn = (state: ConcernState, says: CouncilSays): ReadonlySet<string> =>
  new Set(state.shares.filter((share) => isHeldBack(state, share, says)).map(({ id }) => id));

/** The day of a concern, with what its council has said. */
export const dayFor = (today: string, state: ConcernState, says: CouncilSays): AsOf => ({
  today,
  standing: new Set(standingNow(says).map(({ agreement }) => agreement)),
  heldBack: heldBackIn(state, says),
});
