// Whether something of the stores of a data folder is lost, by what they say of each other. Pure: found-stores.ts reads the
// files. docs/decisions/0022-stores-know-each-other.md
import type { Mark } from "../../event-log/history.ts";
import { type Position, START } from "../../event-log/port.ts";
import { STORE_NAMES, type StoreName } from "../../event-log/store-names.ts";
import type { Identity, Marks } from "../../event-log/stores/identity.ts";

export type FoundStore =
  | { readonly kind: "missing" }
  /** No bytes, or none of the store's tables. */
  | { readonly kind: "empty" }
  | { readonly kind: "unreadable" }
  /** Shorter than it was, and than its first page says. */
  | { readonly kind: "cut" }
  | {
      readonly kind: "readable";
      /** Undefined in a folder of an earlier release. */
      readonly identity?: Identity;
      readonly marks: Marks;
      readonly head: Position;
      /** The last position that it gave out, even if its event is gone. */
      readonly given: Position;
      /** Events, or keys. */
      readonly holdsAnything: boolean;
      /** The proof at each position that a mark names. */
      readonly proofs: ReadonlyMap<Position, string>;
      /** It was in use, and its write-ahead file is gone. */
      readonly writeAheadLost: boolean;
      /** Events were removed on record. */
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
/** `held` is the last position in the store, `expected` the one that it should have, according to `witness`. */
export type Loss = {
  readonly store: StoreName;
  readonly code: LossCode;
  readonly held?: Position;
  readonly expected?: Position;
  readonly witness?: string;
};

export type Comparison =
  /** No hub, or an interrupted making of one, whose identity is then given. */
  | { readonly kind: "new"; readonly identity?: Identity }
  /** Of an earlier release: its stores get an identity once they are verified. */
  | { readonly kind: "former"; readonly identity?: Identity }
  | { readonly kind: "whole"; readonly identity: Identity }
  /** `identity` is undefined where no store has one. */
  | { readonly kind: "lost"; readonly identity?: Identity; readonly losses: readonly Loss[] };

type Witness = { readonly name: string; readonly store: StoreName; readonly mark: Mark };
type ReadableStore = Extract<FoundStore, { readonly kind: "readable" }>;

export function compareStores(found: Found): Comparison {
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

/** No mark is written until each store has its identity: a folder between two releases, or one whose making was interrupted. */
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
  // The stores of another hub that replaced this one's agree with each other; the file beside them is this hub's.
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

/** Nothing is sealed without a key, and nothing is disclosed or sealed without an event. */
function isEmptiedBeside(name: StoreName, store: ReadableStore, { stores }: Found, isUnmarked: boolean): boolean {
  if (store.holdsAnything) return false;
  if (name === "keys") return readable(stores.log)?.holdsAnything === true;
  return name === "log" && isUnmarked && STORE_NAMES.some((other) => readable(stores[other])?.holdsAnything);
}

/** Every mark that the store does not fulfil. */
function contradictions(name: StoreName, store: ReadableStore, witnesses: readonly Witness[]): readonly Loss[] {
  const { head, given, proofs, hasRemoved } = store;
  const own = given > head ? [{ store: name, code: "behind", held: head, expected: given, witness: name } as const] : [];
  const others = witnesses.flatMap(({ name: witness, store: of, mark: [position, proof] }): Loss[] => {
    if (of !== name) return [];
    const found = proofs.get(position);
    if (head < position) return [{ store: name, code: "behind", held: head, expected: position, witness }];
    // Events past their retention were removed on record.
    if (found === proof || proof === "" || (found === undefined && hasRemoved)) return [];
    return [{ store: name, code: "diverged", held: head, expected: position, witness }];
  });
  return [...own, ...others];
}

/** Of each kind the furthest. */
function worst(losses: readonly Loss[]): readonly Loss[] {
  return (["behind", "diverged"] as const).flatMap((code) =>
    losses
      .filter((loss) => loss.code === code)
      .toSorted((a, b) => descending(a.expected ?? "", b.expected ?? ""))
      .slice(0, 1),
  );
}

/** Equal positions keep their order: stores are named before read models. */
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

/** Read models without a recorded hub are evidence in a folder of an earlier release alone. */
const readModelWitnesses = (
  { readModels }: Found,
  { identity, isUnmarked }: Pick<Evidence, "identity" | "isUnmarked">,
): readonly Witness[] => {
  const isOurs = (one: FoundReadModel) => (isUnmarked ? !identity || one.hub === "" : isSame(one, identity));
  return readModels
    .filter((one) => isOurs(one) && one.mark[0] !== START)
    .map(({ name, of, mark }) => ({ name, store: of, mark }));
};

/** The hub of most, and its latest epoch. */
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
