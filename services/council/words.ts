// What happened between a council and the hub apart from any one concern, in plain words.
import type { CouncilEvent } from "./events.ts";

export const COUNCIL_EVENT_WORDS: Readonly<Record<CouncilEvent["type"], string>> = {
  "StandingAgreementGiven.v1": "The council gave a standing agreement",
  "StandingAgreementTakenBack.v1": "The council took a standing agreement back",
  "SharingPositionRecorded.v1": "The council's position on sharing with a body was recorded for the strand and cause",
  "LeadNamed.v1": "A lead for the conversation with the council was named",
  "LeadEnded.v1": "The lead for the conversation with the council ended",
  "ApproachPlanned.v2": "An approach to the council was planned",
  "ApproachCancelled.v1": "An approach to the council was cancelled",
  "ContactAgreed.v1": "The council agreed to be contacted about what worked",
  "ContactTakenBack.v1": "The council took back its agreement to be contacted about what worked",
};
