// Sealed text that stands apart from a concern's state, so that an event on a concern that holds much of it writes the event's own text and not
// all that there is. A state holds references in place of it: `{ key, box: "#17" }`. A concern with little text keeps it within its state.

import type { KeyStore, Sealed } from "../../event-log/keys/sealing.ts";
import type { Database } from "../../event-log/stores/database.ts";
import type { ConcernEvent } from "../../services/concern/events.ts";
import type { ConcernState } from "../../services/concern/state.ts";

export const BOXES_SCHEMA = `
CREATE TABLE IF NOT EXISTS boxes (seq INTEGER NOT NULL, number INTEGER NOT NULL, box TEXT NOT NULL, PRIMARY KEY (seq, number)) STRICT, WITHOUT ROWID;`;

/** Text within a state, in bytes: what comes beyond it stands apart. */
const WITHIN = 16_000;
/** Sealed values of one event, at most. */
const OF_EVENT = 16;

export type Box = { readonly number: number; readonly box: string };

/** An event onto the state that it meets: with its sealed values in it or, where there is much text, with references and the boxes apart. */
export function withBoxesApart(
  state: ConcernState | undefined,
  event: ConcernEvent,
): { readonly event: ConcernEvent; readonly boxes: readonly Box[] } {
  if (!state || state.textBytes <= WITHIN) return { event, boxes: [] };
  const boxes: Box[] = [];
  const data = JSON.parse(JSON.stringify(event.data), (name, value) => {
    if (name !== "box" || typeof value !== "string") return value;
    const number = (state.version + 1) * OF_EVENT + boxes.length;
    boxes.push({ number, box: value });
    return `#${number}`;
  });
  return { event: { type: event.type, data } as ConcernEvent, boxes };
}

export function openBoxes(db: Database) {
  const insert = db.prepare("INSERT INTO boxes (seq, number, box) VALUES (?, ?, ?)");
  const find = db.prepare("SELECT box FROM boxes WHERE seq = ? AND number = ?");
  const removeAll = db.prepare("DELETE FROM boxes WHERE seq = ?");
  const all = db.prepare("SELECT number, box FROM boxes WHERE seq = ?");
  return {
    put(seq: number, boxes: readonly Box[]): void {
      for (const { number, box } of boxes) insert.run(seq, number, box);
    },
    remove: (seq: number) => removeAll.run(seq),
    /** A state from its JSON, with the boxes that it refers to in it. `read` is told of their characters before they are read. */
    stateFrom(seq: number, json: string, read: (characters: number) => void): ConcernState {
      const state = JSON.parse(json) as ConcernState;
      if (state.textBytes <= WITHIN) return state;
      read(Math.ceil((state.textBytes * 4) / 3));
      putBack(state, new Map(all.all<Box>(seq).map(({ number, box }) => [`#${number}`, box])));
      return state;
    },
    /** Opens what is sealed in a concern's state, wherever its box is. */
    opening: (keys: KeyStore, seq: number): Pick<KeyStore, "unseal"> => ({
      unseal({ key, box }: Sealed) {
        if (!box.startsWith("#")) return keys.unseal({ key, box });
        return keys.unseal({ key, ...find.get<{ box: string }>(seq, Number(box.slice(1))) });
      },
    }),
  };
}
/** Changes a value that was just parsed. */
function putBack(value: unknown, boxes: ReadonlyMap<string, string>): void {
  if (typeof value !== "object" || value === null) return;
  if ("box" in value) value.box = boxes.get(value.box as string) ?? value.box;
  else for (const part of Object.values(value)) putBack(part, boxes);
}

export type Boxes = ReturnType<typeof openBoxes>;
