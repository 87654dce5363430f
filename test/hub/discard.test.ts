// After a concern was discarded, no file of the data folder holds its words: the text index has erased them, and what is sealed cannot be unsealed.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { LogUnavailable } from "../../event-log/port.ts";
import { openDatabase } from "../../event-log/stores/database.ts";
import { concernStream } from "../../services/concern/events.ts";
import { keysIn } from "../../services/confidential.ts";
import { awareness, concern } from "../examples/api-inputs.ts";
import { command, done } from "../helpers/send-command.ts";
import { startHub, type TestHub } from "../helpers/test-hub.ts";

/** A word that stands nowhere else, long enough that an index which compresses words keeps the middle of it. */
const WORD = "quillwhistlebramble";
const inWords = { summary: `The ${WORD} is late.`, observed: `Nobody saw the ${WORD}.` };

let dir = "";
let hub: TestHub | undefined;
afterEach(async () => {
  await hub?.close();
  rmSync(dir, { recursive: true, force: true });
});

/** The files of the data folder that hold some bytes. */
function filesWith(bytes: string | Uint8Array): readonly string[] {
  const files = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((file) => readFileSync(file).includes(Buffer.from(bytes)));
}

async function begin(): Promise<{ readonly on: TestHub; readonly id: string; readonly kept: string }> {
  dir = mkdtempSync(join(tmpdir(), "candour-discard-"));
  hub = await startHub({ seed: "people", dir, inThreads: true });
  const kept = await done(hub, "adviser", "logConcern", concern);
  const id = await done(hub, "adviser", "logConcern", { ...concern, cause: "LEADERSHIP", ...inWords });
  await done(hub, "adviser", "proposeDiscard", { concern: id, ground: "DID_NOT_STAND" });
  return { on: hub, id, kept };
}

/** The wrapped keys of a concern, as the keyring's file has them. */
async function wrappedKeysOf({ hub }: TestHub, id: string): Promise<readonly (Uint8Array | null)[]> {
  const keys = [...new Set(keysIn(await hub.log.readStream(concernStream(id))))];
  using db = openDatabase(join(dir, "keys", "keys.sqlite"), "read-only");
  const wrapped = db.prepare("SELECT wrapped FROM keys WHERE id = ?");
  return keys.map((key) => wrapped.get<{ wrapped: Uint8Array | null }>(key).wrapped);
}

const middle = WORD.slice(2, -2);
const seen = "query($id: ID!) { concern(id: $id) { summary { text } } }";

describe("A discarded concern", () => {
  it("leaves its words in no file of the data folder, and the words of others where they are", async () => {
    const { on, id, kept } = await begin();
    const [wrapped, ...others] = await wrappedKeysOf(on, id);
    expect(others).toEqual([]);
    expect(filesWith(middle)).not.toEqual([]);
    expect(filesWith(wrapped ?? "none")).not.toEqual([]);

    const outcome = await command(on, "second-adviser", "discardConcern", { concern: id });
    expect(outcome).toMatchObject({ __typename: "ConcernChanged", concern: null, recorded: true });
    expect(filesWith(middle)).toEqual([]);
    expect(filesWith(wrapped ?? "none")).toEqual([]);
    expect(await wrappedKeysOf(on, id)).toEqual([null]);
    expect((await on.ask("adviser", seen, { id })).body.data).toEqual({ concern: null });
    expect((await on.ask("adviser", seen, { id: kept })).body.data).toEqual({ concern: { summary: { text: concern.summary } } });

    await on.close();
    hub = await startHub({ seed: false, dir, inThreads: true });
    expect(filesWith(middle)).toEqual([]);
    expect((await hub.ask("adviser", seen, { id })).body.data).toEqual({ concern: null });
    await done(hub, "adviser", "recordAwareness", { concern: kept, ...awareness });
  });

  it("has its key destroyed after a crash between the event and the destruction", async () => {
    const { on, id } = await begin();
    // The hub ends after the event is appended and before the key is destroyed.
    Object.assign(on.hub.keys, {
      destroy: () => Promise.reject(new LogUnavailable("The hub ends here.")),
    });
    const input = { idempotencyKey: "the-discard", concern: id };
    const { body } = await on.ask(
      "second-adviser",
      "mutation($input: DiscardConcernInput!) { discardConcern(input: $input) { __typename } }",
      {
        input,
      },
    );
    expect(body.errors).toBeDefined();
    expect(await wrappedKeysOf(on, id)).not.toEqual([null]);
    expect((await on.ask("adviser", seen, { id })).body.data).toEqual({ concern: null });

    await on.close();
    hub = await startHub({ seed: false, dir, inThreads: true });
    expect(await hub.hub.discardedKeysDestroyed()).toBe(1);
    expect(await hub.hub.discardedKeysDestroyed()).toBe(0);
    expect(filesWith(middle)).toEqual([]);
    expect(await wrappedKeysOf(hub, id)).toEqual([null]);
    // The adviser who sends the command again gets its outcome.
    expect(await command(hub, "second-adviser", "discardConcern", input)).toMatchObject({
      __typename: "ConcernChanged",
      recorded: false,
    });
  });

  it("keeps its council, region, last day to tell the council and ground in the log", async () => {
    const { on, id } = await begin();
    await done(on, "second-adviser", "discardConcern", { concern: id });
    const stored = await on.hub.log.readStream(concernStream(id));
    expect(stored[0]?.data).toMatchObject({ council: concern.council, region: "E12000004", tellBy: "2026-03-30" });
    expect(stored.at(-1)).toMatchObject({ type: "ConcernDiscarded.v1", data: { ground: "did-not-stand" } });
  });
});
