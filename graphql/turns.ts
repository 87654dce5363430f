// Costly fields of a request are resolved one after the other, and other requests run in between: one operation neither has all its data in memory at
// once, nor blocks the thread for longer than a slice of time and one field.
import type { GraphQLSchema } from "graphql";
import { openTimeSlice } from "../queries/time-slices.ts";
import { costOf } from "./field-costs.ts";
import { objectFields, resolverOf } from "./object-fields.ts";

export type Turns = {
  /** Runs work in turn: at once if no other field is being resolved and the slice is not over. */
  readonly take: <T>(work: () => T) => T | Promise<Awaited<T>>;
  /** Starts a new slice, after the request has waited. */
  begin(): void;
};

export function openTurns(): Turns {
  let last: Promise<unknown> | undefined;
  const { begin, isOver, giveWay } = openTimeSlice();

  async function after<T>(before: Promise<unknown> | undefined, work: () => T): Promise<Awaited<T>> {
    await before;
    await giveWay();
    return await work();
  }

  function follow<T>(work: Promise<T>): Promise<T> {
    const ended = work.then(forget, forget);
    function forget(): void {
      if (last === ended) last = undefined;
    }
    last = ended;
    return work;
  }

  return {
    begin,
    take<T>(work: () => T) {
      if (last || isOver()) return follow(after(last, work));
      const made = work();
      return made instanceof Promise ? follow(made as Promise<Awaited<T>>) : made;
    },
  };
}

export function inTurns(schema: GraphQLSchema): GraphQLSchema {
  for (const { field, isCommand } of objectFields<unknown, { readonly turns?: Turns }>(schema)) {
    // Commands are executed one after the other anyway.
    if (isCommand || !costOf(field, field.name).isHeavy) continue;
    const resolve = resolverOf(field);
    field.resolve = (source, args, context, info) =>
      context.turns ? context.turns.take(() => resolve(source, args, context, info)) : resolve(source, args, context, info);
  }
  return schema;
}
