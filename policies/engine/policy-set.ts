// The types of a policy set and of its decisions.
import type * as cedar from "@cedar-policy/cedar-wasm/nodejs";
import type { BoundedCache } from "../../caching/cache.ts";
import type { Residual } from "./condition.ts";
import type { PersonFacts, Principal, Resource } from "./facts.ts";

export const messageOf = (errors: readonly cedar.DetailedError[]): string =>
  errors.map((error) => [error.message, error.help].filter(Boolean).join(" ")).join("; ");

/**
 * A policy's description for people: its `@id`, whether it permits or forbids, and its `@reason`. `challenge` says how to challenge its
 * decisions; every policy on reading a concern or the terms of a share has it.
 */
export type PolicyText = {
  readonly id: string;
  readonly effect: "permit" | "forbid";
  readonly reason: string;
  readonly challenge?: string;
};

/** A decision with the policies that determined it. `allowed: false` with none means that no policy permits it. */
export type Decision = { readonly allowed: boolean; readonly policies: readonly PolicyText[] };

/** The source of a policy set: `candour.cedarschema` and every `*.cedar`, by file name. */
export type PolicyFiles = Readonly<Record<string, string>>;

/** The actions of a schema: the types of principal and resource of each, and its groups. */
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
  readonly json: cedar.SchemaJson<string>;
  /** Every action, including groups. */
  readonly actions: PolicyActions;
  /** Action -> the groups that contain it, including itself. */
  readonly groups: ReadonlyMap<string, ReadonlySet<string>>;
  /** The names of attributes that are sets; attributes with the same name have the same type throughout the schema. */
  readonly setAttributes: ReadonlySet<string>;
  /** The part of the schema that one action needs. Partial evaluation parses it at every call, and a decision checks all of it. */
  forAction(action: string): cedar.SchemaJson<string>;
  /** The part that several actions need. */
  forActions(actions: readonly string[]): cedar.SchemaJson<string>;
  /** The name under which Cedar caches the parsed schema for an action. Throws PolicyInvalid. */
  preparsedFor(action: string): string;
};

export type PolicySet = {
  readonly files: PolicyFiles;
  /** The first twelve hexadecimal digits of the hash over schema and policies; every event decided under the set has it. */
  readonly version: string;
  /** The whole hash, which differs even if somebody has constructed two sets with the same first digits. */
  readonly digest: string;
  readonly schema: PolicySchema;
  readonly texts: ReadonlyMap<string, PolicyText>;
  /** File name -> the Cedar text of each of its policies. */
  readonly textsByFile: Readonly<Record<string, readonly string[]>>;
  /** Policy id -> Cedar text, in the form for Cedar's calls. */
  readonly staticPolicies: Readonly<Record<string, string>>;
  /** Policy id -> Cedar's JSON form. */
  readonly forms: Readonly<Record<string, cedar.PolicyJson>>;
  /** The policies that can apply to an action: all that its partial evaluation needs. */
  policiesOn(action: string): Readonly<Record<string, string>>;
  /**
   * Returns the person with only the facts that policies on an action read; the other facts are those of a person without a role. People with equal
   * reduced facts are then one viewer with one decision.
   */
  viewerOf(person: PersonFacts, action: string): PersonFacts;
  /** Action and facts with placeholders, as text -> the residual (residual-template.ts). */
  readonly templates: Pick<BoundedCache<string, Residual>, "getOrMake">;
  decide(principal: Principal, action: string, resource: Resource): Decision;
  /**
   * The same, cached by the attributes of principal and resource that policies on the action read. A cached decision is faster, so it must not be used for
   * resources whose existence is confidential.
   */
  decideCached(principal: Principal, action: string, resource: Resource): Decision;
};
