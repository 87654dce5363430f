// How somebody says how they can be reached at work, or that they are shown without it.
import { type FormWords, wordsIn } from "../page.ts";
import { isSelected, optionalIn, YES_OR_NO } from "../steps/fields.ts";
import { defineJourney, type JourneyStep } from "../steps/steps.ts";
import { OWN_DETAILS, openOwnDetails } from "./own-details.ts";

export const setWorkContact = defineJourney({
  path: `${OWN_DETAILS}/work`,
  title: "How you can be reached at work",
  beforeSending: "Others see this from now on beside your name, where they see what you did in the past too.",
  send: "Save",
  document: "own-details/set-work-contact.graphql",
  async open(executor, _request, words) {
    const opened = await openOwnDetails(executor, "SET_WORK_CONTACT");
    if (!opened) return undefined;
    const { viewer, ...journey } = opened;
    return { ...journey, steps: isShown(words) ? [SHOWN, contactStep(viewer.workContact ?? "")] : [SHOWN] };
  },
  variables: (words, { person }) => ({
    input: {
      ...{ idempotencyKey: wordsIn(words, "key"), person },
      contact: isShown(words) ? (optionalIn(words, "contact") ?? "") : null,
    },
  }),
  next: () => OWN_DETAILS,
});

const SHOWN: JourneyStep = {
  ...{ name: "shown", title: "Should others see how you can be reached at work?" },
  before: ["People who may read what you did see it. If you are an adviser, so does everybody who has a role in the hub."],
  fields: [
    {
      ...{ name: "shown", kind: "one", choices: YES_OR_NO, label: "Shown to others" },
      missing: "Select whether others should see it.",
    },
  ],
};
const isShown = (words: FormWords): boolean => isSelected(words, "shown", "yes");

const contactStep = (initial: string): JourneyStep => ({
  ...{ name: "contact", title: "How can you be reached at work?" },
  fields: [
    {
      ...{ name: "contact", kind: "line", initial, label: "Contact at work" },
      ...{ hint: "A telephone number or an email address.", missing: "Enter how you can be reached at work." },
    },
  ],
});
