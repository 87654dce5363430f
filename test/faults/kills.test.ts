// A real hub that is killed a hundred times, under a load of commands, reads and mail: at any moment of its work, of its start, while it builds its read
// models and while it checks its stores. After each kill what it had acknowledged is there once, and nothing was given without its record.
import { once } from "node:events";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as pause } from "node:timers/promises";
import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openSqliteLog } from "../../event-log/sqlite/sqlite-log.ts";
import { dataPaths } from "../../hub/folder/data-folder.ts";
import { start, UNLIMITED } from "../helpers/cli.ts";
import { addAdvisers } from "../helpers/faults/add-advisers.ts";
import { type Load, type Loading, openLoad } from "../helpers/faults/load.ts";
import { type Outcome, reportOf } from "../helpers/faults/table.ts";
import { makeFolder, reached, watchEnd } from "../helpers/faults/transient-faults.ts";
import { isSoak } from "../helpers/soak.ts";

const MOMENTS = [
  "at work",
  "at work, again",
  "at the start",
  "while read models are built",
  "while the stores are checked",
] as const;
/** In `npm test` there are the kills of test/crash. */
const KILLS = 100;
const VERIFY_SOON = ["--import", join(import.meta.dirname, "../helpers/verify-soon.mjs")];
const MAILED = 150;

const dir = mkdtempSync(join(tmpdir(), "candour-kills-"));
const outcomes: (Outcome & { readonly kind: string })[] = [];
const received: { readonly to: string; readonly id: string }[] = [];
const mail = new SMTPServer({
  ...{ logger: false, authOptional: true, disabledCommands: ["STARTTLS"] },
  async onData(stream, { envelope }, done) {
    // Whoever is killed in the midst of a mail has not sent it.
    const whole = await text(stream).catch(() => undefined);
    if (whole === undefined) return done(new Error("The connection was closed."));
    const [, id = ""] = whole.match(/^Message-ID: <([^@>]+)/im) ?? [];
    received.push({ to: envelope.rcptTo.map(({ address }) => address).join(), id });
    // As slow as real servers, so that kills occur while a mail is under way.
    setTimeout(done, 100);
  },
});
let env: Record<string, string>;
beforeAll(async () => {
  const base = await makeFolder();
  cpSync(base.dir, dir, { recursive: true });
  base.remove();
  mail.on("error", () => {});
  await once(mail.listen(0, "127.0.0.1"), "listening");
  env = {
    ...{ CANDOUR_DATA_DIR: dir, PORT: "0", CANDOUR_LOG_LEVEL: "error", CANDOUR_PUBLIC_URL: "http://127.0.0.1:4000" },
    ...{
      CANDOUR_MAIL_FROM: "a@hub.example",
      CANDOUR_SMTP_URL: `smtp://127.0.0.1:${(mail.server.address() as AddressInfo).port}`,
    },
  };
  await addAdvisers(dir, MAILED);
});
afterAll(async () => {
  await new Promise<void>((resolve) => mail.close(resolve));
  rmSync(dir, { recursive: true, force: true });
  console.info(reportOf(outcomes));
});

/** Numbers below `n`, the same in every run. */
let drawn = 20261128;
const below = (n: number): number => {
  drawn = (Math.imul(drawn, 1_103_515_245) + 12_345) >>> 0;
  return Math.floor((drawn / 2 ** 32) * n);
};

/** One run of a hub, which ends with a kill at the given point. */
async function liveAndDie(load: Load, moment: (typeof MOMENTS)[number]): Promise<string> {
  if (moment === "while read models are built") rmSync(join(dir, "read-models"), { recursive: true, force: true });
  const hub = start(["serve"], { ...UNLIMITED, ...env }, moment === "while the stores are checked" ? VERIFY_SOON : []);
  const isOver = watchEnd(hub);
  const url = () => hub.said().match(/(?:ready|answers) at (http:\S+)/)?.[1];
  let loading: Loading | undefined;
  if (moment === "at the start") await Promise.race([pause(below(1_500)), hub.ended]);
  else {
    await reached(() => url() !== undefined, isOver);
    loading = isOver() ? undefined : load.on(url() ?? "");
    const { tally } = loading ?? {};
    if (moment === "while read models are built") await pause(below(800));
    else if (moment === "while the stores are checked") await pause(1_200 + below(2_000));
    else await reached(() => (tally?.acknowledged ?? 0) >= 2 + below(3) && (tally?.answered ?? 0) >= below(60), isOver);
    await pause(below(3) * below(20));
  }
  hub.child.kill("SIGKILL");
  const { code, signal, stderr } = await hub.ended;
  await loading?.stop();
  return signal === "SIGKILL" ? "" : `ended by itself with ${code}: ${stderr.slice(-400)}`;
}

describe.runIf(isSoak)("A hub that is killed", () => {
  it(`loses and doubles nothing that it acknowledged, and gives nothing without its record, ${KILLS} times`, async () => {
    const load = await openLoad(dir);
    for (let n = 0; n < KILLS; n += 1) {
      const moment = MOMENTS[n % MOMENTS.length] ?? "at work";
      const ended = await liveAndDie(load, moment);
      const { lost, wrong } = await load.audit(false);
      const verdict = lost.length > 0 ? "lost" : wrong.length > 0 ? "wrongly served" : ended ? "stopped" : "held";
      outcomes.push({ kind: "kills", fault: `${n}, ${moment}`, verdict, how: lost[0] ?? wrong[0] ?? ended });
      expect([lost, wrong, ended], `${n}, ${moment}`).toEqual([[], [], ""]);
    }
    // The hub is started once more and stopped cleanly, and everything is checked.
    const last = start(["serve"], { ...UNLIMITED, ...env });
    const isOver = watchEnd(last);
    const url = () => last.said().match(/ready at (http:\S+)/)?.[1];
    await reached(() => url() !== undefined, isOver);
    const { tally, stop } = load.on(url() ?? "");
    await reached(() => tally.acknowledged >= 20 && tally.answered >= 20, isOver);
    await stop();
    last.child.kill("SIGTERM");
    expect(await last.ended).toMatchObject({ code: 0 });
    expect(await load.audit(true)).toEqual({ lost: [], wrong: [] });
    await expectMailOnRecord();
    console.log(`${KILLS} kills, ${load.acknowledged()} commands acknowledged, ${received.length} mails taken`);
  });
});

/** Each mail has a recorded decision, and nobody has a second decision on one day: a mail that was sent twice has one id. */
async function expectMailOnRecord(): Promise<void> {
  const log = openSqliteLog(dataPaths({ dataDir: dir }).logFile, "reading");
  const decided = (await log.readAll("", Number.MAX_SAFE_INTEGER)).filter(({ type }) => type === "NoticeDecided.v2");
  await log.close();
  const ids = decided.map(({ data }) => (data as { notice: string }).notice);
  expect(new Set(ids).size).toBe(ids.length);
  expect(received.length).toBeGreaterThan(0);
  for (const { to, id } of received) {
    expect(ids).toContain(id);
    expect(new Set(received.filter((other) => other.to === to).map((other) => other.id)), to).toEqual(new Set([id]));
  }
}
