// The rules of submissions by departments and inspectorates (domain.md, "Departments both ways"): intelligence for the region's adviser, which
// others see only after the council is aware of it, and which is set aside only after the council was told.
import { z } from "zod";
import { CAUSES, causeAllowedIn } from "../../reference/causes.ts";
import { CHANNELS, COUNCIL_OFFICES } from "../../reference/concern-terms.ts";
import type { Councils } from "../../reference/councils.ts";
import { STRANDS } from "../../reference/strands.ts";
import { plain } from "../confidential.ts";
import { councilInForce, refuseUnlessInForce, refuseUnlessResponsible } from "../council/in-force.ts";
import { dateInWords } from "../dates.ts";
import type { DecisionContext } from "../decision-context.ts";
import { type CommandDeclarations, type CommandOf, day, type InputOf, id, narrative, period, shortText } from "../input.ts";
import { type Refusal, refuse, refuseAll, refuseIf } from "../refusals.ts";
import type { SubmissionEvent } from "./events.ts";
import type { SubmissionState } from "./state.ts";

export const submissionCommands = {
  submitInformation: {
    creates: "stream",
    input: z.strictObject({
      body: id,
      council: id,
      strand: z.enum(STRANDS),
      cause: z.enum(CAUSES).optional(),
      period,
      account: narrative,
      source: shortText,
      reference: shortText.optional(),
    }),
  },
  tellCouncilOfSubmission: {
    creates: "nothing",
    input: z.strictObject({
      submission: id,
      toldName: shortText,
      toldOffice: z.enum(COUNCIL_OFFICES),
      channel: z.enum(CHANNELS),
      toldOn: day,
      about: narrative,
    }),
  },
  setSubmissionAside: { creates: "nothing", input: z.strictObject({ submission: id, reason: narrative }) },
} as const satisfies CommandDeclarations;

export type SubmissionCommand = CommandOf<typeof submissionCommands>;

export type SubmissionDecisionContext = DecisionContext & { readonly council: Councils["status"] };

export function decideSubmission(
  state: SubmissionState | undefined,
  command: SubmissionCommand,
  context: SubmissionDecisionContext,
): readonly SubmissionEvent[] | Refusal {
  if (command.name === "submitInformation") return state ? [] : submit(command.input, context);
  if (!state) return refuse("NOT_FOUND");
  switch (command.name) {
    case "tellCouncilOfSubmission": {
      const { toldOffice, channel, toldOn, toldName, about } = command.input;
      const { from } = state.period;
      const wrong = refuseAll([
        refuseIf(toldOn > context.today, "FUTURE_DATE", "toldOn"),
        refuseIf(state.setAside !== undefined, "SUBMISSION_SET_ASIDE"),
        refuseIf(state.told !== undefined, "SUBMISSION_TOLD"),
        refuseIf(toldOn < from, "TOLD_TOO_EARLY", "toldOn", `The period begins on ${dateInWords(from)}.`),
        refuseUnlessInForce(context.council(state.council, toldOn), "toldOn"),
      ]);
      if (wrong) return wrong;
      return [{ type: "CouncilToldOfSubmission.v1", data: { toldOffice, channel, toldOn, text: plain({ toldName, about }) } }];
    }
    case "setSubmissionAside":
      if (state.setAside) return refuse("SUBMISSION_SET_ASIDE");
      if (!state.told) return refuse("COUNCIL_NOT_TOLD");
      return [{ type: "SubmissionSetAside.v1", data: { text: plain({ reason: command.input.reason }) } }];
  }
}

function submit(
  input: InputOf<typeof submissionCommands>["submitInformation"],
  context: SubmissionDecisionContext,
): readonly SubmissionEvent[] | Refusal {
  const status = context.council(input.council, context.today);
  const { body, strand, cause, period, account, source, reference } = input;
  const wrong = refuseAll([
    refuseUnlessInForce(status),
    refuseUnlessResponsible(status, strand),
    refuseIf(cause !== undefined && !causeAllowedIn(cause, strand), "CAUSE_NOT_FOR_STRAND", "cause"),
    refuseIf(period.to < period.from, "PERIOD_REVERSED", "period"),
    refuseIf(period.to > context.today, "FUTURE_DATE", "period.to"),
  ]);
  if (wrong) return wrong;
  const { code: council, region } = councilInForce(status);
  const text = plain({ account, source, ...(reference !== undefined && { reference }) });
  return [{ type: "InformationSubmitted.v1", data: { body, council, region, strand, ...(cause && { cause }), period, text } }];
}
