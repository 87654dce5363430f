// The newest 20 concerns a viewer may see, as the register answers with the viewer's residual policy, against the best SQL one could
// write by hand for the same rows over the same tables: one index-ordered range and no policy.
import { type Database, openDatabase } from "../event-log/database.ts";
import type { StoredEvent } from "../event-log/port.ts";
import { openKeyStore } from "../event-log/sealing.ts";
import { loadPolicy } from "../policies/policy.ts";
import { rightsUnder } from "../policies/rights.ts";
import type { RegisterQueries } from "../projections/register/queries.ts";
import { registerModel } from "../projections/register/register.ts";
import { openStore } from "../projections/store.ts";
import { bodiesOfKind } from "../reference/bodies.ts";
import { CAUSES } from "../reference/causes.ts";
import { createCouncils } from "../reference/councils.ts";
import { STRANDS } from "../reference/strands.ts";
import { personFacts, type RoleName } from "../services/people/roles.ts";
import type { Assignment } from "../services/people/state.ts";
import { freshFile } from "./data.ts";
import { type Contest, rate } from "./harness.ts";

const CONCERNS = Number(process.env.BENCH_CONCERNS ?? 100_000);
const LISTS = 300;
const PAGE = 20;
const TODAY = "2026-11-22";
const COUNCIL = "E09000033";
const LONDON = "E12000007";

const assigned = (role: RoleName, more: Partial<Assignment>): Assignment => ({
  ...{ assignment: "a", role, regions: [], strands: [], from: "2026-01-01", until: "2026-12-31" },
  started: { actor: "hub", at: "2026-01-01T00:00:00.000Z" },
  ...more,
});

/** Viewers who may see much, little, and nothing, each with the SQL by hand for what they see. `d` ranges over shares. */
const BY_COUNCIL =
  "SELECT s.state FROM concerns c JOIN states s ON s.seq = c.seq WHERE c.council = ? AND c.council_aware = 1 ORDER BY c.seq DESC LIMIT ?";
const BY_SCOPE = "SELECT s.state FROM concerns c JOIN states s ON s.seq = c.seq WHERE c.scope = ? ORDER BY c.seq DESC LIMIT ?";
const BY_SHARE =
  "SELECT s.state FROM shared d CROSS JOIN concerns c ON c.seq = d.seq JOIN states s ON s.seq = c.seq WHERE d.part = 'headline' AND d.body = ? AND c.council_aware = 1 AND c.evidenced = 1 ORDER BY d.seq DESC LIMIT ?";

const VIEWERS: readonly { name: string; assignment: Assignment; sql: string; of: string }[] = [
  { name: "council", assignment: assigned("chief-executive", { council: COUNCIL }), sql: BY_COUNCIL, of: COUNCIL },
  {
    name: "adviser",
    assignment: assigned("principal-adviser", { regions: [LONDON], strands: ["adults"] }),
    sql: BY_SCOPE,
    of: `${LONDON}/adults`,
  },
  { name: "cib_lead", assignment: assigned("cib-lead", { regions: [LONDON] }), sql: BY_SHARE, of: "cib-london" },
  { name: "department", assignment: assigned("department", { body: "dfe" }), sql: BY_SHARE, of: "dfe" },
  {
    name: "nothing",
    assignment: assigned("group-office", { body: "group-office-labour" }),
    sql: BY_SHARE,
    of: "group-office-labour",
  },
];

export function contests(): readonly Contest[] {
  let opened: { register: RegisterQueries; bare: Database } | undefined;
  const filled = () => {
    opened ??= fill();
    return opened;
  };
  const rights = rightsUnder(loadPolicy());
  return VIEWERS.map(({ name, assignment, sql, of }): Contest => {
    const reader = { person: personFacts("viewer", [assignment], TODAY), rights };
    const expected = () => (filled().bare.prepare(sql).all(of, PAGE) as unknown[]).length;
    return {
      name: `list_${name}`,
      work: `newest ${PAGE} of ${CONCERNS.toLocaleString("en-GB")} concerns`,
      unit: "lists/s",
      rounds: 5,
      ours: () =>
        rate(LISTS, () => {
          const { register } = filled();
          for (let n = 0; n < LISTS; n += 1) {
            const listed = register.list(reader, {}, undefined, PAGE)?.length;
            if (n === 0 && listed !== expected())
              throw new Error(`${name}: the two lists differ, ${listed} and ${expected()} rows.`);
          }
        }),
      bare: () => {
        const statement = filled().bare.prepare(sql);
        return rate(LISTS, () => {
          for (let n = 0; n < LISTS; n += 1)
            for (const row of statement.all(of, PAGE) as { state: string }[]) JSON.parse(row.state);
        });
      },
    };
  });
}

