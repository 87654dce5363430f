// Which commands could be carried out on a concern now, as far as its own rules say: each is decided on samples of its input, so that there is one
// source for every rule. Pure (docs/decisions/0050-what-one-may-do-now.md).
import { keysOf } from "../../reference/keys-of.ts";
import { faultsOf, isRefusal } from "../refusals.ts";
import {
  type CommandOnConcern,
  type CommandOnRequest,
  type CommandOnShare,
  SAMPLES_ON_CONCERN,
  SAMPLES_ON_REQUEST,
  SAMPLES_ON_SHARE,
  type SamplesOf,
} from "./command-samples.ts";
import { type ConcernCommand, type ConcernCommandName, isSpokenInOffice } from "./commands.ts";
import { decide } from "./decide.ts";
import type { ConcernDecisionContext } from "./decision.ts";
import type { ConcernState } from "./state.ts";

export type ListedCommand = CommandOnConcern | CommandOnShare | CommandOnRequest;

/** The commands of those who read the sharing record. Recording that a date has passed is the hub's. */
export const LISTED_COMMANDS: readonly ListedCommand[] = [
  ...keysOf(SAMPLES_ON_CONCERN),
  ...keysOf(SAMPLES_ON_SHARE),
  ...keysOf(SAMPLES_ON_REQUEST),
];

/** A concern, and what a decision about it depends on besides. */
type Situation = { readonly state: ConcernState; readonly context: ConcernDecisionContext };
/** Whether policy permits a command. */
type Permits = (command: ConcernCommand) => boolean;

export const possibleOnConcern = (situation: Situation, permits: Permits): readonly CommandOnConcern[] =>
  possibleOn(situation, SAMPLES_ON_CONCERN, situation.state, permits);

export function possibleOnShare(situation: Situation, share: string, permits: Permits): readonly CommandOnShare[] {
  const { state } = situation;
  const part = state.shares.find(({ id }) => id === share);
  return part ? possibleOn(situation, SAMPLES_ON_SHARE, { state, part }, permits) : [];
}

export function possibleOnRequest(situation: Situation, request: string, permits: Permits): readonly CommandOnRequest[] {
  const { state } = situation;
  const part = state.requests.find(({ id }) => id === request);
  return part ? possibleOn(situation, SAMPLES_ON_REQUEST, { state, part }, permits) : [];
}

/** The commands of which one sample would be carried out, or be refused only for what a person writes. */
function possibleOn<Subject, Name extends ConcernCommandName>(
  { state, context }: Situation,
  samples: SamplesOf<Subject, Name>,
  subject: Subject,
  permits: Permits,
): readonly Name[] {
  const inOffices = context.offices.map(({ office }) => ({ office }));
  return keysOf(samples).filter((name) => {
    const { named, inputs } = samples[name];
    const offices = isSpokenInOffice(name) && inOffices.length > 0 ? inOffices : [{}];
    return inputs(subject, context).some((input) =>
      offices.some((office) => {
        const command = { name, input: { ...input, ...office } } as ConcernCommand;
        // Most are refused by the rules, and what policy permits takes longer to find.
        return isPossible(decide(state, command, context), writtenIn(input, named)) && permits(command);
      }),
    );
  });
}

/** The fields of an input that people write. */
const writtenIn = (input: object, named: readonly string[] = []): readonly string[] =>
  Object.keys(input).filter((field) => field !== "concern" && !named.includes(field));

/** A decision without events would change nothing. A fault in what people write is theirs to mend; any other is not. */
function isPossible(decided: ReturnType<typeof decide>, written: readonly string[]): boolean {
  if (!isRefusal(decided)) return decided.length > 0;
  return faultsOf(decided).every(({ code, field }) => {
    const [top = ""] = field?.split(".") ?? [];
    return code !== "TOO_MANY" && written.includes(top);
  });
}
