// The checkpoint moves together with the rows that events change. Events that change none can be read again, so the checkpoint can wait.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { openDatabase } from "../../event-log/stores/database.ts";
import type { ReadModel } from "../../projections/runtime/read-model.ts";
import { openStore } from "../../projections/runtime/store.ts";
import { memoryKeys } from "../helpers/memory-keys.ts";
import { storedEvent } from "../helpers/stored-event.ts";

const folder = mkdtempSync(join(tmpdir(), "candour-store-"));
const file = join(folder, "kept.sqlite");
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Keeps the versions of some events, and nothing of the others. */
const KEEPING: ReadModel<object> = {
  name: "people",
  version: 1,
  schema: "CREATE TABLE IF NOT EXISTS kept (version INTEGER PRIMARY KEY) STRICT;",
  categories: ["concern"],
  open(db) {
    const keep = db.prepare("INSERT INTO kept (version) VALUES (?)");
    return {
      apply({ type, version }) {
        if (type === "ConcernLogged.v2") keep.run(version);
      },
      withdraw: () => undefined,
      queries: {},
    };
  },
};

const event = (version: number, type: string) =>
  storedEvent(version, { type, data: {} }, { stream: "concern-one", version, at: "2026-03-10T10:00:00.000Z" });

it("moves the checkpoint of a file with the rows that events change, and otherwise after five hundred events", () => {
  const store = openStore(KEEPING, file, { keys: memoryKeys(), today: () => "2026-03-10", examine: () => {} });
  const checkpoint = (): string => {
    using db = openDatabase(file, "read-only");
    return db.prepare("SELECT position FROM checkpoint").get<{ position: string }>().position;
  };
  const apply = (version: number, type: string) => {
    store.applyPage([event(version, type)], `proof ${version}`);
    expect(store.mark()).toEqual([event(version, type).position, `proof ${version}`]);
  };
  apply(1, "ConcernLogged.v2");
  expect(checkpoint()).toBe(event(1, "").position);
  for (let version = 2; version <= 501; version += 1) apply(version, "EvidenceAdded.v2");
  expect(checkpoint()).toBe(event(1, "").position);
  apply(502, "EvidenceAdded.v2");
  expect(checkpoint()).toBe(event(502, "").position);
  apply(503, "EvidenceAdded.v2");
  apply(504, "ConcernLogged.v2");
  expect(checkpoint()).toBe(event(504, "").position);
  apply(505, "EvidenceAdded.v2");
  store.close();
  expect(checkpoint()).toBe(event(505, "").position);
});
