import { concernPath } from "../concern/links.ts";
import type { AnswerOf } from "../documents.ts";
import { definePage, type PageRequest } from "../page.ts";
import { valueAsName } from "../words.ts";

export type ConcernWithAwareness = NonNullable<AnswerOf<"awareness/awareness.graphql">["concern"]>;
export type AwarenessRecord = NonNullable<ConcernWithAwareness["awareness"]>[number];

export const addressOfAwareness = ({ address }: Pick<PageRequest, "address">): string =>
  `${concernPath(address.concern)}/awareness/${encodeURIComponent(address.record ?? "")}`;

export const findAwareness = (concern: ConcernWithAwareness | null | undefined, { address }: PageRequest) =>
  concern?.awareness?.find(({ id }) => id === address.record);

/** A record that the council was told, and what the council says of it. */
export const awarenessRecord = definePage({
  path: "/concerns/:concern/awareness/:record",
  document: "awareness/awareness.graphql",
  template: "awareness/awareness.njk",
  variables: ({ address }) => ({ concern: address.concern ?? "" }),
  present({ concern }, request) {
    const record = findAwareness(concern, request);
    if (!concern || !record) return undefined;
    const named = (ids: readonly string[]) => ids.map((id) => describeText(concern, id));
    return {
      title: "What the council was told",
      back: { href: concernPath(concern.id), text: "The concern" },
      concern,
      record,
      words: named(record.words),
      disputedWords: named(record.disputedWords),
      address: addressOfAwareness(request),
      mayAnswer: concern.commands?.includes("ANSWER_AWARENESS") === true,
    };
  },
});

type Narrative = {
  readonly evidence: readonly { readonly id: string; readonly account: string | null }[] | null;
  readonly summary: {
    readonly conclusions: readonly { readonly id: string; readonly explanation: string | null }[];
    readonly corrections: readonly { readonly id: string; readonly request: string | null }[];
  } | null;
  readonly laterWords: readonly Pick<NonNullable<ConcernWithAwareness["laterWords"]>[number], "id" | "kind">[] | null;
};

/** Says which text of an adviser it is, by its kind and its first words. */
export function describeText({ evidence, summary, laterWords }: Narrative, id: string): string {
  const item = evidence?.find((one) => one.id === id);
  const conclusion = summary?.conclusions.find((one) => one.id === id);
  const correction = summary?.corrections.find((one) => one.id === id);
  const later = laterWords?.find((one) => one.id === id);
  const kind = later?.kind ?? (item ? "EVIDENCE" : conclusion ? "CONCLUSION" : correction ? "CORRECTION" : undefined);
  const text = item?.account ?? conclusion?.explanation ?? correction?.request;
  return `${kind ? valueAsName(kind) : "Other words"}${text ? `: ${shorten(text)}` : ""}`;
}

const MOST_OF_NAME = 150;

/** Never cut within a word, unless it has no end. */
function shorten(text: string): string {
  if (text.length <= MOST_OF_NAME) return text;
  const start = text.slice(0, MOST_OF_NAME);
  return `${start.slice(0, Math.max(start.lastIndexOf(" "), 0) || MOST_OF_NAME)} …`;
}
