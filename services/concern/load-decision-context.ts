// Loads what a decision on a concern needs from other streams and from read models.
import type { EventLog } from "../../event-log/port.ts";
import { NO_SUBMISSION, type Principal } from "../../policies/engine/facts.ts";
import type { Councils } from "../../reference/councils.ts";
import type { LoadCouncil } from "../council/service.ts";
import { EMPTY_COUNCIL, type SharingPosition } from "../council/state.ts";
import type { Days, DecisionContext } from "../decision-context.ts";
import { findValue } from "../metrics/service.ts";
import { noticeStream } from "../notice/events.ts";
import { noticeStreams } from "../notice/stream.ts";
import { type HeldOffice, personFacts } from "../people/assignments.ts";
import { loadPerson } from "../people/service.ts";
import { loadOffices, loadOfficesHeld } from "../people/speaker.ts";
import { isSpokenInOffice } from "../people/spoken-in.ts";
import { type CommandContext, type CommandDeps, todayOf } from "../pipeline/execute-command.ts";
import { maySee } from "../pipeline/visibility.ts";
import { isCouncilAware, loadSubmission, submissionFacts } from "../submission/service.ts";
import { loadVisibleSupport } from "../support/service.ts";
import type { EvidenceFiles, UploadedFile } from "./attachments.ts";
import { citationsIn, submissionsIn, supportsIn, uploadsIn } from "./command-references.ts";
import { type ConcernCommand, type ConcernCommandName, concernCommands } from "./commands.ts";
import type { CitableSubmission, ConcernDecisionContext } from "./decision.ts";
import type { Citation } from "./events.ts";
import { type Notified, notifiedOf } from "./notified.ts";
import { currentRestriction, restrictionFacts } from "./restriction.ts";
import type { ConcernState } from "./state.ts";
import type { UntoldMatter } from "./untold.ts";

type Deps = CommandDeps & { readonly files: Pick<EvidenceFiles, "findUpload">; readonly loadCouncil: LoadCouncil };

/** Commands that decide who of the council reads a concern. */
const RESTRICTS: ReadonlySet<ConcernCommandName> = new Set(["restrictConcern", "reviewRestriction", "liftRestriction"]);

/** Loads everything that the decision can need. */
export async function loadDecisionContext(
  deps: Deps,
  councils: Councils,
  command: ConcernCommand,
  state: ConcernState | undefined,
  { principal }: CommandContext,
  day: DecisionContext,
): Promise<Omit<ConcernDecisionContext, keyof DecisionContext>> {
  const { agreements, positions } = state ? await deps.loadCouncil(state.council) : EMPTY_COUNCIL;
  const cited = new Map<string, Citation>();
  for (const { metric, area, period } of citationsIn(command)) {
    const council = councils.find(area);
    const areas = councils.codesOf(area);
    const found = await findValue(deps.log, { metric, period, areas, region: council?.region ?? "" });
    if (found) cited.set(JSON.stringify([metric, area, period]), { metric, area: councils.currentCode(area), period, ...found });
  }
  return {
    council: councils.status,
    agreements,
    positions,
    readsSharingRecord: await sharingRecordsRead(deps, command, positions, principal),
    untoldMatters: await untoldMatters(deps, councils, command),
    notified:
      command.name === "recordCouncilReached" && state
        ? await loadNotified(deps.log, state, command.input.person, day)
        : undefined,
    offices:
      state && isSpokenInOffice(concernCommands[command.name])
        ? (await loadOffices(deps.log, principal, state.council, day))(state.strand)
        : [],
    officesOf: await officesOf(deps, command, state, principal, day),
    disclosures: command.name === "recordOutcomeOpened" ? await disclosuresOf(deps, command.input.concern) : undefined,
    citation: (...words) => cited.get(JSON.stringify(words)),
    scopesOf: await scopesOf(deps, command, day),
    isOfBody: await isOfBody(deps, command, day),
    bodies: principal.type === "Person" ? principal.facts.bodies : [],
    support: byId(await Promise.all(supportsIn(command).map((id) => loadVisibleSupport(deps, principal, id)))),
    upload: byId(await Promise.all(uploadsIn(command).map((id) => findUpload(deps, id, principal)))),
    submission: byId(await Promise.all(submissionsIn(command).map((id) => submissionFor(deps, id, principal)))),
  };
}

/** Finds them in the read models. These can lack a concern that another hub logs at the same time, which has the same last day in any case. */
async function untoldMatters(
  { readModelFacts, now }: CommandDeps,
  councils: Councils,
  { name, input }: ConcernCommand,
): Promise<readonly UntoldMatter[]> {
  if (name !== "logConcern" || !readModelFacts || !(await readModelFacts.current("Council"))) return [];
  return readModelFacts.untoldMatters(councils.codesOf(input.council), input.strand, input.cause, todayOf({ now }));
}

