// Given the findings in the files of a data folder, which data is lost.
import { describe, expect, it } from "vitest";
import type { StoreName } from "../../event-log/store-names.ts";
import { compareStores, type Found, type FoundReadModel, type FoundStore, type LossCode } from "../../hub/folder/losses.ts";

type Held = Extract<FoundStore, { kind: "readable" }>;
const identity = { hub: "a-hub", epoch: 1 };
const at = (number: number) => String(number).padStart(16, "0");
const proof = (store: StoreName, number: number) => `${store} ${number}`;
const mark = (store: StoreName, number: number) => [at(number), proof(store, number)] as const;

/** A store with a number of events or keys, and its marks of the other stores. */
function held(store: StoreName, holds: number, known: Partial<Record<StoreName, number>> = {}, more: Partial<Held> = {}): Held {
  return {
    ...{ kind: "readable", identity, head: holds ? at(holds) : "", given: holds ? at(holds) : "", holdsAnything: holds > 0 },
    marks: Object.fromEntries(Object.entries(known).map(([name, number]) => [name, mark(name as StoreName, number)])),
    proofs: new Map(Array.from({ length: holds }, (_, index) => [at(index + 1), proof(store, index + 1)])),
    ...{ writeAheadLost: false, hasRemoved: false, ...more },
  };
}
const highWater = (log: number, disclosures: number, keys: number): Found["highWater"] => ({
  ...{ kind: "read", identity },
  marks: { log: mark("log", log), disclosures: mark("disclosures", disclosures), keys: mark("keys", keys) },
});
const whole: Found = {
  stores: {
    log: held("log", 10, { disclosures: 4, keys: 3 }),
    disclosures: held("disclosures", 5, { log: 8, keys: 3 }),
    keys: held("keys", 4, { log: 8, disclosures: 4 }),
  },
  highWater: highWater(10, 5, 4),
  readModels: [],
  masterKeyMissing: false,
};
const readModel = (number: number, more: Partial<FoundReadModel> = {}): FoundReadModel => ({
  ...{ name: "read model register", of: "log", mark: mark("log", number), ...identity, ...more },
});
type Change = Omit<Partial<Found>, "stores"> & { readonly stores?: Partial<Found["stores"]> };
const found = (change: Change): Found => ({ ...whole, ...change, stores: { ...whole.stores, ...change.stores } });
const missing = { kind: "missing" } as const;
const absent = { kind: "absent" } as const;

const former = (store: StoreName, holds: number) => {
  const { identity: _, ...rest } = held(store, holds);
  return rest;
};
const ofFormer: Found = {
  ...whole,
  stores: { log: former("log", 10), disclosures: former("disclosures", 5), keys: former("keys", 1) },
  highWater: absent,
};

describe("Nothing is lost", () => {
  it.each<[string, Change]>([
    ["where all agree", {}],
    ["where a store is ahead of every mark", { stores: { log: held("log", 30, { disclosures: 4, keys: 3 }) } }],
    ["where no mark of the newest is there", { highWater: absent }],
    ["where the newest marks cannot be read", { highWater: { kind: "unreadable" } }],
    ["where a read model is behind", { readModels: [readModel(2)] }],
    ["where a read model is of another hub, ahead or not", { readModels: [readModel(99, { hub: "another" })] }],
    ["where a read model is of an earlier epoch", { readModels: [readModel(99, { epoch: 0 })] }],
    ["where a read model is of a release that recorded no hub", { readModels: [readModel(99, { hub: "", epoch: 0 })] }],
    [
      "where retention took out on record what a mark names",
      {
        stores: {
          disclosures: held(
            "disclosures",
            9,
            { log: 8 },
            { proofs: new Map([[at(5), proof("disclosures", 5)]]), hasRemoved: true },
          ),
        },
      },
    ],
    [
      "where the newest marks are of before a loss that was accepted",
      { highWater: { ...highWater(99, 99, 99), identity: { ...identity, epoch: 0 } } as Found["highWater"] },
    ],
  ])("%s", (_, change) => {
    expect(compareStores(found(change))).toEqual({ kind: "whole", identity });
  });

  it("in a hub that was created and never served", () => {
    const stores = { log: held("log", 0), disclosures: held("disclosures", 0), keys: held("keys", 0) };
    expect(compareStores(found({ stores, highWater: { kind: "read", identity, marks: {} } }))).toEqual({
      kind: "whole",
      identity,
    });
  });
});

