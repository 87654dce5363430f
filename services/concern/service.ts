// The commands on a concern.

import type { EventLog, Position } from "../../event-log/port.ts";
import { NO_CONCERN, NO_FACTS, NO_SUBMISSION, type Principal, type Resource } from "../../policies/engine/facts.ts";
import type { Decision as PolicyDecision } from "../../policies/engine/policy-set.ts";
import type { Councils } from "../../reference/councils.ts";
import { destroyKeys } from "../confidential.ts";
import { councilStream } from "../council/events.ts";
import { loadCouncil } from "../council/service.ts";
import { EMPTY_COUNCIL, type SharingPosition } from "../council/state.ts";
import type { Days, DecisionContext, NewId } from "../decision-context.ts";
import { findValue } from "../metrics/service.ts";
import { noticeStream } from "../notice/events.ts";
import { noticeStreams } from "../notice/stream.ts";
import { type HeldOffice, personFacts } from "../people/assignments.ts";
import { loadPerson } from "../people/service.ts";
import { loadOffices, loadOfficesHeld } from "../people/speaker.ts";
import { isSpokenInOffice } from "../people/spoken-in.ts";
import { type CommandSteps, commandService } from "../pipeline/command-service.ts";
import { type CommandContext, type CommandDeps, permission, todayOf } from "../pipeline/execute-command.ts";
import { maySee, refuseInvisible } from "../pipeline/visibility.ts";
import { isRefusal, type Refusal, refuse, refuseByPolicy, refuseSaying } from "../refusals.ts";
import { submissionStream } from "../submission/events.ts";
import { isCouncilAware, loadSubmission, submissionFacts } from "../submission/service.ts";
import { loadVisibleSupport } from "../support/service.ts";
import type { EvidenceFiles, UploadedFile, UsedUpload } from "./attachments.ts";
import { actionOf } from "./command-action.ts";
import {
  type AdviserEvidence,
  type ConcernCommand,
  type ConcernCommandName,
  type CouncilEvidence,
  concernCommands,
  parseConcernCommand,
} from "./commands.ts";
import { awarenessWithin, decide } from "./decide.ts";
import { attachmentId } from "./decide-evidence.ts";
import type { CitableSubmission, ConcernDecisionContext } from "./decision.ts";
import { type Citation, concernStream } from "./events.ts";
import { factsOf, prospectiveFacts, shareFacts } from "./facts.ts";
import { asOfDate } from "./latest-position.ts";
import { type Notified, notifiedOf } from "./notified.ts";
import { recordSharingPosition } from "./record-position.ts";
import { currentRestriction, restrictionFacts } from "./restriction.ts";
import type { AsOf } from "./shares.ts";
import type { ConcernState } from "./state.ts";
import { concernStreams, foldConcern } from "./stream.ts";
import type { UntoldMatter } from "./untold.ts";

/** Commands that depend on the council's positions on other concerns. */
const CONSULTS_COUNCIL: ReadonlySet<ConcernCommandName> = new Set([
  ...(["proposeShare", "raiseEscalation", "statePosition", "overrideObjection", "makeShare"] as const),
  ...(["requestShare", "makeRequestedShare"] as const),
]);

/** Appends the council's latest position on a share to the council's stream, unless the stream has it. Returns its position in the log. */
export async function recordPosition(deps: CommandDeps, concern: string, share: string): Promise<Position | undefined> {
  const stored = await deps.log.readStream(concernStream(concern));
  const state = foldConcern(concern, stored);
  return state && recordSharingPosition(deps, state, share, stored);
}

/** Destroys the keys of a concern that was discarded, and removes its files. Returns whether a key was there. Throws LogUnavailable. */
export async function destroyWords(
  { log, keys, files }: Pick<ConcernDeps, "log" | "keys" | "files">,
  concern: string,
): Promise<boolean> {
  const stored = await log.readStream(concernStream(concern));
  if (!foldConcern(concern, stored)?.untold.discarded) return false;
  const wasThere = await destroyKeys(keys, stored);
  await files.removeOf(concern);
  return wasThere;
}

/** Whether the log names an attachment of a concern. */
export async function isAttached({ log }: Pick<CommandDeps, "log">, concern: string, attachment: string): Promise<boolean> {
  const state = foldConcern(concern, await log.readStream(concernStream(concern)));
  return state?.evidence.some(({ attachments }) => attachments.some((one) => one.attachment === attachment)) === true;
}

