// Submissions of departments and inspectorates: loads, decides, appends.
import { deriveId } from "../../event-log/ids.ts";
import type { EventLog } from "../../event-log/port.ts";
import { NO_SUBMISSION, type Principal, type SubmissionFacts, scopeOf } from "../../policies/facts.ts";
import type { Decision as PolicyDecision } from "../../policies/policy.ts";
import type { Councils } from "../../reference/councils.ts";
import { type Asking, commandIdOf, handle, type Kit, type Outcome, permission, todayOf } from "../handle.ts";
import { parse } from "../input.ts";
import { type Refusal, refuse } from "../refusals.ts";
import { eventReader, foldWith } from "../stored-events.ts";
import { decideSubmission, type SubmissionCommand, type SubmissionCommandName, submissionCommands } from "./decide.ts";
import { submissionEvents, submissionStream } from "./events.ts";
import { evolveSubmission, type SubmissionState } from "./state.ts";

export const readSubmissionEvent = eventReader(submissionEvents);

export const foldSubmission = foldWith(readSubmissionEvent, evolveSubmission);

/** A submission, straight from its stream. */
export const loadSubmission = async (log: EventLog, id: string): Promise<SubmissionState | undefined> =>
  foldSubmission(id, await log.readStream(submissionStream(id)));

/** A submission as policy sees it. `councilAware`: told of it, or made aware of a concern that it is evidence of. */
export const submissionFacts = (
  { council, region, strand, body }: Pick<SubmissionState, "council" | "region" | "strand" | "body">,
  councilAware: boolean,
): SubmissionFacts => ({ council, region, strand, scope: scopeOf(region, strand), body, councilAware });

export type SubmissionOutcome = Outcome & { readonly submission?: string };

export function submissionService(kit: Kit, councils: Councils) {
  return {
    async execute(name: SubmissionCommandName, input: unknown, asking: Asking): Promise<SubmissionOutcome> {
      const parsed = parse<SubmissionCommand["input"]>(submissionCommands[name], input);
      if (parsed.kind === "refused") return parsed;
      const command = { name, input: parsed.input } as SubmissionCommand;
      const id = command.name === "submitInformation" ? deriveId(commandIdOf(asking), "submission") : command.input.submission;
      const outcome = await handle(kit, asking, {
        name,
        input: parsed.input,
        stream: submissionStream(id),
        schemas: submissionEvents,
        authorise: async (stored) => authorise(kit, councils, command, foldSubmission(id, stored), asking.principal),
        decide: async (stored) =>
          decideSubmission(foldSubmission(id, stored), command, { today: todayOf(kit), council: councils.status }),
      });
      return outcome.kind === "done" ? { ...outcome, submission: id } : outcome;
    },
  };
}

async function authorise(
  kit: Kit,
  councils: Councils,
  command: SubmissionCommand,
  state: SubmissionState | undefined,
  principal: Principal,
): Promise<PolicyDecision | Refusal> {
  if (command.name === "submitInformation") {
    const status = councils.status(command.input.council, todayOf(kit));
    if (status.kind === "unknown") return refuse("UNKNOWN_COUNCIL", "council");
    const { code: council, region } = status.council;
    const facts = submissionFacts({ ...command.input, council, region }, false);
    return kit.policy.decide(principal, "submitInformation", { type: "Submission", id: "new", facts });
  }
  const facts = state ? submissionFacts(state, state.told !== undefined) : NO_SUBMISSION;
  const resource = { type: "Submission", id: state?.id ?? "none", facts } as const;
  return permission(kit, principal, { action: command.name, reading: "readSubmission", resource, exists: !!state });
}
