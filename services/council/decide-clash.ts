// How a clash at a council is settled (docs/decisions/0046-diary-and-clashes.md). Its id changes with the dates of either side, so that a settlement
// ends with the clash that it is of.
import { z } from "zod";
import { storedForm } from "../../text/forms.ts";
import { plain } from "../confidential.ts";
import { type CommandDeclarations, type InputOf, id, narrative } from "../input.ts";
import { type Refusal, refuse } from "../refusals.ts";
import type { CouncilDecisionContext } from "./decision-context.ts";
import { CLASH_SETTLEMENTS, type CouncilEvent } from "./events.ts";
import { type CouncilState, lastSettlement } from "./state.ts";

export const clashCommands = {
  settleClash: {
    creates: "nothing",
    input: z.strictObject({ council: id, clash: id, how: z.enum(CLASH_SETTLEMENTS), note: narrative }),
  },
} as const satisfies CommandDeclarations;

/** What one person says of how one clash is settled. Everybody who sees the clash reads all of it, and nobody uses up the limit of others. */
const MAX_SETTLEMENTS = 10;

/** A clash that is settled already can be settled in another way or with another note: the last one counts. */
export function settleClash(
  state: CouncilState,
  { clash, how, note }: InputOf<typeof clashCommands>["settleClash"],
  { visibleClash, settlementNote, actor }: CouncilDecisionContext,
): readonly CouncilEvent[] | Refusal {
  if (!visibleClash) return refuse("UNKNOWN_CLASH", "clash");
  const isRepeat = lastSettlement(state, clash)?.how === how && settlementNote === storedForm(note);
  if (isRepeat) return refuse("CLASH_SETTLED", "clash");
  const own = state.settlements.filter((one) => one.clash === clash && one.settled.actor === actor);
  if (own.length >= MAX_SETTLEMENTS) return refuse("TOO_MANY", "clash");
  const sides = [visibleClash.first, visibleClash.second].map(({ kind, id, support }) => ({
    ...{ kind, id },
    ...(support !== undefined && { support }),
  }));
  return [{ type: "ClashSettled.v1", data: { clash, sides, how, text: plain({ note }) } }];
}
