// The contract of every store of attachments.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { copyAttachmentStore } from "../../hub/attachments/copy-attachment-store.ts";
import type { AttachmentStore, StoredAttachment, StoredUpload } from "../../hub/attachments/port.ts";

type AttachmentStorage = {
  /** Each call opens the same storage, as another hub does. */
  open(): Promise<AttachmentStore>;
  /** Opens an empty storage of its own. */
  openOther(): Promise<AttachmentStore>;
  remove(): Promise<void>;
};

const UPLOAD: StoredUpload = {
  ...{ id: "u", person: "ann", type: "pdf", bytes: 3, scan: "not-scanned", lastDay: "2026-03-16" },
  about: { key: "k", box: "b" },
};
const CONTENT = Buffer.from([1, 0, 255]);
const ATTACHMENT: StoredAttachment = { id: "a", concern: "c", key: "ck", bytes: 3, lastDay: "2026-03-16" };
/** As an array, because drivers return different kinds of bytes. */
const bytes = (content: Uint8Array | undefined) => content && [...content];

export function attachmentStoreContract(name: string, make: () => Promise<AttachmentStorage>): void {
  describe(`A store of attachments in ${name}`, () => {
    let storage: AttachmentStorage;
    let one: AttachmentStore;
    let other: AttachmentStore;
    beforeEach(async () => {
      storage = await make();
      one = await storage.open();
      other = await storage.open();
    });
    afterEach(async () => {
      await Promise.all([one.close(), other.close()]);
      await storage.remove();
    });

    it("returns an upload that one hub added to every hub once it is complete, until one removes it", async () => {
      await one.addUpload(UPLOAD);
      await one.putPiece("u", 0, CONTENT);
      expect([await other.findUpload("u"), await other.uploadsOf("ann"), await other.uploadsAfter("", 10)]).toEqual([
        undefined,
        [],
        [],
      ]);
      await one.completeUpload("u");
      expect([await other.findUpload("u"), bytes(await other.findPiece("u", 0))]).toEqual([UPLOAD, [...CONTENT]]);
      expect(await other.findPiece("u", 1)).toBeUndefined();
      await other.removeUpload("u");
      expect([await one.findUpload("u"), await one.findPiece("u", 0)]).toEqual([undefined, undefined]);
    });

    it("lists the uploads of one person, the oldest first, and those past their last day, complete or not", async () => {
      for (const [id, person, lastDay] of [
        ["z", "ann", "2026-03-16"],
        ["b", "ann", "2026-03-17"],
        ["c", "bob", "2026-03-18"],
      ] as const) {
        await one.addUpload({ ...UPLOAD, id, person, lastDay });
        await one.completeUpload(id);
      }
      await one.addUpload({ ...UPLOAD, id: "cut", lastDay: "2026-03-15" });
      expect((await other.uploadsOf("ann")).map(({ id }) => id)).toEqual(["z", "b"]);
      expect((await other.endedUploads("2026-03-17", 10)).map(({ id }) => id).sort()).toEqual(["cut", "z"]);
      expect(await other.endedUploads("2026-03-19", 2)).toHaveLength(2);
    });

    it("returns an attachment, before and after it is confirmed, and its pieces as they were last stored", async () => {
      expect(await one.find("a")).toBeUndefined();
      expect(await one.add(ATTACHMENT)).toBe("ck");
      await one.putPiece("a", 0, Buffer.from([9]));
      await one.putPiece("a", 0, CONTENT);
      expect(await other.find("a")).toEqual(ATTACHMENT);
      await other.confirm("a");
      expect(await other.find("a")).toEqual({ ...ATTACHMENT, lastDay: undefined });
      expect(bytes(await other.findPiece("a", 0))).toEqual([...CONTENT]);
    });

    it("keeps the key with which an attachment was first added, and the later of two last days until it is confirmed", async () => {
      await one.add(ATTACHMENT);
      expect(await other.add({ ...ATTACHMENT, key: "of another hub", lastDay: "2026-03-17" })).toBe("ck");
      expect(await one.find("a")).toEqual({ ...ATTACHMENT, lastDay: "2026-03-17" });
      expect(await one.add(ATTACHMENT)).toBe("ck");
      expect(await one.find("a")).toEqual({ ...ATTACHMENT, lastDay: "2026-03-17" });
      await one.confirm("a");
      expect(await other.add(ATTACHMENT)).toBe("ck");
      expect(await one.find("a")).toEqual({ ...ATTACHMENT, lastDay: undefined });
    });

    it("lists attachments that were never confirmed and are past their last day", async () => {
      await one.add(ATTACHMENT);
      await one.add({ ...ATTACHMENT, id: "confirmed" });
      await one.add({ ...ATTACHMENT, id: "later", lastDay: "2026-03-17" });
      await other.confirm("confirmed");
      expect(await other.unconfirmed("2026-03-16", "", 10)).toEqual([]);
      expect(await other.unconfirmed("2026-03-17", "", 10)).toEqual([ATTACHMENT]);
      expect((await other.unconfirmed("2026-03-18", "a", 10)).map(({ id }) => id)).toEqual(["later"]);
      await other.remove("a");
      expect(await one.unconfirmed("2026-03-17", "", 10)).toEqual([]);
    });

    it("removes the attachments of one concern together, with their pieces", async () => {
      const files = ["a", "b", "of-another"];
      for (const id of files) {
        await one.add({ ...ATTACHMENT, id, concern: id === "of-another" ? "d" : "c" });
        await one.putPiece(id, 0, CONTENT);
      }
      await one.add({ ...ATTACHMENT, id: "other-key", key: "of another hub" });
      expect((await other.keysOf("c")).toSorted()).toEqual(["ck", "of another hub"]);
      await one.confirm("b");
      await other.removeOf("c");
      const left = async (id: string) => [(await one.find(id)) !== undefined, (await one.findPiece(id, 0)) !== undefined];
      expect(await Promise.all(files.map(left))).toEqual([
        [false, false],
        [false, false],
        [true, true],
      ]);
    });

    it("is copied completely into an empty one, and again if the copy is repeated", async () => {
      await one.addUpload(UPLOAD);
      await one.putPiece("u", 0, CONTENT);
      await one.completeUpload("u");
      await one.add(ATTACHMENT);
      await one.add({ ...ATTACHMENT, id: "confirmed" });
      await one.putPiece("confirmed", 0, CONTENT);
      await one.confirm("confirmed");
      const copy = await storage.openOther();
      try {
        expect([await copyAttachmentStore(one, copy), await copyAttachmentStore(one, copy)]).toEqual([2, 2]);
        expect(await copy.uploadsOf("ann")).toEqual([UPLOAD]);
        expect(await copy.attachmentsAfter("", 10)).toEqual(await one.attachmentsAfter("", 10));
        for (const file of ["u", "confirmed"]) expect(bytes(await copy.findPiece(file, 0))).toEqual([...CONTENT]);
      } finally {
        await copy.close();
      }
    });
  });
}
