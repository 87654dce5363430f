// The command line's way to a running hub: GraphQL over HTTP with a bearer token, like any caller.

import { demonstrationPeople } from "../demonstration/people.ts";
import type { Config } from "../hub/config.ts";
import { openDataFolder } from "../hub/data-folder.ts";
import { developmentIssuer } from "../hub/development-issuer.ts";

/** Something the person at the command line should read; printed without a trace. */
export class CommandFailed extends Error {
  override name = "CommandFailed";
}

export type Client = {
  /** The answer's data. Throws CommandFailed with the hub's own sentence when there is none. */
  ask<Data>(query: string, variables?: Record<string, unknown>): Promise<Data>;
};

export function clientFor(url: string, token: string): Client {
  return {
    async ask<Data>(query: string, variables: Record<string, unknown> = {}): Promise<Data> {
      const response = await fetch(new URL("/graphql", url), {
        method: "POST",
        headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
        body: JSON.stringify({ query, variables }),
      }).catch(() => {
        throw new CommandFailed(`No hub answers at ${url}. Start one with npm start, or name it with --url.`);
      });
      const answer = (await response.json().catch(() => ({}))) as { data?: Data; errors?: { message: string }[] };
      if (answer.errors?.length || !answer.data)
        throw new CommandFailed(answer.errors?.map(({ message }) => message).join(" ") ?? "The hub gave no answer.");
      return answer.data;
    },
  };
}

/** A token for a demonstration person, in development. Throws CommandFailed for an unknown one and ConfigInvalid in production. */
export async function tokenFor(config: Config, person: string): Promise<string> {
  const issuer = await developmentIssuer(config, openDataFolder(config).issuerKeyFile);
  if (!demonstrationPeople.some(({ id }) => id === person))
    throw new CommandFailed(`There is no demonstration person "${person.slice(0, 40)}". See: npm run --silent candour -- people`);
  return issuer.token(person);
}
