// Logging a concern over HTTP: signed in, checked, permitted, decided, sealed, chained, durable, in the read models and the answer on record;
// against Yoga that inserts the same input as one row, as durably and under the same group commit.
import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { createCouncils } from "../reference/councils.ts";
import { REGIONS } from "../reference/regions.ts";
import { compare, type Result } from "./harness.ts";
import { ask } from "./load.ts";
import { tokensOf } from "./questions.ts";
import { hubOn, yogaWith } from "./servers.ts";
import { DATA, SOME, world } from "./world/kept.ts";
import { numbersFrom } from "./world/numbers.ts";

const CLIENTS = 64;
const SECONDS = 2;
const QUERY =
  "mutation($input: LogConcernInput!) { logConcern(input: $input) { __typename ... on ConcernChanged { position concern { id } } ... on Refused { code message } } }";

export async function commandHttp(): Promise<readonly Result[]> {
  const scratch = join(DATA, "command");
  rmSync(scratch, { recursive: true, force: true });
  cpSync(world(SOME), join(scratch, "hub"), { recursive: true });
  try {
    await using hub = await hubOn(join(scratch, "hub"));
    await using yoga = await yogaWith({ file: join(scratch, "yoga", "rows.sqlite") });
    const tokens = await tokensOf(hub, "adviser", CLIENTS);
    const councils = createCouncils();
    const numbers = numbersFrom(5);
    let asked = 0;
    const next = (client: number) => {
      const region = REGIONS[client % REGIONS.length]?.code ?? "";
      asked += 1;
      const input = {
        idempotencyKey: `bench-${asked}`,
        council: numbers.oneOf(councils.inRegion(region, "2026-11-01")).code,
        strand: numbers.oneOf(["CORPORATE", "CHILDRENS", "ADULTS"]),
        cause: numbers.oneOf(["LEADERSHIP", "HIGH_RISK_CHANGE", "DISENGAGEMENT", "FINANCE"]),
        period: { from: "2026-04-01", to: "2026-09-30" },
        summary: numbers.sentence(12),
        observed: numbers.sentence(20),
        evidence: [
          {
            ...{ kind: "CONVERSATION", account: numbers.sentence(16), source: "Somebody who told (invented)" },
            ...{
              period: { from: "2026-04-01", to: "2026-09-30" },
              grading: { source: "GRADE_2", content: "B" },
              handling: "P",
            },
          },
        ],
      };
      return { token: tokens[client] as string, body: JSON.stringify({ query: QUERY, variables: { input } }) };
    };
    const figure = (url: string) => async () => (await ask({ url, readers: CLIENTS, seconds: SECONDS, next })).length / SECONDS;
    return [
      await compare({
        name: "command_http",
        work: `logConcern, ${CLIENTS} clients; theirs: one durable insert`,
        unit: "commands/s",
        rounds: 9,
        reach: { atLeast: 0.7 },
        ours: figure(hub.url),
        theirs: figure(yoga.url),
      }),
    ];
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
