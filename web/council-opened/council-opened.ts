import { definePage } from "../page.ts";

/** Who was shown what about a council. For the council alone. */
export const councilOpened = definePage({
  path: "/councils/:council/record/opened",
  document: "council-opened/council-opened.graphql",
  template: "council-opened/council-opened.njk",
  variables: ({ address }) => ({ council: address.council ?? "", after: address.after ?? null }),
  present: ({ ledger }) =>
    ledger.__typename === "Ledger"
      ? {
          title: `Who opened what is held about ${ledger.council.name}`,
          back: { href: `/councils/${ledger.council.code}/record`, text: `What is held about ${ledger.council.name}` },
          ledger,
        }
      : undefined,
});
