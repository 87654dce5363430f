// The demonstration's people, using a hub behind the proxy: each signs in once through the identity provider.
import { randomUUID } from "node:crypto";
import { awareness, concern } from "../../../examples/api-inputs.ts";
import { mutation, type Result } from "../../send-command.ts";
import type { Client, Reply } from "../tls-client.ts";

/** The council of the demonstration's chief executive: a hub in production has no invented councils. */
export const COUNCIL = "E06000017";

/** `signIn` returns a person's token. */
export function peopleAt(client: Client, signIn: (person: string) => Promise<string>) {
  const tokens = new Map<string, string>();
  async function tokenOf(person: string): Promise<string> {
    const token = tokens.get(person) ?? (await signIn(person));
    tokens.set(person, token);
    return token;
  }
  async function post(person: string, query: string, variables: object = {}, accept = "application/json"): Promise<Reply> {
    const headers = { "content-type": "application/json", accept, authorization: `Bearer ${await tokenOf(person)}` };
    return client.send("/graphql", { method: "POST", headers, body: JSON.stringify({ query, variables }) });
  }
  async function ask<Data>(person: string, query: string, variables: object = {}): Promise<Data> {
    const answered = await (await post(person, query, variables)).text();
    const { data, errors } = JSON.parse(answered);
    if (errors) throw new Error(answered);
    return data;
  }
  /** Sends a command. Returns the id of the concern, if `also` selects it. Throws if the command is refused. */
  async function command(person: string, name: string, input: object, also = "... on ConcernChanged { id }"): Promise<string> {
    const variables = { input: { idempotencyKey: randomUUID(), ...input } };
    const { result } = await ask<Result>(person, mutation(name, also), variables);
    if (result.code) throw new Error(`${name} was refused, ${result.code}: ${result.message}`);
    return result.id ?? "";
  }
  const SUMMARY = "query($id: ID!) { concern(id: $id) { summary { text } } }";
  return {
    ...{ tokenOf, post, ask, command },
    logConcern: (summary: string) => command("adviser", "logConcern", { ...concern, council: COUNCIL, summary }),
    tellCouncil: (id: string) => command("adviser", "recordAwareness", { ...awareness, concern: id }),
    /** The concern's summary; undefined for a person who may not see it. */
    summarySeenBy: async (person: string, id: string) =>
      (await ask<{ readonly concern: { readonly summary: { readonly text: string } } | null }>(person, SUMMARY, { id })).concern
        ?.summary.text,
  };
}
