// Open invitations, for those who may invite.
import type { NumberedInvitation } from "../../projections/people/invitations.ts";
import { INVITATION_CATEGORY } from "../../services/invitation/events.ts";
import { type InvitationState, isOpen } from "../../services/invitation/state.ts";
import type { Viewer } from "../../services/people/viewer.ts";
import { may, type ReadDeps } from "../deps.ts";

type Deps = Pick<ReadDeps, "rights" | "people">;

/** Policy decides on an invitation as on a person's record, without a person, because nobody has joined by it yet. */
const RESOURCE = { type: "PersonRecord", id: "", facts: { person: "" } } as const;

const mayReadInvitations = (deps: Pick<Deps, "rights">, { facts }: Viewer): boolean =>
  may(deps, facts, "readInvitations", RESOURCE);

export const mayInviteAnybody = (deps: Pick<Deps, "rights">, { facts }: Viewer): boolean =>
  may(deps, facts, "invitePerson", RESOURCE);

/** Returns up to `limit` open invitations after a number, the latest first. */
export const readInvitations = (
  deps: Deps,
  viewer: Viewer,
  after: string | undefined,
  limit: number,
): readonly NumberedInvitation[] => (mayReadInvitations(deps, viewer) ? deps.people.queries().openInvitations(after, limit) : []);

/** Undefined if it is not open, or the viewer may not see it. */
export function readInvitation(deps: Deps, viewer: Viewer, id: string): InvitationState | undefined {
  if (!mayReadInvitations(deps, viewer)) return undefined;
  const state = deps.people.queries().invitation(id);
  return state && isOpen(state) ? state : undefined;
}

/** Unreadable invitations, for a viewer who may see them. */
export const countUnreadableInvitations = (
  deps: Pick<Deps, "rights"> & { readonly quarantine: { of(kind: typeof INVITATION_CATEGORY): readonly unknown[] } },
  viewer: Viewer,
): number => (mayReadInvitations(deps, viewer) ? deps.quarantine.of(INVITATION_CATEGORY).length : 0);

/** The invitation by whose link somebody can join. In the same time for a link that has ended as for one that never was. */
export const findByLink = ({ people, today }: Pick<ReadDeps, "people" | "today">, digest: string): string | undefined =>
  people.queries().invitationOfLink(digest, today());
