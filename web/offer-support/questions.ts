// What is asked about an offer of support, one question a page.
import { MAX_NARRATIVE } from "../../text/limits.ts";
import type { AnswerOf } from "../documents.ts";
import { choicesOf, DATE_HINT, type FieldChoice, periodFields } from "../steps/fields.ts";
import { NO_DRAFT_NOTE } from "../steps/no-draft-note.ts";
import type { JourneyStep } from "../steps/steps.ts";
import { channelField, TOLD_NAME, toldOfficeField } from "../tell-council/steps-of-being-told.ts";

type Answer = AnswerOf<"offer-support/council.graphql">;
type OfferChoices = Pick<Answer, "strands" | "supportKinds" | "causes" | "offices" | "channels">;
export type SupportToOffer = NonNullable<Answer["council"]>["supportToOffer"][number];

const TOLD_BEFORE = `Speak or write to the council before you record an offer: the council learns of it before anybody else. ${NO_DRAFT_NOTE}`;

/** The values that are offered, in the words of the schema. */
const amongst = (choices: readonly FieldChoice[], values: readonly string[]): readonly FieldChoice[] =>
  choices.filter(({ value }) => values.includes(value));
const named = (bodies: readonly { readonly id: string; readonly name: string }[]): readonly FieldChoice[] =>
  bodies.map(({ id, name }) => ({ value: id, text: name }));

export const strandStep = (offers: readonly SupportToOffer[], { strands }: OfferChoices): JourneyStep => ({
  ...{ name: "strand", title: "Which strand is the support for?" },
  fields: [
    {
      ...{ name: "strand", kind: "one", label: "Strand", missing: "Select the strand." },
      choices: amongst(
        choicesOf(strands),
        offers.map(({ strand }) => strand),
      ),
    },
  ],
});

/** `council`: its name. */
export const stepsOfOffer = (council: string, offer: SupportToOffer, choices: OfferChoices): readonly JourneyStep[] => [
  {
    ...{ name: "whom", title: `Who at ${council} was told of the offer?`, before: [TOLD_BEFORE] },
    fields: [TOLD_NAME, toldOfficeField(choicesOf(choices.offices), { name: "offeredTo" })],
  },
  {
    ...{ name: "how", title: "How and when were they told?" },
    fields: [
      channelField(choicesOf(choices.channels)),
      {
        ...{ name: "offeredOn", kind: "date", label: "The day it was offered", hint: DATE_HINT },
        missing: "Enter a real date for the day it was offered.",
      },
    ],
  },
  {
    ...{ name: "kind", title: "What support is it?" },
    fields: [
      {
        ...{ name: "kind", kind: "one", label: "Kind of support" },
        choices: amongst(choicesOf(choices.supportKinds), offer.kinds),
        missing: "Select what kind of support it is.",
      },
      {
        ...{ name: "provider", kind: "menu", label: "Who provides it", choices: named(offer.providers) },
        missing: "Select who provides it.",
      },
      {
        ...{ name: "lead", kind: "line", label: "Who leads it" },
        ...{ hint: "Name and role.", missing: "Enter who leads it." },
      },
    ],
  },
  {
    ...{ name: "purpose", title: "What is it for?" },
    fields: [
      {
        ...{ name: "causes", kind: "several", label: "Causes", choices: amongst(choicesOf(choices.causes), offer.causes) },
        ...{ hint: "Select all that it is meant for.", missing: "Select at least one cause." },
      },
      {
        ...{ name: "aim", kind: "text", most: MAX_NARRATIVE, label: "What it is to achieve" },
        ...{
          hint: "The council, the advisers for the strand and the provider read this.",
          missing: "Enter what it is to achieve.",
        },
      },
    ],
  },
  {
    ...{ name: "days", title: "When would it be?" },
    fields: [
      ...periodFields("until"),
      {
        ...{ name: "answerBy", kind: "date", label: "Last day for the council to answer" },
        missing: "Enter a real date for the last day for the council to answer.",
      },
    ],
  },
  ...(offer.shownTo.length > 0
    ? [
        {
          ...{ name: "shown", title: "Who else sees the offer before the council answers?" },
          before: [
            "Select the regional leads that you named to the council. They see the council, the provider and the days, and not what the support is for. If there are none, continue.",
          ],
          fields: [
            {
              ...({ name: "shownTo", kind: "several", label: "Who else sees the offer" } as const),
              choices: named(offer.shownTo),
            },
          ],
        },
      ]
    : []),
];
