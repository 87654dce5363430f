// Presents support to its readers, and unseals text when it is read.
import type { KeyStore } from "../../event-log/keys/port.ts";
import { findBody } from "../../reference/bodies.ts";
import type { Council } from "../../reference/councils.ts";
import { LGA, LGA_NAME } from "../../reference/support-kinds.ts";
import { lastOfEach } from "../../services/concern/council-position.ts";
import { reveal } from "../../services/confidential.ts";
import type { Approach, ClashSettlement, PracticeContact } from "../../services/council/state.ts";
import { duesOf, earliestOf } from "../../services/support/dues.ts";
import { regionViewOf } from "../../services/support/facts.ts";
import {
  isDividedOn,
  lastProgress,
  leadTexts,
  type Move,
  type OfferTelling,
  openMove,
  type SupportState,
  statusOfSupport,
} from "../../services/support/state.ts";
import { actOf, attribution, attributionWithReason, speaker } from "../attribution.ts";
import { presentAnswerTo } from "../tellings.ts";
import { engagementOf, purposeOf } from "./levels.ts";
import type { SeenSupport } from "./read-support.ts";

export const presentProvider = (id: string) => ({ id, name: id === LGA ? LGA_NAME : (findBody(id)?.name ?? id) });

export function presentSupport(keys: KeyStore, { state, purpose, detail }: SeenSupport) {
  const leads = leadTexts(state).map((named) => reveal<{ readonly lead: string }>(keys, named)?.lead);
  const engagement = engagementOf(state);
  const placeOf = (id: string) => {
    const text = state.presences.find(({ presence }) => presence === id)?.text;
    return detail && text ? reveal(keys, text)?.place : undefined;
  };
  return {
    ...engagement,
    presence: engagement.presence.map((one) => ({ ...one, place: placeOf(one.id) })),
    provider: presentProvider(state.provider),
    lead: leads.at(-1),
    ...(purpose ? presentPurpose(keys, state, detail) : PURPOSE_WITHHELD),
    purposeWithheld: !purpose,
    detailWithheld: !detail,
    detail: detail && presentDetail(keys, state, leads.slice(0, -1)),
  };
}

const PURPOSE_WITHHELD = {
  ...{
    kind: undefined,
    causes: undefined,
    progress: undefined,
    milestones: undefined,
    reviews: undefined,
    judgements: undefined,
    nextDue: undefined,
  },
};

function presentPurpose(keys: KeyStore, state: SupportState, detail: boolean) {
  const purpose = purposeOf(state);
  const aboutOf = (id: string) => {
    const text = state.milestones.find(({ milestone }) => milestone === id)?.text;
    return detail && text ? reveal(keys, text)?.about : undefined;
  };
  const findingOf = (id: string) => {
    const held = state.reviews.find(({ review }) => review === id)?.held;
    return detail && held ? reveal(keys, held.text)?.finding : undefined;
  };
  const wordsOf = (judge: string) => {
    const judgement = detail ? state.judgements.find(({ by }) => by === judge) : undefined;
    return {
      why: judgement && reveal(keys, judgement.text)?.why,
      speaker: judgement && judge === "council" ? speaker(judgement.judged, judgement, state) : undefined,
    };
  };
  return {
    ...purpose,
    nextDue: earliestOf(duesOf(state)),
    milestones: purpose.milestones.map((milestone) => ({ ...milestone, about: aboutOf(milestone.id) })),
    reviews: purpose.reviews.map((review) => ({ ...review, finding: findingOf(review.id) })),
    judgements: purpose.judgements.map((judgement) => ({ ...judgement, ...wordsOf(judgement.by) })),
  };
}

