// Another program locks a file: other requests do not wait, and writes to the file succeed after the lock is released.
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { LogUnavailable } from "../../event-log/port.ts";
import { storeFiles } from "../../hub/folder/data-folder.ts";
import { concern } from "../examples/api-inputs.ts";
import { holdLock } from "../helpers/hold-lock.ts";
import { done } from "../helpers/send-command.ts";
import { startHub, type TestHub } from "../helpers/test-hub.ts";

let dir: string;
let test: TestHub;
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "candour-locks-"));
  test = await startHub({ dir });
});
afterAll(async () => {
  await test.close();
  rmSync(dir, { recursive: true, force: true });
});

const readModel = (name: string): string =>
  join(
    dir,
    "read-models",
    readdirSync(join(dir, "read-models")).find((file) => file.startsWith(`${name}-`) && file.endsWith(".sqlite")) ?? "",
  );
const answered = async () => {
  const { body } = await test.ask<{ viewer: { person: string } }>("adviser", "{ viewer { person } }");
  expect(body.data.viewer.person).toBe("adviser");
};

/** Repeats a command under the same key while the hub has recorded it and cannot show its result yet, which it answers after half a second. */
async function logConcern(idempotencyKey: string): Promise<void> {
  for (;;)
    try {
      await done(test, "adviser", "logConcern", { ...concern, idempotencyKey });
      return;
    } catch (error) {
      if (!String(error).includes("NOT_READY")) throw error;
    }
}

it.each<[string, () => string]>([
  ["the log", () => storeFiles(test.hub.folder).log],
  ["the record of disclosures", () => storeFiles(test.hub.folder).disclosures],
  ["the keyring", () => storeFiles(test.hub.folder).keys],
  ["the register", () => readModel("register")],
  ["the people", () => readModel("people")],
])("%s: other requests are answered meanwhile, and a command after the lock is released", async (name, file) => {
  const letGo = await holdLock(file());
  let isDone = false;
  const logged = logConcern(`beside ${name}`).then(() => {
    isDone = true;
  });
  for (let n = 0; n < 20; n += 1) await answered();
  if (/log|disclosures|register/.test(file())) expect(isDone).toBe(false);
  await letGo();
  await logged;
  expect(isDone).toBe(true);
});

it("of the keyring has no effect while the key pool has keys; then a command that needs one is refused with advice to retry", async () => {
  const letGo = await holdLock(storeFiles(test.hub.folder).keys);
  const { keys } = test.hub;
  const drain = async () => {
    for (;;) await keys.newKey();
  };
  await expect(drain()).rejects.toThrow(LogUnavailable);
  await answered();
  await letGo();
  await keys.newKey();
});
