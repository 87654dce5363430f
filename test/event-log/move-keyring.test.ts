// Moving a keyring between key files: the copy equals the keyring after any interruption, and nothing else is overwritten.
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { keyringInFile } from "../../event-log/keys/keyring-in-file.ts";
import { type KeyringPlace, moveKeyring } from "../../event-log/keys/move-keyring.ts";
import { openSqliteKeyring } from "../../event-log/keys/sqlite-keys.ts";
import { MoveRefused } from "../../event-log/move-log.ts";
import { openDatabase } from "../../event-log/stores/database.ts";
import { giveIdentity, readIdentity } from "../../event-log/stores/identity.ts";

const MASTER = Buffer.alloc(32, 5);
const HUB = { hub: "8e7f3f52-6a0b-4f3c-9f53-0d6f5c8f6f11", epoch: 2 };

let dir: string;
const at = (name: string) => join(dir, name);
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "candour-move-keyring-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const change = (file: string, sql: string) => {
  using db = openDatabase(file, "durable");
  db.exec(sql);
};
/** A keyring with a sealed value, and one whose key was destroyed. */
async function makeKeyring(name: string, identity = HUB) {
  const file = at(name);
  const keys = openSqliteKeyring(file, MASTER);
  {
    using db = openDatabase(file, "durable");
    giveIdentity(db, identity);
    db.exec(
      "UPDATE identity SET heartbeat = '2026-03-02T12:00:00.000Z', lost_before = 1; INSERT INTO marks VALUES ('log', '7', 'proof')",
    );
  }
  const sealed = keys.seal(await keys.newKey(), "text");
  const erased = keys.seal(await keys.newKey(), "erased");
  await keys.destroy(erased.key);
  const derived = keys.deriveId("a");
  await keys.close();
  return { file, place: keyringInFile(file), sealed, erased, derived };
}
const bytesOf = (file: string) => readFileSync(file).toString("base64");
const refused = (from: KeyringPlace, to: KeyringPlace, why: RegExp) => {
  const moving = moveKeyring(from, to);
  return Promise.all([expect(moving).rejects.toThrow(MoveRefused), expect(moving).rejects.toThrow(why)]);
};

describe("A keyring that is moved", () => {
  it("opens sealed values, keeps destroyed keys destroyed, has the same ids and hub, and no marks; the source is unchanged", async () => {
    const { file, place, sealed, erased, derived } = await makeKeyring("source.sqlite");
    const before = bytesOf(file);
    const target = keyringInFile(at("target.sqlite"));
    expect(await moveKeyring(place, target)).toMatchObject({ destroyed: 1, isWritten: true });
    const keys = openSqliteKeyring(at("target.sqlite"), MASTER, "reading");
    expect([keys.unseal(sealed), keys.unseal(erased), keys.deriveId("a")]).toEqual(["text", undefined, derived]);
    const source = openSqliteKeyring(file, MASTER, "reading");
    expect(await keys.mark()).toEqual(await source.mark());
    await Promise.all([keys.close(), source.close()]);
    using copy = await target.read();
    expect(readIdentity(copy)).toMatchObject({
      ...HUB,
      lostBefore: 1,
      heartbeat: "2026-03-02T12:00:00.000Z",
      marks: {},
      inUse: false,
    });
    expect(bytesOf(file)).toBe(before);
  });

  it("is compared and not written again if the target already has it", async () => {
    const { place } = await makeKeyring("source.sqlite");
    const target = keyringInFile(at("target.sqlite"));
    await moveKeyring(place, target);
    const before = bytesOf(at("target.sqlite"));
    expect(await moveKeyring(place, target)).toMatchObject({ isWritten: false });
    expect(bytesOf(at("target.sqlite"))).toBe(before);
  });

  it("leaves nothing of an interrupted copy, and is copied by the next run", async () => {
    const { place } = await makeKeyring("source.sqlite");
    const target = keyringInFile(at("target.sqlite"));
    const cut = () => {
      throw new Error("cut");
    };
    await expect(moveKeyring(place, target, { progress: cut })).rejects.toThrow("cut");
    {
      using left = await target.read();
      expect(readIdentity(left)).toBeUndefined();
    }
    expect(await moveKeyring(place, target)).toMatchObject({ isWritten: true });
  });

  it("replaces an earlier copy of itself, and overwrites keys in the file that were destroyed since", async () => {
    const { file, place, sealed } = await makeKeyring("source.sqlite");
    const target = keyringInFile(at("target.sqlite"));
    await moveKeyring(place, target);
    const wrapped = await (async () => {
      using copy = await target.read();
      return copy.prepare("SELECT wrapped FROM keys WHERE id = ?").get(sealed.key)?.wrapped as Uint8Array;
    })();
    const keys = openSqliteKeyring(file, MASTER);
    await keys.destroy(sealed.key);
    await keys.close();
    expect(await moveKeyring(place, target)).toMatchObject({ destroyed: 2, isWritten: true });
    expect(readdirSync(dir).filter((name) => readFileSync(at(name)).includes(Buffer.from(wrapped)))).toEqual([]);
  });

  it("is refused if the target has another hub's keyring, which stays unchanged", async () => {
    const { place } = await makeKeyring("source.sqlite");
    const other = await makeKeyring("other.sqlite", { hub: "another", epoch: 1 });
    const before = bytesOf(other.file);
    await refused(place, other.place, /^Another hub's keyring is in the file .*other\.sqlite\. .* Nothing was changed\.$/);
    expect(bytesOf(other.file)).toBe(before);
  });

  it("is refused if its copy was used since, has a later epoch, or was changed by hand", async () => {
    const { file, place, sealed } = await makeKeyring("source.sqlite");
    const [used, later, changed] = ["used.sqlite", "later.sqlite", "changed.sqlite"].map(at) as [string, string, string];
    for (const copy of [used, later, changed]) copyFileSync(file, copy);
    const keys = openSqliteKeyring(used, MASTER);
    await keys.destroy(sealed.key);
    await keys.close();
    change(later, "UPDATE identity SET epoch = 3");
    change(changed, "UPDATE changes SET token = 'other'");
    for (const copy of [used, later, changed])
      await refused(place, keyringInFile(copy), /holds what .* does not: it was used there/);
  });

  it("is refused if there is no keyring, or one of an earlier release", async () => {
    const target = keyringInFile(at("target.sqlite"));
    await refused(keyringInFile(at("none.sqlite")), target, /There is no keyring in the file/);
    await openSqliteKeyring(at("earlier.sqlite"), MASTER).close();
    await refused(keyringInFile(at("earlier.sqlite")), target, /of an earlier release/);
    expect(readdirSync(dir)).toEqual(["earlier.sqlite"]);
  });

  it("fails if the copy does not equal the source in the end", async () => {
    const { place } = await makeKeyring("source.sqlite");
    const target = keyringInFile(at("target.sqlite"));
    const damaging: KeyringPlace = {
      ...target,
      async replace(...args) {
        await target.replace(...args);
        change(at("target.sqlite"), "UPDATE keys SET wrapped = x'00' WHERE wrapped IS NOT NULL");
      },
    };
    await refused(place, damaging, /differs from/);
  });
});
