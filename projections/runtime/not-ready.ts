/** A read model cannot answer now, because it is being built or a fault has stopped it. */
export class NotReady extends Error {
  override name = "NotReady";
}

/** Errors of read models that keep their class between threads: see event-log/thread-errors.ts. */
export const READ_MODEL_ERRORS = { NotReady } as const;