/** Loads the offices of whoever decides on a restriction, and of the people whom it names. */
async function officesOf(
  { log }: CommandDeps,
  { name, input }: ConcernCommand,
  state: ConcernState | undefined,
  principal: Principal,
  days: Days,
): Promise<ConcernDecisionContext["officesOf"]> {
  if (!state || !RESTRICTS.has(name)) return () => [];
  const actor = principal.type === "Person" ? [principal.facts.id] : [];
  const named = "named" in input ? input.named : (currentRestriction(state)?.named.map(({ person }) => person) ?? []);
  const held = new Map<string, readonly HeldOffice[]>();
  for (const person of new Set([...actor, ...named])) held.set(person, await loadOfficesHeld(log, person, state, days));
  return (person) => held.get(person) ?? [];
}

/** Returns a function that says whether the person may read the sharing record of a concern: of none while the read models are not current. Only `requestShare` needs it. */
async function sharingRecordsRead(
  { readModelFacts, rights }: CommandDeps,
  { name }: ConcernCommand,
  positions: readonly SharingPosition[],
  principal: Principal,
): Promise<ConcernDecisionContext["readsSharingRecord"]> {
  if (name !== "requestShare" || !readModelFacts || !(await readModelFacts.current("Concern"))) return () => false;
  const read = [...new Set(positions.map(({ concern }) => concern))].filter((id) => {
    const facts = readModelFacts.find("Concern", id);
    return facts && rights.isAllowed(principal, "readSharingRecord", { type: "Concern", id, facts });
  });
  return (concern) => read.includes(concern);
}

/** Returns the bodies that opened a concern, and when; undefined while the read model of disclosures is not current. */
async function disclosuresOf({ readModelFacts }: CommandDeps, concern: string): Promise<ConcernDecisionContext["disclosures"]> {
  return readModelFacts && (await readModelFacts.current("Disclosure")) ? readModelFacts.openersOf(concern) : undefined;
}

/** Loads the regions and strands that the new owner of a concern advises. */
async function scopesOf(
  { log }: CommandDeps,
  { name, input }: ConcernCommand,
  { today }: Days,
): Promise<ConcernDecisionContext["scopesOf"]> {
  const owner = name === "setOwner" ? input.owner : undefined;
  if (owner === undefined) return () => [];
  const { adviserScopes } = personFacts(owner, (await loadPerson(log, owner))?.assignments ?? [], today);
  return (person) => (person === owner ? adviserScopes : []);
}

/** Loads the bodies of the people to whom a share is limited. */
async function isOfBody(
  { log }: CommandDeps,
  { input }: ConcernCommand,
  { today }: Days,
): Promise<ConcernDecisionContext["isOfBody"]> {
  const people = "limitedTo" in input ? (input.limitedTo?.people ?? []) : [];
  const bodies = new Map<string, readonly string[]>();
  for (const id of new Set(people)) bodies.set(id, personFacts(id, (await loadPerson(log, id))?.assignments ?? [], today).bodies);
  return (person, body) => bodies.get(person)?.includes(body) === true;
}

/** Loads what is on record of a person and of the notices to them. */
async function loadNotified(log: EventLog, concern: ConcernState, person: string, days: Days): Promise<Notified> {
  const state = await loadPerson(log, person);
  const last = noticeStreams.fold(person, await log.readStream(noticeStream(person)));
  return notifiedOf(state, last, { ...concern, ...restrictionFacts(concern) }, days);
}

/** Returns a function that finds a loaded record by id. */
const byId =
  <T extends { readonly id: string }>(loaded: readonly (T | undefined)[]) =>
  (id: string): T | undefined =>
    loaded.find((one) => one?.id === id);

const findUpload = async ({ files }: Pick<Deps, "files">, id: string, principal: Principal): Promise<UploadedFile | undefined> =>
  principal.type === "Person" ? files.findUpload(principal.facts.id, id) : undefined;

/** Finds a submission that the person may see. They may cite it even if the council is not aware of it. */
async function submissionFor(deps: CommandDeps, id: string, principal: Principal): Promise<CitableSubmission | undefined> {
  if (!(await maySee(deps, principal, { type: "Submission", id, none: NO_SUBMISSION }))) return undefined;
  const submission = await loadSubmission(deps.log, id);
  if (!submission) return undefined;
  const resource = { type: "Submission", id, facts: submissionFacts(submission, false) } as const;
  return deps.rights.isAllowed(principal, "readSubmission", resource)
    ? { ...submission, councilAware: submission.told !== undefined || isCouncilAware(deps, id) }
    : undefined;
}
