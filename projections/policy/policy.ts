// The versions of the policy: the text of each, and the times at which it was in force.

import type { Position } from "../../event-log/port.ts";
import type { Database } from "../../event-log/stores/database.ts";
import type { PolicyFiles } from "../../policies/engine/policy-set.ts";
import { reveal } from "../../services/confidential.ts";
import type { PolicyEvent } from "../../services/policy/events.ts";
import { POLICY_STREAM } from "../../services/policy/events.ts";
import { readPolicyEvent } from "../../services/policy/stream.ts";
import type { NumberedEntry } from "../numbered-entry.ts";
import type { Opened, ReadModel, Tools } from "../runtime/read-model.ts";

/** A publication. The same version can be published again after another one. */
export type PublishedPolicy = {
  readonly version: string;
  /** The instant and position from which the version was in force. */
  readonly at: string;
  readonly position: Position;
  readonly by: string;
  /** Undefined if none was given, or if it was erased. */
  readonly reason: string | undefined;
};

export const entryOfPublication = ({ position, version, at }: PublishedPolicy): NumberedEntry => ({
  number: position,
  proof: `${version} ${at}`,
});

export type PolicyQueries = {
  /** The version in force; undefined on a log without a policy. Cached, as every decision needs it. */
  inForce(): string | undefined;
  /** The publication in force. */
  latest(): PublishedPolicy | undefined;
  /** The publication in force at an instant; undefined before the first. */
  at(instant: string): PublishedPolicy | undefined;
  /** The instant from which a version was first in force whose text names the action; undefined if there was none. */
  firstNaming(action: string): string | undefined;
  /** Returns publications before an entry, newest first; undefined if its number now belongs to another entry. */
  page(after: NumberedEntry | undefined, limit: number): readonly PublishedPolicy[] | undefined;
  /** Returns the text of a version; undefined if it was never in force. */
  files(version: string): PolicyFiles | undefined;
};

export const policyModel: ReadModel<PolicyQueries> = {
  name: "policy",
  version: 1,
  categories: [POLICY_STREAM],
  indispensable: true,
  schema: `
    CREATE TABLE IF NOT EXISTS texts (version TEXT PRIMARY KEY, files TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS published (
      position TEXT PRIMARY KEY, at TEXT NOT NULL, version TEXT NOT NULL, by TEXT NOT NULL, text TEXT
    ) STRICT, WITHOUT ROWID;`,
  open,
};

type Row = {
  readonly position: string;
  readonly at: string;
  readonly version: string;
  readonly by: string;
  readonly text: string | null;
};

function open(db: Database, { keys }: Tools): Opened<PolicyQueries> {
  const putText = db.prepare("INSERT OR IGNORE INTO texts (version, files) VALUES (?, ?)");
  const put = db.prepare("INSERT INTO published (position, at, version, by, text) VALUES (?, ?, ?, ?, ?)");
  const columns = "SELECT position, at, version, by, text FROM published";
  const last = db.prepare(`${columns} ORDER BY position DESC LIMIT 1`);
  // A clock that was set back can give a later publication an earlier date, so the order of the log decides.
  const at = db.prepare(`${columns} WHERE at <= ? ORDER BY position DESC LIMIT 1`);
  const newest = db.prepare(`${columns} ORDER BY position DESC LIMIT ?`);
  const before = db.prepare(`${columns} WHERE position < ? ORDER BY position DESC LIMIT ?`);
  const atPosition = db.prepare(`${columns} WHERE position = ?`);
  const naming = db.prepare(
    "SELECT p.at FROM published p JOIN texts t USING (version) WHERE t.files LIKE ? ORDER BY p.position LIMIT 1",
  );
  /** Action -> that instant. It never changes, and an action without one may still get it. */
  const named = new Map<string, string>();
  const files = db.prepare("SELECT files FROM texts WHERE version = ?");

  const present = ({ text, ...row }: Row): PublishedPolicy => {
    const sealed = text === null ? undefined : (JSON.parse(text) as NonNullable<PolicyEvent["data"]["text"]>);
    return { ...row, reason: sealed && reveal(keys, sealed)?.reason };
  };
  const one = (row: Row | undefined): PublishedPolicy | undefined => row && present(row);
  let inForce: { readonly version: string | undefined } | undefined;

  return {
    apply(event) {
      if (event.stream !== POLICY_STREAM) return;
      const { version, files, text } = readPolicyEvent(event).data;
      putText.run(version, JSON.stringify(files));
      put.run(event.position, event.at, version, event.metadata.actor, text === undefined ? null : JSON.stringify(text));
      inForce = undefined;
    },
    // A policy that may not be the latest must not decide: the follower then answers no queries.
    withdraw: () => undefined,
    // A publication on a page that was rolled back is not in force.
    pageFailed() {
      named.clear();
      inForce = undefined;
    },
    changedElsewhere() {
      inForce = undefined;
    },
    queries: {
      inForce() {
        inForce ??= { version: last.get<Row | undefined>()?.version };
        return inForce.version;
      },
      latest: () => one(last.get<Row | undefined>()),
      at: (instant) => one(at.get<Row | undefined>(instant)),
      firstNaming(action) {
        const known = named.get(action);
        if (known !== undefined) return known;
        const first = naming.get<Row | undefined>(`%Action::\\"${action}\\"%`)?.at;
        if (first !== undefined) named.set(action, first);
        return first;
      },
      page(after, limit) {
        if (!after) return newest.all<Row>(limit).map(present);
        const named = one(atPosition.get<Row | undefined>(after.number));
        if (!named || entryOfPublication(named).proof !== after.proof) return undefined;
        return before.all<Row>(after.number, limit).map(present);
      },
      files(version) {
        const row = files.get<{ files: string } | undefined>(version);
        return row && JSON.parse(row.files);
      },
    },
  };
}
