// The real client, configured for tests of the stand-in: one call for each append, with the credentials of the connection string.
import { randomUUID } from "node:crypto";
import {
  type AppendExpectedRevision,
  type AppendResult,
  EventStoreDBClient,
  jsonEvent,
  type ResolvedEvent,
} from "@eventstore/db-client";

export type Credentials = { readonly username: string; readonly password: string };
/** Longer than any test runs: tests of deadlines set their own. */
const NO_DEADLINE_MS = 30 * 60_000;

export const freshStream = (): string => `stand-in-${randomUUID()}`;
export const noted = (number: number, id: string = randomUUID()) => jsonEvent({ id, type: "Noted.v1", data: { number } });
export const notes = (count: number) => Array.from({ length: count }, (_, index) => noted(index));

export type TestClient = ReturnType<typeof connect>;

export function connect(connectionString: string, credentials: Credentials = credentialsIn(connectionString)) {
  const client = EventStoreDBClient.connectionString(connectionString);
  return {
    client,
    credentials,
    append: (
      stream: string,
      expectedRevision: AppendExpectedRevision,
      events: Parameters<EventStoreDBClient["appendToStream"]>[1],
      deadline = NO_DEADLINE_MS,
    ): Promise<AppendResult> => client.appendToStream(stream, events, { expectedRevision, credentials, deadline }),
    /** The numbers in a stream's events, in order. */
    async numbersIn(stream: string): Promise<readonly number[]> {
      return (await collect(client.readStream(stream, { credentials }))).map(numberOf);
    },
    close: () => client.dispose(),
  };
}

/** Without TLS the client sends no credentials; setting some only makes it use one call for each append. */
function credentialsIn(connectionString: string): Credentials {
  const [, username, password] = /^[a-z+]+:\/\/([^:@/]+):([^@/]+)@/.exec(connectionString) ?? [];
  return { username: decodeURIComponent(username ?? "nobody"), password: decodeURIComponent(password ?? "nothing") };
}

export async function collect<T>(events: AsyncIterable<T>): Promise<T[]> {
  const collected: T[] = [];
  for await (const event of events) collected.push(event);
  return collected;
}

export const numberOf = ({ event }: ResolvedEvent): number =>
  Number((event?.data as { readonly number?: number } | undefined)?.number);

/** Returns the error that a promise was rejected with. */
export const rejection = (promise: Promise<unknown>): Promise<Record<string, unknown> & Error> =>
  promise.then(
    () => Promise.reject(new Error("It was expected to fail.")),
    (error) => error,
  );
