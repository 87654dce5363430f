// The council's latest position on sharing with a body counts for every concern of the strand and cause until it states another: logging the
// same matter again does not turn an objection into silent consent, and neither does another office than the one that objected. Pure: the
// council's positions and agreements are passed in.
import type { SharedPart } from "../../reference/concern-parts.ts";
import { HEADS, isHead } from "../../reference/concern-terms.ts";
import type { CouncilEvent } from "../council/events.ts";
import { agreementsInForce, type CouncilState, type SharingPosition, type StandingAgreement } from "../council/state.ts";
import type { Days } from "../decision-context.ts";
import { type Holder, holderOf } from "./council-position.ts";
import type { ShareRequest } from "./requests.ts";
import { type AsOf, termsOf } from "./shares.ts";
import type { ConcernState, Share } from "./state.ts";

/** The council's standing agreements, and its positions on shares of all concerns. */
type CouncilPositions = Pick<CouncilState, "agreements" | "positions">;

type Proposal = { readonly body: string; readonly purpose: string; readonly parts: readonly SharedPart[] };

/** `order` is the position's number on the council's stream, or the highest number if the stream does not have it yet. */
type Statement = {
  readonly holder: Holder;
  readonly at: string;
  readonly order: number;
  readonly effect: "agrees" | "narrows" | "objects";
};

const NOT_ON_STREAM = Number.POSITIVE_INFINITY;
const EFFECTS = { agrees: "agrees", "agrees-with-conditions": "narrows", objects: "objects" } as const;

/** Whether an agreement covers this proposal: it has the purpose and all the parts, and another person than the proposer gave it. */
const covers = (agreed: Omit<Proposal, "body">, proposal: Omit<Proposal, "body">, agreedBy: string, proposer: string): boolean =>
  agreed.purpose === proposal.purpose && proposal.parts.every((part) => agreed.parts.includes(part)) && agreedBy !== proposer;

/**
 * The council's statements on sharing matters of this strand and cause with the body, oldest first: positions on every share but `except`, and
 * standing agreements given and taken back. Agreements for other purposes are left out.
 */
function statementsOn(
  state: ConcernState,
  proposal: Proposal,
  proposer: string,
  council: CouncilPositions,
  except?: string,
): readonly Statement[] {
  const positions = [...ownPositions(state, council), ...positionsElsewhere(state, council)]
    .filter(({ body, share }) => body === proposal.body && share !== except)
    .flatMap((position) =>
      byHolder(position)
        .filter(({ position: kind, statedBy }) => kind !== "agrees" || covers(position, proposal, statedBy, proposer))
        .map(({ holder, statedAt: at, position: kind }) => ({
          holder,
          at,
          order: position.version ?? NOT_ON_STREAM,
          effect: EFFECTS[kind],
        })),
    );
  const agreements = council.agreements.filter(({ body, strand }) => body === proposal.body && strand === state.strand);
  const statements: readonly Statement[] = [
    ...agreements
      .filter((agreement) => covers(agreement, proposal, agreement.given.actor, proposer))
      .map(({ given, office }) => ({
        holder: holderOf(office),
        at: given.at,
        order: given.version ?? NOT_ON_STREAM,
        effect: "agrees" as const,
      })),
    ...positions,
    ...agreements.flatMap(({ takenBack }) => {
      if (!takenBack) return [];
      const { at, version, office } = takenBack;
      return [{ holder: holderOf(office), at, order: version ?? NOT_ON_STREAM, effect: "narrows" as const }];
    }),
  ];
  return inOrder(statements);
}

/** Oldest first. */
const inOrder = (statements: readonly Statement[]): readonly Statement[] =>
  statements.toSorted((a, b) => a.at.localeCompare(b.at) || (a.order === b.order ? 0 : a.order - b.order));

