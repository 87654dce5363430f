// The rules of a voluntary signal (domain.md, "Voluntary signal"): a council asks for support itself, and its adviser answers.
import { z } from "zod";
import { CAUSES, causeAllowedIn } from "../../reference/causes.ts";
import type { Councils } from "../../reference/councils.ts";
import { STRANDS } from "../../reference/strands.ts";
import { plain } from "../confidential.ts";
import { councilInForce, refuseUnlessInForce, refuseUnlessResponsible } from "../council/in-force.ts";
import type { DecisionContext } from "../decision-context.ts";
import { type CommandDeclarations, type CommandOf, type InputOf, id, narrative } from "../input.ts";
import { speakerIn } from "../people/speaker.ts";
import { inOffice, type Speaker } from "../people/spoken-in.ts";
import { isRefusal, type Refusal, refuse, refuseAll, refuseIf } from "../refusals.ts";
import type { SupportState } from "../support/state.ts";
import type { SignalEvent } from "./events.ts";
import type { SignalState } from "./state.ts";

export const signalCommands = {
  requestSupport: {
    creates: "stream",
    input: z.strictObject({
      council: id,
      strand: z.enum(STRANDS),
      causes: z.array(z.enum(CAUSES)).max(CAUSES.length).default([]),
      wanted: narrative,
      ...inOffice,
    }),
  },
  answerSignal: {
    creates: "nothing",
    input: z.strictObject({ signal: id, answer: narrative, supports: z.array(id).max(20).default([]) }),
  },
  withdrawSignal: { creates: "nothing", input: z.strictObject({ signal: id, reason: narrative.optional(), ...inOffice }) },
} as const satisfies CommandDeclarations;

export type SignalCommand = CommandOf<typeof signalCommands>;

export type SignalDecisionContext = DecisionContext & {
  readonly council: Councils["status"];
  /** The offices in which the person may speak for the council in the strand of the request. */
  readonly offices: readonly Speaker[];
  /** Finds a support by id; undefined if there is none. */
  readonly support: (id: string) => SupportState | undefined;
};

export function decideSignal(
  state: SignalState | undefined,
  command: SignalCommand,
  context: SignalDecisionContext,
): readonly SignalEvent[] | Refusal {
  if (command.name === "requestSupport") return state ? [] : request(command.input, context);
  if (!state) return refuse("NOT_FOUND");
  if (state.withdrawn) return command.name === "withdrawSignal" ? [] : refuse("SIGNAL_WITHDRAWN");
  if (state.answered) return refuse("SIGNAL_ANSWERED");
  switch (command.name) {
    case "withdrawSignal": {
      const { reason, office } = command.input;
      const speaker = speakerIn(context.offices, office);
      if (isRefusal(speaker)) return speaker;
      const text = reason === undefined ? {} : { text: plain({ reason }) };
      return [{ type: "SignalWithdrawn.v2", data: { ...speaker, ...text } }];
    }
    case "answerSignal": {
      const supports = [...new Set(command.input.supports)];
      const wrong = refuseAll(
        supports.map((id, index) => {
          const support = context.support(id);
          if (support?.council !== state.council) return refuse("UNKNOWN_SUPPORT", `supports.${index}`);
          if (support.strand !== state.strand) return refuse("SUPPORT_OF_ANOTHER_STRAND", `supports.${index}`);
          return refuseIf(support.ended?.how === "offer-withdrawn", "SUPPORT_ENDED", `supports.${index}`);
        }),
      );
      if (wrong) return wrong;
      return [{ type: "SignalAnswered.v1", data: { supports, text: plain({ answer: command.input.answer }) } }];
    }
  }
}

function request(
  input: InputOf<typeof signalCommands>["requestSupport"],
  context: SignalDecisionContext,
): readonly SignalEvent[] | Refusal {
  const { strand, wanted, office } = input;
  const status = context.council(input.council, context.today);
  const causes = [...new Set(input.causes)];
  const wrong = refuseAll([
    refuseUnlessInForce(status),
    refuseUnlessResponsible(status, strand),
    ...input.causes.map((cause, index) => refuseIf(!causeAllowedIn(cause, strand), "CAUSE_NOT_FOR_STRAND", `causes.${index}`)),
  ]);
  if (wrong) return wrong;
  const speaker = speakerIn(context.offices, office);
  if (isRefusal(speaker)) return speaker;
  const { code: council, region } = councilInForce(status);
  return [{ type: "SupportRequested.v2", data: { council, region, strand, causes, ...speaker, text: plain({ wanted }) } }];
}
