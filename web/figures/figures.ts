// Published figures of a council: a list of them, and each with its chart. Everybody who is signed in may read them.
import { councilPath } from "../council/council-path.ts";
import { definePage } from "../page.ts";
import { regionsOf } from "../regions.ts";
import { presentComparison } from "./comparison.ts";

export const figuresPage = definePage({
  path: "/councils/:council/figures",
  document: "figures/figures.graphql",
  template: "figures/figures.njk",
  variables: ({ address }) => ({
    council: address.council ?? "",
    text: address.text?.trim() || null,
    after: address.after ?? null,
  }),
  present({ viewer, council, metrics }, { address }) {
    if (!council) return undefined;
    const isOfRegion = regionsOf(viewer.assignments).some(({ code }) => code === council.region.code);
    const text = address.text?.trim() ?? "";
    return {
      title: `Figures of ${council.name}`,
      back: isOfRegion ? { href: councilPath(council.code), text: council.name } : undefined,
      path: `${councilPath(council.code)}/figures`,
      query: text ? `?text=${encodeURIComponent(text)}` : "",
      text,
      pageInfo: metrics.pageInfo,
      metrics: metrics.nodes.map((metric) => ({ ...metric, latest: metric.comparison.findLast((one) => one.council !== null) })),
    };
  },
});

/** One figure over all periods, beside that of the region and of England. */
export const figurePage = definePage({
  path: "/councils/:council/figures/:metric",
  document: "figures/figure.graphql",
  template: "figures/figure.njk",
  variables: ({ address }) => ({ council: address.council ?? "", metric: address.metric ?? "" }),
  present({ council, metric }) {
    if (!council || !metric) return undefined;
    return {
      title: metric.label,
      back: { href: `${councilPath(council.code)}/figures`, text: `Figures of ${council.name}` },
      council,
      metric,
      figure: presentComparison(council, metric),
    };
  },
});