/** Positions on this concern's own shares come from the concern itself, because they count before the council's stream has them. */
function ownPositions({ id, shares }: ConcernState, { positions }: CouncilPositions) {
  return shares
    .flatMap(({ id: share, body, purpose, parts, positions: held, position: { kind, stated } }) =>
      kind === "awaited" || !stated ? [] : [{ share, body, purpose, parts, position: kind, stated, held }],
    )
    .sort((a, b) => a.stated.version - b.stated.version)
    .map(({ stated, held, ...own }) => {
      const heads = headsOf(held);
      const last = held.at(-1)?.stated.version;
      const onStream = positions.find((p) => p.concern === id && p.share === own.share && p.concernVersion === last);
      const { office, offices } = onStream ?? {};
      const said = heads.length > 0 ? heads : (onStream?.heads ?? []);
      return { ...own, statedBy: stated.actor, statedAt: stated.at, version: onStream?.version, heads: said, office, offices };
    });
}

type HeadPosition = SharingPosition["heads"][number];

/** The positions of the heads among those that are held on a share. */
const headsOf = (positions: Share["positions"]): HeadPosition[] =>
  positions.flatMap(({ holder, kind: position, stated: { actor: statedBy, at: statedAt } }) =>
    isHead(holder) ? [{ office: holder, position, statedBy, statedAt }] : [],
  );

/** A position on a share as those of its holders: of each head that has spoken, or of the officers who spoke in their place. */
function byHolder({
  heads,
  office,
  offices,
  ...last
}: Pick<SharingPosition, "heads" | "position" | "statedBy" | "statedAt"> & {
  readonly office?: SharingPosition["office"] | undefined;
  readonly offices?: SharingPosition["offices"] | undefined;
}): readonly (Omit<HeadPosition, "office"> & { readonly holder: Holder })[] {
  if (heads.length > 0) return heads.map(({ office: holder, ...said }) => ({ holder, ...said }));
  // An earlier release recorded the offices of the speaker in place of the one that they spoke in.
  const holder = office === undefined && offices && offices.length > 0 ? "others" : holderOf(office);
  return [{ holder, ...last }];
}

const positionsElsewhere = ({ id, strand, cause }: ConcernState, { positions }: CouncilPositions): readonly SharingPosition[] =>
  positions.filter((position) => position.concern !== id && position.strand === strand && position.cause === cause);

/**
 * The statements in force among these, oldest first: the last of each head, and the last of other officers if no head spoke after it. A statement
 * whose office was not recorded replaces all before it.
 */
function inForce(statements: readonly Statement[]): readonly Statement[] {
  const since = statements.slice(
    Math.max(
      0,
      statements.findLastIndex(({ holder }) => holder === "unrecorded"),
    ),
  );
  const last = (isOf: (holder: Holder) => boolean) => since.findLastIndex(({ holder }) => isOf(holder));
  const heads = HEADS.map((head) => last((holder) => holder === head));
  const others = last((holder) => !isHead(holder));
  const indexes = others > Math.max(...heads) ? [...heads, others] : heads;
  return indexes.flatMap((index) => since[index] ?? []);
}

const isAgainst = (statements: readonly Statement[]): boolean => inForce(statements).some(({ effect }) => effect !== "agrees");

/** Whether a head objects to sharing this with the body, on another share of the same matter. */
export const isObjectedToByHead = (state: ConcernState, share: Share, council: CouncilPositions): boolean =>
  inForce(statementsOn(state, share, share.proposed.actor, council, share.id)).some(
    ({ holder, effect }) => isHead(holder) && effect === "objects",
  );

/** Whether the last position of a head on sharing this with the body is an objection, or agrees to less. */
export const isAgainstByHead = (state: ConcernState, proposal: Proposal, proposer: string, council: CouncilPositions): boolean =>
  inForce(statementsOn(state, proposal, proposer, council)).some(({ holder, effect }) => isHead(holder) && effect !== "agrees");

/**
 * Whether the council's positions are against its own request for a share: a later position of the same office, or the last position of another head.
 */
export function isRequestOpposed(
  state: ConcernState,
  request: ShareRequest,
  proposer: string,
  council: CouncilPositions,
): boolean {
  // A position of the same instant counts as later.
  const requested: Statement = {
    ...{ holder: holderOf(request.office), at: request.requested.at, order: Number.NEGATIVE_INFINITY, effect: "agrees" },
  };
  return isAgainst(inOrder([...statementsOn(state, request, proposer, council), requested]));
}

