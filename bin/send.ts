// One command of an import, sent to the hub.
import type { Client } from "./client.ts";
import type { Refused } from "./import-lines.ts";

type Result = { readonly result: { readonly code?: string; readonly message?: string; readonly field?: string } };

const REFUSED = "... on Refused { code message field }";
const mutation = (name: string, type: string) =>
  `mutation($input: ${type}!) { result: ${name}(input: $input) { __typename ${REFUSED} } }`;

/** Nothing to say, or why it was refused. Throws CommandFailed when the hub cannot be asked at all. */
export async function send(
  client: Client,
  name: string,
  input: Record<string, unknown>,
): Promise<Omit<Refused, "line"> | undefined> {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  const { result } = await client.ask<Result>(mutation(name, type), { input });
  return result.code ? { code: result.code, message: result.message ?? "", field: result.field } : undefined;
}
