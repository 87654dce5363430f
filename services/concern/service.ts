// A concern's commands: who may is policy's answer over the concern's facts, what follows is decide's.
import type { EventLog } from "../../event-log/port.ts";
import { type ConcernFacts, NO_CONCERN, type Principal, scopeOf } from "../../policies/facts.ts";
import type { Decision as PolicyDecision } from "../../policies/policy.ts";
import type { Councils } from "../../reference/councils.ts";
import { loadCouncil } from "../council/service.ts";
import { standingNow } from "../council/state.ts";
import { type Asking, actorOf, handle, idsFrom, type Kit, type NewId, type Outcome, permission, todayOf } from "../handle.ts";
import { findValue } from "../metrics/service.ts";
import { isRefusal, type Refusal, refuse } from "../refusals.ts";
import { eventReader, foldWith } from "../stored-events.ts";
import { loadSubmission, submissionFacts } from "../submission/service.ts";
import type { SubmissionState } from "../submission/state.ts";
import { loadSupport } from "../support/service.ts";
import { type ConcernCommand, type ConcernCommandName, parseConcernCommand } from "./commands.ts";
import { type Circumstances, decide } from "./decide.ts";
import { type Citation, concernEvents, concernStream } from "./events.ts";
import { factsOf } from "./facts.ts";
import type { Day } from "./shares.ts";
import { type ConcernState, evolve } from "./state.ts";

export const readConcernEvent = eventReader(concernEvents);

export const foldConcern = foldWith(readConcernEvent, evolve);

export type ConcernOutcome = Outcome & { readonly concern?: string };

export function concernService(kit: Kit, councils: Councils) {
  return {
    /** Carries out one command. `input` is as it arrived: it is checked here, for every face alike. */
    async execute(name: ConcernCommandName, input: unknown, asking: Asking): Promise<ConcernOutcome> {
      const parsed = parseConcernCommand(name, input);
      if (parsed.kind === "refused") return parsed;
      const command = { name, input: parsed.input } as ConcernCommand;
      // The same command, the same concern.
      const idOf = (newId: NewId) => (command.name === "logConcern" ? newId("concern") : command.input.concern);
      const outcome = await handle(kit, asking, {
        name,
        input: parsed.input,
        stream: (newId) => concernStream(idOf(newId)),
        schemas: concernEvents,
        authorise: async (stored, newId) => authorise(kit, councils, command, foldConcern(idOf(newId), stored), asking),
        decide: async (stored, newId) => {
          const state = foldConcern(idOf(newId), stored);
          return decide(state, command, await circumstances(kit, councils, command, state, asking, newId));
        },
      });
      return outcome.kind === "done" ? { ...outcome, concern: idOf(idsFrom(outcome.commandId)) } : outcome;
    },
  };
}

const VERSION_WITHHELD = "The version is for those who may read the sharing record; leave it out.";

async function authorise(
  kit: Kit,
  councils: Councils,
  command: ConcernCommand,
  state: ConcernState | undefined,
  { principal, expectedVersion }: Asking,
): Promise<PolicyDecision | Refusal> {
  if (command.name === "logConcern") {
    const status = councils.status(command.input.council, todayOf(kit));
    if (status.kind === "unknown") return refuse("UNKNOWN_COUNCIL", "council");
    const facts = prospectiveFacts(command.input, status.council);
    return kit.policy.decideOnce(principal, "logConcern", { type: "Concern", id: "new", facts });
  }
  const facts = state ? factsOf(state, await dayOf(kit.log, state, todayOf(kit))) : NO_CONCERN;
  const resource = { type: "Concern", id: state?.id ?? "none", facts } as const;
  const action = actionOf(command, state);
  const permitted = permission(kit, principal, { action, reading: "readHeadline", resource, exists: state !== undefined });
  // How many events there are tells of those that one may not know of.
  const guesses = expectedVersion !== undefined && !kit.policy.decide(principal, "readSharingRecord", resource).allowed;
  return guesses && !isRefusal(permitted) && permitted.allowed
    ? refuse("INVALID_INPUT", "expectedVersion", VERSION_WITHHELD)
    : permitted;
}

