// Generates the types of resolvers from the schema, before types are checked (`npm run types`): arguments, inputs, enums with their internal
// values, and the parameter and return types of each field's resolver. graphql/resolvers/parent-types.ts has the type of each field's parent.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { plugin as inputTypes } from "@graphql-codegen/typescript";
import { plugin as resolverTypes } from "@graphql-codegen/typescript-resolvers";
import { makeExecutableSchema } from "@graphql-tools/schema";
import { isEnumType, isObjectType, parse, visit } from "graphql";
import { typeDefs } from "../graphql/schema.ts";

const FOLDER = join(import.meta.dirname, "../graphql/generated");

const HEAD = `// Generated from graphql/schema/ by \`npm run types\`. Do not edit.
import type { Context } from "../context.ts";
import type { EnumTypes } from "../enums.ts";
import type { ParentTypes } from "../resolvers/parent-types.ts";
import type { FieldInfo } from "../selected-fields.ts";
`;

export async function generateResolverTypes(sdl: readonly string[] = typeDefs()): Promise<string> {
  const document = visit(parse(sdl.join("\n")), {
    // Directives have no resolvers, so they are removed and get no types.
    Directive: () => null,
    DirectiveDefinition: () => null,
    // A nullable argument with a default would get a non-null type, but a query can pass null.
    InputValueDefinition: (node) => ({ ...node, defaultValue: undefined }),
  });
  const schema = makeExecutableSchema({ typeDefs: document });
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  const objects = Object.values(schema.getTypeMap()).filter((type) => isObjectType(type) && !roots.includes(type));
  const config = {
    contextType: "Context",
    customResolveInfo: "FieldInfo",
    mappers: Object.fromEntries(
      objects.filter(({ name }) => !name.startsWith("__")).map(({ name }) => [name, `ParentTypes["${name}"]`]),
    ),
    rootValueType: "unknown",
    scalars: { ID: "string", Date: "string", DateTime: "string" },
    strictScalars: true,
    maybeValue: "T | null | undefined",
    inputMaybeValue: "T | null | undefined",
    immutableTypes: true,
    useTypeImports: true,
    enumsAsTypes: true,
    onlyResolveTypeForInterfaces: true,
    makeResolverTypeCallable: true,
    noExport: true,
    disableDescriptions: true,
  };
  const inputs = textOf(await inputTypes(schema, [], config)).split(/\n\n(?=export type |type )/);
  const declarations = inputs.map((text): Declaration => {
    const name = /^type (\w+)/.exec(text)?.[1] ?? "";
    return { name, text: isEnumType(schema.getType(name)) ? `type ${name} = EnumTypes["${name}"];` : text };
  });
  const resolvers = textOf(await resolverTypes(schema, [], config));
  return `${[HEAD, ...usedIn(resolvers, declarations), resolvers].join("\n\n")}\n`;
}

const textOf = (output: Awaited<ReturnType<typeof inputTypes>>): string =>
  [...(output.prepend ?? []), output.content]
    .join("\n")
    .replace(/ =\n *\| /g, " = ")
    .replace(/\n *\| /g, " | ");

type Declaration = { readonly name: string; readonly text: string };

/** Returns the declarations that a text mentions, and those that these mention, because the results of resolvers consist only of parent types. */
function usedIn(text: string, declarations: readonly Declaration[]): readonly string[] {
  const used = new Set<Declaration>();
  for (let mentioning = [text]; mentioning.length > 0; ) {
    const mentioned = declarations.filter(
      (declaration) => !used.has(declaration) && mentioning.some((one) => mentions(one, declaration.name)),
    );
    for (const declaration of mentioned) used.add(declaration);
    mentioning = mentioned.map(({ text }) => text);
  }
  return declarations.filter((declaration) => used.has(declaration)).map(({ text }) => text);
}

/** Whether a text mentions a name as a type, and not as a property. */
const mentions = (text: string, name: string): boolean => new RegExp(`(?<![\\w'"])${name}(?![\\w'"?:])`).test(text);

if (import.meta.main) {
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(join(FOLDER, "resolver-types.ts"), await generateResolverTypes());
}
