// How values of the schema are written on pages.
import { type GraphQLSchema, isEnumType } from "graphql";

const FORM = { timeZone: "Europe/London", day: "numeric", month: "long", year: "numeric" } as const;
const DATE = new Intl.DateTimeFormat("en-GB", FORM);
const TIME = new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/London", hour: "2-digit", minute: "2-digit" });

/** `12 December 2026`, of a date, or of an instant in English time. */
export const dateInWords = (date: string): string =>
  DATE.format(new Date(date.length === "yyyy-mm-dd".length ? `${date}T12:00:00Z` : date));
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
