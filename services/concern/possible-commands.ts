// Which commands could be carried out on a concern now, as far as its own rules say. Pure (docs/decisions/0050-what-one-may-do-now.md).
import { keysOf } from "../../reference/keys-of.ts";
import { listPossible } from "../possible-commands.ts";
import {
  type CommandFromSubmission,
  type CommandOnChallenge,
  type CommandOnConcern,
  type CommandOnEscalation,
  type CommandOnEvidence,
  type CommandOnRequest,
  type CommandOnShare,
  type PartOf,
  SAMPLES_FROM_SUBMISSION,
  SAMPLES_ON_CHALLENGE,
  SAMPLES_ON_CONCERN,
  SAMPLES_ON_ESCALATION,
  SAMPLES_ON_EVIDENCE,
  SAMPLES_ON_REQUEST,
  SAMPLES_ON_SHARE,
  type SamplesOf,
} from "./command-samples.ts";
import { type ConcernCommand, type ConcernCommandName, type ConcernInput, concernCommands } from "./commands.ts";
import { decide } from "./decide.ts";
import { logConcern } from "./decide-evidence.ts";
import type { CitableSubmission, ConcernDecisionContext } from "./decision.ts";
import { type RecipientCommand, SAMPLES_OF_RECIPIENT } from "./recipient-command-samples.ts";
import type { ConcernState } from "./state.ts";

export type ListedCommand = CommandOnConcern | CommandOnShare | CommandOnRequest | CommandOnEscalation | CommandOnChallenge;

/** The commands on a concern and its records. Recording that a date has passed is the hub's. */
export const LISTED_COMMANDS: readonly ListedCommand[] = [
  ...keysOf(SAMPLES_ON_CONCERN),
  ...keysOf(SAMPLES_ON_SHARE),
  ...keysOf(SAMPLES_ON_REQUEST),
  ...keysOf(SAMPLES_ON_ESCALATION),
  ...keysOf(SAMPLES_ON_CHALLENGE),
];

/** The commands of those who act for a body that a concern is shared with. */
export const RECIPIENT_COMMANDS: readonly RecipientCommand[] = keysOf(SAMPLES_OF_RECIPIENT);

/** A concern, and what a decision about it depends on besides. */
type Situation = { readonly state: ConcernState; readonly context: ConcernDecisionContext };
/** Whether policy permits a command. */
type Permits = (command: ConcernCommand) => boolean;

export const possibleOnConcern = (situation: Situation, permits: Permits): readonly CommandOnConcern[] =>
  possibleOn(situation, SAMPLES_ON_CONCERN, situation.state, permits);

export const possibleOnShare = (situation: Situation, share: string, permits: Permits): readonly CommandOnShare[] =>
  possibleOnPart(situation, SAMPLES_ON_SHARE, situation.state.shares, share, permits);

/** What somebody may do for the body of a share. */
export const possibleForBody = (situation: Situation, share: string, permits: Permits): readonly RecipientCommand[] =>
  possibleOnPart(situation, SAMPLES_OF_RECIPIENT, situation.state.shares, share, permits);

/** Of a piece of evidence. */
export const possibleOnEvidence = (situation: Situation, item: string, permits: Permits): readonly CommandOnEvidence[] => {
  const pieces = situation.state.evidence.map(({ evidence: id }) => ({ id }));
  return possibleOnPart(situation, SAMPLES_ON_EVIDENCE, pieces, item, permits);
};

export const possibleOnRequest = (situation: Situation, request: string, permits: Permits): readonly CommandOnRequest[] =>
  possibleOnPart(situation, SAMPLES_ON_REQUEST, situation.state.requests, request, permits);

export const possibleOnEscalation = (
  situation: Situation,
  escalation: string,
  permits: Permits,
): readonly CommandOnEscalation[] =>
  possibleOnPart(situation, SAMPLES_ON_ESCALATION, situation.state.escalations, escalation, permits);

export const possibleOnChallenge = (situation: Situation, challenge: string, permits: Permits): readonly CommandOnChallenge[] =>
  possibleOnPart(situation, SAMPLES_ON_CHALLENGE, situation.state.challenges, challenge, permits);

function possibleOnPart<Part extends { readonly id: string }, Name extends ConcernCommandName>(
  situation: Situation,
  samples: SamplesOf<PartOf<Part>, Name>,
  parts: readonly Part[],
  id: string,
  permits: Permits,
): readonly Name[] {
  const part = parts.find((one) => one.id === id);
  return part ? possibleOn(situation, samples, { state: situation.state, part }, permits) : [];
}

/** What could be done with a submission by logging a concern. `permits`: whether policy permits that. */
export const possibleFromSubmission = (
  submission: CitableSubmission,
  context: ConcernDecisionContext,
  permits: (input: ConcernInput["logConcern"]) => boolean,
): readonly CommandFromSubmission[] =>
  listPossible<CommandFromSubmission, CitableSubmission, ConcernDecisionContext>({
    ...{ declarations: concernCommands, samples: SAMPLES_FROM_SUBMISSION, subject: submission, context },
    ...{ record: "council", offices: context.offices },
    decide: (_, input) => logConcern(input as ConcernInput["logConcern"], context),
    permits: (_, input) => permits(input as ConcernInput["logConcern"]),
  });

function possibleOn<Subject, Name extends ConcernCommandName>(
  { state, context }: Situation,
  samples: SamplesOf<Subject, Name>,
  subject: Subject,
  permits: Permits,
): readonly Name[] {
  const commandOf = (name: Name, input: object) => ({ name, input }) as ConcernCommand;
  return listPossible<Name, Subject, ConcernDecisionContext>({
    ...{ declarations: concernCommands, samples, subject, context, record: "concern", offices: context.offices },
    decide: (name, input) => decide(state, commandOf(name, input), context),
    permits: (name, input) => permits(commandOf(name, input)),
  });
}
