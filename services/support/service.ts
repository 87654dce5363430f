// Support: loads, decides, appends. Who may is policy's answer over the support's facts, what follows is decide's.
import { deriveId } from "../../event-log/ids.ts";
import type { EventLog } from "../../event-log/port.ts";
import { NO_SUPPORT, type Principal } from "../../policies/facts.ts";
import type { Decision as PolicyDecision } from "../../policies/policy.ts";
import type { Councils } from "../../reference/councils.ts";
import { type Asking, actorOf, commandIdOf, handle, type Kit, type Outcome, permission, todayOf } from "../handle.ts";
import { parse } from "../input.ts";
import { type Refusal, refuse } from "../refusals.ts";
import { eventReader, foldWith } from "../stored-events.ts";
import { decideSupport, type SupportCommand, type SupportCommandName, supportCommands } from "./decide.ts";
import { supportEvents, supportStream } from "./events.ts";
import { supportFacts } from "./facts.ts";
import { evolveSupport, type SupportState } from "./state.ts";

export const readSupportEvent = eventReader(supportEvents);

export const foldSupport = foldWith(readSupportEvent, evolveSupport);

/** A support, straight from its stream. */
export const loadSupport = async (log: EventLog, id: string): Promise<SupportState | undefined> =>
  foldSupport(id, await log.readStream(supportStream(id)));

/** The id a support gets from the command that offers it: the same command, the same support. */
export const supportIdOf = (asking: Asking): string => deriveId(commandIdOf(asking), "support");

export type SupportOutcome = Outcome & { readonly support?: string };

export function supportService(kit: Kit, councils: Councils) {
  return {
    /** Carries out one command. `input` is as it arrived: it is checked here, for every face alike. */
    async execute(name: SupportCommandName, input: unknown, asking: Asking): Promise<SupportOutcome> {
      const parsed = parse<SupportCommand["input"]>(supportCommands[name], input);
      if (parsed.kind === "refused") return parsed;
      const command = { name, input: parsed.input } as SupportCommand;
      const id = command.name === "offerSupport" ? supportIdOf(asking) : command.input.support;
      const outcome = await handle(kit, asking, {
        name,
        input: parsed.input,
        stream: supportStream(id),
        schemas: supportEvents,
        authorise: async (stored) => authorise(kit, councils, command, foldSupport(id, stored), asking.principal),
        decide: async (stored) =>
          decideSupport(foldSupport(id, stored), command, {
            today: todayOf(kit),
            actor: actorOf(asking.principal),
            newId: (...words) => deriveId(commandIdOf(asking), ...words),
            council: councils.status,
          }),
      });
      return outcome.kind === "done" ? { ...outcome, support: id } : outcome;
    },
  };
}

async function authorise(
  kit: Kit,
  councils: Councils,
  command: SupportCommand,
  state: SupportState | undefined,
  principal: Principal,
): Promise<PolicyDecision | Refusal> {
  if (command.name === "offerSupport") {
    const status = councils.status(command.input.council, todayOf(kit));
    if (status.kind === "unknown") return refuse("UNKNOWN_COUNCIL", "council");
    const { code: council, region } = status.council;
    const facts = supportFacts({ ...command.input, council, region });
    return kit.policy.decide(principal, "offerSupport", { type: "Support", id: "new", facts });
  }
  const resource = { type: "Support", id: state?.id ?? "none", facts: state ? supportFacts(state) : NO_SUPPORT } as const;
  return permission(kit, principal, { action: actionOf(command), reading: "readSupport", resource, exists: !!state });
}

/** Council and provider judge an outcome each for itself: policy knows the two as different actions. */
const actionOf = ({ name, input }: SupportCommand): string =>
  name === "judgeOutcome" ? (input.by === "council" ? "judgeAsCouncil" : "judgeAsProvider") : name;
