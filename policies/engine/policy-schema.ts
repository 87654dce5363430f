// The schema of policies, parsed once for all policy sets that use it.
import { createHash } from "node:crypto";
import * as cedar from "@cedar-policy/cedar-wasm/nodejs";
import { PolicyInvalid } from "./policy-invalid.ts";
import { messageOf, type PolicyActions, type PolicySchema } from "./policy-set.ts";

type Attributes = Readonly<Record<string, { readonly type: string }>>;
type Json = {
  readonly ""?: {
    readonly entityTypes: Readonly<Record<string, { readonly shape?: { readonly attributes?: Attributes } }>>;
    readonly actions: PolicyActions;
  };
};

/** Throws PolicyInvalid. */
function parseSchema(text: string): PolicySchema["json"] {
  const answer = cedar.schemaToJson(text);
  if (answer.type === "failure") throw new PolicyInvalid(messageOf(answer.errors));
  return answer.json;
}

/** `json` is the parsed text. Throws PolicyInvalid. */
export function readSchema(text: string, json: PolicySchema["json"] = parseSchema(text)): PolicySchema {
  const { entityTypes = {}, actions = {} } = (json as Json)[""] ?? {};
  const groups = groupsOf(actions);
  const attributes = Object.values(entityTypes).flatMap(({ shape }) => Object.entries(shape?.attributes ?? {}));
  const byAction = new Map<string, cedar.SchemaJson<string>>();
  const digest = createHash("sha256").update(text).digest("hex");
  const preparsed = new Set<string>();

  /** The actions, with their groups and types, and nothing else. */
  function forActions(names: readonly string[]): cedar.SchemaJson<string> {
    const applied = names.flatMap((name) => actions[name]?.appliesTo ?? []);
    const types = applied.flatMap(({ principalTypes, resourceTypes }) => [...principalTypes, ...resourceTypes]);
    const withGroups = names.flatMap((name) => [...(groups.get(name) ?? [])]);
    const part = { entityTypes: pick(entityTypes, types), actions: pick(actions, withGroups) };
    return { "": part } as unknown as cedar.SchemaJson<string>;
  }

  function forAction(action: string): cedar.SchemaJson<string> {
    const schema = byAction.get(action) ?? forActions([action]);
    byAction.set(action, schema);
    return schema;
  }

  return {
    ...{ text, json, actions, groups, forAction, forActions },
    setAttributes: new Set(attributes.filter(([, { type }]) => type === "Set").map(([name]) => name)),
    preparsedFor(action) {
      const name = `${digest} ${action}`;
      if (preparsed.has(name)) return name;
      const parsed = cedar.preparseSchema(name, forAction(action));
      if (parsed.type === "failure") throw new PolicyInvalid(messageOf(parsed.errors));
      preparsed.add(name);
      return name;
    },
  };
}

/** Action -> the groups that contain it, including itself. */
export function groupsOf(actions: PolicyActions): ReadonlyMap<string, ReadonlySet<string>> {
  const within = (name: string): string[] => [name, ...(actions[name]?.memberOf ?? []).flatMap(({ id }) => within(id))];
  return new Map(Object.keys(actions).map((name) => [name, new Set(within(name))]));
}

/** The actions without groups. */
export const actionNames = (actions: PolicyActions): readonly string[] =>
  Object.keys(actions).filter((name) => (actions[name]?.appliesTo?.resourceTypes.length ?? 0) > 0);

/** Returns the actions of a group; for an action, itself. */
export const actionsWithin = ({ actions, groups }: PolicySchema, group: string): readonly string[] =>
  actionNames(actions).filter((name) => groups.get(name)?.has(group));

const pick = <T>(all: Readonly<Record<string, T>>, names: readonly string[]) =>
  Object.fromEntries(Object.entries(all).filter(([name]) => names.includes(name)));
