// How the journeys on a share begin.
import type { AnswerOf } from "../documents.ts";
import type { DocumentExecutor } from "../execute-document.ts";
import { type FormWords, type PageRequest, wordsIn } from "../page.ts";
import { versionIn } from "../steps/fields.ts";
import { addressOfShare } from "./share.ts";

type Concern = NonNullable<AnswerOf<"share/share.graphql">["concern"]>;
type Share = NonNullable<Concern["share"]>;

/** For advisers. Undefined if there is no such share, or the person may not see it. `command`: what the journey does. */
export async function openShare({ execute }: DocumentExecutor, request: PageRequest, command: Share["commands"][number]) {
  const { address } = request;
  const { concern } = await execute("share/share.graphql", {
    ...{ concern: address.concern ?? "", share: address.share ?? "", parts: null, until: null },
  });
  if (!concern?.share) return undefined;
  const { share } = concern;
  return {
    share,
    journey: {
      from: { href: addressOfShare(request), text: `Sharing with ${share.body.name}` },
      version: concern.version ?? undefined,
      isOffered: share.commands.includes(command),
    },
    /** What the page before sending shows, beside the answers. */
    shown: { concern, share, body: share.body, preview: share.preview },
  };
}

/** The same for the council's answer to a share. */
export async function openShareToAnswer({ execute }: DocumentExecutor, request: PageRequest, command: Share["commands"][number]) {
  const { address } = request;
  const { concern, offices, parts } = await execute("share/answer.graphql", {
    ...{ concern: address.concern ?? "", share: address.share ?? "" },
  });
  if (!concern?.share) return undefined;
  return {
    ...{ share: concern.share, speakingOffices: concern.speakingOffices ?? [], offices, parts },
    journey: {
      from: { href: addressOfShare(request), text: "What would be shared" },
      version: concern.version ?? undefined,
      isOffered: concern.share.commands.includes(command),
    },
  };
}

/** What the commands on a share have in common. */
export const shareInput = (words: FormWords, { address }: PageRequest) => ({
  idempotencyKey: wordsIn(words, "key"),
  concern: address.concern ?? "",
  share: address.share ?? "",
  expectedVersion: versionIn(words),
});
