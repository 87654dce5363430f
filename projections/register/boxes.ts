// Stores sealed texts ("boxes") in a separate table, so that an event on a concern with much text writes only its own text
// (test/register/much-text.test.ts). The state refers to them: `{ key, box: "#17" }`. A concern with little text keeps it in its state.
import type { KeyStore, Sealed } from "../../event-log/keys/port.ts";
import type { Database } from "../../event-log/stores/database.ts";
import type { ConcernEvent } from "../../services/concern/events.ts";
import type { ConcernState } from "../../services/concern/state.ts";

export const BOXES_SCHEMA = `
CREATE TABLE IF NOT EXISTS boxes (seq INTEGER NOT NULL, number INTEGER NOT NULL, box TEXT NOT NULL, PRIMARY KEY (seq, number)) STRICT, WITHOUT ROWID;`;

/** The maximum number of bytes of text within a state. Later text is stored in boxes. */
const WITHIN = 16_000;
/** The maximum number of boxes of one event. */
const OF_EVENT = 16;

export type Box = { readonly number: number; readonly box: string };

/** If the state has much text: returns the event with references, and its boxes. */
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
    /** Returns a state with its boxes inserted. `read` is called with their characters first. */
    stateFrom(seq: number, json: string, read: (characters: number) => void): ConcernState {
      const state = JSON.parse(json) as ConcernState;
      if (state.textBytes <= WITHIN) return state;
      read(Math.ceil((state.textBytes * 4) / 3));
      putBack(state, new Map(all.all<Box>(seq).map(({ number, box }) => [`#${number}`, box])));
      return state;
    },
    /** Unseals the values of a concern's state, including references. */
    opening: (keys: KeyStore, seq: number): Pick<KeyStore, "unseal"> => ({
      unseal({ key, box }: Sealed) {
        if (!box.startsWith("#")) return keys.unseal({ key, box });
        return keys.unseal({ key, ...find.get<{ box: string }>(seq, Number(box.slice(1))) });
      },
    }),
  };
}
/** Modifies a value that was just parsed. */
function putBack(value: unknown, boxes: ReadonlyMap<string, string>): void {
  if (typeof value !== "object" || value === null) return;
  if ("box" in value) value.box = boxes.get(value.box as string) ?? value.box;
  else for (const part of Object.values(value)) putBack(part, boxes);
}

export type Boxes = ReturnType<typeof openBoxes>;
