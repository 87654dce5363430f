// Yoga on Express, as in Yoga's documentation, with the hub's schema.
import express from "express";
import { createSchema, createYoga } from "graphql-yoga";
import { typeDefs } from "../../graphql/schema.ts";
import { preparedResolvers, serve } from "./prepared.ts";

serve((given) => {
  const schema = createSchema({
    typeDefs: typeDefs(),
    resolvers: preparedResolvers(given),
    resolverValidationOptions: { requireResolversForResolveType: "ignore" },
  });
  const yoga = createYoga({ schema, logging: false });
  return express().use(yoga.graphqlEndpoint, yoga);
});
