// The columns that lists of concerns are filtered and ordered by, beside those of the facts. Policies do not use them.
import type { CaseloadValues } from "../../services/concern/caseload.ts";

/** The due day of concerns without one, which are last in order. */
export const NO_DUE_DAY = "9999-12-31";
/** The owner of concerns that nobody owns. */
export const NO_OWNER = "";

export const CASELOAD_COLUMNS = {
  owner: "owner",
  changedAt: "changed_at",
  conclusion: "conclusion",
  awaitsAdviser: "awaits_adviser",
  awaitsCouncil: "awaits_council",
  awaitsRecipient: "awaits_recipient",
  awaitsPosition: "awaits_position",
  due: "due",
  lastHeld: "last_held",
} as const;

export const CASELOAD_SCHEMA = `
  owner TEXT NOT NULL, changed_at TEXT NOT NULL, conclusion TEXT, awaits_adviser INTEGER NOT NULL, awaits_council INTEGER NOT NULL,
  awaits_recipient INTEGER NOT NULL, awaits_position INTEGER NOT NULL, due TEXT NOT NULL,
  last_held TEXT`;

/** By scope, in which advisers read; a council has few concerns, whose rows are read. What an adviser owns is read by due day, its usual order. */
export const CASELOAD_INDEXES = `
CREATE INDEX IF NOT EXISTS by_scope_owner ON concerns (scope, owner, due, seq);
CREATE INDEX IF NOT EXISTS by_scope_changed ON concerns (scope, changed_at, seq);
CREATE INDEX IF NOT EXISTS by_scope_due ON concerns (scope, due, seq);
CREATE INDEX IF NOT EXISTS by_council_held ON concerns (council, last_held) WHERE last_held IS NOT NULL;
CREATE INDEX IF NOT EXISTS by_scope_conclusion ON concerns (scope, conclusion, seq) WHERE conclusion IS NOT NULL;
CREATE INDEX IF NOT EXISTS by_scope_awaits_adviser ON concerns (scope, seq) WHERE awaits_adviser = 1;
CREATE INDEX IF NOT EXISTS by_scope_awaits_council ON concerns (scope, seq) WHERE awaits_council = 1;
CREATE INDEX IF NOT EXISTS by_scope_awaits_recipient ON concerns (scope, seq) WHERE awaits_recipient = 1;
CREATE INDEX IF NOT EXISTS by_scope_awaits_position ON concerns (scope, seq) WHERE awaits_position = 1;`;

export const CASELOAD_NAMES: readonly string[] = Object.values(CASELOAD_COLUMNS);

/** In the order of `CASELOAD_NAMES`. */
export const caseloadValues = ({ owner, changedAt, conclusion, awaits, awaitsPosition, due, lastHeld }: CaseloadValues) => [
  owner ?? NO_OWNER,
  changedAt,
  conclusion ?? null,
  Number(awaits.adviser),
  Number(awaits.council),
  Number(awaits.recipient),
  Number(awaitsPosition),
  due ?? NO_DUE_DAY,
  lastHeld ?? null,
];
