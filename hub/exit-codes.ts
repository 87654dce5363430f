/** An operator has to act (data lost, or another hub took it over): service managers do not restart it. */
export const EXIT_NEEDS_OPERATOR = 78;

/** No restart mends it. The message says what to do. */
export class NeedsOperator extends Error {
  override name = "NeedsOperator";
}

/** A setting is not valid: the hub does not start. The message names the variable. */
export class ConfigInvalid extends Error {
  override name = "ConfigInvalid";
}
