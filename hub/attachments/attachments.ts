// Files that people add to evidence: uploads that wait for their command, and attachments of concerns. docs/decisions/0053-attachments.md
import { createHash, randomUUID } from "node:crypto";
import { faultOf } from "../../event-log/faults.ts";
import type { KeyStore } from "../../event-log/keys/port.ts";
import { withKeys } from "../../event-log/keys/with-keys.ts";
import type { FileScan } from "../../reference/accepted-files.ts";
import type { EvidenceFiles, UploadedFile } from "../../services/concern/attachments.ts";
import { workingDaysAfter } from "../../services/dates.ts";
import { CannotBeRead } from "../../services/stored-events.ts";
import { KEPT_WORKING_DAYS } from "../drafts/drafts.ts";
import { isRandomId } from "../random-id.ts";
import type { InspectionThread } from "./inspection/inspection-thread.ts";
import type { UploadProblem } from "./inspection/upload-problem.ts";
import { forEachPiece, slicePiece } from "./pieces.ts";
import type { AttachmentStore, StoredUpload } from "./port.ts";
import type { VirusScanner } from "./virus-scanner.ts";

export type Attachments = ReturnType<typeof createAttachments>;

/** Why a file was not taken, with a sentence that says what to do. */
type UploadRefused =
  | UploadProblem
  | { readonly kind: "refused"; readonly code: "FILE_INFECTED" | "TOO_MANY_UPLOADS"; readonly message: string };
type Uploaded = { readonly kind: "uploaded"; readonly file: UploadedFile };

/** The maximum number of uploads of one person that no command has used. */
export const MAX_UPLOADS = 20;
const BATCH = 100;

const INFECTED = {
  kind: "refused",
  code: "FILE_INFECTED",
  message: "The virus scanner found something in this file. It was not kept. Tell your IT support, and upload a clean copy.",
} as const;
const TOO_MANY = {
  kind: "refused",
  code: "TOO_MANY_UPLOADS",
  message: `You have ${MAX_UPLOADS} files that you have not sent yet. Send or remove some of them, and upload this one again.`,
} as const;

type Deps = {
  readonly store: AttachmentStore;
  readonly keys: Pick<KeyStore, "newKey" | "fetch" | "seal" | "unseal" | "sealBytes" | "unsealBytes" | "destroy">;
  readonly inspect: InspectionThread["inspect"];
  /** Undefined where no scanner is configured. */
  readonly scan: VirusScanner | undefined;
  readonly today: () => string;
};

