import type { AnswerOf, VariablesOf } from "../documents.ts";
import { filterQuery, isGiven } from "../list-filters.ts";
import { definePage, type PageRequest } from "../page.ts";
import { choicesOf, type FormField, findMissing } from "../steps/fields.ts";
import { SUBMISSIONS_PATH, SUBMIT_PATH } from "./links.ts";

type Filter = NonNullable<VariablesOf<"submissions/list.graphql">["filter"]>;

/** What the page is limited to, by the names in its address. */
const FILTERS = ["council", "strand", "waiting"];

/** What others submitted about councils, as far as the person may see it. A value that no list of the page offers is not found. */
export const submissionsPage = definePage({
  path: SUBMISSIONS_PATH,
  document: "submissions/list.graphql",
  template: "submissions/list.njk",
  variables: ({ address }) => ({ after: address.after ?? null, filter: filterIn(address), council: address.council ?? "" }),
  present({ viewer, council, submissions, strands }, { address }) {
    const fields = fieldsOf(strands);
    if (findMissing(fields, address).length > 0) return undefined;
    return {
      title: "Information submitted about councils",
      ...{ submissions, submitPath: SUBMIT_PATH, listPath: SUBMISSIONS_PATH },
      maySubmit: viewer.submitsFor.length > 0,
      about: isGiven(address, "council") ? (council?.name ?? "a council that the hub does not know") : undefined,
      ...{ fields, wanted: address, query: filterQuery(address, FILTERS) },
    };
  },
});

const filterIn = (address: PageRequest["address"]): Filter => ({
  ...(isGiven(address, "council") && { council: address.council ?? null }),
  ...(isGiven(address, "strand") && { strand: address.strand as NonNullable<Filter["strand"]> }),
  ...(isGiven(address, "waiting") && { waiting: address.waiting === "yes" }),
});

const fieldsOf = (strands: AnswerOf<"submissions/list.graphql">["strands"]): readonly FormField[] => [
  { name: "strand", kind: "menu", label: "Strand", choices: choicesOf(strands) },
  {
    ...{ name: "waiting", kind: "menu", label: "Whether it was considered" },
    choices: [
      { value: "yes", text: "Still to be considered" },
      { value: "no", text: "Was considered" },
    ],
  },
];