/** A register filled through its own `apply` with concerns over every council: a quarter unaware, one in ten shared with one or two bodies. */
function fill(): { register: RegisterQueries; bare: Database } {
  const file = freshFile("list");
  const keys = openKeyStore(":memory:", Buffer.alloc(32, 1));
  const store = openStore(registerModel, file, { keys, today: () => TODAY });
  const key = keys.newKey();
  const texts = {
    narrative: keys.seal(key, {
      summary: "A concern of the benchmark",
      observed: "What was observed, in a sentence or two of usual length.",
    }),
    text: keys.seal(key, { account: "What the evidence says, in a sentence or two of usual length.", source: "Benchmark" }),
  };
  const councils = createCouncils().all(TODAY);
  for (let from = 0; from < CONCERNS; from += 2_000) {
    const page: StoredEvent[] = [];
    for (let n = from; n < Math.min(from + 2_000, CONCERNS); n += 1)
      page.push(...concernEvents(n, councils[hash(n) % councils.length], texts, page.length + from * 10));
    store.applyPage(page);
  }
  store.db.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  return { register: store.queries, bare: openDatabase(file, "read-only") };
}

type Texts = { readonly narrative: object; readonly text: object };

function concernEvents(
  n: number,
  council: { code: string; region: string } | undefined,
  { narrative, text }: Texts,
  position: number,
): StoredEvent[] {
  const { code = "", region = "" } = council ?? {};
  const strand = STRANDS[hash(n + 1) % 3] ?? "corporate";
  const cause = CAUSES[hash(n + 2) % 4] ?? "finance";
  const period = { from: "2026-01-01", to: "2026-03-31" };
  const made: { type: string; data: object }[] = [
    { type: "ConcernLogged.v1", data: { council: code, region, strand, cause, period, narrative } },
    {
      type: "EvidenceAdded.v1",
      data: { evidence: "e", suppliedBy: "adviser", kind: "conversation", period, handling: "P", protectedSource: false, text },
    },
  ];
  const regional = [...bodiesOfKind("cib"), ...bodiesOfKind("adass")].find(
    (body) => body.region === region && body.strand === strand,
  );
  const bodies = [regional?.id, hash(n + 3) % 2 === 0 ? "dfe" : undefined].filter((id) => id !== undefined);
  if (hash(n + 4) % 4 !== 0)
    made.push({
      type: "CouncilMadeAware.v1",
      data: { awareness: "a", toldOffice: "leader", channel: "email", toldOn: "2026-04-01", bodies, text },
    });
  if (made.length === 3 && hash(n + 5) % 10 === 0)
    for (const body of bodies) {
      const share = `share-${body}`;
      const terms = {
        parts: ["headline", "summary"],
        purpose: "align-support",
        until: "2027-03-31",
        answerBy: "2026-05-01",
        silence: "may-go-ahead",
        text,
      };
      made.push({ type: "ShareProposed.v1", data: { share, body, ...terms } }, { type: "ShareMade.v1", data: { share } });
    }
  const metadata = { actor: "adviser", commandId: "c", correlation: "c", causation: "c", policyVersion: "p", permittedBy: [] };
  return made.map(({ type, data }, index) => ({
    ...{ type, data: data as StoredEvent["data"], stream: `concern-${n}`, version: index + 1, id: `${n}-${index}`, metadata },
    ...{ at: "2026-04-01T00:00:00.000Z", previousHash: "", position: String(position + index + 1).padStart(16, "0") },
  }));
}

/** Spreads whole numbers evenly and always the same way. */
function hash(n: number): number {
  let x = (n + 1) * 0x9e3779b1;
  x = Math.imul(x ^ (x >>> 15), 0x85ebca6b);
  return (x ^ (x >>> 13)) >>> 0;
}
