// A council asks for a concern about it to be shared with a body.
import { MAX_NARRATIVE } from "../../text/limits.ts";
import { bodyChoices } from "../bodies.ts";
import { concernPath } from "../concern/links.ts";
import type { VariablesOf } from "../documents.ts";
import { wordsIn } from "../page.ts";
import { officeFields, speakerInput } from "../speaking.ts";
import { choiceIn, choicesOf, dateIn, versionIn } from "../steps/fields.ts";
import { defineJourney } from "../steps/steps.ts";

type Requested = VariablesOf<"request-share/request-share.graphql">["input"];

export const requestShare = defineJourney({
  path: "/concerns/:concern/request-share",
  title: "Ask for this concern to be shared",
  beforeSending:
    "An adviser makes the share as you ask, without asking your council again, or declines with a reason that you read.",
  send: "Ask for the share",
  document: "request-share/request-share.graphql",
  async open({ execute }, { address }) {
    const { concern, bodies, shared, parts, purposes, offices } = await execute("request-share/choices.graphql", {
      concern: address.concern ?? "",
    });
    const held = concern?.speakingOffices ?? [];
    if (!concern || held.length === 0) return undefined;
    const names = new Set(choicesOf(shared).map(({ value }) => value));
    return {
      steps: [
        {
          ...{ name: "body", title: "Who should it be shared with?" },
          fields: [
            {
              ...{ name: "body", kind: "one", label: "Body", choices: bodyChoices(concern, bodies) },
              missing: "Select the body.",
            },
          ],
        },
        {
          ...{ name: "parts", title: "What should they see?" },
          fields: [
            {
              ...{ name: "parts", kind: "one", label: "What they should see" },
              choices: choicesOf(parts).filter(({ value }) => names.has(value)),
              hint: "Each choice includes those above it.",
              missing: "Select what they should see.",
            },
            {
              ...{ name: "until", kind: "date", label: "Last day of the share" },
              missing: "Enter a real date for the last day of the share.",
            },
          ],
        },
        {
          ...{ name: "purpose", title: "Why does your council want it shared?" },
          fields: [
            {
              ...{ name: "purpose", kind: "one", label: "Purpose", choices: choicesOf(purposes) },
              missing: "Select the purpose.",
            },
            {
              ...{ name: "explanation", kind: "text", most: MAX_NARRATIVE, label: "Explanation" },
              ...{ hint: "The body reads it.", missing: "Enter the explanation." },
            },
            ...officeFields(held, offices),
          ],
        },
      ],
      from: { href: concernPath(address.concern), text: "The concern" },
      version: concern.version ?? undefined,
      isOffered: concern.commands?.includes("REQUEST_SHARE") === true,
    };
  },
  variables: (words, { address }): { readonly input: Requested } => ({
    input: {
      ...speakerInput(words),
      concern: address.concern ?? "",
      expectedVersion: versionIn(words),
      body: wordsIn(words, "body"),
      // Each part includes the parts before it, so one value is enough.
      parts: [choiceIn(words, "parts")],
      purpose: choiceIn(words, "purpose"),
      explanation: wordsIn(words, "explanation"),
      until: dateIn(words, "until"),
    },
  }),
  next: (_, { address }) => concernPath(address.concern),
});
