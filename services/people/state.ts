// A person as their events make them.
import type { z } from "zod";
import type { Occurrence } from "../concern/events.ts";
import { type Confidential, textBytes } from "../confidential.ts";
import { countEvent, type DailyCounts, NO_COUNTS } from "../pipeline/record-bounds.ts";
import type { assignment, PersonEvent } from "./events.ts";

export type Assignment = z.infer<typeof assignment> & {
  readonly started: Occurrence;
  readonly ended?: Occurrence & { readonly text?: Confidential<{ reason: string }> };
};
export type PersonState = {
  readonly id: string;
  /** Bytes of confidential text in all their events. */
  readonly textBytes: number;
  /** How many events made it, how many of them gave a mail address, and what was done today that is bounded by the day. */
  readonly events: number;
  readonly mailAddresses: number;
  readonly daily: DailyCounts;
  readonly name: Confidential<{ name: string; reason?: string | undefined }>;
  readonly registered: Occurrence;
  /** Each correction of the name, with its reason, first to last. */
  readonly renamed: readonly (Occurrence & { readonly text: Confidential<{ name: string; reason: string }> })[];
  readonly assignments: readonly Assignment[];
  /** Where notices go; undefined when they are not wanted. */
  readonly mail?: { readonly text: Confidential<{ address: string }>; readonly given: Occurrence };
};

/** The assignments as they stood at an instant: none that started later, and none ended that was ended later. */
export const assignmentsAt = (assignments: readonly Assignment[], instant: string): readonly Assignment[] =>
  assignments
    .filter(({ started }) => started.at <= instant)
    .map(({ ended, ...standing }) => (ended && ended.at <= instant ? { ...standing, ended } : standing));

export function evolvePerson(id: string, state: PersonState | undefined, event: PersonEvent, by: Occurrence): PersonState {
  const bytes = textBytes(event.data);
  if (event.type === "PersonRegistered.v1")
    return {
      id,
      textBytes: bytes,
      events: 1,
      mailAddresses: 0,
      daily: NO_COUNTS,
      name: event.data.text,
      registered: by,
      renamed: [],
      assignments: [],
    };
  if (!state) throw new Error(`The stream of a person starts with ${event.type}.`);
  return {
    ...change(state, event, by),
    textBytes: state.textBytes + bytes,
    events: state.events + 1,
    mailAddresses: state.mailAddresses + (event.type === "MailAddressGiven.v1" ? 1 : 0),
    daily: countEvent(state.daily, event, by),
  };
}

function change(state: PersonState, event: Exclude<PersonEvent, { type: "PersonRegistered.v1" }>, by: Occurrence): PersonState {
  switch (event.type) {
    case "PersonRenamed.v1": {
      const { text } = event.data;
      return { ...state, name: text, renamed: [...state.renamed, { ...by, text }] };
    }
    case "MailAddressGiven.v1":
      return { ...state, mail: { text: event.data.text, given: by } };
    case "MailAddressRemoved.v1": {
      const { mail: _, ...rest } = state;
      return rest;
    }
    case "AssignmentStarted.v1":
      return { ...state, assignments: [...state.assignments, { ...event.data, started: by }] };
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
