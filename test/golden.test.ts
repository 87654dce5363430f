// Event shapes outlive everything else. `golden/events.jsonl` has every event's form, so that a change of it fails here and needs a new version
// and an upcaster; and events as they were once stored, which must be readable for ever.
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { readLeaves } from "../disclosure/answers.ts";
import { answerEvents, disclosureEvents, retentionEvents } from "../disclosure/events.ts";
import { readRetentionEvent } from "../disclosure/retention.ts";
import { readDisclosureEvent } from "../disclosure/streams.ts";
import type { KeyStore } from "../event-log/keys/port.ts";
import type { StoredEvent } from "../event-log/port.ts";
import { openDatabase } from "../event-log/stores/database.ts";
import { streamParts } from "../event-log/stream-name.ts";
import { READ_MODELS } from "../projections/all.ts";
import { storedForm } from "../projections/runtime/read-model.ts";
import { openStore } from "../projections/runtime/store.ts";
import { claimEvents } from "../services/claim/events.ts";
import { readClaimEvent } from "../services/claim/stream.ts";
import { concernEvents } from "../services/concern/events.ts";
import { foldConcern, readConcernEvent } from "../services/concern/stream.ts";
import { councilEvents } from "../services/council/events.ts";
import { foldCouncil, readCouncilEvent } from "../services/council/stream.ts";
import { hubEvents, identityEvents } from "../services/hub-record/events.ts";
import { readHubEvent, readIdentityEvent } from "../services/hub-record/stream.ts";
import { invitationEvents } from "../services/invitation/events.ts";
import { foldInvitation, readInvitationEvent } from "../services/invitation/stream.ts";
import { metricEvents } from "../services/metrics/events.ts";
import { readMetricEvent } from "../services/metrics/stream.ts";
import { newsReadEvents } from "../services/news-read/events.ts";
import { readNewsReadEvent } from "../services/news-read/stream.ts";
import { noticeEvents } from "../services/notice/events.ts";
import { readNoticeEvent } from "../services/notice/stream.ts";
import { personEvents } from "../services/people/events.ts";
import { foldPerson, readPersonEvent } from "../services/people/stream.ts";
import { policyEvents } from "../services/policy/events.ts";
import { foldPolicy, readPolicyEvent } from "../services/policy/stream.ts";
import { signalEvents } from "../services/signal/events.ts";
import { foldSignal, readSignalEvent } from "../services/signal/stream.ts";
import { type EventDeclarations, UPCASTERS, upcast } from "../services/stored-events.ts";
import { submissionEvents } from "../services/submission/events.ts";
import { foldSubmission, readSubmissionEvent } from "../services/submission/stream.ts";
import { supportEvents } from "../services/support/events.ts";
import { foldSupport, readSupportEvent } from "../services/support/stream.ts";
import { OPERATIONS } from "./examples/operations.ts";
import { joinByInvitation } from "./helpers/join-by-invitation.ts";
import { memoryKeys } from "./helpers/memory-keys.ts";
import { runOperations } from "./helpers/run-operations.ts";
import { type Shape, storedShape } from "./helpers/stored-shapes.ts";
import { startHub } from "./helpers/test-hub.ts";

const declarations: EventDeclarations = {
  ...{ ...concernEvents, ...councilEvents, ...personEvents, ...invitationEvents, ...metricEvents },
  ...{
    ...supportEvents,
    ...submissionEvents,
    ...signalEvents,
    ...noticeEvents,
    ...newsReadEvents,
    ...claimEvents,
    ...policyEvents,
  },
  ...{ ...answerEvents, ...disclosureEvents, ...retentionEvents, ...hubEvents, ...identityEvents },
};
const readers = {
  ...{ concern: readConcernEvent, council: readCouncilEvent, person: readPersonEvent, metric: readMetricEvent },
  invitation: readInvitationEvent,
  ...{
    support: readSupportEvent,
    submission: readSubmissionEvent,
    signal: readSignalEvent,
    notice: readNoticeEvent,
    news: readNewsReadEvent,
    task: readClaimEvent,
  },
  ...{
    policy: readPolicyEvent,
    disclosures: readDisclosureEvent,
    retention: readRetentionEvent,
    hub: readHubEvent,
    identity: readIdentityEvent,
  },
};
const updating = process.env.UPDATE_GOLDEN === "1";

type Line = { readonly shapeOf: string; readonly shape: object } | StoredEvent;
const FILE = join(import.meta.dirname, "golden/events.jsonl");
const shapeOf = (type: string): object =>
  JSON.parse(JSON.stringify(z.toJSONSchema(declarations[type]?.schema ?? expect.fail(type), { unrepresentable: "any" })));
const read = () => {
  const lines = readFileSync(FILE, "utf8").trim().split("\n");
  const golden = lines.map((line): Line => JSON.parse(line));
  return {
    // Older files have only an event's stream, without category and id, as logs do.
    stored: golden.filter((line) => "stream" in line).map((line) => ({ ...line, ...streamParts(line.stream) })),
    shapes: new Map(golden.flatMap((line) => ("shapeOf" in line ? [[line.shapeOf, line.shape] as const] : []))),
  };
};

/** Operations of the API invite; only the hub's own sign-in accepts. */
const INVITED = {
  ...{ person: "ottilie-vane", name: "Ottilie Vane (invented)", address: "ottilie.vane@candour.test" },
  ...{ role: "panel-member", from: "2026-03-02", until: "2026-12-31" },
};

