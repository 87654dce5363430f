// The policy: its versions and texts, the simulation of another one, and its publication.
import { attribution } from "../../queries/attribution.ts";
import { latestPolicy, policyFilesOf, readPolicy } from "../../queries/policy/read-policy.ts";
import { simulatePolicy } from "../../queries/policy/simulate.ts";
import type { Resolvers } from "../generated/resolver-types.ts";
import { overRate } from "../rate.ts";
import { mutations, resultOf } from "./command.ts";
import { pagedByNumber } from "./page.ts";
import { existing } from "./reference.ts";

const listOf = (files: Readonly<Record<string, string>>) => Object.entries(files).map(([name, text]) => ({ name, text }));

export const policyResolvers = {
  Query: {
    policyInForce(_, { at }, { hub, viewer }) {
      const versions = readPolicy(hub, viewer.facts);
      return at ? versions.at(new Date(at).toISOString()) : versions.inForce();
    },
    policyDraft: (_, __, { hub, viewer }) => readPolicy(hub, viewer.facts).draft(),
    policyVersions(_, args, context) {
      const { page, entryOf } = readPolicy(context.hub, context.viewer.facts);
      return pagedByNumber(context, "policyVersions", args, page, entryOf);
    },
    simulatePolicy(_, { files }, context) {
      const over = overRate(context.rates, "simulations");
      if (over) throw over;
      // It takes seconds, and an operation that fails elsewhere is executed twice.
      return context.shared(`simulatePolicy ${JSON.stringify(files)}`, () => simulatePolicy(context.hub, context.viewer, files));
    },
  },
  Mutation: mutations(
    ["publishPolicy"],
    ({ policy }) => policy,
    () => ({}),
  ),
  PolicyResult: resultOf("PolicyPublished"),
  PolicyPublished: { policy: (_, __, { hub }) => existing(latestPolicy(hub), "policy") },
  Viewer: {
    mayPublishPolicy: ({ facts }, _, { hub }) => readPolicy(hub, facts).mayPublish(),
    policyToApprove: ({ facts }, _, { hub }) => readPolicy(hub, facts).toApprove(),
  },
  PolicyDraft: { files: ({ files }) => listOf(files) },
  PolicyVersion: {
    id: ({ version }) => version,
    published: ({ by, at, reason }) => ({ ...attribution({ actor: by, at }, {}), reason }),
    files: ({ version }, _, { hub }) => listOf(policyFilesOf(hub, version) ?? {}),
    differences: (publication, _, { hub, viewer }) => readPolicy(hub, viewer.facts).differences(publication),
  },
} satisfies Resolvers;
