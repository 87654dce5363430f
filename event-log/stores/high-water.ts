// The newest mark of each store, in one small file: written after each commit, before it is acknowledged. Each store has a line
// of fixed width, written in place and not flushed: the file is a lower bound, and may be older than the stores.
import { closeSync, openSync, statSync, writeSync } from "node:fs";
import { crc32 } from "node:zlib";
import type { Mark } from "../history.ts";
import { STORE_NAMES, type StoreName } from "../store-names.ts";
import type { Identity, Marks } from "./identity.ts";
import { assertUsable, readTextFile } from "./usable-file.ts";

/** `size`: of the main file, in bytes. One that is smaller and lacks some of its pages was cut; an upgraded one is smaller and whole. */
type Line = Identity & { readonly mark: Mark; readonly size: number };
type HighWater = {
  readonly kind: "read";
  readonly identity: Identity;
  readonly marks: Marks;
  readonly sizes: Readonly<Partial<Record<StoreName, number>>>;
};

export type HighWaterFile = ReturnType<typeof openHighWater>;

const WIDTH = 288;
/** Valid JSON: an array with an element a line. */
const HEAD = "[\n";
const offsetOf = (store: StoreName): number => HEAD.length + STORE_NAMES.indexOf(store) * WIDTH;
/** A checksum against accidental damage, not against attackers. It is computed at every commit, so it must be cheap. */
const checkOf = (text: string): string => crc32(text).toString(16).padStart(8, "0");

/** Nothing needs escaping: ids, numbers, and hashes in hexadecimal or base64url. */
function lineOf(store: StoreName, { hub, epoch, mark: [position, proof], size }: Line): string {
  const text = `"store":"${store}","hub":"${hub}","epoch":${epoch},"position":"${position}","proof":"${proof}","size":${size}`;
  const end = store === STORE_NAMES.at(-1) ? " \n" : ",\n";
  return `{${text},"check":"${checkOf(text)}"}`.padEnd(WIDTH - end.length) + end;
}

/** Rewrites the file with what it held of the same epoch. */
export function openHighWater(path: string, identity: Identity) {
  const before = readHighWater(path);
  const isSame = before.kind === "read" && before.identity.hub === identity.hub && before.identity.epoch === identity.epoch;
  const lineBefore = (store: StoreName): Line => ({
    ...identity,
    mark: (isSame ? before.marks[store] : undefined) ?? ["", ""],
    size: (isSame ? before.sizes[store] : undefined) ?? 0,
  });
  const lines = new Map(STORE_NAMES.map((store) => [store, lineBefore(store)]));
  const buffer = Buffer.alloc(WIDTH);
  let file = make();
  let { ino } = statSync(path);

  function make(): number {
    assertUsable(path, "file", "write");
    const made = openSync(path, "w", 0o600);
    writeSync(made, `${HEAD}${[...lines].map(([store, line]) => lineOf(store, line)).join("")}]\n`);
    return made;
  }

  function isWhole(): boolean {
    try {
      return statSync(path, { throwIfNoEntry: false })?.ino === ino && readHighWater(path).kind === "read";
    } catch {
      return false;
    }
  }

  const given = new Map<StoreName, Mark>();
  return {
    /** The marks that were written here. */
    given: given as ReadonlyMap<StoreName, Mark>,
    /** Throws what the file system throws. */
    write(store: StoreName, mark: Mark, size: number): void {
      given.set(store, mark);
      const line = { ...identity, mark, size };
      lines.set(store, line);
      buffer.write(lineOf(store, line), "latin1");
      writeSync(file, buffer, 0, WIDTH, offsetOf(store));
    },
    /** Makes the file again where somebody has removed or damaged it. Throws what the file system throws, and UnusableFile. */
    restore(): void {
      if (isWhole()) return;
      const made = make();
      closeSync(file);
      file = made;
      ino = statSync(path).ino;
    },
    mark: (store: StoreName): Mark => lines.get(store)?.mark ?? ["", ""],
    close: () => closeSync(file),
  };
}

/** A file that is not as it was written is not used at all. Throws UnusableFile, and what the disk throws. */
export function readHighWater(path: string): HighWater | { readonly kind: "absent" | "unreadable" } {
  const text = readTextFile(path);
  if (text === undefined) return { kind: "absent" };
  try {
    const entries = JSON.parse(text) as Record<string, unknown>[];
    const lines = STORE_NAMES.map((store) => {
      const { hub, epoch, position, proof, size, check } = entries.find((entry) => entry.store === store) ?? {};
      const line = { hub, epoch, mark: [position, proof], size } as Line;
      if (!lineOf(store, line).includes(`"check":"${check}"`)) throw new RangeError("The line is not as it was written.");
      return [store, line] as const;
    });
    const [{ hub, epoch }, ...others] = lines.map(([, line]) => line) as [Line, ...Line[]];
    if (others.some((line) => line.hub !== hub || line.epoch !== epoch)) return { kind: "unreadable" };
    return {
      kind: "read",
      identity: { hub, epoch },
      marks: Object.fromEntries(lines.map(([store, { mark }]) => [store, mark])),
      sizes: Object.fromEntries(lines.map(([store, { size }]) => [store, size])),
    };
  } catch {
    return { kind: "unreadable" };
  }
}
