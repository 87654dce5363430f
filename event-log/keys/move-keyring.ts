// Copies a keyring from one place to another as it is: wrapped keys, destroyed ones as destroyed, the check of the master key, the keys that ids and
// digests are made with, whose it is, and its changes, which marks of the other stores name. It needs no master key. The target is written whole or
// not at all, so that no hub can start on half a keyring, and a copy that was interrupted is made again.
import { isDeepStrictEqual } from "node:util";
import { MoveRefused } from "../move-log.ts";
import type { Database } from "../stores/database.ts";
import { hasTable, readIdentity } from "../stores/identity.ts";

export type KeyringPlace = {
  /** As sentences name it. */
  readonly name: string;
  /** With the tables of a key file, and without any where there is no keyring. The caller closes it. */
  read(): Promise<Database>;
  /**
   * One transaction in which everything is replaced but the marks, which are dropped. What was there before is overwritten or removed from the
   * place's files. `progress` is called with the number of keys so far.
   */
  replace(keyring: Database, progress: (keys: number) => void): Promise<void>;
};

export type MovedKeyring = {
  readonly keys: number;
  readonly destroyed: number;
  /** False where everything was there already. */
  readonly isWritten: boolean;
};

type MoveOptions = {
  /** Called with the number of keys that are written. */
  readonly progress?: (keys: number) => void;
  /** Called before anything is written. Throws where the keyring of this hub does not belong there. */
  readonly assertFits?: (hub: string) => void;
};

/** Throws MoveRefused where the target holds anything but this keyring, or an earlier state of it. */
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

/** False where nothing is missing. */
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

/** As a place is where a copy was interrupted. */
export const isEmptyKeyring = (db: Database): boolean =>
  !readIdentity(db) && (!hasTable(db, "keys") || db.prepare("SELECT 1 FROM keys LIMIT 1").get() === undefined);

/** Whether one keyring was once what the other is now, or still is: its last change is among the other's. */
export function isEarlierState(earlier: Database, later: Database): boolean {
  const [before, after] = [readIdentity(earlier), readIdentity(later)];
  if (!before || !after || before.hub !== after.hub || before.epoch > after.epoch) return false;
  if (!MADE_ONCE.every((sql) => isDeepStrictEqual(earlier.prepare(sql).all(), later.prepare(sql).all()))) return false;
  const last = earlier.prepare("SELECT number, token FROM changes ORDER BY number DESC LIMIT 1").get();
  return (
    !last || isDeepStrictEqual(later.prepare("SELECT number, token FROM changes WHERE number = ?").get(last.number ?? null), last)
  );
}

/** What no hub ever changes. */
const MADE_ONCE = ["SELECT box FROM master_check", "SELECT use, wrapped FROM derivation_keys ORDER BY use"];
/** All but which release used it last and when, which the next start writes. */
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
