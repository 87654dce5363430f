// The compiler's checks of resolvers. `npm run types` checks the lines here that must not compile: a line that compiles is an error.
import type { GraphQLScalarType } from "graphql";
import { describe, expect, expectTypeOf, it } from "vitest";
import { generateResolverTypes } from "../../scripts/generate-resolver-types.ts";
import type { Context } from "../context.ts";
import type { Resolver, Resolvers } from "../generated/resolver-types.ts";
import { typeDefs } from "../schema.ts";
import type { CompleteResolvers, NeededResolvers } from "./complete-resolvers.ts";
import type { ParentTypes } from "./parent-types.ts";

describe("The generated types", () => {
  it("change with a field, an argument, an input, a union and a type of the schema", async () => {
    const current = await generateResolverTypes();
    for (const more of [
      "extend type Region { motto: String }",
      "extend type Query { motto(of: ID!): String }",
      "extend input GradingInput { motto: String }",
      "extend union ConcernResult = Region",
      "type Motto { text: String }",
    ])
      expect(await generateResolverTypes([...typeDefs(), more]), more).not.toBe(current);
  });
});

/** The generated types for `type Thing { id: ID!, name: String, size: Int!, tags(first: Int): [String!]! }`. */
type Thing<Parent> = {
  id?: Resolver<string, Parent, Context>;
  name?: Resolver<string | null | undefined, Parent, Context>;
  size?: Resolver<number, Parent, Context>;
  tags?: Resolver<readonly string[], Parent, Context, { readonly first?: number | null }>;
};
type Needed<Parent> = NeededResolvers<{ Thing?: Thing<Parent> }, { Thing: Parent }>;
type NamesNeeded<Parent> = Needed<Parent> extends { readonly Thing: infer Fields } ? keyof Fields : never;

describe("A field needs a resolver", () => {
  it("unless its parent has a property with its name and type, or a function that returns it", () => {
    expectTypeOf<NamesNeeded<{ id: string; name?: string; size: number; tags: string[] }>>().toEqualTypeOf<never>();
    expectTypeOf<
      NamesNeeded<{ id: string; name: () => string | null; size: () => Promise<number>; tags: (args: object) => string[] }>
    >().toEqualTypeOf<never>();
  });

  it("if the parent has no such property, even if the field is optional", () => {
    expectTypeOf<NamesNeeded<{ id: string; size: number; tags: string[] }>>().toEqualTypeOf<"name">();
    expectTypeOf<NamesNeeded<unknown>>().toEqualTypeOf<"id" | "name" | "size" | "tags">();
  });

  it("if its parent's property is optional or has another type", () => {
    expectTypeOf<NamesNeeded<{ id: string; name: string; size: string; tags: string[] }>>().toEqualTypeOf<"size">();
    expectTypeOf<NamesNeeded<{ id?: string; name: false | string; size: number; tags: string[] | null }>>().toEqualTypeOf<
      "id" | "name" | "tags"
    >();
    expectTypeOf<NamesNeeded<{ id: string; name: string; size: () => string; tags: string[] }>>().toEqualTypeOf<"size">();
    expectTypeOf<
      NamesNeeded<{ id: string; name: string; size: number; tags: (args: { first: number }) => string[] }>
    >().toEqualTypeOf<"tags">();
  });

  it("in each of the hub's types: no parent or property has a type that matches everything", () => {
    type IsLoose<T> = 0 extends 1 & T ? true : [T] extends [never] ? true : false;
    type LooseIn<T> = { [Name in keyof T]-?: IsLoose<T[Name]> extends true ? Name : never }[keyof T];
    expectTypeOf<LooseIn<ParentTypes>>().toEqualTypeOf<never>();
    type LooseOf<T> = { [Name in keyof T]: T[Name] extends unknown ? LooseIn<T[Name]> : never }[keyof T];
    expectTypeOf<LooseOf<ParentTypes>>().toEqualTypeOf<never>();
  });

  it("if only some parents have the property, or a parent has it only by an index signature", () => {
    type Plain = { id: string; name: string; size: number; tags: string[] };
    expectTypeOf<NamesNeeded<Plain | Omit<Plain, "size">>>().toEqualTypeOf<"size">();
    expectTypeOf<NamesNeeded<Omit<Plain, "name"> & Record<`x${string}`, string>>>().toEqualTypeOf<"name">();
    type ByAnyName = { [name: string]: unknown } & { id: string; size: number; tags: string[] };
    expectTypeOf<NamesNeeded<ByAnyName>>().toEqualTypeOf<"name">();
  });
});

describe("Resolvers do not compile", () => {
  type Lacking = { id: string; size: number; tags: string[] };
  const complete = (_: Needed<Lacking>) => undefined;

  it("without a necessary one, or with one that returns or takes another type", () => {
    complete({ Thing: { name: ({ id }) => id } });
    // @ts-expect-error
    complete({ Thing: {} });
    // @ts-expect-error
    complete({});
    // @ts-expect-error
    complete({ Thing: { name: ({ size }) => size } });
    // @ts-expect-error
    complete({ Thing: { name: ({ motto }) => motto } });
  });

  it("for a field or a type that the schema does not have", () => {
    ({ Region: { name: ({ name }) => name } }) satisfies Resolvers;
    // @ts-expect-error
    ({ Region: { motto: ({ name }) => name } }) satisfies Resolvers;
    // @ts-expect-error
    ({ Motto: {} }) satisfies Resolvers;
    // @ts-expect-error
    ({ Concern: { stage: () => "finished" } }) satisfies Resolvers;
    // @ts-expect-error
    ({ Concern: { council: () => undefined } }) satisfies Resolvers;
    // @ts-expect-error
    ({ Query: { concern: (_, { name }) => name } }) satisfies Resolvers;
    // @ts-expect-error
    ({ ConcernResult: { __resolveType: () => "Council" } }) satisfies Resolvers;
  });

  it("without those of every root field, union, interface and scalar", () => {
    expectTypeOf<CompleteResolvers["Query"]>().toEqualTypeOf<Required<Readonly<NonNullable<Resolvers["Query"]>>>>();
    expectTypeOf<keyof CompleteResolvers["Mutation"]>().toEqualTypeOf<keyof NonNullable<Resolvers["Mutation"]>>();
    expectTypeOf<keyof CompleteResolvers["Subscription"]>().toEqualTypeOf<keyof NonNullable<Resolvers["Subscription"]>>();
    expectTypeOf<keyof CompleteResolvers["ConcernResult"]>().toEqualTypeOf<"__resolveType">();
    expectTypeOf<keyof CompleteResolvers["LiveUpdate"]>().toEqualTypeOf<"__resolveType">();
    expectTypeOf<CompleteResolvers["Date"]>().toEqualTypeOf<GraphQLScalarType>();
    expectTypeOf<"Region" extends keyof CompleteResolvers ? true : false>().toEqualTypeOf<false>();
  });
});
