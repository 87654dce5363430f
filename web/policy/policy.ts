// The versions of the policy, for those who may read former ones.
import { definePage } from "../page.ts";

export const POLICY_PATH = "/policy";

export const policyPage = definePage({
  path: POLICY_PATH,
  document: "policy/policy.graphql",
  template: "policy/policy.njk",
  variables: ({ address }) => ({ after: address.after ?? null }),
  // There is always a version: who reads none may read none.
  present: ({ viewer, policyVersions }, { address }) =>
    policyVersions.nodes.length > 0 || address.after !== undefined
      ? {
          title: "Versions of the policy",
          versions: policyVersions,
          isFirstPage: address.after === undefined,
          mayApprove: viewer.policyToApprove !== null,
          mayChange: viewer.mayPublishPolicy && viewer.policyToApprove === null,
        }
      : undefined,
});

/** One version, by the instant at which it was published. */
export const policyVersion = definePage({
  path: `${POLICY_PATH}/versions/:at`,
  document: "policy/version.graphql",
  template: "policy/version.njk",
  variables: ({ address }) => ({ at: address.at ?? "" }),
  present: ({ policyInForce }) =>
    policyInForce && {
      title: "A version of the policy",
      back: { href: POLICY_PATH, text: "All versions of the policy" },
      version: policyInForce,
    },
});
