// The state of a council's own stream: its standing agreements, and the conversation with it.
import type { Occurrence } from "../concern/events.ts";
import { countEvent, NO_COUNTS, type RecordCounts } from "../pipeline/record-bounds.ts";
import type { DataOf } from "../stored-events.ts";
import type { CouncilEvent, councilEvents } from "./events.ts";

type Data = DataOf<typeof councilEvents>;

/** `version` is the event's number in the council's stream, which orders two events of the same instant. */
type Numbered = Occurrence & { readonly version?: number };
export type StandingAgreement = Data["StandingAgreementGiven.v2"] & {
  readonly given: Numbered;
  readonly takenBack?: Numbered & Omit<Data["StandingAgreementTakenBack.v2"], "agreement">;
};

/** The council's latest position on a share of a concern. */
export type SharingPosition = Data["SharingPositionRecorded.v2"] & { readonly version?: number };

/** The lead of the single conversation with the council. */
export type Lead = { readonly person: string; readonly named: Occurrence };
/** A former lead: the lead was ended with a reason, or another lead was named. */
export type FormerLead = Lead & { readonly ended: Occurrence & Partial<Data["LeadEnded.v1"]> };
export type Approach = Data["ApproachPlanned.v2"] & {
  readonly planned: Occurrence;
  readonly cancelled?: Occurrence & Pick<Data["ApproachCancelled.v1"], "text">;
};
/** What was said of how a clash is settled. */
export type ClashSettlement = Data["ClashSettled.v1"] & { readonly settled: Occurrence };
export type PracticeContact = Data["ContactAgreed.v1"] & { readonly agreed: Occurrence; readonly takenBack?: Occurrence };

/** What was said in a contact, and the day of its next step. */
export type ContactWords = {
  readonly text: Data["RoutineContactRecorded.v1"]["text"] | Data["RoutineContactCorrected.v1"]["text"];
  readonly nextStepBy?: string | undefined;
};
type ContactCorrection = Occurrence & Pick<Data["RoutineContactCorrected.v1"], "text"> & { readonly replaced: ContactWords };

/** A contact that belongs to no concern, as last corrected. */
export type RoutineContact = Omit<Data["RoutineContactRecorded.v1"], "text" | "nextStepBy"> &
  ContactWords & {
    readonly recorded: Occurrence;
    readonly corrected: readonly ContactCorrection[];
    readonly withdrawn?: Occurrence & Pick<Data["RoutineContactWithdrawn.v1"], "text">;
  };

/** A date of the council that others plan around. */
export type NotedDate = Data["DateNoted.v1"] & { readonly noted: Occurrence; readonly cancelled?: Occurrence };

export type CouncilState = RecordCounts & {
  /** The number of events of commands on the council: without events that the hub records about its concerns. */
  readonly events: number;
  readonly agreements: readonly StandingAgreement[];
  /** The latest position on each share. */
  readonly positions: readonly SharingPosition[];
  /** The bodies of which somebody has opened a concern. */
  readonly opened: readonly Data["ConcernOpenedByBody.v1"][];
  readonly lead?: Lead;
  readonly formerLeads: readonly FormerLead[];
  readonly approaches: readonly Approach[];
  readonly settlements: readonly ClashSettlement[];
  readonly contacts: readonly PracticeContact[];
  readonly routineContacts: readonly RoutineContact[];
  readonly notedDates: readonly NotedDate[];
};

export const EMPTY_COUNCIL: CouncilState = {
  ...NO_COUNTS,
  events: 0,
  agreements: [],
  positions: [],
  opened: [],
  formerLeads: [],
  approaches: [],
  settlements: [],
  contacts: [],
  routineContacts: [],
  notedDates: [],
};

export const evolveCouncil = (state: CouncilState, event: CouncilEvent, by: Occurrence): CouncilState => ({
  ...change(state, event, by),
  ...countEvent(state, event, by),
  events: state.events + (isByHub(event) ? 0 : 1),
});

/** Whether the hub records the event by itself, after a position on a concern or the opening of one. */
const isByHub = ({ type }: CouncilEvent): boolean => type === "SharingPositionRecorded.v2" || type === "ConcernOpenedByBody.v1";

