// Refuses a principal who can neither see a record nor act on it, with this hub's read models and before the stream is read. This takes the same
// time for records that exist and for those that do not, and does not depend on their size. Facts of read models are used only to refuse: all other
// commands are authorised again with the state that is folded from the stream.
import type { PersonFacts, Principal, Resource } from "../../policies/engine/facts.ts";
import type { Rights } from "../../policies/engine/rights.ts";
import type { Council } from "../../reference/councils.ts";
import type { HeldTask } from "../claim/decide.ts";
import type { TaskName } from "../claim/task-name.ts";
import type { UntoldMatter } from "../concern/untold.ts";
import type { RecordedNews } from "../news.ts";
import { type Refusal, refuse } from "../refusals.ts";
import type { Clash } from "../support/clashes.ts";

/** Record type -> the action that reads it. The existence of such a record is confidential. */
export const READING = {
  Concern: "readHeadline",
  Support: "readSupport",
  Submission: "readSubmission",
  Signal: "readSignal",
} as const;
export type RecordType = keyof typeof READING;
export type FactsOf<Type extends RecordType> = Extract<Resource, { type: Type }>["facts"];

/** The facts in the read models. */
export type ReadModelFacts = {
  /** Undefined if there is no such record, and while the read models are not ready. */
  readonly find: <Type extends RecordType>(type: Type, id: string) => FactsOf<Type> | undefined;
  /** Whether a person is an adviser of a region today; false while the read models are not ready. */
  readonly advises: (person: string, region: string) => boolean;
  /** Whether a concern cites a submission. */
  readonly isCited: (submission: string) => boolean;
  /** Whether one of these bodies still has to accept the conditions of a share; false while the read models are not ready. */
  readonly awaitsAcceptance: (share: { readonly concern: string; readonly share: string }, bodies: readonly string[]) => boolean;
  /** Concerns of a council, by its codes, whose last day to be told a new one on the same matter is given. */
  readonly untoldMatters: (codes: readonly string[], strand: string, cause: string, today: string) => readonly UntoldMatter[];
  /** The news of an event; none while the read models are not ready. No rights are applied. */
  readonly newsOfEvent: (event: string) => readonly RecordedNews[];
  /** A task, if a person has it in their inbox today; undefined while the read models are not ready. */
  readonly taskFor: (person: string, task: TaskName) => HeldTask | undefined;
  /** Bodies whose people opened the headline or the summary of a concern, by the record of disclosures, and when. */
  readonly openersOf: (concern: string) => readonly { readonly body: string; readonly at: string }[];
  /** The clashes at a council of which a person sees both sides. */
  readonly visibleClashes: (person: PersonFacts, council: Pick<Council, "code" | "region">) => readonly Clash[];
  /** Waits until the read models have applied the whole log. False if they cannot: then nothing is decided with them. */
  readonly current: (type: RecordType | "Person" | "Council" | "Disclosure") => Promise<boolean>;
};

/** `none` are the facts for policy if there is no such record. */
type RecordReference<Type extends RecordType> = {
  readonly type: Type;
  readonly id: string;
  readonly none: FactsOf<Type>;
};

type Deps = { readonly rights: Pick<Rights, "permits">; readonly readModelFacts: ReadModelFacts | undefined };

/**
 * Returns NOT_FOUND for a principal who can neither read the record nor do any of `actions` to it, and for everyone if there is none. Undefined for
 * all others, for the hub itself, and if the read models are not current.
 */
export async function refuseInvisible<Type extends RecordType>(
  { rights, readModelFacts }: Deps,
  principal: Principal,
  { type, id, none }: RecordReference<Type>,
  actions: readonly string[],
): Promise<Refusal | undefined> {
  if (principal.type === "Hub" || !readModelFacts) return undefined;
  const find = () => readModelFacts.find(type, id);
  const resourceWith = (facts: FactsOf<Type> | undefined) =>
    ({ type, id: facts ? id : "none", facts: facts ?? none }) as Resource;
  const mayRead = (facts: FactsOf<Type> | undefined) => rights.permits(principal.facts, READING[type], resourceWith(facts));
  if (mayRead(find())) return undefined;
  // The record may have been created or shared very recently.
  if (!(await readModelFacts.current(type))) return undefined;
  const facts = find();
  if (mayRead(facts)) return undefined;
  // Decides all actions, because a shorter time would reveal that the record exists.
  const allowed = actions.map((action) => rights.permits(principal.facts, action, resourceWith(facts)));
  return facts && allowed.includes(true) ? undefined : refuse("NOT_FOUND");
}

/** Whether a principal may see a record according to the read models. True for the hub itself, and if they are not current. */
export const maySee = async <Type extends RecordType>(
  deps: Deps,
  principal: Principal,
  record: RecordReference<Type>,
): Promise<boolean> => (await refuseInvisible(deps, principal, record, [])) === undefined;

/** Whether a person may be an adviser of a region according to the read models. True if they are not current. */
export async function mayAdvise(
  { readModelFacts }: Pick<Deps, "readModelFacts">,
  person: string,
  region: string,
): Promise<boolean> {
  if (!readModelFacts || readModelFacts.advises(person, region)) return true;
  return !(await readModelFacts.current("Person")) || readModelFacts.advises(person, region);
}
