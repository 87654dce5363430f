// The record that a task or news is about, as far as it decides who sees them, and the read models of such records. No rights are applied.
import type { SignalFacts, SubmissionFacts, SupportFacts } from "../policies/engine/facts.ts";
import type { ConcernRecord } from "../projections/register/records.ts";
import type { Council } from "../reference/councils.ts";
import type { CouncilState } from "../services/council/state.ts";
import type { ReadDeps } from "./deps.ts";

export type SubjectRecord =
  | { readonly type: "concern"; readonly concern: ConcernRecord }
  | { readonly type: "support"; readonly facts: SupportFacts }
  | { readonly type: "submission"; readonly facts: SubmissionFacts }
  | { readonly type: "signal"; readonly facts: SignalFacts }
  | {
      readonly type: "council";
      readonly council: Council;
      readonly state: Pick<CouncilState, "approaches" | "routineContacts">;
    };

type RecordReadModels = Pick<ReadDeps, "register" | "support" | "intake" | "council">;

/** The read models that hold the tasks and the news of records. */
export const recordReadModels = ({ register, support, intake, council }: RecordReadModels) => [
  register,
  support,
  intake,
  council,
];

/** The read model that holds the tasks and the news of records of a type. */
export const recordReadModelOf = ({ register, support, intake, council }: RecordReadModels, type: SubjectRecord["type"]) =>
  ({ concern: register, support, submission: intake, signal: intake, council })[type];

/** Undefined if there is none. The state of a concern is read when it is first used. */
export function findSubjectUnchecked(deps: RecordReadModels & Pick<ReadDeps, "councils">, id: string): SubjectRecord | undefined {
  const concern = deps.register.queries().findUnchecked(id, false);
  if (concern) return { type: "concern", concern };
  const support = deps.support.queries().factsOf(id);
  if (support) return { type: "support", facts: support };
  const submission = deps.intake.queries().submissionFactsOf(id);
  if (submission) return { type: "submission", facts: submission };
  const signal = deps.intake.queries().signalFactsOf(id);
  if (signal) return { type: "signal", facts: signal };
  const council = deps.councils.find(id);
  return council && { type: "council", council, state: deps.council.queries().findUnchecked(council.code) };
}
