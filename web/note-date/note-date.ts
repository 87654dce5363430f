// How an adviser notes an inspection, an election or a budget day of a council, and cancels one.
import { isAdviser } from "../advisers.ts";
import { councilPath } from "../council/council-path.ts";
import type { AnswerOf, VariablesOf } from "../documents.ts";
import { defineForm, definePage, wordsIn } from "../page.ts";
import { choiceIn, choicesOf, dateIn } from "../steps/fields.ts";
import { defineJourney } from "../steps/steps.ts";

type Choices = AnswerOf<"note-date/choices.graphql">;
type NotedKind = VariablesOf<"note-date/note-date.graphql">["input"]["kind"];

const isAdviserOf = ({ viewer, council }: Choices): boolean =>
  isAdviser(viewer.assignments.filter(({ regions }) => regions.some(({ code }) => code === council?.region.code)));

export const noteDate = defineJourney({
  path: "/councils/:council/dates/new",
  title: "Note a date of a council",
  beforeSending: "The council, and the advisers and leads of its region, see it in their diary, with your name beside it.",
  send: "Note the date",
  document: "note-date/note-date.graphql",
  async open({ execute }, { address }) {
    const choices = await execute("note-date/choices.graphql", { council: address.council ?? "" });
    if (!choices.council || !isAdviserOf(choices)) return undefined;
    return {
      steps: [
        {
          ...{ name: "date", title: `What is planned at ${choices.council.name}?` },
          fields: [
            {
              ...{ name: "kind", kind: "one", label: "What it is", choices: choicesOf(choices.kinds) },
              missing: "Select what it is.",
            },
            {
              ...{ name: "from", kind: "date", label: "First day", hint: "For example, 27 3 2027." },
              missing: "Enter a real date for the first day.",
            },
            { name: "to", kind: "date", label: "Last day", missing: "Enter a real date for the last day." },
          ],
        },
      ],
      from: { href: councilPath(address.council), text: `Read the page of ${choices.council.name}` },
    };
  },
  variables: (words, { address }) => ({
    input: {
      idempotencyKey: wordsIn(words, "key"),
      council: address.council ?? "",
      kind: choiceIn<NotedKind>(words, "kind"),
      from: dateIn(words, "from"),
      to: dateIn(words, "to"),
    },
  }),
  next: (_result, { address }) => `${councilPath(address.council)}#dates`,
});

/** Asks for confirmation before a date is cancelled. */
export const dateToCancel = definePage({
  path: "/councils/:council/dates/:date/cancel",
  document: "note-date/choices.graphql",
  template: "note-date/cancel-date.njk",
  variables: ({ address }) => ({ council: address.council ?? "" }),
  present(choices, { address }) {
    const date = choices.council?.notedDates.find(({ id, cancelled }) => id === address.date && !cancelled);
    if (!choices.council || !date || !isAdviserOf(choices)) return undefined;
    return {
      title: "Cancel a date",
      back: { href: councilPath(address.council), text: choices.council.name },
      council: choices.council,
      date,
    };
  },
});

export const cancelDate = defineForm({
  path: "/councils/:council/dates/:date/cancel",
  document: "note-date/cancel-date.graphql",
  page: dateToCancel,
  variables: (words, { address }) => ({
    input: { idempotencyKey: wordsIn(words, "key"), council: address.council ?? "", notedDate: address.date ?? "" },
  }),
  next: ({ address }) => `${councilPath(address.council)}#dates`,
});
