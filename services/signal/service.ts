// The commands on councils' own requests for support.

import { councilStrandOf, NO_SIGNAL, type Principal, type SignalFacts, scopeOf } from "../../policies/engine/facts.ts";
import type { Councils } from "../../reference/councils.ts";
import type { Days } from "../decision-context.ts";
import { loadOffices } from "../people/speaker.ts";
import type { Speaker } from "../people/spoken-in.ts";
import { councilRecordService } from "../pipeline/council-record-service.ts";
import type { CommandDeps } from "../pipeline/execute-command.ts";
import { loadVisibleSupport } from "../support/service.ts";
import { decideSignal, type SignalCommand, signalCommands } from "./decide.ts";
import type { SignalState } from "./state.ts";
import { signalStreams } from "./stream.ts";

export const signalFacts = ({ council, region, strand }: Pick<SignalState, "council" | "region" | "strand">): SignalFacts => ({
  council,
  region,
  strand,
  scope: scopeOf(region, strand),
  councilStrand: councilStrandOf(council, strand),
});

export function signalService(deps: CommandDeps, councils: Councils) {
  /** The offices of whoever requests support for a council, or withdraws its request. */
  async function officesFor(
    state: SignalState | undefined,
    command: SignalCommand,
    principal: Principal,
    days: Days,
  ): Promise<readonly Speaker[]> {
    if (command.name === "answerSignal") return [];
    const about = command.name === "requestSupport" ? command.input : state;
    if (!about) return [];
    return (await loadOffices(deps.log, principal, councils.currentCode(about.council), days))(about.strand);
  }
  return councilRecordService(deps, councils, {
    type: "Signal",
    commands: signalCommands,
    streams: signalStreams,
    facts: signalFacts,
    none: NO_SIGNAL,
    async decide(state, command, context, principal) {
      const ids = command.name === "answerSignal" ? command.input.supports : [];
      const supports = await Promise.all(ids.map((id) => loadVisibleSupport(deps, principal, id)));
      const support = (id: string) => supports.find((one) => one?.id === id);
      const offices = await officesFor(state, command, principal, context);
      return decideSignal(state, command, { ...context, council: councils.status, offices, support });
    },
  });
}
