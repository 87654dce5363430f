// The commands recorded in a stream, and its last event: read completely once, and after that only from the last known event.
import { boundedCache } from "../../caching/cache.ts";
import type { Appended, Position } from "../port.ts";
import type { Reads } from "./reads.ts";
import { type Last, linkOf, type ReadEvent } from "./stored-form.ts";

type RecordedCommand = { readonly bodyDigest: string; readonly version: number; readonly position: Position };
export type StreamIndex = { last: Last | undefined; readonly commands: Map<string, RecordedCommand> };

const STREAMS = 2_000;

export function openStreamIndexes({ stream }: Pick<Reads, "stream">) {
  const indexes = boundedCache<string, StreamIndex>(STREAMS);

  function add(index: StreamIndex, events: readonly ReadEvent[]): void {
    for (const read of events) {
      const { version, position } = read.event;
      if (version <= (index.last?.version ?? 0)) continue;
      index.last = linkOf(read);
      const commandId = commandOf(read);
      if (commandId !== undefined) index.commands.set(commandId, { bodyDigest: read.bodyDigest, version, position });
    }
  }

  return {
    /** The index as last read; undefined for a stream that was not read yet. */
    known: (name: string): StreamIndex | undefined => indexes.get(name),
    /** Creates the index of a stream that has no events, as far as is known. */
    begin(name: string): StreamIndex {
      const index: StreamIndex = { last: undefined, commands: new Map() };
      indexes.set(name, index);
      return index;
    },
    /** Reads new events into the index. Throws LogUnavailable. */
    async read(name: string): Promise<StreamIndex> {
      const index = indexes.get(name) ?? { last: undefined, commands: new Map() };
      add(index, await stream(name, index.last?.version));
      indexes.set(name, index);
      return index;
    },
    forget: (name: string) => indexes.delete(name),
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
