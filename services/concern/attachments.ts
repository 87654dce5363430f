// What the rules and the commands of a concern need of uploaded files (docs/decisions/0053-attachments.md). Their storage is in hub/attachments/.
import type { FileScan, FileType } from "../../reference/accepted-files.ts";

/** A file that somebody has uploaded and that no command has used yet. */
export type UploadedFile = {
  readonly id: string;
  readonly name: string;
  readonly type: FileType;
  readonly bytes: number;
  /** Of its content, in hexadecimal digits. */
  readonly sha256: string;
  readonly scan: FileScan;
};

/** An upload, and the id that its file gets as an attachment. */
export type UsedUpload = { readonly upload: string; readonly attachment: string };

/** All methods throw LogUnavailable. */
export type EvidenceFiles = {
  /** Undefined if there is none, if it is another person's, or after its last day. */
  findUpload(person: string, upload: string): Promise<UploadedFile | undefined>;
  /** Stores the content of uploads under a concern's key, before the events that name the attachments are appended. False if one is no longer there. */
  keep(person: string, used: readonly UsedUpload[], concern: string, key: string): Promise<boolean>;
  /** The events that name the attachments are in the log: from now on they are kept, and the uploads are erased. */
  confirm(person: string, used: readonly UsedUpload[]): Promise<void>;
  /** Removes every attachment of a concern whose key was destroyed. */
  removeOf(concern: string): Promise<void>;
};
