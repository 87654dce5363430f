// Fields that cost much come one after the other within a request, and others' requests have their turn in between: one question neither holds
// everything that it reads at the same time, nor the thread for longer than a turn and a field.
import { setImmediate } from "node:timers/promises";
import { MapperKind, mapSchema } from "@graphql-tools/utils";
import { defaultFieldResolver, type GraphQLSchema } from "graphql";
import { costOf } from "./field-costs.ts";

export type Turns = {
  /** Does some work once it is its turn: at once where nothing else is under way and the request has not been at it for long. */
  readonly take: <T>(work: () => T) => T | Promise<Awaited<T>>;
  /** The request has waited, and others have had their turn. */
  begin(): void;
};

/** Milliseconds after which a request lets others go first. */
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

/** Gives the fields that cost much their turns. */
export function inTurns(schema: GraphQLSchema): GraphQLSchema {
  return mapSchema(schema, {
    [MapperKind.OBJECT_FIELD]: (field, name, typeName) => {
      // Commands come one after the other anyway.
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