describe("There is no hub yet", () => {
  it("in an empty folder", () => {
    const stores = { log: missing, disclosures: missing, keys: missing };
    expect(compareStores(found({ stores, highWater: absent }))).toEqual({ kind: "new" });
  });

  it.each([
    ["the first store", { log: missing, disclosures: missing, keys: held("keys", 0) }],
    ["two stores", { log: { kind: "empty" } as const, disclosures: held("disclosures", 0), keys: held("keys", 0) }],
  ])("in a folder whose creation was interrupted after %s, and the hub keeps its id", (_, stores) => {
    expect(compareStores(found({ stores, highWater: absent }))).toEqual({ kind: "new", identity });
    expect(compareStores(found({ stores, highWater: { kind: "read", identity, marks: {} } }))).toEqual({ kind: "new", identity });
  });
});

describe("A folder of an earlier release", () => {
  it("is recognised, and has to be verified", () => {
    expect(compareStores(ofFormer)).toEqual({ kind: "former" });
  });

  it("is still recognised when only some stores have their identity and none has marks", () => {
    const stores = { ...ofFormer.stores, keys: held("keys", 1) };
    expect(compareStores({ ...ofFormer, stores })).toEqual({ kind: "former", identity });
  });

  it.each<[string, Partial<Found>, StoreName, LossCode]>([
    ["its record of disclosures is missing", { stores: { ...ofFormer.stores, disclosures: missing } }, "disclosures", "missing"],
    ["its keyring holds nothing", { stores: { ...ofFormer.stores, keys: former("keys", 0) } }, "keys", "empty"],
    ["its log holds nothing", { stores: { ...ofFormer.stores, log: former("log", 0) } }, "log", "empty"],
    ["a read model is ahead of the log", { readModels: [readModel(12, { hub: "", epoch: 0 })] }, "log", "behind"],
    ["the log lost its end", { stores: { ...ofFormer.stores, log: { ...former("log", 10), given: at(11) } } }, "log", "behind"],
  ])("has lost something when %s", (_, change, store, code) => {
    expect(compareStores({ ...ofFormer, ...change })).toMatchObject({ kind: "lost", losses: [{ store, code }] });
  });
});