/** The stream of a concern's council, which the concern's first event names. */
async function councilStreamOf(deps: CommandDeps, concern: string): Promise<readonly string[]> {
  const state = foldConcern(concern, (await deps.log.readStream(concernStream(concern))).slice(0, 1));
  return state ? [councilStream(state.council)] : [];
}

type ConcernDeps = CommandDeps & { readonly files: EvidenceFiles };

/** `positionsRecorded` appends positions that are missing from their councils' streams after a crash. */
export function concernService(
  deps: ConcernDeps,
  councils: Councils,
  positionsRecorded: () => Promise<unknown> = async () => {},
) {
  const stepsOf = (command: ConcernCommand, context: CommandContext): CommandSteps<ConcernState | undefined> => {
    const cited = submissionsIn(command);
    const uploads = uploadsIn(command);
    /** The uploads that this run stored. Those of an interrupted run are settled later, by what the log names. */
    let kept: readonly UsedUpload[] = [];
    const sender = context.principal.type === "Person" ? context.principal.facts.id : "";
    const id = (newId: NewId) => (command.name === "logConcern" ? newId("concern") : command.input.concern);
    return {
      streams: concernStreams,
      id,
      refuseFirst: async () => refuseFirst(deps, command, context.principal),
      // A position that the council states meanwhile is recorded before the decision, or comes after it.
      ...(CONSULTS_COUNCIL.has(command.name) && { excludes: (newId) => councilStreamOf(deps, id(newId)) }),
      // No submission is redirected while a concern begins to cite it.
      ...(cited.length + uploads.length > 0 && {
        // And no upload is used by two commands.
        excludes: async () => [...cited.map(submissionStream), ...uploads.map((upload) => `upload ${upload}`)],
      }),
      authorise: async (state, days) => authorise(deps, councils, command, state, context, days),
      decide: async (state, decisionContext) => {
        if (CONSULTS_COUNCIL.has(command.name)) await positionsRecorded();
        return decide(state, command, {
          ...decisionContext,
          ...(await lookUp(deps, councils, command, state, context, decisionContext)),
        });
      },
      ...(uploads.length > 0 && {
        beforeAppend: async ({ newId }, key) => {
          kept = uploads.map((upload) => ({ upload, attachment: attachmentId(newId, upload) }));
          return (await deps.files.keep(sender, kept, id(newId), key)) ? undefined : refuse("UNKNOWN_UPLOAD", "evidence");
        },
        follow: async () => {
          await deps.files.confirm(sender, kept);
          return undefined;
        },
      }),
      // The command returns only after the position counts for the council's other concerns.
      ...(command.name === "statePosition" && {
        follow: () => recordPosition(deps, command.input.concern, command.input.share),
      }),
      // The command is answered only once nothing can unseal the words.
      ...(command.name === "discardConcern" && {
        follow: async () => {
          await destroyWords(deps, command.input.concern);
          return undefined;
        },
      }),
    };
  };
  return commandService(deps, concernCommands, stepsOf, parseConcernCommand);
}

/** Commands that decide who of the council reads a concern. */
const RESTRICTS: ReadonlySet<ConcernCommandName> = new Set(["restrictConcern", "reviewRestriction", "liftRestriction"]);

const VERSION_WITHHELD = "Leave out the version that you expect: only people who may read the sharing record can give it.";

async function authorise(
  deps: CommandDeps,
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
    return deps.policy.decideCached(principal, "logConcern", { type: "Concern", id: "new", facts });
  }
  const asOf = state && (await loadAsOf(deps.log, state, days));
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
  const telling = awarenessWithin(command) && deps.policy.decide(principal, "recordAwareness", resource);
  if (telling && !telling.allowed && !isRefusal(permitted)) return refuseByPolicy(telling.policies, "told");
  // The number of events would reveal withheld events.
  const guesses = expectedVersion !== undefined && !deps.policy.decide(principal, "readSharingRecord", resource).allowed;
  return guesses && !isRefusal(permitted) && permitted.allowed
    ? refuseSaying("INVALID_INPUT", "expectedVersion", VERSION_WITHHELD)
    : permitted;
}

