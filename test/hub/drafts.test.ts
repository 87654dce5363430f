// Drafts: whose they are, how long they are kept, and what their file contains.
import { randomBytes } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { KeyStore } from "../../event-log/keys/port.ts";
import { openSqliteKeyring } from "../../event-log/keys/sqlite-keys.ts";
import { createDrafts, MOST_DRAFTS } from "../../hub/drafts/drafts.ts";
import type { DraftStore } from "../../hub/drafts/port.ts";
import { openSqliteDrafts } from "../../hub/drafts/sqlite-drafts.ts";
import { draftStoreContract } from "../helpers/draft-store-contract.ts";

const fail = () => {
  throw new Error("The file was replaced.");
};
const FORM = "/log-a-concern";
const OTHER_ID = "00000000-0000-4000-8000-000000000000";
const WORDS = { summary: "Assessments are late in two of five teams.", strands: ["CHILDRENS", "CORPORATE"] };

let dir: string;
let path: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "candour-drafts-"));
  path = join(dir, "drafts.sqlite");
});
afterEach(() => rmSync(dir, { recursive: true }));

draftStoreContract("a file", async () => ({
  open: async () => openSqliteDrafts(path, fail),
  remove: async () => {},
}));

describe("A draft", () => {
  let store: DraftStore;
  let keys: KeyStore;
  let today: string;
  const drafts = () => createDrafts({ store, keys, now: () => new Date(`${today}T09:00:00.000Z`), today: () => today });
  /** Returns the id, or why nothing was saved. */
  async function save(words = WORDS, id?: string, person = "ann"): Promise<string> {
    const saved = await drafts().save(person, FORM, words, id);
    return saved.kind === "saved" ? saved.id : saved.kind;
  }
  beforeEach(() => {
    store = openSqliteDrafts(path, fail);
    keys = openSqliteKeyring(join(dir, "keys.sqlite"), randomBytes(32));
    today = "2026-03-02";
  });
  afterEach(async () => {
    await store.close();
    await keys.close();
  });

  it("gives its author alone what was written last", async () => {
    const id = await save();
    expect(await drafts().find("ann", id)).toMatchObject({ id, form: FORM, words: WORDS });
    expect(await save({ ...WORDS, summary: "More." }, id)).toBe(id);
    expect(await drafts().find("ann", id)).toMatchObject({ words: { ...WORDS, summary: "More." } });
    expect(await drafts().find("bob", id)).toBeUndefined();
    expect(await drafts().listOf("bob")).toEqual([]);
    await drafts().erase("bob", id);
    expect(await drafts().listOf("ann")).toHaveLength(1);
  });

  it("that is another's is not overwritten by whoever names it: they get one of their own", async () => {
    const id = await save();
    const bobs = await save({ ...WORDS, summary: "Bob's." }, id, "bob");
    expect(bobs).not.toBe(id);
    expect(await drafts().find("ann", id)).toMatchObject({ words: WORDS });
  });

  it("is there on its tenth working day, however often it was saved, and not after it", async () => {
    const id = await save();
    today = "2026-03-13";
    expect(await save(WORDS, id)).toBe(id);
    today = "2026-03-16";
    expect(await drafts().find("ann", id)).toMatchObject({ lastDay: "2026-03-16" });
    expect(await drafts().eraseEnded(today)).toBe(0);
    today = "2026-03-17";
    expect([await drafts().find("ann", id), await drafts().listOf("ann")]).toEqual([undefined, []]);
    expect(await save(WORDS, id)).not.toBe(id);
  });

  it.each(["by its author", "after its last day"])("cannot be read in a copy once it was erased %s", async (how) => {
    const id = await save();
    const copy = await store.find(id);
    if (how === "by its author") await drafts().erase("ann", id);
    else expect(await drafts().eraseEnded("2026-03-17")).toBe(1);
    if (copy) await store.add({ ...copy, id: OTHER_ID });
    expect(await drafts().find("ann", OTHER_ID)).toBeUndefined();
  });

  it("that was erased is saved no more under its id, also by a page that is still open", async () => {
    const id = await save();
    await drafts().erase("ann", id);
    expect([await save(WORDS, id), await drafts().find("ann", id), await drafts().listOf("ann")]).toEqual([
      ...["erased", undefined, []],
    ]);
    expect(await drafts().eraseEnded("2026-03-17")).toBe(1);
    expect(await store.find(id)).toBeUndefined();
  });

  it("that is erased while it is saved stays erased", async () => {
    const id = await save();
    const { replace } = store;
    const slow: DraftStore = {
      ...store,
      async replace(draft) {
        await drafts().erase("ann", id);
        return replace(draft);
      },
    };
    const saving = createDrafts({ store: slow, keys, now: () => new Date(), today: () => today });
    expect((await saving.save("ann", FORM, WORDS, id)).kind).toBe("erased");
    expect(await drafts().listOf("ann")).toEqual([]);
  });

  it("is not kept beside twenty others, until one of them is erased", async () => {
    const ids = [];
    for (let count = 0; count < MOST_DRAFTS; count += 1) ids.push(await save());
    expect(await save()).toBe("too-many");
    expect(await save(WORDS, ids[0])).toBe(ids[0]);
    await drafts().erase("ann", ids[1] ?? "");
    expect(await save()).not.toBe("too-many");
  });

  it("is sealed in its file, which only its owner can read", async () => {
    await save();
    const files = ["", "-wal"].map((suffix) => path + suffix).filter(existsSync);
    for (const file of files) {
      expect(statSync(file).mode & 0o777).toBe(0o600);
      for (const word of ["Assessments", "CHILDRENS"]) expect(readFileSync(file).includes(word)).toBe(false);
    }
    expect(files.some((file) => readFileSync(file).includes(FORM))).toBe(true);
  });

  it("is gone with a damaged file, and new ones can be kept", async () => {
    const id = await save();
    await store.close();
    writeFileSync(path, "This is no database.".repeat(400));
    let isReplaced = false;
    store = openSqliteDrafts(path, () => {
      isReplaced = true;
    });
    expect([isReplaced, await drafts().find("ann", id)]).toEqual([true, undefined]);
    expect(await save()).not.toBe("too-many");
  });
});
