// A follower that reads the file to which another thread applies events. The thread is simulated: the test sends its reports, and answers its calls.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { StoredEvent } from "../../event-log/port.ts";
import { registerModel } from "../../projections/register/register.ts";
import { NotReady } from "../../projections/runtime/not-ready.ts";
import { openStore } from "../../projections/runtime/store.ts";
import { readFollower } from "../../projections/runtime/threaded/read-follower.ts";
import { concernStream } from "../../services/concern/events.ts";
import { sealUnder } from "../../services/confidential.ts";
import { UnreadableEvent } from "../../services/stored-events.ts";
import { logged } from "../examples/concern.ts";
import { anyKey, memoryKeys } from "../helpers/memory-keys.ts";
import { TODAY } from "../helpers/specification.ts";
import { storedEvent } from "../helpers/stored-event.ts";

let folder: string;
const cleanups: (() => unknown)[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "candour-read-follower-"));
});
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  rmSync(folder, { recursive: true, force: true });
});

function following(today = () => TODAY) {
  const tools = { keys: memoryKeys(), today };
  const thread = {
    call: vi.fn(async (..._: readonly unknown[]) => {}),
    callBlocking: vi.fn((..._: readonly unknown[]) => {}),
    tell: vi.fn((..._: readonly unknown[]) => {}),
  };
  let retry = () => {};
  const wait = () =>
    new Promise<void>((resolve) => {
      retry = resolve;
    });
  const { follower, take } = readFollower(registerModel, { thread, tools, wait });
  cleanups.push(() => follower.close());
  const eventOf = (concern: string): StoredEvent => {
    const [sealed] = sealUnder(tools.keys, anyKey(), [logged()]);
    return storedEvent(1, sealed as NonNullable<typeof sealed>, { stream: concernStream(concern), version: 1 });
  };
  /** Writes a file with one concern, and returns its path. */
  function write(name: string, concern: string): string {
    const file = join(folder, name);
    const writer = openStore(registerModel, file, tools);
    cleanups.push(() => writer.close());
    writer.applyPage([eventOf(concern)]);
    return file;
  }
  function live(file: string, position: string): void {
    const model = "register";
    take({ kind: "file", model, file });
    take({ kind: "state", model, status: { state: "live", position } });
    take({ kind: "reached", model, position });
  }
  const unreadable = () => new UnreadableEvent(eventOf("first"), "UNKNOWN_TYPE");
  const has = (concern: string) => follower.queries().findUnchecked(concern) !== undefined;
  return { follower, thread, write, live, has, unreadable, retry: () => retry() };
}

describe("A follower that reads another thread's file", () => {
  it("answers nothing from an older file while a newer one cannot be opened, and goes on by itself", async () => {
    const { follower, write, live, has, retry } = following();
    live(write("first.sqlite", "first"), "1");
    expect(has("first")).toBe(true);
    live(join(folder, "second.sqlite"), "2");
    expect(() => follower.queries()).toThrow(NotReady);
    expect(follower.status().state).toBe("retrying");
    await expect(follower.reached("2", 60_000)).rejects.toThrow(NotReady);
    write("second.sqlite", "second");
    retry();
    await expect.poll(() => follower.status().state).toBe("live");
    expect([has("first"), has("second")]).toEqual([false, true]);
  });

  it("is live when its first file has been opened, although that failed at first", async () => {
    const { follower, write, live, has, retry } = following();
    live(join(folder, "first.sqlite"), "1");
    const isLive = follower.live();
    await new Promise(setImmediate);
    write("first.sqlite", "first");
    retry();
    await isLive;
    expect(has("first")).toBe(true);
  });

  it("opens no file before every stream is withdrawn that the thread was not known to have withdrawn", async () => {
    const { follower, thread, write, live, has, unreadable } = following();
    const file = write("first.sqlite", "first");
    live(file, "1");
    thread.callBlocking.mockImplementation(() => {
      throw new NotReady("The thread does not answer.");
    });
    const withdrawn = Promise.withResolvers<void>();
    thread.call.mockReturnValue(withdrawn.promise);
    follower.quarantine(unreadable());
    expect(() => follower.queries()).toThrow(NotReady);
    live(file, "1");
    expect(() => follower.queries()).toThrow(NotReady);
    withdrawn.resolve();
    await expect.poll(() => follower.status().state).toBe("live");
    expect(has("first")).toBe(true);
  });

  it("has the thread withdraw a stream also while no file is open", async () => {
    const { follower, thread, write, live, unreadable } = following();
    const withdrawn = Promise.withResolvers<void>();
    thread.call.mockReturnValue(withdrawn.promise);
    const error = unreadable();
    follower.quarantine(error);
    expect(thread.call).toHaveBeenCalledWith("quarantine", "register", error.event, error.reason);
    live(write("first.sqlite", "first"), "1");
    expect(() => follower.queries()).toThrow(NotReady);
    withdrawn.resolve();
    await expect.poll(() => follower.status().state).toBe("live");
  });

  it("has no date and no stream in quarantine, and fails nobody who asks, while its rows cannot be read", async () => {
    let day = TODAY;
    const { follower, thread, write, live } = following(() => day);
    live(write("first", "one"), "1");
    thread.callBlocking.mockImplementation(() => {
      throw new NotReady("The thread does not answer.");
    });
    day = "2031-01-01";
    await new Promise(setImmediate);
    expect([follower.isPastToday(), follower.quarantined()]).toEqual([false, []]);
  });

  it("refuses whoever waits for a position when it is closed", async () => {
    const { follower, write, live } = following();
    live(write("first.sqlite", "first"), "1");
    const waiting = follower.reached("2", 600_000);
    const refused = expect(waiting).rejects.toThrow(NotReady);
    await follower.close();
    await refused;
    await expect(follower.reached("2", 600_000)).rejects.toThrow(NotReady);
  });
});
