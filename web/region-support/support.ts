import { definePage } from "../page.ts";

/** The support of a region's councils side by side, and what of it clashes. For its advisers and leads. */
export const regionSupport = definePage({
  path: "/regions/:region/support",
  document: "region-support/support.graphql",
  template: "region-support/support.njk",
  variables: ({ address }) => ({ region: address.region ?? "" }),
  present({ regions, regionCouncils, alignedSupport }, { address }) {
    const region = regionCouncils.nodes.length > 0 && regions.find(({ code }) => code === address.region);
    return region ? { title: `Support in ${region.name}`, region, pictures: alignedSupport } : undefined;
  },
});
