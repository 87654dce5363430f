// The rules of submissions by departments, inspectorates and bodies of the sector (domain.md, "Departments both ways"; docs/decisions/0045):
// intelligence for the region's adviser, which others see only after the council is aware of it. It is set aside only after the council was told, or if its sender withdraws it and nothing rests
// on it.
import { z } from "zod";
import { type Body, bodyMayReceive, findBody, isBeyondRemit, isGovernment, sectorBodyFor } from "../../reference/bodies.ts";
import { CAUSES, causeAllowedIn } from "../../reference/causes.ts";
import { AWARENESS_ANSWERS, CHANNELS, COUNCIL_OFFICES, SUBMISSION_REQUESTS } from "../../reference/concern-terms.ts";
import type { Councils } from "../../reference/councils.ts";
import { STRANDS, type Strand } from "../../reference/strands.ts";
import { dateInWords } from "../../text/dates-in-words.ts";
import { plain } from "../confidential.ts";
import { councilInForce, refuseUnlessInForce, refuseUnlessResponsible } from "../council/in-force.ts";
import { workingDaysAfter } from "../dates.ts";
import type { DecisionContext } from "../decision-context.ts";
import { type CommandDeclarations, type CommandOf, day, type InputOf, id, narrative, period, shortText } from "../input.ts";
import { speakerIn } from "../people/speaker.ts";
import { inOffice, type Speaker } from "../people/spoken-in.ts";
import { isRefusal, type Refusal, refuse, refuseAll, refuseIf, refuseSaying } from "../refusals.ts";
import { answerFaults, DAYS_TO_ANSWER, isRepeated, isSuspending, openDisputes, refuseAnswer, refuseRepair } from "../tellings.ts";
import type { SubmissionEvent } from "./events.ts";
import { isTellingDisputed, type SubmissionState, tellByOfSubmission, tellingsOf } from "./state.ts";

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
      /** Why a body submits what is outside its remit. */
      beyondRemitReason: narrative.optional(),
      /** Whether only the sender's body and the advisers are to know who submitted it and where it comes from. */
      protectedSource: z.boolean().default(false),
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
  answerSubmissionTelling: {
    creates: "nothing",
    input: z.strictObject({
      submission: id,
      ...inOffice,
      answer: z.enum(AWARENESS_ANSWERS),
      statement: narrative.optional(),
    }),
  },
  redirectSubmission: {
    creates: "nothing",
    input: z.strictObject({ submission: id, council: id, strand: z.enum(STRANDS), reason: narrative }),
  },
  requestSubmissionChange: {
    creates: "nothing",
    input: z.strictObject({ submission: id, request: z.enum(SUBMISSION_REQUESTS), explanation: narrative }),
  },
  recordSubmissionDue: { creates: "nothing", input: z.strictObject({ submission: id }) },
  setSubmissionAside: { creates: "nothing", input: z.strictObject({ submission: id, reason: narrative }) },
} as const satisfies CommandDeclarations;

export type SubmissionCommand = CommandOf<typeof submissionCommands>;

export type SubmissionDecisionContext = DecisionContext & {
  readonly council: Councils["status"];
  /** Whether a concern cites the submission, or its council knows of it through one. */
  readonly isRestedOn: boolean;
  /** Whether its council knows of it through a concern. */
  readonly isCouncilAware: boolean;
  /** The offices in which the person may speak for the council in its strand. */
  readonly offices: readonly Speaker[];
};

/** The most requests for a change of one submission, and the most answers of its council whether it was told. */
const MAX_CHANGE_REQUESTS = 20;
const MAX_ANSWERS = 20;

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
      const disputed = openDisputes(tellingsOf(state));
      const wrong = refuseAll([
        refuseIf(toldOn > context.today, "FUTURE_DATE", "toldOn"),
        refuseIf(state.setAside !== undefined, "SUBMISSION_SET_ASIDE"),
        refuseIf(state.told !== undefined && disputed.length === 0, "SUBMISSION_TOLD"),
        refuseRepair(disputed, { council: state.council, toldOffice }, context),
        refuseIf(toldOn < from, "TOLD_TOO_EARLY", "toldOn", `The period begins on ${dateInWords(from)}.`),
        refuseUnlessInForce(context.council(state.council, toldOn), "toldOn"),
      ]);
      if (wrong) return wrong;
      const disputeBy = workingDaysAfter(context.today, DAYS_TO_ANSWER);
      const told = { toldOffice, channel, toldOn, disputeBy, text: plain({ toldName, about }) };
      return [{ type: "CouncilToldOfSubmission.v2", data: told }];
    }
    case "answerSubmissionTelling":
      return answerTelling(state, command.input, context);
    case "recordSubmissionDue":
      if (state.told || context.isCouncilAware || state.setAside || state.fellDue) return [];
      if (context.today <= state.tellBy) return refuse("NOT_DUE", "submission");
      return [{ type: "SubmissionFellDue.v1", data: {} }];
    case "redirectSubmission":
      return redirect(state, command.input, context);
    // The sender gets the same answer whatever became of the submission.
    case "requestSubmissionChange": {
      const { request, explanation } = command.input;
      if (state.changeRequests.length >= MAX_CHANGE_REQUESTS) return refuse("TOO_MANY", "explanation");
      return [{ type: "SubmissionChangeRequested.v1", data: { request, text: plain({ explanation }) } }];
    }
    case "setSubmissionAside":
      if (state.setAside) return refuse("SUBMISSION_SET_ASIDE");
      if (isTellingDisputed(state)) return refuse("AWARENESS_DISPUTED");
      if (!state.told && (context.isRestedOn || !isWithdrawn(state))) return refuse("COUNCIL_NOT_TOLD");
      return [{ type: "SubmissionSetAside.v1", data: { text: plain({ reason: command.input.reason }) } }];
  }
}

