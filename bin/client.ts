// The command line's client of a running hub: GraphQL over HTTP with a bearer token, like any other client.

import { dirname } from "node:path";
import { setTimeout } from "node:timers/promises";
import { demonstrationPeople } from "../demonstration/people.ts";
import type { Config } from "../hub/config.ts";

/** An error with a message for the user of the command line, which is printed without a stack trace. */
export class CommandFailed extends Error {
  override name = "CommandFailed";
}

export type Client = {
  /** Returns the response's data. Throws CommandFailed with the hub's message if there is none. */
  ask<Data>(query: string, variables?: Record<string, unknown>): Promise<Data>;
};

/** Concurrent commands share the wait when the hub is busy. */
export function clientFor(url: string, token: string, wait: WaitForRetry = waiting()): Client {
  return {
    async ask<Data>(query: string, variables: Record<string, unknown> = {}): Promise<Data> {
      for (;;) {
        const response = await post(url, "/graphql", token, { query, variables }, wait);
        const { data, errors } = (await response.json().catch(() => ({}))) as Answer<Data>;
        const seconds = errors?.find(({ extensions }) => extensions?.code === "RATE_LIMITED")?.extensions?.retryAfterSeconds;
        if (data && !errors?.length) return data;
        if (!seconds)
          throw new CommandFailed(errors?.map(({ message }) => message).join(" ") ?? "The hub did not answer. Try again.");
        await wait(seconds);
      }
    },
  };
}

type Answer<Data> = {
  readonly data?: Data;
  readonly errors?: readonly {
    readonly message: string;
    readonly extensions?: { readonly code?: string; readonly retryAfterSeconds?: number };
  }[];
};

type WaitForRetry = (seconds: number) => Promise<void>;

/** Prints on stderr that the client waits, once for all concurrent commands. */
export function waiting(): WaitForRetry {
  let current: Promise<void> | undefined;
  return (seconds) => {
    current ??= (async () => {
      console.error(`The hub is busy. Trying again in ${seconds === 1 ? "1 second" : `${seconds} seconds`}.`);
      await setTimeout(seconds * 1000);
      current = undefined;
    })();
    return current;
  };
}

/** Sends JSON to the hub, and retries when the hub says to wait. Throws CommandFailed if no hub answers. */
export async function post(
  url: string,
  path: string,
  token: string,
  body: object,
  wait: WaitForRetry = waiting(),
  accept = "*/*",
): Promise<Response> {
  for (;;) {
    const response = await fetch(new URL(path, url), {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}`, accept },
      body: JSON.stringify(body),
    }).catch(() => {
      throw new CommandFailed(`No hub answers at ${url}. Start one with npm start, or give its address with --url.`);
    });
    const seconds = Number(response.headers.get("retry-after"));
    if (response.status !== 429 || !(seconds > 0)) return response;
    await response.body?.cancel();
    await wait(seconds);
  }
}

/** Issues a token in development. Throws CommandFailed for an unknown person or without a hub, ConfigInvalid in production. */
export async function tokenFor(config: Config, person: string): Promise<string> {
  const { dataPaths, hasHub, makeFolder, noHubIn } = await import("../hub/folder/data-folder.ts");
  const { developmentIssuer, refuseUnlessDevelopment } = await import("../hub/sign-in/development-issuer.ts");
  refuseUnlessDevelopment(config);
  if (!demonstrationPeople.some(({ id }) => id === person))
    throw new CommandFailed(
      `There is no demonstration person "${person.slice(0, 40)}". To see who there is, run: npm run --silent candour -- people`,
    );
  // Creates nothing without a hub: no hub would accept a token signed with a new key, and a new folder would look like a hub's.
  if (!hasHub(config)) throw new CommandFailed(noHubIn(config));
  // Creates at most the issuer's key, because a new master key would look like the key of a keyring that has lost its own.
  const { issuerKeyFile } = dataPaths(config);
  makeFolder(config, dirname(issuerKeyFile));
  return (await developmentIssuer(config, issuerKeyFile)).token(person);
}
