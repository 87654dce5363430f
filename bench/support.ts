// The support of a region, aligned, as its CIB lead sees it: at the scale of many concerns against the scale of ten thousand. Open support
// is as much in both, as in life; what has ended piles up. A ratio of 1 is flat: the picture costs what is open, not what ever was.
import type { Database } from "../event-log/database.ts";
import type { StoredEvent } from "../event-log/port.ts";
import { openKeyStore } from "../event-log/sealing.ts";
import { loadPolicy } from "../policies/policy.ts";
import type { Follower } from "../projections/follower.ts";
import { openStore } from "../projections/store.ts";
import type { SupportQueries } from "../projections/support/queries.ts";
import { readAlignedSupport } from "../projections/support/read-support.ts";
import { supportModel } from "../projections/support/support.ts";
import { CAUSES } from "../reference/causes.ts";
import { type Council, createCouncils } from "../reference/councils.ts";
import { STRANDS } from "../reference/strands.ts";
import { personFacts } from "../services/people/roles.ts";
import { freshFile, numbersFrom } from "./data.ts";
import { type Contest, rate } from "./harness.ts";

const CONCERNS = Number(process.env.BENCH_CONCERNS ?? 100_000);
const SMALL = 10_000;
const OPEN = 2_000;
const READS = 200;
const OVERLAPS = 20;
const TODAY = "2026-11-22";
const LONDON = "E12000007";

const councils = createCouncils();
const lead = personFacts(
  "lead",
  [
    {
      ...{ assignment: "a", role: "cib-lead", regions: [LONDON], strands: [], from: "2026-01-01", until: "2026-12-31" },
      started: { actor: "hub", at: "2026-01-01T00:00:00.000Z" },
    },
  ],
  TODAY,
);

type Filled = { readonly queries: SupportQueries; readonly db: Database };

export function contests(): readonly Contest[] {
  const policy = loadPolicy();
  const filled = new Map<number, Filled>();
  /** Every council of the region with its strands and the first of its overlaps, as a page shows them. */
  const reading = (concerns: number) => {
    const { queries } = filled.get(concerns) ?? fill(concerns);
    const support = { queries: () => queries } as Follower<SupportQueries>;
    return rate(READS, () => {
      for (let n = 0; n < READS; n += 1) {
        const aligned = readAlignedSupport({ policy, support }, lead, councils.inRegion(LONDON, TODAY));
        const met = aligned.flatMap(({ overlaps }) => overlaps(OVERLAPS)).length;
        const running = aligned.flatMap(({ strands }) => strands).reduce((sum, strand) => sum + strand.running, 0);
        if (met === 0 || running === 0) throw new Error("The picture is empty.");
      }
    });
  };
  const fill = (concerns: number): Filled => {
    const made = fillWith(concerns / 5);
    filled.set(concerns, made);
    return made;
  };
  return [
    {
      name: "support_flat",
      work: `a region's aligned support, ${CONCERNS.toLocaleString("en-GB")} concerns against ${SMALL.toLocaleString("en-GB")}`,
      unit: "pictures/s",
      rounds: 9,
      ours: () => reading(CONCERNS),
      bare: () => reading(SMALL),
      done: async () => {
        for (const { db } of filled.values()) db.close();
        filled.clear();
      },
    },
  ];
}

/** A read model filled through its own `apply` with so many supports over every council, the newest of them open. */
function fillWith(count: number): Filled {
  const keys = openKeyStore(":memory:", Buffer.alloc(32, 1));
  const store = openStore(supportModel, freshFile(`support-${count}`), { keys, today: () => TODAY });
  const text = keys.seal(keys.newKey(), {
    aim: "An aim of usual length, in a sentence.",
    lead: "Somebody",
    toldName: "Somebody",
  });
  const next = numbersFrom(1);
  const everyone = councils.all(TODAY);
  for (let from = 0; from < count; from += 1_000) {
    const page: StoredEvent[] = [];
    for (let n = from; n < Math.min(from + 1_000, count); n += 1)
      page.push(...supportEvents(n, everyone[next() % everyone.length], n >= count - OPEN, next, text, from * 4 + page.length));
    store.applyPage(page);
  }
  store.db.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  keys.close();
  return store;
}

function supportEvents(
  n: number,
  council: Council | undefined,
  open: boolean,
  next: () => number,
  text: object,
  position: number,
): StoredEvent[] {
  const { code = "", region = "" } = council ?? {};
  const strand = STRANDS[next() % 3] ?? "corporate";
  const month = String(1 + (next() % 9)).padStart(2, "0");
  const told = { offeredTo: "leader", channel: "email", offeredOn: "2026-01-05", answerBy: "2026-02-01" };
  const days = { from: `2026-${month}-01`, until: `2027-${month}-01` };
  const causes = [CAUSES[next() % 4]];
  const made: { type: string; data: object }[] = [
    {
      type: "SupportOffered.v1",
      data: { council: code, region, strand, kind: "mentoring", provider: "lga", causes, ...told, ...days, text },
    },
    { type: "SupportAgreed.v1", data: {} },
    { type: "SupportBegun.v1", data: { begunOn: days.from } },
    { type: "SupportEnded.v1", data: { how: "completed", endedOn: days.from, text } },
  ];
  const metadata = { actor: "adviser", commandId: "c", correlation: "c", causation: "c", policyVersion: "p", permittedBy: [] };
  return made.slice(0, open ? 1 + (next() % 3) : 4).map(({ type, data }, index) => ({
    ...{ type, data: data as StoredEvent["data"], stream: `support-${n}`, version: index + 1, id: `${n}-${index}`, metadata },
    ...{ at: "2026-01-05T00:00:00.000Z", previousHash: "", position: String(position + index + 1).padStart(16, "0") },
  }));
}
