// A virus scanner is asked as clamd is, by a stand-in that answers as each test says. test/system/clamd.test.ts asks the real one.
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { readScannerAddress } from "../../hub/attachments/scanner-address.ts";
import { openVirusScanner, type ScannerLimits, ScannerUnavailable } from "../../hub/attachments/virus-scanner.ts";

const LIMITS: ScannerLimits = { idleMs: 30_000, totalMs: 120_000, atOnce: 4, waiting: 32 };
const opened: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0)) await close();
});

async function listen(
  connected: (socket: Socket) => void,
  at: { readonly path: string } | { readonly port: number } = { port: 0 },
) {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => sockets.delete(socket));
    connected(socket);
  });
  server.listen({ host: "127.0.0.1", ...at });
  await once(server, "listening");
  opened.push(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  });
  return { port: (server.address() as AddressInfo).port, sockets };
}

/** Reads the command and its chunks as clamd does. Undefined until all have come. */
function readStream(received: Buffer): Buffer | undefined {
  expect(received.subarray(0, 10).toString("latin1")).toBe("zINSTREAM\0".slice(0, received.length));
  const chunks: Buffer[] = [];
  for (let at = 10; at + 4 <= received.length; ) {
    const length = received.readUInt32BE(at);
    if (length === 0) return Buffer.concat(chunks);
    chunks.push(received.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return undefined;
}

type Answering = { readonly scanned: Buffer[]; readonly scan: ReturnType<typeof openVirusScanner> };

/** A scanner that gives its answer when it has the whole file. */
async function answering(
  answer: (content: Buffer, socket: Socket) => void,
  limits: Partial<ScannerLimits> = {},
): Promise<Answering> {
  const scanned: Buffer[] = [];
  const { port } = await listen((socket) => {
    let received = Buffer.alloc(0);
    socket.on("data", (data) => {
      received = Buffer.concat([received, data]);
      const content = readStream(received);
      if (!content) return;
      scanned.push(content);
      answer(content, socket);
    });
  });
  return { scanned, scan: openVirusScanner(`127.0.0.1:${port}`, { ...LIMITS, ...limits }) };
}

const content = new Uint8Array(Buffer.from("Letter to the council of Wendlehaugh"));
const failureOf = async (scan: Answering["scan"], given = content) => {
  const error = await scan(given).then(
    (verdict) => expect.unreachable(verdict),
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(ScannerUnavailable);
  // The message goes into the log, so it names neither the file, its content nor the address of the scanner.
  expect(String(error)).not.toMatch(/Wendlehaugh|Letter|127\.0\.0\.1/);
  return (error as ScannerUnavailable).failure;
};

describe("A virus scanner", () => {
  it("says what it found, of exactly the bytes that were uploaded", async () => {
    const { scan, scanned } = await answering((bytes, socket) =>
      socket.end(bytes.includes("infected") ? "stream: Some.Signature-1 FOUND\0" : "stream: OK\0"),
    );
    const long = new Uint8Array(300_001).map((_, index) => index % 251);
    const infected = new Uint8Array(Buffer.from("infected"));
    expect(await scan(content)).toBe("clean");
    expect(await scan(infected)).toBe("infected");
    expect(await scan(long.subarray(1))).toBe("clean");
    expect(scanned.map((bytes) => Buffer.from(bytes))).toEqual(
      [content, infected, long.subarray(1)].map((bytes) => Buffer.from(bytes)),
    );
  });

  it("is found at a Unix socket too", async () => {
    const folder = mkdtempSync(join(tmpdir(), "candour-scanner-"));
    opened.push(() => rmSync(folder, { recursive: true, force: true }));
    const path = join(folder, "clamd.ctl");
    await listen((socket) => socket.on("data", () => socket.end("stream: OK\0")), { path });
    expect(await openVirusScanner(path)(content)).toBe("clean");
    expect(await failureOf(openVirusScanner(join(folder, "other.ctl")))).toBe("not-reached");
  });

  it("that is not there gives no answer", async () => {
    const { port } = await listen(() => {});
    await opened.pop()?.();
    expect(await failureOf(openVirusScanner(`127.0.0.1:${port}`))).toBe("not-reached");
  });

  it.each([
    ["stream: Can't allocate memory ERROR\0", "failed"],
    ["INSTREAM size limit exceeded. ERROR\0", "failed"],
    ["UNKNOWN COMMAND\0", "not-understood"],
    ["stream: OK", "not-understood"],
    ["stream: OK\n", "not-understood"],
    ["stream: OK\0stream: OK\0", "not-understood"],
    ["stream: OK FOUND or not\0", "not-understood"],
    ["HTTP/1.1 200 OK\r\n\r\n", "not-understood"],
    ["\0", "not-understood"],
    ["x".repeat(10_000), "not-understood"],
    ["", "not-understood"],
  ])("that answers %j gives no answer", async (answer, failure) => {
    const { scan } = await answering((_, socket) => socket.end(answer));
    expect(await failureOf(scan)).toBe(failure);
  });

  it("that closes the connection before it has the file gives no answer", async () => {
    const { port } = await listen((socket) => socket.once("data", () => socket.destroy()));
    expect(["failed", "not-understood"]).toContain(
      await failureOf(openVirusScanner(`127.0.0.1:${port}`), new Uint8Array(10_000_000)),
    );
  });

  it("that says a file is clean before it has all of it is not believed", async () => {
    const { port } = await listen((socket) => {
      socket.pause();
      socket.write("stream: OK\0");
    });
    const scan = openVirusScanner(`127.0.0.1:${port}`, { ...LIMITS, idleMs: 300 });
    expect(await failureOf(scan, new Uint8Array(100_000_000))).toBe("silent");
  });

  it("that is silent, or slow without an end, gives no answer", async () => {
    const { scan } = await answering(() => {}, { idleMs: 100 });
    expect(await failureOf(scan)).toBe("silent");
    const timers: NodeJS.Timeout[] = [];
    opened.push(() => timers.forEach(clearInterval));
    const slow = await answering((_, socket) => timers.push(setInterval(() => socket.write(" "), 20)), { totalMs: 300 });
    expect(await failureOf(slow.scan)).toBe("silent");
  });

  it("that answers slowly is waited for", async () => {
    const { scan } = await answering((_, socket) => setTimeout(() => socket.end("stream: OK\0"), 200));
    expect(await scan(content)).toBe("clean");
  });

  it("looks at four files at once; others wait their turn, and too many are turned away", async () => {
    const held: Socket[] = [];
    const { scan, scanned } = await answering((_, socket) => held.push(socket), { waiting: 2 });
    const verdicts = Promise.allSettled(Array.from({ length: 6 }, () => scan(content)));
    await expect.poll(() => held.length).toBe(4);
    expect(await failureOf(scan)).toBe("busy");
    expect(scanned).toHaveLength(4);
    held[0]?.end("stream: Some.Signature-1 FOUND\0");
    held[1]?.destroy();
    await expect.poll(() => held.length).toBe(6);
    for (const socket of held.slice(2)) socket.end("stream: OK\0");
    const outcomes = (await verdicts).map((one) => (one.status === "fulfilled" ? one.value : one.status));
    expect(outcomes.toSorted()).toEqual(["clean", "clean", "clean", "clean", "infected", "rejected"]);
    const later = scan(content);
    await expect.poll(() => held.length).toBe(7);
    held[6]?.end("stream: OK\0");
    expect(await later).toBe("clean");
  });
});

describe("The address of a virus scanner", () => {
  it.each([
    ["127.0.0.1:3310", { host: "127.0.0.1", port: 3310 }],
    ["clamav:3310", { host: "clamav", port: 3310 }],
    ["[::1]:3310", { host: "::1", port: 3310 }],
    ["/run/clamav/clamd.ctl", { path: "/run/clamav/clamd.ctl" }],
  ])("%s is read", (setting, address) => {
    expect(readScannerAddress(setting)).toEqual(address);
  });

  it.each([
    "",
    "clamav",
    "clamav:",
    ":3310",
    "clamav:0",
    "clamav:65536",
    "http://clamav:3310",
    "run/clamd.ctl",
    "::1:3310",
    "a b:1",
    `/${"a".repeat(200)}`,
  ])("%j is none", (setting) => {
    expect(readScannerAddress(setting)).toBeUndefined();
  });
});
