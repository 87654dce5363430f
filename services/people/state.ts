// The state of one person, folded from their events.
import type { z } from "zod";
import type { Occurrence } from "../concern/events.ts";
import type { Confidential } from "../confidential.ts";
import { countEvent, type RecordCounts } from "../pipeline/record-bounds.ts";
import type { assignment, PersonEvent } from "./events.ts";

export type Assignment = z.infer<typeof assignment> & {
  readonly started: Occurrence;
  readonly ended?: Occurrence & { readonly text?: Confidential<{ reason: string }> };
};
/** The councils in which somebody said that they have an interest, and why. */
export type InterestsDeclared = Occurrence & {
  readonly home?: string | undefined;
  readonly councils: readonly string[];
  readonly text?: Confidential<{ about: string }> | undefined;
};
/** Another adviser looks after the person's concerns from the first to the last day. */
export type Cover = {
  readonly cover: string;
  readonly by: string;
  readonly from: string;
  readonly until: string;
  readonly arranged: Occurrence;
  readonly ended?: Occurrence;
};
/** `issuer`: at which they signed in to join. */
export type Joined = Occurrence & { readonly invitation: string; readonly invitedBy: string; readonly issuer: string };
export type PersonState = RecordCounts & {
  readonly id: string;
  /** How often a mail address was set. */
  readonly mailAddresses: number;
  readonly name: Confidential<{ name: string; reason?: string | undefined }>;
  /** The name that they were registered by. */
  readonly firstName: Confidential<{ name: string }>;
  readonly registered: Occurrence;
  readonly firstSignedIn?: Occurrence;
  /** How they joined, if it was by invitation. */
  readonly joined?: Joined;
  /** Each correction of the name, with its reason, first to last. */
  readonly renamed: readonly (Occurrence & { readonly text: Confidential<{ name: string; reason: string }> })[];
  readonly assignments: readonly Assignment[];
  /** Each declaration of interests, first to last. */
  readonly declarations: readonly InterestsDeclared[];
  readonly covers: readonly Cover[];
  /** To whom concerns were handed over with ended assignments, first to last. */
  readonly handedOver: readonly { readonly to: string; readonly scopes: readonly string[] }[];
  /** The address for notices; undefined for a person who receives none. */
  readonly mail?: { readonly text: Confidential<{ address: string }>; readonly given: Occurrence };
  /** How to reach them at work; undefined for a person who has not said so. */
  readonly workContact?: Confidential<{ contact: string }>;
};

/** Returns the assignments as of an instant: without assignments that started later, and without ends that were recorded later. */
export const assignmentsAt = (assignments: readonly Assignment[], instant: string): readonly Assignment[] =>
  assignments
    .filter(({ started }) => started.at <= instant)
    .map(({ ended, ...current }) => (ended && ended.at <= instant ? { ...current, ended } : current));

export function evolvePerson(id: string, state: PersonState | undefined, event: PersonEvent, by: Occurrence): PersonState {
  const counts = countEvent(state, event, by);
  if (event.type === "PersonRegistered.v1")
    return {
      id,
      mailAddresses: 0,
      name: event.data.text,
      firstName: event.data.text,
      registered: by,
      renamed: [],
      assignments: [],
      declarations: [],
      covers: [],
      handedOver: [],
      ...counts,
    };
  if (!state) throw new Error(`The stream of a person starts with ${event.type}.`);
  return { ...change(state, event, by), ...counts };
}

function change(state: PersonState, event: Exclude<PersonEvent, { type: "PersonRegistered.v1" }>, by: Occurrence): PersonState {
  switch (event.type) {
    case "JoinedByInvitation.v1":
      return { ...state, joined: { ...by, ...event.data } };
    case "PersonRenamed.v1": {
      const { text } = event.data;
      return { ...state, name: text, renamed: [...state.renamed, { ...by, text }] };
    }
    case "MailAddressGiven.v1":
      return { ...state, mail: { text: event.data.text, given: by }, mailAddresses: state.mailAddresses + 1 };
    case "WorkContactGiven.v1":
      return { ...state, workContact: event.data.text };
    case "WorkContactRemoved.v1": {
      const { workContact: _, ...rest } = state;
      return rest;
    }
    case "FirstSignedIn.v1":
      return { ...state, firstSignedIn: by };
    case "InterestsDeclared.v1":
      return { ...state, declarations: [...state.declarations, { ...by, ...event.data }] };
    case "MailAddressRemoved.v1": {
      const { mail: _, ...rest } = state;
      return rest;
    }
    case "AssignmentStarted.v2":
      return { ...state, assignments: [...state.assignments, { ...event.data, started: by }] };
    case "CoverArranged.v1":
      return { ...state, covers: [...state.covers, { ...event.data, arranged: by }] };
    case "CoverEnded.v1": {
      const { cover } = event.data;
      return { ...state, covers: state.covers.map((one) => (one.cover === cover ? { ...one, ended: by } : one)) };
    }
    case "CaseloadHandedOver.v1":
      return { ...state, handedOver: [...state.handedOver, event.data] };
    case "AssignmentEnded.v1": {
      const { assignment: ended, text } = event.data;
      return {
        ...state,
        assignments: state.assignments.map((a) =>
          a.assignment === ended ? { ...a, ended: { ...by, ...(text && { text }) } } : a,
        ),
      };
    }
  }
}
