import { definePage, printOf } from "../page.ts";
import { addressOfSupport, isAgreed, isToAnswer, isToJudge, maySpeakOn, moveToAnswer } from "./links.ts";

/** Support of a council, with every part that the person may see, and what they may answer for the council. */
export const supportPage = definePage({
  path: "/supports/:support",
  document: "support/support.graphql",
  template: "support/support.njk",
  variables: ({ address }) => ({ id: address.support ?? "" }),
  present({ support: found }, request) {
    if (!found) return undefined;
    const { code, name } = found.council;
    return {
      title: `Support from ${found.provider.name}`,
      back: { href: `/councils/${encodeURIComponent(code)}/supports`, text: `Support of ${name}` },
      support: found,
      address: addressOfSupport(request),
      mayAnswer: isToAnswer(found),
      maySetRegionView: isAgreed(found),
      mayJudge: isToJudge(found),
      mayAnswerTelling: maySpeakOn(found),
      mayAnswerMove: moveToAnswer(found)?.id,
    };
  },
});

export const supportPrint = printOf(supportPage);
