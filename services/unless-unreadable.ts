// Reads of records that can be unreadable, where the work goes on without them.
import { CannotBeRead } from "./stored-events.ts";

/** Returns what is read; undefined if a record that it needs is unreadable. Throws every other error. */
export function readUnlessUnreadable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    return undefinedIfUnreadable(error);
  }
}

/** The same for what is read asynchronously. */
export async function awaitUnlessUnreadable<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    return undefinedIfUnreadable(error);
  }
}

function undefinedIfUnreadable(error: unknown): undefined {
  if (!(error instanceof CannotBeRead)) throw error;
}
