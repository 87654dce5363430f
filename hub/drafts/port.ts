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
  /** Adds a draft, or replaces the one with its id. */
  put(draft: StoredDraft): Promise<void>;
  find(id: string): Promise<StoredDraft | undefined>;
  /** A person's drafts, the newest first. */
  listOf(person: string): Promise<readonly DraftHeading[]>;
  /** Drafts whose last day was before a date. */
  listEnded(before: string, limit: number): Promise<readonly Pick<StoredDraft, "id" | "content">[]>;
  remove(id: string): Promise<void>;
  close(): Promise<void>;
};
