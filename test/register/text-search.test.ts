// Text search reads what the asker may see and nothing else; rights follow what happens to a concern, a piece at a time.
import { afterEach, describe, expect, it } from "vitest";
import type { StoredEvent } from "../../event-log/port.ts";
import { loadPolicy } from "../../policies/engine/policy.ts";
import { rightsUnder } from "../../policies/engine/rights.ts";
import { registerModel } from "../../projections/register/register.ts";
import { openStore } from "../../projections/runtime/store.ts";
import { registerQueries } from "../../queries/concerns/register-queries.ts";
import { sealUnder } from "../../services/confidential.ts";
import { expectSameCpu } from "../helpers/compare-processor-time.ts";
import { anyKey, memoryKeys } from "../helpers/memory-keys.ts";
import { storedEvent } from "../helpers/stored-event.ts";
import { assignmentOf, readerOf } from "../helpers/viewer.ts";

const TODAY = "2026-03-10";
const [COUNCIL, REGION, OTHER_REGION, BODY] = ["X00000004", "E12000004", "E12000007", "mhclg"];
const cleanups: (() => unknown)[] = [];
afterEach(() => {
  for (const cleanup of cleanups.splice(0).reverse()) cleanup();
});

const rights = rightsUnder(loadPolicy());
const reader = (...role: Parameters<typeof assignmentOf>) => readerOf([assignmentOf(...role)], rights, TODAY);
const adviserOf = (region = REGION) => reader("principal-adviser", { regions: [region], strands: ["childrens"] });
const chiefExecutive = reader("chief-executive", { council: COUNCIL });
const ministry = reader("department", { body: BODY });
const nobody = readerOf([], rights, TODAY);

/** A register and what happens to its concerns. What it puts off is done at once, unless it is `slowly`. */
function register({ slowly = false } = {}) {
  const keys = memoryKeys();
  const store = openStore(registerModel, ":memory:", { keys, today: () => TODAY });
  cleanups.push(
    () => keys.close(),
    () => store.close(),
  );
  const keyOf = new Map<string, string>();
  const versions = new Map<string, number>();
  let position = 0;
  function event(concern: string, type: string, data: object): StoredEvent {
    position += 1;
    const key = keyOf.get(concern) ?? anyKey();
    keyOf.set(concern, key);
    const version = (versions.get(concern) ?? 0) + 1;
    versions.set(concern, version);
    const [sealed] = sealUnder(keys, key, [{ type, data }]);
    const place = { stream: `concern-${concern}`, version, at: `${TODAY}T10:00:00.000Z` };
    return storedEvent(position, { type, data: sealed?.data ?? {} }, place);
  }
  const happens = (...events: readonly StoredEvent[]) => {
    for (let at = 0; at < events.length; at += 500) store.applyPage(events.slice(at, at + 500), "proof");
    while (!slowly && store.work?.());
  };
  const period = { from: "2026-01-01", to: "2026-02-01" };
  const reads = registerQueries(store.queries);
  return {
    store,
    reads,
    happens,
    rows: () => (store.db.prepare("SELECT count(*) AS n FROM texts_rows").get() as { n: number }).n,
    found: (who: typeof nobody, text: string) => (reads.list(who, { text }, undefined, 100) ?? []).map(({ id }) => id),
    counted: (who: typeof nobody, text: string) => reads.counts(who, { text }).total,
    logged: (concern: string, observed: string, { council = COUNCIL, region = REGION } = {}) => [
      event(concern, "ConcernLogged.v1", {
        ...{ council, region, strand: "childrens", cause: "finance", period },
        narrative: { plain: { summary: "A summary.", observed } },
      }),
    ],
    evidence: (concern: string, evidence: string, account: string) =>
      event(concern, "EvidenceAdded.v1", {
        ...{ evidence, suppliedBy: "adviser", kind: "audit-report", period, handling: "P", protectedSource: false },
        text: { plain: { account, source: "Somebody (invented)" } },
      }),
    withdrawn: (concern: string, evidence: string) =>
      event(concern, "EvidenceWithdrawn.v1", { evidence, text: { plain: { reason: "Wrong." } } }),
    told: (concern: string, awareness = "awareness") =>
      event(concern, "CouncilMadeAware.v2", {
        ...{ awareness, toldOffice: "leader", channel: "letter", toldOn: "2026-03-01", bodies: [BODY] },
        text: { plain: { toldName: "Somebody (invented)", about: "It." } },
      }),
    replied: (concern: string, reply: string, id = "reply") =>
      event(concern, "CouncilReplied.v2", { reply: id, text: { plain: { reply } } }),
    shared: (concern: string, parts: string[], share = "share") => [
      event(concern, "ShareProposed.v2", {
        ...{ share, body: BODY, parts, purpose: "reassure-on-support", until: "2026-12-01", answerBy: "2026-04-01" },
        ...{ silence: "may-go-ahead", text: { plain: { explanation: "So that you know." } } },
      }),
      event(concern, "PositionStated.v2", { share, position: "agrees" }),
      event(concern, "ShareMade.v2", { share, basis: "agreed" }),
    ],
    ended: (concern: string, share = "share") =>
      event(concern, "ShareWithdrawn.v1", { share, text: { plain: { reason: "It is over." } } }),
    objected: (concern: string, share = "share") => event(concern, "PositionStated.v2", { share, position: "objects" }),
  };
}

