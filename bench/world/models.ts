// Opens a world's read models without a hub.
import { join } from "node:path";
import { openSqliteKeyring } from "../../event-log/keys/sqlite-keys.ts";
import { currentFile } from "../../projections/runtime/files.ts";
import type { ReadModel } from "../../projections/runtime/read-model.ts";
import { openStore, type Store } from "../../projections/runtime/store.ts";
import { londonDate } from "../../services/dates.ts";
import { world } from "./kept.ts";

/** Nothing is unsealed, so these keys are not the world's. */
export function openModel<Queries>(model: ReadModel<Queries>, concerns: number): Store<Queries> & Disposable {
  const dir = join(world(concerns), "read-models");
  const file = currentFile(model, dir);
  if (!file) throw new Error(`The world has no read model "${model.name}".`);
  const keys = openSqliteKeyring(":memory:", Buffer.alloc(32, 1));
  const store = openStore(model, file, { keys, today: () => londonDate(new Date()) });
  return {
    ...store,
    [Symbol.dispose]() {
      store.close();
      keys.close();
    },
  };
}