/** The shape of each new type, and a stream with an event of it, up to that event. Lines that are there are only ever changed by hand. */
async function linesOf(newTypes: readonly string[]): Promise<readonly Line[]> {
  const hub = await startHub();
  await runOperations(hub, OPERATIONS);
  const facts = hub.hub.people.queries().viewer("governance-officer")?.facts ?? expect.fail("There is no officer.");
  const officer = { principal: { type: "Person", facts }, idempotencyKey: "golden-invitation", correlation: "golden" } as const;
  await joinByInvitation(hub.hub, officer, INVITED);
  const { log: events, disclosures } = hub.hub;
  const log = [...(await events.readAll("", 10_000)), ...(await disclosures.readAll("", 10_000))];
  await hub.close();
  const examples = newTypes.flatMap((type) => {
    const example = log.find((event) => event.type === type);
    if (!example) throw new Error(`No operation of test/examples/operations.ts records ${type}.`);
    return log.filter(({ stream, version }) => stream === example.stream && version <= example.version);
  });
  return [...newTypes.map((type) => ({ shapeOf: type, shape: shapeOf(type) })), ...examples];
}

const newTypes = updating ? Object.keys(declarations).filter((type) => !read().shapes.has(type)) : [];
if (newTypes.length > 0) for (const line of await linesOf(newTypes)) appendFileSync(FILE, `${JSON.stringify(line)}\n`);
const { stored, shapes } = read();

describe("event shapes", () => {
  it.each(Object.keys(declarations))("are those of the golden file: %s", (type) => {
    expect(shapes.get(type)).toEqual(shapeOf(type));
  });
});

describe("events as they were once stored", () => {
  it("are kept of every type there is", () => {
    const types = new Set(stored.map(({ type }) => type));
    expect([...types].sort()).toEqual([...Object.keys(declarations), ...Object.keys(UPCASTERS)].sort());
  });

  it("can be read and folded, and contain nothing confidential in plain text", () => {
    const streams = Map.groupBy(stored, ({ stream }) => stream);
    for (const [stream, events] of streams) {
      const { category: kind, streamId: id } = streamParts(stream);
      if (kind === "answers") for (const event of events) expect(readLeaves(event).length).toBeGreaterThan(0);
      else for (const event of events) expect(readers[kind as keyof typeof readers](event).type).toBe(upcast(event).type);
      if (kind === "concern") expect(foldConcern(id, events)).toBeDefined();
      if (kind === "person") expect(foldPerson(id, events)).toBeDefined();
      if (kind === "invitation") expect(foldInvitation(id, events)).toBeDefined();
      if (kind === "council") {
        const { agreements, approaches, opened } = foldCouncil(events);
        expect(agreements.length + approaches.length + opened.length).toBeGreaterThan(0);
      }
      if (kind === "support") expect(foldSupport(id, events)).toBeDefined();
      if (kind === "submission") expect(foldSubmission(id, events)).toBeDefined();
      if (kind === "signal") expect(foldSignal(id, events)).toBeDefined();
      if (kind === "policy") expect(foldPolicy(events)?.version).toMatch(/^[0-9a-f]{12}$/);
      if (kind !== "metric") expect(JSON.stringify(events)).not.toMatch(/SECRET/);
    }
  });
});

describe("what read models store", () => {
  const SHAPES = join(import.meta.dirname, "../projections/runtime/stored-shapes.json");
  /** Every event there is, in the read models; each of the logs counts its own positions. */
  function storedShapes(): Readonly<Record<string, Shape>> {
    const events = stored.map((event, index): StoredEvent => ({ ...event, position: String(index + 1).padStart(16, "0") }));
    const keys = memoryKeys();
    // The keys of the golden events are lost: no plain value depends on them.
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

  it("has the shape that their files are named by: run again with UPDATE_GOLDEN=1, and the next start rebuilds them", () => {
    const now = storedShapes();
    if (updating) writeFileSync(SHAPES, `${JSON.stringify(now, null, 2)}\n`);
    // As text: the order of fields is part of it.
    expect(`${JSON.stringify(now, null, 2)}\n`).toBe(readFileSync(SHAPES, "utf8"));
  });

  it("has another shape if the same fields are stored in another order", () => {
    const shapeOfRow = (row: object) => {
      using db = openDatabase(":memory:", "rebuildable");
      db.exec("CREATE TABLE rows (state TEXT) STRICT");
      db.prepare("INSERT INTO rows VALUES (?)").run(JSON.stringify(row));
      return JSON.stringify(storedShape(db));
    };
    expect(shapeOfRow({ id: "a", version: 1 })).not.toBe(shapeOfRow({ version: 1, id: "a" }));
    expect(shapeOfRow({ id: "a", version: 1 })).toBe(shapeOfRow({ id: "b", version: 2 }));
  });

  it("is named by that shape, by the tables and by the version", () => {
    const model = { name: "people", version: 2, schema: "CREATE TABLE people (id TEXT) STRICT;" };
    const names = [model, { ...model, name: "register" }, { ...model, schema: `${model.schema} ` }, { ...model, version: 3 }];
    expect(new Set(names.map(storedForm)).size).toBe(4);
    expect(storedForm({ ...model })).toBe(storedForm(model));
  });
});
