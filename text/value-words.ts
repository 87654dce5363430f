// How values of the schema's enumerations are written in files and on pages.
import { type GraphQLSchema, isEnumType } from "graphql";

/** The description of a value in the schema, without its full stop: `Children's` for CHILDRENS. `value`: its name, or what resolvers have for it. */
export const valueInWords =
  (schema: GraphQLSchema) =>
  (value: string, type: string): string => {
    const enumeration = schema.getType(type);
    const found = isEnumType(enumeration)
      ? (enumeration.getValue(value) ?? enumeration.getValues().find((one) => one.value === value))
      : undefined;
    const description = found?.description;
    if (!description) throw new TypeError(`${type} has no value ${value} with a description.`);
    return description.replace(/\.$/, "");
  };
