import { linkCommands } from "../command-links.ts";
import { updatesOf } from "../live/updates.ts";
import { defineForm, definePage, printOf, wordsIn } from "../page.ts";
import { officeFields, speakerInput } from "../speaking.ts";
import { concernPath, PAGES_OF_CONCERN, PAGES_OF_REQUEST, pagesOfBody } from "./links.ts";

/** The page has two forms. */
const CORRECTION_OFFICE = "correctionOffice";

/** One concern, with every part that the person may see and the names of those that are withheld. */
export const concernPage = definePage({
  path: "/concerns/:concern",
  document: "concern/concern.graphql",
  template: "concern/concern.njk",
  variables: ({ address }) => ({ id: address.concern ?? "" }),
  present({ concern, offices }) {
    if (!concern) return undefined;
    const held = concern.speakingOffices ?? [];
    const commands = concern.commands ?? [];
    return {
      title: "Concern",
      back: { href: "/concerns", text: "All concerns" },
      concern,
      address: concernPath(concern.id),
      ...updatesOf("concern", concern.id),
      links: linkCommands(concernPath(concern.id), PAGES_OF_CONCERN, commands),
      requests: (concern.shareRequests ?? []).map((one) => ({
        ...one,
        links: linkCommands(`${concernPath(concern.id)}/requests/${encodeURIComponent(one.id)}`, PAGES_OF_REQUEST, one.commands),
      })),
      shared: concern.sharedWithMe.map((terms) => ({
        ...terms,
        links: linkCommands(concernPath(concern.id), pagesOfBody(terms.body.id), terms.commands),
      })),
      evidence: (concern.evidence ?? []).map((item) => ({
        ...item,
        links: linkCommands(
          `${concernPath(concern.id)}/evidence`,
          { WITHDRAW_EVIDENCE: `${encodeURIComponent(item.id)}/withdraw` },
          item.commands,
        ),
      })),
      mayOfferSupport: concern.council.supportToOffer.some(({ strand }) => strand === concern.strand),
      mayResolve: commands.includes("RESOLVE_CORRECTION"),
      mayReply: commands.includes("REPLY"),
      mayCorrect: commands.includes("REQUEST_CORRECTION"),
      mayWrite: commands.includes("REPLY") || commands.includes("REQUEST_CORRECTION"),
      maySpeak: held.length > 0,
      replyFields: officeFields(held, offices),
      correctionFields: officeFields(held, offices, CORRECTION_OFFICE),
    };
  },
});

export const concernPrint = printOf(concernPage);

export const reply = defineForm({
  path: "/concerns/:concern/reply",
  document: "concern/reply.graphql",
  page: concernPage,
  variables: (words, { address }) => ({
    input: { ...speakerInput(words), concern: address.concern ?? "", reply: wordsIn(words, "reply") },
  }),
  next: ({ address }) => concernPath(address.concern),
});

export const requestCorrection = defineForm({
  path: "/concerns/:concern/correction",
  document: "concern/request-correction.graphql",
  page: concernPage,
  // The page has one key for both of its forms.
  variables: (words, { address }) => ({
    input: {
      ...speakerInput(words, CORRECTION_OFFICE),
      idempotencyKey: `correction ${wordsIn(words, "key")}`,
      concern: address.concern ?? "",
      request: wordsIn(words, "request"),
    },
  }),
  fields: { office: CORRECTION_OFFICE },
  next: ({ address }) => concernPath(address.concern),
});
