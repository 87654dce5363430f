import { defineForm, definePage, wordsIn } from "../page.ts";
import { speakingOffices } from "../speaking.ts";
import { concernPath, linksForAdvisers } from "./links.ts";

/** One concern, with every part that the person may see and the names of those that are withheld. */
export const concern = definePage({
  path: "/concerns/:concern",
  document: "concern/concern.graphql",
  template: "concern/concern.njk",
  variables: ({ address }) => ({ id: address.concern ?? "" }),
  present: ({ concern, viewer }) =>
    concern && {
      title: `${concern.council.name}: concern`,
      back: { href: "/concerns", text: "All concerns" },
      concern,
      ...linksForAdvisers(concern, viewer),
      maySpeak: speakingOffices(viewer.assignments, concern).length > 0,
      isOfCouncil: viewer.assignments.some(({ current, council }) => current && council?.code === concern.council.code),
    },
});

export const reply = defineForm({
  path: "/concerns/:concern/reply",
  document: "concern/reply.graphql",
  page: concern,
  variables: (words, { address }) => ({
    input: { idempotencyKey: wordsIn(words, "key"), concern: address.concern ?? "", reply: wordsIn(words, "reply") },
  }),
  next: ({ address }) => concernPath(address.concern),
});
