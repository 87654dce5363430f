/** An invalid policy: the hub must not start with it. The message names the file or policy and the fault. */
export class PolicyInvalid extends Error {
  override name = "PolicyInvalid";
}
