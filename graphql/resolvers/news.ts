// The news of the viewer, and marking it as read.
import { findDisclosedNews } from "../../queries/news/disclosed-news.ts";
import { countUnread, type NewsFilter, type NewsItem, type NewsPage, readNews } from "../../queries/news/read-news.ts";
import { newsInWords } from "../../services/news.ts";
import { newsReadCommands } from "../../services/news-read/decide.ts";
import { type Context, pageSize, waitFor } from "../context.ts";
import type { QueryResolvers, Resolvers } from "../generated/resolver-types.ts";
import { mutations, namesOf, resultOf } from "./command.ts";
import { oneSignal, oneSubmission } from "./intake.ts";
import { oneConcern, oneRecord } from "./one-record.ts";
import { openCursor, type PageArgs, pageOfItems } from "./page.ts";
import { body, council } from "./reference.ts";
import { findSupport } from "./support.ts";

type FilterInput = NonNullable<Parameters<NonNullable<QueryResolvers["news"]>>[1]["filter"]>;

/** News discloses parts of its record, whatever the selection. */
function noteSubject({ hub, viewer, disclosing }: Context, item: NewsItem): void {
  const record = findDisclosedNews(hub, viewer, item);
  if (record) for (const part of item.tells) disclosing.note(record, part);
}

/** The filter with the council's current code. A council that there is none of has no news. */
const filterOf = ({ hub }: Context, { kinds, council: code, unread }: FilterInput): NewsFilter => ({
  kinds: kinds ?? undefined,
  council: code ? (hub.councils.find(code)?.code ?? code) : undefined,
  unread: unread ?? undefined,
});

function unreadOf(context: Context) {
  const counted = () => context.shared("unread news", () => countUnread(context.hub, context.viewer));
  return { unread: () => counted().count, moreUnread: () => counted().more };
}

export function newsPage(context: Context, args: PageArgs & { readonly filter?: FilterInput | null | undefined }) {
  const { hub, viewer, shared } = context;
  const filter = filterOf(context, args.filter ?? {});
  const binding = JSON.stringify([viewer.person, "news", filter]);
  const after = args.after ? (JSON.parse(openCursor(context, binding, args.after)) as NewsPage["end"]) : undefined;
  const size = pageSize(args.first, 20);
  const page = () =>
    shared(`news ${JSON.stringify(filter)} ${size} ${args.after}`, () => readNews(hub, viewer, filter, after, size));
  const ofCouncil = filter.council !== undefined;
  return {
    ...pageOfItems(context, page, binding, (item) => noteSubject(context, item), ofCouncil),
    ...unreadOf(context),
  };
}

export const newsResolvers = {
  Query: {
    async news(_, args, context) {
      await waitFor(context, args.afterPosition);
      return newsPage(context, args);
    },
  },
  Mutation: mutations(
    namesOf(newsReadCommands),
    ({ newsRead }) => newsRead,
    (_, __, context) => unreadOf(context),
  ),
  NewsResult: resultOf("NewsMarked"),
  NewsItem: {
    sentence: ({ kind }) => newsInWords(kind),
    mark: ({ event }) => event,
    council: (item, _, context) => council(context, item.council),
    concern: ({ type, subject, kind }, _, context, info) =>
      type !== "concern" || kind === "share-over"
        ? null
        : oneRecord(context, "concern", subject, oneConcern(context, "news", subject, info)),
    support: ({ type, subject }, _, context) => (type === "support" ? findSupport(context, "news", subject) : null),
    submission: ({ type, subject }, _, context) => (type === "submission" ? oneSubmission(context, "news", subject) : null),
    signal: ({ type, subject }, _, context) => (type === "signal" ? oneSignal(context, "news", subject) : null),
    body: (item) => (item.body === undefined ? null : body(item.body)),
    // The outermost part comes first.
    part: ({ tells }) => tells.at(-1) ?? null,
  },
} satisfies Resolvers;
