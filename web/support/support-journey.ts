// What all journeys on a support have in common.
import type { AnswerOf, VariablesOf } from "../documents.ts";
import type { DocumentExecutor } from "../execute-document.ts";
import { type FormWords, type PageRequest, wordsIn } from "../page.ts";
import { officeFields, speakerInput } from "../speaking.ts";
import { versionIn } from "../steps/fields.ts";
import { addressOfSupport, type OfferedSupportCommand } from "./links.ts";

type Office = NonNullable<VariablesOf<"support/answer-support.graphql">["input"]["office"]>;
type Side = VariablesOf<"support/answer-move.graphql">["input"]["by"];
type Opened = AnswerOf<"support/support-to-change.graphql">;
type ReadableSupport = NonNullable<Opened["support"]>;
type SupportToChange = ReadableSupport & { readonly detail: NonNullable<ReadableSupport["detail"]> };

/** `command`: what the journey does. Undefined if the person does not read the detail of the support. */
export async function openSupport(
  { execute }: DocumentExecutor,
  request: PageRequest,
  command: OfferedSupportCommand,
  commandsOf: (support: SupportToChange) => readonly OfferedSupportCommand[] | null | undefined = ({ commands }) => commands,
) {
  const { support, ...choices } = await execute("support/support-to-change.graphql", { id: request.address.support ?? "" });
  if (!hasDetail(support)) return undefined;
  return {
    support,
    choices,
    officeFields: officeFields(support.detail.speakingOffices, choices.offices),
    journey: {
      from: { href: addressOfSupport(request), text: `Support from ${support.provider.name}` },
      version: support.detail.version,
      isOffered: commandsOf(support)?.includes(command) === true,
      fixedWords: { by: sideOf(support) },
    },
  };
}

const hasDetail = (support: Opened["support"]): support is SupportToChange => Boolean(support?.detail);

/** The side for which somebody acts. Who may speak for the council does so, whatever else they are. */
export const sideOf = ({ detail }: SupportToChange): Side => (detail.speakingOffices.length > 0 ? "COUNCIL" : "PROVIDER");

export const milestoneIn = ({ milestones }: SupportToChange, id = "") => milestones?.find((one) => one.id === id);
export const reviewIn = ({ reviews }: SupportToChange, id = "") => reviews?.find((one) => one.id === id);
export const presenceIn = ({ presence }: SupportToChange, id = "") => presence.find((one) => one.id === id);
export const moveIn = ({ detail }: SupportToChange, id = "") => detail.moves.find((one) => one.id === id);

/** What every command on a support has. */
export const supportInput = (words: FormWords, { address }: PageRequest) => ({
  idempotencyKey: wordsIn(words, "key"),
  support: address.support ?? "",
  expectedVersion: versionIn(words),
});

/** The same for commands that the council gives in an office. */
export const councilInput = (words: FormWords, request: PageRequest) => ({
  ...supportInput(words, request),
  ...speakerInput<Office>(words),
});
