// Presents support to its readers, and unseals text when it is read.
import type { KeyStore } from "../../event-log/keys/port.ts";
import { findBody } from "../../reference/bodies.ts";
import { LGA, LGA_NAME } from "../../reference/support-kinds.ts";
import { reveal } from "../../services/confidential.ts";
import type { Approach, PracticeContact } from "../../services/council/state.ts";
import { lastProgress, leadTexts, type SupportState, statusOfSupport } from "../../services/support/state.ts";
import { attribution, attributionWithReason } from "../attribution.ts";
import type { SeenSupport } from "./read-support.ts";

export const presentProvider = (id: string) => ({ id, name: id === LGA ? LGA_NAME : (findBody(id)?.name ?? id) });

export function presentSupport(keys: KeyStore, { state, detail }: SeenSupport) {
  const text = reveal(keys, state.text);
  const leads = leadTexts(state).map((named) => reveal<{ readonly lead: string }>(keys, named)?.lead);
  const lastChange = state.leadChanges.at(-1);
  const { id, council, strand, kind, causes, offeredOn, answerBy, from, until } = state;
  return {
    ...{ id, council, strand, kind, causes, offeredOn, answerBy, from, until },
    provider: presentProvider(state.provider),
    lead: leads.at(-1),
    status: statusOfSupport(state),
    begunOn: state.begun?.begunOn,
    endedOn: state.ended?.endedOn,
    progress: lastProgress(state),
    milestones: state.milestones
      .map(({ milestone, kind, due, met, fellDue, text }) => ({
        id: milestone,
        kind,
        due,
        metOn: met?.metOn,
        fellDueAt: fellDue?.at,
        about: detail && text ? reveal(keys, text)?.about : undefined,
      }))
      .sort((a, b) => a.due.localeCompare(b.due)),
    reviews: state.reviews
      .map(({ review, planned, cancelled, held }) => ({
        id: review,
        ...planned,
        cancelled: cancelled !== undefined,
        reviewedOn: held?.reviewedOn,
        progress: held?.progress,
        finding: detail && held ? reveal(keys, held.text)?.finding : undefined,
      }))
      .sort((a, b) => dayOf(a).localeCompare(dayOf(b))),
    judgements: state.judgements.map(({ by, judgement, text }) => ({
      by,
      judgement,
      why: detail ? reveal(keys, text)?.why : undefined,
    })),
    detailWithheld: !detail,
    detail: detail && {
      aim: text?.aim,
      offeredTo: state.offeredTo,
      toldName: text?.toldName,
      channel: state.channel,
      offered: attribution(state.offered),
      formerLeads: leads.slice(0, -1).filter((lead) => lead !== undefined),
      leadChanged: lastChange && attribution(lastChange),
      statement: state.answer?.text && reveal(keys, state.answer.text)?.statement,
      answered: state.answer && attribution(state.answer),
      formerAnswers: state.formerAnswers.map((former) => ({
        answer: former.kind,
        answered: attribution(former),
        statement: former.text && reveal(keys, former.text)?.statement,
      })),
      ended: state.ended && attributionWithReason(keys, state.ended),
      version: state.version,
    },
  };
}

const dayOf = ({ reviewedOn, from }: { readonly reviewedOn?: string | undefined; readonly from?: string }): string =>
  reviewedOn ?? from ?? "";

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

export const presentApproach = (keys: KeyStore, { approach, body, planned, cancelled, text, ...given }: Approach) => ({
  id: approach,
  body: presentProvider(body),
  planned: attribution(planned),
  cancelled: cancelled && attributionWithReason(keys, cancelled),
  about: reveal(keys, text)?.about,
  ...given,
});

export const presentContact = (
  keys: KeyStore,
  { contact, text, takenBack, ...given }: Omit<PracticeContact, "agreed"> & { readonly council: string },
) => ({ id: contact, ...given, ...reveal(keys, text), takenBackAt: takenBack?.at });