/** Methods throw LogUnavailable while the store or the keyring cannot be read or written. */
export function createAttachments({ store, keys, inspect, scan, today }: Deps) {
  const lastDay = () => workingDaysAfter(today(), KEPT_WORKING_DAYS);

  async function findStored(person: string, id: string): Promise<StoredUpload | undefined> {
    const stored = isRandomId(id) ? await store.findUpload(id) : undefined;
    return stored?.person === person && stored.lastDay >= today() ? stored : undefined;
  }

  /** Undefined if its key was lost with an earlier keyring, or while another hub erases it. */
  async function fileOf({ about, id, type, bytes, scan }: StoredUpload): Promise<UploadedFile | undefined> {
    const sealed = (await withKeys(keys, () => keys.unseal(about), [about.key])) as
      | Pick<UploadedFile, "name" | "sha256">
      | undefined;
    return sealed && { id, type, bytes, scan, ...sealed };
  }

  async function removeUpload({ id, about }: StoredUpload): Promise<void> {
    // In this order: a key that no row names could not be destroyed after an interruption.
    await keys.destroy(about.key);
    await store.removeUpload(id);
  }

  async function findUpload(person: string, id: string): Promise<UploadedFile | undefined> {
    const stored = await findStored(person, id);
    return stored && fileOf(stored);
  }

  /** Copies the content of an upload to an attachment. Resolves to false if a piece of the upload is missing. */
  async function copyContent({ id, about, bytes }: StoredUpload, attachment: string, concern: string, key: string) {
    const inUse = await store.add({ id: attachment, concern, key, bytes, lastDay: lastDay() });
    let isWhole = true;
    await forEachPiece(bytes, async (number) => {
      const sealed = await store.findPiece(id, number);
      const piece =
        sealed &&
        (await withKeys(keys, () => {
          const opened = keys.unsealBytes(about.key, sealed);
          return opened && keys.sealBytes(inUse, opened);
        }, [about.key, inUse]));
      if (piece) await store.putPiece(attachment, number, piece);
      else isWhole = false;
    });
    return isWhole;
  }

  async function isConfirmed(attachment: string): Promise<boolean> {
    const stored = await store.find(attachment);
    return stored !== undefined && stored.lastDay === undefined;
  }

  const files: EvidenceFiles = {
    findUpload,
    async keep(person, used, concern, key) {
      for (const { upload, attachment } of used) {
        const stored = await findStored(person, upload);
        const isKept = stored !== undefined && (await copyContent(stored, attachment, concern, key));
        // Another hub has carried out the same command meanwhile, and erased the upload.
        if (!isKept && !(await isConfirmed(attachment))) return false;
      }
      return true;
    },
    async confirm(person, used) {
      for (const { upload, attachment } of used) {
        await store.confirm(attachment);
        const stored = await findStored(person, upload);
        if (stored) await removeUpload(stored);
      }
    },
    async removeOf(concern) {
      for (const key of await store.keysOf(concern)) await keys.destroy(key);
      await store.removeOf(concern);
    },
  };

  return {
    files,
    /** Inspects and scans a file, and stores it for a later command of this person. Throws ScannerUnavailable. */
    async upload(person: string, name: string, content: Uint8Array): Promise<Uploaded | UploadRefused> {
      if ((await store.uploadsOf(person)).length >= MAX_UPLOADS) return TOO_MANY;
      const inspected = await inspect(name, content);
      if (inspected.kind === "refused") return inspected;
      const found = await scan?.(content);
      if (found === "infected") return INFECTED;
      const result: FileScan = found ?? "not-scanned";
      const [id, key, hash] = [randomUUID(), await keys.newKey(), createHash("sha256")];
      await forEachPiece(content.length, async (number) => {
        hash.update(slicePiece(content, number));
      });
      const about = { name: inspected.name, sha256: hash.digest("hex") };
      const open = { id, type: inspected.type, bytes: content.length, scan: result };
      await store.addUpload({
        ...open,
        person,
        lastDay: lastDay(),
        about: await withKeys(keys, () => keys.seal(key, about), [key]),
      });
      await forEachPiece(content.length, async (number) => {
        const sealed = await withKeys(keys, () => keys.sealBytes(key, slicePiece(content, number)), [key]);
        await store.putPiece(id, number, sealed);
      });
      await store.completeUpload(id);
      return { kind: "uploaded", file: { ...open, ...about } };
    },
    /** What the person uploaded and no command has used. */
    async uploadsOf(person: string): Promise<readonly UploadedFile[]> {
      const stored = (await store.uploadsOf(person)).filter((upload) => upload.lastDay >= today());
      return (await Promise.all(stored.map(fileOf))).filter((file) => file !== undefined);
    },
    /** Erases an upload, if the person has one with this id. */
    async erase(person: string, id: string): Promise<void> {
      const stored = await findStored(person, id);
      if (stored) await removeUpload(stored);
    },
    /** The content of an attachment; undefined if its concern's key was destroyed. Throws CannotBeRead if it is missing or differs from its hash. */
    async read(id: string, sha256: string): Promise<Buffer | undefined> {
      const stored = await store.find(id);
      if (!stored) throw new CannotBeRead("The content of an attachment is missing.");
      const [pieces, hash] = [[] as Buffer[], createHash("sha256")];
      let isErased = false;
      await forEachPiece(stored.bytes, async (number) => {
        const sealed = await store.findPiece(id, number);
        if (!sealed) throw new CannotBeRead("A piece of an attachment is missing.");
        const piece = await withKeys(keys, () => openPiece(keys, stored.key, sealed), [stored.key]);
        isErased ||= piece === undefined;
        if (piece) hash.update(piece);
        if (piece) pieces.push(piece);
      });
      if (isErased) return undefined;
      if (hash.digest("hex") !== sha256) throw new CannotBeRead("The content of an attachment is not what was added.");
      return Buffer.concat(pieces);
    },
    /** Erases the uploads whose last day was before a date, and returns how many there were. */
    async eraseEnded(before: string): Promise<number> {
      let erased = 0;
      for (;;) {
        const ended = await store.endedUploads(before, BATCH);
        for (const upload of ended) await removeUpload(upload);
        erased += ended.length;
        if (ended.length < BATCH) return erased;
      }
    },
    /**
     * After an interrupted command: confirms the attachments that their concern names, and removes the others. `isNamed` reads the log. Returns how many
     * there were.
     */
    async settleUnconfirmed(before: string, isNamed: (concern: string, attachment: string) => Promise<boolean>): Promise<number> {
      let settled = 0;
      for (let after = ""; ; ) {
        const page = await store.unconfirmed(before, after, BATCH);
        for (const { id, concern } of page) {
          after = id;
          try {
            if (await isNamed(concern, id)) await store.confirm(id);
            else await store.remove(id);
            settled += 1;
          } catch (error) {
            // Its concern cannot be read now: that is reported elsewhere, and it is tried again.
            if (!(error instanceof CannotBeRead)) throw error;
          }
        }
        if (page.length < BATCH) return settled;
      }
    },
    close: store.close,
  };
}

/** Undefined if its key was destroyed. Throws CannotBeRead, and KeyNotFetched. */
function openPiece({ unsealBytes }: Pick<KeyStore, "unsealBytes">, key: string, sealed: Uint8Array): Buffer | undefined {
  try {
    return unsealBytes(key, sealed);
  } catch (cause) {
    if (faultOf(cause)) throw cause;
    throw new CannotBeRead("A piece of an attachment does not open.");
  }
}
