// What a policy set is, and what it answers.
import type * as cedar from "@cedar-policy/cedar-wasm/nodejs";
import type { PersonFacts, Principal, Resource } from "./facts.ts";

/** A policy that is not valid: the hub must not start with it. The message names the file or policy and what is wrong. */
export class PolicyInvalid extends Error {
  override name = "PolicyInvalid";
}

export const messageOf = (errors: readonly cedar.DetailedError[]): string =>
  errors.map((error) => [error.message, error.help].filter(Boolean).join(" ")).join("; ");

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

export type PolicySchema = {
  readonly text: string;
  readonly json: object;
  /** Every action, groups too. */
  readonly actions: PolicyActions;
  /** Each action with the groups it is in, itself included. */
  readonly groups: ReadonlyMap<string, ReadonlySet<string>>;
  /** The names of attributes that are sets; an attribute of one name has one type throughout the schema. */
  readonly setAttributes: ReadonlySet<string>;
  /** As much of it as one action needs: partial evaluation parses the schema at every call, and most of its time goes there. */
  forAction(action: string): cedar.SchemaJson<string>;
  /** The name under which Cedar keeps it parsed. */
  preparsed(): string;
};

export type PolicySet = {
  readonly files: PolicyFiles;
  /** Twelve hexadecimal digits of the hash over schema and policies; stands on every event decided under it. */
  readonly version: string;
  /** The whole hash: what tells apart two sets of which somebody has made the first digits alike. */
  readonly digest: string;
  readonly schema: PolicySchema;
  readonly texts: ReadonlyMap<string, PolicyText>;
  /** Policy id to Cedar text, as Cedar's own calls want it. */
  readonly staticPolicies: Readonly<Record<string, string>>;
  /** Policy id to Cedar's own form of the text. */
  readonly forms: Readonly<Record<string, cedar.PolicyJson>>;
  /** The policies that can have a say on an action: all that its partial evaluation has to be given. */
  policiesOn(action: string): Readonly<Record<string, string>>;
  /**
   * The person with only those facts that policies on an action read, the others as of somebody without a role. People whose assignments
   * come to the same are then one viewer, decided for once.
   */
  viewerOf(person: PersonFacts, action: string): PersonFacts;
  decide(principal: Principal, action: string, resource: Resource): Decision;
  /**
   * The same, cached by what policies on the action read of either. It comes sooner the second time: not for things of which nobody may
   * learn that they are there.
   */
  decideCached(principal: Principal, action: string, resource: Resource): Decision;
};
