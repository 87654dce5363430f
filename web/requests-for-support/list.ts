import { definePage } from "../page.ts";
import { SIGNALS_PATH } from "./signal.ts";

/** Councils' own requests for support, as far as the person may see them. */
export const signalsPage = definePage({
  path: SIGNALS_PATH,
  document: "requests-for-support/list.graphql",
  template: "requests-for-support/list.njk",
  variables: ({ address }) => ({ after: address.after ?? null }),
  present({ viewer, signals: found }) {
    const councils = viewer.assignments.flatMap(({ current, council }) =>
      current && council && council.speakingOffices.length > 0 ? [council] : [],
    );
    const mayRequest = [...new Map(councils.map((council) => [council.code, council])).values()];
    return { title: "Requests for support", signals: found, path: SIGNALS_PATH, mayRequest };
  },
});
