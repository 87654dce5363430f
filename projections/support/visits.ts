// Days on which somebody is at a council: presence and reviews of support, and approaches; and dates that are noted of councils. Clashes are found when
// the days are read, because the number of days that counts is a setting.
import type { Database } from "../../event-log/stores/database.ts";
import type { SupportFacts } from "../../policies/engine/facts.ts";
import type { Occurrence } from "../../services/concern/events.ts";
import type { CouncilEvent } from "../../services/council/events.ts";
import type { ClashSettlement, NotedDate } from "../../services/council/state.ts";
import type { OpenOffer, Visit } from "../../services/support/clashes.ts";
import type { SupportState } from "../../services/support/state.ts";
import { visitsOf } from "../../services/support/visits.ts";
import { openSelect, type Predicate } from "../select.ts";

export const VISITS_SCHEMA = `
CREATE TABLE IF NOT EXISTS visits (
  id TEXT PRIMARY KEY, council TEXT NOT NULL, from_day TEXT NOT NULL, to_day TEXT NOT NULL, kind TEXT NOT NULL, provider TEXT NOT NULL,
  support INTEGER, package TEXT, open INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS settlements (
  council TEXT NOT NULL, clash TEXT NOT NULL, version INTEGER NOT NULL, settlement TEXT NOT NULL, PRIMARY KEY (council, clash, version)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS noted_dates (
  id TEXT PRIMARY KEY, council TEXT NOT NULL, from_day TEXT NOT NULL, to_day TEXT NOT NULL, kind TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS noted_dates_of_council ON noted_dates (council, to_day);
CREATE INDEX IF NOT EXISTS visits_of_council ON visits (council, to_day);
CREATE INDEX IF NOT EXISTS visits_of_support ON visits (support) WHERE support IS NOT NULL;`;

/** A visit with its support and the support's facts; neither for an approach. */
export type KnownVisit = Visit & { readonly support?: string; readonly facts?: SupportFacts; readonly isOpen: boolean };
/** A date that is noted of a council. */
type KnownDate = Pick<NotedDate, "from" | "to"> & {
  readonly kind: "noted-date";
  readonly id: string;
  readonly noted: NotedDate["kind"];
};
type VisitDay = KnownVisit & { readonly council: string };
export type KnownDay = VisitDay | (KnownDate & { readonly council: string });
/** An open support with its facts. */
export type KnownOffer = OpenOffer & { readonly provider: string; readonly facts: SupportFacts };

/**
 * What a reader sees: `ofSupport` is the predicate on `s` of supports whose engagement they see; approaches have none. `isVisible` decides on what is left.
 * What they do not see is left out before the limits, so that it removes nothing that they see.
 */
export type SeenBy<Read> = {
  /** Who sees it, always the same object within a request. */
  readonly reader: object;
  readonly ofSupport: Predicate;
  readonly isVisible: (read: Read) => boolean;
};

/** The most of a council's visits, and of its open supports, that one person sees and among which clashes are found (docs/limits.md). */
export const COMPARED = { visits: 500, supports: 100 } as const;

