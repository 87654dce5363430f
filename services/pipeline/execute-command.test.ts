// What every command goes through, whatever it does: here a command that notes a number on a stream.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import type { KeyStore } from "../../event-log/keys/port.ts";
import { openSqliteLog } from "../../event-log/sqlite/sqlite-log.ts";
import { rightsUnder } from "../../policies/engine/rights.ts";
import { AWAITING_APPROVAL } from "../../policies/review/release.ts";
import { memoryKeys } from "../../test/helpers/memory-keys.ts";
import { shipped } from "../../test/helpers/policy-files.ts";
import { londonDate } from "../dates.ts";
import { REFUSAL_OF_FORBID } from "../refusals.ts";
import { event } from "../stored-events.ts";
import { streamKind } from "../stream-kind.ts";
import { type CommandContext, type CommandDeps, type CommandSpec, executeCommand, type Outcome } from "./execute-command.ts";
import { createStreamQueue } from "./stream-queue.ts";

const noted = streamKind(
  "notes",
  { "Noted.v1": event({ schema: z.object({ number: z.int() }) }) },
  (_, numbers: readonly number[], { data }): readonly number[] => [...numbers, data.number],
  [],
);
const STREAM = "notes-1";
type Spec = Partial<CommandSpec<readonly number[]>>;

let keys: KeyStore;
let logs: { close(): Promise<void> }[];
beforeEach(() => {
  keys = memoryKeys();
  logs = [];
});
afterEach(async () => {
  for (const log of logs) await log.close();
  keys.close();
});

function hub(differing: Partial<CommandDeps> = {}): CommandDeps {
  const log = openSqliteLog(":memory:");
  logs.push(log);
  const now = () => new Date("2026-03-02T12:00:00.000Z");
  const policy = shipped;
  const rights = rightsUnder(policy);
  const caughtUp = async () => {};
  const clock = { now, certainToday: () => londonDate(now()), recordingInstant: now };
  return { log, keys, policy, rights, readModelFacts: undefined, ...clock, caughtUp, queue: createStreamQueue(), ...differing };
}

const note = (deps: CommandDeps, number: number, differing: Spec = {}, asking: Partial<CommandContext> = {}): Promise<Outcome> =>
  executeCommand(
    deps,
    { principal: { type: "Hub" }, idempotencyKey: `note ${number}`, correlation: "request", ...asking },
    {
      ...{ name: "note", input: { number }, creates: "nothing", streams: noted, id: () => "1" },
      refuseFirst: async () => undefined,
      authorise: async () => ({ allowed: true, policies: [] }),
      decide: async () => [{ type: "Noted.v1", data: { number } }],
      ...differing,
    },
  );

const notedOn = async ({ log }: CommandDeps) => (await log.readStream(STREAM)).map(({ data }) => data.number);

/** Something to wait for that happens when it is let. */
function gate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

describe("A command that waited", () => {
  test("so long that a right may have ended on another hub is not recorded", async () => {
    let isCurrent = true;
    const beginReading = () => () => {
      if (!isCurrent) throw new Error("not current");
    };
    const deps = hub({ beginReading });
    await note(deps, 1);
    const decide = async () => {
      isCurrent = false;
      return [{ type: "Noted.v1", data: { number: 2 } }];
    };
    await expect(note(deps, 2, { decide })).rejects.toThrow("not current");
    expect(await notedOn(deps)).toEqual([1]);
  });
});

describe("Commands on one stream", () => {
  test("are appended while the first still waits for read models, and each is answered after they have applied it", async () => {
    const { open, opened } = gate();
    const deps = hub({ caughtUp: () => opened });
    let answered = 0;
    const all = [1, 2, 3].map((number) => note(deps, number).finally(() => (answered += 1)));
    await expect.poll(() => notedOn(deps)).toEqual([1, 2, 3]);
    expect(answered).toBe(0);
    open();
    expect((await Promise.all(all)).map(({ kind }) => kind)).toEqual(["done", "done", "done"]);
  });

  test("are decided one after the other, each with the events of the one before", async () => {
    const deps = hub();
    const seen: number[] = [];
    const counting: Spec = {
      decide: async (numbers) => {
        seen.push(numbers.length);
        return [{ type: "Noted.v1", data: { number: numbers.length } }];
      },
    };
    await Promise.all([1, 2, 3, 4].map((number) => note(deps, number, counting)));
    expect(seen).toEqual([0, 1, 2, 3]);
  });

  test("are authorised and decided with the stream folded once and the clock read once", async () => {
    const deps = hub({ now: () => new Date("2026-03-02T12:00:00.000Z") });
    await note(deps, 1);
    const given: unknown[] = [];
    await note(deps, 2, {
      authorise: async (...asked) => {
        given.push(asked);
        return { allowed: true, policies: [] };
      },
      decide: async (...asked) => {
        given.push(asked);
        return [];
      },
    });
    const [authorised, decided] = given as [readonly unknown[], readonly unknown[]];
    expect(authorised).toEqual([
      [1],
      { actor: "hub", interests: [], today: "2026-03-02", certainToday: "2026-03-02", newId: expect.any(Function) },
    ]);
    for (const [index, part] of authorised.entries()) expect(decided[index]).toBe(part);
  });

  test("continue after one that failed", async () => {
    const deps = hub();
    const failing = note(deps, 1, { decide: () => Promise.reject(new Error("no")) });
    const next = note(deps, 2);
    await expect(failing).rejects.toThrow("no");
    expect(await next).toMatchObject({ kind: "done", version: 1 });
  });

  test("that are repeated while they run get their first outcome", async () => {
    const { open, opened } = gate();
    const deps = hub({ caughtUp: () => opened });
    const twice = [note(deps, 1), note(deps, 1)];
    await expect.poll(() => notedOn(deps)).toEqual([1]);
    open();
    const [first, second] = await Promise.all(twice);
    expect(first).toMatchObject({ recorded: true });
    expect(second).toEqual({ ...first, recorded: false });
    expect(await notedOn(deps)).toEqual([1]);
  });

  test("that record nothing are answered once the read models have applied the events that were there", async () => {
    const { open, opened } = gate();
    const deps = hub({ caughtUp: () => opened });
    let answered = false;
    void note(deps, 1);
    await expect.poll(() => notedOn(deps)).toEqual([1]);
    const nothing = note(deps, 2, { decide: async () => [] }).finally(() => {
      answered = true;
    });
    await new Promise(setImmediate);
    expect(answered).toBe(false);
    open();
    expect(await nothing).toMatchObject({ kind: "done", version: 1 });
  });
});

