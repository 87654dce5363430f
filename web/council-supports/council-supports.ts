import { definePage } from "../page.ts";

/** All support of a council that the person may see. */
export const councilSupports = definePage({
  path: "/councils/:council/supports",
  document: "council-supports/council-supports.graphql",
  template: "council-supports/council-supports.njk",
  variables: ({ address }) => ({ council: address.council ?? "", after: address.after ?? null }),
  present: ({ council }) =>
    council && (council.alignedSupport || council.supports.nodes.length > 0)
      ? { title: `Support of ${council.name}`, council }
      : undefined,
});
