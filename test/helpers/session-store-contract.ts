// The contract of every store of sessions.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { SessionStore, StoredSession } from "../../hub/sessions/port.ts";

export type SessionStorage = {
  /** Each call opens the same storage, as another hub does. */
  open(): Promise<SessionStore>;
  remove(): Promise<void>;
};

const SESSION: StoredSession = { person: "ann", began: 1_000, lastUsed: 2_000, ends: 1_772_452_800_000 };

export function sessionStoreContract(name: string, make: () => Promise<SessionStorage>): void {
  describe(`A store of sessions in ${name}`, () => {
    let storage: SessionStorage;
    let one: SessionStore;
    let other: SessionStore;
    beforeEach(async () => {
      storage = await make();
      one = await storage.open();
      other = await storage.open();
    });
    afterEach(async () => {
      await Promise.all([one.close(), other.close()]);
      await storage.remove();
    });

    it("gives a session that one hub added to every hub", async () => {
      expect(await one.findSession("d")).toBeUndefined();
      await one.addSession("d", SESSION);
      expect({ ...(await other.findSession("d")) }).toEqual(SESSION);
    });

    it("gives several sessions at once, leaving out those that do not exist", async () => {
      await one.addSession("a1", SESSION);
      await other.addSession("b1", { ...SESSION, person: "bob" });
      const found = await other.findSessions(["a1", "gone", "b1"]);
      expect([...found].map(([digest, session]) => [digest, { ...session }]).sort()).toEqual([
        ["a1", SESSION],
        ["b1", { ...SESSION, person: "bob" }],
      ]);
      expect((await one.findSessions([])).size).toBe(0);
    });

    it("records the last use, and not of a session that was removed", async () => {
      await one.addSession("d", SESSION);
      await other.setLastUsed("d", 5_000);
      expect(await one.findSession("d")).toMatchObject({ lastUsed: 5_000, ends: SESSION.ends });
      await one.removeSession("d");
      await other.setLastUsed("d", 6_000);
      expect(await other.findSession("d")).toBeUndefined();
    });

    it("removes all sessions of a person, and all of everybody", async () => {
      await one.addSession("a1", SESSION);
      await other.addSession("a2", SESSION);
      await one.addSession("b1", { ...SESSION, person: "bob" });
      expect(await other.removeSessionsOf("ann")).toBe(2);
      expect(await one.findSession("a2")).toBeUndefined();
      expect(await one.findSession("b1")).toBeDefined();
      expect(await one.removeAllSessions()).toBe(1);
      expect(await other.findSession("b1")).toBeUndefined();
    });

    it("gives a sign-in to one of those who take it at the same time", async () => {
      await one.addSignIn("s", { content: "content", ends: 9_000 });
      const taken = await Promise.all([one.takeSignIn("s"), other.takeSignIn("s"), one.takeSignIn("s")]);
      expect(taken.filter((found) => found !== undefined).map((found) => ({ ...found }))).toEqual([
        { content: "content", ends: 9_000 },
      ]);
    });

    it("removes what has expired and nothing else", async () => {
      await one.addSession("ended", { ...SESSION, ends: 10_000 });
      await one.addSession("unused", { ...SESSION, lastUsed: 4_999 });
      await one.addSession("live", { ...SESSION, lastUsed: 5_000, ends: 10_001 });
      await one.addSignIn("old", { content: "", ends: 10_000 });
      await one.addSignIn("new", { content: "", ends: 10_001 });
      await other.removeExpired({ now: 10_000, unusedSince: 5_000 });
      expect(await one.findSession("ended")).toBeUndefined();
      expect(await one.findSession("unused")).toBeUndefined();
      expect(await one.findSession("live")).toBeDefined();
      expect(await one.takeSignIn("old")).toBeUndefined();
      expect(await one.takeSignIn("new")).toBeDefined();
    });
  });
}
