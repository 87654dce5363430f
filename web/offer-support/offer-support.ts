// How support is offered to a council: from its own page, and from a concern about it.
import { concernPath } from "../concern/links.ts";
import { councilPath } from "../council/council-path.ts";
import type { VariablesOf } from "../documents.ts";
import { type FormWords, type PageRequest, wordsIn } from "../page.ts";
import { choiceIn, dateIn, severalIn } from "../steps/fields.ts";
import { defineJourney } from "../steps/steps.ts";
import { supportPath } from "../support/links.ts";
import { type SupportToOffer, stepsOfOffer, strandStep } from "./questions.ts";

type Offer = VariablesOf<"offer-support/offer-support.graphql">["input"];

/** `strand`: of the support; undefined before it was selected. */
const offerOf = (offers: readonly SupportToOffer[], strand: string): SupportToOffer | undefined =>
  offers.find((one) => one.strand === strand) ?? offers[0];

const COMMON = {
  title: "Offer support",
  beforeSending:
    "The council is asked to answer, and to confirm that it was told. Send this only if somebody has spoken or written to the council.",
  send: "Record the offer",
  document: "offer-support/offer-support.graphql",
  variables: (words: FormWords, _: PageRequest): { readonly input: Offer } => ({
    input: {
      idempotencyKey: wordsIn(words, "key"),
      council: wordsIn(words, "council"),
      strand: choiceIn(words, "strand"),
      kind: choiceIn<Offer["kind"]>(words, "kind"),
      provider: wordsIn(words, "provider"),
      causes: severalIn(words, "causes") as Offer["causes"],
      aim: wordsIn(words, "aim"),
      lead: wordsIn(words, "lead"),
      offeredTo: choiceIn(words, "offeredTo"),
      toldName: wordsIn(words, "toldName"),
      channel: choiceIn(words, "channel"),
      offeredOn: dateIn(words, "offeredOn"),
      from: dateIn(words, "from"),
      until: dateIn(words, "until"),
      answerBy: dateIn(words, "answerBy"),
      shownTo: severalIn(words, "shownTo"),
    },
  }),
  next: (result: object) => supportPath("id" in result ? String(result.id) : ""),
} as const;

export const offerSupport = defineJourney({
  ...COMMON,
  path: "/councils/:council/supports/new",
  async open({ execute }, { address }, words) {
    const { council, ...choices } = await execute("offer-support/council.graphql", { council: address.council ?? "" });
    const offers = council?.supportToOffer ?? [];
    const offer = offerOf(offers, wordsIn(words, "strand"));
    if (!council || !offer) return undefined;
    return {
      steps: [strandStep(offers, choices), ...stepsOfOffer(council.name, offer, choices)],
      from: { href: `${councilPath(council.code)}/supports`, text: `Support of ${council.name}` },
      fixedWords: { council: council.code },
    };
  },
});

/** The same for the strand of a concern. A conclusion of the concern can name the support once it is offered. */
export const offerSupportOnConcern = defineJourney({
  ...COMMON,
  path: "/concerns/:concern/support",
  async open({ execute }, { address }) {
    const { concern, ...choices } = await execute("offer-support/concern.graphql", { id: address.concern ?? "" });
    const offer = concern?.council.supportToOffer.find(({ strand }) => strand === concern.strand);
    if (!concern || !offer) return undefined;
    return {
      steps: stepsOfOffer(concern.council.name, offer, choices),
      from: { href: concernPath(address.concern), text: `Read the concern about ${concern.council.name}` },
      fixedWords: { council: concern.council.code, strand: concern.strand },
    };
  },
});
