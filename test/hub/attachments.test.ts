// Files for evidence: whose an upload is, how long it is kept, what is stored, and what an interrupted command leaves.
import { createHash, randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { KeyStore } from "../../event-log/keys/port.ts";
import { openSqliteKeyring } from "../../event-log/keys/sqlite-keys.ts";
import { createAttachments, MAX_UPLOADS } from "../../hub/attachments/attachments.ts";
import { inspectFile } from "../../hub/attachments/inspection/inspect-file.ts";
import { openInspectionThread } from "../../hub/attachments/inspection/inspection-thread.ts";
import { openAttachmentStore } from "../../hub/attachments/open-attachments.ts";
import type { AttachmentStore } from "../../hub/attachments/port.ts";
import { openSqliteAttachments } from "../../hub/attachments/sqlite-attachments.ts";
import { NeedsOperator } from "../../hub/exit-codes.ts";
import { CannotBeRead } from "../../services/stored-events.ts";
import { attachmentStoreContract } from "../helpers/attachment-store-contract.ts";

const NAME = "Team list.csv";
const CONTENT = Buffer.from("team,assessments late\nNorth,14\nSouth,2\n");
const SHA256 = createHash("sha256").update(CONTENT).digest("hex");
const OTHER_ID = "00000000-0000-4000-8000-000000000000";

let dir: string;
let path: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "candour-attachments-"));
  path = join(dir, "attachments.sqlite");
});
afterEach(() => rmSync(dir, { recursive: true }));

attachmentStoreContract("a file", async () => ({
  open: async () => openSqliteAttachments(path),
  openOther: async () => openSqliteAttachments(join(dir, "other.sqlite")),
  remove: async () => {},
}));

