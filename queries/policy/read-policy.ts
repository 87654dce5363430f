// Reads versions of the policy for one viewer: policy also decides on its own text. People who may publish a policy may read all.
import { isDeepStrictEqual } from "node:util";
import type { PersonFacts } from "../../policies/engine/facts.ts";
import { readPolicyFiles, SCHEMA_FILE } from "../../policies/engine/policy.ts";
import { actionNames, readSchema } from "../../policies/engine/policy-schema.ts";
import type { PolicyFiles, PolicySchema, PolicySet, PolicyText } from "../../policies/engine/policy-set.ts";
import type { PolicyDifference } from "../../policies/review/compare-sight.ts";
import type { PolicyDraft } from "../../policies/review/release.ts";
import type { NumberedEntry } from "../../projections/numbered-entry.ts";
import { entryOfPublication, type PolicyQueries, type PublishedPolicy } from "../../projections/policy/policy.ts";
import type { Follower } from "../../projections/runtime/follower.ts";
import { THE_POLICY } from "../../services/policy/service.ts";
import { compareFiles, compileReadable, type PolicyComparisons } from "./policy-differences.ts";

type PolicyReadDeps = {
  readonly policy: PolicySet;
  readonly policies: { draft(): PolicyDraft; now(): PolicySet };
  readonly policyVersions: Follower<PolicyQueries>;
  readonly policyComparisons: PolicyComparisons;
};

/** Undefined, or an empty page, if the viewer may not read it or there is none. */
export function readPolicy({ policy, policies, policyVersions, policyComparisons }: PolicyReadDeps, facts: PersonFacts) {
  const permits = (action: string) => policy.decideCached({ type: "Person", facts }, action, THE_POLICY).allowed;
  const may = (action: "readPolicy" | "readPolicyHistory") => [action, "publishPolicy"].some(permits);
  return {
    mayPublish: (): boolean => permits("publishPolicy"),
    /** The draft, if somebody who may publish it would approve something by that. */
    toApprove(): PolicyDraft | undefined {
      if (!permits("publishPolicy")) return undefined;
      const draft = policies.draft();
      const inForce = policyFilesOf({ policyVersions }, draft.basedOn);
      // A draft with the same policies can have other comments, spaces or file names. There is nothing to approve in it.
      const isSame = isDeepStrictEqual(draft.files, inForce) || compareFiles(inForce, draft.files, policies.now())?.length === 0;
      return isSame ? undefined : draft;
    },
    /** How a version differs from the one before it. Undefined if there is none, or one of both cannot be read, by the viewer or by this version of the hub. */
    differences(publication: PublishedPolicy): readonly PolicyDifference[] | undefined {
      if (!may("readPolicyHistory")) return undefined;
      const [former] = policyVersions.queries().page(entryOfPublication(publication), 1) ?? [];
      if (!former) return undefined;
      return policyComparisons.getOrMake(`${former.version} ${publication.version}`, () => {
        const [before, after] = [former, publication].map(({ version }) => policyFilesOf({ policyVersions }, version));
        return compareFiles(before, after, policy);
      });
    },
    inForce: (): PublishedPolicy | undefined => (may("readPolicy") ? policyVersions.queries().latest() : undefined),
    draft: (): PolicyDraft | undefined => (may("readPolicy") ? policies.draft() : undefined),
    at: (instant: string): PublishedPolicy | undefined =>
      may("readPolicyHistory") ? policyVersions.queries().at(instant) : undefined,
    page: (after: NumberedEntry | undefined, limit: number): readonly PublishedPolicy[] | undefined =>
      may("readPolicyHistory") ? policyVersions.queries().page(after, limit) : [],
    entryOf: entryOfPublication,
  };
}

/** Returns the last published version, for the person who published it. */
export const latestPolicy = ({ policyVersions }: Pick<PolicyReadDeps, "policyVersions">): PublishedPolicy | undefined =>
  policyVersions.queries().latest();

/** Returns the text of a version that the viewer may read; undefined if it was never in force. */
export const policyFilesOf = (
  { policyVersions }: Pick<PolicyReadDeps, "policyVersions">,
  version: string,
): PolicyFiles | undefined => policyVersions.queries().files(version);

/** Returns the texts of its policies; undefined if this version of the hub cannot read a policy that an earlier one published. */
export const policyTexts = (files: PolicyFiles | undefined, like: PolicySet): ReadonlyMap<string, PolicyText> | undefined =>
  compileReadable(files, like)?.texts;

/** The same for a version that was in force. Its prohibitions may have the release's text, by which the hub decides. */
export const policyTextsOf = (hub: Pick<PolicyReadDeps, "policy" | "policyVersions">, version: string) =>
  version === hub.policy.version ? hub.policy.texts : policyTexts(policyFilesOf(hub, version), hub.policy);

/** Returns the schema of a folder's policy, or of the shipped one if no folder is named. Throws PolicyInvalid. */
export const policySchema = (dir?: string): PolicySchema => readSchema(readPolicyFiles(dir)[SCHEMA_FILE] ?? "");

/** Returns every action of the policy's schema, without groups. */
export const policyActions = ({ actions }: Pick<PolicySchema, "actions">): ReadonlySet<string> => new Set(actionNames(actions));
