// What all answers of a council on its support have in common: for those who may speak for it alone.
import type { AnswerOf, VariablesOf } from "../documents.ts";
import type { DocumentExecutor } from "../execute-document.ts";
import type { FormWords, PageRequest } from "../page.ts";
import { officeFields, speakerInput } from "../speaking.ts";
import { versionIn } from "../steps/fields.ts";
import { addressOfSupport, maySpeakOn } from "./links.ts";

type Office = NonNullable<VariablesOf<"support/answer-support.graphql">["input"]["office"]>;
type Opened = AnswerOf<"support/answer.graphql">;
type OpenedSupport = NonNullable<Opened["support"]>;
type SupportToSpeakOn = OpenedSupport & { readonly detail: NonNullable<OpenedSupport["detail"]> };

/** Undefined if the person may not speak for the council on it. */
export async function openSupport({ execute }: DocumentExecutor, request: PageRequest) {
  const { support, offices, views, judgements } = await execute("support/answer.graphql", { id: request.address.support ?? "" });
  if (!isToSpeakOn(support) || !maySpeakOn(support)) return undefined;
  return {
    support,
    views,
    judgements,
    officeFields: officeFields(support.detail.speakingOffices, offices),
    /** Of the journey. */
    begun: {
      from: { href: addressOfSupport(request), text: `Support from ${support.provider.name}` },
      version: support.detail.version,
    },
  };
}

const isToSpeakOn = (support: Opened["support"]): support is SupportToSpeakOn => Boolean(support?.detail);

/** What every command of the council on its support has. */
export const supportInput = (words: FormWords, { address }: PageRequest) => ({
  ...speakerInput<Office>(words),
  support: address.support ?? "",
  expectedVersion: versionIn(words),
});
