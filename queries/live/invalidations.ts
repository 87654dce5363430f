// The resources of a council that an event may have changed: its picture of support, its ledger. Their subscribers read them again.
// A missing invalidation leaves them with old data; an unnecessary one tells them that there was an event.

import type { EventLog, StoredEvent } from "../../event-log/port.ts";
import type { ConcernFacts } from "../../policies/engine/facts.ts";
import type { Strand } from "../../reference/strands.ts";
import type { ConcernChange } from "../../services/concern/event-news.ts";
import { COUNCIL_CATEGORY } from "../../services/council/events.ts";
import type { Approach } from "../../services/council/state.ts";
import { foldCouncil, readCouncilEvent } from "../../services/council/stream.ts";
import { SUBMISSION_CATEGORY } from "../../services/submission/events.ts";
import { loadSubmission } from "../../services/submission/service.ts";
import { foldSubmission } from "../../services/submission/stream.ts";
import { SUPPORT_CATEGORY } from "../../services/support/events.ts";
import { loadSupport } from "../../services/support/service.ts";
import type { SupportState } from "../../services/support/state.ts";
import { foldSupport } from "../../services/support/stream.ts";
import { awaitUnlessUnreadable } from "../../services/unless-unreadable.ts";
import { aroundOf } from "./around-event.ts";
import { readSharingEvent } from "./concern-changes.ts";

export type Invalidations = {
  /** The council whose picture of support has changed, and the cause. */
  readonly support?: { readonly council: string } & (
    | { readonly by: "support"; readonly before: SupportState | undefined; readonly after: SupportState }
    | { readonly by: "approach"; readonly approach: Approach }
    | { readonly by: "lead" }
    | { readonly by: "settlement"; readonly sides: readonly SettledSide[] }
  );
  readonly ledger?: LedgerChange;
};

/** A side of a clash that was settled. Undefined if it is no more. */
type SettledSide =
  | { readonly kind: "approach"; readonly approach: Approach | undefined }
  | { readonly kind: "presence" | "review" | "support"; readonly support: SupportState | undefined };

/**
 * The council whose ledger has changed; and the strands of the records that have changed, if only people who read these see the change. `restricted` are the
 * facts of changed concerns that are restricted inside the council: those who read them see the change, and nobody else.
 */
export type LedgerChange = {
  readonly council: string;
  readonly strands: readonly Strand[] | undefined;
  readonly restricted?: readonly ConcernFacts[];
};

const NONE: Invalidations = {};

const CONVERSATION_EVENTS: readonly string[] = ["LeadNamed.v1", "LeadEnded.v1", "ApproachPlanned.v2", "ApproachCancelled.v1"];

/** Of the council, people who read the contact's strand see these. */
const CONTACT_EVENTS: readonly string[] = [
  "RoutineContactRecorded.v1",
  "RoutineContactCorrected.v1",
  "RoutineContactWithdrawn.v1",
];

/** `change` is the concern's change, if the event belongs to a concern. `findFacts` applies no rights. */
export async function invalidationsOf(
  log: EventLog,
  event: StoredEvent,
  change: ConcernChange | undefined,
  findFacts: (concern: string) => ConcernFacts | undefined,
): Promise<Invalidations> {
  const { stream, category, streamId: id } = event;
  if (change) return ofConcern(change, await strandsOf(log, change));
  if (category === SUPPORT_CATEGORY) {
    const [before, after] = aroundOf(await log.readStream(stream), event, (events) => foldSupport(id, events));
    return after ? { support: { council: after.council, by: "support", before, after } } : NONE;
  }
  if (category === COUNCIL_CATEGORY && event.type === "ClashSettled.v1") return ofSettlement(log, event);
  if (category === COUNCIL_CATEGORY) return ofCouncil(id, event, await log.readStream(stream), findFacts);
  if (category === SUBMISSION_CATEGORY) {
    const submission = foldSubmission(id, await log.readStream(stream));
    // What was disclosed of it before is in the ledger from then on.
    return submission?.told ? { ledger: { council: submission.council, strands: [submission.strand] } } : NONE;
  }
  return NONE;
}

