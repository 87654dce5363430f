// How values of the schema are written on pages.
import { type GraphQLSchema, isEnumType } from "graphql";
import { dateInWords, dayInWords, timeInWords } from "../text/dates-in-words.ts";

/** A date, or the day in England at an instant. */
export const dateOrDayInWords = (value: string): string => (value.includes("T") ? dayInWords(value) : dateInWords(value));
/** `12 December 2026 at 09:30`, in England at an instant. */
export const momentOnPage = (instant: string): string => `${dayInWords(instant)} at ${timeInWords(instant)}`;

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
