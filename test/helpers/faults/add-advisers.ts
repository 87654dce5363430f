// Registers more advisers on a hub that has been stopped, each with a mail address and an open task, so that it sends mail.
import pino from "pino";
import { asPerson } from "../../../demonstration/ask.ts";
import { readConfig } from "../../../hub/config.ts";
import { openHub } from "../../../hub/hub.ts";
import { shipped } from "../policy-files.ts";

export const adviserName = (n: number): string => `adviser-${n}`;

export async function addAdvisers(dir: string, count: number): Promise<void> {
  const hub = await openHub(readConfig({ CANDOUR_DATA_DIR: dir, PORT: "0" }), pino({ level: "silent" }), { shipped });
  await hub.live();
  const does = async (name: "registerPerson" | "startAssignment" | "setMailAddress", input: { person: string }, as?: string) => {
    const key = `${name}-${input.person}`;
    const outcome = await hub.services.people.execute(name, input, as ? await asPerson(hub, as, key) : hub.asHub(key));
    if (outcome.kind === "refused") throw new Error(outcome.message);
  };
  const role = { role: "senior-adviser", regions: ["E12000004"], strands: ["corporate", "childrens", "adults"] };
  for (let n = 0; n < count; n += 1) {
    const person = adviserName(n);
    await does("registerPerson", { person, name: `${person} (invented)` } as { person: string });
    await does("startAssignment", { person, ...role, from: "2026-01-01", until: "2039-12-31" } as { person: string });
    await does("setMailAddress", { person, address: `${person}@adviser.example` } as { person: string }, person);
  }
  await hub.close();
}
