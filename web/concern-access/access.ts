// Why somebody may see a concern, part by part, and who else can.
import { concernPath } from "../concern/links.ts";
import type { AnswerOf } from "../documents.ts";
import { definePage, type PageRequest } from "../page.ts";

type Answer = AnswerOf<"concern-access/access.graphql">;
type Explanations = Omit<Answer, "concern">;
type ExplainedPartName = keyof Explanations;
type PartExplanation = NonNullable<Explanations[ExplainedPartName]>;

/** The same words for several parts. */
type ExplainedParts = PartExplanation & { readonly parts: readonly ExplainedPartName[] };

/** Parts that are explained by the same words and facts, together. */
function groupByExplanation(explanations: Explanations): readonly ExplainedParts[] {
  const entries = Object.entries(explanations) as [ExplainedPartName, PartExplanation | null][];
  const groups = Map.groupBy(
    entries.filter(([, explanation]) => explanation !== null),
    ([, explanation]) => JSON.stringify(explanation),
  );
  return [...groups.values()].flatMap((group) => {
    const explanation = group[0]?.[1];
    return explanation ? [{ ...explanation, parts: group.map(([part]) => part) }] : [];
  });
}

function present({ concern, ...explanations }: Answer, { address }: PageRequest) {
  if (!concern) return undefined;
  const people = (concern.audience ?? []).flatMap((group) => group.people);
  const person = people.find(({ id }) => id === address.person);
  if (address.person !== undefined && !person) return undefined;
  const groups = groupByExplanation(explanations);
  const path = `${concernPath(concern.id)}/access`;
  return {
    title: person ? "Why somebody can see this concern" : "Why you can see this concern, and who else can",
    back: person
      ? { href: path, text: "Who can see this concern" }
      : { href: concernPath(concern.id), text: "Back to the concern" },
    concern,
    person,
    path,
    seen: groups.filter(({ allowed }) => allowed),
    unseen: groups.filter(({ allowed }) => !allowed),
  };
}

export const concernAccess = definePage({
  path: "/concerns/:concern/access",
  document: "concern-access/access.graphql",
  template: "concern-access/access.njk",
  variables: ({ address }) => ({ concern: address.concern ?? "", person: null }),
  present,
});

/** For readers of the sharing record, about somebody who can see the concern. */
export const personalAccess = definePage({
  path: "/concerns/:concern/access/:person",
  document: "concern-access/access.graphql",
  template: "concern-access/access.njk",
  variables: ({ address }) => ({ concern: address.concern ?? "", person: address.person ?? "" }),
  present,
});
