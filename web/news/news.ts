import { defineForm, definePage, wordsIn } from "../page.ts";

/** All of the person's news, newest first. */
export const newsPage = definePage({
  path: "/news",
  document: "news/news.graphql",
  template: "news/news.njk",
  variables: ({ address }) => ({ after: address.after ?? null }),
  present: ({ news }, { address }) => ({ title: "News", news, isFirstPage: address.after === undefined }),
});

export const markNewsRead = defineForm({
  path: "/news",
  document: "news/mark-news-read.graphql",
  page: newsPage,
  variables: (words, { person }) => ({ input: { idempotencyKey: wordsIn(words, "key"), person, upTo: wordsIn(words, "upTo") } }),
  next: () => "/news",
});
