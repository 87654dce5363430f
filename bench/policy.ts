// Measures the cost of policy for a list: compares its compiled statement with the best hand-written SQL for the same rows, and with two ways of deciding
// row by row.

import { type Database, openDatabase } from "../event-log/stores/database.ts";
import { type PersonFacts, READ_ACTIONS } from "../policies/engine/facts.ts";
import { loadPolicy } from "../policies/engine/policy.ts";
import { rightsUnder } from "../policies/engine/rights.ts";
import { registerModel } from "../projections/register/register.ts";
import type { Reader } from "../queries/concerns/authorised-concern.ts";
import { openPages } from "../queries/concerns/pages.ts";
import { type RegisterQueries, registerQueries } from "../queries/concerns/register-queries.ts";
import { createCouncils } from "../reference/councils.ts";
import { londonDate } from "../services/dates.ts";
import { personFacts } from "../services/people/assignments.ts";
import { compare, type Result, rate, seconds, worstOf } from "./harness.ts";
import { PAGE } from "./questions.ts";
import { MANY } from "./world/kept.ts";
import { openModel } from "./world/models.ts";
import { assignmentOf, READER_KINDS, type ReaderKind } from "./world/readers.ts";

const LISTS = 1_000;
const ROUNDS = 9;
const TODAY = londonDate(new Date());

const ROW = "SELECT c.seq AS seq, c.id AS id, c.version AS version, c.class AS class FROM";

/** Hand-written SQL for each kind of reader, with parameters for bodies, council or scopes. The fastest counts. */
function byHand(kind: ReaderKind, facts: PersonFacts): readonly { readonly text: string; readonly values: readonly string[] }[] {
  const shares = (bodies: readonly string[]) =>
    bodies.map((body) => ({
      text: `${ROW} shared d CROSS JOIN concerns c ON c.seq = d.seq 
        WHERE d.part = 'headline' AND d.body = ? AND c.council_aware = 1 AND c.evidenced = 1 ORDER BY d.seq DESC LIMIT ${PAGE}`,
      values: [body],
    }));
  if (facts.councils.length > 0)
    return [
      {
        text: `${ROW} concerns c WHERE c.council = ? AND c.council_aware = 1 ORDER BY c.seq DESC LIMIT ${PAGE}`,
        values: facts.councils,
      },
    ];
  if (facts.adviserScopes.length > 0) {
    const marks = facts.adviserScopes.map(() => "?").join(", ");
    const heads = facts.adviserScopes.map(
      () => `SELECT seq FROM (SELECT seq FROM concerns WHERE scope = ? ORDER BY seq DESC LIMIT ${PAGE})`,
    );
    return [
      {
        text: `${ROW} (${heads.join(" UNION ALL ")} ORDER BY seq DESC LIMIT ${PAGE}) h CROSS JOIN concerns c ON c.seq = h.seq ORDER BY c.seq DESC`,
        values: facts.adviserScopes,
      },
      {
        text: `${ROW} concerns c WHERE +c.scope IN (${marks}) ORDER BY c.seq DESC LIMIT ${PAGE}`,
        values: facts.adviserScopes,
      },
    ];
  }
  return kind === "governance-officer" ? [] : shares(facts.bodies);
}

export async function policySql(): Promise<readonly Result[]> {
  using at = register();
  const results: Result[] = [];
  for (const kind of READER_KINDS) {
    const reader = at.reader(kind);
    const hand = byHand(kind, reader.person).map(({ text, values }) => ({ statement: at.db.prepare(text), values }));
    if (hand.length === 0) continue;
    const rows = ({ statement, values }: (typeof hand)[number]) => statement.all(...values);
    const listed = at.queries.list(reader, {}, undefined, PAGE, false)?.length;
    for (const one of hand) if (rows(one).length !== listed) throw new Error(`${kind}: the two lists differ.`);
    const timed = await Promise.all(hand.map(async (one) => ({ one, took: await seconds(() => repeat(() => rows(one))) })));
    const fastest = timed.toSorted((a, b) => a.took - b.took)[0]?.one;
    if (!fastest) continue;
    const page = at.pageOf(reader.rights.of(reader.person, READ_ACTIONS.headline), {}) ?? (() => []);
    results.push(
      await compare({
        ...{
          name: `policy_sql_${kind.replaceAll("-", "_")}`,
          work: kind,
          unit: "µs a list",
          rounds: ROUNDS,
          reach: { atMost: 1.3 },
        },
        ours: async () => (1e6 * (await seconds(() => repeat(() => page(Number.MAX_SAFE_INTEGER, PAGE))))) / LISTS,
        theirs: async () => (1e6 * (await seconds(() => repeat(() => rows(fastest))))) / LISTS,
      }),
    );
  }
  return worstOf("policy_sql", `newest ${PAGE} of ${MANY.toLocaleString("en-GB")} concerns, SQL by hand, worst role`, results);
}

