// Rules of logging a concern and of adding evidence to it.
import { causeAllowedIn } from "../../reference/causes.ts";
import type { Council } from "../../reference/councils.ts";
import { plain } from "../confidential.ts";
import { councilInForce, refuseUnlessInForce, refuseUnlessResponsible } from "../council/in-force.ts";
import type { NewId } from "../decision-context.ts";
import { isRefusal, type Refusal, refuse, refuseAll, refuseIf } from "../refusals.ts";
import { isTellingDisputed } from "../submission/state.ts";
import type { UploadedFile } from "./attachments.ts";
import type { AdviserEvidence, ConcernInput, CouncilEvidence } from "./commands.ts";
import { type ConcernDecision, type ConcernDecisionContext, MAX_PER_CONCERN } from "./decision.ts";
import type { Citation, ConcernEvent, Period } from "./events.ts";
import type { ConcernState } from "./state.ts";
import { tellByOfNew } from "./untold.ts";

/** Principle 2: council, strand, cause, period, what was observed, and at least one piece of evidence. */
export function logConcern(input: ConcernInput["logConcern"], context: ConcernDecisionContext): ConcernDecision {
  const status = context.council(input.council, context.today);
  // A citation can be checked only for an existing council.
  const added =
    status.kind === "unknown"
      ? []
      : input.evidence.map((item, index) => evidenceAdded(item, status.council, "adviser", index, `evidence.${index}`, context));
  const wrong = refuseAll([
    refuseUnlessInForce(status),
    refuseUnlessResponsible(status, input.strand),
    refuseIf(!causeAllowedIn(input.cause, input.strand), "CAUSE_NOT_FOR_STRAND", "cause"),
    wrongPeriod(input.period, "period", context.today),
    ...added.filter(isRefusal),
  ]);
  if (wrong) return wrong;
  const council = councilInForce(status);
  const evidence = added.flatMap((item) => (isRefusal(item) ? [] : item));
  const { strand, cause, period, summary, observed } = input;
  const narrative = plain({ summary, observed });
  const { code, region } = council;
  const clock = tellByOfNew(context.today, context.untoldMatters);
  return [{ type: "ConcernLogged.v2", data: { council: code, region, strand, cause, period, ...clock, narrative } }, ...evidence];
}

export function addEvidence(
  state: ConcernState,
  item: AdviserEvidence | CouncilEvidence,
  suppliedBy: "adviser" | "council",
  context: ConcernDecisionContext,
): ConcernDecision {
  const status = context.council(state.council, context.today);
  if (status.kind === "unknown") return refuse("UNKNOWN_COUNCIL", "council");
  if (state.evidence.length >= MAX_PER_CONCERN) return refuse("TOO_MANY", "evidence");
  return evidenceAdded(item, status.council, suppliedBy, 0, "evidence", context);
}

/** One piece of evidence with its provenance; `index` is its place in the command, `field` its path in the input. */
function evidenceAdded(
  item: AdviserEvidence | CouncilEvidence,
  council: Council,
  suppliedBy: "adviser" | "council",
  index: number,
  field: string,
  context: ConcernDecisionContext,
): ConcernDecision {
  const evidence = context.newId("evidence", String(index));
  const files = item.attachments.map(context.upload);
  const cited = cite(item, council, field, context);
  const submission = "submission" in item ? item.submission : undefined;
  const submitted = submission === undefined ? undefined : context.submission(submission);
  const isOfCouncil = submitted?.council === council.code;
  const protectedSource = "protectedSource" in item && item.protectedSource;
  const wrong = refuseAll([
    wrongPeriod(item.period, `${field}.period`, context.today),
    refuseIf(item.handling === "C" && !item.handlingConditions, "CONDITIONS_REQUIRED", `${field}.handlingConditions`),
    isRefusal(cited) ? cited : undefined,
    ...files.map((file, number) => refuseIf(file === undefined, "UNKNOWN_UPLOAD", `${field}.attachments.${number}`)),
    refuseIf(submission !== undefined && !isOfCouncil, "UNKNOWN_SUBMISSION", `${field}.submission`),
    refuseIf(isOfCouncil && submitted.setAside !== undefined, "SUBMISSION_SET_ASIDE", `${field}.submission`),
    refuseIf(isOfCouncil && isTellingDisputed(submitted), "AWARENESS_DISPUTED", `${field}.submission`),
    refuseIf(
      isOfCouncil && !submitted.councilAware && context.today > submitted.tellBy,
      "SUBMISSION_UNTOLD_TOO_LONG",
      `${field}.submission`,
    ),
    // The council learns of the submission, and so who sent it, unless its source is protected.
    refuseIf(
      isOfCouncil && protectedSource && !submitted.protectedSource,
      "SUBMISSION_NOT_PROTECTED",
      `${field}.protectedSource`,
    ),
    refuseIf(isOfCouncil && !protectedSource && submitted.protectedSource, "SUBMISSION_PROTECTED", `${field}.protectedSource`),
  ]);
  if (wrong) return wrong;

  const { account, source, reference, handlingConditions, kind, period, handling } = item;
  const provenance = { source, ...(reference !== undefined && { reference }) };
  const added: ConcernEvent = {
    type: "EvidenceAdded.v2",
    data: {
      evidence,
      suppliedBy,
      kind,
      period,
      handling,
      protectedSource,
      ...("grading" in item && { grading: item.grading }),
      ...(cited && !isRefusal(cited) && { citation: cited }),
      attachments: files.flatMap((file) => (file ? [attachmentOf(file, attachmentId(context.newId, file.id))] : [])),
      text: plain({
        account,
        ...(handlingConditions !== undefined && { handlingConditions }),
        ...(!protectedSource && provenance),
      }),
      ...(protectedSource && { protectedText: plain(provenance) }),
    },
  };
  if (!submitted) return [added];
  return [added, { type: "SubmissionCited.v2", data: { evidence, submission: submitted.id } }];
}

/** The id that the file of an upload gets as an attachment. */
export const attachmentId = (newId: NewId, upload: string): string => newId("attachment", upload);

const attachmentOf = ({ type, bytes, scan, name, sha256 }: UploadedFile, attachment: string) => ({
  ...{ attachment, type, bytes, scan },
  text: plain({ name, sha256 }),
});

/** The published value that an item cites, if it cites one: it must exist and be of the concern's council. */
function cite(
  item: CouncilEvidence,
  council: Council,
  field: string,
  context: ConcernDecisionContext,
): Citation | Refusal | undefined {
  if (!item.cites) return item.kind === "published-metric" ? refuse("METRIC_REQUIRED", `${field}.cites`) : undefined;
  const { metric, area, period } = item.cites;
  if (area !== council.code && !council.formerCodes?.includes(area))
    return refuse("METRIC_OF_ANOTHER_AREA", `${field}.cites.area`);
  return context.citation(metric, area, period) ?? refuse("METRIC_NOT_FOUND", `${field}.cites`);
}

function wrongPeriod(period: Period, field: string, today: string): Refusal | undefined {
  return refuseAll([
    refuseIf(period.to < period.from, "PERIOD_REVERSED", field),
    refuseIf(period.to > today, "FUTURE_DATE", `${field}.to`),
  ]);
}
