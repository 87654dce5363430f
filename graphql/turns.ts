// Costly fields of a request are resolved one after the other, and other requests run in between: one operation neither has all its data in memory at
// once, nor blocks the thread for longer than a turn and one field.
import { setImmediate } from "node:timers/promises";
import { MapperKind, mapSchema } from "@graphql-tools/utils";
import { defaultFieldResolver, type GraphQLSchema } from "graphql";
import { costOf } from "./field-costs.ts";

export type Turns = {
  /** Runs work in turn: at once if no other field is being resolved and the request's turn is not over. */
  readonly take: <T>(work: () => T) => T | Promise<Awaited<T>>;
  /** Starts a new turn, after the request has waited. */
  begin(): void;
};

/** The length of a turn in milliseconds, after which other requests run first. */
const TURN_MS = 10;

export function openTurns(): Turns {
  let last: Promise<unknown> | undefined;
  let began = performance.now();
  const isOver = () => performance.now() - began > TURN_MS;
  const begin = () => {
    began = performance.now();
  };

  async function after<T>(before: Promise<unknown> | undefined, work: () => T): Promise<Awaited<T>> {
    await before;
    if (isOver()) {
      await setImmediate();
      begin();
    }
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
  return mapSchema(schema, {
    [MapperKind.OBJECT_FIELD]: (field, name, typeName) => {
      // Commands are executed one after the other anyway.
      if (!costOf(field, name).isHeavy || typeName === schema.getMutationType()?.name) return undefined;
      const { resolve = defaultFieldResolver } = field;
      return {
        ...field,
        resolve: (source, args, context: { readonly turns?: Turns }, info) =>
          context.turns ? context.turns.take(() => resolve(source, args, context, info)) : resolve(source, args, context, info),
      };
    },
  });
}
