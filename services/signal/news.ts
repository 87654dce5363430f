// The news of an event of a council's own request for support: for the council, once advisers have answered it.
import type { NewsEntry, NewsKind } from "../news.ts";
import type { SignalEvent } from "./events.ts";
import type { SignalState } from "./state.ts";

export type SignalNews = NewsEntry<"signal">;
type NewsOfType = { readonly council?: NewsKind };
/** The inbox asks the advisers to answer a request. */
const NONE = {};

/** Says of every kind of event of a request whose news it is. An event that is missing here does not compile. */
export const SIGNAL_NEWS: { readonly [Type in SignalEvent["type"]]: NewsOfType } = {
  "SupportRequested.v2": NONE,
  "SignalAnswered.v1": { council: "request-answered" },
  "SignalWithdrawn.v2": NONE,
};

export function newsOfSignal({ type }: SignalEvent, { council }: SignalState): readonly SignalNews[] {
  const { council: kind }: NewsOfType = SIGNAL_NEWS[type];
  return kind ? [{ kind, audience: `council:${council}`, tells: "signal" }] : [];
}
