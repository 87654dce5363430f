// Event shapes outlive everything else. `golden/event-shapes.json` is every event's schema: a change of shape shows here, and wants a new
// version and an upcaster. `golden/events.jsonl` holds events as they were once stored: they must be readable for ever.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { disclosureEvents, retentionEvents } from "../disclosure/events.ts";
import { readRetentionEvent } from "../disclosure/retention.ts";
import { readDisclosureEvent } from "../disclosure/streams.ts";
import { type KeyStore, openKeyStore } from "../event-log/keys/sealing.ts";
import type { StoredEvent } from "../event-log/port.ts";
import { recordDeadlines } from "../hub/clock/scheduled-jobs.ts";
import { READ_MODELS } from "../projections/all.ts";
import { storedForm } from "../projections/runtime/read-model.ts";
import { openStore } from "../projections/runtime/store.ts";
import { concernEvents } from "../services/concern/events.ts";
import { foldConcern, readConcernEvent } from "../services/concern/stream.ts";
import { councilEvents } from "../services/council/events.ts";
import { foldCouncil, readCouncilEvent } from "../services/council/stream.ts";
import { hubEvents } from "../services/hub-record/events.ts";
import { readHubEvent } from "../services/hub-record/stream.ts";
import { metricEvents } from "../services/metrics/events.ts";
import { readMetricEvent } from "../services/metrics/stream.ts";
import { noticeEvents } from "../services/notice/events.ts";
import { readNoticeEvent } from "../services/notice/stream.ts";
import { personEvents } from "../services/people/events.ts";
import { foldPerson, readPersonEvent } from "../services/people/stream.ts";
import type { Done, Outcome } from "../services/pipeline/execute-command.ts";
import { policyEvents } from "../services/policy/events.ts";
import { foldPolicy, readPolicyEvent } from "../services/policy/stream.ts";
import { signalEvents } from "../services/signal/events.ts";
import { foldSignal, readSignalEvent } from "../services/signal/stream.ts";
import { type EventDeclarations, UPCASTERS, upcast } from "../services/stored-events.ts";
import { submissionEvents } from "../services/submission/events.ts";
import { foldSubmission, readSubmissionEvent } from "../services/submission/stream.ts";
import { supportEvents } from "../services/support/events.ts";
import { foldSupport, readSupportEvent } from "../services/support/stream.ts";
import { playEveryEvent } from "./helpers/play-every-event.ts";
import { type Shape, storedShape } from "./helpers/stored-shapes.ts";
import { startHub, type TestHub } from "./helpers/test-hub.ts";

const GOLDEN = join(import.meta.dirname, "golden");
const declarations: EventDeclarations = {
  ...{ ...concernEvents, ...councilEvents, ...personEvents, ...metricEvents },
  ...{ ...supportEvents, ...submissionEvents, ...signalEvents, ...noticeEvents, ...policyEvents },
  ...{ ...disclosureEvents, ...retentionEvents, ...hubEvents },
};
const readers = {
  ...{ concern: readConcernEvent, council: readCouncilEvent, person: readPersonEvent, metric: readMetricEvent },
  ...{ support: readSupportEvent, submission: readSubmissionEvent, signal: readSignalEvent, notice: readNoticeEvent },
  ...{ policy: readPolicyEvent, disclosures: readDisclosureEvent, retention: readRetentionEvent, hub: readHubEvent },
};
const updating = process.env.UPDATE_GOLDEN === "1";

/** The golden file's text; with UPDATE_GOLDEN=1 a file that is not there yet is made. One that is there is only ever changed by hand. */
async function golden(name: string, make: () => string | Promise<string>): Promise<string> {
  const file = join(GOLDEN, name);
  if (updating && !existsSync(file)) writeFileSync(file, await make());
  return readFileSync(file, "utf8");
}

let test: TestHub;
beforeAll(async () => {
  test = await startHub();
});
afterAll(() => test.close());

describe("event shapes", () => {
  it("are those of the golden file", async () => {
    const shapes = Object.fromEntries(
      Object.entries(declarations).map(([type, { schema }]) => [type, z.toJSONSchema(schema, { unrepresentable: "any" })]),
    );
    const text = `${JSON.stringify(shapes, null, 2)}\n`;
    expect(JSON.parse(await golden("event-shapes.json", () => text))).toEqual(JSON.parse(text));
  });
});

