// The contract of every store of drafts.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { DraftStore, StoredDraft } from "../../hub/drafts/port.ts";

export type DraftStorage = {
  /** Each call opens the same storage, as another hub does. */
  open(): Promise<DraftStore>;
  remove(): Promise<void>;
};

const DRAFT: StoredDraft = {
  ...{ id: "d", person: "ann", form: "/log-a-concern", savedAt: "2026-03-02T09:00:00.000Z", lastDay: "2026-03-16" },
  content: { key: "k", box: "b" },
};

export function draftStoreContract(name: string, make: () => Promise<DraftStorage>): void {
  describe(`A store of drafts in ${name}`, () => {
    let storage: DraftStorage;
    let one: DraftStore;
    let other: DraftStore;
    beforeEach(async () => {
      storage = await make();
      one = await storage.open();
      other = await storage.open();
    });
    afterEach(async () => {
      await Promise.all([one.close(), other.close()]);
      await storage.remove();
    });

    it("gives a draft that one hub added to every hub, as it was last replaced", async () => {
      expect(await one.find("d")).toBeUndefined();
      await one.add(DRAFT);
      expect(await other.find("d")).toEqual(DRAFT);
      const later = { id: "d", savedAt: "2026-03-03T09:00:00.000Z", content: { key: "k", box: "c" } };
      expect(await other.replace(later)).toBe(true);
      expect(await one.find("d")).toEqual({ ...DRAFT, ...later });
    });

    it("replaces nothing that is not there or has been emptied, and lists it no more", async () => {
      expect(await one.replace(DRAFT)).toBe(false);
      await one.add(DRAFT);
      await other.empty("d");
      expect(await one.replace(DRAFT)).toBe(false);
      expect(await one.find("d")).toEqual({ ...DRAFT, content: { key: "k", box: "" } });
      expect(await one.listOf("ann")).toEqual([]);
      expect(await one.listEnded("2026-03-17", 10)).toHaveLength(1);
    });

    it("lists the drafts of one person, the newest first, without what they contain", async () => {
      await one.add(DRAFT);
      await one.add({ ...DRAFT, id: "newer", savedAt: "2026-03-04T09:00:00.000Z" });
      await one.add({ ...DRAFT, id: "bobs", person: "bob" });
      const listed = (await other.listOf("ann")).map((heading) => ({ ...heading }));
      const { person: _, content: __, ...heading } = DRAFT;
      expect(listed).toEqual([{ ...heading, id: "newer", savedAt: "2026-03-04T09:00:00.000Z" }, heading]);
    });

    it("lists those whose last day has passed, and removes one of them alone", async () => {
      await one.add(DRAFT);
      await one.add({ ...DRAFT, id: "lasting", lastDay: "2026-03-17" });
      expect(await other.listEnded("2026-03-17", 10)).toEqual([{ id: "d", content: DRAFT.content }]);
      expect(await other.listEnded("2026-03-18", 1)).toHaveLength(1);
      await other.remove("d");
      expect(await one.find("d")).toBeUndefined();
      expect(await one.find("lasting")).toBeDefined();
    });
  });
}
