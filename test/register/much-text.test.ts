// A concern that holds much text: an event on it writes its own, and what is read of it is whole.
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import type { EventLog, StoredEvent } from "../../event-log/port.ts";
import { registerModel } from "../../projections/register/register.ts";
import { openStore } from "../../projections/runtime/store.ts";
import { foldConcern } from "../../services/concern/stream.ts";
import { keyOf, reveal, sealUnder } from "../../services/confidential.ts";
import { anyKey, memoryKeys } from "../helpers/memory-keys.ts";
import { contentsOf } from "../helpers/read-model-contents.ts";
import { storedEvent } from "../helpers/stored-event.ts";

const TODAY = "2026-03-10";
const cleanups: (() => unknown)[] = [];
afterEach(() => {
  for (const cleanup of cleanups.splice(0).reverse()) cleanup();
});

const keys = memoryKeys();
const tools = { keys, today: () => TODAY };
const registerIn = (file: string) => {
  const store = openStore(registerModel, file, tools);
  cleanups.push(() => store.close());
  return store;
};
const work = (store: { readonly work?: () => boolean }) => {
  while (store.work?.());
};

/** Resolves to a file that was built from concerns' streams. */
async function build(concerns: ReadonlyMap<string, readonly StoredEvent[]>): Promise<string> {
  const dir = mkdtempSync(join(tmpdir(), "candour-much-text-"));
  cleanups.push(() => rmSync(dir, { recursive: true, force: true }));
  const file = join(dir, "register.sqlite");
  const building = openStore(registerModel, file, tools, "building");
  await building.buildByStreams({
    head: async () => [...concerns.values()].at(-1)?.at(-1)?.position ?? "",
    proofAt: async () => "proof",
    streams: async (category: string) => (category === "concern" ? [...concerns.keys()] : []),
    readStreams: async (streams: readonly string[]) => streams.map((stream) => concerns.get(stream.replace("concern-", ""))),
  } as unknown as EventLog);
  building.close();
  return file;
}

const LONG = "Long text. ".repeat(800);
/** What happened to one concern: about a megabyte of text. */
function history(): readonly StoredEvent[] {
  const key = anyKey();
  const period = { from: "2026-01-01", to: "2026-02-01" };
  const evidence = { suppliedBy: "adviser", kind: "audit-report", period, handling: "P" };
  const happened: readonly (readonly [string, object])[] = [
    [
      "ConcernLogged.v1",
      {
        ...{ council: "X00000004", region: "E12000004", strand: "childrens", cause: "finance", period },
        narrative: { plain: { summary: "A summary.", observed: LONG } },
      },
    ],
    ...Array.from({ length: 30 }, (_, n): readonly (readonly [string, object])[] => [
      [
        "EvidenceAdded.v1",
        {
          ...{ ...evidence, evidence: `e${n}`, protectedSource: n % 2 === 0, text: { plain: { account: LONG } } },
          ...(n % 2 === 0 && { protectedText: { plain: { source: "Somebody (invented)" } } }),
        },
      ],
      ["CouncilReplied.v2", { reply: `r${n}`, text: { plain: { reply: `${n} ${LONG}` } } }],
      ["CorrectionRequested.v2", { correction: `c${n}`, text: { plain: { request: LONG } } }],
      [
        "CorrectionResolved.v2",
        { awaitsTelling: true, correction: `c${n}`, outcome: "refused", text: { plain: { reason: LONG } } },
      ],
    ]).flat(),
  ];
  return happened.map(([type, data], index) => {
    const [sealed] = sealUnder(keys, key, [{ type, data }]);
    const place = { stream: "concern-c", version: index + 1, at: `${TODAY}T10:00:00.000Z` };
    return storedEvent(index + 1, { type, data: sealed?.data ?? {} }, place);
  });
}

describe("A concern with much text", () => {
  it("is read in the same way if its events came one by one, together or in a build", async () => {
    const events = history();
    const wanted = foldConcern("c", events);
    const oneByOne = registerIn(":memory:");
    for (const event of events) oneByOne.applyPage([event], "proof");
    const together = registerIn(":memory:");
    together.applyPage(events, "proof");
    const built = registerIn(await build(new Map([["c", events]])));
    for (const store of [oneByOne, together, built]) {
      work(store);
      expect(store.queries.findUnchecked("c")?.state()).toEqual(wanted);
    }
    expect(contentsOf(together.db)).toEqual(contentsOf(oneByOne.db));
    expect(contentsOf(built.db)).toEqual(contentsOf(oneByOne.db));
    const last = built.queries.findUnchecked("c")?.state().replies.at(-1);
    expect(last && reveal(keys, last.text)).toEqual({ reply: `29 ${LONG}` });
    expect(keyOf(last?.text ?? { plain: { reply: "" } })).toBe(keyOf(wanted?.narrative ?? { plain: null }));
  });

  it("writes only the text of the new event at each event, and no earlier text", () => {
    const events = history();
    const store = registerIn(":memory:");
    store.applyPage(events.slice(0, -1), "proof");
    work(store);
    let written = 0;
    store.db.function("noted", (length) => {
      written += Number(length);
      return null;
    });
    store.db.exec(`
      CREATE TEMP TRIGGER noted_state AFTER UPDATE ON states BEGIN SELECT noted(length(NEW.state)); END;
      CREATE TEMP TRIGGER noted_box AFTER INSERT ON boxes BEGIN SELECT noted(length(NEW.box)); END;`);
    store.applyPage(events.slice(-1), "proof");
    expect(foldConcern("c", events)?.textBytes).toBeGreaterThan(1_000_000);
    expect(written).toBeGreaterThan(LONG.length);
    expect(written).toBeLessThan(100_000);
  });

  it("is merged at the end of the text index's build, and not when the next event is applied", async () => {
    const loggedAt = (n: number): StoredEvent => {
      const words = Array.from({ length: 5_000 }, (_, word) => `word${n}x${word}`).join(" ");
      const data = {
        ...{ council: "X00000004", region: "E12000004", strand: "childrens", cause: "finance" },
        period: { from: "2026-01-01", to: "2026-02-01" },
        narrative: { plain: { summary: "A summary.", observed: words } },
      };
      const [sealed] = sealUnder(keys, anyKey(), [{ type: "ConcernLogged.v1", data }]);
      const place = { stream: `concern-c${n}`, version: 1, at: `${TODAY}T10:00:00.000Z` };
      return storedEvent(n, { type: "ConcernLogged.v1", data: sealed?.data ?? {} }, place);
    };
    const file = await build(new Map(Array.from({ length: 40 }, (_, n) => [`c${n + 1}`, [loggedAt(n + 1)]])));
    expect(statSync(file).size).toBeGreaterThan(4_000_000);
    const built = registerIn(file);
    built.applyPage([loggedAt(41)], "proof");
    expect(statSync(`${file}-wal`).size).toBeLessThan(1_500_000);
  });
});
