// The contract of every store of attachments.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { copyAttachments } from "../../hub/attachments/move-attachments.ts";
import type { AttachmentStore, StoredAttachment, StoredUpload } from "../../hub/attachments/port.ts";

export type AttachmentStorage = {
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
const ATTACHMENT: StoredAttachment = { id: "a", concern: "c", key: "ck", content: CONTENT, lastDay: "2026-03-16" };
/** A plain array, as drivers give different kinds. */
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

    it("gives an upload that one hub added to every hub, until one removes it", async () => {
      expect([await one.findUpload("u"), await one.uploadContent("u")]).toEqual([undefined, undefined]);
      await one.addUpload(UPLOAD, CONTENT);
      expect([await other.findUpload("u"), bytes(await other.uploadContent("u"))]).toEqual([UPLOAD, [...CONTENT]]);
      await other.removeUpload("u");
      expect([await one.findUpload("u"), await one.uploadContent("u")]).toEqual([undefined, undefined]);
    });

    it("lists the uploads of one person, the oldest first, and those that have ended", async () => {
      for (const [id, person, lastDay] of [
        ["z", "ann", "2026-03-16"],
        ["b", "ann", "2026-03-17"],
        ["c", "bob", "2026-03-18"],
      ] as const)
        await one.addUpload({ ...UPLOAD, id, person, lastDay }, CONTENT);
      expect((await other.uploadsOf("ann")).map(({ id }) => id)).toEqual(["z", "b"]);
      expect((await other.endedUploads("2026-03-17", 10)).map(({ id }) => id)).toEqual(["z"]);
      expect(await other.endedUploads("2026-03-19", 2)).toHaveLength(2);
    });

    it("gives the content of an attachment as it was put last, confirmed or not", async () => {
      expect(await one.findContent("a")).toBeUndefined();
      await one.put({ ...ATTACHMENT, key: "former", content: Buffer.from([9]) });
      await one.put(ATTACHMENT);
      await other.confirm("a");
      const { key, content } = (await other.findContent("a")) ?? expect.fail();
      expect([key, bytes(content)]).toEqual(["ck", [...CONTENT]]);
    });

    it("lists attachments that were never confirmed and whose day has passed", async () => {
      await one.put(ATTACHMENT);
      await one.put({ ...ATTACHMENT, id: "confirmed" });
      await one.put({ ...ATTACHMENT, id: "later", lastDay: "2026-03-17" });
      await other.confirm("confirmed");
      expect(await other.unconfirmed("2026-03-16", 10)).toEqual([]);
      expect(await other.unconfirmed("2026-03-17", 10)).toEqual([{ id: "a", concern: "c" }]);
      await other.remove("a");
      expect(await one.unconfirmed("2026-03-17", 10)).toEqual([]);
    });

    it("removes the attachments of one concern together", async () => {
      await one.put(ATTACHMENT);
      await one.put({ ...ATTACHMENT, id: "b" });
      await one.put({ ...ATTACHMENT, id: "of-another", concern: "d" });
      await one.confirm("b");
      await other.removeOf("c");
      expect(await Promise.all(["a", "b", "of-another"].map(async (id) => (await one.findContent(id)) !== undefined))).toEqual([
        ...[false, false, true],
      ]);
    });

    it("is copied whole into an empty one, as often as the copy is begun", async () => {
      await one.addUpload(UPLOAD, CONTENT);
      await one.put(ATTACHMENT);
      await one.put({ ...ATTACHMENT, id: "confirmed" });
      await one.confirm("confirmed");
      const copy = await storage.openOther();
      try {
        expect([await copyAttachments(one, copy), await copyAttachments(one, copy)]).toEqual([2, 2]);
        expect(await copy.uploadsOf("ann")).toEqual([UPLOAD]);
        expect(bytes(await copy.uploadContent("u"))).toEqual([...CONTENT]);
        expect(await copy.attachmentsAfter("", 10)).toEqual(await one.attachmentsAfter("", 10));
        expect(bytes((await copy.findContent("confirmed"))?.content)).toEqual([...CONTENT]);
      } finally {
        await copy.close();
      }
    });
  });
}
