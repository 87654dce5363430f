// Pages of news of which most may no longer be read.
import { expect, test } from "vitest";
import type { NewsOfRecord, NewsPlace } from "../../projections/news/news-rows.ts";
import type { Viewer } from "../../services/people/viewer.ts";
import { countUnread, MAX_EXAMINED, type NewsDeps, readNews } from "./read-news.ts";

const POLICY_BEGAN = "2026-01-01T00:00:00.000Z";
const NOTHING = {
  queries: () => ({ news: { page: () => [], lastBefore: () => "", ofEvent: () => [] }, factsOf: () => undefined }),
};

/** News of `count` submissions, of which only the oldest may be read. */
function newsOf(count: number) {
  const rows = Array.from({ length: count }, (_, n): NewsOfRecord => {
    const position = String(count - n).padStart(8, "0");
    return {
      ...{ subject: `submission-${position}`, kind: "submission-received", audience: "body:dfe", tells: "submission" },
      ...{ council: "X00000004", position, event: position, at: "2026-02-01T00:00:00.000Z", actor: "somebody" },
    };
  });
  let decisions = 0;
  const intake = {
    queries: () => ({
      news: {
        page: (audience: string, _: unknown, [before]: NewsPlace, limit: number) =>
          rows.filter((row) => row.audience === audience && row.position < before).slice(0, limit),
        lastBefore: () => "",
        ofEvent: () => [],
      },
      submissionFactsOf: (id: string) => ({ id }),
      signalFactsOf: () => undefined,
    }),
  };
  const register = { queries: () => ({ ...NOTHING.queries(), findUnchecked: () => undefined }) };
  const rights = {
    permits: (_: unknown, __: unknown, { facts }: { facts: { id: string } }) => {
      decisions += 1;
      return facts.id === "submission-00000001";
    },
  };
  const deps = {
    ...{ register, support: NOTHING, intake, council: NOTHING, rights },
    today: () => "2026-03-02",
    people: { queries: () => ({ newsMark: () => undefined }) },
    policyVersions: { queries: () => ({ firstNaming: () => POLICY_BEGAN }) },
  } as unknown as NewsDeps;
  return { deps, decided: () => decisions };
}
const facts = { adviserScopes: [], councils: [], speaksFor: [], bodies: ["dfe"], leadRegions: [], id: "reader" };
const viewer = { person: "reader", facts, assignments: [] } as unknown as Viewer;

test("a page of news asks policy about a limited number of items, and the next page continues after them", () => {
  const { deps, decided } = newsOf(2 * MAX_EXAMINED + 500);
  const pages = [];
  let after: NewsPlace | undefined;
  do {
    const before = decided();
    const page = readNews(deps, viewer, {}, after, 20);
    expect(decided() - before).toBeLessThanOrEqual(MAX_EXAMINED);
    pages.push(page.items.map(({ subject }) => subject));
    after = page.more ? page.end : undefined;
  } while (after);
  expect(pages).toEqual([[], [], ["submission-00000001"]]);
});

test("unread news is counted within the same limit, and says that there can be more", () => {
  expect(countUnread(newsOf(MAX_EXAMINED + 1).deps, viewer)).toEqual({ count: 0, more: true });
  expect(countUnread(newsOf(20).deps, viewer)).toMatchObject({ more: false });
});
