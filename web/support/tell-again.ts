// A second adviser tells the council of an offer again, after it has disputed that it was told.
import { MAX_NARRATIVE } from "../../text/limits.ts";
import { DATE_HINT } from "../add-evidence/questions.ts";
import { wordsIn } from "../page.ts";
import { choiceIn, choicesOf, dateIn, severalIn } from "../steps/fields.ts";
import { defineJourney } from "../steps/steps.ts";
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
        {
          ...{ name: "whom", title: `Who was told at ${support.council.name}?` },
          fields: [
            { name: "toldName", kind: "line", label: "Name", missing: "Enter the name of the person who was told." },
            {
              ...{ name: "toldOffice", kind: "one", label: "Office", choices: choicesOf(choices.offices) },
              hint: "The chief executive, the leader or the monitoring officer.",
              missing: "Select the office of the person who was told.",
            },
          ],
        },
        {
          ...{ name: "how", title: "How and when were they told?" },
          fields: [
            {
              ...{ name: "channel", kind: "one", label: "How they were told", choices: choicesOf(choices.channels) },
              missing: "Select how you spoke to the council.",
            },
            {
              ...{ name: "toldOn", kind: "date", label: "The day", hint: DATE_HINT },
              missing: "Enter a real date for the day the council was told.",
            },
          ],
        },
        {
          ...{ name: "about", title: "What were they told?" },
          fields: [
            {
              ...{ name: "about", kind: "text", most: MAX_NARRATIVE, label: "What they were told" },
              missing: "Enter what they were told.",
            },
            ...(bodies.length > 0
              ? [
                  {
                    ...({ name: "shownTo", kind: "several", label: "Who will see the offer" } as const),
                    choices: bodies.map(({ id, name }) => ({ value: id, text: name })),
                    hint: "Select those that you named to the council.",
                  },
                ]
              : []),
          ],
        },
      ],
      ...opened.begun,
    };
  },
  variables: (words, request) => ({
    input: {
      ...supportInput(words, request),
      toldName: wordsIn(words, "toldName"),
      toldOffice: choiceIn(words, "toldOffice"),
      channel: choiceIn(words, "channel"),
      toldOn: dateIn(words, "toldOn"),
      about: wordsIn(words, "about"),
      shownTo: severalIn(words, "shownTo"),
    },
  }),
  next: (_, request) => addressOfSupport(request),
});
