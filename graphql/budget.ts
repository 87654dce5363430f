// What one request may read, open and hold, all its fields together: lists can be longer than they are counted, the same text can be asked for
// under many names, and a record can be as long as its bounds allow. Beyond it the whole answer is one refusal.
import { MapperKind, mapSchema } from "@graphql-tools/utils";
import { defaultFieldResolver, type GraphQLSchema } from "graphql";
import { tooLarge } from "./errors.ts";

/** In characters: of rows and events that are read, of sealed text that is opened, of what stands in the answer. */
const BUDGET = { read: 32_000_000, opened: 8_000_000, held: 8_000_000 } as const;
type Spent = { -readonly [Use in keyof typeof BUDGET]: number };

export type Budget = {
  /** Each throws once the request has used more than it may. */
  readonly read: (characters: number) => void;
  readonly opened: (characters: number) => void;
  readonly held: (characters: number) => void;
  /** Whether it has used more than it may: then the whole answer is one refusal, and nothing more is worth reading. */
  isOver(): boolean;
  /** A subscription's next message, or an export's next page: counted anew. */
  begin(): void;
};

export function openBudget(): Budget {
  let spent: Spent = { read: 0, opened: 0, held: 0 };
  let isOver = false;
  const spend = (use: keyof Spent) => (characters: number) => {
    spent[use] += characters;
    if (spent[use] > BUDGET[use]) isOver = true;
    if (isOver) throw tooLarge("The answer is too large. Ask for less at once.");
  };
  return {
    ...{ read: spend("read"), opened: spend("opened"), held: spend("held") },
    isOver: () => isOver,
    begin() {
      spent = { read: 0, opened: 0, held: 0 };
      isOver = false;
    },
  };
}

/** For an export, which holds all there is, each thing once. */
export const UNBOUNDED: Budget = { read() {}, opened() {}, held() {}, isOver: () => false, begin() {} };

/** Counts everything that fields give: whatever the schema comes to hold is counted. */
export function heldWithinBudget(schema: GraphQLSchema): GraphQLSchema {
  return mapSchema(schema, {
    [MapperKind.OBJECT_FIELD]: (field) => {
      const { resolve = defaultFieldResolver } = field;
      return {
        ...field,
        resolve(source, args, context: { readonly budget?: Budget }, info) {
          const { budget } = context;
          if (budget?.isOver()) return null;
          const value: unknown = resolve(source, args, context, info);
          return value instanceof Promise ? value.then((given) => counted(budget, given)) : counted(budget, value);
        },
      };
    },
  });
}

function counted(budget: Budget | undefined, value: unknown): unknown {
  budget?.held(sizeOf(value));
  return value;
}

/** What a value takes beside its text: its name in the answer, what holds it, and the time to give it. */
const EACH = 40;

function sizeOf(value: unknown): number {
  if (typeof value === "string") return value.length + EACH;
  return Array.isArray(value) ? value.reduce((sum: number, item) => sum + sizeOf(item), EACH) : EACH;
}
