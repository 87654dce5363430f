// An unreadable stream affects nothing else: streams of each kind are made unreadable in a real log, and everything else works as before.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CURRENT } from "../../event-log/sqlite/tables.ts";
import { type Database, openDatabase } from "../../event-log/stores/database.ts";
import { recordDeadlines } from "../../hub/clock/scheduled-jobs.ts";
import { awareness, concern, offer, signal, TARROWSHIRE } from "../examples/api-inputs.ts";
import { command, done } from "../helpers/send-command.ts";
import { appendOf } from "../helpers/stored-event.ts";
import { startHub, type TestHub } from "../helpers/test-hub.ts";

const WATCHERS = [
  "adviser",
  "chief-executive",
  "second-adviser",
  "governance-officer",
  "panel-member",
  "cib-lead",
  "nobody-known",
];
const LIST = "{ concerns(first: 100) { nodes { id stage version withheld summary { text } } totalCount cannotBeRead } }";

const NUMBER = "(SELECT number FROM streams WHERE name = ?)";

type Row = { readonly position: number; readonly stream: string; readonly data: string; readonly type: string };

let dir: string;
let hub: TestHub;
const ids: Record<string, string> = {};
const badly: Record<string, string> = {};

async function listed(person: string) {
  const { body } = await hub.ask<{ concerns: { nodes: { id: string }[]; totalCount: number; cannotBeRead: number } }>(
    person,
    LIST,
  );
  return body.data?.concerns ?? { nodes: [], totalCount: 0, cannotBeRead: 0 };
}
const lists = async () => new Map(await Promise.all(WATCHERS.map(async (person) => [person, await listed(person)] as const)));
type Lists = Awaited<ReturnType<typeof lists>>;

function inLog<T>(work: (db: Database) => T): T {
  const db = openDatabase(join(dir, "log", "events.sqlite"), "durable");
  try {
    return work(db);
  } finally {
    db.close();
  }
}
const lastOf = (db: Database, stream: string): Row =>
  db
    .prepare(`SELECT position, stream, data, type FROM ${CURRENT.events} WHERE stream = ? ORDER BY version DESC LIMIT 1`)
    .get<Row>(stream);

const HOW: Record<string, (db: Database, row: Row) => void> = {
  data: (db, { position }) => db.prepare("UPDATE events SET data = '{' WHERE position = ?").run(position),
  type: (db, { position }) => db.prepare("UPDATE events SET type = 'Unheard.v1' WHERE position = ?").run(position),
};

