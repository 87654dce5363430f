// The commands on invitations. Whoever joins is registered on a stream of their own, in the same command, and then the invitation's text is erased.
import { hash, randomBytes } from "node:crypto";
import { withKeys } from "../../event-log/keys/with-keys.ts";
import type { Position } from "../../event-log/port.ts";
import type { Councils } from "../../reference/councils.ts";
import { destroyKeys, keysIn, reveal } from "../confidential.ts";
import { loadPerson, type peopleService } from "../people/service.ts";
import { type CommandSteps, commandService } from "../pipeline/command-service.ts";
import { type CommandContext, type CommandDeps, type Outcome, refuseForbidden } from "../pipeline/execute-command.ts";
import { isRefusal } from "../refusals.ts";
import { decideInvitation, type InvitationCommand, invitationCommands } from "./decide.ts";
import { invitationStream } from "./events.ts";
import { type InvitationState, isOpen } from "./state.ts";
import { foldInvitation, invitationStreams } from "./stream.ts";

type InvitationCommandName = keyof typeof invitationCommands;
/** `secret`: of the link that the command made. It is nowhere else. */
type InvitationOutcome = Outcome & { readonly secret?: string };

const SECRET_BYTES = 32;
const MAKES_LINK: readonly InvitationCommandName[] = ["invitePerson", "sendInvitationAgain"];

/** The digest of a link's secret. The secret is random, so that it needs no salt. */
export const digestOfLink = (secret: string): string => hash("sha256", `invitation ${secret}`, "base64url");

export const loadInvitation = async ({ log }: Pick<CommandDeps, "log">, id: string): Promise<InvitationState | undefined> =>
  foldInvitation(id, await log.readStream(invitationStream(id)));

/** Policy decides on an invitation as on a person's record, without a person, because nobody has joined by it yet. */
const resourceOf = (id: string) => ({ type: "PersonRecord", id, facts: { person: "" } }) as const;

export function invitationService(
  deps: CommandDeps,
  councils: Councils,
  people: ReturnType<typeof peopleService>,
  newSecret = () => randomBytes(SECRET_BYTES).toString("base64url"),
) {
  /** Registers whoever has accepted an invitation, unless that is done. */
  async function register(id: string, correlation: string): Promise<Position | undefined> {
    const state = await loadInvitation(deps, id);
    if (!state?.accepted) return undefined;
    const { person, issuer } = state.accepted;
    const text = await withKeys(deps.keys, () => reveal(deps.keys, state.text), keysIn(state.text));
    const outcome =
      text &&
      (await people.execute(
        "joinByInvitation",
        { person, ...text, invitation: id, invitedBy: state.invited.actor, issuer, office: state.office },
        { principal: { type: "Hub" }, idempotencyKey: `join-${id}`, correlation },
      ));
    return outcome && !isRefusal(outcome) ? outcome.position : undefined;
  }

  const stepsOf =
    (digest: string) =>
    (command: InvitationCommand, { principal, correlation }: CommandContext): CommandSteps<InvitationState | undefined> => {
      const { name, input } = command;
      const resource = resourceOf("invitation" in input ? input.invitation : "");
      return {
        streams: invitationStreams,
        id: (newId) => ("invitation" in input ? input.invitation : newId("invitation")),
        refuseFirst: async () => refuseForbidden(deps, principal, name, resource),
        authorise: async () => deps.rights.decide(principal, name, resource),
        decide: async (state, context) =>
          decideInvitation(state, command, {
            ...{ ...context, digest, council: councils.status },
            address: state && reveal(deps.keys, state.text)?.address,
            isRegistered: command.name === "acceptInvitation" && (await loadPerson(deps.log, command.input.person)) !== undefined,
          }),
        ...(command.name === "acceptInvitation" && {
          // Of two invitations to one person the second is decided when the first has registered them. No stream has this name.
          excludes: async () => [`joining ${command.input.person}`],
          follow: async () => {
            const position = await register(command.input.invitation, correlation);
            await eraseInvitation(deps, command.input.invitation);
            return position;
          },
        }),
        ...(command.name === "withdrawInvitation" && {
          follow: async () => {
            await eraseInvitation(deps, command.input.invitation);
            return undefined;
          },
        }),
      };
    };

  return {
    async execute(name: InvitationCommandName, input: unknown, context: CommandContext): Promise<InvitationOutcome> {
      const secret = newSecret();
      const service = commandService(deps, invitationCommands, stepsOf(digestOfLink(secret)));
      const outcome = await service.execute(name, input, context);
      return !isRefusal(outcome) && outcome.recorded && MAKES_LINK.includes(name) ? { ...outcome, secret } : outcome;
    },
    /**
     * Does what a crash may have left undone after an invitation was accepted or withdrawn. Returns whether a key of it was still there. Throws what a command
     * throws.
     */
    async complete(id: string, correlation: string): Promise<boolean> {
      await register(id, correlation);
      return eraseInvitation(deps, id);
    },
  };
}

/** Destroys the keys of an invitation that was withdrawn, or whose person is registered. Returns whether a key was there. Throws LogUnavailable. */
async function eraseInvitation({ log, keys }: Pick<CommandDeps, "log" | "keys">, id: string): Promise<boolean> {
  const stored = await log.readStream(invitationStream(id));
  const state = foldInvitation(id, stored);
  if (!state || isOpen(state)) return false;
  if (state.accepted && !(await loadPerson(log, state.accepted.person))) return false;
  return destroyKeys(keys, stored);
}
