import { definePage } from "../page.ts";

/** All that is held about a council. For the council alone. */
export const councilRecord = definePage({
  path: "/councils/:council/record",
  document: "council-record/council-record.graphql",
  template: "council-record/council-record.njk",
  variables: ({ address }) => ({ council: address.council ?? "", after: address.after ?? null }),
  present: ({ ledger }, { address }) =>
    ledger.__typename === "Ledger"
      ? { title: `What is held about ${ledger.council.name}`, ledger, isFirstPage: !address.after }
      : undefined,
});
