// The commands on a concern.
import type { Position } from "../../event-log/port.ts";
import type { Councils } from "../../reference/councils.ts";
import { destroyKeys } from "../confidential.ts";
import { councilStream } from "../council/events.ts";
import { openCouncilStates } from "../council/service.ts";
import type { NewId } from "../decision-context.ts";
import { type CommandSteps, commandService } from "../pipeline/command-service.ts";
import type { CommandContext, CommandDeps } from "../pipeline/execute-command.ts";
import { refuse } from "../refusals.ts";
import { submissionStream } from "../submission/events.ts";
import type { EvidenceFiles, UsedUpload } from "./attachments.ts";
import { authorise, refuseFirst } from "./authorise.ts";
import { submissionsIn, uploadsIn } from "./command-references.ts";
import { type ConcernCommand, type ConcernCommandName, concernCommands, parseConcernCommand } from "./commands.ts";
import { decide } from "./decide.ts";
import { attachmentId } from "./decide-evidence.ts";
import { concernStream } from "./events.ts";
import { loadDecisionContext } from "./load-decision-context.ts";
import { recordSharingPosition } from "./record-position.ts";
import type { ConcernState } from "./state.ts";
import { concernStreams, foldConcern } from "./stream.ts";

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
  commandDeps: ConcernDeps,
  councils: Councils,
  positionsRecorded: () => Promise<unknown> = async () => {},
) {
  const deps = { ...commandDeps, loadCouncil: openCouncilStates(commandDeps.log) };
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
      // No submission is redirected while a concern begins to cite it, and no upload is used by two commands.
      ...(cited.length + uploads.length > 0 && {
        excludes: async () => [...cited.map(submissionStream), ...uploads.map((upload) => `upload ${upload}`)],
      }),
      authorise: async (state, days) => authorise(deps, councils, command, state, context, days),
      decide: async (state, decisionContext) => {
        if (CONSULTS_COUNCIL.has(command.name)) await positionsRecorded();
        return decide(state, command, {
          ...decisionContext,
          ...(await loadDecisionContext(deps, councils, command, state, context, decisionContext)),
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
