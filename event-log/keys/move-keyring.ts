// Copies a keyring unchanged from one storage to another: wrapped keys, the ids of destroyed keys, the check of the master key, the keys that ids and
// digests are made with, the hub it belongs to, and its changes, which marks of the other stores name. It needs no master key. The target is written
// completely or not at all, so that no hub can start on part of a keyring, and an interrupted copy is made again from the beginning.
import { isDeepStrictEqual } from "node:util";
import { MoveRefused } from "../move-log.ts";
import type { Database } from "../stores/database.ts";
import { hasTable, readIdentity } from "../stores/identity.ts";

export type KeyringPlace = {
  /** The storage's name in messages. */
  readonly name: string;
  /** A database with the tables of a key file, or with no tables if there is no keyring. The caller closes it. */
  read(): Promise<Database>;
  /**
   * One transaction that replaces everything but the marks, which are deleted. The previous content is overwritten or removed from the
   * storage's files. `progress` is called with the number of keys copied so far.
   */
  replace(keyring: Database, progress: (keys: number) => void): Promise<void>;
};

export type MovedKeyring = {
  readonly keys: number;
  readonly destroyed: number;
  /** False if the target already had everything. */
  readonly isWritten: boolean;
};

type MoveOptions = {
  /** Called with the number of keys written so far. */
  readonly progress?: (keys: number) => void;
  /** Called before anything is written. Throws if the keyring of this hub does not belong in the target. */
  readonly assertFits?: (hub: string) => void;
};

/** Throws MoveRefused if the target holds anything other than this keyring or an earlier state of it. */
export async function moveKeyring(
  from: KeyringPlace,
  to: KeyringPlace,
  { progress = () => {}, assertFits = () => {} }: MoveOptions = {},
): Promise<MovedKeyring> {
  const isWritten = await copyMissing(from, to, { progress, assertFits });
  using source = await from.read();
  using target = await to.read();
  if (!areEqual(source, target))
    throw new MoveRefused(`The copy in ${to.name} differs from ${from.name}. Stop every hub, and run this again.`);
  const count = (where: string) => Number(target.prepare(`SELECT count(*) AS n FROM keys ${where}`).get()?.n);
  return { keys: count(""), destroyed: count("WHERE wrapped IS NULL"), isWritten };
}

/** Returns false if nothing is missing. */
async function copyMissing(
  from: KeyringPlace,
  to: KeyringPlace,
  { progress, assertFits }: Required<MoveOptions>,
): Promise<boolean> {
  using source = await from.read();
  const identity = readIdentity(source);
  if (!identity)
    throw new MoveRefused(
      `There is no keyring in ${from.name}, or it is of an earlier release: then start the hub once where it is, and stop it. Nothing was changed.`,
    );
  assertFits(identity.hub);
  if (await isThere(source, from, to)) return false;
  await to.replace(source, progress);
  return true;
}

async function isThere(source: Database, from: KeyringPlace, to: KeyringPlace): Promise<boolean> {
  using target = await to.read();
  if (isEmptyKeyring(target)) return false;
  if (readIdentity(target)?.hub !== readIdentity(source)?.hub)
    throw new MoveRefused(`Another hub's keyring is in ${to.name}. Name an empty place. Nothing was changed.`);
  if (areEqual(source, target)) return true;
  if (!isEarlierState(target, source))
    throw new MoveRefused(
      `The keyring in ${to.name} is this hub's, and holds what ${from.name} does not: it was used there. Move it from there, or name an empty place. Nothing was changed.`,
    );
  return false;
}

/** True also for a target in which a copy was interrupted. */
export const isEmptyKeyring = (db: Database): boolean =>
  !readIdentity(db) && (!hasTable(db, "keys") || db.prepare("SELECT 1 FROM keys LIMIT 1").get() === undefined);

/** Whether one keyring is an earlier state of the other, or equal to it: its last change is among the other's changes. */
export function isEarlierState(earlier: Database, later: Database): boolean {
  const [before, after] = [readIdentity(earlier), readIdentity(later)];
  if (!before || !after || before.hub !== after.hub || before.epoch > after.epoch) return false;
  if (!MADE_ONCE.every((sql) => isDeepStrictEqual(earlier.prepare(sql).all(), later.prepare(sql).all()))) return false;
  const last = earlier.prepare("SELECT number, token FROM changes ORDER BY number DESC LIMIT 1").get();
  return (
    !last || isDeepStrictEqual(later.prepare("SELECT number, token FROM changes WHERE number = ?").get(last.number ?? null), last)
  );
}

/** Rows that no hub ever changes. */
const MADE_ONCE = ["SELECT box FROM master_check", "SELECT use, wrapped FROM derivation_keys ORDER BY use"];
/** Everything except the release that last used the keyring and when, which the next start writes. */
const COMPARED = [
  ...["SELECT hub, epoch, lost_before FROM identity", ...MADE_ONCE],
  ...["SELECT number, token FROM changes ORDER BY number", "SELECT id, wrapped FROM keys ORDER BY id"],
];

function areEqual(one: Database, other: Database): boolean {
  return COMPARED.every((sql) => {
    const rows = other.prepare(sql).iterate();
    for (const row of one.prepare(sql).iterate()) if (!isDeepStrictEqual(row, rows.next().value)) return false;
    return rows.next().done === true;
  });
}
