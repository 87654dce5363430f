// Drafts of forms that people have begun to fill in: who gets them, and how long they are kept. docs/decisions/0052-drafts.md
import { randomUUID } from "node:crypto";
import type { KeyStore } from "../../event-log/keys/port.ts";
import { withKeys } from "../../event-log/keys/with-keys.ts";
import { workingDaysAfter } from "../../services/dates.ts";
import type { DraftHeading, DraftStore, StoredDraft } from "./port.ts";

/** What somebody wrote, by field. */
type DraftWords = Readonly<Record<string, string | readonly string[]>>;
export type Draft = DraftHeading & { readonly words: DraftWords };
export type Drafts = ReturnType<typeof createDrafts>;

const KEPT_WORKING_DAYS = 10;
export const MOST_DRAFTS = 20;
const BATCH = 100;
/** Of `randomUUID`. PostgreSQL would refuse some other texts with an error. */
const ID = /^[0-9a-f-]{36}$/;

type Deps = {
  readonly store: DraftStore;
  readonly keys: Pick<KeyStore, "newKey" | "fetch" | "seal" | "unseal" | "destroy">;
  readonly now: () => Date;
  readonly today: () => string;
};

/** Methods throw LogUnavailable while the store or the keyring cannot be read or written. */
export function createDrafts({ store, keys, now, today }: Deps) {
  /** The key goes first: without it the words can be read nowhere, copies of the store included. */
  async function erase({ id, content }: Pick<StoredDraft, "id" | "content">): Promise<void> {
    await keys.destroy(content.key);
    await store.remove(id);
  }

  async function findStored(person: string, id: string): Promise<StoredDraft | undefined> {
    const stored = ID.test(id) ? await store.find(id) : undefined;
    return stored?.person === person && stored.lastDay >= today() ? stored : undefined;
  }

  const listOf = async (person: string): Promise<readonly DraftHeading[]> =>
    (await store.listOf(person)).filter(({ lastDay }) => lastDay >= today());

  /** Undefined if its key has been destroyed. */
  const unseal = ({ content }: StoredDraft) =>
    withKeys(keys, () => keys.unseal(content) as DraftWords | undefined, [content.key]);

  return {
    async find(person: string, id: string): Promise<Draft | undefined> {
      const stored = await findStored(person, id);
      const words = stored && (await unseal(stored));
      return stored && words && { id, form: stored.form, savedAt: stored.savedAt, lastDay: stored.lastDay, words };
    },
    listOf,
    /**
     * Keeps what was written as the person's draft with this id, or as a new one if they have none with it. Its last day is counted from when it was begun,
     * however often it is saved. Undefined if they have as many drafts as somebody can have.
     */
    async save(person: string, form: string, words: DraftWords, id?: string): Promise<DraftHeading | undefined> {
      const stored = id === undefined ? undefined : await findStored(person, id);
      const former = stored && (await unseal(stored)) ? stored : undefined;
      if (!former && (await listOf(person)).length >= MOST_DRAFTS) return undefined;
      const heading: DraftHeading = {
        id: former?.id ?? randomUUID(),
        form,
        savedAt: now().toISOString(),
        lastDay: former?.lastDay ?? workingDaysAfter(today(), KEPT_WORKING_DAYS),
      };
      const key = former?.content.key ?? (await keys.newKey());
      const content = await withKeys(keys, () => keys.seal(key, words as Record<string, string | string[]>), [key]);
      await store.put({ ...heading, person, content });
      return heading;
    },
    /** Erases a draft, if the person has one with this id. */
    async erase(person: string, id: string): Promise<void> {
      const stored = await findStored(person, id);
      if (stored) await erase(stored);
    },
    /** Erases the drafts whose last day was before a date, and returns how many there were. */
    async eraseEnded(before: string): Promise<number> {
      let erased = 0;
      for (;;) {
        const ended = await store.listEnded(before, BATCH);
        for (const one of ended) await erase(one);
        erased += ended.length;
        if (ended.length < BATCH) return erased;
      }
    },
    close: store.close,
  };
}