describe("A stream that cannot be read", () => {
  let before: Lists;
  let originals: Row[];

  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), "candour-quarantine-"));
    hub = await startHub({ dir, inThreads: true });
    ids.good = await done(hub, "adviser", "logConcern", concern);
    ids.bad = await done(hub, "adviser", "logConcern", concern);
    ids.untold = await done(hub, "adviser", "logConcern", concern);
    for (const id of [ids.good, ids.bad]) await done(hub, "adviser", "recordAwareness", { concern: id, ...awareness });
    // Its last event is the one that will be bad: until then the council knows of it.
    await done(hub, "adviser", "addEvidence", { concern: ids.bad, evidence: concern.evidence[0] });
    ids.support = await done(hub, "adviser", "offerSupport", offer);
    ids.signal = await done(hub, "chief-executive", "requestSupport", signal);
    before = await lists();
    await hub.close();

    badly.concern = `concern-${ids.bad}`;
    badly.hash = `concern-${ids.untold}`;
    badly.support = `support-${ids.support}`;
    badly.signal = `signal-${ids.signal}`;
    badly.person = "person-second-adviser";
    originals = inLog((db) => {
      const rows = [badly.concern, badly.support, badly.signal, badly.person].map((stream) => lastOf(db, stream ?? ""));
      for (const [index, row] of rows.entries()) HOW[index % 2 === 0 ? "data" : "type"]?.(db, row);
      db.prepare(`UPDATE events SET stored_hash = zeroblob(32) WHERE stream = ${NUMBER} AND version = 2`).run(badly.hash ?? "");
      return rows;
    });
    rmSync(join(dir, "read-models"), { recursive: true });
    hub = await startHub({ dir, seed: false, inThreads: true });
  });
  afterAll(async () => {
    await hub?.close();
    rmSync(dir, { recursive: true, force: true });
  });

  it("leaves the hub serving, and is reported in readiness, in the log without content, and on the command line", async () => {
    const readiness = hub.hub.readiness();
    expect(readiness.ready).toBe(true);
    expect(readiness.problems).toContainEqual(
      expect.objectContaining({ condition: "quarantine", code: "QUARANTINE", detail: { streams: 5 } }),
    );
    const lines = hub.logged.map((line) => JSON.parse(line)).filter(({ code }) => code === "QUARANTINED");
    expect(new Set(lines.map(({ stream }) => stream))).toEqual(new Set(Object.values(badly)));
    for (const line of lines)
      expect(Object.keys(line).sort()).toEqual(
        ["code", "level", "msg", "position", "readModel", "reason", "stream", "time", "type"].sort(),
      );
    const listedOut = execFileSync(process.execPath, ["bin/candour.ts", "quarantine", "list", "--json"], {
      encoding: "utf8",
      env: { ...process.env, CANDOUR_DATA_DIR: dir },
    });
    expect(
      JSON.parse(listedOut)
        .map(({ stream }: { stream: string }) => stream)
        .sort(),
    ).toEqual(Object.values(badly).sort());
  });

  it("changes no other concern for any person, and nobody sees more than before", async () => {
    const after = await lists();
    for (const [person, { nodes, totalCount, cannotBeRead }] of after) {
      const then = before.get(person);
      const kept = then?.nodes.filter(({ id }) => id !== ids.bad && id !== ids.untold) ?? [];
      // Who cannot be read has no rights at all.
      expect(nodes, person).toEqual(person === "second-adviser" ? [] : kept);
      expect(totalCount).toBe(nodes.length);
      const missing = (then?.nodes.length ?? 0) - kept.length;
      expect(cannotBeRead, person).toBe(person === "second-adviser" ? 0 : missing);
    }
    expect(after.get("adviser")?.cannotBeRead).toBe(2);
    expect(after.get("chief-executive")?.cannotBeRead).toBe(1);
  });

  it("is reported as unreadable to people who could see it, and to nobody else", async () => {
    const asked = async (person: string, id = ids.bad) => {
      const { body } = await hub.ask<{ concern: null }>(person, "query($id: ID!) { concern(id: $id) { id } }", { id });
      return body.errors?.[0]?.extensions?.code ?? body.data.concern;
    };
    expect(await asked("adviser")).toBe("CANNOT_BE_READ");
    expect(await asked("chief-executive")).toBe("CANNOT_BE_READ");
    expect(await asked("chief-executive", ids.untold)).toBe(null);
    for (const person of ["panel-member", "second-adviser", "nobody-known"]) expect(await asked(person)).toBe(null);
    expect(await asked("adviser", "no-such-concern")).toBe(null);
  });

  it("refuses commands on it or decided by it, and changes nothing; to people who may not see it there is none", async () => {
    const head = await hub.hub.log.head();
    const code = async (person: string, name: string, input: object) => {
      const { __typename, ...outcome } = (await command(hub, person, name, input)) as { __typename: string; code?: string };
      return outcome.code ?? __typename;
    };
    const reply = { concern: ids.bad, reply: "We have a plan." };
    expect(await code("adviser", "addEvidence", { concern: ids.bad, evidence: concern.evidence[0] })).toBe("CANNOT_BE_READ");
    expect(await code("chief-executive", "reply", reply)).toBe("CANNOT_BE_READ");
    expect(await code("panel-member", "addEvidence", { concern: ids.bad, evidence: concern.evidence[0] })).toBe("NOT_FOUND");
    expect(await code("second-adviser", "addEvidence", { concern: ids.good, evidence: concern.evidence[0] })).toBe("NOT_FOUND");
    expect(await hub.hub.log.head()).toBe(head);
    expect(await code("adviser", "addEvidence", { concern: ids.good, evidence: concern.evidence[0] })).toBe("ConcernChanged");
  });

  it("delays no inbox, list or job by date", async () => {
    for (const person of WATCHERS) {
      for (const question of [
        "{ submissions { nodes { id } cannotBeRead } }",
        "{ signals { nodes { id } cannotBeRead } }",
        "{ people { nodes { id } cannotBeRead } }",
      ]) {
        const { body } = await hub.ask(person, question);
        expect(body.errors, `${person}: ${question}`).toBeUndefined();
      }
    }
    const { body } = await hub.ask<{ people: { cannotBeRead: number } }>("governance-officer", "{ people { cannotBeRead } }");
    expect(body.data.people.cannotBeRead).toBe(1);
    expect(await recordDeadlines(hub.hub)).toBe(0);
    expect(await hub.hub.positionsRecorded()).toBe(0);
  });

  it("may occur while the hub runs, and be a council's: its concerns are shared with nobody, and everything else continues", async () => {
    const outcome = await hub.hub.log.append(
      appendOf(`council-${TARROWSHIRE}`, [{ type: "StandingAgreementGiven.v99", data: {} }]),
    );
    await hub.hub.caughtUp(outcome.kind === "appended" ? outcome.position : "");
    const { nodes } = await listed("adviser");
    for (const { id } of nodes) {
      const facts = hub.hub.register.queries().findUnchecked(id, false)?.facts;
      if (facts?.council === TARROWSHIRE) expect(facts.headlineSharedWith).toEqual([]);
    }
    expect(nodes.map(({ id }) => id)).toContain(ids.good);
    expect(hub.hub.readiness().ready).toBe(true);
  });

  it.each(["hub runs, when the read models are rebuilt", "hub is stopped, at its next start"])(
    "comes back after a repair while the %s",
    async (when) => {
      const repair = (rows: readonly Row[]) =>
        inLog((db) => {
          for (const { position, data, type } of rows)
            db.prepare("UPDATE events SET data = ?, type = ? WHERE position = ?").run(data, type, position);
        });
      if (when.startsWith("hub runs")) {
        repair(originals);
        await hub.hub.rebuild();
      } else {
        repair(originals.map((row) => ({ ...row, data: "{" })));
        await hub.hub.rebuild();
        expect(hub.hub.quarantine.of("person")).toHaveLength(1);
        await hub.close();
        repair(originals);
        hub = await startHub({ dir, seed: false, inThreads: true });
      }
      const left = [...hub.hub.quarantine.of("concern"), ...hub.hub.quarantine.of("person")].map(({ stream }) => stream);
      expect(left).toEqual([badly.hash]);
      const again = await listed("adviser");
      expect(again.nodes.map(({ id }) => id)).toContain(ids.bad);
      expect(again.cannotBeRead).toBe(1);
      expect((await listed("second-adviser")).nodes.length).toBeGreaterThan(0);
    },
  );

  it("is found by the first read, although it was applied while it could be read, and is then withdrawn", async () => {
    const stream = `concern-${ids.good}`;
    const row = inLog((db) => lastOf(db, stream));
    inLog((db) => db.prepare("UPDATE events SET data = replace(data, '20', '21') WHERE position = ?").run(row.position));
    expect((await listed("adviser")).nodes.map(({ id }) => id)).toContain(ids.good);
    const refused = await command(hub, "adviser", "addEvidence", { concern: ids.good, evidence: concern.evidence[0] });
    expect(refused.code).toBe("CANNOT_BE_READ");
    const now = await listed("adviser");
    expect(now.nodes.map(({ id }) => id)).not.toContain(ids.good);
    expect(now.cannotBeRead).toBe(2);
    expect(hub.hub.quarantine.has(stream)).toBe(true);
  });

  it("is stated beside figures and in the ledger of the council whose disclosures it belongs to; one of answers in every ledger", async () => {
    const outcome = await hub.hub.disclosures.append(
      appendOf(`disclosures-${TARROWSHIRE}-2026-03`, [{ type: "ConcernsDisclosed.v99", data: {} }]),
    );
    await hub.hub.disclosed.reached(outcome.kind === "appended" ? outcome.position : "", 600_000);
    const losses = async (person: string, council: string) => {
      const query = "query($c: String!) { ledger(council: $c) { ... on Ledger { losses } } }";
      return (await hub.ask<{ ledger: { losses: string[] } }>(person, query, { c: council })).body.data.ledger.losses;
    };
    expect(await losses("chief-executive", TARROWSHIRE)).toEqual([
      expect.stringContaining("disclosures in March 2026 cannot be read"),
    ]);
    expect(await losses("chief-executive-london", "X00000009")).toEqual([]);
    const answers = await hub.hub.disclosures.append(
      appendOf("answers-2-2026-02", [{ type: "AnswersDisclosed.v99", data: {} }], { at: "2026-02-27T12:00:00.000Z" }),
    );
    await hub.hub.disclosed.reached(answers.kind === "appended" ? answers.position : "", 600_000);
    // Nobody knows which councils are in it.
    expect(await losses("chief-executive-london", "X00000009")).toEqual([
      expect.stringContaining("disclosures in February 2026 cannot be read"),
    ]);
    expect(await losses("chief-executive", TARROWSHIRE)).toHaveLength(2);
    hub.clock.set("2026-04-02T12:00:00.000Z");
    const { body } = await hub.ask<{ overview: { isIncomplete: boolean } }>(
      "advisory-board",
      '{ overview(quarter: "2026-Q1") { isIncomplete } }',
    );
    expect(body.data.overview.isIncomplete).toBe(true);
  });

  it("is the policy's: nothing can be decided, and the hub is not ready", async () => {
    await hub.hub.log.append(appendOf("policy", [{ type: "PolicyPublished.v99", data: {} }]));
    await hub.hub.policyVersions.reached(await hub.hub.log.head(), 5_000).catch(() => {});
    expect(hub.hub.readiness().ready).toBe(false);
    const { body } = await hub.ask("adviser", LIST);
    expect(body.errors?.[0]?.extensions?.code).toBe("NOT_READY");
  });
});
