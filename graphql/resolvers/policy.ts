// The policy: its versions and texts, what another would change, and publishing one.
import type { PolicyFiles } from "../../policies/policy-set.ts";
import { entryOfPublication, type PublishedPolicy } from "../../projections/policy/policy.ts";
import { readPolicy } from "../../projections/policy/read-policy.ts";
import { type CandidateFile, simulatePolicy } from "../../projections/policy/simulate.ts";
import type { Context } from "../context.ts";
import { overRate } from "../rate.ts";
import { mutations, resultOf } from "./command.ts";
import { deed } from "./deed.ts";
import { type PageArgs, pagedByNumber } from "./page.ts";

const listOf = (files: PolicyFiles) => Object.entries(files).map(([name, text]) => ({ name, text }));

export const policyResolvers = {
  Query: {
    policyInForce(_: unknown, { at }: { at?: string | null }, { hub, viewer }: Context) {
      const versions = readPolicy(hub, viewer.facts);
      return at ? versions.at(new Date(at).toISOString()) : versions.inForce();
    },
    policyDraft: (_: unknown, __: unknown, { hub, viewer }: Context) => readPolicy(hub, viewer.facts).draft(),
    policyVersions(_: unknown, args: PageArgs, context: Context) {
      const { page } = readPolicy(context.hub, context.viewer.facts);
      return pagedByNumber(context, "policyVersions", args, page, entryOfPublication);
    },
    simulatePolicy(_: unknown, { files }: { files: readonly CandidateFile[] }, context: Context) {
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
  PolicyPublished: { policy: (_: unknown, __: unknown, { hub }: Context) => hub.policyVersions.queries().latest() },
  PolicyDraft: { files: ({ files }: { files: PolicyFiles }) => listOf(files) },
  PolicyVersion: {
    id: ({ version }: PublishedPolicy) => version,
    published: ({ by, at, reason }: PublishedPolicy) => ({ ...deed({ actor: by, at }), reason }),
    files: ({ version }: PublishedPolicy, _: unknown, { hub }: Context) =>
      listOf(hub.policyVersions.queries().files(version) ?? {}),
  },
};
