// Sends commands to a hub over HTTP, as a caller writes them.
import { getNamedType, isCompositeType, isObjectType, isUnionType } from "graphql";
import { buildSchema } from "../../graphql/schema.ts";
import type { TestHub } from "./test-hub.ts";

/** The result of a command, for any outcome. */
export type Outcome = {
  readonly __typename: string;
  readonly code?: string;
  readonly field?: string | null;
  readonly message?: string;
  readonly id?: string;
  readonly position?: string;
  readonly recorded?: boolean;
  readonly created?: string | null;
};
export type Result = { readonly result: Outcome };

const commands = buildSchema().getMutationType()?.getFields() ?? {};

/** The type that a command answers with when it is carried out. */
function changedBy(name: string) {
  const result = getNamedType(commands[name]?.type);
  const changed = isUnionType(result) ? result.getTypes().find((type) => type.name !== "Refused") : undefined;
  if (!isObjectType(changed)) throw new Error(`There is no command ${name}.`);
  return changed;
}

/** Returns the document of a command; `also` selects fields of the changed record. */
export function mutation(name: string, also = ""): string {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  return `mutation($input: ${type}!) { result: ${name}(input: $input) { __typename ... on Refused { code field message } ${also} } }`;
}

/** The same, with every field of the changed record. */
export function wholeMutation(name: string): string {
  const changed = changedBy(name);
  const fields = Object.values(changed.getFields()).map((field) =>
    isCompositeType(getNamedType(field.type)) ? `${field.name} { __typename }` : field.name,
  );
  return mutation(name, `... on ${changed.name} { ${fields.join(" ")} }`);
}

let keys = 0;

/** Sends a command with a new idempotency key, unless the input has one. */
export async function command(hub: TestHub, person: string, name: string, input: object): Promise<Outcome> {
  keys += 1;
  const variables = { input: { idempotencyKey: `key-${keys}`, ...input } };
  const { body } = await hub.ask<Result>(person, wholeMutation(name), variables);
  if (!body.data) throw new Error(`${name}: ${JSON.stringify(body.errors)}`);
  return body.data.result;
}

/** The same for a command that must not be refused. Returns the id of the changed record, if it has one. */
export async function done(hub: TestHub, person: string, name: string, input: object): Promise<string> {
  const { code, message, id } = await command(hub, person, name, input);
  if (code) throw new Error(`${name} was refused, ${code}: ${message}`);
  return id ?? "";
}