/** Looks like an unknown concern to anybody who can neither accept the conditions nor see the concern. */
function permissionToAccept(
  { policy }: Pick<CommandDeps, "policy">,
  principal: Principal,
  concern: Resource,
  share: Resource,
): PolicyDecision | Refusal {
  const decision = policy.decide(principal, "acceptConditions", share);
  const isVisible = policy.decide(principal, "readHeadline", concern).allowed;
  return decision.allowed || isVisible ? decision : refuse("NOT_FOUND");
}

async function refuseFirst(deps: CommandDeps, command: ConcernCommand, principal: Principal): Promise<Refusal | undefined> {
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
async function loadAsOf(log: EventLog, state: ConcernState, days: Days): Promise<AsOf> {
  return asOfDate(days, state, state.shares.length > 0 ? await loadCouncil(log, state.council) : EMPTY_COUNCIL);
}

/** Loads everything that the decision can need. */
async function lookUp(
  deps: ConcernDeps,
  councils: Councils,
  command: ConcernCommand,
  state: ConcernState | undefined,
  { principal }: CommandContext,
  day: DecisionContext,
): Promise<Omit<ConcernDecisionContext, keyof DecisionContext>> {
  const { agreements, positions } = state ? await loadCouncil(deps.log, state.council) : EMPTY_COUNCIL;
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

/** Uses the read models, because a concern that another hub logs at the same time gets its time from the same day anyway. */
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

/** Which sharing records the person reads, by the read models; none while these are not current. Only `requestShare` needs them. */
async function sharingRecordsRead(
  { readModelFacts, policy }: CommandDeps,
  { name }: ConcernCommand,
  positions: readonly SharingPosition[],
  principal: Principal,
): Promise<ConcernDecisionContext["readsSharingRecord"]> {
  if (name !== "requestShare" || !readModelFacts || !(await readModelFacts.current("Concern"))) return () => false;
  const read = [...new Set(positions.map(({ concern }) => concern))].filter((id) => {
    const facts = readModelFacts.find("Concern", id);
    return facts && policy.decide(principal, "readSharingRecord", { type: "Concern", id, facts }).allowed;
  });
  return (concern) => read.includes(concern);
}

/** When which bodies opened a concern; undefined while the read model of disclosures is not current. */
async function disclosuresOf({ readModelFacts }: CommandDeps, concern: string): Promise<ConcernDecisionContext["disclosures"]> {
  return readModelFacts && (await readModelFacts.current("Disclosure")) ? readModelFacts.openersOf(concern) : undefined;
}

/** Loads the regions and strands that the person advises who is to own a concern. */
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

/** Loads the bodies for which the people named by a limited share act. */
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

/** What the streams of a person and of the notices to them say. */
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

function supportsIn({ name, input }: ConcernCommand): readonly string[] {
  if (name !== "concludeConcern") return [];
  return input.kind === "support-package" ? [input.package] : input.kind === "light-support" ? input.supports : [];
}

const submissionsIn = (command: ConcernCommand): readonly string[] =>
  evidenceIn(command).flatMap((item) => ("submission" in item && item.submission) || []);

const findUpload = async ({ files }: ConcernDeps, id: string, principal: Principal): Promise<UploadedFile | undefined> =>
  principal.type === "Person" ? files.findUpload(principal.facts.id, id) : undefined;

/** Finds a submission that the person may see. They may cite it even if the council is not aware of it. */
async function submissionFor(deps: CommandDeps, id: string, principal: Principal): Promise<CitableSubmission | undefined> {
  if (!(await maySee(deps, principal, { type: "Submission", id, none: NO_SUBMISSION }))) return undefined;
  const submission = await loadSubmission(deps.log, id);
  if (!submission) return undefined;
  const resource = { type: "Submission", id, facts: submissionFacts(submission, false) } as const;
  return deps.policy.decide(principal, "readSubmission", resource).allowed
    ? { ...submission, councilAware: submission.told !== undefined || isCouncilAware(deps, id) }
    : undefined;
}

/** The uploads whose files the command adds to evidence. */
const uploadsIn = (command: ConcernCommand): readonly string[] => evidenceIn(command).flatMap(({ attachments }) => attachments);

function citationsIn(command: ConcernCommand): readonly { metric: string; area: string; period: string }[] {
  return evidenceIn(command).flatMap(({ cites }) => cites ?? []);
}

function evidenceIn({ name, input }: ConcernCommand): readonly (AdviserEvidence | CouncilEvidence)[] {
  if (name === "logConcern") return input.evidence;
  return name === "addEvidence" || name === "supplyEvidence" ? [input.evidence] : [];
}
