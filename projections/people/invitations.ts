// Invitations: the open ones, and which of them a link is of.
import type { StoredEvent } from "../../event-log/port.ts";
import type { Database } from "../../event-log/stores/database.ts";
import { evolveInvitation, type InvitationState, isOpen } from "../../services/invitation/state.ts";
import { readInvitationEvent } from "../../services/invitation/stream.ts";
import { occurrence } from "../../services/stored-events.ts";

/** `number` is the position of the invitation's first event. */
export const INVITATIONS_SCHEMA = `
    CREATE TABLE IF NOT EXISTS invitations (id TEXT PRIMARY KEY, number TEXT NOT NULL, open INTEGER NOT NULL,
      digest TEXT NOT NULL, link_until TEXT NOT NULL, state TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS open_invitations ON invitations (number) WHERE open = 1;
    CREATE INDEX IF NOT EXISTS ended_invitations ON invitations (id) WHERE open = 0;
    CREATE INDEX IF NOT EXISTS invitation_links ON invitations (digest);`;

/** A position that comes after all others. */
const NEWEST = "~";

/** An invitation, and its place among all. */
export type NumberedInvitation = { readonly number: string; readonly state: InvitationState };

/** `isRegistered` reads the table of people. */
export function openInvitations(db: Database, isRegistered: (person: string) => boolean) {
  const select = db.prepare("SELECT number, state FROM invitations WHERE id = ?");
  const put = db.prepare(
    "INSERT OR REPLACE INTO invitations (id, number, open, digest, link_until, state) VALUES (?, ?, ?, ?, ?, ?)",
  );
  const drop = db.prepare("DELETE FROM invitations WHERE id = ?");
  const page = db.prepare("SELECT number, state FROM invitations WHERE open = 1 AND number < ? ORDER BY number DESC LIMIT ?");
  const ended = db.prepare("SELECT id FROM invitations WHERE open = 0 AND id > ? ORDER BY id LIMIT ?");
  const countEnded = db.prepare("SELECT count(*) AS count FROM invitations WHERE open = 0");
  const ofLink = db.prepare("SELECT id, open, state FROM invitations WHERE digest = ? AND link_until >= ?");

  type Row = { readonly number: string; readonly state: string };
  const parsed = ({ number, state }: Row): NumberedInvitation => ({ number, state: JSON.parse(state) });
  const load = (id: string): NumberedInvitation | undefined => {
    const row = select.get<Row | undefined>(id);
    return row && parsed(row);
  };

  return {
    apply(event: StoredEvent): void {
      const id = event.streamId;
      const before = load(id);
      const state = evolveInvitation(id, before?.state, readInvitationEvent(event), occurrence(event));
      const { digest, linkUntil } = state.link;
      put.run(id, before?.number ?? event.position, Number(isOpen(state)), digest, linkUntil, JSON.stringify(state));
    },
    drop: (id: string) => drop.run(id),
    queries: {
      invitation: (id: string): InvitationState | undefined => load(id)?.state,
      /** Open ones, the latest first, after a number. */
      openInvitations: (after: string | undefined, limit: number): readonly NumberedInvitation[] =>
        page.all<Row>(after ?? NEWEST, limit).map(parsed),
      /** Those that were accepted or withdrawn, in order of id. */
      endedInvitations: (after: string, limit: number): readonly string[] =>
        ended.all<{ id: string }>(after, limit).map(({ id }) => id),
      countEndedInvitations: () => countEnded.get<{ count: number }>().count,
      /**
       * The invitation by the link of which somebody can join. That is also one that was accepted, where a crash came before the registration. A link that
       * has ended is as unknown as one that never was.
       */
      invitationOfLink(digest: string, today: string): string | undefined {
        const row = ofLink.get<{ id: string; open: number; state: string } | undefined>(digest, today);
        if (!row) return undefined;
        const { accepted }: InvitationState = JSON.parse(row.state);
        return row.open === 1 || (accepted && !isRegistered(accepted.person)) ? row.id : undefined;
      },
    },
  };
}
