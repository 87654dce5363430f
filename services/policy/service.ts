// Publishing a policy: judged, decided, appended. There is one policy, so there is one stream.

import type { Resource } from "../../policies/engine/facts.ts";
import type { PolicyFiles } from "../../policies/engine/policy-set.ts";
import type { Verdict } from "../../policies/review/check.ts";
import { shippedPolicy } from "../../policies/review/principles.ts";
import { parse } from "../input.ts";
import {
  type CommandContext,
  type CommandDeps,
  executeCommand,
  type Outcome,
  refuseForbidden,
} from "../pipeline/execute-command.ts";
import { decidePolicy, filesOf, type PolicyCommand, policyCommands, stalePolicy } from "./decide.ts";
import { policyStreams } from "./stream.ts";

export const THE_POLICY: Resource = { type: "Policy", id: "policy", facts: {} };

/** `judge` is asked only where policy lets the asker publish: it takes seconds. */
export function policyService(deps: CommandDeps, judge: (files: PolicyFiles) => Promise<Verdict>) {
  return {
    async execute(name: PolicyCommand["name"], input: unknown, asking: CommandContext): Promise<Outcome> {
      const parsed = parse<PolicyCommand["input"]>(policyCommands[name], input);
      if (parsed.kind === "refused") return parsed;
      const command: PolicyCommand = { name, input: parsed.input };
      let verdict: Verdict | undefined;
      return executeCommand(deps, asking, {
        name,
        input: parsed.input,
        streams: policyStreams,
        id: () => "",
        refuseFirst: async () => refuseForbidden(deps, asking.principal, name, THE_POLICY),
        authorise: async () => deps.policy.decide(asking.principal, name, THE_POLICY),
        decide: async (inForce) => {
          // Before it is judged, which takes seconds.
          const stale = stalePolicy(inForce, command);
          if (stale) return stale;
          verdict ??= await judge(filesOf(command.input.files));
          return decidePolicy(inForce, command, { verdict, release: shippedPolicy().files });
        },
      });
    },
  };
}
