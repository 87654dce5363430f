// Limits the text that all fields of one request may read, decrypt and return together: lists can be longer than their cost assumes, a text can be
// selected under many aliases, and records can be long. Over the budget the whole response is one error.
import type { GraphQLError, GraphQLSchema } from "graphql";
import { tooLarge } from "./errors.ts";
import { objectFields, resolverOf } from "./object-fields.ts";

/** Limits in characters: of rows and events that are read, of text that is decrypted, of the response. */
const BUDGET = { read: 32_000_000, opened: 8_000_000, answered: 8_000_000 } as const;
type Spent = { -readonly [Use in keyof typeof BUDGET]: number };

export type Budget = {
  /** Each function throws if the request is over its budget. */
  readonly read: (characters: number) => void;
  readonly opened: (characters: number) => void;
  readonly answered: (characters: number) => void;
  isOver(): boolean;
  /** The characters that were counted as answered. */
  answeredSoFar(): number;
  /** Resets the counts, for a subscription's next message or an export's next page. */
  begin(): void;
};

export const overBudget = (): GraphQLError => tooLarge("The answer is too large. Ask for less at once.");

export function openBudget(): Budget {
  let spent: Spent = { read: 0, opened: 0, answered: 0 };
  let isOver = false;
  const spend = (use: keyof Spent) => (characters: number) => {
    spent[use] += characters;
    if (spent[use] > BUDGET[use]) isOver = true;
    if (isOver) throw overBudget();
  };
  return {
    ...{ read: spend("read"), opened: spend("opened"), answered: spend("answered") },
    isOver: () => isOver,
    answeredSoFar: () => spent.answered,
    begin() {
      spent = { read: 0, opened: 0, answered: 0 };
      isOver = false;
    },
  };
}

export const UNBOUNDED: Budget = {
  read() {},
  opened() {},
  answered() {},
  isOver: () => false,
  answeredSoFar: () => 0,
  begin() {},
};

/** Counts the value of every field. */
export function withinBudget(schema: GraphQLSchema): GraphQLSchema {
  for (const { field } of objectFields<unknown, { readonly budget?: Budget }>(schema)) {
    const resolve = resolverOf(field);
    field.resolve = (source, args, context, info) => {
      const { budget } = context;
      if (budget?.isOver()) return null;
      const value: unknown = resolve(source, args, context, info);
      return value instanceof Promise ? countedLater(budget, value) : counted(budget, value);
    };
  }
  return schema;
}

const countedLater = (budget: Budget | undefined, value: Promise<unknown>) => value.then((given) => counted(budget, given));

function counted(budget: Budget | undefined, value: unknown): unknown {
  budget?.answered(sizeOf(value));
  return value;
}

/** Characters that a value counts in addition to its text, for its name and its memory. */
const EACH = 40;

function sizeOf(value: unknown): number {
  if (typeof value === "string") return value.length + EACH;
  return Array.isArray(value) ? value.reduce((sum: number, item) => sum + sizeOf(item), EACH) : EACH;
}
