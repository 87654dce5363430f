// Decides whether a data folder has lost data, by comparing the marks that its stores keep of each other. Pure: found-stores.ts reads
// the files. docs/decisions/0022-stores-know-each-other.md
import type { Mark } from "../../event-log/history.ts";
import { type Position, START } from "../../event-log/port.ts";
import { STORE_NAMES, type StoreName } from "../../event-log/store-names.ts";
import type { Identity, Marks } from "../../event-log/stores/identity.ts";

export type FoundStore =
  | { readonly kind: "missing" }
  /** The file has no bytes, or none of the store's tables. */
  | { readonly kind: "empty" }
  | { readonly kind: "unreadable" }
  /** The file is shorter than before, and than its first page says. */
  | { readonly kind: "cut" }
  | {
      readonly kind: "readable";
      /** Undefined if the folder is from an earlier release. */
      readonly identity?: Identity;
      readonly marks: Marks;
      readonly head: Position;
      /** The last position that the store assigned, even if its event was removed. */
      readonly given: Position;
      /** The number of events or keys. */
      readonly holdsAnything: boolean;
      /** Position -> its proof, for each position that a mark names. */
      readonly proofs: ReadonlyMap<Position, string>;
      /** The store was in use, and its write-ahead file is missing. */
      readonly writeAheadLost: boolean;
      /** The log records that events were removed. */
      readonly hasRemoved: boolean;
    };

export type FoundReadModel = { readonly name: string; readonly of: "log" | "disclosures"; readonly mark: Mark } & Identity;
export type Found = {
  readonly stores: Readonly<Record<StoreName, FoundStore>>;
  readonly highWater:
    | { readonly kind: "absent" | "unreadable" }
    | { readonly kind: "read"; readonly identity: Identity; readonly marks: Marks };
  readonly readModels: readonly FoundReadModel[];
  /** Whether the master key that development keeps in the folder is gone. */
  readonly masterKeyMissing: boolean;
};

export const LOSS_CODES = [
  ...(["missing", "empty", "unreadable", "cut", "behind", "diverged", "other-hub", "other-epoch", "no-identity"] as const),
  ...(["write-ahead-lost", "no-master-key"] as const),
] as const;
export type LossCode = (typeof LOSS_CODES)[number];
/** `held` is the last position in the store, `expected` the last position that `witness` says it had. */
export type Loss = {
  readonly store: StoreName;
  readonly code: LossCode;
  readonly held?: Position;
  readonly expected?: Position;
  readonly witness?: string;
};

export type StoreComparison =
  /** There is no hub, or its creation was interrupted; then `identity` is set. */
  | { readonly kind: "new"; readonly identity?: Identity }
  /** The folder is from an earlier release: its stores get an identity after they are verified. */
  | { readonly kind: "former"; readonly identity?: Identity }
  | { readonly kind: "whole"; readonly identity: Identity }
  /** `identity` is undefined if no store has one. */
  | { readonly kind: "lost"; readonly identity?: Identity; readonly losses: readonly Loss[] };

type Witness = { readonly name: string; readonly store: StoreName; readonly mark: Mark };
type ReadableStore = Extract<FoundStore, { readonly kind: "readable" }>;

export function compareStores(found: Found): StoreComparison {
  const { stores, highWater } = found;
  const identity = commonIdentity(found);
  const named = identity && { identity };
  const marks = [...storeWitnesses(found, identity), ...highWaterWitnesses(found, identity)];
  const isUnmarked = isBeforeFirstMark(found, identity);
  const witnesses = [...marks, ...readModelWitnesses(found, { identity, isUnmarked })];
  const isHoldingAnything = STORE_NAMES.some(
    (name) => stores[name].kind === "unreadable" || stores[name].kind === "cut" || readable(stores[name])?.holdsAnything,
  );
  if (isUnmarked && !isHoldingAnything && witnesses.length === 0 && highWater.kind !== "unreadable")
    return { kind: "new", ...named };

  const losses = STORE_NAMES.flatMap((store) => lossesOf(store, found, { identity, isUnmarked, witnesses }));
  if (losses.length > 0) return { kind: "lost", ...named, losses };
  return isUnmarked || !identity ? { kind: "former", ...named } : { kind: "whole", identity };
}

/** Marks are written only after each store has its identity. Without marks the folder is from an earlier release, or its creation was interrupted. */
function isBeforeFirstMark({ stores, highWater }: Found, identity: Identity | undefined): boolean {
  const all = STORE_NAMES.map((name) => readable(stores[name]));
  const marks = [...all.map((store) => store?.marks ?? {}), highWater.kind === "read" ? highWater.marks : {}];
  return (
    !all.every((store) => store?.identity) &&
    (identity?.epoch ?? 1) === 1 &&
    marks.every((marksOfOne) => Object.values(marksOfOne).every(([position]) => position === START))
  );
}

type Evidence = { readonly identity: Identity | undefined; readonly isUnmarked: boolean; readonly witnesses: readonly Witness[] };