describe("events as they were once stored", () => {
  const stored = async (): Promise<StoredEvent[]> => {
    const made = async () => {
      // Of its own, as the clock of the first has gone on.
      const other = await startHub();
      const events = [...(await oneOfEach(test)), ...(await playEveryEvent(other))];
      await other.close();
      return events.map((event) => `${JSON.stringify(event)}\n`).join("");
    };
    const lines = (await golden("events.jsonl", made)).trim().split("\n");
    return lines.map((line) => JSON.parse(line));
  };

  it("are kept of every type there is", async () => {
    const types = new Set((await stored()).map(({ type }) => type));
    expect([...types].sort()).toEqual([...Object.keys(declarations), ...Object.keys(UPCASTERS)].sort());
  });

  it("can be read and folded, and say nothing confidential openly", async () => {
    const streams = Map.groupBy(await stored(), ({ stream }) => stream);
    for (const [stream, events] of streams) {
      const [kind = "", ...id] = stream.split("-");
      for (const event of events) expect(readers[kind as keyof typeof readers](event).type).toBe(upcast(event).type);
      if (kind === "concern") expect(foldConcern(id.join("-"), events)).toBeDefined();
      if (kind === "person") expect(foldPerson(id.join("-"), events)).toBeDefined();
      if (kind === "council") {
        const { agreements, approaches } = foldCouncil(events);
        expect(agreements.length + approaches.length).toBeGreaterThan(0);
      }
      if (kind === "support") expect(foldSupport(id.join("-"), events)).toBeDefined();
      if (kind === "submission") expect(foldSubmission(id.join("-"), events)).toBeDefined();
      if (kind === "signal") expect(foldSignal(id.join("-"), events)).toBeDefined();
      if (kind === "policy") expect(foldPolicy(events)?.version).toMatch(/^[0-9a-f]{12}$/);
      if (kind !== "metric") expect(JSON.stringify(events)).not.toMatch(/SECRET/);
    }
  });
});

describe("what read models store", () => {
  const FILE = join(import.meta.dirname, "../projections/runtime/stored-shapes.json");
  /** Every event there is, in the read models; each of the logs counts its own positions. */
  async function shapes(): Promise<Readonly<Record<string, Shape>>> {
    const lines = (await golden("events.jsonl", () => "")).trim().split("\n");
    const events = lines.map(
      (line, index): StoredEvent => ({ ...JSON.parse(line), position: String(index + 1).padStart(16, "0") }),
    );
    const keys = openKeyStore(":memory:", Buffer.alloc(32, 1));
    // What they were sealed with is gone: nothing of what is stored open depends on it.
    const erased: KeyStore = { ...keys, unseal: () => undefined };
    const described = READ_MODELS.map((model) => {
      const store = openStore(model, ":memory:", { keys: erased, today: () => "2026-06-01" });
      store.applyPage(events);
      const shape = storedShape(store.db);
      store.close();
      return [model.name, shape] as const;
    });
    keys.close();
    return Object.fromEntries(described.filter(([, shape]) => Object.keys(shape).length > 0));
  }

  it("has the shape that their files are named by: run again with UPDATE_GOLDEN=1, and the next start builds them anew", async () => {
    const now = await shapes();
    if (updating) writeFileSync(FILE, `${JSON.stringify(now, null, 2)}\n`);
    expect(now).toEqual(JSON.parse(readFileSync(FILE, "utf8")));
  });

  it("is named by that shape, by the tables and by the version", () => {
    const model = { name: "people", version: 2, schema: "CREATE TABLE people (id TEXT) STRICT;" };
    const names = [model, { ...model, name: "register" }, { ...model, schema: `${model.schema} ` }, { ...model, version: 3 }];
    expect(new Set(names.map(storedForm)).size).toBe(4);
    expect(storedForm({ ...model })).toBe(storedForm(model));
  });
});

