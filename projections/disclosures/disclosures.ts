// Who was given what of which concern: a row for each person and concern.
import { councilOf, DISCLOSURE_CATEGORY, monthOf, RETENTION_STREAM } from "../../disclosure/events.ts";
import { readRetentionEvent } from "../../disclosure/retention.ts";
import { readDisclosureEvent } from "../../disclosure/streams.ts";
import { deriveId } from "../../event-log/ids.ts";
import type { StoredEvent } from "../../event-log/port.ts";
import type { Database } from "../../event-log/stores/database.ts";
import type { DisclosedPart } from "../../reference/concern-parts.ts";
import type { Surface } from "../../reference/surfaces.ts";
import { HUB_STREAM, IDENTITY_STREAM, type LossAccepted } from "../../services/hub-record/events.ts";
import { readHubEvent } from "../../services/hub-record/stream.ts";
import type { NumberedEntry } from "../numbered-entry.ts";
import type { Opened, ReadModel } from "../runtime/read-model.ts";

/** One concern in one answer to one person. A count has no `concern`. */
export type DisclosureEntry = {
  /** Derived from the record: a rebuild gives the same. */
  readonly id: string;
  readonly seq: number;
  readonly at: string;
  readonly council: string;
  readonly concern: string | undefined;
  readonly version: number;
  readonly person: string;
  readonly assignments: readonly string[];
  readonly surface: Surface;
  readonly parts: Readonly<Partial<Record<DisclosedPart, readonly string[]>>>;
  readonly policyVersion: string;
};

export type DisclosureQueries = ReturnType<typeof open>["queries"];

/** `at` is the instant at which the loss of something of the store was accepted. */
export type AcceptedLoss = { readonly at: string; readonly store: LossAccepted["losses"][number]["store"] };

export const disclosuresModel: ReadModel<DisclosureQueries> = {
  name: "disclosures",
  version: 3,
  categories: [DISCLOSURE_CATEGORY, RETENTION_STREAM, HUB_STREAM, IDENTITY_STREAM],
  schema: `
    CREATE TABLE IF NOT EXISTS disclosed (
      seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL, at TEXT NOT NULL, month TEXT NOT NULL, council TEXT NOT NULL, concern TEXT,
      version INTEGER NOT NULL, person TEXT NOT NULL, assignments TEXT NOT NULL, surface TEXT NOT NULL, parts TEXT NOT NULL, policy_version TEXT NOT NULL
    ) STRICT;
    CREATE INDEX IF NOT EXISTS by_concern ON disclosed (concern, seq) WHERE concern IS NOT NULL;
    CREATE INDEX IF NOT EXISTS by_council ON disclosed (council, seq);
    CREATE TABLE IF NOT EXISTS removed (month TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS losses (at TEXT NOT NULL, store TEXT NOT NULL, PRIMARY KEY (at, store)) STRICT, WITHOUT ROWID;`,
  comparedAs: {
    // Without `seq`: removed disclosures had numbers too.
    disclosed:
      "SELECT id, at, month, council, concern, version, person, assignments, surface, parts, policy_version FROM disclosed",
  },
  open,
};

type Row = Omit<DisclosureEntry, "concern" | "assignments" | "parts" | "policyVersion"> & {
  readonly month: string;
  readonly concern: string | null;
  readonly assignments: string;
  readonly parts: string;
  readonly policy_version: string;
};

function open(db: Database) {
  const insert = db.prepare(
    `INSERT INTO disclosed (id, at, month, council, concern, version, person, assignments, surface, parts, policy_version)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  /** Newest first, up to `limit` of those before an entry, none later than `until`. Undefined where the entry's number is another's now. */
  function pageBy(column: "concern" | "council") {
    const page = db.prepare(`SELECT * FROM disclosed WHERE ${column} = ? AND seq < ? AND at <= ? ORDER BY seq DESC LIMIT ?`);
    const named = db.prepare(`SELECT 1 FROM disclosed WHERE ${column} = ? AND seq = ? AND id = ?`);
    return (
      of: string,
      after: NumberedEntry | undefined,
      until: string | undefined,
      limit: number,
    ): readonly DisclosureEntry[] | undefined => {
      const before = after ? Number(after.number) : Number.MAX_SAFE_INTEGER;
      if (after && !named.get(of, before, after.proof)) return undefined;
      return page.all<Row>(of, before, until ?? "9999", limit).map(entry);
    };
  }

  const removeMonth = db.prepare("DELETE FROM disclosed WHERE month = ?");
  const rememberRemoved = db.prepare("INSERT OR IGNORE INTO removed (month) VALUES (?)");
  const lastRemoved = db.prepare("SELECT max(month) AS month FROM removed");

  function removed(event: StoredEvent): void {
    const { type, data } = readRetentionEvent(event);
    if (type !== "DisclosuresRemoved.v1") return;
    removeMonth.run(data.month);
    rememberRemoved.run(data.month);
  }

  const rememberLoss = db.prepare("INSERT OR IGNORE INTO losses (at, store) VALUES (?, ?)");
  const allLosses = db.prepare("SELECT at, store FROM losses ORDER BY at, store");

  function lost(event: StoredEvent): void {
    const { type, data } = readHubEvent(event);
    if (type === "LossAccepted.v1") for (const { store } of data.losses) rememberLoss.run(event.at, store);
  }

  function apply(event: StoredEvent): void {
    if (event.stream === HUB_STREAM) lost(event);
    if (event.stream === RETENTION_STREAM) removed(event);
    if (event.category !== DISCLOSURE_CATEGORY) return;
    const { surface, to, views } = readDisclosureEvent(event).data;
    const council = councilOf(event.streamId);
    const add = (concern: string | null, version: number, parts: object) => {
      for (const { person, assignments } of to)
        insert.run(
          deriveId(event.id, concern ?? "", person),
          event.at,
          monthOf(event.streamId),
          council,
          concern,
          version,
          person,
          JSON.stringify(assignments),
          surface,
          JSON.stringify(parts),
          event.metadata.policyVersion,
        );
    };
    for (const { concerns, parts } of views) for (const { concern, version } of concerns) add(concern, version, parts);
    if (views.length === 0) add(null, 0, {});
  }

  return {
    apply,
    // Disclosures that could be read stay in the ledger, which says for which months the record is incomplete.
    withdraw: () => undefined,
    queries: {
      ofConcern: pageBy("concern"),
      /** Of a council's concerns, counts too. No rights are applied: the caller asks policy about each concern. */
      ofCouncil: pageBy("council"),
      /** The last month, `yyyy-mm`, whose disclosures have been removed. */
      removedTo: () => lastRemoved.get<{ month: string | null }>().month ?? undefined,
      /** Losses of the hub's stores that were accepted, in order. */
      losses: () => allLosses.all<AcceptedLoss>(),
    },
  } satisfies Opened<unknown>;
}

const entry = ({ concern, assignments, parts, surface, policy_version, month: _, ...row }: Row): DisclosureEntry => ({
  ...row,
  concern: concern ?? undefined,
  surface: surface as Surface,
  assignments: JSON.parse(assignments),
  parts: JSON.parse(parts),
  policyVersion: policy_version,
});