describe("Something is lost", () => {
  const stores: readonly StoreName[] = ["log", "disclosures", "keys"];
  it.each(stores.flatMap((store) => (["missing", "empty", "unreadable", "cut"] as const).map((kind) => [store, kind] as const)))(
    "when the store %s is %s: it is named with what it should hold",
    (store, kind) => {
      const expected = highWater(10, 5, 4);
      expect(compareStores(found({ stores: { [store]: { kind } } }))).toEqual({
        ...{ kind: "lost", identity },
        losses: [
          { store, code: kind, expected: expected.kind === "read" && expected.marks[store]?.[0], witness: "high-water.json" },
        ],
      });
    },
  );

  it("when only a read model is left, of any hub", () => {
    const change = { stores: { log: missing, disclosures: missing, keys: missing }, highWater: absent };
    for (const hub of ["", "another"])
      expect(compareStores(found({ ...change, readModels: [readModel(12, { hub })] }))).toMatchObject({
        kind: "lost",
        losses: [
          { store: "log", code: "missing", expected: at(12), witness: "read model register" },
          { store: "disclosures", code: "missing" },
          { store: "keys", code: "missing" },
        ],
      });
  });

  it.each(stores)("when the store %s is missing and only the others' marks show it", (store) => {
    expect(compareStores(found({ stores: { [store]: missing }, highWater: absent }))).toMatchObject({
      kind: "lost",
      losses: [{ store, code: "missing" }],
    });
  });

  it.each<[string, Change, object]>([
    [
      "the log is behind the newest marks",
      { stores: { log: held("log", 9, { disclosures: 4, keys: 3 }) } },
      { store: "log", code: "behind", held: at(9), expected: at(10), witness: "high-water.json" },
    ],
    [
      "the log is behind the keyring's mark, with no newest marks",
      { stores: { log: held("log", 7) }, highWater: absent },
      { store: "log", code: "behind", held: at(7), expected: at(8), witness: "disclosures" },
    ],
    [
      "the log is behind a read model of this epoch alone",
      { readModels: [readModel(12)] },
      { store: "log", code: "behind", held: at(10), expected: at(12), witness: "read model register" },
    ],
    [
      "the log has gone on otherwise from before a read model",
      { readModels: [readModel(9, { mark: [at(9), "another"] })] },
      { store: "log", code: "diverged", held: at(10), expected: at(9), witness: "read model register" },
    ],
    [
      "the record of disclosures is older",
      { stores: { disclosures: held("disclosures", 2) } },
      { store: "disclosures", code: "behind", held: at(2), expected: at(5), witness: "high-water.json" },
    ],
    [
      "an event of the record is gone and no retention is on record",
      { stores: { disclosures: held("disclosures", 9, {}, { proofs: new Map() }) } },
      { store: "disclosures", code: "diverged", held: at(9), expected: at(5), witness: "high-water.json" },
    ],
    [
      "the record lost its end, though retention took out what stood before",
      { stores: { disclosures: held("disclosures", 4, {}, { hasRemoved: true }) } },
      { store: "disclosures", code: "behind", held: at(4), expected: at(5), witness: "high-water.json" },
    ],
    [
      "an older keyring was put back, with a key that was destroyed since",
      { stores: { keys: held("keys", 3) } },
      { store: "keys", code: "behind", held: at(3), expected: at(4), witness: "high-water.json" },
    ],
    [
      "an older keyring was put back and has gone on",
      {
        stores: {
          keys: held(
            "keys",
            6,
            {},
            {
              proofs: new Map([
                [at(3), proof("keys", 3)],
                [at(4), "another token"],
              ]),
            },
          ),
        },
      },
      { store: "keys", code: "diverged", held: at(6), expected: at(4), witness: "high-water.json" },
    ],
    [
      "the keyring holds no key while there are events",
      { stores: { keys: held("keys", 0), log: held("log", 10), disclosures: held("disclosures", 5) }, highWater: absent },
      { store: "keys", code: "empty" },
    ],
    [
      "the log's own count says that there was more",
      { stores: { log: held("log", 10, {}, { given: at(12) }) } },
      { store: "log", code: "behind", expected: at(12), witness: "log" },
    ],
    [
      "the log is another hub's",
      { stores: { log: held("log", 10, {}, { identity: { hub: "b", epoch: 1 } }) } },
      { store: "log", code: "other-hub" },
    ],
    [
      "the keyring is from before a loss that was accepted",
      {
        stores: {
          log: held("log", 10, {}, { identity: { hub: "a-hub", epoch: 2 } }),
          disclosures: held("disclosures", 5, {}, { identity: { hub: "a-hub", epoch: 2 } }),
        },
      },
      { store: "keys", code: "other-epoch" },
    ],
    [
      "the log is from before it had an identity",
      { stores: { log: former("log", 9) } },
      { store: "log", code: "no-identity", held: at(9), expected: at(10) },
    ],
    [
      "the log was in use and its write-ahead file is gone",
      { stores: { log: held("log", 10, {}, { writeAheadLost: true }) } },
      { store: "log", code: "write-ahead-lost" },
    ],
    ["the master key of development is gone", { masterKeyMissing: true }, { store: "keys", code: "no-master-key" }],
  ])("when %s", (_, change, loss) => {
    const compared = compareStores(found(change));
    expect(compared).toMatchObject({ kind: "lost", losses: [loss] });
  });

  it("when every store is missing and only the newest marks or a read model are left", () => {
    const gone = { log: missing, disclosures: missing, keys: missing };
    expect(compareStores(found({ stores: gone }))).toMatchObject({ kind: "lost", losses: [{}, {}, {}] });
    expect(compareStores(found({ stores: gone, highWater: absent, readModels: [readModel(4, { hub: "" })] }))).toMatchObject({
      kind: "lost",
    });
  });

  it("when all stores were replaced by another hub's, or by stores from before an accepted loss", () => {
    expect(
      compareStores(found({ highWater: { ...highWater(1, 1, 1), identity: { hub: "b", epoch: 1 } } as Found["highWater"] })),
    ).toMatchObject({
      losses: [{ code: "other-hub" }, { code: "other-hub" }, { code: "other-hub" }],
    });
    expect(
      compareStores(found({ highWater: { ...highWater(1, 1, 1), identity: { hub: "a-hub", epoch: 2 } } as Found["highWater"] })),
    ).toMatchObject({
      losses: [{ code: "other-epoch" }, { code: "other-epoch" }, { code: "other-epoch" }],
    });
  });
});
