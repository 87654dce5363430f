// Drafts of forms that people have begun to fill in: who gets them, and how long they are kept. docs/decisions/0052-drafts.md
import { randomUUID } from "node:crypto";
import type { KeyStore } from "../../event-log/keys/port.ts";
import { withKeys } from "../../event-log/keys/with-keys.ts";
import { workingDaysAfter } from "../../services/dates.ts";
import { isRandomId } from "../random-id.ts";
import type { DraftHeading, DraftStore, StoredDraft } from "./port.ts";

/** What somebody wrote, by field. */
type DraftWords = Readonly<Record<string, string | readonly string[]>>;
export type Draft = DraftHeading & { readonly words: DraftWords };
/** `too-many`: they have as many drafts as somebody can have. `erased`: the draft was sent or deleted. Then nothing is saved. */
export type SavedDraft = ({ readonly kind: "saved" } & DraftHeading) | { readonly kind: "too-many" | "erased" };
export type Drafts = ReturnType<typeof createDrafts>;

export const KEPT_WORKING_DAYS = 10;
export const MOST_DRAFTS = 20;
const BATCH = 100;

type Deps = {
  readonly store: DraftStore;
  readonly keys: Pick<KeyStore, "newKey" | "fetch" | "seal" | "unseal" | "destroy">;
  readonly now: () => Date;
  readonly today: () => string;
};

/** Methods throw LogUnavailable while the store or the keyring cannot be read or written. */
export function createDrafts({ store, keys, now, today }: Deps) {
  async function findStored(person: string, id: string): Promise<StoredDraft | undefined> {
    const stored = isRandomId(id) ? await store.find(id) : undefined;
    return stored?.person === person && stored.lastDay >= today() ? stored : undefined;
  }

  const listOf = async (person: string): Promise<readonly DraftHeading[]> =>
    (await store.listOf(person)).filter(({ lastDay }) => lastDay >= today());

  const isEmptied = ({ content }: StoredDraft): boolean => content.box === "";
  /** Undefined if it was emptied, or its key has been destroyed or lost. */
  const wordsOf = async (stored: StoredDraft): Promise<DraftWords | undefined> =>
    isEmptied(stored)
      ? undefined
      : withKeys(keys, () => keys.unseal(stored.content) as DraftWords | undefined, [stored.content.key]);
  const seal = (key: string, words: DraftWords) =>
    withKeys(keys, () => keys.seal(key, words as Record<string, string | string[]>), [key]);

  return {
    async find(person: string, id: string): Promise<Draft | undefined> {
      const stored = await findStored(person, id);
      const words = stored && (await wordsOf(stored));
      return stored && words && { id, form: stored.form, savedAt: stored.savedAt, lastDay: stored.lastDay, words };
    },
    listOf,
    /**
     * Keeps what was written as the person's draft with this id, or as a new one if they have none with it. Its last day is counted from when it was begun,
     * however often it is saved. Nothing is saved under the id of a draft that was erased.
     */
    async save(person: string, form: string, words: DraftWords, id = ""): Promise<SavedDraft> {
      const [savedAt, stored] = [now().toISOString(), await findStored(person, id)];
      if (stored && isEmptied(stored)) return { kind: "erased" };
      // Its key may be lost with an earlier keyring, and then it cannot be replaced.
      if (stored && (await wordsOf(stored))) {
        const { lastDay, content: former } = stored;
        const content = await seal(former.key, words);
        return (await store.replace({ id, savedAt, content }))
          ? { kind: "saved", id, form, savedAt, lastDay }
          : { kind: "erased" };
      }
      if ((await listOf(person)).length >= MOST_DRAFTS) return { kind: "too-many" };
      const heading = { id: randomUUID(), form, savedAt, lastDay: workingDaysAfter(today(), KEPT_WORKING_DAYS) };
      await store.add({ ...heading, person, content: await seal(await keys.newKey(), words) });
      return { kind: "saved", ...heading };
    },
    /**
     * Erases a draft, if the person has one with this id. Without its key the words can be read nowhere, copies of the store included. If this is
     * interrupted, the key is destroyed after the last day.
     */
    async erase(person: string, id: string): Promise<void> {
      const stored = await findStored(person, id);
      if (!stored) return;
      await store.empty(id);
      await keys.destroy(stored.content.key);
    },
    /** Erases the drafts whose last day was before a date, and returns how many there were. */
    async eraseEnded(before: string): Promise<number> {
      let erased = 0;
      for (;;) {
        const ended = await store.listEnded(before, BATCH);
        for (const { id, content } of ended) {
          await keys.destroy(content.key);
          await store.remove(id);
        }
        erased += ended.length;
        if (ended.length < BATCH) return erased;
      }
    },
    close: store.close,
  };
}
