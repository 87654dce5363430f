// The effect of signals on a hub, at any time.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pino from "pino";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { catchEarlySignals, type EarlySignals } from "../../bin/early-signals.ts";
import { handleSignals, type SignalSource } from "../../bin/signals.ts";
import { type Running, start, UNLIMITED } from "../helpers/cli.ts";
import { startHub } from "../helpers/test-hub.ts";

function process(held?: EarlySignals, on?: SignalSource["on"]) {
  const listeners = new Map<string, () => void>();
  const [codes, exits]: [string[], number[]] = [[], []];
  const source: SignalSource = {
    on: on ?? ((signal, listener) => listeners.set(signal, listener)),
    exit: (code) => exits.push(code),
  };
  const logger = pino({ base: null }, { write: (line: string) => codes.push(JSON.parse(line).code) });
  const signals = handleSignals(logger, source, held);
  return { ...{ codes, exits, signals }, send: (signal: string) => listeners.get(signal)?.() };
}
/** A hub whose rebuild and close end when the test says so. */
function hub(inQuarantine = 0) {
  const rebuild = Promise.withResolvers<void>();
  const close = Promise.withResolvers<void>();
  const done: string[] = [];
  return {
    ...{ rebuild, close, done },
    hub: {
      rebuild() {
        done.push("rebuild");
        return rebuild.promise;
      },
      retryQuarantine() {
        done.push("retry");
        return rebuild.promise;
      },
      quarantine: { size: () => inQuarantine },
    },
    closing() {
      done.push("close");
      return close.promise;
    },
  };
}
const settled = () => new Promise(setImmediate);

describe("A signal", () => {
  it("received while the hub opens stops it as soon as it has opened, or is ignored", async () => {
    const { signals, send, codes, exits } = process();
    const opened = hub();
    send("SIGHUP");
    send("SIGUSR2");
    expect(codes).toEqual(["SIGNAL_IGNORED", "SIGNAL_IGNORED"]);
    send("SIGTERM");
    send("SIGTERM");
    expect([signals.isStopping(), exits, opened.done]).toEqual([true, [], []]);
    signals.opened(opened.hub, opened.closing);
    opened.close.resolve();
    await settled();
    expect([opened.done, exits, codes.slice(2)]).toEqual([["close"], [0], ["STOPPING", "STOPPED"]]);
  });

  it("starts one rebuild, however often it arrives, and another after that is done or has failed", async () => {
    const { signals, send, codes } = process();
    const first = hub();
    signals.opened(first.hub, first.closing);
    for (let n = 0; n < 3; n += 1) send("SIGUSR2");
    expect(first.done).toEqual(["rebuild"]);
    first.rebuild.reject(new Error("The disk is full."));
    await settled();
    expect(codes).toEqual(["REBUILD_BEGUN", "SIGNAL_IGNORED", "SIGNAL_IGNORED", "REBUILD_FAILED"]);
    const second = hub();
    signals.opened(second.hub, second.closing);
    send("SIGUSR2");
    second.rebuild.resolve();
    await settled();
    expect(codes.slice(4)).toEqual(["REBUILD_BEGUN", "REBUILD_DONE"]);
  });

  it("retries the quarantine, if it has streams, and once at a time", async () => {
    const { signals, send, codes } = process();
    const nothing = hub();
    signals.opened(nothing.hub, nothing.closing);
    send("SIGHUP");
    const something = hub(1);
    signals.opened(something.hub, something.closing);
    for (const signal of ["SIGHUP", "SIGHUP", "SIGUSR2"]) send(signal);
    expect([nothing.done, something.done]).toEqual([[], ["retry"]]);
    something.rebuild.resolve();
    await settled();
    expect(codes).toEqual(["SIGNAL_IGNORED", "REBUILD_BEGUN", "SIGNAL_IGNORED", "SIGNAL_IGNORED", "REBUILD_DONE"]);
  });

  it("that arrives while the hub stops has no effect, and an error then still ends the hub", async () => {
    const { signals, send, codes, exits } = process();
    const { hub: stopping, closing, close, done } = hub();
    signals.opened(stopping, closing);
    for (const signal of ["SIGINT", "SIGUSR2", "SIGHUP", "SIGTERM"]) send(signal);
    expect(done).toEqual(["close"]);
    close.reject(new Error("It cannot be closed."));
    await settled();
    expect(exits).toEqual([1]);
    expect(codes).toEqual(["STOPPING", "SIGNAL_IGNORED", "SIGNAL_IGNORED", "STOP_FORCED"]);
  });
});

