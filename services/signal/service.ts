// The commands on councils' own requests for support.

import { councilStrandOf, NO_SIGNAL, type SignalFacts, scopeOf } from "../../policies/engine/facts.ts";
import type { Councils } from "../../reference/councils.ts";
import { councilRecordService } from "../pipeline/council-record-service.ts";
import type { CommandDeps } from "../pipeline/execute-command.ts";
import { loadVisibleSupport } from "../support/service.ts";
import { decideSignal, signalCommands } from "./decide.ts";
import type { SignalState } from "./state.ts";
import { signalStreams } from "./stream.ts";

export const signalFacts = ({ council, region, strand }: Pick<SignalState, "council" | "region" | "strand">): SignalFacts => ({
  council,
  region,
  strand,
  scope: scopeOf(region, strand),
  councilStrand: councilStrandOf(council, strand),
});

export const signalService = (deps: CommandDeps, councils: Councils) =>
  councilRecordService(deps, councils, {
    type: "Signal",
    commands: signalCommands,
    streams: signalStreams,
    facts: signalFacts,
    none: NO_SIGNAL,
    async decide(state, command, context, principal) {
      const ids = command.name === "answerSignal" ? command.input.supports : [];
      const supports = await Promise.all(ids.map((id) => loadVisibleSupport(deps, principal, id)));
      const support = (id: string) => supports.find((one) => one?.id === id);
      return decideSignal(state, command, { ...context, council: councils.status, support });
    },
  });