/** Plays one of everything on the demonstration hub and returns the events of the streams it touched. */
async function oneOfEach({ hub, clock }: TestHub): Promise<readonly StoredEvent[]> {
  const viewer = (person: string) => hub.people.queries().viewer(person);
  let n = 0;
  const asking = (person: string) => {
    n += 1;
    const facts = viewer(person)?.facts;
    if (!facts) throw new Error(person);
    return { principal: { type: "Person", facts } as const, idempotencyKey: `golden-${n}`, correlation: "golden" };
  };
  const period = { from: "2025-04-01", to: "2025-09-30" };
  const base = {
    account: "SECRET account",
    source: "SECRET source",
    reference: "SECRET reference",
    period,
    handling: "C",
    handlingConditions: "SECRET",
  };
  const evidence = { ...base, kind: "conversation", grading: { source: "2", content: "C" } };
  const cited = { ...evidence, kind: "published-metric", cites: { metric: "990001", area: "X00000004", period: "fin_2024_25" } };
  const must = (outcome: Outcome): Done => {
    if (outcome.kind === "refused") throw new Error(JSON.stringify(outcome));
    return outcome;
  };
  const { concern: concerns, council, people } = hub.services;
  const logged = must(
    await concerns.execute(
      "logConcern",
      {
        council: "X00000004",
        strand: "childrens",
        cause: "finance",
        period,
        summary: "SECRET summary",
        observed: "SECRET observed",
        evidence: [{ ...evidence, protectedSource: true }, cited],
      },
      asking("adviser"),
    ),
  );
  const id = logged.id;
  const run = async (name: Parameters<typeof concerns.execute>[0], person: string, input: object) =>
    must(await concerns.execute(name, { concern: id, ...input }, asking(person)));
  const state = () => hub.register.queries().findUnchecked(id)?.state();

  await run("recordAwareness", "adviser", {
    toldName: "SECRET name",
    toldOffice: "chief-executive",
    channel: "in-person",
    toldOn: hub.today(),
    about: "SECRET about",
    bodies: ["cib-east-midlands", "dfe"],
  });
  await run("supplyEvidence", "chief-executive", { evidence: { ...base, kind: "self-assessment" } });
  await run("withdrawEvidence", "chief-executive", { evidence: state()?.evidence.at(-1)?.evidence, reason: "SECRET reason" });
  await run("reply", "chief-executive", { reply: "SECRET reply" });
  await run("requestCorrection", "chief-executive", { request: "SECRET request" });
  await run("resolveCorrection", "adviser", {
    correction: state()?.corrections[0]?.correction,
    outcome: "accepted",
    reason: "SECRET",
    correctedSummary: "SECRET",
  });
  must(
    await council.execute(
      "giveStandingAgreement",
      {
        council: "X00000004",
        body: "dfe",
        purpose: "reassure-on-support",
        parts: ["headline"],
        strand: "childrens",
        statement: "SECRET",
      },
      asking("chief-executive"),
    ),
  );
  const proposal = { parts: ["evidence"], explanation: "SECRET", until: "2026-04-30", answerBy: "2026-03-20" };
  await run("proposeShare", "adviser", { ...proposal, body: "cib-east-midlands", purpose: "align-support" });
  await run("proposeShare", "adviser", { ...proposal, body: "dfe", purpose: "reassure-on-support", parts: ["headline"] });
  const [first, second] = state()?.shares.map((share) => share.id) ?? [];
  await run("makeShare", "adviser", { share: second });
  await run("statePosition", "chief-executive", {
    share: first,
    position: "agrees-with-conditions",
    parts: ["summary"],
    until: "2026-04-01",
    statement: "SECRET",
  });
  await run("makeShare", "adviser", { share: first });
  await run("statePosition", "chief-executive", { share: first, position: "objects", statement: "SECRET" });
  await run("overrideObjection", "second-adviser", { share: first, reason: "SECRET" });
  await run("withdrawShare", "adviser", { share: second, reason: "SECRET" });
  const agreement = foldCouncil(await hub.log.readStream("council-X00000004")).agreements[0]?.agreement;
  must(
    await council.execute(
      "takeBackStandingAgreement",
      { council: "X00000004", agreement, statement: "SECRET" },
      asking("chief-executive"),
    ),
  );
  const assignment = viewer("member-peer")?.assignments[0]?.assignment;
  must(
    await people.execute("endAssignment", { person: "member-peer", assignment, reason: "SECRET" }, asking("governance-officer")),
  );
  clock.set("2026-06-01T12:00:00.000Z");
  await recordDeadlines(hub);

  const streams = [`concern-${id}`, "council-X00000004", "person-member-peer", "metric-990001/fin_2024_25"];
  return (await hub.log.readAll("", 10_000)).filter(({ stream }) => streams.includes(stream));
}
