// The command that publishes a policy. There is one policy, so there is one stream.

import type { Resource } from "../../policies/engine/facts.ts";
import type { PolicyFiles } from "../../policies/engine/policy-set.ts";
import type { Verdict } from "../../policies/review/check.ts";
import { type CommandSteps, commandService } from "../pipeline/command-service.ts";
import { type CommandDeps, refuseForbidden } from "../pipeline/execute-command.ts";
import { decidePolicy, filesOf, type PolicyState, policyCommands, stalePolicy } from "./decide.ts";
import { policyStreams } from "./stream.ts";

export const THE_POLICY: Resource = { type: "Policy", id: "policy", facts: {} };

export type Publishing = {
  /** Takes seconds, so it is called only for a person whom policy lets publish. */
  readonly judge: (files: PolicyFiles) => Promise<Verdict>;
  /** The policy shipped with this version of the hub. */
  readonly release: PolicyFiles;
};

export const policyService = (deps: CommandDeps, { judge, release }: Publishing) =>
  commandService(deps, policyCommands, (command, { principal }): CommandSteps<PolicyState | undefined> => {
    let verdict: Verdict | undefined;
    return {
      streams: policyStreams,
      id: () => "",
      refuseFirst: async () => refuseForbidden(deps, principal, command.name, THE_POLICY),
      authorise: async () => deps.rights.decide(principal, command.name, THE_POLICY),
      decide: async (inForce) => {
        // Checked before the judgement, which takes seconds.
        const stale = stalePolicy(inForce, command);
        if (stale) return stale;
        verdict ??= await judge(filesOf(command.input.files));
        return decidePolicy(inForce, command, { verdict, release });
      },
    };
  });
