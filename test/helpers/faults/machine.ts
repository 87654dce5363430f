// Faults of the machine by other programs: they lock the hub's files, use its file handles, and leave it little memory.
import { readdirSync, readFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { tokenFor } from "../../../bin/client.ts";
import { readConfig } from "../../../hub/config.ts";
import { askAt, type Serving } from "../cli.ts";
import { holdLock } from "../hold-lock.ts";
import { run } from "./small-disk.ts";
import type { Case } from "./transient-faults.ts";

const readModel = (dir: string, name: string): string => {
  const file = readdirSync(join(dir, "read-models")).find((one) => one.startsWith(`${name}-`) && one.endsWith(".sqlite"));
  return join(dir, "read-models", file ?? "");
};
const FILES: Readonly<Record<string, (dir: string) => string>> = {
  "the log": (dir) => join(dir, "log/events.sqlite"),
  "the record of disclosures": (dir) => join(dir, "log/disclosures.sqlite"),
  "the keyring": (dir) => join(dir, "keys/keys.sqlite"),
  "the register": (dir) => readModel(dir, "register"),
  "the people": (dir) => readModel(dir, "people"),
};
const LOCKS = {
  "the write lock": "BEGIN IMMEDIATE",
  "an exclusive lock": "BEGIN EXCLUSIVE",
  "a reader's lock": "BEGIN; SELECT count(*) FROM sqlite_schema",
  "a lock of the whole file": "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE",
} as const;

export const locks: readonly Case[] = Object.entries(FILES).flatMap(([name, file]) =>
  Object.entries(LOCKS).flatMap(([lock, statements]): readonly Case[] => {
    const hold = (dir: string) => holdLock(file(dir), statements);
    const requests = name === "the keyring" ? { requests: 400 } : {};
    const atStart: Case = ["foreign locks", { name: `${name}: ${lock}, at the start`, before: hold }];
    // Nobody gets it beside a hub that has the file open.
    if (lock === "a lock of the whole file") return [atStart];
    return [["foreign locks", { name: `${name}: ${lock}`, ...requests, begin: (_, dir) => hold(dir) }], atStart];
  }),
);

const limitHandles = ({ child }: Serving, to: string): void => run("prlimit", ["--pid", String(child.pid), `--nofile=${to}:`]);
const handlesOf = ({ child }: Serving): number => readdirSync(`/proc/${child.pid}/fd`).length;
const softLimitOf = ({ child }: Serving): string =>
  readFileSync(`/proc/${child.pid}/limits`, "utf8").match(/^Max open files\s+(\d+)/m)?.[1] ?? "1024";

/** `left` handles beside those that are open, and connections that want more. */
export const handles: readonly Case[] = [0, 1, 3, 12].flatMap((left): readonly Case[] =>
  [false, true].map(
    (isRebuilding): Case => [
      "file handles",
      {
        name: `${left} file handles left${isRebuilding ? ", while read models are built anew" : ""}`,
        // The order in which a client's connections are accepted varies.
        comesAndGoes: true,
        begin(hub) {
          const before = softLimitOf(hub);
          limitHandles(hub, String(handlesOf(hub) + left));
          const { port, hostname } = new URL(hub.url);
          const sockets = Array.from({ length: 40 }, () => connect(Number(port), hostname).on("error", () => {}));
          if (isRebuilding) hub.child.kill("SIGUSR2");
          return () => {
            limitHandles(hub, before);
            for (const socket of sockets) socket.destroy();
          };
        },
      },
    ],
  ),
);

/** Large answers, many at a time, in little memory. */
const WANTED = `{ concerns(first: 50) { nodes { ${Array.from({ length: 60 }, (_, n) => `a${n}: summary { text } e${n}: evidence { account }`).join(" ")} } } }`;
const AT_ONCE = 30;

export const smallHeaps: readonly Case[] = [48, 56, 64, 96].map((megabytes) => [
  "small heap",
  {
    ...{
      name: `${megabytes} MB`,
      ofNode: [`--max-old-space-size=${megabytes}`],
      comesAndGoes: true,
      mayEnd: true,
      requests: 400,
    },
    async begin(hub, dir) {
      const token = await tokenFor(readConfig({ CANDOUR_DATA_DIR: dir }), "adviser");
      let isOver = false;
      const floods = Array.from({ length: AT_ONCE }, async () => {
        while (!isOver) await askAt(hub.url, token, WANTED).catch(() => pause(20));
      });
      return async () => {
        isOver = true;
        await Promise.all(floods);
      };
    },
  },
]);
