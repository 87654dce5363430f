// Somebody submits for their body what they know about a council.
import type { VariablesOf } from "../documents.ts";
import { wordsIn } from "../page.ts";
import { choiceIn, choicesOf, dateIn, isSelected, optionalIn } from "../steps/fields.ts";
import { defineJourney } from "../steps/steps.ts";
import { SUBMISSIONS_PATH, SUBMIT_PATH, submissionPath } from "./links.ts";
import { findSender, stepsOfSubmission, strandOfSubmission } from "./questions.ts";

type Submitted = VariablesOf<"submissions/submit.graphql">["input"];

export const submitInformation = defineJourney({
  path: SUBMIT_PATH,
  title: "Submit information about a council",
  beforeSending:
    "It goes to the advisers for this council and strand. They tell the council of it within 10 working days, and the council then reads it.",
  send: "Submit it",
  document: "submissions/submit.graphql",
  async open({ execute }, _request, words) {
    const { viewer, strands, causes } = await execute("submissions/choices.graphql", {});
    const senders = viewer.submitsFor;
    if (senders.length === 0) return undefined;
    const sender = findSender(senders, words);
    return {
      steps: stepsOfSubmission({ senders, strands: choicesOf(strands), causes: choicesOf(causes) }, words),
      from: { href: SUBMISSIONS_PATH, text: "What was submitted" },
      fixedWords: { sender: sender?.body.id, strand: strandOfSubmission(sender, words) },
    };
  },
  variables: (words): { readonly input: Submitted } => ({
    input: {
      idempotencyKey: wordsIn(words, "key"),
      body: wordsIn(words, "sender"),
      council: wordsIn(words, "council"),
      strand: choiceIn(words, "strand"),
      cause: choiceIn<NonNullable<Submitted["cause"]>>(words, "cause") || null,
      period: { from: dateIn(words, "from"), to: dateIn(words, "to") },
      account: wordsIn(words, "account"),
      source: wordsIn(words, "source"),
      reference: optionalIn(words, "reference") ?? null,
      beyondRemitReason: optionalIn(words, "beyondRemitReason") ?? null,
      protectedSource: isSelected(words, "protected", "yes"),
    },
  }),
  fields: { ...{ "period.from": "from", "period.to": "to", period: "from", body: "sender" }, protectedSource: "protected" },
  next: (result) => ("id" in result ? submissionPath(result.id) : SUBMISSIONS_PATH),
});
