// What is listed as possible, held against what any order of commands really does.
import fc from "fast-check";
import { expect, test } from "vitest";
import { beginning, steps } from "../../test/helpers/random-concern-commands.ts";
import { isRefusal } from "../refusals.ts";
import type { ConcernCommand } from "./commands.ts";
import type { ConcernDecisionContext } from "./decision.ts";
import {
  LISTED_COMMANDS,
  type ListedCommand,
  possibleOnChallenge,
  possibleOnConcern,
  possibleOnEscalation,
  possibleOnRequest,
  possibleOnShare,
} from "./possible-commands.ts";
import type { ConcernState } from "./state.ts";

const isListed = (name: string): name is ListedCommand => LISTED_COMMANDS.some((one) => one === name);
const permitted = () => true;

/** What is possible with the record that a command names. */
function possibleWith(state: ConcernState, { input }: ConcernCommand, context: ConcernDecisionContext): readonly string[] {
  const now = { state, context };
  if ("share" in input) return possibleOnShare(now, input.share, permitted);
  if ("escalation" in input) return possibleOnEscalation(now, input.escalation, permitted);
  if ("challenge" in input) return possibleOnChallenge(now, input.challenge, permitted);
  return "request" in input && input.request !== undefined && state.requests.some(({ id }) => id === input.request)
    ? possibleOnRequest(now, input.request, permitted)
    : possibleOnConcern(now, permitted);
}

/** Commands that a person writes nothing into but a reason: what is possible is done. */
const EXACT: ReadonlySet<string> = new Set<ListedCommand>([
  ...(["takeMoreTime", "overrideObjection", "makeShare", "withdrawShare", "confirmDanger", "confirmLetter"] as const),
  ...(["makeRequestedShare", "declineShareRequest", "reopenConcern", "closeConcern"] as const),
]);

test("what is not listed is refused or changes nothing, and what needs no words is done where it is listed", () => {
  const met = new Map<string, number>();
  fc.assert(
    fc.property(beginning, steps, (start, asked) => {
      let world = start;
      for (const step of asked) {
        const { state } = world.concern;
        const { tried, world: after } = step(world);
        world = after;
        if (!tried || !isListed(tried.command.name)) continue;
        const { command, context, decided } = tried;
        const isPossible = possibleWith(state, command, context).includes(command.name);
        const isDone = !isRefusal(decided) && decided.length > 0;
        if (isDone !== isPossible && (isDone || EXACT.has(command.name)))
          expect.fail(`${JSON.stringify(command)} is ${isPossible ? "" : "not "}listed: ${JSON.stringify(decided)}`);
        const key = `${command.name} ${isPossible}`;
        met.set(key, (met.get(key) ?? 0) + 1);
      }
    }),
    { numRuns: 300 },
  );
  // No share is proposed in imminent danger, so that nothing of it is confirmed.
  const both = [
    ...[...EXACT].filter((name) => name !== "confirmDanger"),
    ...["proposeShare", "statePosition", "answerWords", "concludeConcern"],
  ];
  for (const name of both)
    for (const isPossible of [true, false])
      expect(met.get(`${name} ${isPossible}`) ?? 0, `${name} ${isPossible}`).toBeGreaterThan(0);
});
