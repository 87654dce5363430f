import { isAdviser } from "../advisers.ts";
import { definePage } from "../page.ts";
import { regionsOf } from "../regions.ts";
import { councilPath } from "./council-path.ts";

/** One council as the advisers and leads of its region see it. A lead who has an interest in it does not. */
export const councilPage = definePage({
  path: "/councils/:council",
  document: "council/council.graphql",
  template: "council/council.njk",
  variables: ({ address }) => ({ council: address.council ?? "" }),
  present({ viewer, council, advisers }) {
    const isOfRegion = regionsOf(viewer.assignments).some(({ code }) => code === council?.region.code);
    if (!council?.alignedSupport || !isOfRegion) return undefined;
    const { region } = council;
    return {
      title: council.name,
      back: { href: `/regions/${region.code}`, text: `Councils of ${region.name}` },
      council,
      advisers,
      mayNameLead: council.commands.includes("NAME_LEAD"),
      mayEndLead: council.commands.includes("END_LEAD"),
      mayApproach: council.commands.includes("PLAN_APPROACH"),
      mayOffer: council.supportToOffer.length > 0,
      path: councilPath(council.code),
      mayRecord: isAdviser(viewer.assignments.filter(({ regions }) => regions.some(({ code }) => code === region.code))),
    };
  },
});
