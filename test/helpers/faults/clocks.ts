// System clocks that are wrong, become so while the hub runs, or jump about.
import { randomUUID } from "node:crypto";
import { renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run, type Serving } from "../cli.ts";
import type { Case } from "./transient-faults.ts";

const MOVED = ["--import", join(import.meta.dirname, "../clock-moved.mjs")];
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const YEAR = 365 * DAY;

/** The errors of the clock, applied in turn for some milliseconds each. */
const WRONG: Readonly<Record<string, readonly number[]>> = {
  "three years ahead": [3 * YEAR],
  "a month ahead": [30 * DAY],
  "a day behind": [-DAY],
  "ten minutes behind": [-10 * MINUTE],
  "ten years behind": [-10 * YEAR],
  "jumping by four minutes": [0, 4 * MINUTE, -4 * MINUTE + 1, 2 * MINUTE],
  "jumping by days and years": [0, 400 * DAY, -400 * DAY, 3 * YEAR, -DAY],
};
/** A clock less than seven days ahead is believed: after it is corrected it counts as behind until it has caught up or is confirmed. */
const BELIEVED = { "three days ahead": 3 * DAY, "an hour ahead": 60 * MINUTE };
const JUMP_MS = 40;

function moved() {
  const file = join(tmpdir(), `candour-clock-${randomUUID()}`);
  const set = (off: number) => {
    // Whole, whenever it is read.
    writeFileSync(`${file}.new`, String(off));
    renameSync(`${file}.new`, file);
  };
  return {
    env: { CANDOUR_TEST_CLOCK: file, CANDOUR_DISCLOSURES_KEPT_MONTHS: "1" },
    ofNode: MOVED,
    isAhead: true,
    begin(offs: readonly number[]) {
      let n = 0;
      set(offs[0] ?? 0);
      const timer = setInterval(() => {
        n += 1;
        set(offs[n % offs.length] ?? 0);
      }, JUMP_MS);
      return () => {
        clearInterval(timer);
        rmSync(file, { force: true });
      };
    },
  };
}

async function confirm(hub: Serving, dir: string): Promise<void> {
  await hub.stop();
  const { code, stderr } = await run(["confirm-clock", "--reason", "It was put right."], { CANDOUR_DATA_DIR: dir });
  if (code !== 0) throw new Error(stderr);
}

export const clocks: readonly Case[] = [
  ...Object.entries(WRONG).flatMap(([name, offs]): readonly Case[] => {
    const [during, atStart] = [moved(), moved()];
    const comesAndGoes = offs.length > 1;
    return [
      ["clock", { name, ...during, comesAndGoes, requests: 60, begin: () => during.begin(offs) }],
      ["clock", { name: `${name}, at the start`, env: atStart.env, ofNode: MOVED, before: () => atStart.begin(offs) }],
    ];
  }),
  ...Object.entries(BELIEVED).map(([name, off]): Case => {
    const clock = moved();
    return [
      "clock",
      {
        ...{ name: `${name}, put right and confirmed`, ...clock, requests: 60, mayEnd: true },
        begin(hub, dir) {
          const end = clock.begin([off]);
          return async () => {
            end();
            await confirm(hub, dir);
          };
        },
      },
    ];
  }),
];
