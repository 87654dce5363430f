// What is told as it happens. Who is told is decided where it is broadcast; what a thing looks like is read anew for each message, and a
// message that its reader may not see any more ends the stream instead.

import { authoriseConcern } from "../../queries/concerns/authorised-concern.ts";
import { type DisclosedConcern, discloseConcern } from "../../queries/disclosed-concern.ts";
import { readInbox } from "../../queries/inbox/read-inbox.ts";
import { mayReadLedger } from "../../queries/ledger/read-ledger.ts";
import type { TopicName } from "../../queries/live/broadcast.ts";
import { END_REASONS } from "../../queries/live/queue.ts";
import type { Change, Message } from "../../queries/live/topic.ts";
import { readAlignedSupport } from "../../queries/support/read-support.ts";
import type { DisclosedPart } from "../../reference/concern-parts.ts";
import { isRefusal, type Refusal } from "../../services/refusals.ts";
import type { Context } from "../context.ts";
import type { Resolvers } from "../generated/resolver-types.ts";
import { type EndOfUpdates, follow, type Update } from "../live.ts";
import { inboxPage } from "./inbox.ts";

type After = { readonly after?: string | null | undefined };
type OfCouncil = After & { readonly council: string };

const councilOf = ({ hub }: Context, code: string) => hub.councils.find(code);

/** A root field: a topic, the thing in it that is followed, and what a message carries of it; undefined where that may not be seen. */
const live = <Args extends After, Carried extends object>(
  topic: TopicName,
  keyOf: (args: Args, context: Context) => string,
  carried: (args: Args, context: Context, message: Message) => Carried | undefined,
) => ({
  subscribe: (_: unknown, args: Args, context: Context) =>
    follow(context, topic, keyOf(args, context), args.after, (message) => carried(args, context, message)),
  resolve: (message: LiveMessage<Carried>) => message,
});
type LiveMessage<Carried> = Refusal | EndOfUpdates | (Update & Carried);

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
        const concern = discloseConcern(hub, viewer, "live", listed);
        // That there is news of it tells of it, whatever is asked of the message.
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
    inboxChanged: {
      subscribe(_: unknown, { after }: After, context: Context) {
        let last: string | undefined;
        // Woken is whoever something may wait for; told is only whoever sees something else.
        return follow(context, "inbox", "", after, ({ snapshot }) => {
          const { hub, viewer } = context;
          const now = JSON.stringify(readInbox(hub, viewer, undefined, MOST_ITEMS));
          const isSame = now === last && !snapshot;
          last = now;
          return isSame ? null : {};
        });
      },
      resolve: (message: LiveMessage<object>) => message,
    },
    supportChanged: live(
      "support",
      ({ council }: OfCouncil, context) => councilOf(context, council)?.code ?? "",
      ({ council: code }, context) => {
        const council = councilOf(context, code);
        const [support] = council ? readAlignedSupport(context.hub, context.viewer.facts, [council]) : [];
        return support && { support };
      },
    ),
  },
  LiveUpdate: { __resolveType: () => undefined },
  ConcernLive: liveOf("ConcernUpdate"),
  LedgerLive: liveOf("LedgerUpdate"),
  InboxLive: liveOf("InboxUpdate"),
  SupportLive: liveOf("SupportUpdate"),
  ConcernUpdate: {
    /** What their reader may still know of by the time that they are told. */
    changes({ changes, concern }, _, { disclosing }) {
      return changes.filter((change) => {
        const part = knownBy(concern, change);
        if (part) disclosing.note(concern, part);
        return part !== undefined;
      });
    },
  },
  InboxUpdate: {
    inbox: (_, { first }, context) => inboxPage(context, { first }),
  },
  LiveEnded: { message: ({ reason }) => END_REASONS[reason] },
} satisfies Resolvers;

/** The part by which the reader of a concern may know of a change; the terms of a share that is theirs no more are told as an end. */
function knownBy({ parts, received }: DisclosedConcern, { tells }: Change): DisclosedPart | undefined {
  if (tells === "shareTerms") return received().length > 0 ? "shareTerms" : "headline";
  return parts.has(tells) ? tells : undefined;
}

/** As many as one page can show. */
const MOST_ITEMS = 100;
