// The commands on a council's own stream.

import type { EventLog } from "../../event-log/port.ts";
import { isToken, type Principal, type Resource } from "../../policies/engine/facts.ts";
import type { Council, Councils } from "../../reference/councils.ts";
import { STRANDS } from "../../reference/strands.ts";
import { LGA } from "../../reference/support-kinds.ts";
import { openCachedStates } from "../cached-states.ts";
import { reveal } from "../confidential.ts";
import { personFacts } from "../people/assignments.ts";
import { loadPerson } from "../people/service.ts";
import { loadOffices } from "../people/speaker.ts";
import type { PersonState } from "../people/state.ts";
import { type CommandSteps, commandService } from "../pipeline/command-service.ts";
import { type CommandDeps, todayOf } from "../pipeline/execute-command.ts";
import { mayAdvise } from "../pipeline/visibility.ts";
import { refuseByPolicy } from "../refusals.ts";
import { resourceOfCommand } from "./command-resource.ts";
import { contactResource } from "./contact-facts.ts";
import { type CouncilCommand, type CouncilCommandName, councilCommands, decideCouncil } from "./decide.ts";
import type { CouncilDecisionContext } from "./decision-context.ts";
import { type CouncilState, EMPTY_COUNCIL, lastSettlement } from "./state.ts";
import { councilStreams } from "./stream.ts";

/** Returns the current state of a council by its code. */
export type LoadCouncil = (code: string) => Promise<CouncilState>;

/** A council has an event for each position on a share and each body that opened a concern: too many to be folded for each command on a concern. */
export const openCouncilStates = (log: Pick<EventLog, "readStream">): LoadCouncil =>
  openCachedStates(log, councilStreams, MAX_CACHED_EVENTS);

/** In a state, an event takes about 0.6 KB of memory. */
const MAX_CACHED_EVENTS = 20_000;

/** Commands by which somebody speaks for the council. */
const SPEAKS: ReadonlySet<CouncilCommandName> = new Set([
  ...(["giveStandingAgreement", "takeBackStandingAgreement", "agreeToBeContacted", "takeBackContact"] as const),
]);

export const councilService = (deps: CommandDeps, councils: Councils) =>
  commandService(deps, councilCommands, (command, { principal }): CommandSteps<CouncilState> => {
    const { name, input } = command;
    const status = councils.status(input.council, todayOf(deps));
    const code = councils.currentCode(input.council);
    const region = status.kind === "unknown" ? "" : status.council.region;
    return {
      streams: councilStreams,
      id: () => code,
      refuseFirst: async () => {
        const resources = possibleResources(command, principal, { code, region });
        const decisions = resources.map((resource) => deps.rights.decide(principal, name, resource));
        return decisions.some(({ allowed }) => allowed)
          ? undefined
          : refuseByPolicy(decisions.flatMap(({ policies }) => policies));
      },
      authorise: async (state) => deps.rights.decide(principal, name, resourceOfCommand(command, state, { code, region })),
      decide: async (state, context) => {
        const candidates = [state.lead?.person, name === "nameLead" ? input.person : undefined];
        const advisers = await advisersAmong(deps, candidates, region, context.today);
        const advisesHere = (person: string) => advisers.has(person);
        const officesFor = SPEAKS.has(name) ? await loadOffices(deps.log, principal, code, context) : () => [];
        const leadName = state.lead && nameOf(deps, advisers.get(state.lead.person));
        const clash = await clashNamed(deps, command, principal, { code, region }, state);
        return decideCouncil(state, command, { ...context, ...clash, council: status, officesFor, advisesHere, leadName });
      },
    };
  });

/** Returns the possible resources of a command before the stream is read: the body of an approach is then unknown, and people act for their own bodies. */
function possibleResources(
  command: CouncilCommand,
  principal: Principal,
  council: { code: string; region: string },
): readonly Resource[] {
  if (command.name === "correctContact" || command.name === "withdrawContact")
    return STRANDS.map((strand) => contactResource(council, strand));
  if (command.name !== "cancelApproach") return [resourceOfCommand(command, EMPTY_COUNCIL, council)];
  const bodies = ["", LGA, ...(principal.type === "Person" ? principal.facts.bodies.filter((body) => !isToken(body)) : [])];
  return bodies.map((body) => ({
    type: "Approach",
    id: council.code,
    facts: { council: council.code, region: council.region, body },
  }));
}

/** The clash that a command names, as the person sees it by the read models; none while these are not current. */
async function clashNamed(
  { readModelFacts, keys }: CommandDeps,
  { name, input }: CouncilCommand,
  principal: Principal,
  council: Pick<Council, "code" | "region">,
  state: CouncilState,
): Promise<Pick<CouncilDecisionContext, "visibleClash" | "settlementNote">> {
  const isNamed = name === "settleClash" && principal.type === "Person" && (await readModelFacts?.current("Support"));
  if (!isNamed) return { visibleClash: undefined, settlementNote: undefined };
  const text = lastSettlement(state, input.clash)?.text;
  return {
    visibleClash: readModelFacts?.visibleClashes(principal.facts, council).find(({ id }) => id === input.clash),
    settlementNote: text && reveal<{ readonly note: string }>(keys, text)?.note,
  };
}

const nameOf = ({ keys }: Pick<CommandDeps, "keys">, person: PersonState | undefined): string | undefined =>
  person && reveal(keys, person.name)?.name;

/** Returns the people who are advisers of the region today, by id, according to their own streams. */
async function advisersAmong(
  deps: CommandDeps,
  people: readonly (string | undefined)[],
  region: string,
  today: string,
): Promise<ReadonlyMap<string, PersonState>> {
  const advisers = new Map<string, PersonState>();
  for (const person of people) {
    // The stream of a person who is no adviser is not read, because that would take longer than for an unregistered person.
    if (person === undefined || !(await mayAdvise(deps, person, region))) continue;
    const state = await loadPerson(deps.log, person);
    if (state && personFacts(person, state.assignments, today).adviserRegions.includes(region)) advisers.set(person, state);
  }
  return advisers;
}
