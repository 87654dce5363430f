// A second adviser tells the council of an offer again, after it has disputed that it was told.
import { severalIn } from "../steps/fields.ts";
import { defineJourney, type JourneyStep } from "../steps/steps.ts";
import { inputOfBeingTold, stepsOfBeingTold } from "../tell-council/steps-of-being-told.ts";
import { addressOfSupport } from "./links.ts";
import { openSupport, supportInput } from "./support-journey.ts";

export const tellOfOfferAgain = defineJourney({
  path: "/supports/:support/told-again",
  title: "Record that the council was told of an offer again",
  beforeSending: "The council is asked to confirm that it was told. Send this only if you have spoken or written to it.",
  send: "Record that the council was told",
  document: "support/tell-of-offer-again.graphql",
  async open(executor, request) {
    const opened = await openSupport(executor, request, "TELL_OF_OFFER_AGAIN");
    if (!opened) return undefined;
    const { support, choices } = opened;
    const named = support.detail.tellings.flatMap(({ shownTo }) => shownTo);
    const bodies = [...new Map(named.map((body) => [body.id, body])).values()];
    return {
      steps: [
        ...stepsOfBeingTold(choices, support.council, {
          officeHint: "The chief executive, the leader or the monitoring officer.",
        }),
        ...(bodies.length > 0 ? [shownToStep(bodies)] : []),
      ],
      ...opened.journey,
    };
  },
  variables: (words, request) => ({
    input: {
      ...supportInput(words, request),
      ...inputOfBeingTold(words),
      shownTo: severalIn(words, "shownTo"),
    },
  }),
  next: (_, request) => addressOfSupport(request),
});

const shownToStep = (bodies: readonly { readonly id: string; readonly name: string }[]): JourneyStep => ({
  ...{ name: "shown", title: "Who will see the offer?" },
  fields: [
    {
      ...{ name: "shownTo", kind: "several", label: "Who will see the offer" },
      choices: bodies.map(({ id, name }) => ({ value: id, text: name })),
      hint: "Select those that you named to the council.",
    },
  ],
});