/** A council's own evidence is the council's to withdraw; policy knows the two as different actions. */
function actionOf(command: ConcernCommand, state: ConcernState | undefined): string {
  if (command.name !== "withdrawEvidence") return command.name;
  const item = state?.evidence.find(({ evidence }) => evidence === command.input.evidence);
  return item?.suppliedBy === "council" ? "withdrawSuppliedEvidence" : "withdrawEvidence";
}

const prospectiveFacts = (
  { strand, cause }: { strand: string; cause: string },
  { code, region }: { code: string; region: string },
): ConcernFacts => ({ ...NO_CONCERN, council: code, region, strand, scope: scopeOf(region, strand), cause, evidenced: true });

/** The day, with the standing agreements of the concern's council that stand on it. */
export async function dayOf(log: EventLog, state: ConcernState, today: string): Promise<Day> {
  if (!state.shares.some(({ standingAgreement }) => standingAgreement !== undefined)) return { today, standing: new Set() };
  const { agreements } = await loadCouncil(log, state.council);
  return { today, standing: new Set(standingNow({ agreements }).map(({ agreement }) => agreement)) };
}

/** Every look-up the decision may need, made before it. */
async function circumstances(
  kit: Kit,
  councils: Councils,
  command: ConcernCommand,
  state: ConcernState | undefined,
  asking: Asking,
  newId: NewId,
): Promise<Circumstances> {
  const cited = new Map<string, Citation>();
  for (const { metric, area, period } of citationsIn(command)) {
    const council = councils.find(area);
    const areas = council ? [area, council.code, ...(council.formerCodes ?? [])] : [area];
    const found = await findValue(kit.log, { metric, period, areas, region: council?.region ?? "" });
    if (found) cited.set(JSON.stringify([metric, area, period]), { metric, area, period, ...found });
  }
  return {
    today: todayOf(kit),
    actor: actorOf(asking.principal),
    newId,
    council: councils.status,
    agreements: state ? (await loadCouncil(kit.log, state.council)).agreements : [],
    citation: (...words) => cited.get(JSON.stringify(words)),
    bodies: asking.principal.type === "Person" ? asking.principal.facts.bodies : [],
    support: found(await Promise.all(supportsIn(command).map((id) => loadSupport(kit.log, id)))),
    submission: found(await Promise.all(submissionsIn(command).map((id) => submissionFor(kit, id, asking.principal)))),
  };
}

/** By id, among what was loaded. */
const found =
  <T extends { readonly id: string }>(loaded: readonly (T | undefined)[]) =>
  (id: string): T | undefined =>
    loaded.find((one) => one?.id === id);

function supportsIn({ name, input }: ConcernCommand): readonly string[] {
  if (name !== "concludeConcern") return [];
  return input.kind === "support-package" ? [input.package] : input.kind === "light-support" ? input.supports : [];
}

function submissionsIn({ name, input }: ConcernCommand): readonly string[] {
  const items = name === "logConcern" ? input.evidence : name === "addEvidence" ? [input.evidence] : [];
  return items.flatMap(({ submission }) => submission ?? []);
}

/** A submission that the person may see. Whether the council is aware does not matter to who may cite it. */
async function submissionFor(kit: Kit, id: string, principal: Principal): Promise<SubmissionState | undefined> {
  const submission = await loadSubmission(kit.log, id);
  if (!submission) return undefined;
  const resource = { type: "Submission", id, facts: submissionFacts(submission, false) } as const;
  return kit.policy.decide(principal, "readSubmission", resource).allowed ? submission : undefined;
}

function citationsIn(command: ConcernCommand): readonly { metric: string; area: string; period: string }[] {
  if (command.name === "logConcern") return command.input.evidence.flatMap(({ cites }) => cites ?? []);
  if (command.name === "addEvidence" || command.name === "supplyEvidence")
    return command.input.evidence.cites ? [command.input.evidence.cites] : [];
  return [];
}
