// The policy: its versions and texts, what another would change, and publishing one.

import type { PolicyFiles } from "../../policies/engine/policy-set.ts";
import { entryOfPublication } from "../../projections/policy/policy.ts";
import { readPolicy } from "../../queries/policy/read-policy.ts";
import { simulatePolicy } from "../../queries/policy/simulate.ts";
import type { Resolvers } from "../generated/resolver-types.ts";
import { overRate } from "../rate.ts";
import { attribution } from "./attribution.ts";
import { mutations, resultOf } from "./command.ts";
import { pagedByNumber } from "./page.ts";
import { existing } from "./reference.ts";

const listOf = (files: PolicyFiles) => Object.entries(files).map(([name, text]) => ({ name, text }));

export const policyResolvers = {
  Query: {
    policyInForce(_, { at }, { hub, viewer }) {
      const versions = readPolicy(hub, viewer.facts);
      return at ? versions.at(new Date(at).toISOString()) : versions.inForce();
    },
    policyDraft: (_, __, { hub, viewer }) => readPolicy(hub, viewer.facts).draft(),
    policyVersions(_, args, context) {
      const { page } = readPolicy(context.hub, context.viewer.facts);
      return pagedByNumber(context, "policyVersions", args, page, entryOfPublication);
    },
    simulatePolicy(_, { files }, context) {
      const over = overRate(context, "simulations");
      if (over) throw over;
      return simulatePolicy(context.hub, context.viewer, files);
    },
  },
  Mutation: mutations(
    ["publishPolicy"],
    ({ hub }, name, input, asking) => hub.services.policy.execute(name, input, asking),
    () => ({}),
  ),
  PolicyResult: resultOf("PolicyPublished"),
  PolicyPublished: { policy: (_, __, { hub }) => existing(hub.policyVersions.queries().latest(), "policy") },
  PolicyDraft: { files: ({ files }) => listOf(files) },
  PolicyVersion: {
    id: ({ version }) => version,
    published: ({ by, at, reason }) => ({ ...attribution({ actor: by, at }), reason }),
    files: ({ version }, _, { hub }) => listOf(hub.policyVersions.queries().files(version) ?? {}),
  },
} satisfies Resolvers;