function change(state: CouncilState, event: CouncilEvent, by: Occurrence): CouncilState {
  const numbered = { ...by, version: state.version + 1 };
  switch (event.type) {
    case "StandingAgreementGiven.v2":
      return { ...state, agreements: [...state.agreements, { ...event.data, given: numbered }] };
    case "StandingAgreementTakenBack.v2": {
      const { agreement, ...takenBack } = event.data;
      return {
        ...state,
        agreements: state.agreements.map((given) =>
          given.agreement === agreement ? { ...given, takenBack: { ...numbered, ...takenBack } } : given,
        ),
      };
    }
    case "SharingPositionRecorded.v2": {
      const { concern, share } = event.data;
      const others = state.positions.filter((other) => other.share !== share || other.concern !== concern);
      return { ...state, positions: [...others, { ...event.data, version: numbered.version }] };
    }
    case "ConcernOpenedByBody.v1":
      return { ...state, opened: [...state.opened, event.data] };
    case "LeadNamed.v1":
      return {
        ...state,
        formerLeads: state.lead ? [...state.formerLeads, { ...state.lead, ended: by }] : state.formerLeads,
        lead: { ...event.data, named: by },
      };
    case "LeadEnded.v1": {
      const { lead, ...rest } = state;
      return lead ? { ...rest, formerLeads: [...state.formerLeads, { ...lead, ended: { ...by, ...event.data } }] } : rest;
    }
    case "ApproachPlanned.v2":
      return { ...state, approaches: [...state.approaches, { ...event.data, planned: by }] };
    case "ApproachCancelled.v1":
      return {
        ...state,
        approaches: state.approaches.map((a) =>
          a.approach === event.data.approach ? { ...a, cancelled: { ...by, text: event.data.text } } : a,
        ),
      };
    case "ClashSettled.v1":
      return { ...state, settlements: [...state.settlements, { ...event.data, settled: by }] };
    case "ContactAgreed.v1":
      return { ...state, contacts: [...state.contacts, { ...event.data, agreed: by }] };
    case "RoutineContactRecorded.v1":
      return { ...state, routineContacts: [...state.routineContacts, { ...event.data, recorded: by, corrected: [] }] };
    case "RoutineContactCorrected.v1": {
      const { contact, nextStepBy, text } = event.data;
      return changeContact(state, contact, ({ text: textBefore, nextStepBy: nextStepBefore, ...one }) => {
        const replaced = contactWords(textBefore, nextStepBefore);
        return { ...one, ...contactWords(text, nextStepBy), corrected: [...one.corrected, { ...by, text, replaced }] };
      });
    }
    case "RoutineContactWithdrawn.v1":
      return changeContact(state, event.data.contact, (one) => ({ ...one, withdrawn: { ...by, text: event.data.text } }));
    case "DateNoted.v1":
      return { ...state, notedDates: [...state.notedDates, { ...event.data, noted: by }] };
    case "NotedDateCancelled.v1": {
      const { notedDate } = event.data;
      const cancelled = (one: NotedDate) => (one.notedDate === notedDate ? { ...one, cancelled: by } : one);
      return { ...state, notedDates: state.notedDates.map(cancelled) };
    }
    case "ContactTakenBack.v1":
      return {
        ...state,
        contacts: state.contacts.map((c) => (c.contact === event.data.contact ? { ...c, takenBack: by } : c)),
      };
  }
}

const contactWords = (text: ContactWords["text"], nextStepBy: string | undefined): ContactWords => ({
  text,
  ...(nextStepBy && { nextStepBy }),
});

const changeContact = (state: CouncilState, contact: string, change: (one: RoutineContact) => RoutineContact): CouncilState => ({
  ...state,
  routineContacts: state.routineContacts.map((one) => (one.contact === contact ? change(one) : one)),
});

/** Returns contacts that were not withdrawn, the latest first. */
export const contactsHeld = ({ routineContacts }: Pick<CouncilState, "routineContacts">): readonly RoutineContact[] =>
  routineContacts
    .filter(({ withdrawn }) => !withdrawn)
    .toSorted((a, b) => b.heldOn.localeCompare(a.heldOn) || b.recorded.at.localeCompare(a.recorded.at));

export const agreementsInForce = (state: Pick<CouncilState, "agreements">): readonly StandingAgreement[] =>
  state.agreements.filter((given) => !given.takenBack);

/** Returns approaches that are neither over by this day nor cancelled. */
export const approachesAhead = ({ approaches }: CouncilState, today: string): readonly Approach[] =>
  approaches.filter(({ cancelled, to }) => !cancelled && to >= today);

/** Returns approaches that are over by this day or were cancelled, the last planned first. */
export const approachesPast = ({ approaches }: CouncilState, today: string): readonly Approach[] =>
  approaches.filter(({ cancelled, to }) => cancelled || to < today).toReversed();

/** The settlement of a clash that counts. */
export const lastSettlement = ({ settlements }: Pick<CouncilState, "settlements">, clash: string): ClashSettlement | undefined =>
  settlements.findLast((one) => one.clash === clash);

export const contactsNow = ({ contacts }: CouncilState): readonly PracticeContact[] => contacts.filter((c) => !c.takenBack);
