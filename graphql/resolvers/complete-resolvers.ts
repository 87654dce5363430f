// The type of all resolvers together. In the generated types every field is optional; here only if the parent has a property with its name and type.
import type { GraphQLScalarType } from "graphql";
import type { Context } from "../context.ts";
import type { Resolvers, ResolversParentTypes } from "../generated/resolver-types.ts";
import type { FieldInfo } from "../selected-fields.ts";

/** The names of the properties that a parent certainly has: an index signature matches a field only by chance. */
type NamesOf<Parent> = keyof { [Name in keyof Parent as string extends Name ? never : number extends Name ? never : Name]: 1 };

/** Whether a property of the parent resolves the field: a value of its type, or a function that GraphQL calls for the value. */
type IsAnswered<Parent, Name, Resolve> = Resolve extends (parent: never, args: infer Args, ...others: never) => infer Value
  ? Name extends NamesOf<Parent> & keyof Parent
    ? Parent[Name] extends Value | ((args: Args, context: Context, info: FieldInfo) => Value)
      ? true
      : false
    : false
  : false;

/** The fields of a type that need a resolver. */
type NeedsResolver<Fields, Parent> = {
  [Name in keyof Fields]-?: Name extends "__isTypeOf"
    ? never
    : IsAnswered<Parent, Name, NonNullable<Fields[Name]>> extends true
      ? never
      : Name;
}[keyof Fields];

type Needed<Fields, Parent> = { readonly [Name in NeedsResolver<Fields, Parent>]: NonNullable<Fields[Name & keyof Fields]> };

type IsScalar<Type> = NonNullable<Type> extends GraphQLScalarType ? true : false;

/** The resolvers that `Types` need with these `Parents`; scalars, unions and interfaces need all their resolvers. */
export type NeededResolvers<Types, Parents extends Readonly<Record<keyof Types, unknown>>> = {
  readonly [Type in keyof Types as IsScalar<Types[Type]> extends true ? Type : never]-?: NonNullable<Types[Type]>;
} & {
  readonly [Type in keyof Types as IsScalar<Types[Type]> extends true
    ? never
    : NeedsResolver<NonNullable<Types[Type]>, Parents[Type]> extends never
      ? never
      : Type]-?: Needed<NonNullable<Types[Type]>, Parents[Type]>;
};

export type CompleteResolvers = NeededResolvers<Resolvers, ResolversParentTypes>;
