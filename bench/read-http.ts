// One concern with all its parts over HTTP, another each time, against Yoga that gives such ones from memory.

import { createCouncils } from "../reference/councils.ts";
import { REGIONS } from "../reference/regions.ts";
import { compare, type Result } from "./harness.ts";
import { ask } from "./load.ts";
import { read, tokensOf } from "./questions.ts";
import { hubOn, yogaWith } from "./servers.ts";
import { MANY, world } from "./world/kept.ts";
import { concernId, concernLife } from "./world/lives.ts";

const READERS = 64;
const SECONDS = 2;

export async function readHttp(): Promise<readonly Result[]> {
  await using hub = await hubOn(world(MANY));
  // An adviser of each region reads its concerns from the newest back: they see all there is of one.
  const councils = createCouncils().all("2026-10-31");
  const tokens = await tokensOf(hub, "adviser", REGIONS.length);
  let next = MANY;
  const question = () => {
    next = next <= 1 ? MANY - 1 : next - 1;
    const { deeds } = concernLife(next, MANY, councils);
    const [first] = deeds[0]?.events ?? [];
    const region = first?.type === "ConcernLogged.v1" ? first.data.region : "";
    const token = tokens[REGIONS.findIndex(({ code }) => code === region)] as string;
    return { token, body: read(concernId(next)) };
  };
  const concerns = await Promise.all(
    Array.from({ length: 100 }, async () => {
      const { token, body } = question();
      const headers = { "content-type": "application/json", authorization: `Bearer ${token}` };
      const response = await fetch(`${hub.url}/graphql`, { method: "POST", headers, body });
      return ((await response.json()) as { data: { concern: object } }).data.concern;
    }),
  );
  await using yoga = await yogaWith({ concerns });
  const figure = (url: string) => async () =>
    (await ask({ url, readers: READERS, seconds: SECONDS, next: question })).length / SECONDS;
  return [
    await compare({
      name: "read_http",
      work: `one of ${MANY.toLocaleString("en-GB")} concerns with all parts, every view new, ${READERS} readers`,
      unit: "reads/s",
      rounds: 7,
      reach: { atLeast: 0.8 },
      ours: figure(hub.url),
      theirs: figure(yoga.url),
    }),
  ];
}
