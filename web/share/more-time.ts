import { defineForm, definePage } from "../page.ts";
import { officeFields, speakerInput } from "../speaking.ts";
import { addressOfShare } from "./share.ts";

/** Asks for confirmation before the council takes more time. */
export const moreTime = definePage({
  path: "/concerns/:concern/shares/:share/more-time",
  document: "share/answer.graphql",
  template: "share/more-time.njk",
  variables: ({ address }) => ({ concern: address.concern ?? "", share: address.share ?? "" }),
  present({ concern, offices }, request) {
    if (!concern?.share) return undefined;
    const held = concern.speakingOffices ?? [];
    if (held.length === 0) return undefined;
    return {
      title: "More time to answer",
      back: { href: addressOfShare(request), text: "What would be shared" },
      share: concern.share,
      officeFields: officeFields(held, offices),
    };
  },
});

export const takeMoreTime = defineForm({
  path: "/concerns/:concern/shares/:share/more-time",
  document: "share/take-more-time.graphql",
  page: moreTime,
  variables: (words, { address }) => ({
    input: { ...speakerInput(words), concern: address.concern ?? "", share: address.share ?? "" },
  }),
  next: addressOfShare,
});
