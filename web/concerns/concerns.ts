import { isAdviser } from "../advisers.ts";
import type { VariablesOf } from "../documents.ts";
import { filterQuery, isChoosing } from "../list-filters.ts";
import { definePage } from "../page.ts";
import { findMissing } from "../steps/fields.ts";
import { FILTERS, filterFields, filterIn } from "./filters.ts";

type Order = VariablesOf<"concerns/concerns.graphql">["order"];

/** The concerns that the person may see, newest first unless they select another order. */
export const concernsPage = definePage({
  path: "/concerns",
  document: "concerns/concerns.graphql",
  template: "concerns/concerns.njk",
  variables: ({ address }) => ({
    after: address.after ?? null,
    filter: filterIn(address),
    order: (address.order || "LOGGED") as Order,
    withChoices: isChoosing(address, FILTERS),
  }),
  present({ concerns, viewer, ...choices }, { address }) {
    const fields = isChoosing(address, FILTERS) ? filterFields(choices) : [];
    return {
      title: "Concerns",
      concerns,
      mayLog: isAdviser(viewer.assignments),
      fields,
      wanted: address,
      filterFaults: findMissing(fields, address),
      query: filterQuery(address, FILTERS),
    };
  },
});
