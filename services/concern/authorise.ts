// Whether policy permits a command on a concern. Whoever may not see the concern gets the refusal for an unknown one.
import { NO_CONCERN, NO_FACTS, type Principal, type Resource } from "../../policies/engine/facts.ts";
import type { Decision as PolicyDecision } from "../../policies/engine/policy-set.ts";
import type { Councils } from "../../reference/councils.ts";
import type { LoadCouncil } from "../council/service.ts";
import { EMPTY_COUNCIL } from "../council/state.ts";
import type { Days } from "../decision-context.ts";
import { type CommandContext, type CommandDeps, permission } from "../pipeline/execute-command.ts";
import { refuseInvisible } from "../pipeline/visibility.ts";
import { isRefusal, type Refusal, refuse, refuseByPolicy, refuseSaying } from "../refusals.ts";
import { actionOf } from "./command-action.ts";
import type { ConcernCommand } from "./commands.ts";
import { awarenessWithin } from "./decide.ts";
import { factsOf, prospectiveFacts, shareFacts } from "./facts.ts";
import { asOfDate } from "./latest-position.ts";
import type { AsOf } from "./shares.ts";
import type { ConcernState } from "./state.ts";

const VERSION_WITHHELD = "Leave out the version that you expect: only people who may read the sharing record can give it.";

export async function authorise(
  deps: CommandDeps & { readonly loadCouncil: LoadCouncil },
  councils: Councils,
  command: ConcernCommand,
  state: ConcernState | undefined,
  { principal, expectedVersion }: CommandContext,
  days: Days,
): Promise<PolicyDecision | Refusal> {
  if (command.name === "logConcern") {
    const status = councils.status(command.input.council, days.today);
    if (status.kind === "unknown") return refuse("UNKNOWN_COUNCIL", "council");
    const facts = prospectiveFacts(command.input, status.council);
    return deps.rights.decide(principal, "logConcern", { type: "Concern", id: "new", facts });
  }
  const asOf = state && (await loadAsOf(deps, state, days));
  const facts = state && asOf ? factsOf(state, asOf) : NO_CONCERN;
  const resource = { type: "Concern", id: state?.id ?? "none", facts } as const;
  const action = actionOf(command, state);
  const share = command.name === "acceptConditions" && state?.shares.find(({ id }) => id === command.input.share);
  const ofShare = share && asOf ? shareFacts(share, facts, asOf) : NO_FACTS.Share;
  const permitted =
    command.name === "acceptConditions"
      ? permissionToAccept(deps, principal, resource, { type: "Share", id: "share", facts: ofShare })
      : permission(deps, principal, { action, reading: "readHeadline", resource, exists: state !== undefined });
  // An awareness record within a command needs the same permission as a separate one.
  const telling = awarenessWithin(command) && deps.rights.decide(principal, "recordAwareness", resource);
  if (telling && !telling.allowed && !isRefusal(permitted)) return refuseByPolicy(telling.policies, "told");
  // The number of events would reveal withheld events.
  const guesses = expectedVersion !== undefined && !deps.rights.isAllowed(principal, "readSharingRecord", resource);
  return guesses && !isRefusal(permitted) && permitted.allowed
    ? refuseSaying("INVALID_INPUT", "expectedVersion", VERSION_WITHHELD)
    : permitted;
}

/** Looks like an unknown concern to anybody who can neither accept the conditions nor see the concern. */
function permissionToAccept(
  { rights }: Pick<CommandDeps, "rights">,
  principal: Principal,
  concern: Resource,
  share: Resource,
): PolicyDecision | Refusal {
  const canAccept = rights.isAllowed(principal, "acceptConditions", share);
  const isVisible = rights.isAllowed(principal, "readHeadline", concern);
  return canAccept || isVisible ? rights.decide(principal, "acceptConditions", share) : refuse("NOT_FOUND");
}

export async function refuseFirst(
  deps: CommandDeps,
  command: ConcernCommand,
  principal: Principal,
): Promise<Refusal | undefined> {
  if (command.name === "logConcern") return undefined;
  const { name, input } = command;
  const concern = { type: "Concern", id: input.concern, none: NO_CONCERN } as const;
  if (name === "acceptConditions") {
    // People who can accept the conditions cannot see the concern yet.
    const bodies = principal.type === "Person" ? principal.facts.bodies : [];
    const refused = await refuseInvisible(deps, principal, concern, []);
    return refused && deps.readModelFacts?.awaitsAcceptance(input, bodies) ? undefined : refused;
  }
  const actions = name === "withdrawEvidence" ? [name, "withdrawSuppliedEvidence"] : [name];
  return refuseInvisible(deps, principal, concern, actions);
}

/** The date, with the positions of the concern's council. */
async function loadAsOf(deps: { readonly loadCouncil: LoadCouncil }, state: ConcernState, days: Days): Promise<AsOf> {
  return asOfDate(days, state, state.shares.length > 0 ? await deps.loadCouncil(state.council) : EMPTY_COUNCIL);
}
