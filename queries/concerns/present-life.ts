// Presents the later life of a concern to its readers, and unseals text when it is read. Policy decides which parts a reader gets.
import type { KeyStore } from "../../event-log/keys/port.ts";
import type { PartRights } from "../../policies/engine/rights.ts";
import type { Conclusion } from "../../services/concern/life.ts";
import { currentConclusion } from "../../services/concern/life.ts";
import { isOpenIn } from "../../services/concern/open-words.ts";
import { type AsOf, termsOf } from "../../services/concern/shares.ts";
import { type ConcernState, partOnceTold, readsUntold, type Share, untoldIn } from "../../services/concern/state.ts";
import { CLOSING, reopeningId } from "../../services/concern/word-answers.ts";
import { wordsOf } from "../../services/concern/words.ts";
import { reveal } from "../../services/confidential.ts";
import { type ActScope, actOf, attribution, attributionWithReason } from "../attribution.ts";
import type { SeesWord } from "./words-read.ts";

export const presentConversations = (keys: KeyStore, concern: ConcernState) =>
  concern.conversations.map(({ conversation, recorded, text, ...held }) => ({
    id: conversation,
    recorded: attribution(recorded, concern),
    ...held,
    ...reveal(keys, text),
  }));

/** The part of text of which the council has not been told, for its readers. */
export const carriedOf = (parts: PartRights, untold: readonly string[]) =>
  untold.length > 0 && readsUntold(parts) ? [partOnceTold(false, "summary")] : [];

/** Belongs to the summary. */
export function presentConclusions(keys: KeyStore, state: ConcernState, sees: SeesWord) {
  const standing = currentConclusion(state)?.id;
  return state.conclusions
    .filter(({ id }) => sees(id, "summary"))
    .map((conclusion) => presentConclusion(keys, conclusion, conclusion.id === standing, sees, state));
}

/** Each kind of conclusion has some of these texts. */
export type ConclusionText = Readonly<
  Partial<Record<"explanation" | "appearance" | "acting" | "causalFactors" | "solutions" | "whyViewsDiffer", string>>
>;

function presentConclusion(
  keys: KeyStore,
  { id, kind, concluded, text, told: _, telling: __, fellDue, reopened: again, ...given }: Conclusion,
  isCurrent: boolean,
  sees: SeesWord,
  scope: ActScope,
) {
  const reopened = again && sees(reopeningId(id), "summary") ? again : undefined;
  return {
    id,
    kind,
    at: concluded.at,
    act: actOf(concluded, scope),
    stands: isCurrent,
    ...given,
    ...reveal<ConclusionText>(keys, text),
    fellDueAt: fellDue?.at,
    reopenedAt: reopened?.at,
    reopenedBecause: reopened && reveal(keys, reopened.text)?.reason,
  };
}

export const presentClosing = (keys: KeyStore, { closed, ...scope }: ConcernState, sees: SeesWord) =>
  closed && sees(CLOSING, "summary")
    ? { at: closed.at, act: actOf(closed, scope), reason: reveal(keys, closed.text)?.reason }
    : undefined;

/** The panel sees an answer once it is open to it. `carries` has the same meaning as for the summary. */
export function presentChallenges(keys: KeyStore, state: ConcernState, parts: PartRights, sees: SeesWord) {
  const challenges = state.challenges.map(({ id, body, about, answerBy, raised, text, answered: given, fellDue, reviewed }) => {
    const answered = given && sees(id, "challenges") ? given : undefined;
    return {
      id,
      about,
      answerBy,
      raised: attribution(raised, { ...state, body }),
      challenge: reveal(keys, text)?.challenge,
      fellDueAt: fellDue?.at,
      answered: answered && attribution(answered, state),
      answer: answered && reveal(keys, answered.text)?.answer,
      reviewed: reviewed && attribution(reviewed, { ...state, body }),
      judgement: reviewed?.judgement,
      finding: reviewed && reveal(keys, reviewed.text)?.finding,
    };
  });
  return { challenges, carries: carriedOf(parts, untoldIn(state).challenges) };
}

export const presentEscalations = (keys: KeyStore, concern: ConcernState) =>
  concern.escalations.map(({ id, share, grounds, raised, text, confirmed, stoodDown }) => ({
    id,
    share,
    grounds,
    body: concern.shares.find((s) => s.id === share)?.body,
    raised: attributionWithReason(keys, { ...raised, text }, concern),
    confirmed: confirmed && attributionWithReason(keys, confirmed, concern),
    stoodDown: stoodDown && attributionWithReason(keys, stoodDown, concern),
  }));

export const presentNotPersuaded = (keys: KeyStore, concern: ConcernState, notPersuaded = concern.notPersuaded) =>
  notPersuaded.map(({ statement, body, grounds, said, text }) => ({
    id: statement,
    body,
    grounds,
    said: attributionWithReason(keys, { ...said, text }, { ...concern, body }),
  }));

/** The records of one share: reassurances, and the reason of its escalation. */
export const presentOfShare = (keys: KeyStore, state: ConcernState, share: string, sees: (reassurance: string) => boolean) => {
  const { reassurances, escalations, shares, notPersuaded } = state;
  const body = shares.find(({ id }) => id === share)?.body;
  const escalation = escalations.find((e) => e.share === share);
  return {
    escalation: escalation && { grounds: escalation.grounds, reason: reveal(keys, escalation.text)?.reason },
    reassurances: reassurances
      .filter((given) => given.share === share && sees(given.reassurance))
      .map(({ reassurance, given, text }) => ({
        id: reassurance,
        at: given.at,
        act: actOf(given, state),
        text: reveal(keys, text)?.reassurance,
      })),
    notPersuaded: presentNotPersuaded(
      keys,
      state,
      notPersuaded.filter((statement) => statement.body === body),
    ),
  };
};

/** The same for the recipient: texts only if the share, as narrowed by the council, covers the summary. */
export function presentForRecipient(keys: KeyStore, state: ConcernState, share: Share, day: AsOf) {
  const open = new Set(wordsOf(state).flatMap((word) => (isOpenIn(state, day, share, word) ? word.id : [])));
  const within = presentOfShare(keys, state, share.id, (reassurance) => open.has(reassurance));
  if (termsOf(share).parts.includes("summary")) return within;
  return { ...within, escalation: within.escalation && { ...within.escalation, reason: undefined }, reassurances: [] };
}
