// graphql-js on plain Express, with the hub's schema: the fewest lines with which somebody would serve it. Documents are parsed and validated once.
import { makeExecutableSchema } from "@graphql-tools/schema";
import express from "express";
import { type DocumentNode, execute, parse, validate } from "graphql";
import { typeDefs } from "../../graphql/schema.ts";
import { preparedResolvers, serve } from "./prepared.ts";

serve((given) => {
  const schema = makeExecutableSchema({
    typeDefs: typeDefs(),
    resolvers: preparedResolvers(given),
    resolverValidationOptions: { requireResolversForResolveType: "ignore" },
  });
  const documents = new Map<string, DocumentNode>();
  function documentOf(query: string): DocumentNode {
    const known = documents.get(query);
    if (known) return known;
    const document = parse(query);
    const [fault] = validate(schema, document);
    if (fault) throw fault;
    documents.set(query, document);
    return document;
  }
  return express()
    .use(express.json())
    .post("/graphql", async ({ body: { query, variables } }, response) => {
      response.json(await execute({ schema, document: documentOf(query), variableValues: variables }));
    });
});
