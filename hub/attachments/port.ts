// The storage of uploads and attachments, as hub/attachments/attachments.ts sees it: sealed content and dates, and no rule.
import type { Sealed } from "../../event-log/keys/port.ts";
import type { FileScan, FileType } from "../../reference/accepted-files.ts";

/** A file that somebody uploaded and that no command has used yet. */
export type StoredUpload = {
  readonly id: string;
  readonly person: string;
  readonly type: FileType;
  readonly bytes: number;
  readonly scan: FileScan;
  /** A date in England. */
  readonly lastDay: string;
  /** Its name and hash, under a key of the upload's own. */
  readonly about: Sealed;
};

/** A file of a concern, its content under the concern's key. */
export type StoredAttachment = {
  readonly id: string;
  readonly concern: string;
  readonly key: string;
  readonly content: Uint8Array;
  /** Until it is confirmed that the log names it, and undefined from then on: the last day before that is looked up. */
  readonly lastDay: string | undefined;
};
/** Content, and the key under which it is sealed. */
export type SealedContent = Pick<StoredAttachment, "key" | "content">;

/** Several hubs can use one store. Every method throws LogUnavailable if the storage cannot be read or written. */
export type AttachmentStore = {
  addUpload(upload: StoredUpload, content: Uint8Array): Promise<void>;
  findUpload(id: string): Promise<StoredUpload | undefined>;
  /** Its sealed content. */
  uploadContent(id: string): Promise<Uint8Array | undefined>;
  /** A person's uploads, the oldest first. */
  uploadsOf(person: string): Promise<readonly StoredUpload[]>;
  /** Uploads whose last day was before a date. */
  endedUploads(before: string, limit: number): Promise<readonly StoredUpload[]>;
  /** A page of all uploads in the order of their ids, after the given one. */
  uploadsAfter(id: string, limit: number): Promise<readonly StoredUpload[]>;
  removeUpload(id: string): Promise<void>;
  /** Adds an attachment, or replaces it. */
  put(attachment: StoredAttachment): Promise<void>;
  /** From now on it has no last day. */
  confirm(id: string): Promise<void>;
  findContent(id: string): Promise<SealedContent | undefined>;
  /** Attachments whose last day was before a date. */
  unconfirmed(before: string, limit: number): Promise<readonly Pick<StoredAttachment, "id" | "concern">[]>;
  /** A page of all attachments in the order of their ids, after the given one. */
  attachmentsAfter(id: string, limit: number): Promise<readonly Omit<StoredAttachment, "content">[]>;
  remove(id: string): Promise<void>;
  removeOf(concern: string): Promise<void>;
  close(): Promise<void>;
};
