import { councilPath } from "../council/council-path.ts";
import { councilsOf } from "../layout/shell.ts";
import { definePage } from "../page.ts";
import { regionsOf } from "../regions.ts";

/** All support of a council that the person may see. */
export const councilSupports = definePage({
  path: "/councils/:council/supports",
  document: "council-supports/council-supports.graphql",
  template: "council-supports/council-supports.njk",
  variables: ({ address }) => ({ council: address.council ?? "", after: address.after ?? null }),
  present({ council, viewer }) {
    if (!council) return undefined;
    const mayOffer = council.supportToOffer.length > 0;
    if (!mayOffer && !council.alignedSupport && council.supports.nodes.length === 0) return undefined;
    const path = councilPath(council.code);
    const isOfCouncil = councilsOf(viewer).some(({ code }) => code === council.code);
    const isOfRegion = regionsOf(viewer.assignments).some(({ code }) => code === council.region.code);
    const back = isOfCouncil
      ? { href: `${path}/record`, text: `What is held about ${council.name}` }
      : { href: path, text: council.name };
    return {
      title: `Support of ${council.name}`,
      council,
      mayOffer,
      mayAgree: council.commands.includes("AGREE_TO_BE_CONTACTED"),
      ...((isOfCouncil || isOfRegion) && { back }),
    };
  },
});
