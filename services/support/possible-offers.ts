// What support could be offered to a council now, as far as the rules of an offer say. Pure (docs/decisions/0050-what-one-may-do-now.md).
import { BODIES } from "../../reference/bodies.ts";
import { CAUSES, type Cause } from "../../reference/causes.ts";
import { STRANDS, type Strand } from "../../reference/strands.ts";
import { LGA, SUPPORT_KINDS, type SupportKind } from "../../reference/support-kinds.ts";
import { SAMPLE_FAR_DAY, SAMPLE_WORDS } from "../possible-commands.ts";
import { isRefusal } from "../refusals.ts";
import type { SupportInput } from "./commands.ts";
import { decideSupport } from "./decide.ts";
import type { SupportDecisionContext } from "./decision.ts";

type Offer = SupportInput["offerSupport"];

/** By strand: who could provide support, of which kinds, for which causes, and to which bodies the offer could be shown. */
export type PossibleOffer = {
  readonly strand: Strand;
  readonly providers: () => readonly string[];
  readonly kinds: () => readonly SupportKind[];
  readonly causes: () => readonly Cause[];
  readonly shownTo: () => readonly string[];
};

/** `permits`: whether policy permits the offer of a provider in a strand. A strand in which nothing could be offered is left out. */
export function listPossibleOffers(
  council: string,
  context: SupportDecisionContext,
  permits: (strand: Strand, provider: string) => boolean,
): readonly PossibleOffer[] {
  const sample: Omit<Offer, "strand"> = {
    ...{ council, kind: "package", provider: LGA, causes: ["leadership"], aim: SAMPLE_WORDS, lead: SAMPLE_WORDS },
    ...{ offeredTo: "chief-executive", toldName: SAMPLE_WORDS, channel: "in-person", offeredOn: context.today },
    ...{ from: context.today, until: SAMPLE_FAR_DAY, answerBy: SAMPLE_FAR_DAY },
  };
  const isDone = (changed: Partial<Offer> & Pick<Offer, "strand">) =>
    !isRefusal(decideSupport(undefined, { name: "offerSupport", input: { ...sample, ...changed } }, context));
  return STRANDS.filter((strand) => isDone({ strand })).flatMap((strand) => {
    const bodies = [...BODIES.keys()];
    const isOffered = (provider: string) => permits(strand, provider) && isDone({ strand, provider });
    if (![LGA, ...bodies].some(isOffered)) return [];
    return {
      strand,
      providers: () => [LGA, ...bodies].filter(isOffered),
      kinds: () => SUPPORT_KINDS.filter((kind) => isDone({ strand, kind })),
      causes: () => CAUSES.filter((cause) => isDone({ strand, causes: [cause] })),
      shownTo: () => bodies.filter((body) => isDone({ strand, shownTo: [body] })),
    };
  });
}