export function openVisits(db: Database) {
  const add = db.prepare("INSERT OR REPLACE INTO visits VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
  const remove = db.prepare("DELETE FROM visits WHERE id = ?");
  const removeOfSupport = db.prepare("DELETE FROM visits WHERE support = ?");
  const removeOfCouncil = db.prepare("DELETE FROM visits WHERE council = ? AND support IS NULL");
  const addDate = db.prepare("INSERT OR REPLACE INTO noted_dates VALUES (?, ?, ?, ?, ?)");
  const removeDate = db.prepare("DELETE FROM noted_dates WHERE id = ?");
  const removeDates = db.prepare("DELETE FROM noted_dates WHERE council = ?");
  const settle = db.prepare("INSERT OR REPLACE INTO settlements VALUES (?, ?, ?, ?)");
  const removeSettlements = db.prepare("DELETE FROM settlements WHERE council = ?");
  const put = (council: string, visit: Visit, support: number | null, open: boolean) =>
    add.run(
      ...([visit.id, council, visit.from, visit.to, visit.kind, visit.provider] as const),
      ...([support, visit.group ?? null, Number(open)] as const),
    );
  return {
    applyToSupport(seq: number, before: SupportState | undefined, after: SupportState): void {
      const [old, now] = [before ? visitsOf(before) : [], visitsOf(after)];
      if (JSON.stringify(old) === JSON.stringify(now)) return;
      removeOfSupport.run(seq);
      for (const visit of now) put(after.council, visit, seq, visit.isOpen);
    },
    applyToCouncil(council: string, { type, data }: CouncilEvent, version: number, by: Occurrence): void {
      if (type === "ClashSettled.v1") {
        const settlement: ClashSettlement = { ...data, settled: by };
        settle.run(council, data.clash, version, JSON.stringify(settlement));
      }
      if (type === "DateNoted.v1") addDate.run(data.notedDate, council, data.from, data.to, data.kind);
      if (type === "NotedDateCancelled.v1") removeDate.run(data.notedDate);
      if (type === "ApproachCancelled.v1") remove.run(data.approach);
      if (type !== "ApproachPlanned.v2") return;
      const { approach: id, body: provider, from, to } = data;
      put(council, { kind: "approach", id, provider, from, to }, null, true);
    },
    withdrawSupport: (seq: number) => removeOfSupport.run(seq),
    withdrawCouncil(council: string): void {
      removeOfCouncil.run(council);
      removeSettlements.run(council);
      removeDates.run(council);
    },
  };
}

type VisitRow = Pick<Visit, "id" | "from" | "to" | "kind" | "provider"> & {
  readonly package: string | null;
  readonly open: number;
  readonly support: string | null;
  readonly facts: string | null;
};
type DayRow = { readonly council: string } & (
  | (VisitRow & { readonly noted: null })
  | (Pick<KnownDate, "id" | "from" | "to"> & { readonly noted: NotedDate["kind"] })
);
type OfferRow = Pick<KnownOffer, "id" | "from" | "to" | "strand" | "provider" | "group"> & {
  readonly causes: string;
  readonly facts: string;
};

export function openVisitQueries(db: Database, factsIn: (text: string) => SupportFacts) {
  const columns = `v.id, v.from_day AS "from", v.to_day AS "to", v.kind, v.provider, v.package, v.open, s.id AS support, s.facts
    FROM visits v LEFT JOIN supports s ON s.seq = v.support`;
  const visitIn = ({ package: group, open, support, facts, ...visit }: VisitRow): KnownVisit => ({
    ...{ ...visit, isOpen: open === 1 },
    ...(group !== null && { group }),
    ...(support !== null && facts !== null && { support, facts: factsIn(facts) }),
  });
  const select = openSelect(db);
  const settlements = db.prepare("SELECT clash, settlement FROM settlements WHERE council = ? ORDER BY version DESC");
  return {
    /** Returns what was said of how each clash of a council is settled, the last first. No rights are applied. */
    settlementsOf(council: string): (clash: string) => readonly ClashSettlement[] {
      const said = Map.groupBy(settlements.all<{ clash: string; settlement: string }>(council), ({ clash }) => clash);
      return (clash) => (said.get(clash) ?? []).map(({ settlement }) => JSON.parse(settlement));
    },
    /**
     * Days of councils that touch a period, by their first day, up to `limit` of those that are visible: visits at some councils, and the noted dates of
     * some. `ofSupport` is the predicate on `s` of supports; approaches have none.
     */
    diary(
      { visits, dates }: { readonly visits: readonly string[]; readonly dates: readonly string[] },
      { from, to }: { readonly from: string; readonly to: string },
      ofSupport: Predicate,
      after: { readonly from: string; readonly id: string } | undefined,
      limit: number,
      isVisible: (day: VisitDay) => boolean,
    ): readonly KnownDay[] {
      const text = `SELECT * FROM (
        SELECT v.council, NULL AS noted, ${columns} JOIN json_each(?) c ON c.value = v.council
        WHERE v.to_day >= ? AND v.from_day <= ? AND (v.from_day, v.id) > (?, ?) AND (v.support IS NULL OR (${ofSupport.text}))
        UNION ALL
        SELECT d.council, d.kind, d.id, d.from_day, d.to_day, 'noted-date', NULL, NULL, 0, NULL, NULL
        FROM noted_dates d JOIN json_each(?) c ON c.value = d.council
        WHERE d.to_day >= ? AND d.from_day <= ? AND (d.from_day, d.id) > (?, ?)
      ) ORDER BY "from", id`;
      const within = [from, to, after?.from ?? "", after?.id ?? ""];
      const values = [JSON.stringify(visits), ...within, ...ofSupport.values, JSON.stringify(dates), ...within];
      const dayIn = (row: DayRow): KnownDay => {
        if (row.noted === null) {
          const { council, noted: _, ...visit } = row;
          return { council, ...visitIn(visit) };
        }
        const { council, noted, id, from: first, to: last } = row;
        return { council, kind: "noted-date", noted, id, from: first, to: last };
      };
      const isShown = (day: KnownDay) => day.kind === "noted-date" || isVisible(day);
      return firstVisible({ text, values }, dayIn, isShown, limit);
    },
    /** Visits of a council that may clash and are not over by a day, as far as a person sees them: those that are over next. */
    openVisits(council: string, since: string, { ofSupport, isVisible }: SeenBy<KnownVisit>): readonly KnownVisit[] {
      const text = `SELECT ${columns} WHERE v.council = ? AND v.to_day >= ? AND v.open = 1 AND (v.support IS NULL OR (${ofSupport.text}))
        ORDER BY v.to_day, v.id`;
      return firstVisible({ text, values: [council, since, ...ofSupport.values] }, visitIn, isVisible, COMPARED.visits);
    },
    /** The newest open supports of a council that a person sees. */
    openOffers(council: string, { ofSupport, isVisible }: SeenBy<KnownOffer>): readonly KnownOffer[] {
      const text = `SELECT s.id, s.from_day AS "from", s.until_day AS "to", s.strand, s.provider, s.causes, s.package AS "group", s.facts
        FROM supports s WHERE s.council = ? AND s.open = 1 AND (${ofSupport.text}) ORDER BY s.seq DESC`;
      const offerIn = ({ causes, facts, ...offer }: OfferRow): KnownOffer => ({
        ...{ ...offer, causes: JSON.parse(causes), facts: factsIn(facts) },
      });
      return firstVisible({ text, values: [council, ...ofSupport.values] }, offerIn, isVisible, COMPARED.supports);
    },
  };

  /** Reads row by row until there are as many visible ones. */
  function firstVisible<Row, Read>(
    sql: Predicate,
    read: (row: Row) => Read,
    isVisible: (read: Read) => boolean,
    limit: number,
  ): readonly Read[] {
    const found: Read[] = [];
    select.each<Row>(sql, (row) => {
      const one = read(row);
      if (isVisible(one)) found.push(one);
      return found.length < limit;
    });
    return found;
  }
}
