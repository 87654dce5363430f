// The council, or those who arrange its support, propose other days for it.
import { MAX_NARRATIVE } from "../../text/limits.ts";
import type { VariablesOf } from "../documents.ts";
import { type FormWords, wordsIn } from "../page.ts";
import { choiceIn, dateIn, type FormField, inputsOf, periodFields } from "../steps/fields.ts";
import { defineJourney } from "../steps/steps.ts";
import { addressOfSupport } from "../support/links.ts";
import { councilInput, openSupport } from "../support/support-journey.ts";
import { periodInWords } from "../words.ts";

type ProposedMove = VariablesOf<"support-days/move-support.graphql">["input"];

/** How many times at the council a form has room for. The API takes more. */
const VISITS = [0, 1, 2, 3, 4];

/** The fields of one visit. All are asked for if something of it, or of a later one, is written. */
function visitFields(visit: number, words: FormWords): readonly FormField[] {
  const isAsked = VISITS.slice(visit).some((later) => isWritten(later, words));
  const count = visit + 1;
  return [
    {
      ...{ name: `from${visit}`, kind: "date", label: `First day, time ${count}` },
      ...(isAsked && { missing: `Enter a real date for the first day of time ${count}.` }),
    },
    {
      ...{ name: `to${visit}`, kind: "date", label: `Last day, time ${count}` },
      ...(isAsked && { missing: `Enter a real date for the last day of time ${count}.` }),
    },
    {
      ...{ name: `place${visit}`, kind: "line", label: `Where, time ${count}` },
      ...(isAsked && { missing: `Enter where time ${count} is.` }),
    },
  ];
}

const inputNames = (visit: number): readonly string[] => [
  ...inputsOf({ name: `from${visit}`, kind: "date", label: "" }),
  ...inputsOf({ name: `to${visit}`, kind: "date", label: "" }),
  `place${visit}`,
];
const isWritten = (visit: number, words: FormWords): boolean =>
  inputNames(visit).some((name) => wordsIn(words, name).trim() !== "");

export const moveSupport = defineJourney({
  path: "/supports/:support/move",
  title: "Propose other days of support",
  beforeSending:
    "The other side is asked to agree. Until it does, the days stay as they are. This replaces what was proposed before.",
  send: "Propose these days",
  document: "support-days/move-support.graphql",
  async open(executor, request, words) {
    const opened = await openSupport(executor, request, "MOVE_SUPPORT");
    if (!opened) return undefined;
    const { support, officeFields, journey } = opened;
    const planned = support.presence.filter(({ cancelled, from }) => !cancelled && from >= request.today);
    return {
      steps: [
        {
          ...{ name: "days", title: "From when to when is the support to be?" },
          before: [
            `Today it is from ${periodInWords({ from: support.from, to: support.until })}. If it has begun, its first day stays.`,
          ],
          fields: periodFields("until"),
        },
        {
          ...{ name: "presence", title: `When is ${support.provider.name} to be at the council?` },
          before: [
            "What you enter here replaces all days at the council that have not begun. If there are to be none, continue.",
            ...planned.map((one) => `Planned today: ${periodInWords(one)}${one.place ? `, ${one.place}` : ""}.`),
          ],
          fields: VISITS.flatMap((visit) => visitFields(visit, words)),
        },
        {
          ...{ name: "reason", title: "Why are other days needed?" },
          fields: [
            { name: "reason", kind: "text", most: MAX_NARRATIVE, label: "Why", missing: "Enter why other days are needed." },
            ...officeFields,
          ],
        },
      ],
      ...journey,
    };
  },
  variables: (words, request): { readonly input: ProposedMove } => ({
    input: {
      ...councilInput(words, request),
      by: choiceIn(words, "by"),
      from: dateIn(words, "from"),
      until: dateIn(words, "until"),
      presence: VISITS.filter((visit) => isWritten(visit, words)).map((visit) => ({
        from: dateIn(words, `from${visit}`),
        to: dateIn(words, `to${visit}`),
        place: wordsIn(words, `place${visit}`),
      })),
      reason: wordsIn(words, "reason"),
    },
  }),
  fields: Object.fromEntries(
    VISITS.flatMap((visit) => ["from", "to", "place"].map((field) => [`presence.${visit}.${field}`, `${field}${visit}`])),
  ),
  next: (_, request) => addressOfSupport(request),
});
