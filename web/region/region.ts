import { isAdviser } from "../advisers.ts";
import { definePage } from "../page.ts";

/** All councils of a region, with what is open, what support there is and what comes next. For its advisers and leads. */
export const regionPage = definePage({
  path: "/regions/:region",
  document: "region/region.graphql",
  template: "region/region.njk",
  variables: ({ address }) => ({ region: address.region ?? "", after: address.after ?? null }),
  present({ viewer, regions, regionCouncils }, { address }) {
    const region = regions.find(({ code }) => code === address.region);
    if (!region || regionCouncils.nodes.length === 0) return undefined;
    return {
      title: `Councils of ${region.name}`,
      region,
      councils: regionCouncils,
      isWhole: address.after === undefined && !regionCouncils.pageInfo.hasNextPage,
      seesContacts: isAdviser(viewer.assignments),
    };
  },
});
