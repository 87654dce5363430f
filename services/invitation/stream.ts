// The streams of invitations.
import { streamKind } from "../stream-kind.ts";
import { INVITATION_CATEGORY, invitationEvents } from "./events.ts";
import { evolveInvitation } from "./state.ts";

export const invitationStreams = streamKind(INVITATION_CATEGORY, invitationEvents, evolveInvitation, undefined);
export const { read: readInvitationEvent, fold: foldInvitation } = invitationStreams;