describe("A command that excludes those on another stream", () => {
  test("is decided after everything recorded there, and before the next command there", async () => {
    const { open, opened } = gate();
    const deps = hub();
    const order: number[] = [];
    const command = (number: number, differing: Spec) =>
      note(deps, number, {
        decide: async () => {
          order.push(number);
          if (number === 1) await opened;
          order.push(number);
          return [{ type: "Noted.v1", data: { number } }];
        },
        ...differing,
      });
    const excluding = (id: string): Spec => ({ id: () => id, excludes: async () => [STREAM] });
    const all = [command(1, excluding("2")), command(2, excluding("3"))];
    await expect.poll(() => order).toEqual([1]);
    all.push(command(3, {}));
    const free = await command(4, { id: () => "4" });
    expect(free).toMatchObject({ kind: "done" });
    open();
    await Promise.all(all);
    expect(order).toEqual([1, 4, 4, 1, 2, 2, 3, 3]);
  });

  test("waits for commands on each of several streams, in whatever order and however often they are named", async () => {
    const { open, opened } = gate();
    const deps = hub();
    const order: number[] = [];
    const command = (number: number, id: string, excluded: readonly string[], ready: Promise<void> = Promise.resolve()) =>
      note(deps, number, {
        id: () => id,
        excludes: async () => excluded.map((one) => `notes-${one}`),
        decide: async () => {
          await ready;
          order.push(number);
          return [];
        },
      });
    const all = [command(1, "b", [], opened), command(2, "2", ["a", "b", "a"]), command(3, "3", ["b", "a"])];
    await command(4, "4", []);
    expect(order).toEqual([4]);
    open();
    await Promise.all(all);
    expect(order.slice(0, 2)).toEqual([4, 1]);
    expect(order.slice(2).sort()).toEqual([2, 3]);
  });

  test("does not wait if it is refused first", async () => {
    const { open, opened } = gate();
    const deps = hub();
    const slow = note(deps, 1, { decide: () => opened.then(() => []) });
    const refused = { kind: "refused", code: "NOT_PERMITTED", message: "No." } as const;
    const excludes = async () => [STREAM];
    expect(await note(deps, 2, { id: () => "other", excludes, refuseFirst: async () => refused })).toMatchObject({
      code: "NOT_PERMITTED",
    });
    open();
    await slow;
  });
});

describe("A command that policy forbids", () => {
  const denied = (...ids: readonly string[]): Spec => ({
    authorise: async () => ({
      allowed: false,
      policies: ids.map((id) => ({ id, effect: "forbid", reason: "It is forbidden." })),
    }),
  });

  test("is refused with the refusal that a prohibition names, instead of the general one", async () => {
    const deps = hub();
    expect(await note(deps, 1, denied())).toMatchObject({ code: "NOT_PERMITTED" });
    expect(await note(deps, 1, denied("principle-1-council-aware"))).toMatchObject({ code: "NOT_PERMITTED" });
    for (const [forbid, code] of Object.entries(REFUSAL_OF_FORBID))
      expect(await note(deps, 1, denied("principle-1-council-aware", forbid))).toMatchObject({ code });
    expect(await notedOn(deps)).toEqual([]);
  });

  test("is refused with the first one in the table if several prohibitions name a refusal", async () => {
    const [first] = Object.entries(REFUSAL_OF_FORBID);
    const all = Object.keys(REFUSAL_OF_FORBID).reverse();
    expect(await note(hub(), 1, denied(...all))).toMatchObject({ code: first?.[1] });
  });

  test("has its refusals named only by existing prohibitions", () => {
    for (const forbid of Object.keys(REFUSAL_OF_FORBID).filter((id) => id !== AWAITING_APPROVAL))
      expect(shipped.texts.get(forbid)?.effect, forbid).toBe("forbid");
  });
});

test("A command whose files are being stored while another policy comes into force is decided by that one", async () => {
  let version = "before";
  const policy = Object.defineProperty({ ...shipped }, "version", { get: () => version });
  const authorised: string[] = [];
  const deps = hub({ policy });
  const outcome = await note(deps, 1, {
    authorise: async () => {
      authorised.push(version);
      return { allowed: version === "before", policies: [] };
    },
    beforeAppend: async () => {
      version = "after";
      return undefined;
    },
  });
  expect(outcome).toMatchObject({ code: "NOT_PERMITTED" });
  expect(authorised).toEqual(["before", "after"]);
  expect(await notedOn(deps)).toEqual([]);
});

test("A command of one hub does not wait for a command of another hub on a stream of the same name", async () => {
  const { open, opened } = gate();
  const [slow, other] = [hub(), hub()];
  const held = note(slow, 1, { decide: () => opened.then(() => [{ type: "Noted.v1", data: { number: 1 } }]) });
  expect(await note(other, 2)).toMatchObject({ kind: "done", version: 1 });
  open();
  await held;
});