describe("A text search", () => {
  it("takes as long for a word in 2,000 texts hidden from the reader as for a word in no text", async () => {
    const world = register();
    const hidden = Array.from({ length: 1_000 }, (_, n) => [
      ...world.logged(`hidden-${n}`, "A quagmire of debt."),
      world.evidence(`hidden-${n}`, "e", "The quagmire, in figures."),
    ]).flat();
    const own = Array.from({ length: 50 }, (_, n) =>
      world.logged(`own-${n}`, "Nothing of it.", { council: "X00000009", region: OTHER_REGION }),
    );
    world.happens(...hidden, ...own.flat());
    expect(world.counted(adviserOf(), "quagmire")).toBe(1_000);
    for (const [name, who] of Object.entries({
      "another region's adviser": adviserOf(OTHER_REGION),
      "the council": chiefExecutive,
      ministry,
      nobody,
    })) {
      for (const text of ["quagmire", "zephyr"]) expect(world.found(who, text), name).toEqual([]);
      const ask = (text: string) => () => [world.found(who, text), world.counted(who, text)];
      await expectSameCpu(`a search by ${name}`, ask("quagmire"), ask("zephyr"), { pairs: 120, warmUp: 20 });
    }
  });

  it("finds no concern for a council that has not been told of it, and no evidence for a body that has only the summary", async () => {
    const world = register();
    const untold = Array.from({ length: 300 }, (_, n) => world.logged(`untold-${n}`, "A quagmire of debt."));
    const shared = Array.from({ length: 100 }, (_, n) => [
      ...world.logged(`shared-${n}`, "A budget."),
      ...Array.from({ length: 4 }, (_, e) => world.evidence(`shared-${n}`, `e${e}`, "A quagmire of figures.")),
      world.told(`shared-${n}`),
      ...world.shared(`shared-${n}`, ["headline", "summary"]),
    ]);
    world.happens(...untold.flat(), ...shared.flat());
    expect(world.counted(ministry, "budget")).toBe(100);
    expect(world.counted(chiefExecutive, "quagmire")).toBe(100);
    expect(world.counted(ministry, "quagmire")).toBe(0);
    const ask = (text: string) => () => world.counted(ministry, text);
    await expectSameCpu("a search by the ministry", ask("quagmire"), ask("zephyr"), { pairs: 120, warmUp: 20 });

    const quiet = register();
    quiet.happens(...Array.from({ length: 300 }, (_, n) => quiet.logged(`untold-${n}`, "A quagmire of debt.")).flat());
    const asCouncil = (text: string) => () => quiet.counted(chiefExecutive, text);
    await expectSameCpu("a search by the council", asCouncil("quagmire"), asCouncil("zephyr"), { pairs: 120, warmUp: 20 });
  });

  it("finds a text from the moment a person may read it until they no longer may", () => {
    const world = register();
    world.happens(...world.logged("c", "A budget."), world.evidence("c", "e", "A quagmire."));
    const who = { adviser: adviserOf(), chiefExecutive, ministry };
    const finds = (text: string) =>
      Object.entries(who).flatMap(([name, one]) => (world.found(one, text).length > 0 ? [name] : []));
    expect([finds("budget"), finds("quagmire")]).toEqual([["adviser"], ["adviser"]]);
    world.happens(world.told("c"));
    expect([finds("budget"), finds("quagmire")]).toEqual([
      ["adviser", "chiefExecutive"],
      ["adviser", "chiefExecutive"],
    ]);
    world.happens(...world.shared("c", ["headline", "summary"], "one"));
    expect([finds("budget"), finds("quagmire")]).toEqual([Object.keys(who), ["adviser", "chiefExecutive"]]);
    world.happens(...world.shared("c", ["headline", "summary", "evidence"], "two"));
    expect(finds("quagmire")).toEqual(Object.keys(who));
    world.happens(world.replied("c", "A rebuttal."), world.evidence("c", "later", "An afterthought."));
    expect([finds("rebuttal"), finds("afterthought")]).toEqual([Object.keys(who), ["adviser", "chiefExecutive"]]);
    world.happens(world.told("c", "again"));
    expect(finds("afterthought")).toEqual(Object.keys(who));
    world.happens(world.withdrawn("c", "later"));
    expect(finds("afterthought")).toEqual(["adviser", "chiefExecutive"]);
    world.happens(world.objected("c", "two"));
    expect([finds("quagmire"), finds("rebuttal")]).toEqual([["adviser", "chiefExecutive"], Object.keys(who)]);
    world.happens(world.ended("c", "one"));
    expect(finds("rebuttal")).toEqual(["adviser", "chiefExecutive"]);
  });

  it("is read page by page, newest first, with a concern once even if several of its pieces match", () => {
    const world = register();
    world.happens(
      ...Array.from({ length: 25 }, (_, n) => [
        ...world.logged(`c${n}`, "A quagmire."),
        world.evidence(`c${n}`, "e", "The quagmire, in figures."),
        world.replied(`c${n}`, "No quagmire at all."),
      ]).flat(),
    );
    const seen: string[] = [];
    for (;;) {
      const page = world.reads.list(adviserOf(), { text: "quagmire" }, seen.at(-1), 4) ?? [];
      if (page.length === 0) break;
      seen.push(...page.map(({ id }) => id));
      for (const { foundIn } of page) expect(foundIn?.map(({ kind }) => kind).sort()).toEqual(["evidence", "narrative", "reply"]);
    }
    expect(seen).toEqual(Array.from({ length: 25 }, (_, n) => `c${24 - n}`));
    expect(world.counted(adviserOf(), "quagmire")).toBe(25);
  });

  it("has no row left for a body with which a concern is no longer shared", () => {
    const world = register();
    world.happens(...world.logged("c", "A budget."), world.evidence("c", "e", "A quagmire."), world.told("c"));
    const before = world.rows();
    world.happens(...world.shared("c", ["headline", "summary", "evidence"]));
    expect(world.rows()).toBe(before * 2);
    world.happens(world.ended("c"));
    expect(world.rows()).toBe(before);
  });

  it("finds words in any form of their letters, and several words only in one piece", () => {
    const world = register();
    world.happens(...world.logged("c", "The Cafe\u0301 over\u00adspent on ÉLAN budgets."), world.replied("c", "A rebuttal."));
    for (const text of ["café", "CAFE", "overspent", "o\u200Bverspent", "élan", "budget", "budgets café"])
      expect(world.found(adviserOf(), text), text).toEqual(["c"]);
    for (const text of ["café nowhere", "nowhere", '" OR *', "rebuttal café"])
      expect(world.found(adviserOf(), text), text).toEqual([]);
  });
});

