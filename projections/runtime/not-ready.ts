/** A read model is being built, or a fault keeps it from going on: it gives no answer now. */
export class NotReady extends Error {
  override name = "NotReady";
}
