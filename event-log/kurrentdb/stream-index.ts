// The last event of a stream, and the commands recorded in it, among which a repeated command is found. A stream is read completely once, and after that
// only from the last known event. For a new command only the last event is read, and no commands are kept.
import { boundedCache } from "../../caching/cache.ts";
import type { Appended, Position } from "../port.ts";
import type { Reads } from "./reads.ts";
import { type Last, linkOf, type ReadEvent } from "./stored-form.ts";

type RecordedCommand = { readonly bodyDigest: string; readonly version: number; readonly position: Position };
export type StreamIndex = { last: Last | undefined; readonly commands: Map<string, RecordedCommand> };
/** `isCurrent`: whether the stream was read for this call. */
type KnownIndex = { readonly index: StreamIndex; readonly isCurrent: boolean };

const STREAMS = 2_000;

const newIndex = (last?: Last): StreamIndex => ({ last, commands: new Map() });

export function openStreamIndexes({ stream, lastOf }: Pick<Reads, "stream" | "lastOf">) {
  const indexes = boundedCache<string, StreamIndex>(STREAMS);
  /** Stream -> its last event when a new command was last appended to it. */
  const lastEvents = boundedCache<string, Last>(STREAMS);

  /** Adds the events after the last known one. Throws LogUnavailable. */
  async function readOn(name: string, index: StreamIndex): Promise<void> {
    for (const read of await stream(name, index.last?.version)) {
      const { version, position } = read.event;
      if (version <= (index.last?.version ?? 0)) continue;
      index.last = linkOf(read);
      const commandId = commandOf(read);
      if (commandId !== undefined) index.commands.set(commandId, { bodyDigest: read.bodyDigest, version, position });
    }
  }

  return {
    readOn,
    /** The index with every command up to the last event. Throws LogUnavailable. */
    async read(name: string): Promise<StreamIndex> {
      const index = indexes.get(name) ?? newIndex();
      await readOn(name, index);
      indexes.set(name, index);
      return index;
    },
    /** The index as last read; for a stream that is not known, an empty one if `isNew`, and otherwise what the stream has. Throws LogUnavailable. */
    async withCommands(name: string, isNew: boolean): Promise<KnownIndex> {
      const known = indexes.get(name);
      if (known) return { index: known, isCurrent: false };
      const index = newIndex();
      if (!isNew) await readOn(name, index);
      indexes.set(name, index);
      return { index, isCurrent: !isNew };
    },
    /** An index for one new command: it has the stream's last event, and no earlier command. Throws LogUnavailable. */
    async withoutCommands(name: string, isNew: boolean): Promise<KnownIndex> {
      const known = lastEvents.get(name);
      if (known || isNew) return { index: newIndex(known), isCurrent: false };
      const last = await lastOf(name);
      return { index: newIndex(last && linkOf(last)), isCurrent: true };
    },
    keepLast(name: string, { last }: StreamIndex): void {
      if (last) lastEvents.set(name, last);
    },
    forget(name: string): void {
      indexes.delete(name);
      lastEvents.delete(name);
    },
  };
}

/** Updates the index after an append, unless the stream was read meanwhile. */
export function recordAppended(
  index: StreamIndex,
  { last, commandId, ...recorded }: Omit<RecordedCommand, "version"> & { readonly last: Last; readonly commandId: string },
): void {
  if (last.version <= (index.last?.version ?? 0)) return;
  index.last = last;
  index.commands.set(commandId, { ...recorded, version: last.version });
}

export const firstOutcome = (
  { commands }: StreamIndex,
  commandId: string,
  bodyDigest: string,
): Appended | { readonly kind: "key-reused" } | undefined => {
  const recorded = commands.get(commandId);
  if (!recorded) return undefined;
  if (recorded.bodyDigest !== bodyDigest) return { kind: "key-reused" };
  const { position, version } = recorded;
  return { kind: "appended", position, version, repeated: true };
};

function commandOf({ texts }: ReadEvent): string | undefined {
  try {
    const { commandId } = JSON.parse(texts.metadata) as { readonly commandId?: unknown };
    return typeof commandId === "string" ? commandId : undefined;
  } catch {
    return undefined;
  }
}
