// What the list of concerns can be limited to, and in which order it is.
import { timeInWords } from "../../text/dates-in-words.ts";
import type { AnswerOf, VariablesOf } from "../documents.ts";
import { isGiven, onlyField } from "../list-filters.ts";
import type { PageRequest } from "../page.ts";
import { choicesOf, DATE_HINT, dateIn, type FormField, inputsOf } from "../steps/fields.ts";
import { namedChoices } from "../steps/named-choices.ts";

type Filter = NonNullable<VariablesOf<"concerns/concerns.graphql">["filter"]>;
type ConcernChoices = Partial<
  Pick<AnswerOf<"concerns/concerns.graphql">, "myAdvisers" | "stages" | "strands" | "awaited" | "orders">
>;
type Address = PageRequest["address"];

export function filterFields({ myAdvisers = [], stages, strands, awaited, orders }: ConcernChoices): readonly FormField[] {
  const advisers = new Map(myAdvisers.flatMap((one) => one.advisers).map(({ id, name }) => [id, { value: id, name }]));
  return [
    { name: "strand", kind: "menu", choices: choicesOf(strands), label: "Strand" },
    { name: "stage", kind: "menu", choices: choicesOf(stages), label: "Stage" },
    { name: "awaiting", kind: "menu", choices: choicesOf(awaited), label: "Who has to do something next" },
    { name: "owner", kind: "menu", choices: namedChoices([...advisers.values()]), label: "Adviser who looks after it" },
    onlyField("mine", "Only what you look after"),
    onlyField("unowned", "Only what nobody looks after"),
    onlyField("open", "Only what is not closed"),
    onlyField("positionOutstanding", "Only where the council’s position on a share is awaited"),
    { ...{ name: "dueBefore", kind: "date", label: "The next step is due before" }, hint: DATE_HINT },
    { name: "changedSince", kind: "date", label: "Something was recorded on this day or later" },
    { name: "order", kind: "menu", choices: choicesOf(orders), label: "Order" },
  ];
}

/** The names in the address that limit and order the list. */
export const FILTERS: readonly string[] = filterFields({}).flatMap(inputsOf);

/** A value that no list of the page offers is refused by the API, and the page is not found. A day that does not exist is left out, and the page says so. */
export function filterIn(address: Address): Filter {
  const [dueBefore, changedSince] = [dateIn(address, "dueBefore"), dateIn(address, "changedSince")];
  return {
    ...(isGiven(address, "strand") && { strand: address.strand as NonNullable<Filter["strand"]> }),
    ...(isGiven(address, "stage") && { stage: address.stage as NonNullable<Filter["stage"]> }),
    ...(isGiven(address, "awaiting") && { awaiting: address.awaiting as NonNullable<Filter["awaiting"]> }),
    ...(isGiven(address, "owner") && { owner: address.owner ?? null }),
    ...(isGiven(address, "mine") && { mine: true }),
    ...(isGiven(address, "unowned") && { unowned: true }),
    ...(isGiven(address, "open") && { open: true }),
    ...(isGiven(address, "positionOutstanding") && { positionOutstanding: true }),
    ...(dueBefore !== "" && { dueBefore }),
    ...(changedSince !== "" && { changedSince: beginningOf(changedSince) }),
  };
}

const HOUR = 3_600_000;

/** The instant at which a day begins in England. */
function beginningOf(day: string): string {
  const midnight = new Date(`${day}T00:00:00.000Z`);
  const isSummer = timeInWords(midnight.toISOString()) !== "00:00";
  return isSummer ? new Date(midnight.getTime() - HOUR).toISOString() : midnight.toISOString();
}
