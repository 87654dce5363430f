// Readers who ask over HTTP, each over a connection of their own, one question after the other.
import { Pool } from "undici";
import { type Rate, rateOf } from "./processor-time.ts";

export type Question = { readonly token?: string; readonly body: string };
export type Load = {
  readonly url: string;
  readonly readers: number;
  readonly seconds: number;
  /** So many questions each, whatever the time. */
  readonly least?: number;
  /** What a reader asks next. `answer` is the last one; undefined for the first. */
  readonly next: (reader: number, answer: string | undefined) => Question;
};

/** Sends questions for that long. Resolves to the milliseconds of each answer. Throws when an answer is not of the expected form. */
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

/** The same as a rate: answers a second, and the processor time that the server took over each. */
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

/** What one question is answered with. */
export async function answerTo<Data>(url: string, { token, body }: Question): Promise<Data> {
  const headers = { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) };
  const response = await fetch(`${url}/graphql`, { method: "POST", headers, body });
  return ((await response.json()) as { data: Data }).data;
}