function ofConcern({ event, before, after }: ConcernChange, strands: LedgerChange["strands"]): Invalidations {
  const aware = before?.facts.councilAware || after.facts.councilAware;
  const isFigure = event.type === "ConcernDiscarded.v1" && event.data.ground === "did-not-stand";
  return aware || isFigure ? { ledger: ledgerChange(before, after, strands) } : NONE;
}

/** That there is a restricted concern, and no longer one, is seen by everybody of the council who reads the strand; what happens about it is not. */
function ledgerChange(
  before: ConcernChange["before"],
  { state, facts }: ConcernChange["after"],
  strands: LedgerChange["strands"],
): LedgerChange {
  const isHidden = before?.facts.restricted && before.facts.councilAware && facts.restricted;
  if (!isHidden || !strands) return { council: state.council, strands };
  const [, ...ofSubmissions] = strands;
  return { council: state.council, strands: ofSubmissions, restricted: [before.facts, facts] };
}

/** The strand of the concern first, and those of cited submissions that the council comes to know of. Undefined if a submission is unreadable: it may be of any strand. */
async function strandsOf(log: EventLog, { event, after: { state, facts } }: ConcernChange): Promise<LedgerChange["strands"]> {
  const isMadeKnown = facts.councilAware && ["CouncilMadeAware.v2", "SubmissionCited.v2"].includes(event.type);
  const cited = isMadeKnown ? [...new Set(state.cited.map(({ submission }) => submission))] : [];
  const submissions = await awaitUnlessUnreadable(() => Promise.all(cited.map((id) => loadSubmission(log, id))));
  return submissions && [state.strand, ...submissions.flatMap((submission) => submission?.strand ?? [])];
}

function ofCouncil(
  council: string,
  event: StoredEvent,
  stream: readonly StoredEvent[],
  findFacts: (concern: string) => ConcernFacts | undefined,
): Invalidations {
  const sharing = readSharingEvent(event);
  if (sharing?.type === "SharingPositionRecorded.v2") {
    const { concern, strand } = sharing.data;
    const facts = findFacts(concern);
    return {
      // Others of the council must not learn that something happens about a restricted concern.
      ledger:
        facts && !facts.restricted ? { council, strands: [strand] } : { council, strands: [], restricted: facts ? [facts] : [] },
    };
  }
  const ledger = { council, strands: undefined };
  if (sharing) return { ledger };
  const conversation = readCouncilEvent(event);
  // The ledger shows the disclosure itself.
  if (conversation.type === "ConcernOpenedByBody.v1") return NONE;
  const onContact = CONTACT_EVENTS.includes(conversation.type);
  if (!onContact && !CONVERSATION_EVENTS.includes(conversation.type)) return { ledger };
  const [, after] = aroundOf(stream, event, foldCouncil);
  if (onContact) {
    const id = "contact" in conversation.data ? conversation.data.contact : undefined;
    const strands = after.routineContacts.filter(({ contact }) => contact === id).map(({ strand }) => strand);
    return { ledger: { council, strands } };
  }
  const named = "approach" in conversation.data ? conversation.data.approach : undefined;
  const approach = after.approaches.find((one) => one.approach === named);
  const support = approach ? ({ council, by: "approach", approach } as const) : ({ council, by: "lead" } as const);
  return { support, ledger };
}

/** Whoever sees both sides sees the settlement. */
async function ofSettlement(log: EventLog, event: StoredEvent): Promise<Invalidations> {
  const { type, data } = readCouncilEvent(event);
  if (type !== "ClashSettled.v1") return NONE;
  const { approaches } = foldCouncil(await log.readStream(event.stream));
  const sides = data.sides.map(async ({ kind, id, support }): Promise<SettledSide> => {
    if (kind === "approach") return { kind, approach: approaches.find(({ approach }) => approach === id) };
    return { kind, support: support === undefined ? undefined : await loadSupport(log, support) };
  });
  return { support: { council: event.streamId, by: "settlement", sides: await Promise.all(sides) } };
}
