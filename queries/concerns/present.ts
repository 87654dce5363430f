// Presents the parts of a concern to their readers, and unseals text when it is read. Policy decides which parts a reader gets. Within a part this omits
// text of which the council has not been told, protected sources, and the content of withdrawn items.
import { lazy } from "../../caching/cache.ts";
import type { KeyStore } from "../../event-log/keys/port.ts";
import type { PartRights } from "../../policies/engine/rights.ts";
import { countedPositions } from "../../services/concern/council-position.ts";
import { currentNarrative } from "../../services/concern/narrative.ts";
import { type AsOf, firstDayOf, statusOf, termsOf } from "../../services/concern/shares.ts";
import {
  type ConcernState,
  type Conditions,
  type Evidence,
  readsUntold,
  type Share,
  untoldIn,
} from "../../services/concern/state.ts";
import { reveal } from "../../services/confidential.ts";
import { type ActScope, actOf, attribution, attributionWithReason, speaker } from "../attribution.ts";
import { A_REGIONAL_SOURCE } from "../intake/present.ts";
import { presentAnswerTo } from "../tellings.ts";
import { carriedOf, presentClosing, presentConclusions } from "./present-life.ts";
import type { SeesWord } from "./words-read.ts";

/**
 * The observation, the council's replies, requests for correction and conclusions, each unsealed at its call, because lists need only the text.
 * Text of which the council has not been told is for readers of unshared evidence: `carries` names that part if there is any.
 */
export function presentSummary(keys: KeyStore, state: ConcernState, parts: PartRights, sees: SeesWord) {
  const seesUntold = readsUntold(parts);
  const named = parts.has("sharingRecord");
  const carries = carriedOf(parts, untoldIn(state).summary);
  const narrative = lazy(() => currentNarrative(keys, state, seesUntold));
  return {
    period: state.period,
    loggedAt: state.logged.at,
    text: () => narrative().summary,
    observed: () => narrative().observed,
    replies: () =>
      state.replies.map(({ reply, given, text, ...spoken }) => ({
        id: reply,
        at: given.at,
        speaker: speaker(given, spoken, state, { named }),
        text: reveal(keys, text)?.reply,
      })),
    corrections: () =>
      state.corrections.map(({ correction, requested, text, resolved: settled, ...spoken }) => {
        const resolved = settled && sees(correction, "summary") ? settled : undefined;
        return {
          id: correction,
          speaker: speaker(requested, spoken, state, { named }),
          requestedAt: requested.at,
          request: reveal(keys, text)?.request,
          outcome: resolved?.outcome,
          resolvedAt: resolved?.at,
          act: resolved && actOf(resolved, state),
          reason: resolved && reveal(keys, resolved.text)?.reason,
        };
      }),
    conclusions: () => presentConclusions(keys, state, sees),
    closed: () => presentClosing(keys, state, sees),
    awaitsTelling: carries.length > 0,
    carries,
  };
}

const A_PROTECTED_SOURCE = "A protected source";

type EvidenceRights = { readonly protectedSource: boolean; readonly unsharedEvidence: boolean };

/** Evidence of which the council has not been told is for readers of unshared evidence, as is later evidence until it opens. */
export const presentEvidence = (keys: KeyStore, state: ConcernState, may: EvidenceRights, sees: SeesWord) =>
  state.evidence
    .filter(({ evidence }) => sees(evidence, "evidence"))
    .map((item) => {
      const presented = presentItem(keys, state, item, may);
      const cited = state.cited.find(({ evidence }) => evidence === item.evidence)?.submission;
      // Departments and inspectorates are never protected: a protected submission is from the region.
      const protectedAs = presented.sourceWithheld ? (cited === undefined ? A_PROTECTED_SOURCE : A_REGIONAL_SOURCE) : undefined;
      return { ...presented, protectedAs, submission: presented.contentWithheld ? undefined : cited };
    });

/** A protected source is visibly withheld. A withdrawn item stays in the list, and only readers of unshared evidence see its content. */
function presentItem(keys: KeyStore, scope: ActScope, item: Evidence, may: EvidenceRights) {
  const contentWithheld = item.withdrawn !== undefined && !may.unsharedEvidence;
  const sourceWithheld = item.protectedSource && !may.protectedSource;
  const text = contentWithheld ? undefined : reveal(keys, item.text);
  const source = contentWithheld || sourceWithheld ? undefined : item.protectedText ? reveal(keys, item.protectedText) : text;
  const { evidence: id, suppliedBy, kind, period, grading, handling, told, protectedSource } = item;
  return {
    ...{ id, suppliedBy, kind, period, grading, handling, told, protectedSource },
    addedAt: item.added.at,
    act: suppliedBy === "council" && !may.unsharedEvidence ? undefined : actOf(item.added, scope),
    sourceWithheld,
    contentWithheld,
    citation: contentWithheld ? undefined : item.citation,
    // A letterhead shows who wrote it, so the files of a protected source are withheld with it.
    attachments: contentWithheld || sourceWithheld ? undefined : item.attachments.map((one) => presentAttachment(keys, one)),
    account: text?.account,
    handlingConditions: text?.handlingConditions,
    source: source?.source,
    reference: source?.reference,
    withdrawn: item.withdrawn && {
      at: item.withdrawn.at,
      act: suppliedBy === "council" && !may.unsharedEvidence ? undefined : actOf(item.withdrawn, scope),
      reason: contentWithheld ? undefined : reveal(keys, item.withdrawn.text)?.reason,
    },
  };
}

