// A concern as it was at the end of an earlier day, for readers of its sharing record. The day is sent by a form.
import { dateInWords, dayInWords } from "../../text/dates-in-words.ts";
import { concernPath } from "../concern/links.ts";
import type { AnswerOf } from "../documents.ts";
import { type FormFault, faultsOf } from "../page.ts";
import { dateIn, type FormField, findMissing } from "../steps/fields.ts";
import type { JourneyDefinition } from "../steps/steps.ts";

const DAY: FormField = {
  ...{ name: "day", kind: "date", label: "Day", hint: "For example, 27 3 2026. You see how it was at the end of that day." },
  missing: "Enter a real date.",
};

/** It changes nothing, and can be sent as often as one likes. */
export const concernAsOf: JourneyDefinition = {
  path: "/concerns/:concern/as-of",
  async handle(executor, words, { address, today }) {
    const { concern } = await executor.execute("concern-as-of/concern-to-look-back.graphql", { concern: address.concern ?? "" });
    if (!concern || concern.withheld.includes("SHARING_RECORD")) return { isNotFound: true };
    const frame = {
      title: "As it was on an earlier day",
      back: { href: concernPath(concern.id), text: "Back to the concern" },
      concern,
      field: DAY,
    };
    const isSent = words.owner !== undefined;
    const missing = isSent ? findMissing([DAY], words) : [];
    if (!isSent || missing.length > 0) return pageOf(frame, missing);

    const day = dateIn(words, DAY.name);
    const at = day === today ? executor.now().toISOString() : endOfDay(day);
    const { pastConcern } = await executor.execute("concern-as-of/as-of.graphql", { concern: concern.id, at });
    if (pastConcern.__typename === "Refused")
      return pageOf(
        frame,
        faultsOf(pastConcern).map(({ message }) => ({ field: DAY.name, message })),
      );
    return pageOf({ ...frame, past: pastConcern }, []);
  },
};

type Past = Extract<AnswerOf<"concern-as-of/as-of.graphql">["pastConcern"], { __typename: "PastConcern" }>;
type AsOfModel = { readonly title: string; readonly past?: Past } & Readonly<Record<string, unknown>>;

const pageOf = (model: AsOfModel, faults: readonly FormFault[]) => ({
  page: { template: "concern-as-of/as-of.njk", show: async () => model },
  faults,
});

/** The last millisecond of a day in England: in summer it is an hour earlier by UTC. */
function endOfDay(day: string): string {
  const [winter, summer] = [`${day}T23:59:59.999Z`, `${day}T22:59:59.999Z`];
  return dayInWords(winter) === dateInWords(day) ? winter : summer;
}
