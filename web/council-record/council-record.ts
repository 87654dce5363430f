import { definePage, type PageRequest, printOf } from "../page.ts";

const recordPage = (first: number) =>
  definePage({
    path: "/councils/:council/record",
    document: "council-record/council-record.graphql",
    template: "council-record/council-record.njk",
    variables: ({ address }: PageRequest) => ({ council: address.council ?? "", first, after: address.after ?? null }),
    present: ({ ledger }, { address }) =>
      ledger.__typename === "Ledger"
        ? { title: `What is held about ${ledger.council.name}`, ledger, isFirstPage: !address.after, mayTake: true }
        : undefined,
  });

/** All that is held about a council. For the council alone. */
export const councilRecord = recordPage(10);
/** Longer, because paper has no next page to follow. */
export const councilRecordPrint = printOf(recordPage(50));
