// Councils' own requests for support: loads, decides, appends.
import { deriveId } from "../../event-log/ids.ts";
import type { EventLog } from "../../event-log/port.ts";
import { NO_SIGNAL, type Principal, type SignalFacts, scopeOf } from "../../policies/facts.ts";
import type { Decision as PolicyDecision } from "../../policies/policy.ts";
import type { Councils } from "../../reference/councils.ts";
import { type Asking, commandIdOf, handle, type Kit, type Outcome, permission, todayOf } from "../handle.ts";
import { parse } from "../input.ts";
import { type Refusal, refuse } from "../refusals.ts";
import { eventReader, foldWith } from "../stored-events.ts";
import { loadSupport } from "../support/service.ts";
import { decideSignal, type SignalCommand, type SignalCommandName, signalCommands } from "./decide.ts";
import { signalEvents, signalStream } from "./events.ts";
import { evolveSignal, type SignalState } from "./state.ts";

export const readSignalEvent = eventReader(signalEvents);

export const foldSignal = foldWith(readSignalEvent, evolveSignal);

/** A request, straight from its stream. */
export const loadSignal = async (log: EventLog, id: string): Promise<SignalState | undefined> =>
  foldSignal(id, await log.readStream(signalStream(id)));

export const signalFacts = ({ council, region, strand }: Pick<SignalState, "council" | "region" | "strand">): SignalFacts => ({
  council,
  region,
  strand,
  scope: scopeOf(region, strand),
});

export type SignalOutcome = Outcome & { readonly signal?: string };

export function signalService(kit: Kit, councils: Councils) {
  return {
    async execute(name: SignalCommandName, input: unknown, asking: Asking): Promise<SignalOutcome> {
      const parsed = parse<SignalCommand["input"]>(signalCommands[name], input);
      if (parsed.kind === "refused") return parsed;
      const command = { name, input: parsed.input } as SignalCommand;
      const id = command.name === "requestSupport" ? deriveId(commandIdOf(asking), "signal") : command.input.signal;
      const outcome = await handle(kit, asking, {
        name,
        input: parsed.input,
        stream: signalStream(id),
        schemas: signalEvents,
        authorise: async (stored) => authorise(kit, councils, command, foldSignal(id, stored), asking.principal),
        decide: async (stored) => {
          const named = command.name === "answerSignal" ? command.input.supports : [];
          const supports = await Promise.all(named.map((support) => loadSupport(kit.log, support)));
          return decideSignal(foldSignal(id, stored), command, {
            today: todayOf(kit),
            council: councils.status,
            support: (wanted) => supports.find((support) => support?.id === wanted),
          });
        },
      });
      return outcome.kind === "done" ? { ...outcome, signal: id } : outcome;
    },
  };
}

async function authorise(
  kit: Kit,
  councils: Councils,
  command: SignalCommand,
  state: SignalState | undefined,
  principal: Principal,
): Promise<PolicyDecision | Refusal> {
  if (command.name === "requestSupport") {
    const status = councils.status(command.input.council, todayOf(kit));
    if (status.kind === "unknown") return refuse("UNKNOWN_COUNCIL", "council");
    const { code: council, region } = status.council;
    const facts = signalFacts({ ...command.input, council, region });
    return kit.policy.decide(principal, "requestSupport", { type: "Signal", id: "new", facts });
  }
  const resource = { type: "Signal", id: state?.id ?? "none", facts: state ? signalFacts(state) : NO_SIGNAL } as const;
  return permission(kit, principal, { action: command.name, reading: "readSignal", resource, exists: !!state });
}
