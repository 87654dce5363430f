// The ledger as rows in the order of time: what happened, who did it, to whom, and what was said. Each event of a concern's history has its
// row, with what the parts hold of it beside; what is in the parts and meets no event has a row of its own, so that nothing is left out.

import { inWords } from "../../services/concern/event-catalogue.ts";
import type { ConcernEvent, ConcernEventType } from "../../services/concern/events.ts";
import type {
  Attribution,
  ExportedConcern,
  ExportedCouncilRecords,
  ExportedDisclosure,
  ExportedHistoryEntry,
  ExportedPolicy,
  ExportedShare,
  Item,
  LedgerDocument,
} from "./ledger-document.ts";
import { labelOf, type Words } from "./words.ts";

export const COLUMNS = [
  ...([
    "record",
    "when",
    "concern",
    "strand",
    "cause",
    "number",
    "what",
    "by",
    "role or body",
    "to",
    "parts",
    "purpose",
    "until",
  ] as const),
  ...(["conditions", "text", "said then", "policy version", "permitted by", "fingerprint of the one before", "id"] as const),
] as const;
type Column = (typeof COLUMNS)[number];
export type LedgerRow = Readonly<Partial<Record<Column, string>>>;

/** What the parts hold of one event: the words that the event may have, and when it was, where the part says. */
type Detail = { readonly what: string; readonly at?: string; readonly share?: string; readonly row: LedgerRow };

