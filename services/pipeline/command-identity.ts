// The identity of a command: the id under which a repeat of it is recognised, and the ids of the records that it creates.
import { deriveId } from "../../event-log/ids.ts";
import type { KeyStore } from "../../event-log/keys/port.ts";
import { streamName } from "../../event-log/stream-name.ts";
import type { Principal } from "../../policies/engine/facts.ts";
import type { NewId } from "../decision-context.ts";
import type { CommandDeclaration } from "../input.ts";
import type { FoldedStreamKind } from "../stream-kind.ts";

/** Commands with the same principal, key and input are the same command. */
export type CommandKey = {
  readonly principal: Principal;
  readonly idempotencyKey: string;
  /** Idempotency keys that earlier releases derived from the same line of an imported file. */
  readonly formerIdempotencyKeys?: readonly string[] | undefined;
};

/** What identifies a command beside its key, and where its events go. */
export type IdentifiedCommand = {
  readonly name: string;
  readonly input: unknown;
  readonly creates: CommandDeclaration["creates"];
  readonly streams: Pick<FoldedStreamKind<unknown>, "category" | "events">;
  /** The stream's id within its kind; new for a command that creates a stream. */
  readonly id: (newId: NewId) => string;
};

/** The ids and digests of a command, and those that earlier releases would have assigned. */
export type CommandIdentity = {
  readonly id: string;
  readonly newId: NewId;
  /** Empty if no earlier release wrote to the log. */
  readonly formerIds: readonly string[];
  /** Digests of its name and input; the first is stored. */
  readonly digests: readonly [string, ...string[]];
};

export const streamOf = ({ streams, id }: Pick<IdentifiedCommand, "streams" | "id">, newId: NewId): string =>
  streamName(streams.category, id(newId));

export const actorOf = (principal: Principal): string => (principal.type === "Hub" ? "hub" : principal.facts.id);

/**
 * Derives a command's id, and the one that an earlier release may have assigned. The id depends on the person, so that equal keys of two people are
 * different commands; and on a secret, because an idempotency key may be derived from confidential content.
 */
export function commandIdsOf(
  keys: KeyStore,
  { principal, idempotencyKey }: CommandKey,
): readonly [id: string, ...formerIds: string[]] {
  const words = ["command", principal.type, actorOf(principal), idempotencyKey] as const;
  return [keys.deriveId(...words), ...(keys.isOfEarlierRelease ? [deriveId(...words)] : [])];
}

export function identifyCommand(
  { keys }: { readonly keys: KeyStore },
  key: CommandKey,
  { name, input }: IdentifiedCommand,
): CommandIdentity {
  const [id, ...formerIds] = commandIdsOf(keys, key);
  return { id, newId: idsFrom(id), formerIds, digests: keys.digests(JSON.stringify([name, input])) };
}

/** Derives the ids of created records. The command's id cannot be guessed, so neither can these. */
export const idsFrom =
  (commandId: string): NewId =>
  (...words) =>
    deriveId(commandId, ...words);
