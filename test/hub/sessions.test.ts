// Sessions: how long they last, how they end, and what their file contains.
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { SessionStore } from "../../hub/sessions/port.ts";
import { createSessions } from "../../hub/sessions/sessions.ts";
import { openSqliteSessions } from "../../hub/sessions/sqlite-sessions.ts";
import { sessionStoreContract } from "../helpers/session-store-contract.ts";

const fail = () => {
  throw new Error("The file was replaced.");
};
const MINUTE = 60_000;
const SETTINGS = { idleMs: 30 * MINUTE, lifetimeMs: 600 * MINUTE };

let dir: string;
let path: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "candour-sessions-"));
  path = join(dir, "sessions.sqlite");
});
afterEach(() => rmSync(dir, { recursive: true }));

sessionStoreContract("a file", async () => ({
  open: async () => openSqliteSessions(path, fail),
  remove: async () => {},
}));

describe("A session", () => {
  let store: SessionStore;
  let at: number;
  const later = (minutes: number) => {
    at += minutes * MINUTE;
  };
  /** The sessions of a hub on the file. */
  const hub = () => createSessions(store, SETTINGS, () => new Date(at));
  const seconds = (minutes: number) => (Date.parse("2026-03-02T09:00:00Z") + minutes * MINUTE) / 1000;
  beforeEach(() => {
    store = openSqliteSessions(path, fail);
    at = Date.parse("2026-03-02T09:00:00Z");
  });
  afterEach(() => store.close());

  it("lasts while it is used at least every 30 minutes", async () => {
    const { id, session } = await hub().begin("ann");
    expect(session).toEqual({ person: "ann", expires: seconds(30), isFinal: false });
    for (let used = 0; used < 5; used += 1) {
      later(29);
      expect(await hub().use(id)).toMatchObject({ person: "ann", expires: at / 1000 + 1800 });
    }
    later(30);
    expect(await hub().use(id)).toBeUndefined();
    // It stays ended if the clock is set back.
    later(-20);
    expect(await hub().use(id)).toBeUndefined();
  });

  it("ends ten hours after it began, however often it is used", async () => {
    const { id } = await hub().begin("ann");
    for (let used = 0; used < 29; used += 1) {
      later(20);
      expect(await hub().use(id)).toBeDefined();
    }
    expect(await hub().use(id)).toEqual({ person: "ann", expires: seconds(600), isFinal: true });
    later(20);
    expect(await hub().use(id)).toBeUndefined();
  });

  it("says that it ends no later than it does, although a use is recorded at most once a minute", async () => {
    const { id } = await hub().begin("ann");
    later(0.9);
    expect(await hub().use(id)).toMatchObject({ expires: seconds(30) });
    later(0.1);
    expect(await hub().use(id)).toMatchObject({ expires: seconds(31) });
  });

  it("is not prolonged by looking at it", async () => {
    const { id } = await hub().begin("ann");
    later(20);
    expect(await hub().find(id)).toMatchObject({ expires: seconds(30) });
    later(10);
    expect(await hub().find(id)).toBeUndefined();
  });

  it("ends alone, with all of its person, or with everybody's", async () => {
    const [first, second, bobs] = [await hub().begin("ann"), await hub().begin("ann"), await hub().begin("bob")];
    await hub().end(first.id);
    expect(await hub().use(first.id)).toBeUndefined();
    expect(await hub().use(second.id)).toBeDefined();
    expect(await hub().endAllOfPerson("ann")).toBe(1);
    expect(await hub().use(second.id)).toBeUndefined();
    expect(await hub().endAll()).toBe(1);
    expect(await hub().use(bobs.id)).toBeUndefined();
  });

  it("that has expired is removed from the store when somebody signs in", async () => {
    const { id } = await hub().begin("ann");
    const signIn = await hub().keepSignIn({ state: "s", nonce: "n", verifier: "v", to: "/" });
    later(31);
    await hub().begin("bob");
    later(-31);
    expect(await hub().use(id)).toBeUndefined();
    expect(await hub().takeSignIn(signIn)).toBeUndefined();
  });

  it("cannot be used by what is in its file, which only its owner can read", async () => {
    const { id } = await hub().begin("ann");
    const signIn = await hub().keepSignIn({ state: "s", nonce: "n", verifier: "v", to: "/concerns" });
    const files = ["", "-wal"].map((suffix) => path + suffix).filter(existsSync);
    for (const file of files) {
      expect(statSync(file).mode & 0o777).toBe(0o600);
      for (const secret of [id, signIn]) expect(readFileSync(file).includes(secret)).toBe(false);
    }
    expect(files.some((file) => readFileSync(file).includes("ann"))).toBe(true);
  });

  it("has an id that nobody can guess", async () => {
    const ids = await Promise.all(Array.from({ length: 20 }, async () => (await hub().begin("ann")).id));
    expect(new Set(ids).size).toBe(20);
    for (const id of ids) expect(Buffer.from(id, "base64url")).toHaveLength(32);
  });
});

describe("A sign-in under way", () => {
  it("is given once, within ten minutes", async () => {
    const store = openSqliteSessions(path, fail);
    let at = 0;
    const sessions = createSessions(store, SETTINGS, () => new Date(at));
    const pending = { state: "s", nonce: "n", verifier: "v", to: "/concerns" };
    const [first, second] = [await sessions.keepSignIn(pending), await sessions.keepSignIn(pending)];
    at = 9 * MINUTE;
    expect(await sessions.takeSignIn(first)).toEqual(pending);
    expect(await sessions.takeSignIn(first)).toBeUndefined();
    at = 10 * MINUTE;
    expect(await sessions.takeSignIn(second)).toBeUndefined();
    await store.close();
  });
});

describe("The file of sessions", () => {
  it.each([
    ["no database", "This is no database.".repeat(400)],
    ["cut short", undefined],
  ])("is made anew if it is %s: everybody signs in again", async (_, text) => {
    const store = openSqliteSessions(path, fail);
    const before = createSessions(store, SETTINGS, () => new Date(0));
    const { id } = await before.begin("ann");
    await store.close();
    writeFileSync(path, text ?? readFileSync(path).subarray(0, 5_000));
    let isReplaced = false;
    const after = openSqliteSessions(path, () => {
      isReplaced = true;
    });
    const sessions = createSessions(after, SETTINGS, () => new Date(0));
    expect(isReplaced).toBe(true);
    expect(await sessions.use(id)).toBeUndefined();
    expect(await sessions.use((await sessions.begin("ann")).id)).toMatchObject({ person: "ann" });
    await after.close();
  });
});
