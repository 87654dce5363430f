// One concern on the printed page of a ledger: who can see it, what matters most of it first, and at the end everything that happened in its order.
import { type Element, element } from "./html.ts";
import { card, type Heads, type Rows, table } from "./page-parts.ts";

export const READER_HEADS: Heads = { by: "People", "role or body": "Role", text: "Information" };
const HISTORY: Heads = { number: "Number", when: "When", what: "What happened", by: "Person", "permitted by": "Permitted by" };
const PROOF: Heads = {
  ...{ number: "Number", id: "What it is about", "policy version": "Policy version" },
  "previous fingerprint": "Fingerprint of the event before",
};

/** A heading -> the types of records, in the schema, whose events are below it. */
const PARTS: readonly (readonly [heading: string, types: readonly string[]])[] = [
  ["What the concern says, and what became of it", ["Summary"]],
  ["What the council says", ["Reply", "Correction", "LaterWord"]],
  ["Evidence", ["Evidence"]],
  ["How it was concluded", ["Conclusion"]],
  ["Whom it is and was shared with", ["Share", "ShareRequest", "Reassurance"]],
  ["How the council was told", ["Awareness"]],
  ["Conversations with the council", ["Conversation"]],
  ["The panel, and who was not persuaded", ["Challenge", "NotPersuaded", "Escalation"]],
  ["Who reads it inside the council", ["Restriction"]],
];

/** The section of one concern, of its rows. The first of them is about the concern itself. */
export function concernSection([concern = {}, ...all]: Rows): Element {
  // The heading has the strand and the cause of each.
  const rows = all.map(({ strand: _, cause: __, ...row }) => row);
  const {
    readers = [],
    history = [],
    others = [],
  } = Object.groupBy(rows, ({ record }) => (record === "reader" ? "readers" : record === "event" ? "history" : "others"));
  const said = [...others, ...history];
  const named = new Set(PARTS.flatMap(([, types]) => types));
  const isElsewhere = ({ recordType = "" }: Rows[number]): boolean => named.has(recordType);
  const parts = [
    ...PARTS.map(([heading, types]) => [heading, said.filter(({ recordType = "" }) => types.includes(recordType))] as const),
    ["What else happened", said.filter((row) => !isElsewhere(row))] as const,
  ];
  return element(
    'section class="concern"',
    element("h2", `${concern.concern}: ${concern.strand}, ${concern.cause}`),
    card({ ...concern, strand: "", cause: "" }, 3),
    table("Who can see it", READER_HEADS, readers),
    ...parts.flatMap(([heading, of]) => (of.length > 0 ? [element("h3", heading), ...of.map((row) => card(row, 4))] : [])),
    table("Everything that happened, in its order", HISTORY, history),
  );
}

/** The table of a concern's events with their fingerprints, by which a reader can check that none is missing and none was changed. `rows`: those of one concern. */
export const proofOf = (rows: Rows): Element =>
  table(
    `${rows[0]?.concern}: every event`,
    PROOF,
    rows.filter(({ record }) => record === "event"),
  );
