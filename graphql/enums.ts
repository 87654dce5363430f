// Generates every enum of the schema from the lists that the rules use, so that both have the same values.
import { enumName } from "../text/enum-name.ts";
import { CONCERN_ENUMS } from "./enums/concern-enums.ts";
import type { EnumSource } from "./enums/enum-source.ts";
import { HUB_ENUMS } from "./enums/hub-enums.ts";
import { SUPPORT_ENUMS } from "./enums/support-enums.ts";

const ENUMS = { ...CONCERN_ENUMS, ...SUPPORT_ENUMS, ...HUB_ENUMS };

/** Enum -> its names and the internal values that resolvers use. */
export type EnumTypes = { readonly [Name in keyof typeof ENUMS]: (typeof ENUMS)[Name]["values"][number] };

/** The SDL of every enum, with descriptions. */
export const enumTypeDefs = (): string =>
  Object.entries<EnumSource>(ENUMS)
    .map(([name, { about, values, labels }]) => {
      const lines = values.map((value) => `  ${JSON.stringify(labels?.[value] ?? sentence(value))}\n  ${enumName(value)}`);
      return `${JSON.stringify(about)}\nenum ${name} {\n${lines.join("\n")}\n}`;
    })
    .join("\n\n");

/** Enum -> name -> internal value. */
export const enumResolvers = (): Record<string, Record<string, string>> =>
  Object.fromEntries(
    Object.entries<EnumSource>(ENUMS).map(([name, { values }]) => [
      name,
      Object.fromEntries(values.map((value) => [enumName(value), value])),
    ]),
  );

const sentence = (value: string): string => `${value.charAt(0).toUpperCase()}${value.slice(1).replaceAll("-", " ")}.`;
