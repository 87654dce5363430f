// Keys that are stored before anything is sealed under them, so that a new concern waits for no commit of its own.
import { createSecretKey, type KeyObject, randomBytes } from "node:crypto";
import { RETRY_MS } from "../stores/database.ts";

type NewKey = { readonly id: string; readonly key: Buffer };

const POOL = 64;
/** With so few left, more are made before they are needed. */
const LOW = 16;

/** `store` makes keys durable, all or none, and throws when it cannot. */
export function openKeyPool(prefix: string, store: (keys: readonly NewKey[]) => Promise<void>) {
  let pool: { readonly id: string; readonly key: KeyObject }[] = [];
  let filling: Promise<void> | undefined;
  let refilling: NodeJS.Timeout | NodeJS.Immediate | undefined;
  let isClosed = false;

  async function fill(): Promise<void> {
    const made = Array.from({ length: POOL }, () => ({
      id: prefix + randomBytes(12).toString("base64url"),
      key: randomBytes(32),
    }));
    await store(made);
    pool = [...made.map(({ id, key }) => ({ id, key: createSecretKey(key) })), ...pool];
  }
  /** All callers that wait share one refill. */
  function refill(): Promise<void> {
    filling ??= fill().finally(() => {
      filling = undefined;
    });
    return filling;
  }
  async function refillAhead(): Promise<void> {
    refilling = undefined;
    if (isClosed || pool.length > LOW) return;
    try {
      await refill();
    } catch {
      // `take` throws when no key is left; until then it is tried again.
      if (!isClosed) refilling = setTimeout(refillAhead, 10 * RETRY_MS).unref();
    }
  }

  return {
    async take() {
      while (pool.length === 0) await refill();
      const taken = pool.pop() as (typeof pool)[number];
      if (pool.length <= LOW) refilling ??= setImmediate(refillAhead);
      return taken;
    },
    close() {
      isClosed = true;
      clearTimeout(refilling as NodeJS.Timeout);
      clearImmediate(refilling as NodeJS.Immediate);
    },
  };
}