function lossesOf(name: StoreName, found: Found, { identity, isUnmarked, witnesses }: Evidence): readonly Loss[] {
  const store = found.stores[name];
  const expected = witnesses.filter((one) => one.store === name).toSorted((a, b) => descending(a.mark[0], b.mark[0]))[0];
  const expectation = expected && { expected: expected.mark[0], witness: expected.name };
  if (store.kind !== "readable") return [{ store: name, code: store.kind, ...expectation }];

  const loss = (code: LossCode, of: Partial<Loss> = { ...expectation }): Loss => ({ store: name, code, held: store.head, ...of });
  if (!isUnmarked && !store.identity) return [loss(store.holdsAnything ? "no-identity" : "empty")];
  if (!isUnmarked && identity && store.identity?.hub !== identity.hub) return [loss("other-hub")];
  // If another hub's stores replaced all of this hub's, they agree with each other; only the file beside them is still this hub's.
  if (found.highWater.kind === "read" && identity && found.highWater.identity.hub !== identity.hub)
    return [loss("other-hub", { witness: HIGH_WATER })];
  if (!isUnmarked && identity && store.identity?.epoch !== identity.epoch) return [loss("other-epoch")];
  if (isEmptiedBeside(name, store, found, isUnmarked)) return [loss("empty")];
  return [
    ...(store.writeAheadLost ? [loss("write-ahead-lost")] : []),
    ...(name === "keys" && found.masterKeyMissing ? [loss("no-master-key", {})] : []),
    ...worst(contradictions(name, store, witnesses)),
  ];
}

/** Sealed values need a key, and disclosures and keys need an event. */
function isEmptiedBeside(name: StoreName, store: ReadableStore, { stores }: Found, isUnmarked: boolean): boolean {
  if (store.holdsAnything) return false;
  if (name === "keys") return readable(stores.log)?.holdsAnything === true;
  return name === "log" && isUnmarked && STORE_NAMES.some((other) => readable(stores[other])?.holdsAnything);
}

/** Returns each mark that the store does not match. */
function contradictions(name: StoreName, store: ReadableStore, witnesses: readonly Witness[]): readonly Loss[] {
  const { head, given, proofs, hasRemoved } = store;
  const own = given > head ? [{ store: name, code: "behind", held: head, expected: given, witness: name } as const] : [];
  const others = witnesses.flatMap(({ name: witness, store: of, mark: [position, proof] }): Loss[] => {
    if (of !== name) return [];
    const found = proofs.get(position);
    if (head < position) return [{ store: name, code: "behind", held: head, expected: position, witness }];
    // The log records which events were removed after their retention.
    if (found === proof || proof === "" || (found === undefined && hasRemoved)) return [];
    return [{ store: name, code: "diverged", held: head, expected: position, witness }];
  });
  return [...own, ...others];
}

/** Returns the furthest mark of each kind. */
function worst(losses: readonly Loss[]): readonly Loss[] {
  return (["behind", "diverged"] as const).flatMap((code) =>
    losses
      .filter((loss) => loss.code === code)
      .toSorted((a, b) => descending(a.expected ?? "", b.expected ?? ""))
      .slice(0, 1),
  );
}

/** Equal positions keep their order, so that messages name stores before read models. */
const descending = (a: Position, b: Position): number => (a === b ? 0 : a < b ? 1 : -1);

const readable = (store: FoundStore): ReadableStore | undefined => (store.kind === "readable" ? store : undefined);
const HIGH_WATER = "high-water.json";

const isSame = (one: Identity | undefined, other: Identity | undefined) =>
  one !== undefined && one.hub === other?.hub && one.epoch === other.epoch;
const marksOf = (name: string, marks: Marks): readonly Witness[] =>
  STORE_NAMES.flatMap((store) => {
    const mark = marks[store];
    return mark && mark[0] !== START ? [{ name, store, mark }] : [];
  });

const storeWitnesses = ({ stores }: Found, identity: Identity | undefined): readonly Witness[] =>
  STORE_NAMES.flatMap((name) => {
    const store = readable(stores[name]);
    return store && isSame(store.identity, identity) ? marksOf(name, store.marks) : [];
  });

const highWaterWitnesses = ({ highWater }: Found, identity: Identity | undefined): readonly Witness[] =>
  highWater.kind === "read" && isSame(highWater.identity, identity) ? marksOf(HIGH_WATER, highWater.marks) : [];

/** Read models without a recorded hub count as evidence only in a folder of an earlier release. */
const readModelWitnesses = (
  { readModels }: Found,
  { identity, isUnmarked }: Pick<Evidence, "identity" | "isUnmarked">,
): readonly Witness[] => {
  const isOurs = (one: FoundReadModel) => (isUnmarked ? !identity || one.hub === "" : isSame(one, identity));
  return readModels
    .filter((one) => isOurs(one) && one.mark[0] !== START)
    .map(({ name, of, mark }) => ({ name, store: of, mark }));
};

/** Returns the hub to which most stores belong, and its latest epoch. */
function commonIdentity({ stores, highWater }: Found): Identity | undefined {
  const identities = [
    ...STORE_NAMES.map((name) => readable(stores[name])?.identity),
    highWater.kind === "read" ? highWater.identity : undefined,
  ].filter((one) => one !== undefined);
  const votes = (hub: string) => identities.filter((one) => one.hub === hub).length;
  const [first] = identities.toSorted((a, b) => votes(b.hub) - votes(a.hub));
  const epochs = identities.filter(({ hub }) => hub === first?.hub).map(({ epoch }) => epoch);
  return first && { hub: first.hub, epoch: Math.max(...epochs) };
}
