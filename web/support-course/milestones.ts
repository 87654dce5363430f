// Those who arrange support set its milestones, and record that one was met.
import { dateInWords } from "../../text/dates-in-words.ts";
import type { VariablesOf } from "../documents.ts";
import { choiceIn, choicesOf, DATE_HINT, dateIn, optionalIn } from "../steps/fields.ts";
import { defineJourney } from "../steps/steps.ts";
import { addressOfSupport } from "../support/links.ts";
import { milestoneIn, openSupport, supportInput } from "../support/support-journey.ts";
import { valueAsName } from "../words.ts";

type MilestoneKind = VariablesOf<"support-course/set-milestone.graphql">["input"]["kind"];

export const setMilestone = defineJourney({
  path: "/supports/:support/milestones/new",
  title: "Set a milestone",
  beforeSending: "The council and those who arrange the support see it. You cannot change it later.",
  send: "Set the milestone",
  document: "support-course/set-milestone.graphql",
  async open(executor, request) {
    const opened = await openSupport(executor, request, "SET_MILESTONE");
    if (!opened) return undefined;
    return {
      steps: [
        {
          ...{ name: "milestone", title: "What is to be done by when?" },
          fields: [
            {
              ...{
                name: "kind",
                kind: "one",
                label: "What kind of milestone",
                choices: choicesOf(opened.choices.milestoneKinds),
              },
              missing: "Select what kind of milestone it is.",
            },
            {
              ...{ name: "due", kind: "date", label: "The day it is due", hint: DATE_HINT },
              missing: "Enter a real date for the day it is due.",
            },
            { ...{ name: "about", kind: "line", label: "What is to be done" }, hint: "You can leave this out." },
          ],
        },
      ],
      ...opened.journey,
    };
  },
  variables: (words, request) => ({
    input: {
      ...supportInput(words, request),
      kind: choiceIn<MilestoneKind>(words, "kind"),
      due: dateIn(words, "due"),
      about: optionalIn(words, "about") ?? null,
    },
  }),
  next: (_, request) => addressOfSupport(request),
});

export const meetMilestone = defineJourney({
  path: "/supports/:support/milestones/:milestone/met",
  title: "Record that a milestone was met",
  beforeSending: "The council and those who arrange the support see it. You cannot undo this.",
  send: "Record that it was met",
  document: "support-course/meet-milestone.graphql",
  async open(executor, request) {
    const { milestone: id } = request.address;
    const opened = await openSupport(executor, request, "MEET_MILESTONE", (support) => milestoneIn(support, id)?.commands);
    const milestone = opened && milestoneIn(opened.support, id);
    if (!opened || !milestone) return undefined;
    const { kind, due, about } = milestone;
    return {
      steps: [
        {
          ...{ name: "met", title: "When was this milestone met?" },
          before: [`${valueAsName(kind)}, due by ${dateInWords(due)}.`, ...(about ? [about] : [])],
          fields: [
            {
              ...{ name: "metOn", kind: "date", label: "The day it was met", hint: DATE_HINT },
              missing: "Enter a real date for the day it was met.",
            },
          ],
        },
      ],
      ...opened.journey,
    };
  },
  variables: (words, request) => ({
    input: {
      ...supportInput(words, request),
      milestone: request.address.milestone ?? "",
      metOn: dateIn(words, "metOn"),
    },
  }),
  next: (_, request) => addressOfSupport(request),
});
