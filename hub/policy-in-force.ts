// The policy in force: the last one published on the log, on each node as soon as the node has applied it.

import { boundedCache } from "../caching/cache.ts";
import type { PolicyFiles, PolicySet } from "../policies/engine/policy-set.ts";
import { type Rights, rightsUnder } from "../policies/engine/rights.ts";
import { type PolicyDraft, policyIds, underRelease } from "../policies/review/release.ts";
import type { PolicyQueries } from "../projections/policy/policy.ts";
import type { Follower } from "../projections/runtime/follower.ts";
import { inForceNow, type PolicyAtStart, type PolicySettings, policyAtStart } from "./policy-at-start.ts";

export type Policies = {
  /** Decides by the policy in force at each call. */
  readonly inForce: PolicySet;
  /** A snapshot of the policy in force. */
  now(): PolicySet;
  /** The policy in force at an instant (ISO 8601, UTC); undefined before the first one. Throws PolicyInvalid if this code cannot read it. */
  at(instant: string): PolicyThen | undefined;
  /** The draft for a change: the policy in force with the additions of this version of the hub, including permissions. */
  draft(): PolicyDraft;
  /** The policy that this hub started with. */
  readonly started: PolicyAtStart;
  /** From now on takes the policy in force from the read model. */
  follow(versions: Follower<PolicyQueries>): void;
};

/** A policy that does not change, with the rights that it gives. */
type PolicyThen = { readonly policy: PolicySet; readonly rights: Rights };

/** Throws as policyAtStart. */
export const openPolicies = async (settings: PolicySettings): Promise<Policies> =>
  policiesFrom(await policyAtStart(settings), settings.shipped);

/** `started`: the policy that this hub started with. */
export function policiesFrom(started: PolicyAtStart, shipped: PolicySet): Policies {
  const compiled = boundedCache<string, PolicySet>(MAX_COMPILED);
  const compiledThen = boundedCache<string, PolicyThen>(MAX_COMPILED);
  let versions: Follower<PolicyQueries> | undefined;
  let current = started.set;
  let lastDraft: PolicyDraft | undefined;

  function inForce(): PolicySet {
    // Until the read model is built, this hub has applied no newer policy than the one read at the start.
    if (versions && versions.status().state !== "building") {
      const queries = versions.queries();
      const version = queries.inForce();
      if (version !== undefined && version !== current.version) {
        compiled.set(current.version, current);
        current = compiled.getOrMake(version, () => inForceNow(version, queries.files(version) ?? {}, shipped));
      }
    }
    return current;
  }

  return {
    inForce: asNow(inForce),
    now: inForce,
    at(instant) {
      const queries = versions?.queries();
      const version = queries?.at(new Date(instant).toISOString())?.version;
      if (!queries || version === undefined) return undefined;
      const now = inForce();
      if (version === now.version) return compiledThen.getOrMake(`now ${version}`, () => withRights(now));
      return compiledThen.getOrMake(version, () => withRights(inForceThen(version, queries.files(version) ?? {}, shipped)));
    },
    draft() {
      const { version } = inForce();
      if (lastDraft?.basedOn === version) return lastDraft;
      const recorded = versions?.queries().files(version);
      const published = recorded ?? {};
      // Policies that are published while this hub runs are based on its shipped policy.
      const files = version === started.set.version ? started.draft : published;
      const draft = {
        basedOn: version,
        files,
        added: [...policyIds(files, shipped).difference(policyIds(published, shipped))],
      };
      if (recorded) lastDraft = draft;
      return draft;
    },
    started,
    follow(follower) {
      versions = follower;
    },
  };
}

/** Delegates each use to the policy in force at that time. */
const asNow = (now: () => PolicySet): PolicySet => ({
  get files() {
    return now().files;
  },
  get version() {
    return now().version;
  },
  get digest() {
    return now().digest;
  },
  get schema() {
    return now().schema;
  },
  get texts() {
    return now().texts;
  },
  get textsByFile() {
    return now().textsByFile;
  },
  get staticPolicies() {
    return now().staticPolicies;
  },
  get forms() {
    return now().forms;
  },
  get templates() {
    return now().templates;
  },
  policiesOn: (action) => now().policiesOn(action),
  viewerOf: (person, action) => now().viewerOf(person, action),
  decide: (...question) => now().decide(...question),
  decideCached: (...question) => now().decideCached(...question),
});

/** Compiling takes up to a tenth of a second. */
const MAX_COMPILED = 8;

const withRights = (policy: PolicySet): PolicyThen => ({ policy, rights: rightsUnder(policy) });

/** Decides as the policy did when it was in force, with facts as this version of the hub derives them. Throws PolicyInvalid if they do not fit its schema. */
const inForceThen = (version: string, files: PolicyFiles, shipped: PolicySet): PolicySet => ({
  ...underRelease(files, shipped, { forbids: false }),
  version,
});
