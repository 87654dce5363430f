// Generates the types of the pages' GraphQL documents from the schema, before types are checked (`npm run types`): of each document its variables
// and the data of its answer. Fails if a document does not match the schema.
import { globSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { plugin as operationTypes } from "@graphql-codegen/typescript-operations";
import { makeExecutableSchema } from "@graphql-tools/schema";
import { concatAST, type DocumentNode, Kind, parse, Source, validate } from "graphql";
import { typeDefs } from "../graphql/schema.ts";
import { FRAGMENTS_FILE } from "../web/documents.ts";

const WEB = join(import.meta.dirname, "../web");
const HEAD = "// Generated from the .graphql files beside the pages by `npm run types`. Do not edit.\n";

const schema = makeExecutableSchema({ typeDefs: typeDefs() });
const documents = globSync("**/*.graphql", { cwd: WEB })
  .sort()
  .map((location) => ({ location, document: parse(new Source(readFileSync(join(WEB, location), "utf8"), `web/${location}`)) }));

// Together, because of the fragments that they share. A fragment that no document uses is a fault.
const faults = validate(schema, concatAST(documents.map(({ document }) => document))).map(String);
if (faults.length > 0) throw new Error(faults.join("\n"));

const config = {
  scalars: { ID: "string", Date: "string", DateTime: "string" },
  strictScalars: true,
  immutableTypes: true,
  useTypeImports: true,
  enumsAsTypes: true,
  skipTypename: true,
};
const types = await operationTypes(schema, documents, config, { outputFile: "" });
const content = typeof types === "string" ? types : [...(types.prepend ?? []), types.content].join("\n");

const operations = documents.filter(({ location }) => location !== FRAGMENTS_FILE);
const entries = operations.map(({ location, document }) => {
  const { data, variables } = typeNamesOf(document);
  return `  readonly "${location}": { readonly data: ${data}; readonly variables: ${variables} };\n`;
});
mkdirSync(join(WEB, "generated"), { recursive: true });
writeFileSync(
  join(WEB, "generated/documents.ts"),
  `${HEAD}\n${content}\n/** A document's file -> the data of its answer, and its variables. */\nexport type PageDocuments = {\n${entries.join("")}};\n`,
);

/** A document of a page has one operation, with a name. */
function typeNamesOf({ definitions }: DocumentNode): { readonly data: string; readonly variables: string } {
  const [operation, ...others] = definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  if (operation?.kind !== Kind.OPERATION_DEFINITION || !operation.name || others.length > 0)
    throw new Error("A document of a page has one operation, with a name.");
  const kind = { query: "Query", mutation: "Mutation", subscription: "Subscription" }[operation.operation];
  return { data: `${operation.name.value}${kind}`, variables: `${operation.name.value}${kind}Variables` };
}
