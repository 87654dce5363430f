// Enums of support, and of what is planned at a council.
import { DIARY_MEDIA_TYPES } from "../../exports/diary-file.ts";
import { SUPPORT_ORDERS } from "../../queries/support/support-list.ts";
import { keysOf } from "../../reference/keys-of.ts";
import {
  EFFECTIVENESS,
  MILESTONE_KINDS,
  PROGRESS,
  REGION_VIEWS,
  SUPPORT_KIND_LABELS,
  SUPPORT_KINDS,
} from "../../reference/support-kinds.ts";
import { APPROACH_KINDS, CLASH_SETTLEMENTS, NOTED_DATE_KINDS } from "../../services/council/events.ts";
import { LISTED_COUNCIL_COMMANDS } from "../../services/council/possible-commands.ts";
import { LISTED_OFFICER_COMMANDS } from "../../services/people/possible-commands.ts";
import { CLASH_KINDS, CLASH_SIDES, VISIT_KINDS } from "../../services/support/clashes.ts";
import { SUPPORT_ANSWERS } from "../../services/support/commands.ts";
import { JUDGES, MOVE_SIDES, SUPPORT_ENDS } from "../../services/support/events.ts";
import { LISTED_SUPPORT_COMMANDS } from "../../services/support/possible-commands.ts";
import { SUPPORT_STATUSES } from "../../services/support/state.ts";
import { COUNCIL_COMMAND_WORDS, SUPPORT_COMMAND_WORDS } from "./command-words.ts";
import { enumOf } from "./enum-source.ts";

export const SUPPORT_ENUMS = {
  SupportKind: enumOf("A kind of support.", SUPPORT_KINDS, SUPPORT_KIND_LABELS),
  SupportCommand: enumOf(
    "What the council and those who arrange its support do with it. Offering it, and recording that a date has passed, are not among these.",
    LISTED_SUPPORT_COMMANDS,
    SUPPORT_COMMAND_WORDS,
  ),
  CouncilCommand: enumOf(
    "What people do in the conversation with a council: who leads it, approaches, contacts, and whom the council lets learn from it; and its officers.",
    [...LISTED_COUNCIL_COMMANDS, ...LISTED_OFFICER_COMMANDS] as const,
    COUNCIL_COMMAND_WORDS,
  ),
  SupportStatus: enumOf("The status of support.", SUPPORT_STATUSES, {
    offered: "Offered; the council has not answered.",
    agreed: "The council has agreed; it has not begun.",
    declined: "The council has declined, or taken its agreement back.",
    running: "It has begun.",
    completed: "It ended as planned.",
    stopped: "It ended before it was complete.",
    "offer-withdrawn": "The offer was withdrawn before it began.",
  }),
  RegionView: enumOf("What of a support the leads and the other advisers of the council's region see.", REGION_VIEWS, {
    nothing: "Nothing, not even that there is support.",
    dates: "That there is an engagement: council, strand, days, provider and who leads it.",
    purpose: "Its kind and causes too, its milestones and reviews by day, and whether it works.",
  }),
  ClashKind: enumOf("Why two providers clash at a council.", CLASH_KINDS, {
    days: "They are at the council on the same days, or within a few days of each other.",
    purpose: "Both have open support of one strand for one cause.",
  }),
  ClashSideKind: enumOf("One side of a clash.", CLASH_SIDES, {
    presence: "Days on which the provider of a support is at the council.",
    approach: "An approach or a visit.",
    review: "A planned review of support.",
    support: "Support, from its first to its last day.",
  }),
  ClashSettlementKind: enumOf("How a clash is settled.", CLASH_SETTLEMENTS, {
    "both-run": "Both go ahead as planned.",
    merged: "They become one.",
    moved: "One of them is moved. The clash is gone once its dates change.",
  }),
  NotedDateKind: enumOf("What falls on a date of a council that others plan around.", NOTED_DATE_KINDS, {
    inspection: "An inspection.",
    election: "An election.",
    budget: "A day on which the council sets its budget.",
  }),
  DiaryEntryKind: enumOf("An entry of a diary.", [...VISIT_KINDS, "noted-date"] as const, {
    presence: "Days on which the provider of a support is at the council.",
    approach: "An approach or a visit.",
    review: "A planned review of support, or one that took place.",
    "noted-date": "An inspection, an election or a budget day of the council. It clashes with nothing.",
  }),
  DiaryFormat: enumOf("A format of a diary as a file.", keysOf(DIARY_MEDIA_TYPES), {
    csv: "CSV, for spreadsheets.",
    ics: "iCalendar, for calendars.",
  }),
  SupportOrder: enumOf("The order of a list of support.", SUPPORT_ORDERS, {
    offered: "The newest first.",
    due: "What is due first; last what has nothing due.",
    "first-day": "What begins first.",
  }),
  SupportAnswer: enumOf("A council's answer to an offer of support.", SUPPORT_ANSWERS),
  SupportEnd: enumOf("How support ends.", SUPPORT_ENDS),
  MilestoneKind: enumOf("A kind of milestone.", MILESTONE_KINDS),
  Progress: enumOf("Whether running support works.", PROGRESS),
  Effectiveness: enumOf("Whether support worked.", EFFECTIVENESS),
  SupportSide: enumOf("A side that agrees the days of support.", MOVE_SIDES, {
    council: "The council.",
    provider: "Those who arrange the support: the provider, and the advisers of region and strand.",
  }),
  Judge: enumOf("Who judges whether support worked.", JUDGES),
  ApproachKind: enumOf("How a body approaches a council.", APPROACH_KINDS),
};