describe("Signals that come while nothing is loaded yet", () => {
  it("are handled in their order after the handover, without a gap between listeners", () => {
    const listeners = new Map<string, (() => void)[]>();
    const source = {
      on: (signal: string, listener: () => void) => listeners.set(signal, [...(listeners.get(signal) ?? []), listener]),
      off(signal: string, listener: () => void) {
        const left = listeners.get(signal)?.filter((one) => one !== listener) ?? [];
        expect(left).toHaveLength(1);
        listeners.set(signal, left);
      },
    };
    const held = catchEarlySignals(source);
    for (const signal of ["SIGHUP", "SIGUSR2", "SIGTERM"]) for (const listener of listeners.get(signal) ?? []) listener();
    const { signals, codes, exits } = process(held, source.on);
    expect(signals.isStopping()).toBe(true);
    expect([codes, exits]).toEqual([["SIGNAL_IGNORED", "SIGNAL_IGNORED", "STOPPING"], []]);
  });
});

describe("A hub in a separate process", () => {
  let dir: string;
  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), "candour-signals-"));
    // A record that is long enough to be built in a thread.
    const own = await startHub({ seed: false, dir, env: ENV });
    const [stream, metadata] = ["disclosures-X00000001-2026-03", { correlation: "c", causation: "c", policyVersion: "v" }];
    const data = { surface: "list", to: [{ person: "somebody", assignments: [], request: "r" }], views: [] };
    await own.hub.disclosures.append({
      ...{ stream, expected: "any", bodyDigest: "", at: own.clock.now().toISOString() },
      events: Array.from({ length: 3_000 }, () => ({ type: "ConcernsDisclosed.v1", data })),
      metadata: { actor: "hub", commandId: "many", permittedBy: [], ...metadata },
    });
    await own.close();
    rmSync(join(dir, "read-models"), { recursive: true });
  });
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  // The record above is of the past.
  const ENV = { CANDOUR_DEMONSTRATION: "false", CANDOUR_CLOCK_LEAP_DAYS: "999" };
  function serving(): Running & { line(code: string): Promise<Record<string, unknown>> } {
    const running = start(["serve"], { ...UNLIMITED, ...ENV, CANDOUR_DATA_DIR: dir });
    let [text, over] = ["", false];
    running.child.stderr?.on("data", (more) => {
      text += more;
    });
    running.ended.then(() => {
      over = true;
    });
    const lines = () => text.split("\n").filter((line) => line.startsWith("{") && line.endsWith("}"));
    return {
      ...running,
      async line(code) {
        for (;;) {
          const found = lines().find((line) => JSON.parse(line).code === code);
          if (found) return JSON.parse(found);
          if (over) expect.fail(`The hub ended: ${text}`);
          await new Promise((resolve) => setTimeout(resolve, 5));
        }
      },
    };
  }

  /** Reads from the kernel which signals a process handles. Node handles neither of the two by default. */
  async function takesSignals(pid: number): Promise<void> {
    const USR2_AND_HUP = (1n << 11n) | 1n;
    for (;;) {
      const [, mask] = readFileSync(`/proc/${pid}/status`, "utf8").match(/^SigCgt:\s+([0-9a-f]+)/m) ?? [];
      if ((BigInt(`0x${mask ?? 0}`) & USR2_AND_HUP) === USR2_AND_HUP) return;
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }

  it.each(["SIGTERM", "SIGINT"] as const)(
    "is ended in order by a %s before it has loaded anything, and is not begun",
    async (signal) => {
      const { child, ended } = serving();
      await takesSignals(child.pid as number);
      for (const one of ["SIGHUP", "SIGUSR2", signal] as const) child.kill(one);
      const { code, signal: endedBy, stderr } = await ended;
      expect({ code, endedBy }).toEqual({ code: 0, endedBy: null });
      const codes = stderr.match(/"code":"[A-Z_]+"/g);
      expect(codes?.toSorted()).toEqual(
        ["SIGNAL_IGNORED", "SIGNAL_IGNORED", "STOPPED", "STOPPING"].map((one) => `"code":"${one}"`),
      );
    },
  );

  it("stops cleanly during a build, and leaves no partial file", async () => {
    const { child, ended, line } = serving();
    await line("READ_MODEL_BUILD_BEGUN");
    child.kill("SIGTERM");
    const { code, stderr } = await ended;
    expect([code, stderr.includes("STOPPED"), stderr.includes("READ_MODEL_BUILT")]).toEqual([0, true, false]);
    expect(readdirSync(join(dir, "read-models")).filter((name) => name.startsWith("disclosures"))).toEqual([]);
  });

  it("survives SIGHUP and SIGUSR2 while it starts, builds, serves and rebuilds, and logs no secret", async () => {
    const { child, ended, line } = serving();
    const both = () => {
      child.kill("SIGHUP");
      child.kill("SIGUSR2");
    };
    const starting = await line("STARTING");
    both();
    await line("READ_MODEL_BUILD_BEGUN");
    both();
    await line("READ_MODEL_BUILT");
    await line("STARTED");
    both();
    await line("REBUILD_BEGUN");
    both();
    await line("REBUILD_DONE");
    child.kill("SIGTERM");
    both();
    const { code, signal } = await ended;
    expect([code, signal]).toEqual([0, null]);
    expect(starting).toMatchObject({ settings: { development: true, port: 0 } });
    expect(JSON.stringify(starting)).not.toMatch(/key(?!ring":"sqlite")/i);
  });
});
