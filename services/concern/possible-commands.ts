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

type Moment = { readonly state: ConcernState; readonly context: ConcernDecisionContext };
/** Whether policy permits a command. */
type Permits = (command: ConcernCommand) => boolean;

export const possibleOnConcern = (moment: Moment, permits: Permits): readonly CommandOnConcern[] =>
  keysOf(SAMPLES_ON_CONCERN).filter((name) => {
    const { named, inputs } = SAMPLES_ON_CONCERN[name];
    return isOneOpen(moment, name, inputs(moment.state, moment.context), named, permits);
  });

export function possibleOnShare(moment: Moment, share: string, permits: Permits): readonly CommandOnShare[] {
  const part = moment.state.shares.find(({ id }) => id === share);
  if (!part) return [];
  return keysOf(SAMPLES_ON_SHARE).filter((name) => {
    const { named, inputs } = SAMPLES_ON_SHARE[name];
    return isOneOpen(moment, name, inputs({ state: moment.state, part }, moment.context), named, permits);
  });
}

export function possibleOnRequest(moment: Moment, request: string, permits: Permits): readonly CommandOnRequest[] {
  const part = moment.state.requests.find(({ id }) => id === request);
  if (!part) return [];
  return keysOf(SAMPLES_ON_REQUEST).filter((name) => {
    const { named, inputs } = SAMPLES_ON_REQUEST[name];
    return isOneOpen(moment, name, inputs({ state: moment.state, part }, moment.context), named, permits);
  });
}

/** Whether one of the inputs would be carried out, or be refused only for what a person writes. */
function isOneOpen(
  { state, context }: Moment,
  name: ConcernCommandName,
  inputs: readonly object[],
  named: readonly string[] | undefined,
  permits: Permits,
): boolean {
  const offices = isSpokenInOffice(name) && context.offices.length > 0 ? context.offices.map(({ office }) => ({ office })) : [{}];
  return inputs.some((input) =>
    offices.some((office) => {
      const command = { name, input: { ...input, ...office } } as ConcernCommand;
      // Most are not open, and what policy permits takes longer to find.
      return isOpen(decide(state, command, context), writtenIn(input, named)) && permits(command);
    }),
  );
}

/** The fields of an input that people write. */
const writtenIn = (input: object, named: readonly string[] = []): readonly string[] =>
  Object.keys(input).filter((field) => field !== "concern" && !named.includes(field));

/** A decision without events would change nothing. A fault in what people write is theirs to mend; any other is not. */
function isOpen(decided: ReturnType<typeof decide>, written: readonly string[]): boolean {
  if (!isRefusal(decided)) return decided.length > 0;
  return faultsOf(decided).every(({ code, field }) => {
    const [top = ""] = field?.split(".") ?? [];
    return code !== "TOO_MANY" && written.includes(top);
  });
}
