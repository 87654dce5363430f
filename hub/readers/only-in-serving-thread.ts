/** A reader thread cannot execute a query, because it needs what only the serving thread has. */
export class OnlyInServingThread extends Error {
  override name = "OnlyInServingThread";
}
