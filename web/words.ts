// How values of the schema are written on pages.
import { type GraphQLSchema, isEnumType } from "graphql";

const FORM = { timeZone: "Europe/London", day: "numeric", month: "long", year: "numeric" } as const;
const DATE = new Intl.DateTimeFormat("en-GB", FORM);
const TIME = new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/London", hour: "2-digit", minute: "2-digit" });

const MONTHS = Array.from({ length: 12 }, (_, month) =>
  new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", month: "long" }).format(new Date(Date.UTC(2026, month))),
);

/** `12 December 2026`, of a date, or of an instant in English time. */
export function dateInWords(date: string): string {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(date) ?? [];
  // Intl takes a tenth of the time of a page.
  return day ? `${Number(day)} ${MONTHS[Number(month) - 1]} ${year}` : DATE.format(new Date(date));
}
/** `09:30`, in English time. */
export const timeInWords = (instant: string): string => TIME.format(new Date(instant));
/** `12 December 2026 at 09:30`. */
export const momentInWords = (instant: string): string => `${dateInWords(instant)} at ${timeInWords(instant)}`;
/** `December 2026`, of a month as `2026-12`. */
export const monthInWords = (month: string): string => dateInWords(`${month}-01`).slice(2);

/** `Next steps` for NEXT_STEPS: values that are names. */
export const valueAsName = (value: string): string => value.charAt(0) + value.slice(1).toLowerCase().replaceAll("_", " ");

/** Writes a value of an enumeration by its description in the schema: `Children's` for CHILDRENS. */
export const valueInWords =
  (schema: GraphQLSchema) =>
  (value: string, type: string): string => {
    const enumeration = schema.getType(type);
    const description = isEnumType(enumeration) ? enumeration.getValue(value)?.description : undefined;
    if (!description) throw new TypeError(`${type} has no value ${value} with a description.`);
    return description.replace(/\.$/, "");
  };
