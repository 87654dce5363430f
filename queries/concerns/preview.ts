// What a body will read of a concern if the council agrees to a share, word for word, and who acts for the body today: presented by the same functions
// as later for its members (docs/decisions/0036-words-shown.md).
import type { KeyStore } from "../../event-log/keys/port.ts";
import type { Rights } from "../../policies/engine/rights.ts";
import type { PeopleQueries } from "../../projections/people/people.ts";
import type { Terms } from "../../services/concern/council-position.ts";
import { factsOf } from "../../services/concern/facts.ts";
import { isOpenIn } from "../../services/concern/open-words.ts";
import { ifAgreed, termsIfAgreed } from "../../services/concern/preview.ts";
import { type AsOf, audienceOf, NONE_BLOCKED } from "../../services/concern/shares.ts";
import type { ConcernState } from "../../services/concern/state.ts";
import { wordsOf } from "../../services/concern/words.ts";
import type { RoleName } from "../../services/people/roles.ts";
import { everybody } from "./audience.ts";
import { presentEvidence, presentShareTerms, presentSummary } from "./present.ts";
import { presentForRecipient } from "./present-life.ts";
import type { SeesWord } from "./words-read.ts";

type Shown = { readonly state: ConcernState; readonly day: AsOf };

/** Undefined if there is no such share, or it has ended. */
export function previewShare(keys: KeyStore, { state, day }: Shown, shareId: string, asked: Partial<Terms>, at: string) {
  const share = state.shares.find(({ id }) => id === shareId);
  if (!share || share.ended) return undefined;
  const then = ifAgreed(state, share, termsIfAgreed(share, asked), { actor: "", at });
  const asOf = { ...day, blocked: NONE_BLOCKED };
  const [agreed = share] = then.shares;
  const open = new Set(wordsOf(then).flatMap((word) => (isOpenIn(then, asOf, agreed, word) ? word.id : [])));
  const sees: SeesWord = (word) => open.has(word);
  const parts = new Map(agreed.parts.map((part) => [part, []] as const));
  const nothingMore = { protectedSource: false, unsharedEvidence: false };
  return {
    body: share.body,
    /** Those of the body who receive the share: all of it, or the people and seats to which it is limited. */
    audience: audienceOf(share),
    /** The facts of the concern by which the body's members would be decided about. */
    facts: factsOf(then, asOf),
    terms: { ...presentShareTerms(keys, agreed), ...presentForRecipient(keys, then, agreed, asOf) },
    summary: parts.has("summary") ? presentSummary(keys, then, parts, sees) : undefined,
    // Whether somebody may read the submission behind evidence is decided about each reader.
    evidence: parts.has("evidence")
      ? presentEvidence(keys, then, nothingMore, sees).map((item) => ({ ...item, submission: undefined }))
      : undefined,
  };
}

export type PreviewReader = {
  readonly id: string;
  readonly name: string | undefined;
  readonly roles: readonly RoleName[];
  /** Whether policy would let them read the concern. */
  readonly reads: boolean;
};

/** The people who act for a body today; where a share is limited, those of them whom it names. */
export const previewReaders = (
  deps: { readonly rights: Rights; readonly people: { queries(): Pick<PeopleQueries, "page"> } },
  { body, audience, facts }: Pick<NonNullable<ReturnType<typeof previewShare>>, "body" | "audience" | "facts">,
): readonly PreviewReader[] =>
  everybody(deps)
    .filter((viewer) => viewer.facts.bodies.some((one) => audience.includes(one)))
    .map((viewer) => ({
      id: viewer.person,
      name: viewer.name,
      roles: [
        ...new Set(viewer.assignments.flatMap((one) => (one.current && one.factsAlone().bodies.includes(body) ? one.role : []))),
      ],
      reads: deps.rights.parts(viewer.facts, facts).has("headline"),
    }))
    .toArray();
