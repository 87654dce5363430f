// An adviser records a letter about a share to a council that nobody has reached by notice.
import { wordsIn } from "../page.ts";
import { DATE_HINT, dateIn, optionalIn } from "../steps/fields.ts";
import { defineJourney, type JourneyStep } from "../steps/steps.ts";
import { openShare, shareInput } from "./open-share.ts";
import { addressOfShare } from "./share.ts";

const steps: readonly JourneyStep[] = [
  {
    ...{ name: "letter", title: "Which letter was sent?" },
    fields: [
      { name: "reference", kind: "line", label: "Reference of the letter", missing: "Enter the reference of the letter." },
      {
        ...{ name: "sentOn", kind: "date", label: "The day it was sent", hint: DATE_HINT },
        missing: "Enter a real date for the day the letter was sent.",
      },
    ],
  },
  {
    ...{ name: "to", title: "Who was it sent to?" },
    before: [
      "It goes to the chief executive and the monitoring officer. If the concern is restricted inside the council, it goes only to those of them, and to the leader, whom the restriction names.",
    ],
    fields: [
      { name: "chiefExecutive", kind: "line", label: "Name of the chief executive" },
      { name: "leader", kind: "line", label: "Name of the leader" },
      { name: "monitoringOfficer", kind: "line", label: "Name of the monitoring officer" },
    ],
  },
];

export const recordLetter = defineJourney({
  path: "/concerns/:concern/shares/:share/letter",
  title: "Record a letter to the council",
  beforeSending: "Another adviser has to confirm that the letter was sent. From then on, the council has its days to answer.",
  send: "Record the letter",
  document: "share/record-letter.graphql",
  async open(executor, request) {
    const opened = await openShare(executor, request, "RECORD_LETTER");
    return opened && { ...opened.journey, steps };
  },
  variables: (words, request) => ({
    input: {
      ...shareInput(words, request),
      reference: wordsIn(words, "reference"),
      sentOn: dateIn(words, "sentOn"),
      chiefExecutive: optionalIn(words, "chiefExecutive") ?? null,
      leader: optionalIn(words, "leader") ?? null,
      monitoringOfficer: optionalIn(words, "monitoringOfficer") ?? null,
    },
  }),
  next: (_, request) => addressOfShare(request),
});
