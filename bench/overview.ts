// The Advisory Board's overview over many concerns against the same over ten thousand: 1.0 says that an answer costs the same whatever the
// hub holds. Once as it is served, and once as the first answer after a start, when a quarter's counts are read and settled anew.
import type { Database } from "../event-log/database.ts";
import type { StoredEvent } from "../event-log/port.ts";
import { overviewModel } from "../projections/overview/overview.ts";
import type { Tools } from "../projections/read-model.ts";
import { openStore } from "../projections/store.ts";
import { CAUSES, causeAllowedIn } from "../reference/causes.ts";
import { createCouncils } from "../reference/councils.ts";
import { STRANDS } from "../reference/strands.ts";
import { daysAfter } from "../services/dates.ts";
import { freshFile, numbersFrom } from "./data.ts";
import { type Contest, rate } from "./harness.ts";

const CONCERNS = Number(process.env.BENCH_CONCERNS ?? 100_000);
const FEW = 10_000;
/** Concerns are logged over two years; the last steps of some come after. */
const START = "2024-01-01";
const DAYS = 731;
const TODAY = "2026-11-22";
const SERVED = 4_000;
const FIRST = 8;

export function contests(): readonly Contest[] {
  const stores = new Map<number, Database>();
  const holding = (concerns: number): Database => {
    const db = stores.get(concerns) ?? fill(concerns);
    stores.set(concerns, db);
    return db;
  };
  const tools: Tools = { keys: undefined as never, today: () => TODAY };

  /** Every closed quarter, so many times, as one running hub gives it. */
  const served = (concerns: number) => {
    const { queries } = overviewModel.open(holding(concerns), tools);
    for (const quarter of queries.quarters()) queries.quarter(quarter);
    return rate(SERVED, () => {
      for (let n = 0; n < SERVED; n += 1) for (const quarter of queries.quarters()) queries.quarter(quarter);
    });
  };
  /** So many quarters, each the first time. */
  const first = (concerns: number) => {
    const { queries } = overviewModel.open(holding(concerns), tools);
    const quarters = queries.quarters().slice(0, FIRST);
    return rate(quarters.length, () => {
      for (const quarter of quarters) queries.quarter(quarter);
    });
  };
  const against = `${CONCERNS.toLocaleString("en-GB")} concerns against ${FEW.toLocaleString("en-GB")}`;
  return [
    {
      ...{ name: "overview_flat", work: `the whole overview, ${against}`, unit: "overviews/s", rounds: 9 },
      ...{ ours: () => served(CONCERNS), bare: () => served(FEW) },
    },
    {
      ...{ name: "overview_first_flat", work: `a quarter for the first time, ${against}`, unit: "quarters/s", rounds: 5 },
      ...{ ours: () => first(CONCERNS), bare: () => first(FEW) },
    },
  ];
}

/** The overview's tables filled through its own `apply`: three in four councils aware, one in four concerns shared, half concluded. */
function fill(concerns: number): Database {
  const store = openStore(overviewModel, freshFile(`overview-${concerns}`), { keys: undefined as never, today: () => TODAY });
  const councils = createCouncils().all(TODAY);
  const next = numbersFrom(7);
  let position = 0;
  for (let from = 0; from < concerns; from += 2_000) {
    const page: StoredEvent[] = [];
    for (let n = from; n < Math.min(from + 2_000, concerns); n += 1) {
      const council = councils[next() % councils.length];
      const logged = daysAfter(START, Math.floor((n * DAYS) / concerns));
      for (const { type, data, on } of life(council, logged, next)) {
        position += 1;
        page.push(stored(`concern-${n}`, type, data, on, position));
      }
    }
    store.applyPage(page);
  }
  store.db.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  return store.db;
}

type Made = { readonly type: string; readonly data: object; readonly on: string };

function life(council: { code: string; region: string } | undefined, logged: string, next: () => number): readonly Made[] {
  const { code = "", region = "" } = council ?? {};
  const text = { key: "k", box: "b" };
  const strand = STRANDS[next() % 3] ?? "corporate";
  const causes = CAUSES.filter((one) => causeAllowedIn(one, strand));
  const cause = causes[next() % causes.length] ?? "finance";
  const period = { from: "2023-10-01", to: "2023-12-31" };
  const made: Made[] = [
    { type: "ConcernLogged.v1", data: { council: code, region, strand, cause, period, narrative: text }, on: logged },
  ];
  const aware = daysAfter(logged, next() % 40);
  if (next() % 4 > 0) {
    const told = { awareness: "a", toldOffice: "leader", channel: "email", toldOn: aware, bodies: [], text };
    made.push({ type: "CouncilMadeAware.v1", data: told, on: aware });
    if (next() % 3 === 0) made.push({ type: "ShareMade.v1", data: { share: "s" }, on: daysAfter(aware, 10) });
    if (next() % 3 > 0)
      made.push({ ...CONCLUDED[next() % CONCLUDED.length]?.(text), on: daysAfter(aware, next() % 200) } as Made);
  }
  return made;
}

const CONCLUDED: readonly ((text: object) => Omit<Made, "on">)[] = [
  (text) => ({ type: "ExplanationAccepted.v1", data: { conclusion: "c", text } }),
  (text) => ({ type: "ReviewAgreed.v1", data: { conclusion: "c", reviewOn: "2026-01-01", text } }),
  (text) => ({ type: "LightSupportArranged.v1", data: { conclusion: "c", supports: [], text } }),
  (text) => ({ type: "ConcernNotAccepted.v1", data: { conclusion: "c", choice: "refusal", text } }),
];

function stored(stream: string, type: string, data: object, on: string, position: number): StoredEvent {
  const metadata = { actor: "adviser", commandId: "c", correlation: "c", causation: "c", policyVersion: "p", permittedBy: [] };
  return {
    ...{ type, data: data as StoredEvent["data"], stream, version: 1, id: String(position), metadata },
    ...{ at: `${on}T12:00:00.000Z`, previousHash: "", position: String(position).padStart(16, "0") },
  };
}
