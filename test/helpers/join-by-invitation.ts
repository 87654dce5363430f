// Somebody joins by an invitation, without a browser: the hub's own commands, as its sign-in gives them.
import type { Hub } from "../../hub/hub.ts";
import { openJoining } from "../../hub/sign-in/joining.ts";
import type { CommandContext } from "../../services/pipeline/execute-command.ts";

const ISSUER = "https://sign-in.example";

/** Invites, mails and joins. Returns the id of the invitation. */
export async function joinByInvitation(
  hub: Hub,
  officer: CommandContext,
  { person, ...input }: Readonly<Record<string, unknown>> & { readonly person: string; readonly address: string },
): Promise<string> {
  const invited = await hub.services.invitation.execute("invitePerson", input, officer);
  if (invited.kind === "refused" || !invited.secret) throw new Error(JSON.stringify(invited));
  const joining = openJoining(hub);
  const digest = joining.digestOf(invited.secret);
  const mailed = { invitation: invited.id, digest, outcome: "sent" };
  await hub.services.invitation.execute("recordInvitationMail", mailed, hub.asHub(`mailed-${person}`));
  const joined = await joining.join(digest, { person, issuer: ISSUER, email: input.address, isEmailVerified: true });
  if (joined.kind === "refused") throw new Error(joined.code);
  return invited.id;
}
