// Which records were disclosed to whom: a row for each leaf of each answer.
import { readLeaves } from "../../disclosure/answers.ts";
import {
  ANSWER_CATEGORY,
  councilOf,
  DISCLOSURE_CATEGORY,
  monthOf,
  RETENTION_STREAM,
  type View,
} from "../../disclosure/events.ts";
import { type Leaf, leafViews } from "../../disclosure/leaf.ts";
import { readRetentionEvent } from "../../disclosure/retention.ts";
import { readDisclosureEvent } from "../../disclosure/streams.ts";
import type { StoredEvent } from "../../event-log/port.ts";
import type { Database } from "../../event-log/stores/database.ts";
import { HUB_STREAM, IDENTITY_STREAM, type LossAccepted } from "../../services/hub-record/events.ts";
import { readHubEvent } from "../../services/hub-record/stream.ts";
import type { Opened, ReadModel } from "../runtime/read-model.ts";
import { LEAVES_COMPARED, LEAVES_SCHEMA, openLeafRows } from "./leaf-rows.ts";
import { OPENINGS_COMPARED, OPENINGS_SCHEMA, openOpeningRows } from "./opening-rows.ts";
import { HEADS_SCHEMA, openStreamHeads } from "./stream-heads.ts";

export type DisclosureQueries = ReturnType<typeof open>["queries"];

/** `at` is the instant at which the loss of something of the store was accepted. */
export type AcceptedLoss = { readonly at: string; readonly store: LossAccepted["losses"][number]["store"] };

export const disclosuresModel: ReadModel<DisclosureQueries> = {
  name: "disclosures",
  version: 5,
  categories: [ANSWER_CATEGORY, DISCLOSURE_CATEGORY, RETENTION_STREAM, HUB_STREAM, IDENTITY_STREAM],
  schema: `${LEAVES_SCHEMA}${HEADS_SCHEMA}${OPENINGS_SCHEMA}
    CREATE TABLE IF NOT EXISTS removed (month TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS losses (at TEXT NOT NULL, store TEXT NOT NULL, PRIMARY KEY (at, store)) STRICT, WITHOUT ROWID;`,
  comparedAs: { ...LEAVES_COMPARED, ...OPENINGS_COMPARED },
  open,
};

function open(db: Database) {
  const rows = openLeafRows(db);
  const heads = openStreamHeads(db);
  const openings = openOpeningRows(db);
  const rememberRemoved = db.prepare("INSERT OR IGNORE INTO removed (month) VALUES (?)");
  const lastRemoved = db.prepare("SELECT max(month) AS month FROM removed");

  function removed(event: StoredEvent): void {
    const { type, data } = readRetentionEvent(event);
    if (type !== "DisclosuresRemoved.v1") return;
    rows.removeMonth(data.month);
    openings.removeMonth(data.month);
    heads.removeMonth(data.month);
    rememberRemoved.run(data.month);
  }

  const rememberLoss = db.prepare("INSERT OR IGNORE INTO losses (at, store) VALUES (?, ?)");
  const allLosses = db.prepare("SELECT at, store FROM losses ORDER BY at, store");

  function lost(event: StoredEvent): void {
    const { type, data } = readHubEvent(event);
    if (type === "LossAccepted.v1") for (const { store } of data.losses) rememberLoss.run(event.at, store);
  }

  function answered(event: StoredEvent): void {
    const [month, leaves] = [monthOf(event.streamId), readLeaves(event)];
    for (const one of leaves) {
      rows.add({ event: event.id, month, leaf: one.leaf, inTree: one });
      openings.add(one.leaf, month);
    }
    heads.advance(event, month, leaves);
  }

  function apply(event: StoredEvent): void {
    if (event.stream === HUB_STREAM) lost(event);
    else if (event.stream === RETENTION_STREAM) removed(event);
    else if (event.category === ANSWER_CATEGORY) answered(event);
    else if (event.category === DISCLOSURE_CATEGORY)
      for (const leaf of leavesOfEarlier(event)) rows.add({ event: event.id, month: monthOf(event.streamId), leaf });
  }

  return {
    apply,
    // Disclosures that could be read stay in the ledger, which says for which months the record is incomplete.
    withdraw: () => undefined,
    queries: {
      openings: openings.queries,
      ofConcern: rows.ofConcern,
      /** Of records about a council, counts too. No rights are applied: the caller asks policy about each record. */
      ofCouncil: rows.ofCouncil,
      /** The last month, `yyyy-mm`, whose disclosures have been removed. */
      removedTo: () => lastRemoved.get<{ month: string | null }>().month ?? undefined,
      /** Losses of the hub's stores that were accepted, in order. */
      losses: () => allLosses.all<AcceptedLoss>(),
      /** How far an answer stream was applied. */
      streamHeads: heads.of,
    },
  } satisfies Opened<unknown>;
}

/** Converts an event of an earlier release into leaves, one for each person, although they were in no tree. */
function leavesOfEarlier(event: StoredEvent): readonly Leaf[] {
  const { surface, to, views } = readDisclosureEvent(event).data;
  const { stream, streamId, at, metadata } = event;
  const common = { stream, council: councilOf(streamId), at, surface, policy: metadata.policyVersion };
  const ofConcerns = views.map(
    ({ concerns, parts }): View => ({
      ...{ kind: "concern", parts },
      records: concerns.map(({ concern, version }) => ({ id: concern, version })),
    }),
  );
  const pieces = ofConcerns.map(leafViews());
  return to.flatMap(({ person, assignments }) =>
    (views.length > 0 ? pieces.map((piece) => [piece]) : [[]]).map((leafViews) => ({
      ...{ ...common, person, assignments, views: leafViews },
      ...{ series: "", number: 0, previous: "", salt: "", request: "" },
    })),
  );
}
