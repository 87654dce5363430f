// Councils' own requests for support: loads, decides, appends.

import { NO_SIGNAL, type SignalFacts, scopeOf } from "../../policies/engine/facts.ts";
import type { Councils } from "../../reference/councils.ts";
import { councilRecordService } from "../council-record.ts";
import type { CommandDeps } from "../pipeline/execute-command.ts";
import { loadSupportSeen } from "../support/service.ts";
import { decideSignal, signalCommands } from "./decide.ts";
import type { SignalState } from "./state.ts";
import { signalStreams } from "./stream.ts";

export const signalFacts = ({ council, region, strand }: Pick<SignalState, "council" | "region" | "strand">): SignalFacts => ({
  council,
  region,
  strand,
  scope: scopeOf(region, strand),
});

export const signalService = (deps: CommandDeps, councils: Councils) =>
  councilRecordService(deps, councils, {
    ...{ word: "signal", kind: "Signal", none: NO_SIGNAL },
    commands: signalCommands,
    streams: signalStreams,
    reading: "readSignal",
    resource: (of) => ({ type: "Signal", id: "signal", facts: of && "strand" in of ? signalFacts(of) : NO_SIGNAL }),
    async decide(state, command, { principal }, { today }) {
      const named = command.name === "answerSignal" ? command.input.supports : [];
      const supports = await Promise.all(named.map((support) => loadSupportSeen(deps, principal, support)));
      return decideSignal(state, command, {
        today,
        council: councils.status,
        support: (wanted) => supports.find((support) => support?.id === wanted),
      });
    },
  });