const presentAttachment = (keys: KeyStore, { attachment, type, bytes, scan, text }: Evidence["attachments"][number]) => ({
  ...{ id: attachment, type, bytes, scan },
  ...reveal(keys, text),
});

/** Who in the council was told, by whom, how, when, what about and with whom it will be shared; and what the council says of that. */
export const presentAwareness = (keys: KeyStore, state: ConcernState) =>
  state.awareness.map((record) => {
    const { awareness, toldOffice, channel, toldOn, bodies, recorded, text, words, repairs, answer } = record;
    const { toldName, about } = reveal(keys, text) ?? {};
    return {
      ...{ id: awareness, toldOffice, channel, toldOn, bodies, recordedBy: recorded.actor, toldName, about, words, repairs },
      act: actOf(recorded, state),
      ...presentAnswerTo(keys, record, state),
      disputedWords: answer?.words ?? [],
    };
  });

/** The words of conditions, one paragraph for each office that set some. Undefined where there are none or all were erased. */
function wordsOf(keys: KeyStore, texts: NonNullable<Conditions["texts"]>): string | undefined {
  const words = texts.flatMap((text) => reveal(keys, text)?.statement ?? []);
  return words.length > 0 ? words.join("\n\n") : undefined;
}

/**
 * Presents a share to its recipient: its binding terms, its purpose, and what the council says against it while an override carries it. Where the
 * council's silence counted as an objection, there are no words.
 */
export const presentShareTerms = (keys: KeyStore, share: Share) => ({
  councilObjects: share.override !== undefined,
  objection: share.override && wordsOf(keys, objectionsTo(share)),
  id: share.id,
  body: share.body,
  limitedTo: share.limitedTo,
  purpose: share.purpose,
  explanation: reveal(keys, share.text)?.explanation,
  ...termsOf(share),
  conditions: wordsOf(keys, share.conditions?.texts ?? []),
});

function confirmationOf(keys: KeyStore, { danger, override }: Share, scope: ActScope) {
  const confirmed = override?.confirmed ?? danger;
  return confirmed && attributionWithReason(keys, confirmed, scope);
}

/** The words of the offices that object. */
export const objectionsTo = ({ positions }: Share) =>
  countedPositions(positions).flatMap(({ kind, text }) => (kind === "objects" && text ? [text] : []));

/** Presents a share to the body that is to accept its conditions first: no words but those. */
export function presentShareToAccept(keys: KeyStore, share: Share) {
  const { id, body, purpose, conditions } = share;
  return {
    share: id,
    body,
    purpose,
    ...termsOf(share),
    conditions: wordsOf(keys, conditions?.texts ?? []),
    statement: conditions?.toAccept ?? 0,
  };
}

/** Presents a share in the sharing record: every event with its actor and time. */
export const presentShare = (keys: KeyStore, share: Share, day: AsOf, scope: ActScope) => ({
  ...presentShareTerms(keys, share),
  status: statusOf(share, day),
  proposedParts: share.parts,
  proposedUntil: share.until,
  answerBy: share.answerBy,
  silence: share.silence,
  beyondRemit: share.beyondRemit === true,
  proposed: attribution(share.proposed, scope),
  standingAgreement: share.standingAgreement,
  request: share.request,
  position: share.position.kind,
  divided: share.position.divided === true,
  positions: share.positions.map(({ kind, stated, text, conditions, ...spoken }) => ({
    speaker: speaker(stated, spoken, scope),
    position: kind,
    parts: kind === "agrees-with-conditions" ? conditions?.parts : undefined,
    until: kind === "agrees-with-conditions" ? conditions?.until : undefined,
    statement: text && reveal(keys, text)?.statement,
  })),
  positionAt: share.position.stated?.at,
  statement: share.position.text && reveal(keys, share.position.text)?.statement,
  override: share.override && attributionWithReason(keys, share.override, scope),
  letter: share.letter && {
    ...reveal(keys, share.letter.text),
    sentOn: share.letter.sentOn,
    recordedBy: share.letter.actor,
    act: actOf(share.letter, scope),
  },
  reached: share.reached && { how: share.reached.how, at: share.reached.at },
  notReachedAt: share.notReached?.at,
  moreTime: share.moreTime && attribution(share.moreTime, scope),
  urgent: share.urgent && { answerBy: share.urgent.answerBy, danger: reveal(keys, share.urgent.text)?.danger },
  dangerConfirmed: confirmationOf(keys, share, scope),
  overrideIsUrgent: share.override?.danger === true,
  opensOn: firstDayOf(share),
  conditionsAccepted: share.accepted && {
    ...attribution(share.accepted, { ...scope, body: share.body }),
    statement: share.accepted.statement,
  },
  made: share.made && attribution(share.made, scope),
  basis: share.made?.basis,
  ended: share.ended && attributionWithReason(keys, share.ended, scope),
});