describe("A file", () => {
  let store: AttachmentStore;
  let keys: KeyStore;
  let today: string;
  let found: "clean" | "infected" | undefined;
  const attachments = () =>
    createAttachments({
      ...{ store, keys, today: () => today, scan: found && (async () => found ?? expect.fail()) },
      inspect: async (name, content) => inspectFile(name, content),
    });
  async function upload(person = "ann"): Promise<string> {
    const result = await attachments().upload(person, NAME, CONTENT);
    return result.kind === "uploaded" ? result.file.id : result.code;
  }
  const keep = async (id: string, attachment = "a", person = "ann") =>
    attachments().files.keep(person, [{ upload: id, attachment }], "c", await keys.newKey());
  beforeEach(() => {
    store = openSqliteAttachments(path);
    keys = openSqliteKeyring(join(dir, "keys.sqlite"), randomBytes(32));
    [today, found] = ["2026-03-02", undefined];
  });
  afterEach(async () => {
    await store.close();
    await keys.close();
  });

  it("that was uploaded is its sender's alone", async () => {
    const id = await upload();
    const file = { id, name: NAME, type: "csv", bytes: CONTENT.length, sha256: SHA256, scan: "not-scanned" };
    expect(await attachments().uploadsOf("ann")).toEqual([file]);
    expect(await attachments().files.findUpload("ann", id)).toEqual(file);
    expect(await attachments().uploadsOf("bob")).toEqual([]);
    for (const other of [OTHER_ID, "", "\u0000", `${id} `])
      expect(await attachments().files.findUpload("ann", other)).toBeUndefined();
    expect(await attachments().files.findUpload("bob", id)).toBeUndefined();
    await attachments().erase("bob", id);
    expect(await keep(id, "a", "bob")).toBe(false);
    expect(await attachments().uploadsOf("ann")).toHaveLength(1);
    await attachments().erase("ann", id);
    expect(await attachments().uploadsOf("ann")).toEqual([]);
  });

  it("is in no file of the hub in clear, neither its name nor its content", async () => {
    const id = await upload();
    await keep(id);
    for (const file of [path, `${path}-wal`])
      for (const text of [NAME, "assessments late", SHA256]) expect(readFileSync(file).includes(text)).toBe(false);
  });

  it("that contains a virus is not kept, and one that was scanned says so", async () => {
    found = "infected";
    expect(await upload()).toBe("FILE_INFECTED");
    expect(await attachments().uploadsOf("ann")).toEqual([]);
    found = "clean";
    await upload();
    expect(await attachments().uploadsOf("ann")).toMatchObject([{ scan: "clean" }]);
  });

  it("that is not accepted is refused before it is scanned or kept", async () => {
    found = "infected";
    const result = await attachments().upload("ann", "page.html", Buffer.from("<html></html>"));
    expect(result).toMatchObject({ kind: "refused", code: "FILE_TYPE_NOT_ACCEPTED" });
  });

  it("is refused to somebody who has as many as they can have, and to nobody else", async () => {
    for (let count = 0; count < MAX_UPLOADS; count += 1) await upload();
    expect(await upload()).toBe("TOO_MANY_UPLOADS");
    expect(await upload("bob")).not.toBe("TOO_MANY_UPLOADS");
  });

  it("that no command used is erased after ten working days, and its key with it", async () => {
    const id = await upload();
    today = "2026-03-16";
    expect(await attachments().eraseEnded(today)).toBe(0);
    expect(await attachments().uploadsOf("ann")).toHaveLength(1);
    today = "2026-03-17";
    expect([await attachments().uploadsOf("ann"), await keep(id)]).toEqual([[], false]);
    const { about } = (await store.findUpload(id)) ?? expect.fail();
    expect(await attachments().eraseEnded(today)).toBe(1);
    expect([await store.findUpload(id), keys.unseal(about)]).toEqual([undefined, undefined]);
  });

  it("that a command used is read as it was uploaded, under the concern's key, and its upload is gone", async () => {
    const id = await upload();
    expect(await keep(id)).toBe(true);
    expect(await attachments().read("a", SHA256)).toEqual(CONTENT);
    await attachments().files.confirm("ann", [{ upload: id, attachment: "a" }]);
    expect(await attachments().uploadsOf("ann")).toEqual([]);
    expect(await attachments().read("a", SHA256)).toEqual(CONTENT);
    const { key } = (await store.find("a")) ?? expect.fail();
    await keys.destroy(key);
    expect(await attachments().read("a", SHA256)).toBeUndefined();
  });

  it("is read whole if two hubs carry out its command at the same time, and one is interrupted or comes too late", async () => {
    const large = Buffer.from("north,14\n".repeat(70_000));
    const result = await attachments().upload("ann", NAME, large);
    const { id, sha256 } = result.kind === "uploaded" ? result.file : expect.fail(result.code);
    const used = [{ upload: id, attachment: "a" }];
    expect(await keep(id)).toBe(true);
    const interrupted = createAttachments({
      store: {
        ...store,
        putPiece: (...piece) => (piece[1] === 1 ? Promise.reject(new Error("The power went.")) : store.putPiece(...piece)),
      },
      ...{ keys, today: () => today, scan: undefined, inspect: async () => expect.fail() },
    });
    await expect(interrupted.files.keep("ann", used, "c", await keys.newKey())).rejects.toThrow("The power went.");
    await attachments().files.confirm("ann", used);
    expect((await attachments().read("a", sha256))?.equals(large)).toBe(true);
    expect(await keep(id)).toBe(true);
    expect((await attachments().read("a", sha256))?.equals(large)).toBe(true);
    expect(await keep(id, "of another command")).toBe(false);
  });

  it("that is missing, was changed, or is another than the log says is given to nobody", async () => {
    const id = await upload();
    await keep(id);
    await expect(attachments().read("b", SHA256)).rejects.toThrow(CannotBeRead);
    await expect(attachments().read("a", SHA256.replace(/./, "z"))).rejects.toThrow(CannotBeRead);
    const changed = Buffer.from((await store.findPiece("a", 0)) ?? expect.fail());
    changed[20] = (changed[20] ?? 0) ^ 1;
    await store.putPiece("a", 0, changed);
    await expect(attachments().read("a", SHA256)).rejects.toThrow(CannotBeRead);
  });

  it("of several pieces is read whole, and not with a piece missing or in the place of another", async () => {
    const large = Buffer.from("north,14\n".repeat(70_000));
    const result = await attachments().upload("ann", NAME, large);
    const { id, sha256 } = result.kind === "uploaded" ? result.file : expect.fail(result.code);
    await keep(id);
    expect((await attachments().read("a", sha256))?.equals(large)).toBe(true);
    const [first, second] = [(await store.findPiece("a", 0)) ?? expect.fail(), (await store.findPiece("a", 1)) ?? expect.fail()];
    await store.putPiece("a", 0, second);
    await store.putPiece("a", 1, first);
    await expect(attachments().read("a", sha256)).rejects.toThrow(CannotBeRead);
  });

  it("is erased once its key is destroyed, also where that was interrupted", async () => {
    const id = await upload();
    const { about } = (await store.findUpload(id)) ?? expect.fail();
    const interrupted = { ...store, removeUpload: () => Promise.reject(new Error("The power went.")) };
    const failing = createAttachments({
      store: interrupted,
      keys,
      scan: undefined,
      today: () => today,
      inspect: async () => expect.fail(),
    });
    await expect(failing.erase("ann", id)).rejects.toThrow("The power went.");
    expect([keys.unseal(about), await attachments().uploadsOf("ann")]).toEqual([undefined, []]);
    today = "2026-03-17";
    expect(await attachments().eraseEnded(today)).toBe(1);
    expect(await store.findUpload(id)).toBeUndefined();
  });

  it("of a concern that cannot be read waits, and stops no other", async () => {
    for (const name of ["a", "b", "c"]) await keep(await upload(), name);
    today = "2026-03-17";
    const isNamed = async (_: string, attachment: string) => {
      if (attachment === "a") throw new CannotBeRead("It is damaged.");
      return attachment === "b";
    };
    expect(await attachments().settleUnconfirmed(today, isNamed)).toBe(2);
    expect((await store.unconfirmed(today, "", 10)).map(({ id }) => id)).toEqual(["a"]);
    expect(await attachments().read("b", SHA256)).toEqual(CONTENT);
  });

  it("of a command that was interrupted is kept if the log names it, and removed after its day otherwise", async () => {
    const id = await upload();
    await keep(id, "named");
    await keep(id, "unnamed");
    const asked: string[] = [];
    const settle = () =>
      attachments().settleUnconfirmed(today, async (concern, attachment) => {
        asked.push(`${concern} ${attachment}`);
        return attachment === "named";
      });
    today = "2026-03-16";
    expect([await settle(), asked]).toEqual([0, []]);
    today = "2026-03-17";
    expect([await settle(), asked]).toEqual([2, ["c named", "c unnamed"]]);
    expect(await attachments().read("named", SHA256)).toEqual(CONTENT);
    await expect(attachments().read("unnamed", SHA256)).rejects.toThrow(CannotBeRead);
    expect(await settle()).toBe(0);
  });
});

it("A damaged file of attachments stops the start, says what to do, and is not replaced", async () => {
  writeFileSync(path, "This is no database, and long enough to be read as one. ".repeat(40));
  const folder = { keyring: { kind: "sqlite", file: "" }, attachmentsFile: path } as const;
  await expect(openAttachmentStore(folder)).rejects.toThrow(NeedsOperator);
  expect(readFileSync(path, "utf8")).toContain("This is no database");
});

describe("Files that are looked at in a thread", () => {
  it("are answered as they are without one, each with its own answer, while this thread goes on", async () => {
    const thread = openInspectionThread();
    try {
      const files = [
        [NAME, CONTENT],
        ["page.html", Buffer.from("<html></html>")],
        ["large.csv", Buffer.from("a,".repeat(4_000_000))],
        ["report.pdf", Buffer.from("<svg/>")],
      ] as const;
      let turns = 0;
      const counting = setInterval(() => {
        turns += 1;
      }, 1);
      const answers = await Promise.all(files.map(([name, content]) => thread.inspect(name, content)));
      clearInterval(counting);
      expect(answers).toEqual(files.map(([name, content]) => inspectFile(name, content)));
      expect(turns).toBeGreaterThan(10);
    } finally {
      await thread.close();
    }
  });
});
