// Joining by the link of an invitation: the sign-in shows who it is, and the invitation's rules whether it is for them.

import { deriveId } from "../../event-log/ids.ts";
import { findByLink } from "../../queries/people/invitations.ts";
import { isRegistered } from "../../queries/people/registered-people.ts";
import { digestOfLink } from "../../services/invitation/service.ts";
import { isRefusal, type RefusalCode } from "../../services/refusals.ts";
import type { Hub } from "../hub.ts";
import type { SignedIn } from "./relying-party.ts";

/** `code`: why it is refused; NOT_FOUND for a link that cannot be used, BUSY if the person could not be registered yet. */
type JoinOutcome = { readonly kind: "joined" } | { readonly kind: "refused"; readonly code: RefusalCode };

export type Joining = ReturnType<typeof openJoining>;

export const openJoining = (hub: Hub) => ({
  isOpen: (secret: string): boolean => findByLink(hub, digestOfLink(secret)) !== undefined,
  digestOf: digestOfLink,
  /** Accepts the invitation of the link with this digest for whoever has signed in. The same person can repeat it, where a crash left it half done. */
  async join(digest: string, signedIn: SignedIn): Promise<JoinOutcome> {
    const { person } = signedIn;
    if (isRegistered(hub, person)) return { kind: "refused", code: "PERSON_REGISTERED" };
    const invitation = findByLink(hub, digest);
    if (invitation === undefined) return { kind: "refused", code: "NOT_FOUND" };
    const context = hub.asHub(`accept-${deriveId(digest, person)}`);
    const outcome = await hub.services.invitation.execute("acceptInvitation", { invitation, digest, ...signedIn }, context);
    if (isRefusal(outcome)) return { kind: "refused", code: outcome.code };
    // The acceptance is on record; the hub registers them when it can.
    return isRegistered(hub, person) ? { kind: "joined" } : { kind: "refused", code: "BUSY" };
  },
});
