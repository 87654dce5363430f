// The storage of drafts, as hub/drafts/drafts.ts sees it: sealed text and dates, and no rule.
import type { Sealed } from "../../event-log/keys/port.ts";

export type DraftHeading = {
  readonly id: string;
  /** The address of the form. */
  readonly form: string;
  /** ISO 8601. */
  readonly savedAt: string;
  /** A date in England. */
  readonly lastDay: string;
};

export type StoredDraft = DraftHeading & { readonly person: string; readonly content: Sealed };

/** Several hubs can use one store. Every method throws LogUnavailable if the storage cannot be read or written. */
export type DraftStore = {
  add(draft: StoredDraft): Promise<void>;
  /** Replaces what a draft contains, and returns false if there is none with this id or it has been emptied. */
  replace(draft: Pick<StoredDraft, "id" | "savedAt" | "content">): Promise<boolean>;
  /** Of a draft that has been emptied, `box` is empty. */
  find(id: string): Promise<StoredDraft | undefined>;
  /** Removes what a draft contains. Its id stays, so that nothing is saved under it again. */
  empty(id: string): Promise<void>;
  /** A person's drafts that have not been emptied, the newest first. */
  listOf(person: string): Promise<readonly DraftHeading[]>;
  /** Drafts whose last day was before a date, emptied or not. */
  listEnded(before: string, limit: number): Promise<readonly Pick<StoredDraft, "id" | "content">[]>;
  remove(id: string): Promise<void>;
  close(): Promise<void>;
};
