// Good practice: councils that agreed to be contacted about a cause, and whose support for it was effective in their and the provider's judgement, after a
// concern was concluded with that support or the council had requested it. Both conditions are necessary.
import type { Database } from "../../event-log/stores/database.ts";
import type { CouncilEvent } from "../../services/council/events.ts";
import { type SupportState, workedWell } from "../../services/support/state.ts";

export const PRACTICE_SCHEMA = `
CREATE TABLE IF NOT EXISTS contacts (
  contact TEXT PRIMARY KEY, council TEXT NOT NULL, strand TEXT NOT NULL, cause TEXT NOT NULL, data TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS contacts_for ON contacts (strand, cause, council, contact);
CREATE TABLE IF NOT EXISTS concluded (support TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS practice (
  council TEXT NOT NULL, strand TEXT NOT NULL, cause TEXT NOT NULL, support TEXT NOT NULL, PRIMARY KEY (council, strand, cause, support)
) STRICT, WITHOUT ROWID;`;

export function openPractice(db: Database) {
  const agree = db.prepare("INSERT OR REPLACE INTO contacts (contact, council, strand, cause, data) VALUES (?, ?, ?, ?, ?)");
  const takeBack = db.prepare("DELETE FROM contacts WHERE contact = ?");
  const conclude = db.prepare("INSERT OR IGNORE INTO concluded (support) VALUES (?)");
  const isConcluded = db.prepare("SELECT 1 FROM concluded WHERE support = ?");
  const withdrawContacts = db.prepare("DELETE FROM contacts WHERE council = ?");
  const withdrawPractice = db.prepare("DELETE FROM practice WHERE support = ?");
  const worked = db.prepare("INSERT OR IGNORE INTO practice (council, strand, cause, support) VALUES (?, ?, ?, ?)");

  function changed(state: SupportState): void {
    if (!workedWell(state) || !isConcluded.get(state.id)) return;
    for (const cause of state.causes) worked.run(state.council, state.strand, cause, state.id);
  }
  return {
    changed,
    withdrawCouncil: (council: string) => withdrawContacts.run(council),
    withdrawSupport: (support: string) => withdrawPractice.run(support),
    concludedWith(support: string, state: SupportState | undefined): void {
      conclude.run(support);
      if (state) changed(state);
    },
    applyToCouncil(council: string, { type, data }: CouncilEvent): void {
      if (type === "ContactAgreed.v1") agree.run(data.contact, council, data.strand, data.cause, JSON.stringify(data));
      if (type === "ContactTakenBack.v1") takeBack.run(data.contact);
    },
  };
}
