// Subscriptions. The broadcast decides who gets a message; the content is read for each message, and the stream ends if the reader may no longer
// see it.
import { hash } from "node:crypto";
import { authoriseConcern } from "../../queries/concerns/authorised-concern.ts";
import { buildDisclosedConcern } from "../../queries/disclosed-concern.ts";
import { mayReadLedger } from "../../queries/ledger/read-ledger.ts";
import { partDisclosing } from "../../queries/live/event-visibility.ts";
import type { TopicName } from "../../queries/live/live-topics.ts";
import { END_REASONS } from "../../queries/live/queue.ts";
import type { Message } from "../../queries/live/topic.ts";
import { readUnread } from "../../queries/news/read-news.ts";
import { readAlignedSupport } from "../../queries/support/aligned-support.ts";
import { isRefusal, type Refusal } from "../../services/refusals.ts";
import type { Context } from "../context.ts";
import type { Resolvers } from "../generated/resolver-types.ts";
import { type EndOfUpdates, follow, type Update } from "../live.ts";
import { inboxPage } from "./inbox.ts";
import { discloseAligned, visibleSupport } from "./support.ts";

type After = { readonly after?: string | null | undefined };
type OfCouncil = After & { readonly council: string };

const councilOf = ({ hub }: Context, code: string) => hub.councils.find(code);

/** Creates a root field from a topic, its resource, and the content of a message; undefined if the viewer may not see it. */
const live = <Args extends After, Content extends object>(
  topic: TopicName,
  keyOf: (args: Args, context: Context) => string,
  contentOf: (args: Args, context: Context, message: Message) => Content | undefined,
) => ({
  subscribe: (_: unknown, args: Args, context: Context) =>
    follow(context, topic, keyOf(args, context), args.after, (message) => contentOf(args, context, message)),
  resolve: (message: LiveMessage<Content>) => message,
});
type LiveMessage<Content> = Refusal | EndOfUpdates | (Update & Content);

const liveOf = <Type extends string>(update: Type) => ({
  __resolveType: (message: LiveMessage<object>): Type | "Refused" | "LiveEnded" =>
    isRefusal(message) ? "Refused" : message.kind === "ended" ? "LiveEnded" : update,
});

export const liveResolvers = {
  Subscription: {
    concernChanged: live(
      "concern",
      ({ concern }: After & { readonly concern: string }) => concern,
      ({ concern: id }, context, { changes }) => {
        const { hub, viewer } = context;
        const found = hub.broadcast.findUnchecked(id);
        const listed = found && authoriseConcern({ person: viewer.facts, rights: hub.rights }, found);
        if (!listed?.parts.has("headline")) return undefined;
        const concern = buildDisclosedConcern(hub, viewer, "live", listed);
        // A message discloses the concern, whatever the selection.
        context.disclosing.note(concern, "headline");
        return { changes, concern };
      },
    ),
    ledgerChanged: live(
      "ledger",
      ({ council }: OfCouncil, context) => councilOf(context, council)?.code ?? "",
      ({ council: code }, context) => {
        const council = councilOf(context, code);
        return mayReadLedger(context.hub, context.viewer.facts, council) && council ? { ledger: { council } } : undefined;
      },
    ),
    // What is selected of the inbox is read with the field.
    inboxChanged: live(
      "inbox",
      () => "",
      () => ({}),
    ),
    newsChanged: {
      subscribe(_: unknown, { after }: After, context: Context) {
        let last: string | undefined;
        return follow(context, "news", "", after, ({ snapshot }) => {
          const { hub, viewer } = context;
          const { items, more } = readUnread(hub, viewer);
          const now = hash("sha256", JSON.stringify([items, more]), "base64url");
          const isSame = now === last && !snapshot;
          last = now;
          return isSame ? null : { unread: items.length, moreUnread: more };
        });
      },
      resolve: (message: LiveMessage<{ readonly unread: number; readonly moreUnread: boolean }>) => message,
    },
    supportChanged: live(
      "support",
      ({ council }: OfCouncil, context) => councilOf(context, council)?.code ?? "",
      ({ council: code }, context) => {
        const council = councilOf(context, code);
        const [support] = council ? readAlignedSupport(context.hub, context.viewer.facts, [council]) : [];
        return support && { support: discloseAligned(context, "live", support) };
      },
    ),
    oneSupportChanged: live(
      "one-support",
      ({ support }: After & { readonly support: string }) => support,
      ({ support: id }, context) => {
        const support = visibleSupport(context, "live", id);
        // A message discloses the support, whatever the selection.
        if (support) context.disclosing.note(support.disclosed, "engagement");
        return support ? { support } : undefined;
      },
    ),
  },
  LiveUpdate: { __resolveType: () => undefined },
  ConcernLive: liveOf("ConcernUpdate"),
  LedgerLive: liveOf("LedgerUpdate"),
  InboxLive: liveOf("InboxUpdate"),
  NewsLive: liveOf("NewsUpdate"),
  SupportLive: liveOf("SupportUpdate"),
  OneSupportLive: liveOf("OneSupportUpdate"),
  ConcernUpdate: {
    /** Returns the changes that the reader may still see. */
    changes({ changes, concern }, _, { disclosing }) {
      return changes.filter((change) => {
        const part = partDisclosing(concern, change);
        if (part) disclosing.note(concern, part);
        return part !== undefined;
      });
    },
  },
  InboxUpdate: {
    async inbox(_, { first }, context) {
      const { read, ...page } = inboxPage(context, { first });
      // Many get a message at once. The page is kept for the fields of this one.
      await context.hub.inTurn(read);
      return page;
    },
  },
  LiveEnded: { message: ({ reason }) => END_REASONS[reason] },
} satisfies Resolvers;
