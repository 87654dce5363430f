// Caches the JSON text of those fields of a concern that follow from its facts and its reader's rights alone, for the next concern with the same facts and
// a reader with the same rights (bench: `list_http`). It contains nothing that is sealed and no id. What is disclosed is noted for each concern, cached or not.
import { collectSubFields } from "@graphql-tools/utils";
import {
  type FieldNode,
  type GraphQLObjectType,
  getNamedType,
  isLeafType,
  isObjectType,
  type ValidatedExecutionArgs as Run,
} from "graphql";
import { boundedCache } from "../caching/cache.ts";
import type { DisclosedConcern } from "../queries/disclosed-concern.ts";
import type { Context } from "./context.ts";

/**
 * Type -> fields. Of a concern, they disclose the headline, which is noted for every concern in an answer, and no other part. Councils and regions do not
 * change while the hub runs.
 */
const FIELDS: Readonly<Record<string, ReadonlySet<string>>> = {
  Concern: new Set(["__typename", "council", "region", "strand", "cause", "stage", "withheld"]),
  Council: new Set(["__typename", "code", "name", "type", "region"]),
  Region: new Set(["__typename", "code", "name"]),
};
export const isHeadlineField = (typeName: string, field: string): boolean => FIELDS[typeName]?.has(field) ?? false;

/** Whether the text of a selected field can be cached, with all that is selected below it. */
export function isHeadline(run: Run, parentType: GraphQLObjectType, nodes: readonly FieldNode[]): boolean {
  const { schema, fragmentDefinitions, variableValues } = run;
  const name = nodes[0]?.name.value ?? "";
  if (!isHeadlineField(parentType.name, name)) return false;
  const type = getNamedType(schema.getField(parentType, name)?.type);
  if (!isObjectType(type)) return isLeafType(type);
  const { fields } = collectSubFields(schema, fragmentDefinitions, variableValues, type, [...nodes]);
  return [...fields.values()].every((below) => isHeadline(run, type, below));
}

type Write = (run: Run, concern: unknown) => string | Promise<string>;
/** Returns a function that writes the same selected fields, from the cache if their text is in it. */
export type CacheTexts = (write: Write) => Write;

type Cached = { readonly text: string; readonly answered: number };

const MAX_CHARACTERS = 4_000_000;
/** What an entry takes in memory beside its text, in characters. */
const ENTRY_OVERHEAD = 150;

export function openHeadlineCache(): CacheTexts {
  /**
   * The numbers of the selection, the facts and the rights -> text. Equal rights are one object, whoever has them, and equal facts are one. The key is a text:
   * the numbers grow while the hub runs, and two of them packed into one number would collide at some time.
   */
  const texts = boundedCache<string, Cached>(MAX_CHARACTERS / ENTRY_OVERHEAD, {
    maxSize: MAX_CHARACTERS,
    sizeOf: (_, { text }) => text.length + ENTRY_OVERHEAD,
  });
  const numbers = new WeakMap<object, number>();
  let [selections, numbered] = [0, 0];

  function numberOf(object: object): number {
    const known = numbers.get(object);
    if (known !== undefined) return known;
    numbers.set(object, ++numbered);
    return numbered;
  }

  return (write) => {
    selections += 1;
    const selection = selections;
    return (run, source) => {
      const { facts, parts } = source as DisclosedConcern;
      const { budget } = run.contextValue as Context;
      const key = `${selection} ${numberOf(facts)} ${numberOf(parts)}`;
      const cached = texts.get(key);
      if (cached) {
        budget.answered(cached.answered);
        return cached.text;
      }
      const before = budget.answeredSoFar();
      const text = write(run, source);
      // Over the budget, fields are null.
      if (typeof text === "string" && !budget.isOver()) texts.set(key, { text, answered: budget.answeredSoFar() - before });
      return text;
    };
  };
}