function presentDetail(keys: KeyStore, state: SupportState, formerLeads: readonly (string | undefined)[]) {
  const text = reveal(keys, state.text);
  const lastChange = state.leadChanges.at(-1);
  const offeredIn = { ...state, body: state.provider };
  const sideOf = (side: Move["by"]) => (side === "council" ? state : offeredIn);
  return {
    aim: text?.aim,
    offeredTo: state.offeredTo,
    toldName: text?.toldName,
    channel: state.channel,
    offered: attribution(state.offered, offeredIn),
    shownTo: state.shownTo,
    tellings: state.tellings.map((telling) => presentTelling(keys, state, telling)),
    partOf: state.partOf,
    moves: state.moves.map((move) => ({
      ...{
        id: move.move,
        by: move.by,
        proposed: attribution(move.proposed, sideOf(move.by)),
        from: move.from,
        until: move.until,
      },
      presence: move.presence.map(({ from, to, text }) => ({ from, to, place: reveal(keys, text)?.place })),
      ...{ reason: reveal(keys, move.text)?.reason, isOpen: move === openMove(state) },
      ...{ answer: move.answer?.kind, answered: move.answer && attribution(move.answer, sideOf(move.answer.by)) },
      note: move.answer?.text && reveal(keys, move.answer.text)?.note,
    })),
    regionSees: regionViewOf(state),
    formerLeads: formerLeads.filter((lead) => lead !== undefined),
    leadChanged: lastChange && attribution(lastChange, offeredIn),
    statement: state.answer?.text && reveal(keys, state.answer.text)?.statement,
    answered: state.answer && attribution(state.answer, state),
    divided: isDividedOn(state),
    answers: lastOfEach(state.said).map((said) => ({
      answer: said.kind,
      speaker: speaker(said, said, state),
      regionSees: said.kind === "agreed" ? state.views.find(({ holder }) => holder === said.holder)?.view : undefined,
      statement: said.text && reveal(keys, said.text)?.statement,
    })),
    formerAnswers: state.formerAnswers.map((former) => ({
      answer: former.kind,
      answered: attribution(former, state),
      statement: former.text && reveal(keys, former.text)?.statement,
    })),
    ended: state.ended && attributionWithReason(keys, state.ended, offeredIn),
    version: state.version,
  };
}

/** A record that the council was told of the offer. The offer itself is the first, and says what it is about. */
function presentTelling(keys: KeyStore, state: SupportState, telling: OfferTelling) {
  const { toldOffice, channel, toldOn, shownTo, recorded, text } = telling;
  const again = text && reveal(keys, text);
  const toldName = text ? again?.toldName : reveal(keys, state.text)?.toldName;
  return {
    ...{ toldOffice, channel, toldOn, shownTo, toldName, about: again?.about, recordedBy: recorded.actor },
    act: actOf(recorded, { ...state, body: state.provider }),
    ...presentAnswerTo(keys, telling, state),
  };
}

/** For readers of a conclusion that names the support. */
export function presentConcluded(state: SupportState) {
  const judged = (by: string) => state.judgements.find((given) => given.by === by)?.judgement;
  const { id, kind, from, until } = state;
  return {
    ...{ id, kind, from, until },
    provider: presentProvider(state.provider),
    status: statusOfSupport(state),
    progress: lastProgress(state),
    judgedByCouncil: judged("council"),
    judgedByProvider: judged("provider"),
  };
}

export const presentApproach = (
  keys: KeyStore,
  { approach, body, planned, cancelled, text, ...given }: Approach,
  { code, region }: Pick<Council, "code" | "region">,
) => ({
  id: approach,
  body: presentProvider(body),
  planned: attribution(planned, { council: code, region, strand: given.strand, body }),
  cancelled: cancelled && attributionWithReason(keys, cancelled, { council: code, region, strand: given.strand, body }),
  about: reveal(keys, text)?.about,
  ...given,
});

export const presentSettlement = (
  keys: KeyStore,
  { how, text, settled }: ClashSettlement,
  { code, region }: Pick<Council, "code" | "region">,
) => ({ how, note: reveal(keys, text)?.note, settled: attribution(settled, { council: code, region }) });

export const presentContact = (
  keys: KeyStore,
  { contact, text, takenBack, ...given }: Omit<PracticeContact, "agreed"> & { readonly council: string },
) => ({ id: contact, ...given, ...reveal(keys, text), takenBackAt: takenBack?.at });
