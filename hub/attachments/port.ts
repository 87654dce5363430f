// The storage of uploads and attachments, as hub/attachments/attachments.ts sees it: sealed pieces of content and dates, and no rule.
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
  readonly bytes: number;
  /** Until it is confirmed that the log names it, and undefined from then on: the last day before that is looked up. */
  readonly lastDay: string | undefined;
};

/**
 * Content is stored in pieces, so that none of its steps takes long: the pieces of a file are numbered from 0. Several hubs can use one store. Every method
 * throws LogUnavailable if the storage cannot be read or written.
 */
export type AttachmentStore = {
  /** Adds a piece of an upload or an attachment, or replaces it. */
  putPiece(file: string, number: number, sealed: Uint8Array): Promise<void>;
  findPiece(file: string, number: number): Promise<Uint8Array | undefined>;
  /** It is found once it is complete. */
  addUpload(upload: StoredUpload): Promise<void>;
  completeUpload(id: string): Promise<void>;
  findUpload(id: string): Promise<StoredUpload | undefined>;
  /** A person's complete uploads, the oldest first. */
  uploadsOf(person: string): Promise<readonly StoredUpload[]>;
  /** Uploads whose last day was before a date, complete or not. */
  endedUploads(before: string, limit: number): Promise<readonly StoredUpload[]>;
  /** A page of all complete uploads in the order of their ids, after the given one. */
  uploadsAfter(id: string, limit: number): Promise<readonly StoredUpload[]>;
  /** With its pieces. */
  removeUpload(id: string): Promise<void>;
  /**
   * Adds an attachment, and returns the key under which its content is sealed: if another hub has added it for the same command, that hub's. Its last day is then the later
   * one, and one that is confirmed stays so.
   */
  add(attachment: StoredAttachment): Promise<string>;
  /** From now on it has no last day. */
  confirm(id: string): Promise<void>;
  find(id: string): Promise<StoredAttachment | undefined>;
  /** A page of attachments whose last day was before a date, in the order of their ids. */
  unconfirmed(before: string, after: string, limit: number): Promise<readonly StoredAttachment[]>;
  /** A page of all attachments in the order of their ids, after the given one. */
  attachmentsAfter(id: string, limit: number): Promise<readonly StoredAttachment[]>;
  /** With its pieces. */
  remove(id: string): Promise<void>;
  /** The keys under which the attachments of a concern are sealed: two, where two hubs carried out one command. */
  keysOf(concern: string): Promise<readonly string[]>;
  /** Removes every attachment of a concern. */
  removeOf(concern: string): Promise<void>;
  close(): Promise<void>;
};