describe("A share of a concern that is full of text", () => {
  it("is indexed in slices, without showing anything before its time, and hidden again at once", () => {
    const world = register({ slowly: true });
    const PIECES = 40;
    world.happens(
      ...world.logged("c", "A budget."),
      ...Array.from({ length: PIECES }, (_, n) => world.evidence("c", `e${n}`, `quagmire${n} ${"Long text. ".repeat(800)}`)),
      world.told("c"),
    );
    while (world.store.work?.());
    const found = () =>
      Array.from({ length: PIECES }, (_, n) => world.counted(ministry, `quagmire${n}`)).reduce((sum, n) => sum + n, 0);
    world.happens(...world.shared("c", ["headline", "summary", "evidence"]));
    const seen = [found()];
    while (world.store.work?.()) seen.push(found());
    expect(seen.length).toBeGreaterThan(3);
    expect([...seen].sort((a, b) => a - b)).toEqual(seen);
    expect(found()).toBe(PIECES);

    world.happens(world.ended("c"));
    expect(found()).toBe(0);
    expect(world.rows()).toBe(PIECES + 1);
  });

  it("is indexed to its end after a break", () => {
    const world = register({ slowly: true });
    world.happens(
      ...world.logged("c", "A budget."),
      ...Array.from({ length: 30 }, (_, n) => world.evidence("c", `e${n}`, `quagmire ${"Long text. ".repeat(800)}`)),
      world.told("c"),
    );
    while (world.store.work?.());
    world.happens(...world.shared("c", ["headline", "summary", "evidence"]));
    world.happens(world.evidence("c", "later", "An afterthought."), world.told("c", "again"), world.withdrawn("c", "e0"));
    while (world.store.work?.());
    const own = 1 + 31;
    const shared = 1 + 30;
    expect(world.rows()).toBe(own + shared);
    expect(world.found(ministry, "afterthought")).toEqual(["c"]);
  });

  it("does not make a later event index more than its own piece", () => {
    const world = register();
    const text = "Long text. ".repeat(800);
    world.happens(
      ...world.logged("c", "A budget."),
      ...Array.from({ length: 60 }, (_, n) => world.evidence("c", `e${n}`, text)),
      world.told("c"),
    );
    let written = 0;
    world.store.db.function("noted", () => {
      written += 1;
      return null;
    });
    world.store.db.exec("CREATE TEMP TRIGGER noted AFTER INSERT ON texts_rows BEGIN SELECT noted(); END");
    world.happens(world.replied("c", "A rebuttal."));
    world.happens(world.evidence("c", "later", "An afterthought."));
    expect(written).toBe(2);
  });
});
