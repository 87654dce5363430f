// An enum of the schema, made from a list that the rules use.

/** Values without a label are described by their name. */
export function enumOf<const Value extends string>(
  about: string,
  values: readonly Value[],
  labels?: Readonly<Partial<Record<Value, string>>>,
) {
  return { about, values, labels };
}

/** Any of them. */
export type EnumSource = ReturnType<typeof enumOf<string>>;