/** One in nine of the concerns is an adviser's: about 180 decisions make a page. */
export async function policyRows(): Promise<readonly Result[]> {
  using at = register();
  const kind = "adviser";
  const reader = at.reader(kind);
  const policy = loadPolicy();
  const newest = at.db.prepare(
    "SELECT c.id, k.fingerprint, s.state FROM concerns c CROSS JOIN classes k ON k.class = c.class CROSS JOIN states s ON s.seq = c.seq ORDER BY c.seq DESC",
  );
  const who = { type: "Person", facts: reader.person } as const;
  function decidedByRow(): number {
    let listed = 0;
    for (const row of newest.iterate<{ id: string; fingerprint: string; state: string }>()) {
      const facts = JSON.parse(row.fingerprint);
      if (!policy.decide(who, READ_ACTIONS.headline, { type: "Concern", id: row.id, facts }).allowed) continue;
      JSON.parse(row.state);
      listed += 1;
      if (listed === PAGE) break;
    }
    return listed;
  }
  const { abilityOf } = await import("./peers/casl.ts");
  const ability = abilityOf(reader.person);
  const inMemory = at.db
    .prepare("SELECT k.fingerprint FROM concerns c CROSS JOIN classes k ON k.class = c.class ORDER BY c.seq DESC LIMIT 100000")
    .all<{ fingerprint: string }>()
    .map(({ fingerprint }) => ability.subject(JSON.parse(fingerprint)));
  function decidedInMemory(): number {
    const listed: object[] = [];
    for (const concern of inMemory) {
      if (!ability.canRead(concern)) continue;
      listed.push(concern);
      if (listed.length === PAGE) break;
    }
    return listed.length;
  }
  const ours = () => rate(LISTS, () => repeat(() => at.queries.list(reader, {}, undefined, PAGE, false)));
  const work = `newest ${PAGE} of ${MANY.toLocaleString("en-GB")} concerns for an adviser of a region`;
  const lists = { unit: "lists/s", rounds: 5, ours };
  const few = 5;
  return [
    await compare({
      ...{ ...lists, name: "policy_rows_cedar", work: `${work}; theirs: one Cedar decision a row` },
      theirs: () => rate(few, () => repeat(decidedByRow, few)),
    }),
    await compare({
      ...{ ...lists, name: "policy_rows_casl", work: `${work}; theirs: CASL over facts in memory, nothing read` },
      theirs: () => rate(LISTS, () => repeat(decidedInMemory)),
    }),
  ];
}

function repeat(work: () => unknown, times = LISTS): void {
  for (let n = 0; n < times; n += 1) work();
}

type Register = Disposable & {
  readonly db: Database;
  readonly queries: RegisterQueries;
  readonly pageOf: ReturnType<typeof openPages>;
  reader(kind: ReaderKind): Reader;
};

/** The register of the large world, opened as in the hub, and its readers. */
function register(): Register {
  const model = openModel(registerModel, MANY);
  const db = openDatabase(model.file, "read-only");
  const rights = rightsUnder(loadPolicy());
  const councils = createCouncils().all("2026-10-31");
  return {
    db,
    queries: registerQueries(model.queries),
    pageOf: openPages(model.queries),
    reader: (kind) => {
      const assignment = { ...assignmentOf(kind, 0, councils), started: { actor: "hub", at: "2024-11-01T12:00:00.000Z" } };
      return { person: personFacts("reader", [assignment], TODAY), rights };
    },
    [Symbol.dispose]() {
      db.close();
      model[Symbol.dispose]();
    },
  };
}