/** First what the export is, how much it holds and what the policies say that it names, then everything in the order of time; what has no time stands before what has. */
export function rows(held: LedgerDocument, words: Words): readonly LedgerRow[] {
  const entries = [
    ...held.concerns.flatMap((concern) => concernRows(concern, held.at, words)),
    ...held.disclosures.map((disclosure) => disclosureRow(disclosure, held.concerns, words)),
    ...(held.ofCouncil ? councilRows(held.ofCouncil, held.at, words) : []),
  ];
  return [
    ...aboutRows(held),
    ...held.policies.map(policyRow),
    ...entries.toSorted((a, b) => compare(a.when ?? "", b.when ?? "")),
  ];
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function aboutRows({ council, at, policyVersion, scope, totals }: LedgerDocument): readonly LedgerRow[] {
  const about = (what: string, text: string): LedgerRow => ({ record: "about", what, text });
  return [
    about("Council", `${council.name} (${council.code})`),
    about("The moment it tells of", at),
    { ...about("Policy in force", policyVersion), "policy version": policyVersion },
    ...scope.map((text) => about("Scope", text)),
    ...Object.entries(totals).map(([name, total]): LedgerRow => ({ record: "total", what: labelOf(name), text: String(total) })),
  ];
}

const policyRow = ({ id, reason, challenge, versions }: ExportedPolicy): LedgerRow => ({
  ...{ record: "policy", what: "What a policy says", id, "policy version": versions.join("; ") },
  text: [reason ?? NO_WORDS, ...(challenge ? [`How to challenge it: ${challenge}`] : [])].join("\n"),
});
/** Of a policy whose text is not found. */
export const NO_WORDS = "Its words are not found among the versions of the policy.";

function concernRows(concern: ExportedConcern, at: string, words: Words): readonly LedgerRow[] {
  const of = {
    concern: concern.id,
    strand: words.enumValue("Strand", concern.strand),
    cause: words.enumValue("Cause", concern.cause),
  };
  const left = detailsOf(concern, words);
  const events = (concern.history ?? []).map((entry): LedgerRow => {
    const found = left.findIndex((detail) => isOf(detail, entry));
    const [detail] = found < 0 ? [] : left.splice(found, 1);
    return { ...of, ...detail?.row, ...eventRow(entry, words) };
  });
  const others = left.map(
    ({ what, at, row }): LedgerRow => ({ ...of, record: "part of a concern", what, ...(at && { when: at }), ...row }),
  );
  return [...events, ...others, ...standing(concern, at, words).map((row) => ({ ...of, ...row }))];
}

const isOf = (detail: Detail, { what, at, share }: ExportedHistoryEntry): boolean =>
  detail.what === what && (detail.at ?? at) === at && (detail.share ?? share) === share;

const eventRow = (entry: ExportedHistoryEntry, words: Words): LedgerRow => ({
  record: "event",
  when: entry.at,
  number: String(entry.number),
  what: entry.what,
  ...(entry.said && { "said then": entry.said }),
  by: words.person(entry.by),
  "policy version": entry.policyVersion,
  "permitted by": entry.permittedBy.join("; "),
  "fingerprint of the one before": String(entry.previous),
  ...(entry.share && { id: entry.share }),
});

const said = (type: ConcernEventType, data: object = {}): string => inWords({ type, data } as unknown as ConcernEvent);
const list = (items: unknown): readonly Item[] => (items as readonly Item[] | null | undefined) ?? [];
const deed = (value: unknown): Attribution | null => (value as Attribution | null | undefined) ?? null;
const at = (value: unknown): { at?: string } => (typeof value === "string" ? { at: value } : {});

/** Everything in a concern's parts that an event put there. */
function detailsOf(concern: ExportedConcern, words: Words): Detail[] {
  const { summary } = concern;
  const told = (what: string, type: string, item: Item, when: unknown, more: LedgerRow = {}): Detail => ({
    what,
    ...at(when),
    row: { text: words.lines(type, item), ...(item.id !== undefined && { id: String(item.id) }), ...more },
  });
  /** What was done to a thing later: what it says is with the thing's own row. */
  const later = (what: string, item: Item, when: unknown, text: unknown = ""): readonly Detail[] =>
    typeof when === "string" ? [{ what, at: when, row: { text: String(text ?? ""), id: String(item.id) } }] : [];
  const bodies = (of: unknown): LedgerRow => ({
    to: list(of)
      .map(({ name }) => name)
      .join("; "),
  });

  const logged = summary && Object.fromEntries(Object.entries(summary).filter(([, value]) => !Array.isArray(value)));
  return [
    ...(summary && logged ? [told(said("ConcernLogged.v1"), "Summary", logged, summary.loggedAt)] : []),
    ...list(summary?.replies).map((reply) => told(said("CouncilReplied.v1"), "Reply", reply, reply.at)),
    ...list(summary?.corrections).flatMap((correction) => [
      told(said("CorrectionRequested.v1"), "Correction", correction, correction.requestedAt),
      ...later(said("CorrectionResolved.v2"), correction, correction.resolvedAt, correction.reason),
    ]),
    ...list(summary?.conclusions).flatMap((conclusion) => [
      told(CONCLUDED[String(conclusion.kind)] ?? "", "Conclusion", conclusion, conclusion.at),
      ...later(said("ReviewFellDue.v1"), conclusion, conclusion.fellDueAt),
      ...later(said("ConcernReopened.v2"), conclusion, conclusion.reopenedAt, conclusion.reopenedBecause),
    ]),
    ...list(concern.evidence).flatMap((item) => [
      told(said("EvidenceAdded.v1", { suppliedBy: String(item.suppliedBy).toLowerCase() }), "Evidence", item, item.addedAt),
      ...later(said("EvidenceWithdrawn.v1"), item, (item.withdrawn as Item | null)?.at, (item.withdrawn as Item | null)?.reason),
    ]),
    ...list(concern.awareness).map((item) =>
      told(said("CouncilMadeAware.v1"), "Awareness", item, undefined, bodies(item.bodies)),
    ),
    ...(concern.sharingRecord ?? []).flatMap((share) => shareDetails(share, words)),
    ...list(concern.escalations).flatMap((item) => [
      told(said("EscalationRaised.v1"), "Escalation", item, deed(item.raised)?.at, bodies([item.body])),
      ...later(said("EscalationConfirmed.v1"), item, deed(item.confirmed)?.at, deed(item.confirmed)?.reason),
      ...later(said("EscalationStoodDown.v1"), item, deed(item.stoodDown)?.at, deed(item.stoodDown)?.reason),
    ]),
    ...list(concern.notPersuaded).map((item) => told(said("BodyNotPersuaded.v1"), "NotPersuaded", item, deed(item.said)?.at)),
    ...list(concern.conversations).map((item) =>
      told(said("ConversationRecorded.v1"), "Conversation", item, deed(item.recorded)?.at, bodies(item.liaison)),
    ),
    ...list(concern.challenges).flatMap((item) => [
      told(said("PanelChallenged.v1"), "Challenge", item, deed(item.raised)?.at),
      ...later(said("ChallengeAnswered.v2"), item, deed(item.answered)?.at, item.answer),
      ...later(said("ChallengeFellDue.v1"), item, item.fellDueAt),
      ...later(said("EffectivenessReviewed.v1"), item, deed(item.reviewed)?.at, item.finding),
    ]),
  ];
}

const CONCLUDED: Readonly<Record<string, string>> = {
  SATISFACTORY_EXPLANATION: said("ExplanationAccepted.v2"),
  UNDER_REVIEW: said("ReviewAgreed.v2"),
  LIGHT_SUPPORT: said("LightSupportArranged.v2"),
  SUPPORT_PACKAGE: said("SupportPackageArranged.v2"),
  NOT_ACCEPTED: said("ConcernNotAccepted.v2"),
};

function shareDetails(share: ExportedShare, words: Words): readonly Detail[] {
  const purpose = words.enumValue("Purpose", share.purpose);
  const to = { to: `${share.body.name} (${share.body.id})`, purpose };
  const partsOf = (parts: readonly string[]) => parts.map((part) => words.enumValue("Part", part)).join("; ");
  const bound = { ...to, parts: partsOf(share.parts), until: share.until };
  const detail = (what: string, when: string, row: LedgerRow): Detail => ({ what, at: when, share: share.id, row });
  const deeds = (what: string, done: Attribution | null, row: LedgerRow): readonly Detail[] =>
    done ? [detail(what, done.at, { ...row, text: done.reason ?? "" })] : [];
  const proposed = { ...to, parts: partsOf(share.proposedParts), until: share.proposedUntil };
  const { explanation, answerBy, silence, standingAgreement } = share;
  return [
    detail(said("ShareProposed.v1"), share.proposed.at, {
      ...proposed,
      text: words.lines("Share", { explanation, answerBy, silence, standingAgreement }),
    }),
    ...(share.positionAt ? [positionOf(share, share.positionAt, bound)] : []),
    ...deeds(said("ObjectionOverridden.v1"), share.override, proposed),
    ...deeds(said("ShareMade.v1"), share.made, { ...bound, ...conditionsOf(share) }),
    ...ends(share).flatMap((what) => deeds(what, share.ended, bound)),
    ...share.reassurances.map((item) =>
      detail(said("ReassuranceGiven.v2"), String(item.at), { ...to, text: words.lines("Reassurance", item) }),
    ),
  ];
}

const ends = ({ status }: ExportedShare): readonly string[] =>
  status === "EXPIRED" ? [said("ShareExpired.v1")] : status === "WITHDRAWN" ? [said("ShareWithdrawn.v1")] : [];

function positionOf(share: ExportedShare, when: string, bound: LedgerRow): Detail {
  const position = share.position.toLowerCase().replaceAll("_", "-");
  const row = { ...bound, ...conditionsOf(share), text: share.statement ?? "" };
  return { what: said("PositionStated.v1", { position }), at: when, share: share.id, row };
}

/** The council's conditions in words. */
export const conditionsOf = ({ position, statement }: ExportedShare): { conditions?: string } =>
  position === "AGREES_WITH_CONDITIONS" ? { conditions: statement ?? "narrowed to these parts and this day" } : {};

/** How a concern stands at the moment of the export: what it is, each share, and who can see it. */
function standing(concern: ExportedConcern, when: string, words: Words): readonly LedgerRow[] {
  const now = (what: string, row: LedgerRow): LedgerRow => ({ record: "as it stands", when, what, ...row });
  return [
    now("The concern", {
      text: ["stage", "version", "withheld", "erased", "council", "region"]
        .map((name) => words.lines("Concern", { [name]: concern[name] }))
        .join("\n"),
    }),
    ...(concern.sharingRecord ?? []).map((share) =>
      now("A share", {
        ...{ to: `${share.body.name} (${share.body.id})`, until: share.until, id: share.id },
        parts: share.parts.map((part) => words.enumValue("Part", part)).join("; "),
        purpose: words.enumValue("Purpose", share.purpose),
        ...conditionsOf(share),
        text: words.lines("Share", { status: share.status, made: share.made, ended: share.ended }),
      }),
    ),
    ...(concern.audience ?? []).map((audience) =>
      now("Who can see it", {
        by: audience.people.map(({ id }) => words.person(id)).join("; "),
        "role or body": [audience.label, ...audience.bodies.map(({ name }) => name)].join(", "),
        parts: audience.parts.map(({ part }) => words.enumValue("Part", part)).join("; "),
        text: words.lines("Audience", audience, ["people", "label", "bodies"]),
      }),
    ),
  ];
}

function disclosureRow(disclosure: ExportedDisclosure, concerns: readonly ExportedConcern[], words: Words): LedgerRow {
  const concern = concerns.find(({ id }) => id === disclosure.concern);
  return {
    ...{ record: "disclosure", when: disclosure.at, id: disclosure.id, concern: disclosure.concern ?? "" },
    ...(concern && {
      strand: words.enumValue("Strand", concern.strand),
      cause: words.enumValue("Cause", concern.cause),
      number: String(disclosure.version),
    }),
    what: `Disclosed: ${words.enumValue("Surface", disclosure.surface)}`,
    by: words.person(disclosure.person.id),
    "role or body": words.lines("Disclosure", { capacities: disclosure.capacities }).replace(/^Capacities: /, ""),
    parts: disclosure.parts.map(({ part }) => words.enumValue("DisclosablePart", part)).join("; "),
    "policy version": disclosure.policyVersion,
    "permitted by": [...new Set(disclosure.parts.flatMap(({ policies }) => policies))].join("; "),
  };
}

/** What is held about the council beside its concerns; the day where there is no instant. */
function councilRows(of: ExportedCouncilRecords, now: string, words: Words): readonly LedgerRow[] {
  const strandOf = ({ strand, cause }: Item): LedgerRow => ({
    ...(typeof strand === "string" && { strand: words.enumValue("Strand", strand) }),
    ...(typeof cause === "string" && { cause: words.enumValue("Cause", cause) }),
  });
  const whole = (what: string, type: string, item: Item, when: Attribution | string | null | undefined): LedgerRow => ({
    ...{ record: "of the council", what, text: words.lines(type, item), ...strandOf(item) },
    ...(item.id !== undefined && { id: String(item.id) }),
    ...(typeof when === "string" ? { when } : when && { when: when.at, by: words.person(when.by) }),
  });
  const later = (what: string, item: Item, value: unknown, text?: unknown): readonly LedgerRow[] => {
    const done = deed(value);
    if (!done) return [];
    const row = { record: "of the council", what, ...strandOf(item), when: done.at, by: words.person(done.by) };
    return [{ ...row, text: String(text ?? done.reason ?? ""), id: String(item.id) }];
  };
  return [
    ...of.standingAgreements.flatMap((item) => [
      whole("The council gave a standing agreement", "StandingAgreement", item, deed(item.given)),
      ...later("The council took a standing agreement back", item, item.takenBack),
    ]),
    ...list(of.conversationLead && [of.conversationLead]).map((item) =>
      whole("The lead of the single conversation was named", "ConversationLead", item, deed(item.named)),
    ),
    ...of.formerLeads.flatMap((item) => [
      whole("The lead of the single conversation was named", "FormerLead", item, deed(item.named)),
      ...later("Somebody ceased to lead the single conversation", { ...item, id: item.person }, item.ended),
    ]),
    ...of.pastApproaches.flatMap((item) => [
      whole("An approach or visit was planned", "Approach", item, deed(item.planned)),
      ...later("An approach or visit was cancelled", item, item.cancelled),
    ]),
    ...of.approaches.map((item) => whole("An approach or visit was planned", "Approach", item, deed(item.planned))),
    ...of.practiceContacts.map((item) => whole("The council agreed to be contacted", "PracticeContact", item, undefined)),
    ...of.supports.flatMap((item) => {
      const detail = item.detail as Item | null;
      return [
        whole("Support was offered", "Support", item, deed(detail?.offered) ?? String(item.offeredOn)),
        ...list(detail?.formerAnswers).flatMap(({ answered, statement }) =>
          later("The council answered an offer of support", item, answered, statement),
        ),
        ...later("The council answered an offer of support", item, detail?.answered, detail?.statement),
        ...(item.begunOn ? [{ ...whole("Support began", "Support", item, String(item.begunOn)), text: "" }] : []),
        ...later("Support ended", item, detail?.ended),
      ];
    }),
    ...of.submissions.flatMap((item) => [
      whole("A department or inspectorate submitted what it knows", "Submission", item, deed(item.submitted)),
      ...later("A submission was set aside", item, (item.handling as Item | null)?.setAside),
    ]),
    ...of.signals.flatMap((item) => [
      whole("The council asked for support", "Signal", item, deed(item.requested)),
      ...later("A request for support was answered", item, item.answered, item.answer),
      ...later("The council withdrew its request for support", item, item.withdrawn),
    ]),
    ...(of.alignedSupport ? [whole("Support as it is aligned", "AlignedSupport", of.alignedSupport, now)] : []),
  ];
}
