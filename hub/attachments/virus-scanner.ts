// Has clamd scan a file, by its command INSTREAM. Anything but a plain answer counts as no answer, so that no file is stored that was not scanned.
import { connect } from "node:net";
import { readScannerAddress, type ScannerAddress } from "./scanner-address.ts";

/**
 * `not-reached`: no connection. `silent`: no answer in time. `failed`: clamd reports an error, such as a file that is larger than its StreamMaxLength.
 * `not-understood`: another answer, or none before it closed the connection. `busy`: too many files wait.
 */
type ScannerFailure = "not-reached" | "silent" | "failed" | "not-understood" | "busy";

/** The message contains neither the scanner's answer nor anything of the file, so that it may be logged. */
export class ScannerUnavailable extends Error {
  override name = "ScannerUnavailable";
  readonly failure: ScannerFailure;

  constructor(failure: ScannerFailure) {
    super(`The virus scanner gave no answer: ${failure}.`);
    this.failure = failure;
  }
}

/** Rejects with ScannerUnavailable. */
export type VirusScanner = (content: Uint8Array) => Promise<"clean" | "infected">;

export type ScannerLimits = {
  /** Without anything sent or received. */
  readonly idleMs: number;
  /** For one file. */
  readonly totalMs: number;
  readonly atOnce: number;
  readonly waiting: number;
};
const USUAL_LIMITS: ScannerLimits = { idleMs: 30_000, totalMs: 120_000, atOnce: 4, waiting: 32 };

/** `setting`: host:port, or the path of a Unix socket. Opens no connection yet. */
export function openVirusScanner(setting: string, limits = USUAL_LIMITS): VirusScanner {
  const address = readScannerAddress(setting);
  if (!address) throw new Error("The address of the virus scanner is not valid.");
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (content) => {
    if (running >= limits.atOnce) {
      if (waiting.length >= limits.waiting) throw new ScannerUnavailable("busy");
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else running++;
    try {
      return await scan(address, content, limits);
    } finally {
      // The next one takes over the place of this one.
      const next = waiting.shift();
      if (next) next();
      else running--;
    }
  };
}

const CHUNK_BYTES = 64 * 1024;
const MAX_ANSWER_BYTES = 4_096;

function scan(address: ScannerAddress, content: Uint8Array, { idleMs, totalMs }: ScannerLimits): Promise<"clean" | "infected"> {
  const { promise, resolve, reject } = Promise.withResolvers<"clean" | "infected">();
  const socket = connect(address);
  let isConnected = false;
  let isSent = false;
  let answer = "";
  const fail = (failure: ScannerFailure) => reject(new ScannerUnavailable(failure));
  const conclude = () => {
    if (!isSent || !answer.includes("\0")) return;
    const verdict = readAnswer(answer);
    if (verdict === "clean" || verdict === "infected") resolve(verdict);
    else fail(verdict);
  };
  const overall = setTimeout(() => fail("silent"), totalMs);
  socket.setTimeout(idleMs, () => fail("silent"));
  socket.on("connect", () => {
    isConnected = true;
  });
  // clamd stops reading when it reports an error, so an error of the connection may come before its answer is read.
  socket.on("error", () => fail(isConnected ? "failed" : "not-reached"));
  socket.on("data", (data) => {
    answer += data.toString("latin1");
    if (answer.length > MAX_ANSWER_BYTES) fail("not-understood");
    else if (answer.includes("\0") && ERROR.test(answer)) fail("failed");
    else conclude();
  });
  socket.on("close", () => fail("not-understood"));
  for (const frame of framesOf(content)) socket.write(frame);
  socket.write(END, (error) => {
    isSent = !error;
    conclude();
  });
  return promise.finally(() => {
    clearTimeout(overall);
    socket.destroy();
  });
}

const COMMAND = Buffer.from("zINSTREAM\0");
const END = Buffer.alloc(4);

/** The command, then chunks, each after its length. */
function* framesOf(content: Uint8Array): Generator<Uint8Array> {
  yield COMMAND;
  for (let from = 0; from < content.length; from += CHUNK_BYTES) {
    const chunk = content.subarray(from, from + CHUNK_BYTES);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(chunk.length);
    yield length;
    yield chunk;
  }
}

const ERROR = / ERROR\0$/;

function readAnswer(answer: string): "clean" | "infected" | ScannerFailure {
  if (answer === "stream: OK\0") return "clean";
  return /^stream: [^\0]+ FOUND\0$/.test(answer) ? "infected" : "not-understood";
}
