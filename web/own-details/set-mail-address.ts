// How somebody says where their notices are sent, or that they want none.
import { type FormWords, wordsIn } from "../page.ts";
import { isSelected, optionalIn, YES_OR_NO } from "../steps/fields.ts";
import { defineJourney, type JourneyStep } from "../steps/steps.ts";
import { OWN_DETAILS, openOwnDetails } from "./own-details.ts";

export const setMailAddress = defineJourney({
  path: `${OWN_DETAILS}/notices`,
  title: "Notices by email",
  beforeSending: "This counts from now on. The address that was there before is used no more.",
  send: "Save",
  document: "own-details/set-mail-address.graphql",
  async open(executor, _request, words) {
    const opened = await openOwnDetails(executor, "SET_MAIL_ADDRESS");
    if (!opened) return undefined;
    const { viewer, ...journey } = opened;
    return { ...journey, steps: isWanted(words) ? [WANTED, addressStep(viewer.mailAddress ?? "")] : [WANTED] };
  },
  variables: (words, { person }) => ({
    input: {
      ...{ idempotencyKey: wordsIn(words, "key"), person },
      address: isWanted(words) ? (optionalIn(words, "address") ?? "") : null,
    },
  }),
  next: () => OWN_DETAILS,
});

const WANTED: JourneyStep = {
  ...{ name: "wants", title: "Do you want notices by email?" },
  before: ["A notice says only that something waits for you in the hub. It names no council."],
  fields: [
    {
      ...{ name: "wants", kind: "one", choices: YES_OR_NO, label: "Notices by email" },
      missing: "Select whether you want notices by email.",
    },
  ],
};
const isWanted = (words: FormWords): boolean => isSelected(words, "wants", "yes");

const addressStep = (initial: string): JourneyStep => ({
  ...{ name: "address", title: "Where are your notices sent?" },
  fields: [
    {
      ...{ name: "address", kind: "line", initial, label: "Email address", hint: "Use your own address at work." },
      missing: "Enter your email address.",
    },
  ],
});
