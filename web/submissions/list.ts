import type { AnswerOf, VariablesOf } from "../documents.ts";
import { definePage } from "../page.ts";
import { choicesOf, type FormField } from "../steps/fields.ts";
import { SUBMISSIONS_PATH, SUBMIT_PATH } from "./links.ts";

type Filter = NonNullable<VariablesOf<"submissions/list.graphql">["filter"]>;

const STRANDS: readonly NonNullable<Filter["strand"]>[] = ["CORPORATE", "CHILDRENS", "ADULTS"];
const WAITING = { yes: true, no: false } as const;

type Address = Readonly<Record<string, string | undefined>>;

/** What an address asks for. A value that there is not asks for nothing. */
const filterIn = ({ council, strand, waiting }: Address): Filter => ({
  council: council ?? null,
  strand: STRANDS.find((one) => one === strand) ?? null,
  waiting: waiting === "yes" || waiting === "no" ? WAITING[waiting] : null,
});

/** What others submitted about councils, as far as the person may see it. */
export const submissionsPage = definePage({
  path: SUBMISSIONS_PATH,
  document: "submissions/list.graphql",
  template: "submissions/list.njk",
  variables: ({ address }) => ({ after: address.after ?? null, filter: filterIn(address), council: address.council ?? "" }),
  present({ viewer, council, submissions, strands }, { address }) {
    const filter = filterIn(address);
    const asked = [
      ...(filter.council ? [["council", filter.council] as const] : []),
      ...(filter.strand ? [["strand", filter.strand] as const] : []),
      ...(address.waiting && filter.waiting !== null ? [["waiting", address.waiting] as const] : []),
    ];
    return {
      title: "Information submitted about councils",
      ...{ submissions, submitPath: SUBMIT_PATH, listPath: SUBMISSIONS_PATH },
      maySubmit: viewer.submitsFor.length > 0,
      about: filter.council ? (council?.name ?? "a council that the hub does not know") : undefined,
      ...{ council: filter.council, fields: fieldsOf(strands), values: Object.fromEntries(asked) },
      isFiltered: asked.length > 0,
      path: `${SUBMISSIONS_PATH}?${new URLSearchParams(asked.map(([name, value]) => [name, value]))}`.replace(/\?$/, ""),
    };
  },
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
