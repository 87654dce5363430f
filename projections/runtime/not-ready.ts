/** A read model cannot answer now, because it is being built or a fault has stopped it. */
export class NotReady extends Error {
  override name = "NotReady";
}
