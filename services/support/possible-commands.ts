// Which commands could be carried out on a support now, as far as its own rules say. Pure (docs/decisions/0050-what-one-may-do-now.md).
import { keysOf } from "../../reference/keys-of.ts";
import { listPossible } from "../possible-commands.ts";
import {
  type CommandOnMilestone,
  type CommandOnMove,
  type CommandOnPresence,
  type CommandOnReview,
  type CommandOnSupport,
  SAMPLES_ON_MILESTONE,
  SAMPLES_ON_MOVE,
  SAMPLES_ON_PRESENCE,
  SAMPLES_ON_REVIEW,
  SAMPLES_ON_SUPPORT,
  type SamplesOnSupport,
  type SupportToTry,
} from "./command-samples.ts";
import { type SupportCommand, type SupportCommandName, supportCommands } from "./commands.ts";
import { decideSupport } from "./decide.ts";
import type { SupportDecisionContext } from "./decision.ts";

export type ListedSupportCommand = CommandOnSupport | CommandOnMilestone | CommandOnReview | CommandOnPresence | CommandOnMove;

/** The commands of those who read the detail of a support. Recording that a date has passed is the hub's. */
export const LISTED_SUPPORT_COMMANDS: readonly ListedSupportCommand[] = [
  ...new Set([
    ...keysOf(SAMPLES_ON_SUPPORT),
    ...keysOf(SAMPLES_ON_MILESTONE),
    ...keysOf(SAMPLES_ON_REVIEW),
    ...keysOf(SAMPLES_ON_PRESENCE),
    ...keysOf(SAMPLES_ON_MOVE),
  ]),
];

type Trial = SupportToTry & {
  readonly context: SupportDecisionContext;
  /** Whether policy permits a command. */
  readonly permits: (command: SupportCommand) => boolean;
};

export const possibleOnSupport = (trial: Trial): readonly CommandOnSupport[] => possibleOf(trial, SAMPLES_ON_SUPPORT, trial);

export function possibleOnMilestone(trial: Trial, id: string): readonly CommandOnMilestone[] {
  const part = trial.state.milestones.find(({ milestone }) => milestone === id);
  return part ? possibleOf(trial, SAMPLES_ON_MILESTONE, { state: trial.state, part }) : [];
}

export function possibleOnReview(trial: Trial, id: string): readonly CommandOnReview[] {
  const part = trial.state.reviews.find(({ review }) => review === id);
  return part ? possibleOf(trial, SAMPLES_ON_REVIEW, { state: trial.state, part }) : [];
}

export function possibleOnPresence(trial: Trial, id: string): readonly CommandOnPresence[] {
  const part = trial.state.presences.find(({ presence }) => presence === id);
  return part ? possibleOf(trial, SAMPLES_ON_PRESENCE, { state: trial.state, part }) : [];
}

export function possibleOnMove(trial: Trial, id: string): readonly CommandOnMove[] {
  const part = trial.state.moves.find(({ move }) => move === id);
  return part ? possibleOf(trial, SAMPLES_ON_MOVE, { state: trial.state, part }) : [];
}

function possibleOf<Subject, Name extends SupportCommandName>(
  { state, packages, context, permits }: Trial,
  samples: SamplesOnSupport<Subject, Name>,
  subject: Subject,
): readonly Name[] {
  const commandOf = (name: Name, input: object) => ({ name, input }) as SupportCommand;
  return listPossible<Name, Subject, SupportDecisionContext>({
    ...{ declarations: supportCommands, samples, subject, context, record: "support", offices: context.offices },
    decide(name, input) {
      const named = "package" in input ? packages().find(({ id }) => id === input.package) : undefined;
      return decideSupport(state, commandOf(name, input), { ...context, package: named });
    },
    permits: (name, input) => permits(commandOf(name, input)),
  });
}