/** The council confirms or disputes that it was told of the submission outside any concern. */
function answerTelling(
  state: SubmissionState,
  input: InputOf<typeof submissionCommands>["answerSubmissionTelling"],
  context: SubmissionDecisionContext,
): readonly SubmissionEvent[] | Refusal {
  const { answer, statement } = input;
  const speaker = speakerIn(context.offices, input.office);
  if (isRefusal(speaker)) return speaker;
  const record = state.told;
  if (!record) return refuse("UNKNOWN_AWARENESS");
  const wrong = refuseAnswer(record, speaker, context.actor) ?? refuseAll(answerFaults(input, []));
  if (wrong) return wrong;
  if (isRepeated(record, input, speaker)) return [];
  if (state.tellingAnswers >= MAX_ANSWERS) return refuse("TOO_MANY", "answer");
  const suspends = isSuspending(tellingsOf(state), record, answer, context.certainToday);
  const text = statement === undefined ? {} : { text: plain({ statement }) };
  return [{ type: "SubmissionTellingAnswered.v1", data: { answer, suspends, ...speaker, ...text } }];
}

const isWithdrawn = ({ changeRequests }: SubmissionState): boolean =>
  changeRequests.some(({ request }) => request === "withdraw");

/** A submission about the wrong council or strand goes to the advisers of the right one, while nobody was told of it and nothing rests on it. */
function redirect(
  state: SubmissionState,
  input: InputOf<typeof submissionCommands>["redirectSubmission"],
  context: SubmissionDecisionContext,
): readonly SubmissionEvent[] | Refusal {
  const { strand, reason } = input;
  const status = context.council(input.council, context.today);
  const wrong = refuseAll([
    refuseIf(state.setAside !== undefined, "SUBMISSION_SET_ASIDE"),
    refuseIf(state.told !== undefined || context.isRestedOn, "SUBMISSION_RESTED_ON"),
    refuseUnlessInForce(status),
    refuseUnlessResponsible(status, strand),
    refuseIf(state.cause !== undefined && !causeAllowedIn(state.cause, strand), "CAUSE_NOT_FOR_STRAND", "strand"),
  ]);
  if (wrong) return wrong;
  const { code: council, region } = councilInForce(status);
  if (council === state.council && strand === state.strand) return [];
  return [{ type: "SubmissionRedirected.v1", data: { council, region, strand, text: plain({ reason }) } }];
}

function submit(
  input: InputOf<typeof submissionCommands>["submitInformation"],
  context: SubmissionDecisionContext,
): readonly SubmissionEvent[] | Refusal {
  const status = context.council(input.council, context.today);
  const { body, strand, cause, period, account, source, reference, beyondRemitReason, protectedSource } = input;
  const wrong = refuseAll([
    refuseUnlessInForce(status),
    refuseUnlessResponsible(status, strand),
    refuseIf(cause !== undefined && !causeAllowedIn(cause, strand), "CAUSE_NOT_FOR_STRAND", "cause"),
    refuseIf(period.to < period.from, "PERIOD_REVERSED", "period"),
    refuseIf(period.to > context.today, "FUTURE_DATE", "period.to"),
    refuseRemit(input),
    refuseProtection(input),
    status.kind === "unknown" ? undefined : refuseElsewhere(findBody(body), status.council.region, strand),
  ]);
  if (wrong) return wrong;
  const { code: council, region } = councilInForce(status);
  const provenance = { source, ...(reference !== undefined && { reference }) };
  const text = plain({
    account,
    ...(!protectedSource && provenance),
    ...(beyondRemitReason !== undefined && { beyondRemitReason }),
  });
  const tellBy = tellByOfSubmission(context.today);
  return [
    {
      type: "InformationSubmitted.v3",
      data: {
        ...{ body, council, region, strand, ...(cause && { cause }), period, tellBy, protectedSource, text },
        ...(protectedSource && { protectedText: plain(provenance) }),
      },
    },
  ];
}

/** Outside its remit a department or inspectorate says why it submits. */
function refuseRemit({
  body,
  strand,
  beyondRemitReason: reason,
}: InputOf<typeof submissionCommands>["submitInformation"]): Refusal | undefined {
  const isBeyond = isBeyondRemit(findBody(body), strand);
  if (isBeyond === (reason !== undefined)) return undefined;
  return isBeyond
    ? refuseSaying(
        "BEYOND_REMIT",
        "beyondRemitReason",
        "This strand is outside your remit. Enter the reason for submitting this.",
      )
    : refuseSaying("INVALID_INPUT", "beyondRemitReason", "Leave out the reason: this strand is within your remit.");
}

/** A department or inspectorate submits in its own name: it speaks for an office of state, and for nobody who needs protection. */
const refuseProtection = ({
  body,
  protectedSource,
}: InputOf<typeof submissionCommands>["submitInformation"]): Refusal | undefined =>
  protectedSource && isGovernment(body)
    ? refuseSaying(
        "INVALID_INPUT",
        "protectedSource",
        "A department or inspectorate submits in its own name. Leave out the protection of the source.",
      )
    : undefined;

/** A body of the sector submits for its own region and strand. The refusal names the body that is responsible. */
function refuseElsewhere(body: Body | undefined, region: string, strand: Strand): Refusal | undefined {
  if (!body || bodyMayReceive(body, { region, strand })) return undefined;
  const field = body.region === undefined || body.region === region ? "strand" : "council";
  const responsible = sectorBodyFor(body, { region, strand });
  return refuseSaying(
    "BODY_NOT_RESPONSIBLE",
    field,
    `Your body does not work in this region and strand. Ask the ${responsible?.name ?? "adviser for them"} to submit it, or tell the adviser for this region and strand.`,
  );
}
