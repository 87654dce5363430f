// A policy set with only as much of its schema as one action needs. Partial evaluation parses the whole schema it is given at every call,
// and most of its time goes there: who works through every action of a set has each abridged once.
import * as cedar from "@cedar-policy/cedar-wasm/nodejs";
import { PolicyInvalid } from "./policy.ts";
import type { PolicySet } from "./policy-set.ts";
import { groupsOf } from "./scopes.ts";

type Action = {
  readonly appliesTo?: { readonly principalTypes: readonly string[]; readonly resourceTypes: readonly string[] };
  readonly memberOf?: readonly { readonly id: string }[];
};
type Whole = {
  readonly ""?: {
    readonly entityTypes: Readonly<Record<string, unknown>>;
    readonly actions: Readonly<Record<string, Action>>;
  };
};

/** A set with part of its schema, in the form in which Cedar reads it quickest. Good for its residuals alone. */
export type Abridged = Omit<PolicySet, "schema"> & { readonly schema: cedar.SchemaJson<string> };

/** The set as it is for one action: the action with its groups, and the types it applies to. */
export function abridging(policy: PolicySet): (action: string) => Abridged {
  const answer = cedar.schemaToJson(policy.schema);
  if (answer.type === "failure") throw new PolicyInvalid(answer.errors.map(({ message }) => message).join("; "));
  const { entityTypes = {}, actions = {} } = (answer.json as Whole)[""] ?? {};
  const groups = groupsOf(actions);
  const known = new Map<string, Abridged>();
  return (action) => {
    const found = known.get(action) ?? { ...policy, schema: abridged(action) };
    known.set(action, found);
    return found;
  };

  function abridged(action: string): cedar.SchemaJson<string> {
    const { principalTypes = [], resourceTypes = [] } = actions[action]?.appliesTo ?? {};
    const types = [...principalTypes, ...resourceTypes];
    const within = [...(groups.get(action) ?? [])];
    return {
      "": { entityTypes: some(entityTypes, types), actions: some(actions, within) },
    } as unknown as cedar.SchemaJson<string>;
  }
}

const some = <T>(all: Readonly<Record<string, T>>, names: readonly string[]) =>
  Object.fromEntries(Object.entries(all).filter(([name]) => names.includes(name)));
