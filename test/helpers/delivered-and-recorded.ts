// Compares completely received responses with the record of disclosures after a crash.
import pino from "pino";
import { asPerson } from "../../demonstration/ask.ts";
import { seedDemonstration } from "../../demonstration/seed.ts";
import type { StoredEvent } from "../../event-log/port.ts";
import type { Config } from "../../hub/config.ts";
import { openHub } from "../../hub/hub.ts";
import { disclosuresIn } from "./disclosure/recorded-disclosures.ts";
import { shipped } from "./policy-files.ts";

/** Concerns of one council, of half of which it was made aware. */
export async function fillFolder(config: Config, concerns: number): Promise<void> {
  const hub = await openHub(config, pino({ level: "silent" }), { shipped });
  await hub.live();
  await seedDemonstration(hub);
  const today = hub.today();
  const period = { from: "2025-01-01", to: "2025-03-31" };
  const grading = { source: "1", content: "A" };
  const evidence = [{ kind: "conversation", account: "Test.", source: "Test", period, grading, handling: "P" }];
  const about = { council: "X00000004", strand: "corporate", cause: "finance", period, summary: "Test.", observed: "Test." };
  const told = { toldName: "Test", toldOffice: "chief-executive", channel: "letter", toldOn: today, about: "Test.", bodies: [] };
  const concern = async (n: number) => {
    const made = await hub.services.concern.execute(
      "logConcern",
      { ...about, evidence },
      await asPerson(hub, "adviser", `log-${n}`),
    );
    if (made.kind === "refused") throw new Error(made.message);
    const aware = { concern: made.id, ...told };
    if (n % 2 === 0) await hub.services.concern.execute("recordAwareness", aware, await asPerson(hub, "adviser", `aware-${n}`));
  };
  await Promise.all(Array.from({ length: concerns }, (_, n) => concern(n)));
  await hub.close();
}

/** A completely received response in the form of an entry of the record. */
const entry = (person: string, surface: string, concern: string, part: string) => `${person} ${surface} ${concern} ${part}`;

type Node = { readonly id: string; readonly summary?: object | null; readonly evidence?: readonly object[] | null };
export type Data = { readonly concerns?: { readonly nodes: readonly Node[] }; readonly concern?: Node | null };

export function entriesOf(person: string, { concerns, concern }: Data): readonly string[] {
  const of = (surface: string, { id, summary, evidence }: Node) => [
    entry(person, surface, id, "headline"),
    ...(summary ? [entry(person, surface, id, "summary")] : []),
    ...(evidence ? [entry(person, surface, id, "evidence")] : []),
  ];
  return [...(concerns?.nodes ?? []).flatMap((node) => of("list", node)), ...(concern ? of("read", concern) : [])];
}

export const recordedIn = (event: StoredEvent): readonly string[] =>
  disclosuresIn(event).flatMap(({ person, surface, views }) =>
    views.flatMap(({ records, parts }) =>
      records.flatMap(({ id }) => Object.keys(parts).map((part) => entry(person, surface, id, part))),
    ),
  );
