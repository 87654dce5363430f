// What a policy set is, and what it answers.
import type { PersonFacts, Principal, Resource } from "./facts.ts";

/**
 * One policy as people read it: its `@id`, whether it permits or forbids, and its `@reason`. `challenge` says how to challenge what it
 * decides; every policy on reading a concern or the terms of a share has it.
 */
export type PolicyText = {
  readonly id: string;
  readonly effect: "permit" | "forbid";
  readonly reason: string;
  readonly challenge?: string;
};

/** A decision with the policies that determined it. `allowed: false` with none means that no policy permits it. */
export type Decision = { readonly allowed: boolean; readonly policies: readonly PolicyText[] };

/** A policy set as written: `candour.cedarschema` and every `*.cedar`, by file name. */
export type PolicyFiles = Readonly<Record<string, string>>;

/** The actions of a schema: who may do each to what, and the groups that it is in. */
export type PolicyActions = Readonly<
  Record<
    string,
    {
      readonly appliesTo?: { readonly principalTypes: readonly string[]; readonly resourceTypes: readonly string[] };
      readonly memberOf?: readonly { id: string }[];
    }
  >
>;

export type PolicySet = {
  readonly files: PolicyFiles;
  /** Twelve hexadecimal digits of the hash over schema and policies; stands on every event decided under it. */
  readonly version: string;
  /** The whole hash: what tells apart two sets of which somebody has made the first digits alike. */
  readonly digest: string;
  readonly schema: string;
  /** Every action of the schema, groups too. */
  readonly actions: PolicyActions;
  readonly texts: ReadonlyMap<string, PolicyText>;
  /** Policy id to Cedar text, as Cedar's own calls want it. */
  readonly staticPolicies: Readonly<Record<string, string>>;
  /** Those of them that can have a say on an action: all that its partial evaluation has to be given. */
  policiesOn(action: string): Readonly<Record<string, string>>;
  /**
   * The person as policies on an action tell people apart: without their id, where no policy looks at who somebody is but only at what
   * they are assigned to. People whose assignments come to the same are then one viewer, decided for once.
   */
  viewerOf(person: PersonFacts, action: string): PersonFacts;
  decide(principal: Principal, action: string, resource: Resource): Decision;
  /**
   * The same, remembered by what policies on the action look at of either. It comes sooner the second time: not for things of which nobody
   * may learn that they are there.
   */
  decideOnce(principal: Principal, action: string, resource: Resource): Decision;
};