/** Whether silence on a new proposal is an objection, because the council's latest position on sharing this with the body is against it. */
export const isOpposed = (state: ConcernState, proposal: Proposal, proposer: string, council: CouncilPositions): boolean =>
  isAgainst(statementsOn(state, proposal, proposer, council));

/** Returns the standing agreement that covers a proposal, unless the council's latest position is against it. */
export const agreementFor = (
  { strand }: ConcernState,
  proposal: Proposal,
  proposer: string,
  council: CouncilPositions,
): StandingAgreement | undefined =>
  agreementsInForce(council).find(
    (agreement) =>
      agreement.body === proposal.body &&
      agreement.strand === strand &&
      covers(agreement, proposal, agreement.given.actor, proposer),
  );

/**
 * Whether a share that has not been made is blocked by statements on others, on any concern of the strand and cause. Silence and standing agreements
 * give way to every statement against. A position on this very share, and an override, give way to a later objection; a position also to the
 * earlier one of a head who has not stated another since.
 */
function isBlocked(state: ConcernState, share: Share, council: CouncilPositions): boolean {
  if (share.made || share.ended) return false;
  const statements = statementsOn(state, share, share.proposed.actor, council, share.id);
  const own = ownPositions(state, council).find((position) => position.share === share.id);
  const decidedAt = [own?.statedAt, share.override?.at]
    .filter((at) => at !== undefined)
    .sort()
    .at(-1);
  if (decidedAt === undefined) return isAgainst(statements);
  const isAfter = ({ at, order }: Statement, instant: string) =>
    at > instant || (at === instant && order > (own?.version ?? NOT_ON_STREAM));
  const later = statements.filter((statement) => isAfter(statement, decidedAt) && statement.effect !== "narrows");
  const ofHeads = share.override ? [] : inForce(statements).filter(({ holder }) => isHead(holder));
  const isAnswered = (objection: Statement) =>
    own !== undefined &&
    byHolder(own).some(
      ({ holder, statedAt }) => (holder === objection.holder || holder === "unrecorded") && !isAfter(objection, statedAt),
    );
  return (
    inForce(later).some(({ effect }) => effect === "objects") ||
    ofHeads.some((statement) => statement.effect === "objects" && !isAnswered(statement))
  );
}

/** Creates the event with which the council's stream records its position on a share for other concerns. `offices` are the speaker's at that time. */
export function sharingPosition(state: ConcernState, share: Share, offices: SharingPosition["offices"]): CouncilEvent {
  const { id: concern, strand, cause } = state;
  const { id, body, purpose, position } = share;
  if (position.kind === "awaited" || !position.stated) throw new Error("The council has stated no position on this share.");
  const { stated = position.stated, office, acting } = share.positions.at(-1) ?? {};
  const { actor: statedBy, at: statedAt, version: concernVersion } = stated;
  const spoken = { ...(office && { office }), ...(acting && { acting }) };
  const data = { concern, concernVersion, share: id, body, strand, cause, purpose, position: position.kind, ...termsOf(share) };
  return {
    type: "SharingPositionRecorded.v2",
    data: { ...data, parts: [...termsOf(share).parts], statedBy, offices, statedAt, ...spoken, heads: headsOf(share.positions) },
  };
}

/** Returns the shares of a concern that are not made yet and that the council's latest position is against. */
export const blockedSharesIn = (state: ConcernState, council: CouncilPositions): ReadonlySet<string> =>
  new Set(state.shares.filter((share) => isBlocked(state, share, council)).map(({ id }) => id));

export const asOfDate = ({ today, certainToday }: Days, state: ConcernState, council: CouncilPositions): AsOf => ({
  today,
  certainToday,
  inForce: new Set(agreementsInForce(council).map(({ agreement }) => agreement)),
  blocked: blockedAsAsked(state, council),
});

/** As `blockedSharesIn`, for callers that ask about few of the shares. */
function blockedAsAsked(state: ConcernState, council: CouncilPositions): AsOf["blocked"] {
  const known = new Map<string, boolean>();
  return {
    has(id) {
      const found = known.get(id) ?? state.shares.some((share) => share.id === id && isBlocked(state, share, council));
      known.set(id, found);
      return found;
    },
  };
}
