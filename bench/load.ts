// Readers over HTTP, each with a separate connection, who send one query after the other.
import { Pool } from "undici";
import { type Rate, rateOf } from "./processor-time.ts";

export type Question = { readonly token?: string; readonly body: string };
export type Load = {
  readonly url: string;
  readonly readers: number;
  readonly seconds: number;
  /** The number of queries of each reader, without a time limit. */
  readonly least?: number;
  /** A reader's next query. `answer` is the last response; undefined for the first query. */
  readonly next: (reader: number, answer: string | undefined) => Question;
};

/** Sends queries for the given time. Resolves to the milliseconds of each response. Throws if a response does not have the expected form. */
export async function ask({ url, readers, seconds, next, least = 0 }: Load): Promise<readonly number[]> {
  const pool = new Pool(url, { connections: readers, pipelining: 1 });
  const took: number[] = [];
  const end = performance.now() + seconds * 1000;
  const read = async (reader: number) => {
    for (
      let [answer, asked]: [string | undefined, number] = [undefined, 0];
      asked < least || performance.now() < end;
      asked += 1
    ) {
      const question = next(reader, answer);
      const start = performance.now();
      answer = await post(pool, question);
      took.push(performance.now() - start);
    }
  };
  await Promise.all(Array.from({ length: readers }, (_, reader) => read(reader)));
  await pool.close();
  return took;
}

/** The same as a rate: responses per second, and the server's processor time for each. */
export const askedRate = (server: { readonly url: string; readonly pid: number }, load: Omit<Load, "url">): Promise<Rate> =>
  rateOf(async () => (await ask({ ...load, url: server.url })).length, server.pid);

async function post(pool: Pool, { token, body }: Question): Promise<string> {
  const headers = { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) };
  const response = await pool.request({ path: "/graphql", method: "POST", headers, body });
  const text = await response.body.text();
  if (response.statusCode !== 200 || text.includes('"errors"') || text.includes('"Refused"'))
    throw new Error(`The answer is not one: ${response.statusCode} ${text.slice(0, 300)}`);
  return text;
}

/** Sends one query and returns the response. */
export async function answerTo<Data>(url: string, { token, body }: Question): Promise<Data> {
  const headers = { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) };
  const response = await fetch(`${url}/graphql`, { method: "POST", headers, body });
  return ((await response.json()) as { data: Data }).data;
}
