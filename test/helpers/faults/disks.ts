// Disks that are full, fail or cannot be written, while the hub runs or when it starts.
import { join } from "node:path";
import { failingCalls, type Rule } from "./failing-calls.ts";
import { fillBytes, fillInodes, mountSmallDisk, remount, run } from "./small-disk.ts";
import type { Case, PassingFault } from "./transient-faults.ts";

const FILES = {
  "the log": "log/events.sqlite",
  "the record of disclosures": "log/disclosures.sqlite",
  "the keyring": "keys/keys.sqlite",
  "read models": "/read-models/",
  "the file of the newest marks": "high-water.json",
} as const;
const CALLS: readonly (readonly [kind: string, name: string, rule: Omit<Rule, "on">])[] = [
  ["EIO", "writes fail", { error: "EIO", calls: "w" }],
  ["EIO", "flushes fail", { error: "EIO", calls: "s" }],
  ["EIO", "each fifth call fails", { error: "EIO", calls: "wsrt", every: 5 }],
  ["EIO", "reads fail", { error: "EIO", calls: "r" }],
  ["full disk", "no room", { error: "ENOSPC", calls: "w" }],
  ["full disk", "over quota", { error: "EDQUOT", calls: "w" }],
  ["read only", "nothing can be written", { error: "EROFS", calls: "wsot" }],
];
// Keys are made many at a time, and long before they are wanted.
const requestsOn = (file: string) => (file === "the keyring" || file === "the whole folder" ? { requests: 400 } : {});

/** `library` is what failing-calls.ts builds. */
export function callsThatFail(library: string): readonly Case[] {
  return CALLS.flatMap(([kind, how, rule]) =>
    Object.entries(FILES).flatMap(([file, on]): readonly Case[] => {
      const calls = failingCalls(library);
      const during: PassingFault = {
        ...{ name: `${file}: ${how}`, env: calls.env, comesAndGoes: rule.every !== undefined, ...requestsOn(file) },
        begin() {
          calls.begin({ ...rule, on });
          return calls.end;
        },
      };
      const atStart: PassingFault = {
        ...{ name: `${file}: ${how}, at the start`, env: calls.env },
        before() {
          calls.begin({ ...rule, on });
          return calls.end;
        },
      };
      return [
        [kind, during],
        [kind, atStart],
      ];
    }),
  );
}

const FOLDERS = { "the whole folder": "", "the logs": "log", "the keyring": "keys", "read models": "read-models" } as const;
/** Room beside what is there at first. */
const ROOM = "size=12m";

export function smallDisks(): readonly Case[] {
  const full = Object.entries(FOLDERS).flatMap(([name, folder]) =>
    [0, 100_000].flatMap((left): readonly Case[] => {
      const on = { prepare: (dir: string) => mountSmallDisk(join(dir, folder), ROOM) };
      const fill = (dir: string) => fillBytes(join(dir, folder), left);
      const during = { ...on, ...requestsOn(name), begin: (_: unknown, dir: string) => fill(dir) };
      return [
        ["full disk", { name: `${name} on a disk with ${left} bytes left`, ...during }],
        ["full disk", { name: `${name} on a disk with ${left} bytes left, at the start`, ...on, before: fill }],
      ];
    }),
  );
  const inodes = Object.entries(FOLDERS).flatMap(([name, folder]): readonly Case[] => {
    const on = { prepare: (dir: string) => mountSmallDisk(join(dir, folder), "size=64m,nr_inodes=1500") };
    const fill = (dir: string) => fillInodes(join(dir, folder));
    return [
      ["inodes", { name: `${name}: no inodes`, ...on, ...requestsOn(name), begin: (_, dir) => fill(dir) }],
      ["inodes", { name: `${name}: no inodes, at the start`, ...on, before: fill }],
      [
        "inodes",
        {
          ...{ name: `${name}: no inodes while read models are built anew`, ...on },
          begin(hub, dir) {
            const end = fill(dir);
            hub.child.kill("SIGUSR2");
            return end;
          },
        },
      ],
    ];
  });
  const readOnly = Object.entries(FOLDERS).map(
    ([name, folder]): Case => [
      "read only",
      {
        name: `${name} mounted read only, at the start`,
        prepare: (dir) => mountSmallDisk(join(dir, folder), ROOM),
        before(dir) {
          remount(join(dir, folder), "ro");
          return () => remount(join(dir, folder), "rw");
        },
      },
    ],
  );
  return [...full, ...inodes, ...readOnly];
}

/** A limit on file sizes, which gives another system error than a full disk. */
export const fileSizes: readonly Case[] = [0, 65_536, 2_000_000].map((bytes) => [
  "full disk",
  {
    name: `no file may be longer than ${bytes} bytes`,
    begin({ child }) {
      const limit = (to: string) => run("prlimit", ["--pid", String(child.pid), `--fsize=${to}:unlimited`]);
      limit(String(bytes));
      return () => limit("unlimited");
    },
  },
]);
